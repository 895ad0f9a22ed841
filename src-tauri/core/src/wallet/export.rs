//! Everything but secrets as one text, to take to another machine or to keep; and back again. What is here stays
//! as it is: an import only adds.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Wallet;
use crate::bridge::Origin;
use crate::error::{Code, Error, Result};
use crate::fs::{self, Access};
use crate::store::{KnownBridge, Profile};
use crate::tools;
use crate::view::{RestoreFate, RestoreItem, RestoreKind, RestoreView};
use crate::words::say;

/// What the text says of itself first, so that it is known for what it is.
const FORMAT: &str = "bridgekeeper-export";

/// The version of what follows. A newer one may mean what this program would lose.
const VERSION: u32 = 1;

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 4 << 20;

/// The text of an export. No secret is in it, and none of the user's file contents.
#[derive(Serialize, Deserialize)]
struct Export {
    format: String,
    version: u32,
    at: Timestamp,
    host: String,
    #[serde(default)]
    bridges: Vec<ExportedBridge>,
    #[serde(default)]
    profiles: Vec<Profile>,
    #[serde(default)]
    folders: Vec<ExportedFolder>,
    #[serde(default)]
    budgets: Vec<ExportedBudget>,
}

#[derive(Serialize, Deserialize)]
struct ExportedBridge {
    label: String,
    url: String,
    name: String,
    user_id: Option<i64>,
    username: String,
    #[serde(default)]
    key_only: bool,
}

#[derive(Serialize, Deserialize)]
struct ExportedFolder {
    /// `~/…` below the home folder, so that it fits another one.
    path: String,
    tool: String,
    profile: String,
}

#[derive(Serialize, Deserialize)]
struct ExportedBudget {
    tool: String,
    usd: f64,
}

impl Wallet {
    /// Bridges, profiles, folders and budgets as one text, which a person can read.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub fn export(&self) -> Result<String> {
        let export = Export {
            format: FORMAT.into(),
            version: VERSION,
            at: self.machine.now(),
            host: self.machine.host.clone(),
            bridges: self.store.bridges()?.into_iter().map(exported_bridge).collect(),
            profiles: self.store.profiles()?.into_iter().map(|(profile, _)| profile).collect(),
            folders: self
                .store
                .folders()?
                .into_iter()
                .map(|(path, tool, profile)| ExportedFolder { path: self.machine.show(&path), tool, profile })
                .collect(),
            budgets: self
                .store
                .budgets()?
                .into_iter()
                .map(|(tool, usd)| ExportedBudget { tool, usd })
                .collect(),
        };
        serde_json::to_string_pretty(&export)
            .map(|text| text + "\n")
            .map_err(|error| Error::new(Code::Io, say!("wallet-export-unwritten")).because(error))
    }

    /// Writes [`Wallet::export`] into a new file in a folder; gives the path as `~/…`.
    ///
    /// # Errors
    /// Those of [`Wallet::export`] and of writing.
    pub fn save_export(&self, folder: &Path) -> Result<String> {
        let text = self.export()?;
        let day = self.machine.now().strftime("%Y-%m-%d").to_string();
        let path = (1..)
            .map(|n| match n {
                1 => format!("bridgekeeper-{day}.json"),
                n => format!("bridgekeeper-{day}-{n}.json"),
            })
            .map(|name| folder.join(name))
            .find(|path| !path.exists())
            .unwrap_or_else(|| folder.join("bridgekeeper.json"));
        fs::replace(&path, None, Some(text.as_bytes()), Access::OwnerOnly)?;
        let shown = self.machine.show(&path);
        self.store.note(self.machine.now(), &say!("wallet-export-saved", path = &*shown))?;
        Ok(shown)
    }

    /// What taking an export in would do. Nothing is taken in yet.
    ///
    /// # Errors
    /// [`Code::Invalid`] for what is no export, or one of a newer version.
    pub fn read_export(&self, text: &str) -> Result<RestoreView> {
        let export = parse(text)?;
        Ok(RestoreView {
            host: export.host.clone(),
            at: export.at.to_string(),
            items: self.restore_items(&export)?,
        })
    }

    /// Adds what is new in an export; gives what became of each thing. Nobody is signed in by it, and no tool's
    /// file changes: a profile is taken up when its tool is pointed at it.
    ///
    /// # Errors
    /// Those of [`Wallet::read_export`]; [`Code::Store`].
    pub fn restore(&self, text: &str) -> Result<RestoreView> {
        let export = parse(text)?;
        let items = self.restore_items(&export)?;
        let mut fates = items.iter().map(|item| item.fate);
        let mut is_new = || fates.next() == Some(RestoreFate::New);
        for bridge in export.bridges {
            if is_new() {
                self.store.add_bridge(&bridge.label, &bridge.url, &known_bridge(&bridge))?;
            }
        }
        for profile in export.profiles {
            if is_new() {
                // Where a tool sends its key is meant by whoever sits here, or it is the bridge.
                self.store.add_profile(&Profile { address: None, ..profile })?;
            }
        }
        for folder in export.folders {
            if is_new() {
                let path = self.machine.unshow(&folder.path);
                self.store.set_folder(&path.to_string_lossy(), &folder.tool, Some(&folder.profile))?;
            }
        }
        for budget in export.budgets {
            if is_new() {
                self.store.set_budget(&budget.tool, Some(budget.usd))?;
            }
        }
        let added = items.iter().filter(|item| item.fate == RestoreFate::New).count();
        let said = say!("wallet-export-taken-in", host = &*export.host, added = added, of = items.len());
        self.store.note(self.machine.now(), &said)?;
        Ok(RestoreView { host: export.host, at: export.at.to_string(), items })
    }

    /// Every thing of an export and what becomes of it, in the order of [`Wallet::restore`].
    fn restore_items(&self, export: &Export) -> Result<Vec<RestoreItem>> {
        let bridges = self.store.bridges()?;
        let profiles: Vec<Profile> = self.store.profiles()?.into_iter().map(|(profile, _)| profile).collect();
        let folders = self.store.folders()?;
        let budgets = self.store.budgets()?;
        let mut items = vec![];
        let mut item = |kind, name: &str, detail: String, fate| {
            items.push(RestoreItem { kind, name: name.to_owned(), detail, fate });
        };
        for bridge in &export.bridges {
            let fate = match bridges.iter().find(|row| row.origin == bridge.url) {
                Some(_) => RestoreFate::Same,
                None if Origin::parse(&bridge.url, true).is_err() => RestoreFate::Unknown,
                None if bridges.iter().any(|row| row.label == bridge.label) => RestoreFate::Kept,
                None => RestoreFate::New,
            };
            item(RestoreKind::Bridge, &bridge.label, bridge.url.clone(), fate);
        }
        for profile in &export.profiles {
            let fate = match profiles.iter().find(|here| here.name == profile.name) {
                Some(here)
                    if (&here.tool, &here.origin, here.key)
                        == (&profile.tool, &profile.origin, profile.key) =>
                {
                    RestoreFate::Same
                }
                Some(_) => RestoreFate::Kept,
                None if tools::by_id(&profile.tool).is_err()
                    || Origin::parse(&profile.origin, true).is_err() =>
                {
                    RestoreFate::Unknown
                }
                None => RestoreFate::New,
            };
            item(
                RestoreKind::Profile,
                &profile.name,
                format!("{}, {}", profile.tool, profile.key_name),
                fate,
            );
        }
        for folder in &export.folders {
            let path = self.machine.unshow(&folder.path);
            let here = folders.iter().find(|(known, tool, _)| *known == path && *tool == folder.tool);
            let fate = match here {
                Some((.., profile)) if *profile == folder.profile => RestoreFate::Same,
                Some(_) => RestoreFate::Kept,
                None if tools::by_id(&folder.tool).is_err() || !path.is_dir() => RestoreFate::Unknown,
                None => RestoreFate::New,
            };
            item(RestoreKind::Folder, &folder.path, folder.profile.clone(), fate);
        }
        for budget in &export.budgets {
            let fate = match budgets.iter().find(|(tool, _)| *tool == budget.tool) {
                Some((_, usd)) if *usd == budget.usd => RestoreFate::Same,
                Some(_) => RestoreFate::Kept,
                None if tools::by_id(&budget.tool).is_err() || budget.usd.is_nan() || budget.usd <= 0.0 => {
                    RestoreFate::Unknown
                }
                None => RestoreFate::New,
            };
            item(RestoreKind::Budget, &budget.tool, format!("${:.2}", budget.usd), fate);
        }
        Ok(items)
    }
}

fn parse(text: &str) -> Result<Export> {
    let refused = |what: String| Error::new(Code::Invalid, what).hint(say!("wallet-export-none", "hint"));
    if text.len() > LONGEST {
        return Err(refused(say!("wallet-export-too-long")));
    }
    let export: Export =
        serde_json::from_str(text.trim()).map_err(|_| refused(say!("wallet-export-none")))?;
    if export.format != FORMAT {
        return Err(refused(say!("wallet-export-none")));
    }
    match export.version {
        VERSION => Ok(export),
        version => Err(Error::new(Code::Invalid, say!("wallet-export-newer", version = version))
            .hint(say!("wallet-export-newer", "hint"))),
    }
}

fn exported_bridge(row: crate::store::BridgeRow) -> ExportedBridge {
    ExportedBridge {
        label: row.label,
        url: row.origin,
        name: row.known.name,
        user_id: row.known.user_id,
        username: row.known.username,
        key_only: row.known.key_only,
    }
}

fn known_bridge(bridge: &ExportedBridge) -> KnownBridge {
    KnownBridge {
        name: bridge.name.clone(),
        user_id: bridge.user_id,
        username: bridge.username.clone(),
        key_only: bridge.key_only,
        ..KnownBridge::default()
    }
}
