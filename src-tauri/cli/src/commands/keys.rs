//! `keys`: list, create, edit, show, check, use, import, reveal, copy, enable, disable, delete.

use bridgekeeper_core::bridge::Display;
use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::key::{KeyId, KeyStatus};
use bridgekeeper_core::view::{BatchView, EditKeyRequest, KeyView, NewKeyRequest, Reach, ReachView, UseForm};
use bridgekeeper_core::wallet::{Wallet, Watch};
use clap::Subcommand;
use serde_json::json;

use crate::Common;
use crate::clipboard;
use crate::report::{NOT_PROVEN, Report, joined, money, plain, table, when};
use crate::shell::{self, block_on};

/// Keys are named by id or, where it is the only one of that name, by name.
#[derive(Subcommand)]
pub enum Command {
    /// Keys on the bridge
    List(ListArguments),
    /// Make a key; its secret goes straight into the vault
    Create(CreateArguments),
    /// Change a key; what is not named stays
    Edit {
        /// Its id or name
        #[arg(allow_negative_numbers = true)]
        id: String,
        /// A new name
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        fields: Fields,
        /// Any address may use it
        #[arg(long, conflicts_with = "allow_ip")]
        any_ip: bool,
        /// It may reach any model
        #[arg(long, conflicts_with = "model")]
        any_model: bool,
    },
    /// Whether a key gets in from this machine: a real request with it, which costs nothing
    Check {
        /// Its id or name
        #[arg(allow_negative_numbers = true)]
        id: String,
    },
    /// A key put to use by hand: a request, variables, connection info
    Use {
        /// Its id or name
        #[arg(allow_negative_numbers = true)]
        id: String,
        /// The form
        #[arg(long = "as", value_name = "FORM", default_value = "sh", value_parser = form)]
        form: UseForm,
        /// Print it with the key in it
        #[arg(long, conflicts_with = "copy")]
        reveal: bool,
        /// Copy it with the key in it; the clipboard is cleared after 30 seconds
        #[arg(long)]
        copy: bool,
    },
    /// Bring in a key from stdin: new-api's connection info or a ccswitch:// link
    Import,
    /// One key in full, without its secret
    Show {
        /// Its id or name
        #[arg(allow_negative_numbers = true)]
        id: String,
    },
    /// Print a key's secret
    Reveal {
        /// Its id or name
        #[arg(allow_negative_numbers = true)]
        id: String,
    },
    /// Copy a key's secret; the clipboard is cleared after 30 seconds
    Copy {
        /// Its id or name
        #[arg(allow_negative_numbers = true)]
        id: String,
    },
    /// Turn keys on
    Enable {
        /// Their ids or names
        #[arg(required = true, allow_negative_numbers = true)]
        ids: Vec<String>,
    },
    /// Turn keys off
    Disable {
        /// Their ids or names
        #[arg(required = true, allow_negative_numbers = true)]
        ids: Vec<String>,
    },
    /// Delete keys, on the bridge and in the vault
    Delete {
        /// Their ids or names
        #[arg(required = true, allow_negative_numbers = true)]
        ids: Vec<String>,
    },
}

#[derive(clap::Args)]
pub struct ListArguments {
    /// Only names that contain this
    #[arg(long)]
    search: Option<String>,
    /// enabled, disabled, expired or exhausted
    #[arg(long)]
    status: Option<KeyStatus>,
    /// Only keys of this group
    #[arg(long)]
    group: Option<String>,
    /// As last seen, at once, without asking the bridge
    #[arg(long)]
    cached: bool,
}

#[derive(clap::Args)]
pub struct CreateArguments {
    /// Its name; with --count the beginning of their names
    #[arg(required_unless_present_any = ["resume", "forget"])]
    name: Option<String>,
    #[command(flatten)]
    fields: Fields,
    /// Make so many alike
    #[arg(long, value_name = "N", default_value_t = 1)]
    count: usize,
    /// Make what is left of an interrupted create
    #[arg(long, conflicts_with_all = ["name", "forget"])]
    resume: bool,
    /// Give up what is left of an interrupted create
    #[arg(long, conflicts_with = "name")]
    forget: bool,
}

/// What a key may be told, when made or later.
#[derive(clap::Args)]
pub struct Fields {
    /// The group it bills to
    #[arg(long)]
    group: Option<String>,
    /// never, 1h, 1d, 30d or a time like 2027-01-31T00:00:00Z
    #[arg(long)]
    expires: Option<String>,
    /// Its own quota in US dollars, or unlimited
    #[arg(long, value_name = "USD|unlimited", value_parser = quota)]
    quota: Option<Budget>,
    /// An address or network it may be used from; may be repeated
    #[arg(long, value_name = "CIDR")]
    allow_ip: Vec<String>,
    /// A model it may reach; may be repeated
    #[arg(long)]
    model: Vec<String>,
}

#[derive(Clone, Copy)]
struct Budget(Option<f64>);

fn quota(word: &str) -> std::result::Result<Budget, String> {
    match word {
        "unlimited" => Ok(Budget(None)),
        _ => {
            word.trim_start_matches('$').parse().map(|usd| Budget(Some(usd))).map_err(|_| say!("keys-quota"))
        }
    }
}

pub fn run(command: Command, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    match command {
        Command::List(arguments) => list(&wallet, &arguments, common),
        Command::Create(arguments) => create(&wallet, arguments, common),
        Command::Edit { id, name, fields, any_ip, any_model } => {
            let allow_ips = (any_ip || !fields.allow_ip.is_empty()).then_some(fields.allow_ip);
            let models = (any_model || !fields.model.is_empty()).then_some(fields.model);
            let request = EditKeyRequest {
                name,
                group: fields.group,
                expires: fields.expires,
                quota_usd: fields.quota.and_then(|budget| budget.0),
                unlimited: fields.quota.is_some_and(|budget| budget.0.is_none()),
                allow_ips,
                models,
            };
            block_on(async {
                let id = wallet.key_named(&id).await?;
                let before = wallet.key(id).await?;
                let limits = request.allow_ips.as_ref().is_some_and(|list| !list.is_empty());
                let key = wallet.edit_key(id, request).await?;
                let text = full(&key, &wallet.display());
                match limits {
                    true => limited(&wallet, &key, text, before.allow_ips, common).await,
                    false => Ok(Report::new(&key, text)),
                }
            })
        }
        Command::Check { id } => block_on(async {
            let reach = wallet.check_reach(wallet.key_named(&id).await?).await?;
            let report = Report::new(&reach, said(&reach));
            Ok(if reach.state == Reach::In { report } else { report.exit(NOT_PROVEN) })
        }),
        Command::Use { id, form, reveal, copy } => put_to_use(&wallet, &id, form, reveal, copy),
        Command::Import => import(&wallet, common),
        Command::Show { id } => block_on(async {
            let key = wallet.key(wallet.key_named(&id).await?).await?;
            Ok(Report::new(&key, full(&key, &wallet.display())))
        }),
        Command::Reveal { id } => block_on(async {
            let id = wallet.key_named(&id).await?;
            let secret = wallet.reveal_key(id).await?;
            // EXPOSE: `reveal` was asked for.
            Ok(Report::new(&json!({ "id": id, "key": secret.expose() }), secret.expose()))
        }),
        Command::Copy { id } => block_on(async {
            let id = wallet.key_named(&id).await?;
            clipboard::copy(&wallet.reveal_key(id).await?)?;
            let text = say!("keys-copied", seconds = clipboard::SECONDS);
            Ok(Report::new(&json!({ "id": id, "cleared_after_s": clipboard::SECONDS }), text))
        }),
        Command::Enable { ids } => switch(&wallet, &ids, true, common),
        Command::Disable { ids } => switch(&wallet, &ids, false, common),
        Command::Delete { ids } => delete(&wallet, &ids, common),
    }
}

fn list(wallet: &Wallet, arguments: &ListArguments, common: &Common) -> Result<Report> {
    let mut view = match arguments.cached {
        true => wallet.cached_keys()?,
        false => {
            block_on(wallet.keys_watched(shell::watch(common, |count| say!("keys-read", count = count))))?
        }
    };
    let display = wallet.display();
    let total = view.keys.len();
    let search = arguments.search.as_ref().map(|text| text.to_lowercase());
    view.keys.retain(|key| {
        search
            .as_ref()
            .is_none_or(|text| key.name.to_lowercase().contains(text) || key.masked.ends_with(text.as_str()))
            && arguments.status.is_none_or(|status| key.status == status)
            && arguments.group.as_ref().is_none_or(|group| key.group == *group)
    });
    let mut text = match (view.keys.is_empty(), total) {
        (true, 0) => format!("{}\n", say!("keys-none")),
        (true, _) => format!("{}\n", say!("keys-no-match", count = total)),
        (false, _) => table(
            [
                say!("column-id"),
                say!("column-name"),
                say!("column-status"),
                say!("column-key"),
                say!("column-spent"),
                say!("column-left"),
                say!("column-group"),
                say!("column-last-used"),
                say!("column-expires"),
                say!("column-used-by"),
            ],
            view.keys.iter().map(|key| row(key, &display)),
        ),
    };
    if view.offline {
        text += &format!("\n{}\n", say!("keys-offline", when = when(&view.as_of)));
    }
    if !view.complete {
        let why = view.note.clone().unwrap_or_else(|| say!("keys-cut-short"));
        text += &format!("\n{}\n", say!("keys-not-all", why = why));
    }
    Ok(Report::new(&view, text))
}

fn row(key: &KeyView, display: &Display) -> [String; 10] {
    [
        key.id.to_string(),
        key.name.clone(),
        status(key),
        key.masked.clone(),
        money(display, key.used_usd, key.used_quota),
        key.remain_usd.map_or_else(|| say!("keys-balance"), |usd| money(display, usd, key.remain_quota)),
        group(key),
        last_used(key),
        expires(key),
        joined(&key.used_by),
    ]
}

fn status(key: &KeyView) -> String {
    say!("keys-status", status = key.status.to_string())
}

fn last_used(key: &KeyView) -> String {
    key.last_used.as_deref().map_or_else(|| say!("keys-never-used"), when)
}

fn expires(key: &KeyView) -> String {
    key.expires.as_deref().map_or_else(|| say!("keys-never-expires"), when)
}

fn group(key: &KeyView) -> String {
    let ratio = key.group_ratio.map(|ratio| format!(" × {ratio}")).unwrap_or_default();
    let name = if key.group.is_empty() { say!("keys-own-group") } else { key.group.clone() };
    format!("{name}{ratio}")
}

fn full(key: &KeyView, display: &Display) -> String {
    let masked = match key.in_vault {
        true => say!("keys-in-vault", key = &key.masked),
        false => key.masked.clone(),
    };
    let left = key.remain_usd.map(|usd| money(display, usd, key.remain_quota));
    let models = match key.models.as_deref() {
        None => say!("keys-any-model"),
        Some([]) => say!("keys-no-model"),
        Some(models) => joined(models),
    };
    let addresses = match &*key.allow_ips {
        [] => say!("keys-any-address"),
        addresses => joined(addresses),
    };
    let used_by = match &*key.used_by {
        [] => say!("keys-no-tool"),
        tools => joined(tools),
    };
    say!(
        "keys-full",
        name = plain(&key.name),
        id = key.id.to_string(),
        status = status(key),
        key = plain(&masked),
        group = plain(&group(key)),
        spent = money(display, key.used_usd, key.used_quota),
        left = left.unwrap_or_else(|| say!("keys-shares-balance")),
        models = plain(&models),
        addresses = plain(&addresses),
        created = plain(&when(&key.created)),
        last_used = plain(&last_used(key)),
        expires = plain(&expires(key)),
        used_by = plain(&used_by),
    )
}

fn create(wallet: &Wallet, arguments: CreateArguments, common: &Common) -> Result<Report> {
    let CreateArguments { name, fields, count, resume, forget } = arguments;
    if forget {
        let names = block_on(wallet.forget_creations())?;
        let text = match &*names {
            [] => say!("keys-nothing-left"),
            names => say!("keys-not-made", names = joined(names)),
        };
        return Ok(Report::new(&json!({ "not_made": names }), text));
    }
    let request = NewKeyRequest {
        name: name.unwrap_or_default(),
        group: fields.group.unwrap_or_default(),
        expires: fields.expires,
        quota_usd: fields.quota.and_then(|budget| budget.0),
        allow_ips: fields.allow_ip,
        models: fields.model,
    };
    if !resume && count == 1 {
        let limits = !request.allow_ips.is_empty();
        return block_on(async {
            let key = wallet.create_key(request).await?;
            let text = say!("keys-made-one", key = called(&key.name, key.id), id = key.id.to_string());
            if limits {
                limited(wallet, &key, text, vec![], common).await
            } else {
                Ok(Report::new(&key, text))
            }
        });
    }
    let watch = shell::watch(common, |count| say!("keys-made-so-far", count = count));
    let keys = match resume {
        true => block_on(wallet.resume_creations(watch))?,
        false => block_on(wallet.create_keys(request, count, watch))?,
    };
    let made = |key: &KeyView| say!("keys-made", key = called(&key.name, key.id));
    let names = keys.iter().map(made).collect::<Vec<_>>();
    let text = if names.is_empty() { say!("keys-nothing-left") } else { names.join("\n") };
    Ok(Report::new(&json!({ "keys": keys }), text))
}

fn form(word: &str) -> std::result::Result<UseForm, String> {
    word.parse().map_err(|_| say!("keys-form"))
}

/// What a live check found, with its notes.
fn said(reach: &ReachView) -> String {
    let notes = reach.notes.iter().map(|note| format!("\n  {note}")).collect::<String>();
    format!("{}{notes}", plain(&reach.text))
}

/// A key that has just got an allow-list is tried from here. Whom it locks out, it gives the list of before.
async fn limited(
    wallet: &Wallet,
    key: &KeyView,
    text: String,
    before: Vec<String>,
    common: &Common,
) -> Result<Report> {
    let reach = wallet.check_reach(key.id).await?;
    let mut document = json!(key);
    document["reach"] = json!(reach);
    let mut report = Report::new(&document, format!("{text}\n\n{}", said(&reach)));
    if reach.state != Reach::LockedOut {
        return Ok(report);
    }
    let list = if before.is_empty() { say!("keys-list-any-address") } else { joined(&before) };
    let question = format!("{}\n{}", reach.text, say!("keys-take-list-back", list = list));
    // --yes agreed to the list, not to its end.
    if shell::can_ask(common) && !common.yes && shell::agreed(common, &question)? {
        let request = EditKeyRequest { allow_ips: Some(before), ..EditKeyRequest::default() };
        let key = wallet.edit_key(key.id, request).await?;
        return Ok(Report::new(
            &key,
            format!("{}\n\n{}", full(&key, &wallet.display()), say!("keys-list-is-back")),
        ));
    }
    let back = before.iter().map(|entry| format!(" --allow-ip {entry}")).collect::<String>();
    let back = if back.is_empty() { " --any-ip".to_owned() } else { back };
    let command = format!("bridgekeeper keys edit {}{back}", key.id);
    report.text += &format!("\n{}", say!("keys-to-take-list-back", command = command));
    Ok(report.exit(NOT_PROVEN))
}

/// Without the key in it the text asks the wallet for it where a shell can, and is masked where not.
fn put_to_use(wallet: &Wallet, word: &str, form: UseForm, reveal: bool, copy: bool) -> Result<Report> {
    block_on(async {
        let id = wallet.key_named(word).await?;
        if copy {
            clipboard::copy(&wallet.key_use(id, form).await?)?;
            let text = say!("keys-use-copied", seconds = clipboard::SECONDS);
            return Ok(Report::new(&json!({ "id": id, "cleared_after_s": clipboard::SECONDS }), text));
        }
        if reveal {
            let text = wallet.key_use(id, form).await?;
            // EXPOSE: `--reveal` was asked for.
            return Ok(Report::new(&json!({ "id": id, "form": form, "text": text.expose() }), text.expose()));
        }
        let masked = wallet.key_uses(id).await?.into_iter().find(|shown| shown.form == form);
        let text = masked.map(|shown| shown.text).unwrap_or_default();
        let report = Report::new(&json!({ "id": id, "form": form, "text": text }), &*text);
        Ok(Report { text: format!("{text}\n\n{}", say!("keys-use-masked")), ..report })
    })
}

fn import(wallet: &Wallet, common: &Common) -> Result<Report> {
    let text = shell::text_from_stdin()?;
    let view = wallet.read_import(&text)?;
    let mut shown = say!(
        "keys-import",
        source = &view.source,
        url = &view.url,
        key = &view.masked,
        name = plain(&view.name),
    );
    for note in &view.notes {
        shown += &format!("\n  {note}");
    }
    shell::tell(common, &shown);
    // stdin brought the text, so only --yes can agree.
    if !common.yes {
        return Err(Error::new(Code::Invalid, say!("keys-import-needs-a-yes"))
            .hint(say!("keys-import-needs-a-yes", "hint")));
    }
    let key = block_on(wallet.accept_import(&view.id))?;
    let text = say!("keys-imported", key = called(&key.name, key.id));
    Ok(Report::new(&key, text))
}

fn switch(wallet: &Wallet, words: &[String], on: bool, common: &Common) -> Result<Report> {
    block_on(async {
        let ids = named(wallet, words).await?;
        let view = wallet.set_keys_enabled(&ids, on, watch(common)).await?;
        let said = |key: &KeyView| say!("keys-is", key = called(&key.name, key.id), status = status(key));
        batch(&view, view.keys.iter().map(said).collect())
    })
}

fn delete(wallet: &Wallet, words: &[String], common: &Common) -> Result<Report> {
    block_on(async {
        let mut ids = named(wallet, words).await?;
        let known = wallet.cached_keys()?.keys;
        let name = |id: &KeyId| {
            let key = known.iter().find(|key| key.id == *id);
            key.map_or_else(|| id.to_string(), |key| called(&key.name, *id))
        };
        let mut agreed = vec![];
        for id in ids {
            let used: Vec<_> =
                known.iter().filter(|key| key.id == id).flat_map(|key| key.used_by.clone()).collect();
            let question = match &*used {
                [] => say!("keys-delete", key = name(&id)),
                used => say!("keys-delete-used", key = name(&id), used_by = joined(used)),
            };
            if shell::agreed(common, &question)? {
                agreed.push(id);
            }
        }
        ids = agreed;
        let view = wallet.delete_keys(&ids, watch(common)).await?;
        let said = view.deleted.iter().map(|id| say!("keys-deleted", key = name(id))).collect();
        batch(&view, said)
    })
}

fn watch(common: &Common) -> Watch {
    shell::watch(common, |count| say!("keys-done", count = count))
}

/// A key in a sentence.
fn called(name: &str, id: KeyId) -> String {
    say!("keys-called", name = plain(name), id = id.to_string())
}

/// What came of a change to several keys; where one failed, so did the command. One key alone fails as itself.
fn batch(view: &BatchView, mut said: Vec<String>) -> Result<Report> {
    if let ([failed], true) = (&*view.failed, said.is_empty()) {
        let error = Error::new(failed.error.code, failed.error.message.clone());
        return Err(failed.error.hint.iter().fold(error, |error, hint| error.hint(hint)));
    }
    said.extend(view.failed.iter().map(|failed| {
        let why = plain(&failed.error.message);
        let why = match &failed.error.hint {
            Some(hint) => say!("keys-why-and-hint", why = why, hint = hint),
            None => why,
        };
        say!("keys-not-changed", key = called(&failed.name, failed.id), why = why)
    }));
    let report = Report::new(view, said.join("\n"));
    Ok(if view.failed.is_empty() { report } else { report.exit(1) })
}

async fn named(wallet: &Wallet, words: &[String]) -> Result<Vec<KeyId>> {
    let mut ids = vec![];
    for word in words {
        ids.push(wallet.key_named(word).await?);
    }
    Ok(ids)
}
