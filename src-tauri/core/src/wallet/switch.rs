//! One click in the tray: a tool goes over to another of its profiles, without a preview where none is needed.

use super::Wallet;
use crate::error::Result;
use crate::tools;
use crate::view::{ToolState, ToolView};

/// What became of it.
pub enum Switch {
    /// The tool uses the profile now.
    Done(ToolView),
    /// Somebody has to look at the difference first; nothing was changed.
    NeedsLook,
}

impl Wallet {
    /// Points a profile's tool at it, if that changes our own fields only, all of them still say what the wallet
    /// wrote, and nothing is left to be done by hand.
    ///
    /// # Errors
    /// Those of [`Wallet::propose_use`] and [`Wallet::apply`].
    pub async fn switch(&self, profile: &str) -> Result<Switch> {
        let tool = tools::by_id(&self.profile(profile)?.tool)?;
        let before = self.tool(tool)?;
        if before.state != ToolState::InStep {
            return Ok(Switch::NeedsLook);
        }
        if before.profile.as_deref() == Some(profile) {
            return Ok(Switch::Done(before));
        }
        let plan = self.propose_use(profile).await?;
        if !plan.steps.is_empty() {
            self.discard(&plan.id);
            return Ok(Switch::NeedsLook);
        }
        // A file that changes in between is refused as everywhere.
        Ok(Switch::Done(self.apply(&plan.id).await?))
    }
}
