//! Tools as their cards show them; live checks; what `run` sets.

use super::doctor::Winner;
use super::{Wallet, known_origin};
use crate::bridge::Verdict;
use crate::error::{Code, Error, Result};
use crate::journal;
use crate::secret::{self, Secret};
use crate::store::{Binding, Profile};
use crate::tools::{self, Connection, Credential, Tool, Wanted};
use crate::view::{CheckView, KeyRefView, ToolState, ToolView};
use crate::words::say;
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
        let binding = bound.as_ref().and_then(|change| change.binding.as_ref());
        let winners = binding.map_or(Ok(vec![]), |binding| self.winners(tool, binding))?;
        let (state, state_text) = self.state(tool, found.is_found(), binding, &winners);
        let profile = binding.map(|binding| &binding.profile);
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
            mode_text: profile.map(|profile| tool.mode_text(profile.mode)),
            modes: tool.modes().to_vec(),
            key,
            model: profile.and_then(|profile| profile.models.main.clone()),
            can_undo: self.store.last_change(tool.id())?.is_some_and(|change| journal::can_undo(&change)),
            last_check,
            advice: self.advice(tool, binding, winners)?,
        })
    }

    fn state(
        &self,
        tool: &dyn Tool,
        found: bool,
        binding: Option<&Binding>,
        winners: &[Winner],
    ) -> (ToolState, String) {
        let Some(binding) = binding else {
            return match (found, tools::readable(tool, &self.machine)) {
                (_, Err(error)) => (ToolState::Unreadable, error.message().to_owned()),
                (true, Ok(())) => (ToolState::NotConfigured, say!("wallet-tools-not-configured")),
                (false, Ok(())) => (ToolState::NotFound, say!("wallet-tools-not-found")),
            };
        };
        match tools::drifted(&binding.expected) {
            Err(error) => (ToolState::Unreadable, error.message().to_owned()),
            Ok(drifted) if !drifted.is_empty() => {
                (ToolState::Drifted, say!("wallet-tools-drifted", names = drifted.join(", ")))
            }
            Ok(_) => {
                let what = winners.iter().map(|winner| winner.what.clone());
                match what.reduce(|one, other| say!("wallet-tools-and", one = one, other = other)) {
                    Some(what) => (ToolState::Shadowed, say!("wallet-tools-shadowed", what = what)),
                    None => (ToolState::InStep, say!("wallet-tools-in-step")),
                }
            }
        }
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

    /// A real request with a tool's key over the path the tool uses. It is billed, as small as can be.
    ///
    /// # Errors
    /// [`Code::NotFound`] if the tool is not configured; the vault's. What the bridge says is the answer.
    pub async fn check_tool(&self, id: &str) -> Result<CheckView> {
        let tool = tools::by_id(id)?;
        let bound = self.store.bound(tool.id())?.and_then(|change| change.binding);
        let Some(profile) = bound.map(|binding| binding.profile) else {
            let message = say!("wallet-tools-check-not-configured", tool = tool.name());
            return Err(Error::new(Code::NotFound, message).hint(format!("bridgekeeper configure {id}")));
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
                let said = tried.message.map(|message| say!("wallet-tools-said", message = message));
                let said = said.unwrap_or_default();
                let text = match tried.verdict {
                    Verdict::Accepted => say!("wallet-tools-answered", took = took_ms),
                    Verdict::Rejected => say!("wallet-tools-rejected", said = said),
                    Verdict::Forbidden => say!("wallet-tools-forbidden", said = said),
                    Verdict::Unknown => say!("wallet-tools-unknown", status = tried.status, said = said),
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

    pub(super) fn connection(&self, profile: &Profile, secret: Arc<Secret>) -> Result<Connection> {
        Ok(Connection {
            origin: known_origin(profile.target())?,
            profile: profile.name.clone(),
            credential: Credential::Stored(secret),
            door: profile.door(tools::by_id(&profile.tool)?),
            models: profile.models.clone(),
        })
    }
}
