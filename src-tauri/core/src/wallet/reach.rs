//! Whether a key gets in from this machine. An allow-list is only as good as the address that the bridge
//! believes to see, so it is tried rather than worked out.

use super::Wallet;
use crate::bridge::{Dialect, Door, Verdict};
use crate::error::Result;
use crate::key::KeyId;
use crate::view::{Reach, ReachView};

impl Wallet {
    /// Shows a key at the bridge's door, from here and now (`GET /v1/models`; costs nothing).
    ///
    /// # Errors
    /// Those of the vault, and of the bridge where the key's secret has to be fetched. A bridge that gives no
    /// clear answer is an answer.
    pub async fn check_reach(&self, id: KeyId) -> Result<ReachView> {
        let row = self.bridge_row()?;
        let secret = self.secret_of(&row, id).await?;
        let client = self.client(&row).await?;
        let listed = self.store.key(row.id, id)?;
        let limited = listed.is_some_and(|key| !key.allow_ips.is_empty());
        let host = &row.label;
        let (state, text) = match client.try_key(&secret, Door::OpenAi).await {
            Err(error) => (Reach::Unknown, format!("There is no telling: {error}.")),
            Ok(tried) => {
                let said = tried.message.map(|message| format!(": {message}")).unwrap_or_default();
                let status = tried.status;
                match tried.verdict {
                    Verdict::Accepted => {
                        let took = tried.took.as_millis();
                        (Reach::In, format!("{host} answered this key from this machine in {took} ms."))
                    }
                    Verdict::Forbidden if limited => {
                        (Reach::LockedOut, format!("{host} keeps this machine out (status {status}{said})."))
                    }
                    Verdict::Forbidden => {
                        (Reach::Refused, format!("{host} refuses this key (status {status}{said})."))
                    }
                    Verdict::Rejected => (
                        Reach::Refused,
                        format!(
                            "{host} rejects the key itself (status {status}{said}): it is off, expired or used up."
                        ),
                    ),
                    Verdict::Unknown => (
                        Reach::Unknown,
                        format!("There is no telling: {host} answered with status {status}{said}."),
                    ),
                }
            }
        };
        let mut notes = vec![];
        if limited {
            notes.push(
                "Cursor's calls come from its own servers, so a key with an allow-list does not work there."
                    .to_owned(),
            );
            notes.push("A bridge may take up to a minute to apply a new list.".to_owned());
            if state == Reach::In && client.known_dialect() == Some(Dialect::A) {
                notes.push(
                    "This bridge's software may check the list only when a model is called.".to_owned(),
                );
            }
            if state == Reach::LockedOut {
                notes.push(
                    "Behind a VPN, a proxy or a CDN the bridge sees another address than your machine's own."
                        .to_owned(),
                );
            }
        }
        Ok(ReachView { state, text, notes, at: self.machine.now().to_string() })
    }
}
