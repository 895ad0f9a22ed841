//! What is left to a person's hands, and how far they are, read from the tool's own files while they do it.

use std::sync::Arc;

use super::configure::{Intent, Proposal, connection, stand_in};
use super::{Wallet, on_a_thread};
use crate::error::{Code, Error, Result};
use crate::store::Profile;
use crate::tools::{Enter, Step, Tool};
use crate::vault::Slot;
use crate::view::{StepState, StepView, StepsView};
use crate::words::say;

impl Wallet {
    /// How far the steps of a plan are now. Reads the tool's files and changes nothing, so a window can ask
    /// every second while its user works in the tool; the plan stays good. A plan without steps is done.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a plan that is gone.
    pub async fn look_at_steps(&self, id: &str) -> Result<StepsView> {
        let Some((tool, profile)) = self.proposals().get(id).map(subject) else {
            return Err(
                Error::new(Code::NotFound, say!("steps-plan-gone")).hint(say!("steps-plan-gone", "hint"))
            );
        };
        let steps = match profile {
            Some(profile) => {
                let slot = Slot::key(&*profile.origin, profile.key);
                // Whoever is asked every second does not ask for a password each time.
                let known = self.with_vault(move |vault| vault.check().and_then(|()| vault.get(&slot))).await;
                let secret = Arc::new(known.unwrap_or_else(|_| stand_in(&profile)));
                let connection = connection(&profile, &|| secret.clone())?;
                let machine = self.machine.clone();
                shown(on_a_thread(move || tool.by_hand(&machine, &connection)).await, &profile)
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

/// Steps for a profile's tool, to show.
pub(super) fn shown(steps: Vec<Step>, profile: &Profile) -> Vec<StepView> {
    let view = |Step { text, enter, state }: Step| {
        let (enter, key) = match enter {
            Some(Enter::Text(text)) => (Some(text), None),
            Some(Enter::Key) => (None, Some(profile.key_name.clone())),
            None => (None, None),
        };
        StepView { text, enter, key, state }
    };
    steps.into_iter().map(view).collect()
}
