//! Connect to a bridge, choose among several, sign out.

use std::sync::Arc;

use serde::Deserialize;

use super::Wallet;
use crate::bridge::{Account, Bridge, Me, Origin, Site};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::store::{BridgeRow, KnownBridge};
use crate::vault::Slot;
use crate::view::StatusView;

/// Who signs in where.
#[derive(Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ConnectRequest {
    /// The bridge's address, as pasted.
    pub url: String,
    /// The account's number, shown beside the user's name on the bridge; newer bridges do without.
    #[cfg_attr(feature = "bindings", specta(type = Option<f64>))]
    pub user_id: Option<i64>,
    /// The system access token.
    #[cfg_attr(feature = "bindings", specta(type = String))]
    pub access_token: Secret,
    /// Plain http to another machine is meant.
    #[serde(default)]
    pub insist: bool,
}

impl Wallet {
    /// Connects: finds the bridge, checks the account, puts the access token into the vault.
    ///
    /// # Errors
    /// [`Code::Invalid`] for an address that is none; [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`];
    /// [`Code::NotSignedIn`] if the bridge does not accept the account; the vault's. Nothing is stored then.
    pub async fn connect(&self, request: ConnectRequest) -> Result<StatusView> {
        let origin = Origin::parse(&request.url, request.insist)?;
        // EXPOSE: only to see whether anything but blanks was given.
        if request.access_token.expose().trim().is_empty() {
            return Err(Error::new(Code::Invalid, "the access token is empty")
                .hint("copy it from the bridge: Personal settings > Security > System access token"));
        }
        let token = Arc::new(request.access_token);
        let account = Account { user_id: request.user_id, token: token.clone() };
        let client = Bridge::new(origin.clone(), Some(account))?;
        let site = client.site().await?;
        let me = client.me().await?;
        let groups = client.groups().await?;
        let dialect = client.dialect().await?;
        let origin = origin.to_string();
        self.put_secret(Slot::account(&*origin), token).await?;
        let earlier = self.store.bridges()?.into_iter().find(|row| row.origin == origin);
        let mut known = earlier.map(|row| row.known).unwrap_or_default();
        known.dialect = dialect.map(|dialect| dialect.to_string());
        known.groups = groups;
        known.keys_as_of = None;
        self.fill(&mut known, &site, &me);
        let label = origin.split_once("://").map_or(&*origin, |(_, host)| host);
        self.store.save_bridge(label, &origin, &known)?;
        self.store.note(self.machine.now(), &format!("Connected to {label} as {}.", me.username))?;
        self.clients().insert(origin, client);
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
        self.store.note(self.machine.now(), &format!("Signed out of {}.", row.label))?;
        self.status().await
    }

    fn labelled(&self, label: &str) -> Result<BridgeRow> {
        self.store
            .bridges()?
            .into_iter()
            .find(|row| row.label == label)
            .ok_or_else(|| Error::new(Code::NotFound, format!("there is no bridge \"{label}\"")))
    }

    /// Reads balance and names anew. What cannot be reached keeps its last figures and says so.
    pub(super) async fn refresh(&self, row: &BridgeRow) -> Result<KnownBridge> {
        let mut known = row.known.clone();
        let client = self.client(row).await?;
        let found = async { Ok((client.site().await?, client.me().await?)) }.await;
        match found {
            Ok((site, me)) => self.fill(&mut known, &site, &me),
            Err(error) if is_offline(&error) => known.reachable = false,
            Err(error) => return Err(error),
        }
        self.store.update_bridge(row.id, &known)?;
        Ok(known)
    }

    fn fill(&self, known: &mut KnownBridge, site: &Site, me: &Me) {
        known.name = site.name.clone();
        known.rate = Some(site.rate);
        known.user_id = Some(me.user_id);
        known.username = me.username.clone();
        known.group = me.group.clone();
        known.balance = me.balance;
        known.used = me.used;
        known.as_of = self.machine.now();
        known.reachable = true;
    }
}

/// Whether an error means that the bridge could not be asked, so that what was known before still helps.
pub(super) fn is_offline(error: &Error) -> bool {
    matches!(error.code(), Code::BridgeUnreachable | Code::RateLimited)
}
