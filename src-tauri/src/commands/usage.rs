//! Home, what was used, what it cost, budgets.

use bridgekeeper_core::view::{BudgetView, HomeView, UsageRange, UsageTableView};
use tauri::State;

use super::Answer;
use crate::desktop::{Job, Noun};
use crate::shell::Shell;

/// Everything Home shows, as last read. Asks no bridge.
#[tauri::command]
#[specta::specta]
pub async fn home(shell: State<'_, Shell>) -> Answer<HomeView> {
    Ok(shell.wallet()?.home().await?)
}

/// What was used in some days, as far as it was read. Asks no bridge.
#[tauri::command]
#[specta::specta]
pub async fn usage(shell: State<'_, Shell>, range: UsageRange) -> Answer<UsageTableView> {
    Ok(shell.wallet()?.usage_table(&range)?)
}

/// Reads from the bridge what was used in some days and is not known yet.
#[tauri::command]
#[specta::specta]
pub async fn sync_usage(shell: State<'_, Shell>, range: UsageRange) -> Answer<()> {
    let wallet = shell.wallet()?;
    let read = shell.job(Job::SyncUsage, |watch| wallet.sync_usage(&range, watch));
    Ok(shell.change(&[Noun::Usage], read).await?)
}

/// Saves what was used in some days as comma-separated values in the downloads folder; gives where.
#[tauri::command]
#[specta::specta]
pub async fn export_usage_csv(shell: State<'_, Shell>, range: UsageRange) -> Answer<String> {
    Ok(shell.wallet()?.export_usage_csv(&range, &shell.desktop().downloads()?)?)
}

/// Every budget and how far it is spent.
#[tauri::command]
#[specta::specta]
pub async fn budgets(shell: State<'_, Shell>) -> Answer<Vec<BudgetView>> {
    Ok(shell.wallet()?.budgets()?)
}

/// Sets what a tool may cost in a month, or takes the budget away.
#[tauri::command]
#[specta::specta]
pub async fn set_budget(shell: State<'_, Shell>, tool: String, usd: Option<f64>) -> Answer<Vec<BudgetView>> {
    let wallet = shell.wallet()?;
    Ok(shell.change(&[Noun::Usage], async { wallet.set_budget(&tool, usd) }).await?)
}
