//! What is left to a person's hands, and how far they are, read from the tool's own files while they do it.

use std::sync::Arc;

use super::Wallet;
use super::configure::{Intent, Proposal, connection, stand_in};
use crate::error::{Code, Error, Result};
use crate::machine::Machine;
use crate::store::Profile;
use crate::tools::{Connection, Enter, Step, Tool};
use crate::view::{StepState, StepView, StepsView};

impl Wallet {
    /// How far the steps of a plan are now. Reads the tool's files and changes nothing, so a window can ask
    /// every second while its user works in the tool; the plan stays good. A plan without steps is done.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a plan that is gone.
    pub async fn look_at_steps(&self, id: &str) -> Result<StepsView> {
        let Some((tool, profile)) = self.proposals().get(id).map(subject) else {
            return Err(Error::new(Code::NotFound, "this plan is no longer there")
                .hint("look at the difference again"));
        };
        let steps = match profile {
            Some(profile) => {
                let connection = connection(&profile, &|| Arc::new(stand_in(&profile)))?;
                steps(tool, &self.machine, &connection, &profile)
            }
            None => vec![],
        };
        let done = steps.iter().all(|step| matches!(step.state, StepState::Done | StepState::Untold));
        Ok(StepsView { steps, done })
    }
}

/// What a plan is about: its tool, and the profile that it points the tool at.
fn subject(proposal: &Proposal) -> (&'static dyn Tool, Option<Profile>) {
    let profile = match &proposal.intent {
        Intent::Configure { profile, .. } => Some(profile.clone()),
        Intent::Undo(_) | Intent::Disconnect | Intent::Repair => None,
    };
    (proposal.tool, profile)
}

/// The steps of a profile's tool, to show.
pub(super) fn steps(
    tool: &dyn Tool,
    machine: &Machine,
    connection: &Connection,
    profile: &Profile,
) -> Vec<StepView> {
    let view = |Step { text, enter, state }: Step| {
        let (enter, key) = match enter {
            Some(Enter::Text(text)) => (Some(text), None),
            Some(Enter::Key) => (None, Some(profile.key_name.clone())),
            None => (None, None),
        };
        StepView { text, enter, key, state }
    };
    tool.by_hand(machine, connection).into_iter().map(view).collect()
}
