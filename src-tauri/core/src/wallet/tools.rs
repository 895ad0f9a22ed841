//! Tools as their cards show them; live checks; what a doctor would say; what `run` sets.

use super::{Wallet, known_origin};
use crate::bridge::Verdict;
use crate::error::{Code, Error, Result};
use crate::journal;
use crate::key::KeyStatus;
use crate::secret::{self, Secret};
use crate::store::{Applied, Profile};
use crate::tools::{self, Connection, Credential, Heed, Tool, Wanted};
use crate::view::{AdviceLevel, AdviceView, CheckView, KeyRefView, Mode, ToolState, ToolView};
use std::path::PathBuf;
use std::sync::Arc;

/// Variables for a program that `run` starts: name and value.
pub type Environment = Vec<(&'static str, Arc<Secret>)>;

impl Wallet {
    /// Every tool the wallet knows, found or not.
    ///
    /// # Errors
    /// [`Code::Store`]. A file that cannot be read is part of the answer.
    pub fn tools(&self) -> Result<Vec<ToolView>> {
        tools::ALL.iter().map(|tool| self.tool(*tool)).collect()
    }

    /// Makes sure that no program has a tool's settings open that would write over a change.
    ///
    /// # Errors
    /// [`Code::FileRefused`], naming the program; [`Code::NotFound`].
    pub fn check_free(&self, tool: &str) -> Result<()> {
        let files = tools::by_id(tool)?.files(&self.machine);
        files.iter().try_for_each(|file| file.format.medium().check_free(&self.machine))
    }

    /// The files of all tools, there or not.
    pub fn tool_files(&self) -> Vec<PathBuf> {
        tools::ALL.iter().flat_map(|tool| tool.files(&self.machine)).map(|file| file.path).collect()
    }

    /// One tool by its word.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub fn tool_named(&self, id: &str) -> Result<ToolView> {
        self.tool(tools::by_id(id)?)
    }

    pub(super) fn tool(&self, tool: &dyn Tool) -> Result<ToolView> {
        let found = tool.find(&self.machine);
        let bound = self.store.bound(tool.id())?;
        let profile =
            bound.as_ref().and_then(|change| change.binding.as_ref()).map(|binding| &binding.profile);
        let (state, state_text) = self.state(tool, found.is_found(), bound.as_ref());
        let key = profile.map(|profile| self.key_ref(profile)).transpose()?;
        let mut profiles = self.store.profiles()?;
        profiles.retain(|(known, _)| known.tool == tool.id());
        let names = profiles.iter().map(|(known, _)| known.name.clone()).collect();
        let last_check = profiles
            .into_iter()
            .find(|(known, _)| Some(&known.name) == profile.map(|profile| &profile.name))
            .and_then(|(_, check)| check);
        Ok(ToolView {
            id: tool.id().into(),
            name: tool.name().into(),
            mark: tool.mark().into(),
            found: found.is_found(),
            version: found.version,
            program: found.program.map(|path| self.machine.show(&path)),
            files: tool.files(&self.machine).iter().map(|file| self.machine.show(&file.path)).collect(),
            state,
            state_text,
            profile: profile.map(|profile| profile.name.clone()),
            profiles: names,
            mode: profile.map(|profile| profile.mode),
            mode_text: profile.map(|profile| tool.mode_text(profile.mode).to_owned()),
            modes: tool.modes().to_vec(),
            key,
            model: profile.and_then(|profile| profile.models.main.clone()),
            can_undo: self.store.last_change(tool.id())?.is_some_and(|change| journal::can_undo(&change)),
            last_check,
            advice: self.advice(tool, profile)?,
        })
    }

    fn state(&self, tool: &dyn Tool, found: bool, bound: Option<&Applied>) -> (ToolState, String) {
        let Some(binding) = bound.and_then(|change| change.binding.as_ref()) else {
            return match (found, tools::readable(tool, &self.machine)) {
                (_, Err(error)) => (ToolState::Unreadable, error.message().to_owned()),
                (true, Ok(())) => (ToolState::NotConfigured, "Not configured".into()),
                (false, Ok(())) => (ToolState::NotFound, "Not found on this machine".into()),
            };
        };
        match tools::drifted(&binding.expected) {
            Err(error) => (ToolState::Unreadable, error.message().to_owned()),
            Ok(drifted) if drifted.is_empty() => match self.winners(tool) {
                winners if winners.is_empty() => (ToolState::InStep, "In step".into()),
                winners => {
                    (ToolState::Shadowed, format!("Shadowed: {} in this shell wins", winners.join(", ")))
                }
            },
            Ok(drifted) => (ToolState::Drifted, format!("Drifted: {} changed", drifted.join(", "))),
        }
    }

    /// Variables of this shell that win over a tool's own files; an empty one wins too.
    fn winners(&self, tool: &dyn Tool) -> Vec<&'static str> {
        let set = |(name, heed): &&(&str, Heed)| *heed == Heed::Wins && self.machine.env.contains_key(*name);
        tool.variables().iter().filter(set).map(|(name, _)| *name).collect()
    }

    pub(super) fn key_ref(&self, profile: &Profile) -> Result<KeyRefView> {
        let row = self.bridge_at(&profile.origin)?;
        let key = row.map(|row| self.store.key(row.id, profile.key)).transpose()?.flatten();
        let tail = key.as_ref().and_then(|key| key.tail.clone());
        Ok(KeyRefView {
            id: profile.key,
            name: key.map_or_else(|| profile.key_name.clone(), |key| key.name),
            masked: tail.map_or_else(|| secret::masked("sk-"), |tail| format!("sk-····{tail}")),
            url: profile.origin.clone(),
        })
    }

    /// What is wrong with a tool, and the next step for each.
    fn advice(&self, tool: &dyn Tool, profile: Option<&Profile>) -> Result<Vec<AdviceView>> {
        let mut advice = vec![];
        if let Some(profile) = profile {
            advice.extend(self.key_advice(tool, profile)?);
            advice.extend(self.place_advice(tool, profile)?);
            advice.extend(address_advice(tool, profile));
            advice.extend(self.shadowing(tool, profile)?);
        }
        advice.extend(tool.advice(&self.machine, profile.map(|profile| profile.mode)));
        Ok(advice)
    }

    fn key_advice(&self, tool: &dyn Tool, profile: &Profile) -> Result<Option<AdviceView>> {
        let Some(row) = self.bridge_at(&profile.origin)? else {
            return Ok(None);
        };
        let key = self.store.key(row.id, profile.key)?;
        let whole = row.known.keys_as_of.is_some_and(|(_, complete)| complete);
        let what = match key.map(|key| key.status(self.machine.now())) {
            Some(KeyStatus::Enabled) => return Ok(None),
            None if !whole => return Ok(None),
            None => "was deleted on the bridge",
            Some(KeyStatus::Disabled) => "is disabled",
            Some(KeyStatus::Expired) => "has expired",
            Some(KeyStatus::Exhausted) => "has used up its quota",
        };
        Ok(Some(AdviceView {
            level: AdviceLevel::Problem,
            text: format!("its key \"{}\" {what}", profile.key_name),
            next: format!("give it a new one: bridgekeeper configure {} --create", tool.id()),
        }))
    }

    /// Where a tool's maker makes the calls, a key that is good at some addresses only is good for nothing.
    fn place_advice(&self, tool: &dyn Tool, profile: &Profile) -> Result<Option<AdviceView>> {
        let Some(row) = self.bridge_at(&profile.origin)?.filter(|_| tool.is_remote()) else {
            return Ok(None);
        };
        let key = self.store.key(row.id, profile.key)?;
        Ok(key.filter(|key| !key.allow_ips.is_empty()).map(|_| AdviceView {
            level: AdviceLevel::Problem,
            text: format!(
                "its key \"{}\" may be used from some addresses only, and the calls come from {}'s servers",
                profile.key_name,
                tool.name()
            ),
            next: "clear the allow-list of that key, or give it another key".into(),
        }))
    }

    /// Variables of this shell that name a credential, address or model of the tool's own.
    fn shadowing(&self, tool: &dyn Tool, profile: &Profile) -> Result<Vec<AdviceView>> {
        let connection = self.connection(profile, Arc::new(Secret::new(String::new())))?;
        let handed = tool.environment(&connection);
        let hands_out = |name: &str| {
            handed.iter().any(|(known, wanted)| *known == name && matches!(wanted, Wanted::Secret(_)))
        };
        let set = tool.variables().iter().filter(|(name, heed)| match heed {
            Heed::Ignored => self.machine.var(name).is_some(),
            // An empty one wins too.
            Heed::Wins => self.machine.env.contains_key(*name),
        });
        Ok(set
            .map(|(name, heed)| match heed {
                Heed::Ignored if profile.mode == Mode::Env && hands_out(name) => AdviceView {
                    level: AdviceLevel::Note,
                    text: format!(
                        "{name} is set in this shell; without `bridgekeeper run` {} sends it to the bridge",
                        tool.name()
                    ),
                    next: format!("remove {name} from your shell's start-up file: a key there is in clear"),
                },
                Heed::Ignored => AdviceView {
                    level: AdviceLevel::Note,
                    text: format!(
                        "{name} is set in this shell; {} ignores it while it is configured",
                        tool.name()
                    ),
                    next: format!("remove {name} from your shell's start-up file: a key there is in clear"),
                },
                Heed::Wins => AdviceView {
                    level: AdviceLevel::Problem,
                    text: format!("{name} is set in this shell and wins over {}'s own files", tool.name()),
                    next: format!("remove {name} from your shell's start-up file, then open a new shell"),
                },
            })
            .collect())
    }

    /// A real request with a tool's key over the path the tool uses. It is billed, as small as can be.
    ///
    /// # Errors
    /// [`Code::NotFound`] if the tool is not configured; the vault's. What the bridge says is the answer.
    pub async fn check_tool(&self, id: &str) -> Result<CheckView> {
        let tool = tools::by_id(id)?;
        let bound = self.store.bound(tool.id())?.and_then(|change| change.binding);
        let Some(profile) = bound.map(|binding| binding.profile) else {
            return Err(Error::new(Code::NotFound, format!("{} is not configured", tool.name()))
                .hint(format!("bridgekeeper configure {id}")));
        };
        let slot = crate::vault::Slot::key(&*profile.origin, profile.key);
        let secret = self.get_secret(slot).await?;
        let client = self.client_of(known_origin(profile.target())?, None)?;
        let models = &profile.models;
        let model = [&models.main, &models.small, &models.medium, &models.large].into_iter().flatten().next();
        let tried = match model {
            Some(model) => client.ask(&secret, profile.door(tool), model).await,
            None => client.try_key(&secret, profile.door(tool)).await,
        };
        let at = self.machine.now().to_string();
        let check = match tried {
            Err(error) => CheckView { at, ok: false, took_ms: 0, text: error.to_string() },
            Ok(tried) => {
                let took_ms = u32::try_from(tried.took.as_millis()).unwrap_or(u32::MAX);
                let said = tried.message.map(|message| format!(" ({message})")).unwrap_or_default();
                let text = match tried.verdict {
                    Verdict::Accepted => format!("Answered in {took_ms} ms"),
                    Verdict::Rejected => format!("The bridge rejects this key{said}"),
                    Verdict::Forbidden => format!("The bridge knows the key and refuses the request{said}"),
                    Verdict::Unknown => format!("The bridge answered with status {}{said}", tried.status),
                };
                CheckView { at, ok: tried.verdict == Verdict::Accepted, took_ms, text }
            }
        };
        self.store.save_check(&profile.name, &check)?;
        Ok(check)
    }

    /// What a program that stands in for a profile's tool must find in its environment.
    ///
    /// # Errors
    /// [`Code::NotFound`], the vault's.
    pub fn environment(&self, profile: &str) -> Result<Environment> {
        let profile = self.profile_here(profile)?;
        let secret = Arc::new(self.secret_of_profile(&profile)?);
        let tool = tools::by_id(&profile.tool)?;
        let connection = self.connection(&profile, secret)?;
        let value = |wanted| match wanted {
            Wanted::Text(text) => Some(Arc::new(Secret::new(text))),
            Wanted::Value(value) => Some(Arc::new(Secret::new(value.to_string()))),
            Wanted::Secret(secret) => Some(secret),
            Wanted::Listed(_) | Wanted::Frame(..) | Wanted::Absent | Wanted::Users => None,
        };
        Ok(tool
            .environment(&connection)
            .into_iter()
            .filter_map(|(name, wanted)| Some((name, value(wanted)?)))
            .collect())
    }

    fn connection(&self, profile: &Profile, secret: Arc<Secret>) -> Result<Connection> {
        Ok(Connection {
            origin: known_origin(profile.target())?,
            profile: profile.name.clone(),
            credential: Credential::Stored(secret),
            door: profile.door(tools::by_id(&profile.tool)?),
            models: profile.models.clone(),
        })
    }
}

/// An address that its user meant is not drift, and still not the bridge.
fn address_advice(tool: &dyn Tool, profile: &Profile) -> Option<AdviceView> {
    let address = profile.address.as_ref()?;
    Some(AdviceView {
        level: AdviceLevel::Note,
        text: format!(
            "{} sends its key to {address}, not to {}: that was accepted",
            tool.name(),
            profile.origin
        ),
        next: format!("to go back to the bridge: bridgekeeper configure {}", tool.id()),
    })
}
