//! `keys`: list, create, edit, show, check, use, import, reveal, copy, enable, disable, delete.

use bridgekeeper_core::bridge::Display;
use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::key::{KeyId, KeyStatus};
use bridgekeeper_core::view::{BatchView, EditKeyRequest, KeyView, NewKeyRequest, Reach, ReachView, UseForm};
use bridgekeeper_core::wallet::Wallet;
use clap::Subcommand;
use serde_json::json;

use crate::Common;
use crate::clipboard;
use crate::report::{NOT_PROVEN, Report, money, plain, table, when};
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
        _ => word
            .trim_start_matches('$')
            .parse()
            .map(|usd| Budget(Some(usd)))
            .map_err(|_| "an amount or `unlimited`".into()),
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
            let text = format!(
                "Copied. In {} seconds the clipboard is cleared, unless something else is on it by then.",
                clipboard::SECONDS
            );
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
        false => block_on(wallet.keys_watched(shell::watch(common, "keys read")))?,
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
        (true, 0) => "No keys yet: bridgekeeper keys create NAME\n".to_owned(),
        (true, _) => format!("None of {total} keys matches.\n"),
        (false, _) => table(
            ["Id", "Name", "Status", "Key", "Spent", "Left", "Group", "Last used", "Expires", "Used by"],
            view.keys.iter().map(|key| row(key, &display)),
        ),
    };
    if view.offline {
        text +=
            &format!("\nThe bridge cannot be reached; this is from {}.\n", when(Some(&view.as_of), "never"));
    }
    if !view.complete {
        text += &format!(
            "\nThis is not all: {}\n",
            view.note.as_deref().unwrap_or("the bridge cut the list short")
        );
    }
    Ok(Report::new(&view, text))
}

fn row(key: &KeyView, display: &Display) -> [String; 10] {
    [
        key.id.to_string(),
        key.name.clone(),
        key.status.to_string(),
        key.masked.clone(),
        money(display, key.used_usd, key.used_quota),
        key.remain_usd.map_or("balance".into(), |usd| money(display, usd, key.remain_quota)),
        group(key),
        when(key.last_used.as_deref(), "never"),
        when(key.expires.as_deref(), "never"),
        key.used_by.join(", "),
    ]
}

fn group(key: &KeyView) -> String {
    let ratio = key.group_ratio.map(|ratio| format!(" × {ratio}")).unwrap_or_default();
    let name = if key.group.is_empty() { "(account's)" } else { &key.group };
    format!("{name}{ratio}")
}

fn full(key: &KeyView, display: &Display) -> String {
    let list =
        |items: &[String], none: &str| if items.is_empty() { none.to_owned() } else { items.join(", ") };
    [
        ("Name", key.name.clone()),
        ("Id", key.id.to_string()),
        ("Status", key.status.to_string()),
        ("Key", format!("{}{}", key.masked, if key.in_vault { " (in the vault)" } else { "" })),
        ("Group", group(key)),
        ("Spent", money(display, key.used_usd, key.used_quota)),
        (
            "Left",
            key.remain_usd
                .map_or("shares the account's balance".into(), |usd| money(display, usd, key.remain_quota)),
        ),
        ("Models", key.models.as_ref().map_or("any".into(), |models| list(models, "none"))),
        ("Addresses", list(&key.allow_ips, "any")),
        ("Created", when(Some(&key.created), "")),
        ("Last used", when(key.last_used.as_deref(), "never")),
        ("Expires", when(key.expires.as_deref(), "never")),
        ("Used by", list(&key.used_by, "no tool on this machine")),
    ]
    .map(|(name, value)| format!("{name:<10} {}", plain(&value)))
    .join("\n")
}

fn create(wallet: &Wallet, arguments: CreateArguments, common: &Common) -> Result<Report> {
    let CreateArguments { name, fields, count, resume, forget } = arguments;
    if forget {
        let names = block_on(wallet.forget_creations())?;
        let text = if names.is_empty() {
            "Nothing was left to make.".to_owned()
        } else {
            format!("Not made: {}", names.join(", "))
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
            let text = format!(
                "Made key {}. Its secret is in the vault: bridgekeeper keys copy {}",
                called(&key.name, key.id),
                key.id
            );
            if limits {
                limited(wallet, &key, text, vec![], common).await
            } else {
                Ok(Report::new(&key, text))
            }
        });
    }
    let keys = match resume {
        true => block_on(wallet.resume_creations(shell::watch(common, "keys made")))?,
        false => block_on(wallet.create_keys(request, count, shell::watch(common, "keys made")))?,
    };
    let names = keys.iter().map(|key| format!("Made key {}.", called(&key.name, key.id))).collect::<Vec<_>>();
    let text = if names.is_empty() { "Nothing was left to make.".to_owned() } else { names.join("\n") };
    Ok(Report::new(&json!({ "keys": keys }), text))
}

fn form(word: &str) -> std::result::Result<UseForm, String> {
    word.parse().map_err(|_| "curl-openai, curl-anthropic, sh, fish, powershell or connection".into())
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
    let list = if before.is_empty() { "any address".to_owned() } else { before.join(", ") };
    let question = format!("{}\nTake the list back ({list})?", reach.text);
    // --yes agreed to the list, not to its end.
    if shell::can_ask(common) && !common.yes && shell::agreed(common, &question)? {
        let request = EditKeyRequest { allow_ips: Some(before), ..EditKeyRequest::default() };
        let key = wallet.edit_key(key.id, request).await?;
        return Ok(Report::new(
            &key,
            format!("{}\n\nThe list is taken back.", full(&key, &wallet.display())),
        ));
    }
    let back = before.iter().map(|entry| format!(" --allow-ip {entry}")).collect::<String>();
    let back = if back.is_empty() { " --any-ip".to_owned() } else { back };
    report.text += &format!("\nTo take the list back: bridgekeeper keys edit {}{back}", key.id);
    Ok(report.exit(NOT_PROVEN))
}

/// Without the key in it the text asks the wallet for it where a shell can, and is masked where not.
fn put_to_use(wallet: &Wallet, word: &str, form: UseForm, reveal: bool, copy: bool) -> Result<Report> {
    block_on(async {
        let id = wallet.key_named(word).await?;
        if copy {
            clipboard::copy(&wallet.key_use(id, form).await?)?;
            let text = format!("Copied. In {} seconds the clipboard is cleared.", clipboard::SECONDS);
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
        Ok(Report { text: format!("{text}\n\nThe key is masked: --copy or --reveal puts it in."), ..report })
    })
}

fn import(wallet: &Wallet, common: &Common) -> Result<Report> {
    let text = shell::text_from_stdin()?;
    let view = wallet.read_import(&text)?;
    let mut shown =
        format!("{} for {}: key {} \"{}\"", view.source, view.url, view.masked, plain(&view.name));
    for note in &view.notes {
        shown += &format!("\n  {note}");
    }
    shell::tell(common, &shown);
    // stdin brought the text, so only --yes can agree.
    if !common.yes {
        return Err(Error::new(Code::Invalid, "nothing was kept yet: this needs a yes").hint("add --yes"));
    }
    let key = block_on(wallet.accept_import(&view.id))?;
    let text = format!("Key {} is in the vault.", called(&key.name, key.id));
    Ok(Report::new(&key, text))
}

fn switch(wallet: &Wallet, words: &[String], on: bool, common: &Common) -> Result<Report> {
    block_on(async {
        let ids = named(wallet, words).await?;
        let view = wallet.set_keys_enabled(&ids, on, shell::watch(common, "keys done")).await?;
        let said = view.keys.iter().map(|key| format!("{} is {}.", called(&key.name, key.id), key.status));
        batch(&view, said.collect())
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
            let used = if used.is_empty() { String::new() } else { format!(", used by {}", used.join(", ")) };
            if shell::agreed(common, &format!("Delete key {}{used}? This cannot be undone.", name(&id)))? {
                agreed.push(id);
            }
        }
        ids = agreed;
        let view = wallet.delete_keys(&ids, shell::watch(common, "keys done")).await?;
        let said = view.deleted.iter().map(|id| format!("Deleted {}.", name(id))).collect();
        batch(&view, said)
    })
}

/// A key in a sentence.
fn called(name: &str, id: KeyId) -> String {
    format!("\"{}\" (id {id})", plain(name))
}

/// What came of a change to several keys; where one failed, so did the command. One key alone fails as itself.
fn batch(view: &BatchView, mut said: Vec<String>) -> Result<Report> {
    if let ([failed], true) = (&*view.failed, said.is_empty()) {
        let error = Error::new(failed.error.code, failed.error.message.clone());
        return Err(failed.error.hint.iter().fold(error, |error, hint| error.hint(hint)));
    }
    said.extend(view.failed.iter().map(|failed| {
        let hint = failed.error.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        format!("Not changed: {}: {}{hint}", called(&failed.name, failed.id), plain(&failed.error.message))
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
