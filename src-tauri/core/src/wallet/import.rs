//! Keys that come from somewhere else: pasted alone, as new-api's connection info, or as a cc-switch link.
//! Nothing is kept before a person has seen what it is and agreed.

use std::collections::HashMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use serde::Deserialize;
use url::Url;

use super::Wallet;
use crate::adopt::cc_switch_tool;
use crate::bridge::{Door, Origin, Verdict};
use crate::error::{Code, Error, Result};
use crate::key::{Key, KeyId, KeyStatus, NewKey, Quota};
use crate::secret::Secret;
use crate::store::{BridgeRow, KnownBridge};
use crate::view::{ImportView, KeyView};
use crate::words::say;

/// What a person was shown and may now agree to.
pub(super) struct Import {
    origin: Origin,
    name: String,
    key: Arc<Secret>,
}

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 16 << 10;

impl Wallet {
    /// Reads new-api's connection info (`{"_type":"newapi_channel_conn",…}`) or a `ccswitch://v1/import` link.
    /// Nothing is kept and nobody is asked.
    ///
    /// # Errors
    /// [`Code::Invalid`] for any other text; it is not quoted, as it may hold a key.
    pub fn read_import(&self, text: &Secret) -> Result<ImportView> {
        // EXPOSE: taken apart here; the key goes into a Secret of its own.
        let text = text.expose().trim();
        let Parts { source, url, name, key, tool } = parts(text)?;
        let origin = Origin::parse(&url, false)?;
        let key = Arc::new(Secret::api_key(&key).map_err(|_| not_understood(say!("import-bad-key")))?);
        let label = self.bridge_at(&origin.to_string())?.map(|row| row.label);
        let name = plain_name(name.as_deref().unwrap_or_else(|| origin.host()));
        let mut notes = vec![];
        if label.is_none() {
            notes.push(say!("import-stranger", host = origin.host()));
        }
        notes.push(say!("import-delete-text"));
        let id = format!("{:016x}", rand::random::<u64>());
        let view = ImportView {
            id: id.clone(),
            source,
            url: origin.to_string(),
            label,
            name: name.clone(),
            masked: key.masked(),
            tool,
            notes,
        };
        self.imports().insert(id, Import { origin, name, key });
        Ok(view)
    }

    /// Forgets what was shown.
    pub fn discard_import(&self, id: &str) {
        self.imports().remove(id);
    }

    /// Keeps what was shown. A key that the signed-in account lists is filed under its own entry; any other is
    /// a pasted one.
    ///
    /// # Errors
    /// [`Code::NotFound`] for what is gone; [`Code::BridgeRefused`] if the bridge does not take the key; those
    /// of bridge and vault. Nothing is kept then.
    pub async fn accept_import(&self, id: &str) -> Result<KeyView> {
        let Some(Import { origin, name, key }) = self.imports().remove(id) else {
            return Err(Error::new(Code::NotFound, say!("import-gone")).hint(say!("import-gone", "hint")));
        };
        self.keep_pasted(&origin, &name, key).await
    }

    /// Files a pasted key, after the bridge has shown that it takes it.
    pub(super) async fn keep_pasted(&self, origin: &Origin, name: &str, key: Arc<Secret>) -> Result<KeyView> {
        self.with_vault(|vault| vault.check()).await?;
        let row = self.bridge_of(origin).await?;
        let tried = self.client_of(origin.clone(), None)?.try_key(&key, Door::OpenAi).await?;
        if tried.verdict == Verdict::Rejected {
            return Err(Error::new(Code::BridgeRefused, say!("import-refused", bridge = &*row.label))
                .hint(say!("import-refused", "hint")));
        }
        if let Some(id) = self.same_key(&row, &key).await? {
            return self.key_view(&row, &self.known_key(&row, id)?);
        }
        let lowest = self.store.keys(row.id)?.iter().map(|key| key.id.0).min().unwrap_or(0);
        // EXPOSE: its last four characters are what is shown of it.
        let tail = key.expose().get(key.expose().len().saturating_sub(4)..).map(str::to_owned);
        let known = Key {
            id: KeyId(lowest.min(0) - 1),
            name: name.to_owned(),
            stored_status: KeyStatus::Enabled,
            tail: tail.filter(|_| key.masked().len() > "sk-····".len()),
            group: String::new(),
            unlimited: true,
            remain: Quota(0),
            used: Quota(0),
            created: self.machine.now(),
            last_used: None,
            expires: None,
            allow_ips: vec![],
            models: None,
        };
        self.keep_key(&row.origin, known.id, key).await?;
        self.store.note(self.machine.now(), &say!("import-kept", name = name, bridge = &*row.label))?;
        self.seen(&row, &known)
    }

    /// The row of a bridge; a new one, for keys alone, where it is not known yet.
    async fn bridge_of(&self, origin: &Origin) -> Result<BridgeRow> {
        let address = origin.to_string();
        if let Some(row) = self.bridge_at(&address)? {
            return Ok(row);
        }
        let site = self.client_of(origin.clone(), None)?.site().await?;
        let mut known = KnownBridge { key_only: true, ..KnownBridge::default() };
        self.fill_site(&mut known, &site);
        let label = self.free_label(origin)?;
        self.store.add_bridge(&label, &address, &known)?;
        self.bridge_at(&address)?.ok_or_else(|| Error::new(Code::Store, say!("import-bridge-lost")))
    }

    /// The key of that secret, if the wallet or the account has it already. An account's candidates are told
    /// by their last four characters, so that at most a few are revealed.
    async fn same_key(&self, row: &BridgeRow, key: &Arc<Secret>) -> Result<Option<KeyId>> {
        const MOST: usize = 3;
        if !row.known.key_only {
            self.keys_of(row).await?;
        }
        // EXPOSE: compared, never shown.
        let word = key.expose();
        let alike = |known: &&Key| known.tail.as_ref().is_none_or(|tail| word.ends_with(tail.as_str()));
        for known in self.store.keys(row.id)?.iter().filter(alike).take(MOST) {
            let secret = self.secret_of(row, known.id).await?;
            // EXPOSE: compared, never shown.
            if secret.expose() == word {
                return Ok(Some(known.id));
            }
        }
        Ok(None)
    }

    pub(super) fn imports(&self) -> MutexGuard<'_, HashMap<String, Import>> {
        self.imports.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Parts {
    source: String,
    url: String,
    name: Option<String>,
    key: String,
    tool: Option<String>,
}

fn parts(text: &str) -> Result<Parts> {
    if text.len() > LONGEST {
        return Err(not_understood(say!("import-too-long")));
    }
    if text.starts_with('{') { connection(text) } else { link(text) }
}

/// What new-api's page copies as "connection info".
fn connection(text: &str) -> Result<Parts> {
    #[derive(Deserialize)]
    struct Connection {
        #[serde(rename = "_type")]
        kind: String,
        key: String,
        url: String,
    }
    // serde's own words may quote the text.
    let Connection { kind, key, url } =
        serde_json::from_str(text).map_err(|_| not_understood(say!("import-no-connection")))?;
    if kind != "newapi_channel_conn" {
        return Err(not_understood(say!("import-other-kind")));
    }
    Ok(Parts { source: say!("import-connection"), url, name: None, key, tool: None })
}

/// `ccswitch://v1/import?resource=provider&app=claude&name=…&endpoint=…&apiKey=…` (farion1231/cc-switch).
fn link(text: &str) -> Result<Parts> {
    let url = Url::parse(text).map_err(|_| not_understood(say!("import-neither")))?;
    if url.scheme() != "ccswitch" || url.host_str() != Some("v1") || url.path() != "/import" {
        return Err(not_understood(say!("import-no-link")));
    }
    let mut fields: HashMap<_, _> = url.query_pairs().into_owned().collect();
    if fields.get("resource").is_some_and(|resource| resource != "provider") {
        return Err(not_understood(say!("import-link-other")));
    }
    let mut take = |name: &str| fields.remove(name).filter(|value| !value.trim().is_empty());
    let endpoint = take("endpoint").ok_or_else(|| not_understood(say!("import-link-no-endpoint")))?;
    // Later ones are spares of the first.
    let first = endpoint.split(',').next().unwrap_or_default().to_owned();
    Ok(Parts {
        source: say!("import-link"),
        url: first,
        name: take("name"),
        key: take("apiKey").ok_or_else(|| not_understood(say!("import-link-no-key")))?,
        tool: take("app").and_then(|app| cc_switch_tool(&app)).map(str::to_owned),
    })
}

fn not_understood(why: String) -> Error {
    Error::new(Code::Invalid, say!("import-not-understood", why = why))
        .hint(say!("import-not-understood", "hint"))
}

/// Somebody else's words, cut to a name that can be shown anywhere.
pub(super) fn plain_name(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    let plain = plain.trim();
    plain[..plain.floor_char_boundary(NewKey::LONGEST_NAME)].trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let read = |text| parts(text).map(|parts| (parts.url, parts.key, parts.name, parts.tool));
        let info = r#"{"_type":"newapi_channel_conn","key":"sk-abc","url":"https://a.example"}"#;
        assert_eq!(read(info).unwrap(), ("https://a.example".into(), "sk-abc".into(), None, None));
        let link = "ccswitch://v1/import?resource=provider&app=claude&name=My%20Bridge\
                    &endpoint=https%3A%2F%2Fa.example%2Fv1%2Chttps%3A%2F%2Fb.example&apiKey=sk-abc";
        let (url, key, name, tool) = read(link).unwrap();
        assert_eq!((&*url, &*key), ("https://a.example/v1", "sk-abc"));
        assert_eq!((name.as_deref(), tool.as_deref()), (Some("My Bridge"), Some("claude-code")));
    }

    #[test]
    fn nothing_else_is_read_and_nothing_is_quoted() {
        for text in [
            "",
            "sk-canary000000",
            "{}",
            r#"{"_type":"other","key":"sk-canary000000","url":"https://a.example"}"#,
            r#"{"_type":"newapi_channel_conn","key":7,"url":"sk-canary000000"}"#,
            "ccswitch://v1/import?resource=prompt&apiKey=sk-canary000000&endpoint=https://a.example",
            "ccswitch://v1/import?apiKey=sk-canary000000",
            "ccswitch://v1/import?endpoint=https://a.example&apiKey=",
            "ccswitch://v2/import?endpoint=https://a.example&apiKey=sk-canary000000",
            "https://a.example/?apiKey=sk-canary000000",
            &"x".repeat(LONGEST + 1),
        ] {
            let Err(error) = parts(text) else { panic!("{text}") };
            assert_eq!(error.code(), Code::Invalid, "{text}");
            assert!(!format!("{error:?} {:?}", error.next_step()).contains("canary"), "{text}");
        }
    }

    #[test]
    fn a_name_is_short_and_plain() {
        assert_eq!(plain_name(" a\u{1b}[31mb\n "), "a[31mb");
        assert_eq!(plain_name(&"名".repeat(30)), "名".repeat(10));
    }
}
