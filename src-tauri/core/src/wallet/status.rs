//! Everything at a glance.

use super::{Wallet, count};
use crate::bridge::Display;
use crate::error::{Code, Result};
use crate::rotate::DUE_AFTER_DAYS;
use crate::store::{BridgeRow, KnownBridge};
use crate::view::{BridgeView, StatusView, VaultView};

impl Wallet {
    /// Bridges, account, vault and tools, with the active bridge's figures read anew where it answers.
    ///
    /// # Errors
    /// [`Code::Store`]; a bridge that cannot be reached and a vault that is not open are part of the answer.
    pub async fn status(&self) -> Result<StatusView> {
        let mut bridges = self.store.bridges()?;
        let active =
            self.bridge_row().ok().and_then(|active| bridges.iter_mut().find(|row| row.id == active.id));
        if let Some(row) = active {
            row.known = match self.refresh(row).await {
                Ok(known) => known,
                Err(error) if error.code() == Code::Store => return Err(error),
                Err(error) if error.code() == Code::BridgeNonsense => {
                    KnownBridge { reachable: false, ..row.known.clone() }
                }
                // Nobody asked it, because the vault is closed; or it answered and refused the account.
                Err(_) => row.known.clone(),
            };
        }
        self.status_of(&bridges).await
    }

    /// The same as it was known last. Asks no bridge.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub async fn cached_status(&self) -> Result<StatusView> {
        self.status_of(&self.store.bridges()?).await
    }

    async fn status_of(&self, bridges: &[BridgeRow]) -> Result<StatusView> {
        let vault = self.vault_view().await;
        let chosen = self.bridge_row().ok().map(|row| row.id);
        let creations = chosen.map_or(Ok(vec![]), |bridge| self.store.creations(bridge))?;
        let unfinished = creations.len() + self.store.unfinished_changes()?.len();
        let row = bridges.iter().find(|row| Some(row.id) == chosen);
        let tools = self.tools()?;
        let days_left = row.map_or(Ok(None), |row| self.days_left(row))?;
        let attention = self.attention(row, &vault, &tools, &self.budgets()?, days_left)?;
        Ok(StatusView {
            bridge: row.map(bridge_view),
            bridges: bridges.iter().map(bridge_view).collect(),
            tools,
            attention,
            unfinished: count(unfinished),
            unmade: count(creations.len()),
            open_kills: self.open_incidents()?,
            old_keys: count(self.old_keys(DUE_AFTER_DAYS).unwrap_or_default().len()),
            vault,
        })
    }

    /// How the bridge in use shows money; in US dollars before the first connect.
    pub fn display(&self) -> Display {
        self.bridge_row().map(|row| row.known.display()).unwrap_or_default()
    }

    /// The web page of the bridge in use.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`] before the first connect.
    pub fn console_url(&self) -> Result<String> {
        Ok(self.bridge_row()?.origin)
    }

    /// The vault alone; asks it once, without a prompt.
    pub async fn vault_view(&self) -> VaultView {
        self.with_vault(|vault| {
            let state = vault.state();
            VaultView {
                kind: vault.kind().to_string(),
                state: state.condition.to_string(),
                message: state.sentence,
                hint: state.hint,
            }
        })
        .await
    }
}

pub(super) fn bridge_view(row: &BridgeRow) -> BridgeView {
    let known = &row.known;
    BridgeView {
        label: row.label.clone(),
        url: row.origin.clone(),
        name: known.name.clone(),
        dialect: known.dialect.clone(),
        user_id: known.user_id,
        username: known.username.clone(),
        group: known.group.clone(),
        balance_usd: known.rate().usd(known.balance),
        balance_quota: known.balance,
        used_usd: known.rate().usd(known.used),
        used_quota: known.used,
        as_of: known.as_of.to_string(),
        reachable: known.reachable,
        display: known.display(),
        key_only: known.key_only,
    }
}
