//! What is wrong with a tool, and the next step for each; what wins over its settings; and mending what can be
//! mended safely.

use std::sync::Arc;

use super::Wallet;
use crate::error::{Code, Result};
use crate::fs;
use crate::key::{Key, KeyStatus};
use crate::secret::Secret;
use crate::store::{Binding, BridgeRow, Profile};
use crate::tools::{self, Drift, Expected, Heed, Role, Tool, Wanted, Whose};
use crate::vault::Slot;
use crate::view::{AdviceLevel, AdviceView, DoctorView, DriftView, Mode, PlanView, ToolState, VaultView};
use crate::words::say;

/// Something that wins over a tool's own settings.
pub(super) struct Winner {
    /// What: `ANTHROPIC_BASE_URL in ~/p/.claude/settings.json`.
    pub what: String,
    /// What that means, and what to do.
    pub advice: AdviceView,
}

impl Wallet {
    /// What is wrong with a tool, or with all that are found, as far as this machine tells and the vault. No bridge
    /// is asked.
    ///
    /// # Errors
    /// [`Code::NotFound`] for no such tool; [`Code::Store`]. A vault that is not open is part of the answer.
    pub async fn doctor(&self, tool: Option<&str>) -> Result<DoctorView> {
        let vault = self.vault_view().await;
        let mut tools = match tool {
            Some(tool) => vec![self.tool_named(tool)?],
            None => self.tools()?.into_iter().filter(|tool| tool.found).collect(),
        };
        let mut drift: Vec<DriftView> = vec![];
        for view in &mut tools {
            if let Some(profile) = self.active(&view.id)? {
                view.advice.extend(self.vault_advice(&profile, &view.name, &vault).await);
            }
            if view.state == ToolState::Drifted {
                drift.push(self.drift(&view.id)?);
            }
        }
        Ok(DoctorView { vault, tools, drift })
    }

    /// Works out the first thing that can be mended safely; `None` where there is nothing: settings that their tool
    /// cannot read, then fields that no longer say what was applied, then the program that is asked for the key.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`] for settings that only a person can mend; those of [`Wallet::propose_reapply`].
    pub async fn propose_fix(&self, tool: &str) -> Result<Option<PlanView>> {
        let it = tools::by_id(tool)?;
        if let Err(error) = tools::readable(it, &self.machine) {
            // What a repair cannot mend is said with its place.
            return self.propose_repair(tool).map(Some).map_err(|_| error);
        }
        let Some(binding) = self.store.bound(it.id())?.and_then(|change| change.binding) else {
            return Ok(None);
        };
        let is_sound = tools::drifted(&binding.expected)?.is_empty();
        if is_sound && !self.can_be_repointed(it, &binding) {
            return Ok(None);
        }
        self.propose_reapply(tool).await.map(Some)
    }

    /// What is wrong with a tool, and the next step for each.
    pub(super) fn advice(
        &self,
        tool: &dyn Tool,
        binding: Option<&Binding>,
        winners: Vec<Winner>,
    ) -> Result<Vec<AdviceView>> {
        let mut advice = vec![];
        if let Some(binding) = binding {
            let profile = &binding.profile;
            advice.extend(self.key_advice(tool, profile)?);
            advice.extend(self.reach_advice(tool, profile)?);
            advice.extend(self.place_advice(tool, profile)?);
            advice.extend(accepted_address(tool, profile));
            advice.extend(self.helper_advice(tool, binding));
            advice.extend(self.path_advice(tool, binding));
            advice.extend(winners.into_iter().map(|winner| winner.advice));
            advice.extend(self.ignored_variables(tool, profile)?);
            advice.extend(self.version_advice(tool));
        }
        advice.extend(tool.advice(&self.machine, binding.map(|binding| binding.profile.mode)));
        Ok(advice)
    }

    // ── the key ────────────────────────────────────────────────────────────────────────────────────────────

    /// The profile's key as last seen, with its bridge.
    fn known(&self, profile: &Profile) -> Result<Option<(BridgeRow, Option<Key>)>> {
        let Some(row) = self.bridge_at(&profile.origin)? else { return Ok(None) };
        let key = self.store.key(row.id, profile.key)?;
        Ok(Some((row, key)))
    }

    fn key_advice(&self, tool: &dyn Tool, profile: &Profile) -> Result<Option<AdviceView>> {
        let Some((row, key)) = self.known(profile)? else { return Ok(None) };
        let whole = row.known.keys_as_of.is_some_and(|(_, complete)| complete);
        let name = &profile.key_name;
        let text = match key.map(|key| key.status(self.machine.now())) {
            Some(KeyStatus::Enabled) => return Ok(None),
            None if !whole => return Ok(None),
            None => say!("doctor-key-deleted", name = name),
            Some(KeyStatus::Disabled) => say!("doctor-key-disabled", name = name),
            Some(KeyStatus::Expired) => say!("doctor-key-expired", name = name),
            Some(KeyStatus::Exhausted) => say!("doctor-key-exhausted", name = name),
        };
        Ok(Some(problem(text, say!("doctor-new-key", tool = tool.id()))))
    }

    /// Models that the tool names and its key cannot reach: by the key's own list, else by what its group was last
    /// seen to have.
    fn reach_advice(&self, tool: &dyn Tool, profile: &Profile) -> Result<Vec<AdviceView>> {
        let Some((row, Some(key))) = self.known(profile)? else { return Ok(vec![]) };
        let models = &profile.models;
        let mut named: Vec<_> =
            [&models.main, &models.large, &models.medium, &models.small].into_iter().flatten().collect();
        named.dedup();
        let group = row.known.models.get(&key.group).map(|(_, models)| models);
        let Some(reached) = key.models.as_ref().or(group) else { return Ok(vec![]) };
        let (name, key_name) = (tool.name(), &key.name);
        let unreached = |model: &String| match (&key.models, &*key.group) {
            (Some(_), _) => say!("doctor-model-limited", tool = name, model = model, key = key_name),
            (None, "") => say!("doctor-model-no-group", tool = name, model = model, key = key_name),
            (None, group) => {
                say!("doctor-model-group", tool = name, model = model, key = key_name, group = group)
            }
        };
        let named = named.into_iter().filter(|model| !reached.contains(model));
        Ok(named
            .map(|model| problem(unreached(model), say!("doctor-other-model", tool = tool.id())))
            .collect())
    }

    /// Where a tool's maker makes the calls, a key that is good at some addresses only is good for nothing.
    fn place_advice(&self, tool: &dyn Tool, profile: &Profile) -> Result<Option<AdviceView>> {
        let Some((_, Some(key))) = self.known(profile)?.filter(|_| tool.is_remote()) else { return Ok(None) };
        Ok((!key.allow_ips.is_empty()).then(|| {
            problem(
                say!("doctor-allow-list", key = &profile.key_name, tool = tool.name()),
                say!("doctor-allow-list", "next"),
            )
        }))
    }

    /// Whether the vault hands the key out to a tool that does not keep it itself.
    async fn vault_advice(&self, profile: &Profile, name: &str, vault: &VaultView) -> Option<AdviceView> {
        if profile.mode == Mode::Stored {
            return None;
        }
        if vault.state != "open" {
            let next = vault.hint.clone().unwrap_or_else(|| say!("doctor-vault", "next"));
            return Some(problem(say!("doctor-vault", tool = name, state = &vault.state), next));
        }
        match self.get_secret(Slot::key(&*profile.origin, profile.key)).await {
            Err(error) if error.code() == Code::VaultEmpty => Some(problem(
                say!("doctor-vault-empty", tool = name),
                format!("bridgekeeper configure {} --create", profile.tool),
            )),
            _ => None,
        }
    }

    // ── the program that is asked for it ───────────────────────────────────────────────────────────────────

    fn helper_advice(&self, tool: &dyn Tool, binding: &Binding) -> Option<AdviceView> {
        let asked = tool.helper_program(&binding.expected).filter(|program| !program.is_file())?;
        let (name, id) = (tool.name(), tool.id());
        Some(problem(
            say!("doctor-no-helper", tool = name, program = asked.display().to_string()),
            match self.machine.command.is_file() && self.machine.command != asked {
                true => {
                    let program = self.machine.command.display().to_string();
                    say!("doctor-no-helper", "fix", tool = id, program = program)
                }
                false => say!("doctor-no-helper", "install", tool = id),
            },
        ))
    }

    /// Whether the tool asks a program that is gone, and this one could answer.
    fn can_be_repointed(&self, tool: &dyn Tool, binding: &Binding) -> bool {
        let asked = tool.helper_program(&binding.expected);
        asked.is_some_and(|asked| !asked.is_file()) && self.machine.command.is_file()
    }

    // ── fields that a person spoiled ───────────────────────────────────────────────────────────────────────

    /// An address with `/v1` where the tool adds that itself, or without where it does not.
    fn path_advice(&self, tool: &dyn Tool, binding: &Binding) -> Vec<AdviceView> {
        let drift = tools::drift(&binding.expected).unwrap_or_default();
        let spoiled = drift.iter().filter_map(|drift| {
            let role = Role::of(tool, &self.machine, &drift.expected);
            let (applied, now) = (drift.applied()?, drift.plain_text(&role)?);
            let (applied, plain) = (applied.trim_end_matches('/'), now.trim_end_matches('/'));
            let too_much = plain.strip_prefix(applied).is_some_and(|rest| rest == "/v1");
            let too_little = applied.strip_prefix(plain).is_some_and(|rest| rest == "/v1");
            let (field, name) = (drift.name(), tool.name());
            let text = match (role == Role::Address, too_much, too_little) {
                (true, true, _) => say!("doctor-path-too-long", field = field, tool = name, address = now),
                (true, _, true) => say!("doctor-path-too-short", field = field, tool = name, address = now),
                _ => return None,
            };
            Some(problem(text, format!("bridgekeeper doctor {} --fix", tool.id())))
        });
        spoiled.collect()
    }

    // ── what wins over them ────────────────────────────────────────────────────────────────────────────────

    /// What wins over a tool's own settings: variables of this shell, and files that go before its own.
    pub(super) fn winners(&self, tool: &dyn Tool, binding: &Binding) -> Result<Vec<Winner>> {
        let mut winners = self.winning_files(tool, &binding.expected);
        winners.extend(self.winning_variables(tool, &binding.profile)?);
        Ok(winners)
    }

    fn winning_files(&self, tool: &dyn Tool, expected: &[Expected]) -> Vec<Winner> {
        let own = tool.files(&self.machine);
        let real = |path: &std::path::Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let mut winners = vec![];
        for higher in tool.higher(&self.machine) {
            let is_own = own.iter().any(|file| real(&file.path) == real(&higher.file.path));
            if is_own || !matches!(fs::read(&higher.file.path), Ok(Some(_))) {
                continue;
            }
            let over = &own[higher.over];
            let there: Vec<_> = expected
                .iter()
                .filter(|field| field.file == over.path)
                .filter(|field| {
                    higher.only.is_empty() || higher.only.iter().any(|name| field.path[0] == *name)
                })
                .map(|field| Expected {
                    file: higher.file.path.clone(),
                    format: higher.file.format,
                    ..field.clone()
                })
                .collect();
            // One that its tool cannot read either wins over nothing.
            let Ok(differing) = tools::drift(&there) else { continue };
            let wins = |drift: &&Drift| match higher.instead {
                true => drift.had(),
                false => drift.is_there(),
            };
            let differing: Vec<_> = differing.iter().filter(wins).collect();
            if !differing.is_empty() {
                winners.push(self.winning_file(tool, &higher, over, &differing));
            }
        }
        winners
    }

    fn winning_file(
        &self,
        tool: &dyn Tool,
        higher: &tools::Higher,
        over: &tools::SettingsFile,
        differing: &[&Drift],
    ) -> Winner {
        let path = self.machine.show(&higher.file.path);
        let names = differing.iter().map(|drift| drift.name()).collect::<Vec<_>>().join(", ");
        let role = |drift: &Drift| {
            let own = Expected { file: over.path.clone(), format: over.format, ..drift.expected.clone() };
            Role::of(tool, &self.machine, &own)
        };
        let leads_away = differing.iter().any(|drift| role(drift) == Role::Address && !drift.is_blank());
        let (own, name, path) = (self.machine.show(&over.path), tool.name(), &*path);
        let text = match (higher.instead, leads_away) {
            (true, false) => say!("doctor-read-instead", path = path, own = own),
            (true, true) => say!("doctor-read-instead", "leads-away", path = path, own = own),
            (false, false) => say!("doctor-wins", names = &names, path = path, tool = name),
            (false, true) => say!("doctor-wins", "leads-away", names = &names, path = path, tool = name),
        };
        let what = match higher.instead {
            true => path.to_owned(),
            false => say!("doctor-names-in", names = names, path = path),
        };
        let next = match higher.whose {
            Whose::Organisation => say!("doctor-of-organisation"),
            Whose::Project => say!("doctor-of-project", path = path, tool = name),
            Whose::Person => say!("doctor-of-person", path = path),
        };
        Winner { what, advice: problem(text, next) }
    }

    fn winning_variables(&self, tool: &dyn Tool, profile: &Profile) -> Result<Vec<Winner>> {
        let handed = self.handed(tool, profile)?;
        let same = |name: &str, value: &str| {
            handed.iter().any(|(known, wanted)| {
                *known == name && matches!(wanted, Wanted::Text(text) if text == value)
            })
        };
        let is_on = |value: &str| !["", "0", "false"].contains(&value);
        let mut winners = vec![];
        for (name, heed) in tool.variables() {
            let Some(value) = self.machine.env.get(*name) else { continue };
            let wins = match heed {
                Heed::Ignored => false,
                // An empty one wins too.
                Heed::Wins => !same(name, value),
                Heed::Elsewhere => is_on(value),
            };
            if wins {
                let text = match heed {
                    Heed::Elsewhere => say!("doctor-variable", "elsewhere", name = *name, tool = tool.name()),
                    Heed::Wins | Heed::Ignored => say!("doctor-variable", name = *name, tool = tool.name()),
                };
                winners.push(Winner {
                    what: say!("doctor-in-shell", name = *name),
                    advice: problem(text, say!("doctor-variable", "next", name = *name)),
                });
            }
        }
        Ok(winners)
    }

    /// Variables of this shell that name a credential, address or model and do nothing while it is configured.
    fn ignored_variables(&self, tool: &dyn Tool, profile: &Profile) -> Result<Vec<AdviceView>> {
        let handed = self.handed(tool, profile)?;
        let hands_out = |name: &str| {
            handed.iter().any(|(known, wanted)| *known == name && matches!(wanted, Wanted::Secret(_)))
        };
        let set = tool
            .variables()
            .iter()
            .filter(|(name, heed)| *heed == Heed::Ignored && self.machine.var(name).is_some());
        Ok(set
            .map(|(name, _)| AdviceView {
                level: AdviceLevel::Note,
                text: match profile.mode == Mode::Env && hands_out(name) {
                    true => say!("doctor-ignored", "sent", name = *name, tool = tool.name()),
                    false => say!("doctor-ignored", name = *name, tool = tool.name()),
                },
                next: say!("doctor-ignored", "next", name = *name),
            })
            .collect())
    }

    /// What `run` would hand to the tool, with no key in it.
    fn handed(&self, tool: &dyn Tool, profile: &Profile) -> Result<Vec<(&'static str, Wanted)>> {
        Ok(tool.environment(&self.connection(profile, Arc::new(Secret::new(String::new())))?))
    }

    // ── its version ────────────────────────────────────────────────────────────────────────────────────────

    fn version_advice(&self, tool: &dyn Tool) -> Option<AdviceView> {
        let found = tool.find(&self.machine);
        let tried = tool.oldest_tried().filter(|tried| found.is_older_than(*tried))?;
        let tried: Vec<_> = tried.iter().map(ToString::to_string).collect();
        Some(AdviceView {
            level: AdviceLevel::Note,
            text: say!(
                "doctor-old",
                tool = tool.name(),
                version = found.version.unwrap_or_default(),
                tried = tried.join(".")
            ),
            next: say!("doctor-old", "next", tool = tool.name()),
        })
    }
}

fn problem(text: String, next: String) -> AdviceView {
    AdviceView { level: AdviceLevel::Problem, text, next }
}

/// An address that its user meant is not drift, and still not the bridge.
fn accepted_address(tool: &dyn Tool, profile: &Profile) -> Option<AdviceView> {
    let address = profile.address.as_ref()?;
    Some(AdviceView {
        level: AdviceLevel::Note,
        text: say!("doctor-accepted", tool = tool.name(), address = address, bridge = &profile.origin),
        next: say!("doctor-accepted", "next", tool = tool.id()),
    })
}
