//! All that the page may ask for. Each command is glue around one use case of the core: take the wallet, call
//! it, answer. Whatever would need an `if` belongs there.
//!
//! A command stands in three lists: [`for_the_page`], `build.rs` and `capabilities/main.json`. A test holds
//! the second and third against the first.

mod adopt;
mod desktop;
mod incidents;
mod leak;
mod record;
mod scan;
mod settings;
mod steps;
mod tools;
mod usage;
mod vault;

use bridgekeeper_core::error::ErrorView;
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::view::{
    BatchView, CheckView, ConfigureRequest, EditKeyRequest, GroupsView, ImportView, KeyListView, KeyView,
    ModelsView, NewKeyRequest, PlanView, PricesView, ReachView, ScanEvent, SiteView, StatusView, ToolView,
    UseForm, UseView,
};
use bridgekeeper_core::wallet::ConnectRequest;
use serde::Deserialize;
use tauri::{Runtime, State};
use tauri_specta::collect_commands;

use crate::desktop::{Job, JobProgress, Noun};
use crate::preferences::Preferences;
use crate::shell::Shell;

type Answer<T> = Result<T, ErrorView>;

/// The commands, with their types for TypeScript.
pub fn for_the_page<R: Runtime>() -> tauri_specta::Builder<R> {
    tauri_specta::Builder::new()
        .commands(collect_commands![
            status,
            cached_status,
            look_at_bridge,
            connect,
            renew_token,
            sign_out,
            use_bridge,
            rename_bridge,
            unlock_vault,
            list_keys,
            cached_keys,
            look_at_key,
            create_key,
            create_keys,
            resume_creations,
            forget_creations,
            edit_key,
            check_reach,
            set_keys_enabled,
            delete_keys,
            stop,
            reveal_key,
            copy_key,
            key_uses,
            copy_use,
            read_import,
            accept_import,
            discard_import,
            groups,
            models,
            prices,
            list_tools,
            plan_configure,
            plan_use,
            plan_undo,
            plan_disconnect,
            plan_repair,
            steps::look_at_steps,
            apply_plan,
            discard_plan,
            check_tool,
            scan::start_scan,
            scan::plan_cleanup,
            scan::plan_cleanup_undo,
            scan::apply_cleanup,
            tools::tool_drift,
            tools::plan_reapply,
            tools::accept_drift,
            tools::plan_all,
            tools::what_blocks,
            usage::home,
            usage::usage,
            usage::sync_usage,
            usage::export_usage_csv,
            usage::budgets,
            usage::set_budget,
            incidents::read_leak,
            incidents::try_leaked,
            incidents::start_kill,
            incidents::incidents,
            incidents::incident,
            incidents::delete_killed,
            incidents::close_incident,
            incidents::rotate_key,
            incidents::resume_rotation,
            incidents::give_rotation_up,
            incidents::rotations,
            incidents::old_keys,
            leak::open_kill_page,
            adopt::list_adoptable,
            adopt::plan_adopt,
            adopt::plan_adopt_undo,
            adopt::apply_adopt,
            adopt::discard_adopt,
            leak::timeline,
            leak::log_addresses,
            leak::incident_report,
            leak::save_incident_report,
            open_link,
            preferences,
            save_preferences,
            settings::settings,
            settings::set_helper_seconds,
            settings::start_demo,
            settings::leave_demo,
            vault::unlock_file,
            vault::use_vault,
            record::activity,
            record::save_export,
            record::read_export,
            record::restore,
            desktop::desktop,
            desktop::take_errand,
            desktop::close_window,
            desktop::lock,
        ])
        .typ::<Noun>()
        .typ::<JobProgress>()
        .typ::<ScanEvent>()
}

/// Everything at a glance. Asks the active bridge.
#[tauri::command]
#[specta::specta]
pub async fn status(shell: State<'_, Shell>) -> Answer<StatusView> {
    Ok(shell.wallet()?.status().await?)
}

/// Everything as it was known last, at once.
#[tauri::command]
#[specta::specta]
pub async fn cached_status(shell: State<'_, Shell>) -> Answer<StatusView> {
    Ok(shell.wallet()?.cached_status().await?)
}

/// What a bridge says of itself before the sign-in, and which ways to sign in it offers.
#[tauri::command]
#[specta::specta]
pub async fn look_at_bridge(shell: State<'_, Shell>, url: String, insist: bool) -> Answer<SiteView> {
    let site = shell.wallet()?.look_at_bridge(&url, insist).await?;
    shell.look_at(&site.url);
    Ok(site)
}

/// Connects to a bridge and makes it the one in use.
#[tauri::command]
#[specta::specta]
pub async fn connect(shell: State<'_, Shell>, request: ConnectRequest) -> Answer<StatusView> {
    Ok(shell.change(&[Noun::Status], shell.wallet()?.connect(request)).await?)
}

/// Has the bridge make a new access token in place of the present one.
#[tauri::command]
#[specta::specta]
pub async fn renew_token(shell: State<'_, Shell>) -> Answer<StatusView> {
    Ok(shell.change(&[Noun::Status], shell.wallet()?.renew_token()).await?)
}

/// Forgets a bridge and its access token.
#[tauri::command]
#[specta::specta]
pub async fn sign_out(shell: State<'_, Shell>, label: String) -> Answer<StatusView> {
    Ok(shell.change(&[Noun::Status], shell.wallet()?.sign_out(&label)).await?)
}

/// Makes another known bridge the one in use.
#[tauri::command]
#[specta::specta]
pub async fn use_bridge(shell: State<'_, Shell>, label: String) -> Answer<StatusView> {
    Ok(shell.change(&[Noun::Status], shell.wallet()?.use_bridge(&label)).await?)
}

/// Gives a bridge another label.
#[tauri::command]
#[specta::specta]
pub async fn rename_bridge(shell: State<'_, Shell>, label: String, to: String) -> Answer<StatusView> {
    Ok(shell.change(&[Noun::Status], shell.wallet()?.rename_bridge(&label, &to)).await?)
}

/// Asks the user, once, to unlock the vault.
#[tauri::command]
#[specta::specta]
pub async fn unlock_vault(shell: State<'_, Shell>) -> Answer<StatusView> {
    shell.change(&[Noun::Keys, Noun::Tools], shell.unlock()).await?;
    Ok(shell.wallet()?.status().await?)
}

/// The keys of the bridge in use, as it lists them now.
#[tauri::command]
#[specta::specta]
pub async fn list_keys(shell: State<'_, Shell>) -> Answer<KeyListView> {
    let wallet = shell.wallet()?;
    Ok(shell.job(Job::ListKeys, |watch| wallet.keys_watched(watch)).await?)
}

/// The keys as last seen, at once.
#[tauri::command]
#[specta::specta]
pub async fn cached_keys(shell: State<'_, Shell>) -> Answer<KeyListView> {
    Ok(shell.wallet()?.cached_keys()?)
}

/// One key, as the bridge has it now.
#[tauri::command]
#[specta::specta]
pub async fn look_at_key(shell: State<'_, Shell>, id: KeyId) -> Answer<KeyView> {
    Ok(shell.change(&[Noun::Keys], shell.wallet()?.key(id)).await?)
}

/// Makes a key and keeps its secret in the vault.
#[tauri::command]
#[specta::specta]
pub async fn create_key(shell: State<'_, Shell>, request: NewKeyRequest) -> Answer<KeyView> {
    Ok(shell.change(&[Noun::Keys], shell.wallet()?.create_key(request)).await?)
}

/// Makes several keys alike.
#[tauri::command]
#[specta::specta]
pub async fn create_keys(
    shell: State<'_, Shell>,
    request: NewKeyRequest,
    count: u32,
) -> Answer<Vec<KeyView>> {
    let wallet = shell.wallet()?;
    let made = shell.job(Job::CreateKeys, |watch| wallet.create_keys(request, count as usize, watch));
    Ok(shell.change(&[Noun::Keys, Noun::Status], made).await?)
}

/// Makes what is left of an interrupted create.
#[tauri::command]
#[specta::specta]
pub async fn resume_creations(shell: State<'_, Shell>) -> Answer<Vec<KeyView>> {
    let wallet = shell.wallet()?;
    let made = shell.job(Job::CreateKeys, |watch| wallet.resume_creations(watch));
    Ok(shell.change(&[Noun::Keys, Noun::Status], made).await?)
}

/// Gives up what is left of an interrupted create; gives the names that were not made.
#[tauri::command]
#[specta::specta]
pub async fn forget_creations(shell: State<'_, Shell>) -> Answer<Vec<String>> {
    Ok(shell.change(&[Noun::Keys, Noun::Status], shell.wallet()?.forget_creations()).await?)
}

/// Changes a key; what is `null` stays.
#[tauri::command]
#[specta::specta]
pub async fn edit_key(shell: State<'_, Shell>, id: KeyId, request: EditKeyRequest) -> Answer<KeyView> {
    Ok(shell.change(&[Noun::Keys, Noun::Tools], shell.wallet()?.edit_key(id, request)).await?)
}

/// Whether a key gets in from this machine: a real request with it.
#[tauri::command]
#[specta::specta]
pub async fn check_reach(shell: State<'_, Shell>, id: KeyId) -> Answer<ReachView> {
    Ok(shell.wallet()?.check_reach(id).await?)
}

/// Turns keys on or off.
#[tauri::command]
#[specta::specta]
pub async fn set_keys_enabled(shell: State<'_, Shell>, ids: Vec<KeyId>, enabled: bool) -> Answer<BatchView> {
    let wallet = shell.wallet()?;
    let changed = shell.job(Job::ChangeKeys, |watch| wallet.set_keys_enabled(&ids, enabled, watch));
    Ok(shell.change(&[Noun::Keys, Noun::Tools], changed).await?)
}

/// Deletes keys on the bridge and in the vault.
#[tauri::command]
#[specta::specta]
pub async fn delete_keys(shell: State<'_, Shell>, ids: Vec<KeyId>) -> Answer<BatchView> {
    let wallet = shell.wallet()?;
    let gone = shell.job(Job::ChangeKeys, |watch| wallet.delete_keys(&ids, watch));
    Ok(shell.change(&[Noun::Keys, Noun::Tools], gone).await?)
}

/// Stops a job where it is. What it did by then stays done.
#[tauri::command]
#[specta::specta]
pub async fn stop(shell: State<'_, Shell>, job: Job) -> Answer<()> {
    shell.stop(job);
    Ok(())
}

/// The secret of a key: the one answer that carries one.
#[tauri::command]
#[specta::specta]
pub async fn reveal_key(shell: State<'_, Shell>, id: KeyId) -> Answer<String> {
    // EXPOSE: the user clicked to see it.
    Ok(shell.wallet()?.reveal_key(id).await?.expose().to_owned())
}

/// Puts the secret of a key on the clipboard; gives the seconds until it is cleared.
#[tauri::command]
#[specta::specta]
pub async fn copy_key(shell: State<'_, Shell>, id: KeyId) -> Answer<u32> {
    let secret = shell.wallet()?.reveal_key(id).await?;
    Ok(shell.desktop().copy(secret)?)
}

/// A key put to use by hand, in every form, with the key masked.
#[tauri::command]
#[specta::specta]
pub async fn key_uses(shell: State<'_, Shell>, id: KeyId) -> Answer<Vec<UseView>> {
    Ok(shell.wallet()?.key_uses(id).await?)
}

/// Puts one of these forms on the clipboard, with the key in it; gives the seconds until it is cleared.
#[tauri::command]
#[specta::specta]
pub async fn copy_use(shell: State<'_, Shell>, id: KeyId, form: UseForm) -> Answer<u32> {
    let text = shell.wallet()?.key_use(id, form).await?;
    Ok(shell.desktop().copy(text)?)
}

/// What a pasted connection info or link would bring in. Nothing is kept yet.
#[tauri::command]
#[specta::specta]
pub async fn read_import(shell: State<'_, Shell>, text: String) -> Answer<ImportView> {
    Ok(shell.wallet()?.read_import(&Secret::new(text))?)
}

/// Keeps what was shown: its key goes straight into the vault.
#[tauri::command]
#[specta::specta]
pub async fn accept_import(shell: State<'_, Shell>, id: String) -> Answer<KeyView> {
    Ok(shell.change(&[Noun::Keys, Noun::Status], shell.wallet()?.accept_import(&id)).await?)
}

/// Forgets what was shown.
#[tauri::command]
#[specta::specta]
pub async fn discard_import(shell: State<'_, Shell>, id: String) -> Answer<()> {
    shell.wallet()?.discard_import(&id);
    Ok(())
}

/// Groups of the account, with their multipliers.
#[tauri::command]
#[specta::specta]
pub async fn groups(shell: State<'_, Shell>) -> Answer<GroupsView> {
    Ok(shell.wallet()?.groups().await?)
}

/// Models of the account, or of one group.
#[tauri::command]
#[specta::specta]
pub async fn models(shell: State<'_, Shell>, group: Option<String>) -> Answer<ModelsView> {
    Ok(shell.wallet()?.models(group.as_deref()).await?)
}

/// What a group costs.
#[tauri::command]
#[specta::specta]
pub async fn prices(shell: State<'_, Shell>, group: String) -> Answer<PricesView> {
    Ok(shell.wallet()?.prices(&group).await?)
}

/// Every tool the wallet knows, found or not.
#[tauri::command]
#[specta::specta]
pub async fn list_tools(shell: State<'_, Shell>) -> Answer<Vec<ToolView>> {
    Ok(shell.wallet()?.tools()?)
}

/// What pointing a tool at the bridge in use would change.
#[tauri::command]
#[specta::specta]
pub async fn plan_configure(shell: State<'_, Shell>, request: ConfigureRequest) -> Answer<PlanView> {
    Ok(shell.wallet()?.propose_configure(request).await?)
}

/// What pointing a tool at another of its profiles would change.
#[tauri::command]
#[specta::specta]
pub async fn plan_use(shell: State<'_, Shell>, profile: String) -> Answer<PlanView> {
    Ok(shell.wallet()?.propose_use(&profile).await?)
}

/// What giving a tool's files their bytes of before back would change.
#[tauri::command]
#[specta::specta]
pub async fn plan_undo(shell: State<'_, Shell>, tool: String) -> Answer<PlanView> {
    Ok(shell.wallet()?.propose_undo(&tool).await?)
}

/// What taking out only what is ours would change.
#[tauri::command]
#[specta::specta]
pub async fn plan_disconnect(shell: State<'_, Shell>, tool: String) -> Answer<PlanView> {
    Ok(shell.wallet()?.propose_disconnect(&tool).await?)
}

/// What making a tool's file readable for it would change.
#[tauri::command]
#[specta::specta]
pub async fn plan_repair(shell: State<'_, Shell>, tool: String) -> Answer<PlanView> {
    Ok(shell.wallet()?.propose_repair(&tool)?)
}

/// Carries a plan out, as it was shown.
#[tauri::command]
#[specta::specta]
pub async fn apply_plan(shell: State<'_, Shell>, id: String) -> Answer<ToolView> {
    Ok(shell.change(&[Noun::Keys, Noun::Tools], shell.wallet()?.apply(&id)).await?)
}

/// Forgets a plan.
#[tauri::command]
#[specta::specta]
pub async fn discard_plan(shell: State<'_, Shell>, id: String) -> Answer<()> {
    shell.wallet()?.discard(&id);
    Ok(())
}

/// A real request with a tool's key over the path the tool uses.
#[tauri::command]
#[specta::specta]
pub async fn check_tool(shell: State<'_, Shell>, tool: String) -> Answer<CheckView> {
    Ok(shell.change(&[Noun::Tools], shell.wallet()?.check_tool(&tool)).await?)
}

/// Pages outside the window. The page names one; it never passes an address.
#[derive(Debug, Clone, Copy, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// The web page of the bridge in use.
    BridgeConsole,
    /// The web page of the bridge that was looked at last, before the sign-in.
    LookedAtBridge,
    /// The folder that the wallet keeps its own state in.
    DataFolder,
}

/// Opens a page outside the window in the user's browser.
#[tauri::command]
#[specta::specta]
pub async fn open_link(shell: State<'_, Shell>, name: Link) -> Answer<()> {
    let url = match name {
        Link::BridgeConsole => shell.wallet()?.console_url()?,
        Link::LookedAtBridge => shell.looked_at()?,
        Link::DataFolder => settings::folder_url(&shell.wallet()?.machine().data_dir)?,
    };
    Ok(shell.desktop().open(&url)?)
}

/// What the window remembers about itself.
#[tauri::command]
#[specta::specta]
pub async fn preferences(shell: State<'_, Shell>) -> Answer<Preferences> {
    Ok(shell.desktop().preferences())
}

/// Remembers what is set in them; the rest stays as it is.
#[tauri::command]
#[specta::specta]
pub async fn save_preferences(shell: State<'_, Shell>, preferences: Preferences) -> Answer<()> {
    Ok(shell.desktop().save_preferences(preferences)?)
}
