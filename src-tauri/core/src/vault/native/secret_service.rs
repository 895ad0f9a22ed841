//! The Secret Service of a Linux session (gnome-keyring, KWallet, KeePassXC), over D-Bus.
//!
//! Writes go through the store of the `keyring` family. Reads do not: it takes a second connection and
//! cannot look without unlocking, which means a prompt (zbus-secret-service-keyring-store 1.0.1
//! `service.rs`). Here one connection looks, agrees on a session key and reads, and never calls `Unlock`.
//! Both find an entry by the attributes `service` and `username`.

use std::collections::HashMap;
use std::time::Instant;

use keyring_core::api::CredentialStoreApi;
use secret_service::blocking::SecretService;
use secret_service::{EncryptionType, Error as ServiceError};
use zbus::Message;
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Value};
use zbus_secret_service_keyring_store::Store;

use super::bus::{Bus, Sent};
use super::faults::{body, nonsense, service_cause, service_fault};
use super::session::{ALGORITHM, Offer, SessionKey};
use super::{Fault, decode, many, ours};
use crate::secret::Secret;
use crate::vault::KeychainOptions;
use crate::words::say;

const SERVICE: &str = "org.freedesktop.secrets";
const INTERFACE: &str = "org.freedesktop.Secret.Service";
const SERVICE_PATH: &str = "/org/freedesktop/secrets";
/// Where the service says that there is no such object.
const NOWHERE: &str = "/";

/// The Secret Service, connected to when it is first needed, and again after it was lost or hung.
pub(in crate::vault) struct Native {
    service: String,
    link: Option<Link>,
    /// The time was spent before anybody asked: the first who does hears of it at once.
    spent: bool,
}

impl Native {
    /// Not yet connected.
    pub(in crate::vault) fn new(options: &KeychainOptions) -> Self {
        Self { service: options.service.clone(), link: None, spent: false }
    }

    /// Connects and asks for a session, but does not wait for it: the daemon works on it, for some
    /// milliseconds, while the caller does other things. What fails here fails again when it is needed.
    pub(in crate::vault) fn warm_up(&mut self, until: Instant) {
        self.spent = self.linked(until, |link, _| link.bus.send()) == Err(Fault::Hung);
    }

    /// The secret under that name.
    pub(in crate::vault) fn read(&mut self, name: &str, until: Instant) -> Result<Secret, Fault> {
        self.linked(until, |link, service| {
            let entry = link.find(service, name)?;
            link.open(&entry)
        })
    }

    /// Whether a secret can be written under that name: the keychain is open, and there is one entry at
    /// most.
    pub(in crate::vault) fn look(&mut self, name: &str, until: Instant) -> Result<(), Fault> {
        match self.linked(until, |link, service| link.find(service, name)) {
            Ok(_) | Err(Fault::Empty) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    /// Whether the keychain that new secrets go to is open.
    pub(in crate::vault) fn check(&mut self, until: Instant) -> Result<(), Fault> {
        self.linked(until, |link, _| link.check())
    }

    /// Closes the keychain that new secrets go to: all of it, also for other programs.
    pub(in crate::vault) fn lock(&mut self, until: Instant) -> Result<(), Fault> {
        self.linked(until, |link, _| link.lock())
    }

    /// Runs a step on the connection, and gives it up if it hung or was lost.
    fn linked<T>(
        &mut self,
        until: Instant,
        step: impl FnOnce(&mut Link, &str) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        if std::mem::take(&mut self.spent) {
            return Err(Fault::Hung);
        }
        let mut link = match self.link.take() {
            Some(link) => link,
            None => Link::start(until)?,
        };
        link.bus.wait_until(until);
        let outcome = step(&mut link, &self.service);
        if !matches!(outcome, Err(Fault::Hung | Fault::Lost(_))) {
            self.link = Some(link);
        }
        outcome
    }
}

/// Files the secret under that name. Shows a prompt only if somebody locks the keychain between
/// [`Native::look`] and this.
pub(in crate::vault) fn write(service: &str, name: &str, secret: &Secret) -> Result<(), Fault> {
    // EXPOSE: the keychain is where it shall rest.
    entry(service, name)?.set_secret(secret.expose().as_bytes()).map_err(written)
}

/// Forgets what is under that name; [`Fault::Empty`] if there is nothing.
pub(in crate::vault) fn remove(service: &str, name: &str) -> Result<(), Fault> {
    entry(service, name)?.delete_credential().map_err(written)
}

/// Asks the desktop to let its user unlock the keychain, or set one up, and waits until that is done or
/// refused.
pub(in crate::vault) fn unlock() -> Result<(), Fault> {
    let service = SecretService::connect(EncryptionType::Plain).map_err(service_fault)?;
    match service.get_default_collection() {
        Ok(collection) if collection.is_locked().map_err(service_fault)? => {
            collection.unlock().map_err(service_fault)
        }
        Ok(_) => Ok(()),
        Err(ServiceError::NoResult) => {
            service.create_collection("Login", "default").map(drop).map_err(service_fault)
        }
        Err(error) => Err(service_fault(error)),
    }
}

/// The passwords under which programs of these names seal what they keep: Chromium and Electron file theirs under this
/// schema and the program's name (chromium `key_storage_libsecret.cc`).
pub(in crate::vault) fn passwords(programs: &[&str], until: Instant) -> Result<Vec<Secret>, Fault> {
    const SCHEMA: &str = "chrome_libsecret_os_crypt_password_v2";
    let mut link = Link::start(until)?;
    let (mut found, mut is_locked) = (vec![], false);
    for program in programs {
        let wanted = (HashMap::from([("xdg:schema", SCHEMA), ("application", *program)]),);
        let reply = link.call(SERVICE_PATH, INTERFACE, "SearchItems", &wanted)?;
        let (open, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) = body(&reply)?;
        is_locked |= !locked.is_empty();
        for entry in open {
            found.push(link.open(&entry)?);
        }
    }
    match found.is_empty() {
        true if is_locked => Err(Fault::Locked),
        true => link.check().map(|()| found),
        false => Ok(found),
    }
}

/// The entry of that name as the `keyring` family sees it. Each time from a store of its own: a store never
/// renews its connection and session, and writes are rare.
fn entry(service: &str, name: &str) -> Result<keyring::Entry, Fault> {
    let store = Store::new().map_err(|error| decode(error, service_cause))?;
    let label = format!("Bridgekeeper {name}");
    let inner = store
        .build(service, name, Some(&HashMap::from([("label", label.as_str())])))
        .map_err(|error| decode(error, service_cause))?;
    Ok(keyring::Entry { inner })
}

/// A connection and its session with the daemon.
struct Link {
    bus: Bus,
    offer: Offer,
    session: Session,
}

/// Each step is done no sooner than it is needed, so that one side works while the other does.
enum Session {
    /// Asked for.
    Asked(Sent),
    /// The daemon gave it a path, and its half of the key.
    Answered(OwnedObjectPath, Vec<u8>),
    /// Both halves are put together.
    Agreed(OwnedObjectPath, SessionKey),
}

impl Link {
    /// The daemon is greeted before it is asked for anything. gnome-keyring (42 to 50 at least) aborts, and
    /// comes back locked, if `OpenSession` overtakes its note of who is calling, which the very first
    /// message of a client may do (`gkd-secret-service.c`, `service_message_filter`). A ping leaves the same
    /// note and does no harm.
    fn start(until: Instant) -> Result<Self, Fault> {
        let mut bus = Bus::connect(until)?;
        let ping = bus.queue(SERVICE, SERVICE_PATH, "org.freedesktop.DBus.Peer", "Ping", &())?;
        bus.send()?;
        let offer = Offer::new().ok_or_else(|| Fault::Failed(say!("vault-no-randomness")))?;
        bus.reply(ping)?;
        let proposal = (ALGORITHM, Value::from(offer.public()));
        let asked = bus.queue(SERVICE, SERVICE_PATH, INTERFACE, "OpenSession", &proposal)?;
        Ok(Self { bus, offer, session: Session::Asked(asked) })
    }

    /// Whether the default collection is open.
    fn check(&mut self) -> Result<(), Fault> {
        let collection = self.collection()?;
        let wanted = ("org.freedesktop.Secret.Collection", "Locked");
        let reply = self.call(collection.as_str(), "org.freedesktop.DBus.Properties", "Get", &wanted)?;
        match body::<OwnedValue>(&reply)?.downcast_ref() {
            Ok(false) => Ok(()),
            Ok(true) => Err(Fault::Locked),
            Err(_) => Err(nonsense()),
        }
    }

    /// Closes the default collection.
    fn lock(&mut self) -> Result<(), Fault> {
        let collections = vec![self.collection()?];
        self.call(SERVICE_PATH, INTERFACE, "Lock", &(collections,))?;
        match self.check() {
            Err(Fault::Locked) => Ok(()),
            // It wants to ask its owner first.
            Ok(()) => Err(Fault::Failed(say!("vault-stayed-open"))),
            Err(fault) => Err(fault),
        }
    }

    /// The default collection.
    fn collection(&mut self) -> Result<OwnedObjectPath, Fault> {
        let reply = self.call(SERVICE_PATH, INTERFACE, "ReadAlias", &("default",))?;
        let collection: OwnedObjectPath = body(&reply)?;
        match collection.as_str() {
            NOWHERE => Err(Fault::Unset),
            _ => Ok(collection),
        }
    }

    /// The one entry under that name.
    ///
    /// [`Fault::Empty`] only if the keychain is open: a daemon that has just been started by the bus may
    /// be locked and show nothing at all.
    fn find(&mut self, service: &str, name: &str) -> Result<OwnedObjectPath, Fault> {
        let wanted = (HashMap::from([("service", service), ("username", name)]),);
        let reply = self.call(SERVICE_PATH, INTERFACE, "SearchItems", &wanted)?;
        let (mut open, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) = body(&reply)?;
        match (open.len(), locked.len()) {
            (0, 0) => self.check().and(Err(Fault::Empty)),
            (0, _) => Err(Fault::Locked),
            (1, 0) => open.pop().ok_or_else(nonsense),
            _ => Err(Fault::Failed(many())),
        }
    }

    fn call<B>(&mut self, path: &str, interface: &str, method: &str, body: &B) -> Result<Message, Fault>
    where
        B: serde::Serialize + DynamicType,
    {
        let sent = self.bus.queue(SERVICE, path, interface, method, body)?;
        self.bus.reply(sent)
    }

    /// The secret of that entry.
    fn open(&mut self, entry: &OwnedObjectPath) -> Result<Secret, Fault> {
        let session = (self.session()?,);
        let get =
            self.bus.queue(SERVICE, entry.as_str(), "org.freedesktop.Secret.Item", "GetSecret", &session)?;
        self.bus.send()?;
        self.agree()?;
        type Sealed = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);
        let ((_, iv, sealed, _),): (Sealed,) = body(&self.bus.reply(get)?)?;
        match &self.session {
            Session::Agreed(_, key) => ours(key.open(&iv, &sealed).ok_or_else(nonsense)?),
            _ => Err(nonsense()),
        }
    }

    /// The session's path; waits for the daemon's answer.
    fn session(&mut self) -> Result<OwnedObjectPath, Fault> {
        if let Session::Asked(asked) = self.session {
            let (theirs, path): (OwnedValue, OwnedObjectPath) = body(&self.bus.reply(asked)?)?;
            self.session = Session::Answered(path, theirs.try_into().map_err(|_| nonsense())?);
        }
        match &self.session {
            Session::Answered(path, _) | Session::Agreed(path, _) => Ok(path.clone()),
            Session::Asked(_) => Err(nonsense()),
        }
    }

    /// Puts the key together.
    fn agree(&mut self) -> Result<(), Fault> {
        if let Session::Answered(path, theirs) = &self.session {
            let key = self.offer.agree(theirs).ok_or_else(nonsense)?;
            self.session = Session::Agreed(path.clone(), key);
        }
        Ok(())
    }
}

/// A failure while writing. That the connection broke is no longer [`Fault::Lost`] here: the write may
/// have happened.
fn written(error: keyring::Error) -> Fault {
    match decode(error, service_cause) {
        Fault::Lost(why) => Fault::Failed(say!("vault-lost-while-writing", why = why)),
        fault => fault,
    }
}
