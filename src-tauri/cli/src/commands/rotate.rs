//! `rotate`: a key gives way to a new one like it, without a gap.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::store::RotationId;
use bridgekeeper_core::view::{OldKeyView, RotateRequest, RotationView};
use bridgekeeper_core::wallet::Wallet;
use serde_json::json;

use super::kill::swapped;
use crate::Common;
use crate::report::{NOT_PROVEN, Report, of, plain, table, when};
use crate::shell::{self, block_on};

#[derive(clap::Args)]
pub struct Arguments {
    /// What to rotate: a profile, or a key by id or name
    #[arg(value_name = "PROFILE|ID|NAME", required_unless_present_any = ["resume", "older_than", "list"])]
    what: Vec<String>,
    /// How long the old key stays good after everything uses the new one; at least 5m where a tool's helper
    /// handed it out
    #[arg(long, value_name = "TIME", value_parser = shell::duration)]
    grace: Option<Duration>,
    /// Delete the old key in the end instead of leaving it disabled
    #[arg(long)]
    delete: bool,
    /// Rotate every key of that age that a profile on this machine uses
    #[arg(long, value_name = "DAYS", value_parser = days, conflicts_with = "what")]
    older_than: Option<u32>,
    /// Carry on what was cut short
    #[arg(long, conflicts_with_all = ["older_than", "grace", "delete"])]
    resume: bool,
    /// Give up what was cut short: both keys stay as they are
    #[arg(long, requires = "what", conflicts_with_all = ["resume", "older_than"])]
    give_up: bool,
    /// Rotations so far
    #[arg(long, conflicts_with_all = ["what", "resume", "older_than"])]
    list: bool,
}

fn days(word: &str) -> std::result::Result<u32, String> {
    word.trim_end_matches('d').parse().map_err(|_| say!("rotate-days"))
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    if arguments.list {
        return list(&wallet);
    }
    block_on(async {
        if arguments.give_up {
            let mut views = vec![];
            for word in &arguments.what {
                let id = open_one(&wallet, word).await?;
                views.push(wallet.give_rotation_up(id)?);
            }
            return Ok(report(&views, ""));
        }
        let mut note = String::new();
        let ids: Vec<RotationId> = match arguments.older_than {
            Some(days) => {
                wallet.keys().await?;
                let (used, unused): (Vec<_>, Vec<_>) =
                    wallet.old_keys(days)?.into_iter().partition(|old| !old.used_by.is_empty());
                note = left_alone(&unused);
                let mut ids = vec![];
                for old in used {
                    ids.push(begin(&wallet, old.key.id, &arguments)?);
                }
                ids
            }
            None if arguments.resume && arguments.what.is_empty() => {
                wallet.open_rotations()?.into_iter().map(|view| view.id).collect()
            }
            None if arguments.resume => {
                let mut ids = vec![];
                for word in &arguments.what {
                    ids.push(open_one(&wallet, word).await?);
                }
                ids
            }
            None => {
                let mut ids = vec![];
                for word in &arguments.what {
                    ids.push(begin(&wallet, wallet.rotation_target(word).await?, &arguments)?);
                }
                ids
            }
        };
        let live = Live { common, told: Mutex::default() };
        let watch = |view: RotationView| live.tell(&view);
        let driven = ids.iter().map(|id| wallet.drive_rotation(*id, &watch));
        let mut failed = None;
        for done in futures::future::join_all(driven).await {
            failed = failed.or(done.err());
        }
        let views = ids.iter().map(|id| wallet.rotation(*id)).collect::<Result<Vec<_>>>()?;
        match failed {
            // One that failed is the command's failure; of several each is told.
            Some(error) if views.len() == 1 => Err(error),
            _ => Ok(report(&views, &note)),
        }
    })
}

fn begin(wallet: &Wallet, key: bridgekeeper_core::key::KeyId, arguments: &Arguments) -> Result<RotationId> {
    let grace_s = arguments.grace.map(|grace| u32::try_from(grace.as_secs()).unwrap_or(u32::MAX));
    let view = wallet.begin_rotation(&RotateRequest { key, grace_s, deletes: arguments.delete })?;
    Ok(view.id)
}

/// The rotation under way of a profile or key.
async fn open_one(wallet: &Wallet, word: &str) -> Result<RotationId> {
    let open = wallet.open_rotations()?;
    let by_name = open.iter().find(|view| view.old.name == word || view.name == word);
    if let Some(view) = by_name {
        return Ok(view.id);
    }
    let key = wallet.rotation_target(word).await?;
    let is_it =
        |view: &&RotationView| view.old.id == key || view.new.as_ref().is_some_and(|new| new.id == key);
    open.iter().find(is_it).map(|view| view.id).ok_or_else(|| {
        Error::new(Code::NotFound, say!("rotate-none-open", key = word))
            .hint(say!("rotate-none-open", "hint"))
    })
}

fn left_alone(unused: &[OldKeyView]) -> String {
    let line = |old: &OldKeyView| {
        let (name, id) = (plain(&old.key.name), old.key.id.to_string());
        say!("rotate-left-alone", key = name, id = id, days = old.days) + "\n"
    };
    unused.iter().map(line).collect()
}

struct Live<'a> {
    common: &'a Common,
    told: Mutex<std::collections::HashMap<i64, String>>,
}

impl Live<'_> {
    fn tell(&self, view: &RotationView) {
        let mut said = match (&view.trouble, &view.proof_words) {
            (Some(trouble), _) => of(&view.words, trouble),
            (None, Some(proof)) => of(&view.words, proof),
            (None, None) => view.words.clone(),
        };
        if let Some(until) = view.good_until.as_ref().filter(|_| view.proof.is_none()) {
            said = say!("rotate-until", words = said, when = when(until));
        }
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.insert(view.id.0, said.clone()).as_ref() != Some(&said) {
            shell::tell(self.common, &of(&plain(&view.old.name), &plain(&said)));
        }
    }
}

fn list(wallet: &Wallet) -> Result<Report> {
    let views = wallet.rotations()?;
    let text = match views.is_empty() {
        true => say!("rotate-none"),
        false => table(
            [say!("column-begun"), say!("column-old-key"), say!("column-new-key"), say!("column-state")],
            views.iter().map(|view| [when(&view.at), view.old.name.clone(), view.name.clone(), state(view)]),
        ),
    };
    Ok(Report::new(&json!({ "rotations": views }), text))
}

fn state(view: &RotationView) -> String {
    match &view.trouble {
        Some(trouble) => say!("rotate-stopped", step = &view.words, why = trouble),
        None => view.words.clone(),
    }
}

fn report(views: &[RotationView], note: &str) -> Report {
    let mut text = String::new();
    for view in views {
        let keys = format!("{} → {}", plain(&view.old.name), plain(&view.name));
        text += &format!("{}\n", of(&keys, &plain(&state(view))));
        for swap in &view.swaps {
            text += &format!("  {}\n", swapped(&swap.tool_name, &swap.profile, &swap.text));
            if let Some(restart) = &swap.restart {
                text += &format!("    {restart}\n");
            }
        }
        if let Some(proof) = &view.proof_words {
            text += &format!("  {}\n", say!("rotate-old-key", proof = plain(proof)));
        }
    }
    if views.is_empty() {
        text += &format!("{}\n", say!("rotate-nothing"));
    }
    let is_done = views.iter().all(|view| view.is_done || view.is_given_up);
    let report = Report::new(&json!({ "rotations": views }), text + note);
    if is_done { report } else { report.exit(NOT_PROVEN) }
}
