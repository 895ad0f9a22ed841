//! Point a tool at a bridge, take it back, take it out, mend its file. Every one of them is first a proposal
//! to look at; nothing is written and no key is made before it is applied.

use std::sync::Arc;

use super::steps::shown;
use super::{Wallet, known_origin, on_a_thread};
use crate::bridge::Door;
use crate::error::{Code, Error, ErrorView, Result};
use crate::journal::{self, Change, Run};
use crate::key::{KeyId, NewKey};
use crate::plan::{Contents, Plan};
use crate::secret::Secret;
use crate::store::{Applied, Binding, BridgeRow, Profile, What};
use crate::tools::{self, Connection, Credential, Earlier, Models, Originals, Tool};
use crate::vault::Slot;
use crate::view::{ConfigureRequest, KeyChoice, Mode, PlanView, ToolView};
use crate::words::say;

/// What a person was shown and may now agree to.
pub(super) struct Proposal {
    pub(super) tool: &'static dyn Tool,
    pub(super) intent: Intent,
    plan: Plan,
}

pub(super) enum Intent {
    Configure { row: BridgeRow, profile: Profile, key: Planned },
    Undo(Applied),
    Disconnect,
    Repair,
}

/// What a bridge offers to tools that are to be pointed at it.
pub(super) struct Offer {
    /// Its models.
    pub available: Vec<String>,
    /// The names that its keys have; `None` to ask only where a name is needed.
    pub taken: Option<Vec<String>>,
    /// What a new key is to be like.
    pub like: NewKey,
}

/// The key of a configure: there already, or to be made when it is applied.
pub(super) enum Planned {
    There,
    ToMake(NewKey),
}

impl Wallet {
    /// Works out how to point a tool at the bridge in use, and shows it.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`], [`Code::FileRefused`]; [`Code::Invalid`] for a mode the tool does not have;
    /// those of the bridge, whose models are asked for.
    pub async fn propose_configure(&self, request: ConfigureRequest) -> Result<PlanView> {
        let row = self.bridge_row()?;
        // Before the bridge is asked for what would then be of no use.
        checked_door(tools::by_id(&request.tool)?, request.api)?;
        let offer =
            Offer { available: self.models(None).await?.models, taken: None, like: NewKey::named("") };
        self.propose_with(&row, request, &offer).await
    }

    /// Works out how to point a tool at a bridge that offers this.
    pub(super) async fn propose_with(
        &self,
        row: &BridgeRow,
        request: ConfigureRequest,
        offer: &Offer,
    ) -> Result<PlanView> {
        let tool = tools::by_id(&request.tool)?;
        let mode = request.mode.unwrap_or(tool.modes()[0]);
        check_mode(tool, mode)?;
        let name = request.profile.unwrap_or_else(|| tool.id().to_owned());
        check_profile_name(&name)?;
        let before = self.store.profile(&name)?.filter(|profile| profile.origin == row.origin);
        // A profile goes on by the door it had.
        let door = checked_door(tool, request.api.or(before.as_ref().and_then(|before| before.door)))?;
        let own = tool.own_models(&self.machine);
        let twins: Vec<_> = offer.available.iter().filter(|model| own.contains(model)).cloned().collect();
        if let Some(model) = request.model.as_ref().filter(|model| !offer.available.contains(model)) {
            return Err(Error::new(Code::Invalid, say!("configure-no-model", model = model))
                .hint(say!("configure-no-model", "hint")));
        }
        let mut profile = Profile {
            name,
            tool: tool.id().into(),
            origin: row.origin.clone(),
            key: KeyId(0),
            key_name: String::new(),
            mode,
            models: Models::default(),
            address: None,
            door,
            helper_seconds: self.own_helper_seconds()?,
        };
        self.must_be_free(&profile.name, &profile)?;
        let chosen = match (request.key, before) {
            (KeyChoice::Existing { id }, _) => Some(id),
            (KeyChoice::Keep, Some(before)) => Some(before.key),
            (KeyChoice::Create, _) | (KeyChoice::Keep, None) => None,
        };
        let mut limited = offer.like.models.clone();
        let key = match chosen {
            Some(id) => {
                let (name, models) = match id.is_pasted() {
                    true => self.known_key(row, id).map(|key| (key.name, key.models))?,
                    false => self.key(id).await.map(|key| (key.name, key.models))?,
                };
                (profile.key, profile.key_name, limited) = (id, name, models);
                Planned::There
            }
            None if row.known.key_only => {
                return Err(Error::new(Code::NotSignedIn, say!("configure-key-only", bridge = &row.label))
                    .hint(say!("configure-key-only", "hint")));
            }
            None => {
                let name = match &offer.taken {
                    Some(taken) => self.free_name(taken, &profile.name),
                    None => self.free_name(&self.taken_names(row).await?, &profile.name),
                };
                profile.key_name.clone_from(&name);
                Planned::ToMake(NewKey { name, ..offer.like.clone() })
            }
        };
        // A tool is pointed at no model that its key may not use.
        let may_use = |model: &String| limited.as_ref().is_none_or(|models| models.contains(model));
        if let Some(model) = request.model.as_ref().filter(|model| !may_use(model)) {
            let message = say!("configure-model-refused", key = &profile.key_name, model = model);
            let models = limited.unwrap_or_default().join(", ");
            return Err(Error::new(Code::Invalid, message).hint(say!(
                "configure-model-refused",
                "hint",
                models = models
            )));
        }
        let usable: Vec<_> = offer.available.iter().filter(|model| may_use(model)).cloned().collect();
        profile.models = Models { main: request.model, ..tool.pick_models(&usable) };
        let mut view = self.propose(tool, row.clone(), profile, key).await?;
        if !twins.is_empty() {
            view.notes.push(say!("configure-twins", tool = tool.name(), models = twins.join(", ")));
        }
        Ok(view)
    }

    /// Works out how to point a tool at what a profile says, whose key is there already. Asks no bridge.
    ///
    /// # Errors
    /// As [`Wallet::propose_configure`]; [`Code::NotFound`] if the profile's bridge is no longer connected.
    pub async fn propose_profile(&self, profile: Profile) -> Result<PlanView> {
        let tool = tools::by_id(&profile.tool)?;
        check_mode(tool, profile.mode)?;
        check_profile_name(&profile.name)?;
        let row = self.bridge_at(&profile.origin)?;
        let row = row.ok_or_else(|| {
            Error::new(Code::NotFound, say!("configure-not-connected", bridge = &profile.origin))
                .hint(format!("bridgekeeper connect --url {}", profile.origin))
        })?;
        self.propose(tool, row, profile, Planned::There).await
    }

    async fn propose(
        &self,
        tool: &'static dyn Tool,
        row: BridgeRow,
        profile: Profile,
        key: Planned,
    ) -> Result<PlanView> {
        check_reach(tool, &profile)?;
        // In `stored` mode the preview shows where the key will stand; without the key itself it cannot tell
        // whether it stands there already.
        let known = match (&key, profile.mode) {
            (Planned::There, Mode::Stored) => {
                self.get_secret(Slot::key(&*profile.origin, profile.key)).await.ok()
            }
            _ => None,
        };
        let secret = Arc::new(known.unwrap_or_else(|| stand_in(&profile)));
        let connection = connection(&profile, &|| secret.clone())?;
        let (machine, earlier) = (self.machine.clone(), self.earlier(tool).await?);
        let is_lost = earlier.as_ref().is_some_and(|earlier| earlier.is_lost);
        let (plan, steps) = on_a_thread(move || {
            let plan = tools::connect(tool, &machine, &connection, earlier)?.plan;
            Ok::<_, Error>((plan, tool.by_hand(&machine, &connection)))
        })
        .await?;
        let steps = shown(steps, &profile);
        let mut notes = vec![];
        if let Planned::ToMake(wanted) = &key {
            notes.push(say!("configure-new-key", name = &wanted.name, bridge = &row.label));
        }
        notes.push(say!("configure-mode", text = tool.mode_text(profile.mode)));
        notes.push(tool.takes_hold());
        notes.extend(is_lost.then(|| say!("configure-lost")));
        if tool.is_remote() {
            notes.push(say!("configure-remote", tool = tool.name()));
        }
        if !steps.is_empty() && matches!(key, Planned::ToMake(_)) {
            notes.push(say!("configure-by-hand"));
        }
        let title = say!("configure-title", tool = tool.name(), bridge = &row.label);
        let proposal = Proposal { tool, intent: Intent::Configure { row, profile, key }, plan };
        Ok(PlanView { steps, ..self.show(title, notes, proposal) })
    }

    /// Works out how to give a tool's files their bytes of before the last change back.
    ///
    /// # Errors
    /// [`Code::NotFound`] if there is nothing to undo; [`Code::FileChanged`] if a file changed since; the
    /// vault's, as the original is sealed.
    pub async fn propose_undo(&self, tool: &str) -> Result<PlanView> {
        let tool = tools::by_id(tool)?;
        let Some(change) = self.store.last_change(tool.id())? else {
            return Err(Error::new(Code::NotFound, say!("configure-nothing-to-undo", tool = tool.name())));
        };
        let (change, plan) = self.undo_plan(change).await?;
        let is_accept = change.what == What::Accept;
        let title = match is_accept {
            true => say!("configure-undo-title", "accepted", tool = tool.name()),
            false => say!("configure-undo-title", tool = tool.name()),
        };
        let whole = plan.changes.iter().all(|change| change.medium.is_file());
        let notes = match (is_accept, whole) {
            (true, _) => vec![say!("configure-undo-accepted")],
            (_, true) => vec![say!("configure-undo-bytes"), tool.takes_hold()],
            (_, false) => vec![say!("configure-undo-fields"), tool.takes_hold()],
        };
        Ok(self.show(title, notes, Proposal { tool, intent: Intent::Undo(change), plan }))
    }

    /// Works out how to take out what is ours and leave everything else.
    ///
    /// # Errors
    /// [`Code::NotFound`] if the tool is not configured; [`Code::FileUnparsable`]; the vault's, as what the
    /// user had before is sealed.
    pub async fn propose_disconnect(&self, tool: &str) -> Result<PlanView> {
        let tool = tools::by_id(tool)?;
        let run = self.store.run(tool.id())?;
        if run.is_empty() {
            return Err(Error::new(Code::NotFound, say!("configure-not-configured", tool = tool.name()))
                .hint(format!("bridgekeeper configure {}", tool.id())));
        }
        let run = Run::of(run);
        // Where nobody else wrote, disconnecting is undoing: every byte comes back.
        let (run, untouched) = self
            .with_vault(move |vault| {
                let plan = run.undo_plan(|| vault.get(&Slot::UndoIdentity));
                (run, plan)
            })
            .await;
        let untouched = match untouched {
            Err(error) if is_lost(&error) => None,
            untouched => untouched?,
        };
        let mut is_lost = false;
        let plan = match untouched {
            Some(plan) => plan,
            None => {
                let earlier = self.earlier(tool).await?.unwrap_or_default();
                is_lost = earlier.is_lost;
                let mut plan = tools::disconnect(&earlier.expected, &earlier.originals)?;
                run.complete(&mut plan);
                plan
            }
        };
        let title = say!("configure-disconnect-title", tool = tool.name());
        let notes = vec![
            match is_lost {
                true => say!("configure-lost"),
                false => say!("configure-disconnect-ours"),
            },
            say!("configure-disconnect-key"),
            tool.takes_hold(),
        ];
        Ok(self.show(title, notes, Proposal { tool, intent: Intent::Disconnect, plan }))
    }

    /// Works out how to make a tool's file readable for it again.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`] if it cannot be mended by itself.
    pub fn propose_repair(&self, tool: &str) -> Result<PlanView> {
        let tool = tools::by_id(tool)?;
        let plan = tools::repair(tool, &self.machine)?;
        let title = say!("configure-repair-title", tool = tool.name());
        let notes = vec![say!("configure-repair-note")];
        Ok(self.show(title, notes, Proposal { tool, intent: Intent::Repair, plan }))
    }

    /// What stands in the way of a proposal now: a program that would write over it. `None` where it is free.
    /// Cheap, so that a window can wait for its user to quit that program.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a proposal that is gone.
    pub fn what_blocks(&self, id: &str) -> Result<Option<ErrorView>> {
        let proposals = self.proposals();
        let Some(Proposal { plan, .. }) = proposals.get(id) else { return Err(gone()) };
        let mut changes = plan.changes.iter().filter(|change| !change.is_empty());
        let free = changes.try_for_each(|change| change.medium.check_free(&self.machine));
        Ok(free.err().map(ErrorView::from))
    }

    /// Forgets a proposal.
    pub fn discard(&self, id: &str) {
        self.take(id);
    }

    /// Carries a proposal out: makes the key if one is to be made, writes the files, notes it.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a proposal that is gone; [`Code::FileChanged`] if a file is not what was shown;
    /// those of bridge and vault. Files are then as they were.
    pub async fn apply(&self, id: &str) -> Result<ToolView> {
        let Some(Proposal { tool, intent, plan }) = self.take(id) else { return Err(gone()) };
        let said = match intent {
            Intent::Configure { row, profile, key } => self.carry_out(tool, row, profile, key, plan).await?,
            Intent::Undo(change) => {
                journal::undo(&self.store, &self.machine, &change, &plan)?;
                say!("configure-undid", tool = tool.name())
            }
            Intent::Disconnect => {
                self.write(tool, What::Disconnect, plan).await?;
                say!("configure-disconnected", tool = tool.name())
            }
            Intent::Repair => {
                self.write(tool, What::Repair, plan).await?;
                say!("configure-repaired", tool = tool.name())
            }
        };
        self.store.note(self.machine.now(), &said)?;
        self.tool(tool)
    }

    async fn carry_out(
        &self,
        tool: &'static dyn Tool,
        row: BridgeRow,
        mut profile: Profile,
        key: Planned,
        shown: Plan,
    ) -> Result<String> {
        let recipient = self.recipient().await?;
        // Before a key is made that nothing would use.
        let mut changes = shown.changes.iter().filter(|change| !change.is_empty());
        changes.try_for_each(|change| change.medium.check_free(&self.machine))?;
        let replaced = match key {
            Planned::There => None,
            Planned::ToMake(wanted) => {
                profile.key = self.make_key(&row, wanted).await?.id;
                self.only_here(&profile)?
            }
        };
        // Also in `helper` mode, so that the tool's first call finds it.
        let secret = Arc::new(self.secret_of(&row, profile.key).await?);
        let connection = connection(&profile, &|| secret.clone())?;
        let (machine, earlier) = (self.machine.clone(), self.earlier(tool).await?);
        let connected = on_a_thread(move || tools::connect(tool, &machine, &connection, earlier)).await?;
        let same =
            connected.plan.changes.iter().zip(&shown.changes).all(|(now, shown)| now.before == shown.before);
        if !same {
            return Err(Error::new(Code::FileChanged, say!("configure-changed", tool = tool.name()))
                .hint(say!("configure-changed", "hint")));
        }
        let (bridge, key) = (&row.label, &profile.key_name);
        let said = say!("configure-pointed", tool = tool.name(), bridge = bridge, key = key);
        let change = Change {
            tool: tool.id().into(),
            what: What::Configure,
            plan: connected.plan,
            binding: Some(Binding { profile, expected: connected.expected }),
            originals: connected.originals.to_bytes(),
        };
        let new = change.binding.as_ref().map_or(KeyId(0), |binding| binding.profile.key);
        journal::apply(&self.store, &self.machine, &recipient, change)?;
        if let Some(old) = replaced {
            self.store.note_successor(&row.origin, old, new, self.machine.now())?;
        }
        Ok(said)
    }

    /// The key that a profile has so far, if no other profile has it: a new one goes on with its history.
    fn only_here(&self, profile: &Profile) -> Result<Option<KeyId>> {
        let all = self.store.profiles()?.into_iter().map(|(known, _)| known);
        let (own, others): (Vec<_>, Vec<_>) =
            all.filter(|known| known.origin == profile.origin).partition(|known| known.name == profile.name);
        let old = own.first().map(|known| known.key);
        Ok(old.filter(|old| others.iter().all(|other| other.key != *old)))
    }

    /// Points a tool at what a profile says, without showing it first: only the key in its file goes over to
    /// another.
    ///
    /// # Errors
    /// As [`Wallet::apply`]. The file is then as it was.
    pub(super) async fn repoint(&self, tool: &'static dyn Tool, profile: &Profile) -> Result<()> {
        let recipient = self.recipient().await?;
        let secret = Arc::new(self.get_secret(Slot::key(&*profile.origin, profile.key)).await?);
        let connection = connection(profile, &|| secret.clone())?;
        let connected = tools::connect(tool, &self.machine, &connection, self.earlier(tool).await?)?;
        let mut changes = connected.plan.changes.iter().filter(|change| !change.is_empty());
        changes.try_for_each(|change| change.medium.check_free(&self.machine))?;
        let change = Change {
            tool: tool.id().into(),
            what: What::Configure,
            plan: connected.plan,
            binding: Some(Binding { profile: profile.clone(), expected: connected.expected }),
            originals: connected.originals.to_bytes(),
        };
        journal::apply(&self.store, &self.machine, &recipient, change)?;
        let said = say!("configure-gave", tool = tool.name(), key = &profile.key_name);
        self.store.note(self.machine.now(), &said)
    }

    async fn write(&self, tool: &dyn Tool, what: What, plan: Plan) -> Result<()> {
        let recipient = self.recipient().await?;
        let change =
            Change { tool: tool.id().into(), what, plan, binding: None, originals: Contents::default() };
        journal::apply(&self.store, &self.machine, &recipient, change)
    }

    fn show(&self, title: String, notes: Vec<String>, proposal: Proposal) -> PlanView {
        let id = format!("{:016x}", rand::random::<u64>());
        let view = PlanView {
            id: id.clone(),
            tool: proposal.tool.id().into(),
            title,
            changes: proposal.plan.preview(&self.machine, &[]),
            notes,
            steps: vec![],
        };
        self.proposals().insert(id, proposal);
        view
    }

    fn take(&self, id: &str) -> Option<Proposal> {
        self.proposals().remove(id)
    }

    /// What the last apply of a tool left behind, opened; `None` if it is not configured. Nobody is kept from
    /// going on because what was there before can no longer be opened.
    async fn earlier(&self, tool: &dyn Tool) -> Result<Option<Earlier>> {
        let Some(change) = self.store.bound(tool.id())? else { return Ok(None) };
        let identity = self.get_secret(Slot::UndoIdentity).await;
        let opened = identity.and_then(|identity| crate::seal::open(&identity, &change.originals));
        let Some(Binding { expected, .. }) = change.binding else { return Ok(None) };
        let (originals, is_lost) = match opened {
            Ok(bytes) => (Originals::from_bytes(&bytes)?, false),
            Err(error) if is_lost(&error) => (Originals::unknown(&expected), true),
            Err(error) => return Err(error),
        };
        Ok(Some(Earlier { expected, originals, is_lost }))
    }

    /// The plan that undoes a change. The vault is asked only if an original is sealed.
    async fn undo_plan(&self, change: Applied) -> Result<(Applied, Plan)> {
        self.with_vault(move |vault| {
            let plan = journal::undo_plan(&change, || vault.get(&Slot::UndoIdentity))?;
            Ok((change, plan))
        })
        .await
    }

    /// The names that keys on the bridge have.
    pub(super) async fn taken_names(&self, row: &BridgeRow) -> Result<Vec<String>> {
        let keys = self.client(row).await?.keys().await?.keys;
        Ok(keys.into_iter().map(|key| key.name).collect())
    }

    /// A name for a tool's new key that no key on the bridge has: `claude-code-<machine>`.
    fn free_name(&self, taken: &[String], profile: &str) -> String {
        let mut name = fitting(&format!("{profile}-{}", self.machine.host), NewKey::LONGEST_NAME);
        while taken.contains(&name) {
            let nonce = format!("{:04x}", rand::random::<u16>());
            name = format!(
                "{}-{nonce}",
                fitting(&format!("{profile}-{}", self.machine.host), NewKey::LONGEST_NAME - 5)
            );
        }
        name
    }
}

/// Whether what was sealed can never be opened: the vault is open and has no identity, or another one. A vault
/// that is locked or does not answer is neither.
fn is_lost(error: &Error) -> bool {
    error.code() == Code::VaultEmpty
}

fn gone() -> Error {
    Error::new(Code::NotFound, say!("configure-gone")).hint(say!("configure-gone", "hint"))
}

/// What stands for the key while it is not known.
pub(super) fn stand_in(profile: &Profile) -> Secret {
    Secret::new(say!("configure-stand-in", name = &profile.key_name))
}

/// A profile's connection; `secret` is asked for only in `stored` mode.
pub(super) fn connection(profile: &Profile, secret: &dyn Fn() -> Arc<Secret>) -> Result<Connection> {
    Ok(Connection {
        origin: known_origin(profile.target())?,
        profile: profile.name.clone(),
        credential: match profile.mode {
            Mode::Helper => Credential::Helper(profile.keeps()),
            Mode::Env => Credential::Env,
            Mode::Stored => Credential::Stored(secret()),
        },
        door: profile.door(tools::by_id(&profile.tool)?),
        models: profile.models.clone(),
    })
}

/// The way in that was asked for, where it is not the tool's usual one.
fn checked_door(tool: &dyn Tool, wanted: Option<Door>) -> Result<Option<Door>> {
    let others = tool.other_doors();
    match wanted {
        Some(door) if door != tool.door() && !others.contains(&door) => {
            let doors: Vec<_> = [tool.door()].iter().chain(others).map(ToString::to_string).collect();
            let message = say!("configure-no-door", tool = tool.name(), door = door.to_string());
            Err(Error::new(Code::Invalid, message).hint(say!(
                "configure-no-door",
                "hint",
                doors = doors.join(", ")
            )))
        }
        wanted => Ok(wanted.filter(|door| *door != tool.door())),
    }
}

/// A profile's connection without its key.
pub(super) fn plain_connection(profile: &Profile) -> Result<Connection> {
    connection(profile, &|| Arc::new(Secret::new(String::new())))
}

fn check_mode(tool: &dyn Tool, mode: Mode) -> Result<()> {
    if tool.modes().contains(&mode) {
        return Ok(());
    }
    let modes: Vec<_> = tool.modes().iter().map(ToString::to_string).collect();
    let message = say!("configure-no-mode", tool = tool.name(), mode = mode.to_string());
    Err(Error::new(Code::Invalid, message).hint(say!("configure-no-mode", "hint", modes = modes.join(", "))))
}

/// A tool whose maker's servers make the calls cannot reach what only this machine can.
fn check_reach(tool: &dyn Tool, profile: &Profile) -> Result<()> {
    if !tool.is_remote() || known_origin(profile.target())?.is_public() {
        return Ok(());
    }
    let message = say!("configure-no-reach", tool = tool.name(), bridge = profile.target());
    Err(Error::new(Code::Invalid, message).hint(say!("configure-no-reach", "hint", tool = tool.name())))
}

/// A profile's name stands in a command line that a tool's shell runs, so it is a plain word.
pub(super) fn check_profile_name(name: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    match !name.is_empty() && name.len() <= 40 && !name.starts_with(['-', '.']) && name.chars().all(plain) {
        true => Ok(()),
        false => Err(Error::new(Code::Invalid, say!("configure-profile-name", name = name))
            .hint(say!("configure-profile-name", "hint"))),
    }
}

/// A name cut to so many bytes, of characters that every bridge takes.
fn fitting(name: &str, longest: usize) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '-' };
    let name: String = name.chars().map(plain).take(longest).collect();
    name.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_name_is_a_plain_word() {
        for good in ["claude-code", "client_A.2"] {
            check_profile_name(good).unwrap();
        }
        for bad in ["", "a b", "a;rm", "$(x)", "-x", ".x", "näh", "a/b", &"x".repeat(41)] {
            assert_eq!(check_profile_name(bad).unwrap_err().code(), Code::Invalid, "{bad}");
        }
    }

    #[test]
    fn a_key_name_fits_every_bridge() {
        assert_eq!(fitting("claude-code-Mei's MacBook Pro.local", 30), "claude-code-mei-s-macbook-pro");
        assert_eq!(fitting("claude-code-", 30), "claude-code");
    }
}
