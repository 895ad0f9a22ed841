//! `adopt`: keys that stand in clear in tools' own files, in cc-switch and in shells' start-up files go into the vault, and
//! then out of there.

use bridgekeeper_core::error::{Code, Error, ErrorView, Result};
use bridgekeeper_core::view::{AdoptRequest, AdoptableListView, AdoptableView, AdoptedView};
use bridgekeeper_core::wallet::Wallet;
use serde_json::{Value, json};

use crate::Common;
use crate::report::{Report, diff, of, plain};
use crate::shell::{self, block_on};

#[derive(clap::Args)]
pub struct Arguments {
    /// Show what there is and stop
    #[arg(long)]
    dry_run: bool,
    /// The bridge of those keys that have no known bridge's address beside them
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Put the key that was taken over last back where it stood
    #[arg(long, conflicts_with = "url")]
    undo: bool,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let Arguments { dry_run, url, undo } = arguments;
    let wallet = shell::wallet(common)?;
    if undo {
        return put_back(&wallet, dry_run, common);
    }
    let found = block_on(wallet.adoptable())?;
    if dry_run || found.adoptable.is_empty() {
        return Ok(Report::new(&found, listed(&found)));
    }
    let (mut adopted, mut failed, mut text) = (vec![], vec![], String::new());
    for key in &found.adoptable {
        shell::tell(common, &described(key));
        match take_over(&wallet, key, url.as_deref(), common) {
            Ok(None) => text += &format!("{}\n", of(&key.masked, &say!("adopt-left"))),
            Ok(Some(done)) => {
                text += &told(&done);
                adopted.push(done);
            }
            // The next one would fare no better.
            Err(error) if is_the_vaults(&error) => return Err(error),
            Err(error) => {
                let why = say!("adopt-failed", why = plain(error.message()));
                text += &format!("{}\n", of(&key.masked, &why));
                text += &error.next_step().map(|hint| format!("  {}\n", plain(hint))).unwrap_or_default();
                failed.push(json!({ "id": key.id, "masked": key.masked, "error": ErrorView::from(&error) }));
            }
        }
    }
    let exit = u8::from(!failed.is_empty());
    let json = json!({
        "adoptable": found.adoptable, "not_looked_at": found.not_looked_at, "adopted": adopted, "failed": failed,
    });
    Ok(Report::new(&json, text + &left(&found)).exit(exit))
}

/// One key: the difference first, then into the vault, then out of the files.
fn take_over(
    wallet: &Wallet,
    key: &AdoptableView,
    url: Option<&str>,
    common: &Common,
) -> Result<Option<AdoptedView>> {
    let url = url.filter(|_| key.label.is_none()).map(str::to_owned);
    let request = AdoptRequest { id: key.id.clone(), url, name: None };
    let plan = block_on(wallet.propose_adopt(request))?;
    shell::tell(common, &diff(&plan));
    if !shell::agreed(common, &say!("adopt-question"))? {
        wallet.discard_adopt(&plan.id);
        return Ok(None);
    }
    block_on(wallet.apply_adopt(&plan.id)).map(Some)
}

fn put_back(wallet: &Wallet, dry_run: bool, common: &Common) -> Result<Report> {
    let plan = block_on(wallet.propose_adopt_undo())?;
    if dry_run {
        return Ok(Report::new(&json!({ "plan": plan }), diff(&plan) + &say!("nothing-written")));
    }
    shell::tell(common, &diff(&plan));
    let done = block_on(wallet.apply_adopt(&plan.id))?;
    let json: Value = json!({ "plan": plan, "applied": true });
    Ok(Report::new(&json, done.text))
}

fn is_the_vaults(error: &Error) -> bool {
    matches!(error.code(), Code::VaultLocked | Code::VaultAbsent | Code::VaultHung | Code::VaultFailed)
}

fn listed(found: &AdoptableListView) -> String {
    let keys = match &*found.adoptable {
        [] => say!("adopt-none") + "\n",
        keys => keys.iter().map(described).collect(),
    };
    keys + &left(found)
}

fn left(found: &AdoptableListView) -> String {
    let mut text = String::new();
    for left in &found.not_looked_at {
        let (path, why) = (plain(&left.path), plain(&left.error.message));
        text += &format!("{}\n", say!("adopt-not-looked-at", path = path, why = why));
    }
    text
}

fn described(key: &AdoptableView) -> String {
    let (masked, name) = (&key.masked, plain(&key.name));
    let mut text = match (&key.label, &key.url) {
        (Some(label), _) => say!("adopt-key-of", key = masked, name = name, bridge = plain(label)),
        (None, Some(url)) => say!("adopt-key-beside", key = masked, name = name, url = plain(url)),
        (None, None) => say!("adopt-key-alone", key = masked, name = name),
    };
    text += "\n";
    for place in &key.places {
        text += &format!("  {}  {}\n", plain(&place.path), plain(&place.place));
    }
    text
}

fn told(done: &AdoptedView) -> String {
    let mut text = format!("{}\n", done.text);
    if let Some(key) = &done.key {
        for tool in &done.tools {
            let command = format!("bridgekeeper configure {tool} --key {}", key.id);
            text += &format!("  {}\n", say!("adopt-point-tool", command = command));
        }
    }
    text + &format!("  {}\n", say!("undo-with", command = "bridgekeeper adopt --undo"))
}
