//! Names the commands of the window. A command that is not here cannot be granted, and one that
//! `capabilities/main.json` does not grant cannot be called; a test holds both against the commands themselves.

const COMMANDS: &[&str] = &[
    "accept_import",
    "apply_plan",
    "cached_keys",
    "cached_status",
    "check_reach",
    "check_tool",
    "close_window",
    "connect",
    "copy_key",
    "copy_use",
    "create_key",
    "create_keys",
    "delete_keys",
    "desktop",
    "discard_import",
    "discard_plan",
    "edit_key",
    "forget_creations",
    "groups",
    "key_uses",
    "list_keys",
    "list_tools",
    "lock",
    "look_at_bridge",
    "look_at_key",
    "models",
    "open_link",
    "plan_configure",
    "plan_disconnect",
    "plan_repair",
    "plan_undo",
    "plan_use",
    "preferences",
    "prices",
    "read_import",
    "rename_bridge",
    "renew_token",
    "resume_creations",
    "reveal_key",
    "save_preferences",
    "set_keys_enabled",
    "sign_out",
    "status",
    "stop",
    "take_errand",
    "unlock_vault",
    "use_bridge",
];

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the window's manifest");
}
