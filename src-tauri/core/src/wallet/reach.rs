//! Whether a key gets in from this machine. An allow-list is only as good as the address that the bridge
//! believes to see, so it is tried rather than worked out.

use super::Wallet;
use crate::bridge::{Dialect, Door, Verdict};
use crate::error::Result;
use crate::key::KeyId;
use crate::view::{Reach, ReachView};
use crate::words::say;

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
            Err(error) => (Reach::Unknown, say!("reach-error", error = error.to_string())),
            Ok(tried) => {
                let status = match tried.message {
                    Some(message) => say!("reach-status", "said", status = tried.status, message = message),
                    None => say!("reach-status", status = tried.status),
                };
                match tried.verdict {
                    Verdict::Accepted => {
                        let took = tried.took.as_millis();
                        (Reach::In, say!("reach-in", bridge = host, took = took))
                    }
                    Verdict::Forbidden if limited => {
                        (Reach::LockedOut, say!("reach-locked-out", bridge = host, status = status))
                    }
                    Verdict::Forbidden => {
                        (Reach::Refused, say!("reach-refused", bridge = host, status = status))
                    }
                    Verdict::Rejected => {
                        (Reach::Refused, say!("reach-rejected", bridge = host, status = status))
                    }
                    Verdict::Unknown => {
                        (Reach::Unknown, say!("reach-unknown", bridge = host, status = status))
                    }
                }
            }
        };
        let mut notes = vec![];
        if limited {
            notes.push(say!("reach-cursor"));
            notes.push(say!("reach-soon"));
            if state == Reach::In && client.known_dialect() == Some(Dialect::A) {
                notes.push(say!("reach-late"));
            }
            if state == Reach::LockedOut {
                notes.push(say!("reach-other-address"));
            }
        }
        Ok(ReachView { state, text, notes, at: self.machine.now().to_string() })
    }
}
