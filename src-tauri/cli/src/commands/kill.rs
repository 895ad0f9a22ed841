//! `kill`: a leaked key is disabled now and proven dead. Nothing is asked first: whoever types this is in a hurry,
//! and a key that was disabled by mistake is enabled again by one command.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::fs::Claim;
use bridgekeeper_core::store::{IncidentId, KillId};
use bridgekeeper_core::view::{IncidentView, KeyAt, KillRequest, KilledKeyView, LeakView};
use bridgekeeper_core::wallet::Wallet;
use serde_json::json;

use crate::Common;
use crate::report::{NOT_PROVEN, Report, next, of, plain, when_exactly};
use crate::shell::{self, block_on};

#[derive(clap::Args)]
pub struct Arguments {
    /// The leaked keys, by id or name
    #[arg(value_name = "ID|NAME", required_unless_present_any = ["stdin", "resume"])]
    keys: Vec<String>,
    /// Read the leaked text that contains the key from stdin: a log, a paste, the key itself
    #[arg(long, conflicts_with = "keys")]
    stdin: bool,
    /// With --stdin: show a key that is none of yours at the bridge's door, to see whether it works there
    #[arg(long, requires = "stdin")]
    probe: bool,
    /// Make no new key in its place
    #[arg(long)]
    no_replace: bool,
    /// How long to wait for the proof; the kill goes on after that
    #[arg(long, value_name = "TIME", default_value = "90s", value_parser = shell::duration)]
    wait: Duration,
    /// Carry on the kills that are not proven yet
    #[arg(long, conflicts_with_all = ["keys", "stdin"])]
    resume: bool,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    // Without mending what a crash cut short: a kill waits for nothing.
    let wallet = shell::wallet_at_once(common)?;
    block_on(async {
        let ids = match arguments.resume {
            true => wallet.unfinished_incidents()?,
            false => match leaked(&wallet, &arguments, common).await? {
                Leaked::Keys(keys) => {
                    let request = KillRequest { keys, replace: !arguments.no_replace };
                    vec![wallet.begin_kill(&request)?]
                }
                Leaked::Strangers(report) => return Ok(report),
            },
        };
        carry_out(&wallet, &ids, arguments.wait, common).await
    })
}

enum Leaked {
    Keys(Vec<KeyAt>),
    Strangers(Report),
}

async fn leaked(wallet: &Wallet, arguments: &Arguments, common: &Common) -> Result<Leaked> {
    if !arguments.stdin {
        return Ok(Leaked::Keys(wallet.leaked_keys(&arguments.keys).await?));
    }
    let text = shell::bytes_from_stdin()?;
    let leak = wallet.read_leak(&text).await?;
    drop(text);
    for note in &leak.notes {
        shell::tell(common, note);
    }
    let mut keys = vec![];
    let mut why_not = None;
    for key in &leak.keys {
        match &key.why_not {
            Some(why) => {
                shell::tell(common, &of(&format!("{} {}", plain(&key.name), key.masked), why));
                why_not = Some(why.clone());
            }
            None => keys.push(KeyAt { id: key.id, url: Some(key.url.clone()) }),
        }
    }
    match (keys.is_empty(), why_not) {
        (false, _) => Ok(Leaked::Keys(keys)),
        (true, Some(why)) => Err(Error::new(Code::NotSignedIn, why)),
        (true, None) => strangers(wallet, leak, arguments.probe).await.map(Leaked::Strangers),
    }
}

/// What is said of a text that holds no key of yours.
async fn strangers(wallet: &Wallet, leak: LeakView, probe: bool) -> Result<Report> {
    if leak.strangers.is_empty() {
        return Err(Error::new(Code::NotFound, say!("kill-no-key")).hint(say!("kill-no-key", "hint")));
    }
    if !probe {
        return Err(Error::new(Code::NotFound, say!("kill-stranger")).hint(say!("kill-stranger", "hint")));
    }
    let mut tried = vec![];
    let mut text = String::new();
    for stranger in &leak.strangers {
        let view = wallet.try_leaked(&stranger.id).await?;
        text += &format!("{}\n", of(&stranger.masked, &plain(&view.text)));
        tried.push(json!({ "masked": stranger.masked, "works": view.works, "text": view.text }));
    }
    Ok(Report::new(&json!({ "keys": [], "strangers": tried }), text).exit(1))
}

/// Carries incidents out for as long as was said, and leaves what is not proven by then to a copy that stays
/// behind.
pub async fn carry_out(
    wallet: &Wallet,
    ids: &[IncidentId],
    wait: Duration,
    common: &Common,
) -> Result<Report> {
    let live = Live::new(common);
    let watch = |view: IncidentView| live.tell(&view);
    let driven = futures::future::try_join_all(ids.iter().map(|id| wallet.drive_kill(*id, &watch)));
    // What was dropped goes on elsewhere; what is known of it is in the journal.
    let _ = match tokio::time::timeout(wait, driven).await {
        Ok(driven) => driven?,
        Err(_) => vec![],
    };
    let views = ids.iter().map(|id| wallet.incident(*id)).collect::<Result<Vec<_>>>()?;
    let is_dead = views.iter().all(|view| view.keys.iter().all(|key| key.dead_at.is_some()));
    let mut text: String = views.iter().map(outcome).collect();
    if ids.is_empty() {
        text = say!("kill-none");
    }
    if views.iter().any(|view| view.is_open) {
        text += &match shell::stay_behind(wallet.machine()) {
            true => say!("kill-goes-on"),
            false => say!("kill-goes-on-later"),
        };
    }
    let report = match &*views {
        [view] => Report::new(view, text),
        views => Report::new(&json!({ "incidents": views }), text),
    };
    Ok(if is_dead { report } else { report.exit(NOT_PROVEN) })
}

/// Tells what happens as it happens, each thing once.
struct Live<'a> {
    common: &'a Common,
    told: Mutex<HashMap<KillId, (usize, String)>>,
}

impl<'a> Live<'a> {
    fn new(common: &'a Common) -> Self {
        Self { common, told: Mutex::default() }
    }

    fn tell(&self, view: &IncidentView) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        for key in &view.keys {
            let (steps, words) = told.entry(key.id).or_default();
            for step in key.steps.iter().skip(*steps) {
                let line = of(&plain(&key.name), &plain(&step.text));
                shell::tell(self.common, &format!("{:>8.2} s  {line}", step.offset_s));
            }
            *steps = key.steps.len();
            if *words != key.words {
                words.clone_from(&key.words);
                shell::tell(self.common, &format!("            {}", plain(words)));
            }
        }
    }
}

/// How it stands in the end: each key, what came in its place, what is left to do.
pub fn outcome(view: &IncidentView) -> String {
    view.keys.iter().map(key_outcome).collect()
}

fn key_outcome(key: &KilledKeyView) -> String {
    let name = plain(&key.name);
    let id = key.key.to_string();
    let mut text = match &key.dead_at {
        Some(at) => say!(
            "kill-proven",
            key = name,
            id = id,
            words = &key.words,
            time = when_exactly(at),
            seconds = format!("{:.1}", key.seconds),
        ),
        None => say!("kill-state", key = name, id = id, words = plain(&key.words)),
    };
    text += "\n";
    if key.dead_at.is_none() {
        if let Some(step) = &key.next {
            text += &format!("  {}\n", next(step));
        }
        if key.can_delete {
            text += &format!("  {}\n", say!("kill-to-delete", id = key.key.to_string()));
        }
        text += &format!("  {}\n", say!("kill-bridge", url = &key.url));
    }
    let Some(fresh) = &key.replaced else { return text };
    if fresh.key.is_some() {
        text += &format!("  {}\n", say!("kill-new-key", key = plain(&fresh.name)));
    }
    if let Some(trouble) = &fresh.trouble {
        text += &format!("  {}\n", say!("kill-no-new-key", why = plain(trouble)));
    }
    let mut told = HashSet::new();
    for swap in &fresh.swaps {
        text += &format!("  {}\n", swapped(&swap.tool_name, &swap.profile, &swap.text));
        if let Some(check) = &swap.check {
            text += &format!("    {}\n", of(&say!("live-check"), &plain(&check.text)));
        }
        for restart in swap.restart.iter().filter(|_| told.insert(&swap.tool)) {
            text += &format!("    {restart}\n");
        }
    }
    text
}

/// What came of a tool's profile when its key was replaced.
pub fn swapped(tool: &str, profile: &str, text: &str) -> String {
    say!("kill-swapped", tool = tool, profile = plain(profile), text = plain(text))
}

/// What the copy that stays behind does: carries kills on until all are proven, or the wallet is gone, or an hour has
/// passed; the next start leaves another copy then. One is enough.
pub fn carry_on(common: &Common) -> Result<Report> {
    const LONGEST: Duration = Duration::from_secs(3600);
    const GLANCE: Duration = Duration::from_secs(2);
    let folder = &shell::machine()?.data_dir;
    let is_gone = || !folder.join("wallet.db").exists();
    // Opening it would make it anew.
    if is_gone() {
        return Ok(Report::silent());
    }
    let wallet = shell::wallet_at_once(common)?;
    let Some(_claim) = Claim::take(folder, "carry-on")? else { return Ok(Report::silent()) };
    let is_over = || is_gone() || wallet.unfinished_incidents().is_ok_and(|ids| ids.is_empty());
    block_on(async {
        let over = async {
            while !is_over() {
                tokio::time::sleep(GLANCE).await;
            }
        };
        tokio::select! {
            carried = wallet.carry_on_kills(&|_| {}) => carried?,
            () = over => {}
            () = tokio::time::sleep(LONGEST) => {}
        }
        Ok(Report::silent())
    })
}
