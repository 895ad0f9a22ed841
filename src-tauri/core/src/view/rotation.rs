//! What is seen of a rotation: how far it is, what uses the new key, how long the old one stays good.

use serde::{Deserialize, Serialize};

use super::{KeyRefView, SwapView};
use crate::key::KeyId;
use crate::rotate::RotationStep;
use crate::store::{IncidentId, RotationId};

/// What is to be rotated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RotateRequest {
    /// The key.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub key: KeyId,
    /// Seconds that the old key stays good after everything uses the new one; `null` for the usual. Never less
    /// than a tool goes on with the key that it was handed.
    #[serde(default)]
    pub grace_s: Option<u32>,
    /// Deletes the old key in the end.
    #[serde(default)]
    pub deletes: bool,
}

/// A rotation, and how far it is.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RotationView {
    /// The wallet's number for it.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub id: RotationId,
    /// When it was begun.
    pub at: String,
    /// The old key.
    pub old: KeyRefView,
    /// The name of the new key.
    pub name: String,
    /// The new key, once it is made and its secret is in the vault.
    pub new: Option<KeyRefView>,
    /// What it does next.
    pub step: RotationStep,
    /// The same as a sentence.
    pub words: String,
    /// What stopped it at this step, where something did; it can be resumed.
    pub trouble: Option<String>,
    /// What uses the new key.
    pub swaps: Vec<SwapView>,
    /// The old key stays good until then.
    pub good_until: Option<String>,
    /// The proof that the old key is dead, once it is begun: an incident's number.
    #[cfg_attr(feature = "bindings", specta(type = Option<f64>))]
    pub proof: Option<IncidentId>,
    /// How dead the old key is, in words.
    pub proof_words: Option<String>,
    /// Both keys are as they should be: the new one in use, the old one proven dead.
    pub is_done: bool,
    /// Somebody gave it up.
    pub is_given_up: bool,
}

/// A key that has grown old.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OldKeyView {
    /// The key.
    pub key: KeyRefView,
    /// How old it is.
    pub days: u32,
    /// Names of the profiles on this machine that use it.
    pub used_by: Vec<String>,
}
