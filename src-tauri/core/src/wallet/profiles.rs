//! Profiles: several per tool, one that the tool is pointed at, and folders that have one of their own.

use std::path::{Path, PathBuf};

use super::Wallet;
use super::configure::check_profile_name;
use crate::error::{Code, Error, Result};
use crate::store::Profile;
use crate::tools;
use crate::view::{PlanView, ProfileView};
use crate::words::say;

impl Wallet {
    /// Every profile, by tool and name.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub fn profiles(&self) -> Result<Vec<ProfileView>> {
        let folders = self.store.folders()?;
        let mut views = vec![];
        for (profile, last_check) in self.store.profiles()? {
            views.push(ProfileView {
                active: self.active(&profile.tool)?.is_some_and(|active| active.name == profile.name),
                key: self.key_ref(&profile)?,
                folders: folders
                    .iter()
                    .filter(|(_, _, name)| *name == profile.name)
                    .map(|(path, ..)| self.machine.show(path))
                    .collect(),
                name: profile.name,
                tool: profile.tool,
                mode: profile.mode,
                model: profile.models.main,
                last_check,
            });
        }
        views.sort_by(|a, b| (&a.tool, &a.name).cmp(&(&b.tool, &b.name)));
        Ok(views)
    }

    /// Works out how to point a profile's tool at it.
    ///
    /// # Errors
    /// [`Code::NotFound`] and those of [`Wallet::propose_configure`].
    pub async fn propose_use(&self, name: &str) -> Result<PlanView> {
        self.propose_profile(self.profile(name)?).await
    }

    /// Gives a profile another name. Files that say the old one go on working.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::Invalid`] for a name that is no plain word or taken.
    pub fn rename_profile(&self, name: &str, new: &str) -> Result<()> {
        let profile = self.profile(name)?;
        check_profile_name(new)?;
        self.must_be_free(new, &profile)?;
        self.store.rename_profile(&profile, new)?;
        self.store.note(self.machine.now(), &say!("profiles-renamed", name = &profile.name, new = new))
    }

    /// Forgets a profile. Its key stays on the bridge and in the vault.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::Busy`] while its tool is pointed at it, or undo could point it there again.
    pub fn delete_profile(&self, name: &str) -> Result<()> {
        let profile = self.profile(name)?;
        let run = self.store.run(&profile.tool)?;
        let mut bindings = run.iter().filter_map(|change| change.binding.as_ref());
        if bindings.any(|binding| binding.profile.name == profile.name) {
            return Err(Error::new(Code::Busy, say!("profiles-in-use", tool = &profile.tool, name = name))
                .hint(say!("profiles-in-use", "hint", tool = &profile.tool)));
        }
        self.store.remove_profile(&profile.name)?;
        self.store.note(self.machine.now(), &say!("profiles-deleted", name = &profile.name))
    }

    /// Has a profile go before the active one of its tool in a folder and below: by the tool's helper, and by
    /// `run`. Kept by the wallet and not in the folder, because a folder may come from anybody.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a profile or folder that is not there; [`Code::Invalid`] for a tool that never
    /// asks, so that only `run` could follow the folder.
    pub fn set_folder(&self, folder: &Path, name: &str) -> Result<()> {
        let profile = self.profile(name)?;
        self.store.set_folder(&real(folder)?, &profile.tool, Some(&profile.name))?;
        let shown = self.machine.show(folder);
        self.store.note(self.machine.now(), &say!("profiles-folder", name = &profile.name, folder = shown))
    }

    /// Takes a folder's own profiles away.
    ///
    /// # Errors
    /// [`Code::NotFound`] if it has none.
    pub fn clear_folder(&self, folder: &Path) -> Result<()> {
        // It may be gone from the disk by now.
        let path = real(folder).unwrap_or_else(|_| folder.to_string_lossy().into_owned());
        let had: Vec<_> =
            self.store.folders()?.into_iter().filter(|(known, ..)| *known == Path::new(&path)).collect();
        if had.is_empty() {
            let shown = self.machine.show(folder);
            return Err(Error::new(Code::NotFound, say!("profiles-no-folder", folder = shown))
                .hint(say!("profiles-no-folder", "hint")));
        }
        for (_, tool, _) in had {
            self.store.set_folder(&path, &tool, None)?;
        }
        Ok(())
    }

    /// The profile that stands for a name here: in a folder with one of its own that one, if the name is the
    /// one that the tool's files say or that of the tool. Whoever names another means it.
    pub(super) fn profile_here(&self, name: &str) -> Result<Profile> {
        let profile = self.profile(name)?;
        let is_usual = profile.name == profile.tool
            || self.active(&profile.tool)?.is_some_and(|active| active.name == profile.name);
        let Some(folder) = self.machine.folder.as_ref().filter(|_| is_usual) else { return Ok(profile) };
        let own = self.store.folders()?.into_iter();
        let own = own.filter(|(path, tool, _)| *tool == profile.tool && folder.starts_with(path));
        match own.max_by_key(|(path, ..)| path.components().count()) {
            Some((_, _, own)) => self.profile(&own),
            None => Ok(profile),
        }
    }

    /// The profile that a tool's files say.
    pub(super) fn active(&self, tool: &str) -> Result<Option<Profile>> {
        Ok(self.store.bound(tool)?.and_then(|change| change.binding).map(|binding| binding.profile))
    }

    /// A name for a profile must not lead elsewhere already.
    pub(super) fn must_be_free(&self, name: &str, own: &Profile) -> Result<()> {
        let taken = |why: String| Err(Error::new(Code::Invalid, why).hint(say!("profiles-other-name")));
        match self.store.profile(name)? {
            Some(other) if other.name == name && (&other.name, &other.tool) != (&own.name, &own.tool) => {
                taken(say!("profiles-of-tool", name = name, tool = &other.tool))
            }
            Some(other) if other.name != own.name => {
                taken(say!("profiles-old-name", name = name, profile = &other.name))
            }
            _ if tools::by_id(name).is_ok() && name != own.tool => {
                taken(say!("profiles-is-a-tool", name = name))
            }
            _ => Ok(()),
        }
    }
}

/// A folder as the system knows it, as text.
fn real(folder: &Path) -> Result<String> {
    let real: PathBuf = folder.canonicalize().map_err(|error| {
        let message = say!("profiles-folder-absent", folder = folder.display().to_string());
        Error::new(Code::NotFound, message).because(error)
    })?;
    real.into_os_string()
        .into_string()
        .map_err(|_| Error::new(Code::Invalid, say!("profiles-folder-no-text")))
}
