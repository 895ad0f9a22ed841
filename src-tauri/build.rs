//! Names the commands of the window. A command that is not here cannot be granted, and one that
//! `capabilities/main.json` does not grant cannot be called; a test holds both against the commands themselves.

const COMMANDS: &[&str] = &[
    "apply_plan",
    "cached_keys",
    "check_tool",
    "connect",
    "copy_key",
    "create_key",
    "delete_key",
    "discard_plan",
    "groups",
    "list_keys",
    "list_tools",
    "models",
    "open_link",
    "plan_configure",
    "plan_disconnect",
    "plan_repair",
    "plan_undo",
    "preferences",
    "reveal_key",
    "save_preferences",
    "set_key_enabled",
    "sign_out",
    "status",
    "unlock_vault",
    "use_bridge",
];

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the window's manifest");
}
