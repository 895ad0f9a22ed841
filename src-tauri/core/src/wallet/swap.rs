//! A key that goes over to another one, wherever it is used on this machine.

use super::Wallet;
use super::configure;
use crate::bridge::{Door, Verdict};
use crate::error::{Code, Error, Result};
use crate::key::KeyId;
use crate::store::{BridgeRow, Profile};
use crate::tools::{self, Enter, Tool};
use crate::vault::Slot;
use crate::view::{CheckView, Mode, SwapView};
use crate::words::say;

impl Wallet {
    /// The profiles that use a key.
    pub(super) fn users_of(&self, origin: &str, key: KeyId) -> Result<Vec<Profile>> {
        let profiles = self.store.profiles()?.into_iter().map(|(profile, _)| profile);
        Ok(profiles.filter(|profile| profile.origin == origin && profile.key == key).collect())
    }

    /// The key of that name that an interrupted try made; `None` if there is none.
    ///
    /// # Errors
    /// [`Code::CreateUnknown`] while it may still be on its way; those of bridge and vault.
    pub(super) async fn made_before(&self, row: &BridgeRow, name: &str) -> Result<Option<KeyId>> {
        let client = self.client(row).await?;
        self.settle_creations(row, &client).await?;
        if self.store.creations(row.id)?.iter().any(|creation| creation.wanted.name == name) {
            return Err(Error::new(Code::CreateUnknown, say!("swap-create-unknown", name = name)));
        }
        let Some(key) = client.keys().await?.keys.into_iter().find(|key| key.name == name) else {
            return Ok(None);
        };
        self.store.save_key(row.id, &key)?;
        self.secret_of(row, key.id).await?;
        Ok(Some(key.id))
    }

    /// Has a profile use another key, and its tool's file where that holds the key; then tries it. What cannot
    /// be done is told in the answer.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub(super) async fn swap(
        &self,
        row: &BridgeRow,
        profile: Profile,
        (id, name): &(KeyId, String),
    ) -> Result<SwapView> {
        let tool = tools::by_id(&profile.tool)?;
        let old = profile.key;
        let new = Profile { key: *id, key_name: name.clone(), ..profile };
        let bound = self.store.bound(tool.id())?.and_then(|change| change.binding);
        let active = bound.filter(|binding| binding.profile.name == new.name);
        let is_active = active.is_some();
        let mut view = SwapView {
            profile: new.name.clone(),
            tool: tool.id().into(),
            tool_name: tool.name().into(),
            is_done: true,
            text: String::new(),
            is_by_hand: false,
            restart: is_active.then(|| tool.takes_hold()),
            check: None,
        };
        match active.filter(|_| new.mode == Mode::Stored) {
            Some(binding) => {
                let drifted = tools::drifted(&binding.expected);
                let written = match drifted {
                    Err(error) => Err(error),
                    Ok(drifted) if !drifted.is_empty() => {
                        Err(Error::new(Code::FileChanged, say!("swap-drifted", names = drifted.join(", ")))
                            .hint(format!("bridgekeeper configure {}", tool.id())))
                    }
                    Ok(_) => self.repoint(tool, &new).await,
                };
                match written {
                    Ok(()) => view.text = say!("swap-stored"),
                    Err(error) if error.code() == Code::Store => return Err(error),
                    Err(error) => {
                        let text = match error.next_step() {
                            Some(next) => say!("swap-failed", error = error.to_string(), next = next),
                            None => error.to_string(),
                        };
                        (view.is_done, view.text) = (false, text);
                        return Ok(view);
                    }
                }
            }
            None => {
                self.store.rebind(&new, old)?;
                view.text = match new.mode {
                    Mode::Helper => say!("swap-helper"),
                    Mode::Env => say!("swap-env"),
                    Mode::Stored => say!("swap-later"),
                };
            }
        }
        if is_active && let Some(paste) = self.by_hand(tool, &new)? {
            (view.is_by_hand, view.text) = (true, paste);
        }
        view.check = Some(self.check_swap(row, tool, &new, is_active).await);
        Ok(view)
    }

    /// What is left to a person's hands where a tool takes no key from a file.
    fn by_hand(&self, tool: &dyn Tool, profile: &Profile) -> Result<Option<String>> {
        let connection = configure::plain_connection(profile)?;
        let steps = tool.by_hand(&self.machine, &connection);
        let pastes = steps.iter().any(|step| step.enter == Some(Enter::Key));
        let command = format!("bridgekeeper keys copy {}", profile.key_name);
        Ok(pastes.then(|| say!("swap-paste", tool = tool.name(), command = command)))
    }

    async fn check_swap(
        &self,
        row: &BridgeRow,
        tool: &'static dyn Tool,
        profile: &Profile,
        is_active: bool,
    ) -> CheckView {
        let checked = match is_active {
            true => self.check_tool(tool.id()).await,
            false => self.check_key(row, profile.key, profile.door(tool)).await,
        };
        checked.unwrap_or_else(|error| CheckView {
            at: self.machine.now().to_string(),
            ok: false,
            took_ms: 0,
            text: error.to_string(),
        })
    }

    /// Whether a key gets in, at no cost.
    pub(super) async fn check_key(&self, row: &BridgeRow, id: KeyId, door: Door) -> Result<CheckView> {
        let secret = self.get_secret(Slot::key(&*row.origin, id)).await?;
        let tried = self.client(row).await?.try_key(&secret, door).await?;
        let took_ms = u32::try_from(tried.took.as_millis()).unwrap_or(u32::MAX);
        let text = match tried.verdict {
            Verdict::Accepted => say!("swap-answered", took = took_ms),
            verdict => say!("swap-refused", status = tried.status, verdict = verdict.to_string()),
        };
        let at = self.machine.now().to_string();
        Ok(CheckView { at, ok: tried.verdict == Verdict::Accepted, took_ms, text })
    }
}
