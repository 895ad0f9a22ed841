//! What somebody else changed in a tool's settings: shown, applied again, or accepted. Never written over by
//! itself.

use std::path::Path;

use jiff::Timestamp;

use super::{Wallet, known_origin};
use crate::bridge::Origin;
use crate::error::{Code, Error, Result};
use crate::journal;
use crate::medium::Medium;
use crate::store::{Applied, Binding, Profile};
use crate::tools::{self, Drift, Role, Tool};
use crate::view::{DriftFieldView, DriftView, FieldKind, MeaningView, PlanView, ToolView};
use crate::words::say;

/// What is there of a tool whose settings may have been changed.
struct Drifted {
    tool: &'static dyn Tool,
    bound: Applied,
    binding: Binding,
    drift: Vec<(Drift, Role)>,
}

impl Wallet {
    /// What a tool's settings say instead of what was applied, field by field, and what accepting it means.
    ///
    /// # Errors
    /// [`Code::NotFound`] if the tool is not configured; [`Code::FileUnparsable`], [`Code::FileRefused`].
    pub fn drift(&self, tool: &str) -> Result<DriftView> {
        let drifted = self.drifted(tool)?;
        let fields = drifted.drift.iter().map(|(drift, role)| self.drift_field(drift, role)).collect();
        Ok(DriftView {
            tool: drifted.tool.id().into(),
            profile: drifted.binding.profile.name.clone(),
            applied_at: drifted.bound.at.to_string(),
            changed_at: changed_at(drifted.drift.iter().map(|(drift, _)| drift)).map(|at| at.to_string()),
            fields,
            meanings: self.meanings(&drifted)?,
            seen: seen(&self.accepted(&drifted)?),
        })
    }

    /// Works out how to have a tool's settings say again what they should. Asks no bridge.
    ///
    /// # Errors
    /// As [`Wallet::propose_configure`]; [`Code::NotFound`] if the tool is not configured.
    pub async fn propose_reapply(&self, tool: &str) -> Result<PlanView> {
        self.propose_profile(self.drifted(tool)?.binding.profile).await
    }

    /// Makes what stands in a tool's settings what they should say, as it was shown: `seen` is what
    /// [`Wallet::drift`] gave for it. Nothing is written to them. Undo takes it back, and disconnect still gives
    /// back what the user had before the wallet first came.
    ///
    /// # Errors
    /// [`Code::FileChanged`] if they say something else by now; [`Code::Invalid`] if there is nothing to
    /// accept; those of [`Wallet::drift`].
    pub fn accept_drift(&self, tool: &str, seen_then: &str) -> Result<ToolView> {
        let drifted = self.drifted(tool)?;
        let binding = self.accepted(&drifted)?;
        let Drifted { tool, bound, drift, .. } = drifted;
        if drift.is_empty() {
            return Err(Error::new(Code::Invalid, say!("drift-none", tool = tool.name()))
                .hint(say!("drift-none", "hint")));
        }
        if seen(&binding) != seen_then {
            return Err(Error::new(Code::FileChanged, say!("drift-changed", tool = tool.name()))
                .hint(say!("drift-changed", "hint")));
        }
        journal::accept(&self.store, &self.machine, &bound, binding)?;
        let names: Vec<_> = drift.iter().map(|(drift, _)| drift.name()).collect();
        let said = say!("drift-accepted", tool = tool.name(), names = names.join(", "));
        self.store.note(self.machine.now(), &said)?;
        self.tool(tool)
    }

    fn drifted(&self, tool: &str) -> Result<Drifted> {
        let tool = tools::by_id(tool)?;
        let not_configured = || {
            Error::new(Code::NotFound, say!("drift-not-configured", tool = tool.name()))
                .hint(format!("bridgekeeper configure {}", tool.id()))
        };
        let bound = self.store.bound(tool.id())?.ok_or_else(not_configured)?;
        let binding = bound.binding.clone().ok_or_else(not_configured)?;
        let with_role = |drift: Drift| {
            let role = Role::of(tool, &self.machine, &drift.expected);
            (drift, role)
        };
        let drift = tools::drift(&binding.expected)?.into_iter().map(with_role).collect();
        Ok(Drifted { tool, bound, binding, drift })
    }

    /// What the tool is bound to once this is accepted.
    fn accepted(&self, drifted: &Drifted) -> Result<Binding> {
        let Drifted { tool, binding, drift, .. } = drifted;
        let role = |field: &_| Role::of(*tool, &self.machine, field);
        let mut profile = binding.profile.clone();
        for (drift, role) in drift {
            update(&mut profile, drift, role);
        }
        let changed: Vec<&Drift> = drift.iter().map(|(drift, _)| drift).collect();
        Ok(Binding { profile, expected: tools::accepted(&binding.expected, &changed, role) })
    }

    fn drift_field(&self, drift: &Drift, role: &Role) -> DriftFieldView {
        DriftFieldView {
            file: self.machine.show(&drift.expected.file),
            name: drift.name(),
            kind: match role {
                Role::Address => FieldKind::Address,
                Role::Model(..) | Role::Listed(_) => FieldKind::Model,
                Role::Secret | Role::Helper => FieldKind::Credential,
                Role::Other => FieldKind::Other,
            },
            applied: drift.applied(),
            now: drift.now(role),
        }
    }

    /// What accepting means: where the key goes from then on, and who is asked with what.
    fn meanings(&self, drifted: &Drifted) -> Result<Vec<MeaningView>> {
        let Drifted { tool, binding, drift, .. } = drifted;
        let (name, profile) = (tool.name(), &binding.profile);
        let host = known_origin(profile.target())?.host().to_owned();
        let mut meanings = vec![];
        let mut add = |is_danger, text| {
            let meaning = MeaningView { is_danger, text };
            if !meanings.contains(&meaning) {
                meanings.push(meaning);
            }
        };
        let mut is_keyless = false;
        for (drift, _) in drift.iter().filter(|(_, role)| matches!(role, Role::Secret | Role::Helper)) {
            if drift.is_blank() && drift.had() {
                is_keyless = true;
                add(true, say!("drift-no-key", tool = name));
            } else if !drift.is_blank() {
                add(true, say!("drift-other-key", tool = name));
            }
        }
        let (key, host) = (&profile.key_name, &*host);
        for (drift, role) in drift {
            match role {
                Role::Address => match led_to(drift) {
                    Some(to) if to.to_string() == profile.target() => {
                        add(false, say!("drift-other-path", tool = name, host = host));
                    }
                    Some(to) if to.to_string() == profile.origin => {
                        add(false, say!("drift-back", tool = name, host = to.host()));
                    }
                    Some(to) => add(
                        true,
                        match is_keyless {
                            true => say!("drift-sends", "any", tool = name, to = to.host(), host = host),
                            false => say!("drift-sends", tool = name, key = key, to = to.host(), host = host),
                        },
                    ),
                    None if drift.is_blank() => add(
                        true,
                        match is_keyless {
                            true => say!("drift-to-its-maker", "any", tool = name),
                            false => say!("drift-to-its-maker", tool = name, key = key),
                        },
                    ),
                    None => add(true, say!("drift-no-address", tool = name)),
                },
                Role::Model(..) if drift.is_blank() => {
                    add(false, say!("drift-own-model", tool = name));
                }
                Role::Model(_, before, after) => {
                    let now = drift.now(role).unwrap_or_default();
                    match within(&now, before, after) {
                        Some(model) => {
                            add(false, say!("drift-model", profile = &profile.name, model = model));
                        }
                        None => add(false, say!("drift-other-model", tool = name, model = &now)),
                    }
                }
                Role::Listed(model) => add(false, say!("drift-unlisted", tool = name, model = model)),
                Role::Secret | Role::Helper => {}
                Role::Other => {
                    add(false, say!("drift-other", tool = name, host = host, field = drift.name()));
                }
            }
        }
        meanings.sort_by_key(|meaning| !meaning.is_danger);
        Ok(meanings)
    }
}

/// What a changed field makes of the profile: what is applied later is what was accepted.
fn update(profile: &mut Profile, drift: &Drift, role: &Role) {
    match role {
        Role::Address => {
            if let Some(to) = led_to(drift).map(|to| to.to_string()) {
                profile.address = Some(to).filter(|to| *to != profile.origin);
            }
        }
        Role::Model(which, before, after) => {
            let now = drift.plain_text(role);
            match now.as_deref().and_then(|now| within(now, before, after)) {
                Some(model) => *which.of(&mut profile.models) = Some(model.to_owned()),
                None if drift.is_blank() => {
                    let applied = drift.applied().unwrap_or_default();
                    within(&applied, before, after).into_iter().for_each(|model| forget(profile, model));
                }
                None => {}
            }
        }
        Role::Listed(model) if drift.is_blank() => forget(profile, model),
        Role::Listed(_) | Role::Secret | Role::Helper | Role::Other => {}
    }
}

fn forget(profile: &mut Profile, model: &str) {
    let models = &mut profile.models;
    for slot in [&mut models.main, &mut models.large, &mut models.medium, &mut models.small] {
        slot.take_if(|known| known == model);
    }
}

/// The model that a field names.
fn within<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.strip_prefix(before)?.strip_suffix(after).filter(|model| !model.is_empty())
}

/// Where an address leads; `None` where there is none, or one that cannot be shown.
fn led_to(drift: &Drift) -> Option<Origin> {
    let text = drift.plain_text(&Role::Address).filter(|text| text.contains("://"))?;
    Origin::parse(&text, true).ok()
}

/// When the latest of the files was written. Of a database that says nothing.
fn changed_at<'a>(drift: impl Iterator<Item = &'a Drift>) -> Option<Timestamp> {
    let is_file = |drift: &&Drift| drift.expected.format.medium() == Medium::File;
    drift.filter(is_file).filter_map(|drift| written_at(&drift.expected.file)).max()
}

fn written_at(file: &Path) -> Option<Timestamp> {
    Timestamp::try_from(file.metadata().ok()?.modified().ok()?).ok()
}

/// What names a state to accept.
fn seen(binding: &Binding) -> String {
    let text = serde_json::to_vec(binding).expect("a binding serialises");
    tools::hash(&text)
}
