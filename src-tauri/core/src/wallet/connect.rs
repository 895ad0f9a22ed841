//! Connect to a bridge, choose among several, sign out.

use std::sync::Arc;

use serde::Deserialize;

use super::{Wallet, ledger};
use crate::bridge::{Account, Bridge, Login, Me, Origin, Site};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::store::{BridgeRow, KnownBridge};
use crate::vault::Slot;
use crate::view::{SiteView, StatusView};
use crate::words::say;

/// Who signs in where.
#[derive(Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ConnectRequest {
    /// The bridge's address, as pasted.
    pub url: String,
    /// With what.
    pub sign_in: SignIn,
    /// Plain http to another machine is meant.
    #[serde(default)]
    pub insist: bool,
}

/// With what somebody signs in.
#[derive(Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum SignIn {
    /// The system access token; works on every bridge.
    Token {
        /// The account's number, shown beside the user's name on the bridge; newer bridges do without.
        #[cfg_attr(feature = "bindings", specta(type = Option<f64>))]
        user_id: Option<i64>,
        /// The token.
        #[cfg_attr(feature = "bindings", specta(type = String))]
        access_token: Secret,
    },
    /// User name and password, turned once into a system access token. Neither is stored.
    Password {
        /// The user's name or e-mail address.
        username: String,
        /// The password.
        #[cfg_attr(feature = "bindings", specta(type = String))]
        password: Secret,
        /// The two-factor code, where the bridge asks for one.
        #[cfg_attr(feature = "bindings", specta(type = Option<String>))]
        otp: Option<Secret>,
        /// It was understood that the new token replaces any earlier one of the account.
        replaces: bool,
    },
    /// One API key and no account: for what a key alone can do.
    Key {
        /// The key.
        #[cfg_attr(feature = "bindings", specta(type = String))]
        key: Secret,
        /// A name for it in the wallet.
        name: String,
    },
}

impl Wallet {
    /// What a bridge says of itself before the sign-in.
    ///
    /// # Errors
    /// [`Code::Invalid`] for an address that is none; [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`].
    pub async fn look_at_bridge(&self, url: &str, insist: bool) -> Result<SiteView> {
        let origin = Origin::parse(url, insist)?;
        let site = self.client_of(origin.clone(), None)?.site().await?;
        let known = self.bridge_at(&origin.to_string())?;
        Ok(SiteView {
            url: origin.to_string(),
            no_password: no_password(&site),
            name: site.name,
            version: site.version,
            label: known.map(|row| row.label),
        })
    }

    /// Connects: finds the bridge, checks the account, puts the access token into the vault.
    ///
    /// # Errors
    /// [`Code::Invalid`] for an address that is none; [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`];
    /// [`Code::NotSignedIn`] if the bridge does not accept the account; [`Code::SecondFactor`]; the vault's.
    /// Nothing is stored then.
    pub async fn connect(&self, request: ConnectRequest) -> Result<StatusView> {
        let origin = Origin::parse(&request.url, request.insist)?;
        let account = match request.sign_in {
            SignIn::Token { user_id, access_token } => {
                // EXPOSE: only to see whether anything but blanks was given.
                if access_token.expose().trim().is_empty() {
                    return Err(Error::new(Code::Invalid, say!("connect-no-token"))
                        .hint(say!("connect-no-token", "hint")));
                }
                Account { user_id, token: Arc::new(access_token) }
            }
            SignIn::Password { username, password, otp, replaces } => {
                self.mint(&origin, username, password, otp, replaces).await?
            }
            SignIn::Key { key, name } => return self.connect_key(&origin, &key, &name).await,
        };
        let token = account.token.clone();
        let client = self.client_of(origin.clone(), Some(account))?;
        let site = client.site().await?;
        let me = client.me().await?;
        let groups = client.groups().await?;
        let dialect = client.dialect().await?;
        let label = self.free_label(&origin)?;
        let origin = origin.to_string();
        self.put_secret(Slot::account(&*origin), token).await?;
        let earlier = self.bridge_at(&origin)?;
        let mut known = earlier.map(|row| row.known).unwrap_or_default();
        known.dialect = dialect.map(|dialect| dialect.to_string());
        known.groups = groups;
        known.groups_as_of = Some(self.machine.now());
        known.models.clear();
        known.keys_as_of = None;
        known.key_only = false;
        self.fill_site(&mut known, &site);
        self.fill_account(&mut known, &me);
        self.store.save_bridge(&label, &origin, &known)?;
        self.store.note(self.machine.now(), &say!("connect-done", bridge = &*label, user = &*me.username))?;
        self.clients().insert(origin, client);
        self.nudge_kills();
        self.status().await
    }

    /// Turns user name and password into a system access token.
    async fn mint(
        &self,
        origin: &Origin,
        username: String,
        password: Secret,
        otp: Option<Secret>,
        replaces: bool,
    ) -> Result<Account> {
        if !replaces {
            return Err(
                Error::new(Code::Invalid, say!("connect-replaces")).hint(say!("connect-replaces", "hint"))
            );
        }
        // A token that cannot be kept would only have killed the one before it.
        self.with_vault(|vault| vault.check()).await?;
        let login = Login { username, password, otp };
        Bridge::mint_by_password(origin, &login, ledger::options(&self.store, &self.machine, &self.timer))
            .await
    }

    /// Files a key of a bridge without an account there.
    async fn connect_key(&self, origin: &Origin, key: &Secret, name: &str) -> Result<StatusView> {
        // EXPOSE: brought to its one form, into a new Secret.
        let key = Secret::api_key(key.expose()).map_err(|_| {
            Error::new(Code::Invalid, say!("connect-no-key")).hint(say!("connect-no-key", "hint"))
        })?;
        let name = match name.trim() {
            "" => say!("connect-key-name"),
            name => name.to_owned(),
        };
        self.keep_pasted(origin, &name, Arc::new(key)).await?;
        if let Some(row) = self.bridge_at(&origin.to_string())? {
            self.store.use_bridge(row.id)?;
        }
        self.status().await
    }

    /// Has the bridge in use make a new access token. The present one is dead from then on, here and wherever
    /// else it is used.
    ///
    /// # Errors
    /// The vault's, before anything is asked for; those of the bridge.
    pub async fn renew_token(&self) -> Result<StatusView> {
        let row = self.bridge_row()?;
        self.with_vault(|vault| vault.check()).await?;
        let token = Arc::new(self.client(&row).await?.renew_token().await?);
        // The client still has the dead one.
        self.clients().remove(&row.origin);
        self.put_secret(Slot::account(&*row.origin), token).await?;
        self.store.note(self.machine.now(), &say!("connect-token-renewed", bridge = &*row.label))?;
        self.status().await
    }

    /// Gives a bridge another label.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::Invalid`] for a label that is empty or another bridge's.
    pub async fn rename_bridge(&self, label: &str, new: &str) -> Result<StatusView> {
        let row = self.labelled(label)?;
        let new = new.trim();
        if new.is_empty() || new.len() > 60 || new.chars().any(char::is_control) {
            return Err(
                Error::new(Code::Invalid, say!("connect-no-label")).hint(say!("connect-no-label", "hint"))
            );
        }
        if self.store.bridges()?.iter().any(|other| other.label == new && other.id != row.id) {
            return Err(Error::new(Code::Invalid, say!("connect-label-taken", label = new)));
        }
        self.store.rename_bridge(row.id, new)?;
        self.status().await
    }

    /// Makes another known bridge the one in use.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn use_bridge(&self, label: &str) -> Result<StatusView> {
        self.store.use_bridge(self.labelled(label)?.id)?;
        self.status().await
    }

    /// Forgets a bridge and its access token. Keys stay on the bridge; profiles that use them keep theirs in
    /// the vault, so tools go on working.
    ///
    /// # Errors
    /// [`Code::NotFound`]; the vault's: then nothing is forgotten.
    pub async fn sign_out(&self, label: &str) -> Result<StatusView> {
        let row = self.labelled(label)?;
        let slot = Slot::account(&*row.origin);
        self.with_vault(move |vault| vault.delete(&slot)).await?;
        self.store.remove_bridge(row.id)?;
        self.clients().remove(&row.origin);
        self.store.note(self.machine.now(), &say!("connect-signed-out", bridge = &*row.label))?;
        self.status().await
    }

    fn labelled(&self, label: &str) -> Result<BridgeRow> {
        self.store
            .bridges()?
            .into_iter()
            .find(|row| row.label == label)
            .ok_or_else(|| Error::new(Code::NotFound, say!("wallet-no-bridge", label = label)))
    }

    /// Reads balance and names anew. What cannot be reached keeps its last figures and says so.
    pub(super) async fn refresh(&self, row: &BridgeRow) -> Result<KnownBridge> {
        let mut known = row.known.clone();
        let client = self.client(row).await?;
        if known.key_only {
            match client.site().await {
                Ok(site) => self.fill_site(&mut known, &site),
                Err(error) if is_offline(&error) => known.reachable = false,
                Err(error) => return Err(error),
            }
            self.store.update_bridge(row.id, &known)?;
            return Ok(known);
        }
        let found = async { Ok((client.site().await?, client.me().await?)) }.await;
        match found {
            Ok((site, me)) => {
                self.fill_site(&mut known, &site);
                self.fill_account(&mut known, &me);
            }
            Err(error) if is_offline(&error) => known.reachable = false,
            Err(error) => return Err(error),
        }
        self.store.update_bridge(row.id, &known)?;
        Ok(known)
    }

    pub(super) fn fill_site(&self, known: &mut KnownBridge, site: &Site) {
        known.name = site.name.clone();
        known.rate = Some(site.rate);
        known.display = Some(site.display.clone());
        known.keeps_usage = site.keeps_usage;
        known.as_of = self.machine.now();
        known.reachable = true;
    }

    fn fill_account(&self, known: &mut KnownBridge, me: &Me) {
        known.user_id = Some(me.user_id);
        known.username = me.username.clone();
        known.group = me.group.clone();
        known.balance = me.balance;
        known.used = me.used;
    }

    /// The label of a bridge: the one it has, else its host, with a number where another bridge is called so.
    pub(super) fn free_label(&self, origin: &Origin) -> Result<String> {
        let origin = origin.to_string();
        let bridges = self.store.bridges()?;
        if let Some(row) = bridges.iter().find(|row| row.origin == origin) {
            return Ok(row.label.clone());
        }
        let host = origin.split_once("://").map_or(&*origin, |(_, host)| host);
        let numbered = (2..).map(|n| format!("{host} {n}"));
        let mut labels = std::iter::once(host.to_owned()).chain(numbered);
        let free = labels.find(|label| bridges.iter().all(|row| row.label != *label));
        Ok(free.unwrap_or_else(|| host.to_owned()))
    }
}

/// Why a bridge does not let programs sign in with a password; `None` where it does.
fn no_password(site: &Site) -> Option<String> {
    match site {
        Site { password_login: false, .. } => Some(say!("connect-no-passwords")),
        Site { turnstile: true, .. } => Some(say!("connect-captcha")),
        _ => None,
    }
}

/// Whether an error means that the bridge could not be asked, so that what was known before still helps.
pub(super) fn is_offline(error: &Error) -> bool {
    matches!(error.code(), Code::BridgeUnreachable | Code::RateLimited)
}
