//! The Secret Service of a Linux session (gnome-keyring, KWallet, KeePassXC), over D-Bus.
//!
//! Writes go through the store of the `keyring` family. Reads do not: it takes a second connection and
//! cannot look without unlocking, which means a prompt (zbus-secret-service-keyring-store 1.0.1
//! `service.rs`). Here one connection looks, agrees on a session key and reads, and never calls `Unlock`.
//! Both find an entry by the attributes `service` and `username`.

use std::collections::HashMap;
use std::time::Duration;

use keyring_core::api::CredentialStoreApi;
use secret_service::blocking::SecretService;
use secret_service::{EncryptionType, Error as ServiceError};
use zbus::Message;
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Value};
use zbus_secret_service_keyring_store::Store;

use super::bus::{Bus, Sent};
use super::faults::{body, nonsense, service_cause, service_fault};
use super::session::{ALGORITHM, Offer, SessionKey};
use super::{Fault, MANY, decode, ours};
use crate::secret::Secret;
use crate::vault::KeychainOptions;

const SERVICE: &str = "org.freedesktop.secrets";
const INTERFACE: &str = "org.freedesktop.Secret.Service";
const SERVICE_PATH: &str = "/org/freedesktop/secrets";
/// Where the service says that there is no such object.
const NOWHERE: &str = "/";

/// The Secret Service, connected to when it is first needed.
pub(in crate::vault) struct Native {
    service: String,
    patience: Duration,
    link: Option<Link>,
}

impl Native {
    /// Not yet connected.
    pub(in crate::vault) fn new(options: &KeychainOptions) -> Self {
        Self { service: options.service.clone(), patience: options.answer_within, link: None }
    }

    /// Connects and asks for a session, but does not wait for it: the daemon works on it, for some
    /// milliseconds, while the caller does other things. What fails here fails again when it is needed.
    pub(in crate::vault) fn warm_up(&mut self) {
        let _ = self.link().and_then(|link| link.bus.send());
    }

    /// The secret under that name.
    pub(in crate::vault) fn read(&mut self, name: &str) -> Result<Secret, Fault> {
        let entry = self.find(name)?;
        self.link()?.open(&entry)
    }

    /// Files the secret under that name. [`Fault::Locked`], [`Fault::Empty`] and [`Fault::Lost`] say that
    /// nothing was written. Never shows a prompt, unless the keychain is locked by somebody else between
    /// the look and the write.
    pub(in crate::vault) fn write(&mut self, name: &str, secret: &Secret) -> Result<(), Fault> {
        match self.find(name) {
            Ok(_) | Err(Fault::Empty) => {}
            Err(fault) => return Err(fault),
        }
        // EXPOSE: the keychain is where it shall rest.
        self.entry(name)?.set_secret(secret.expose().as_bytes()).map_err(written)
    }

    /// Forgets what is under that name.
    pub(in crate::vault) fn remove(&mut self, name: &str) -> Result<(), Fault> {
        match self.find(name) {
            Ok(_) => {}
            Err(Fault::Empty) => return Ok(()),
            Err(fault) => return Err(fault),
        }
        match self.entry(name)?.delete_credential().map_err(written) {
            Err(Fault::Empty) => Ok(()),
            done => done,
        }
    }

    /// Whether the keychain that new secrets go to is open.
    pub(in crate::vault) fn check(&mut self) -> Result<(), Fault> {
        let link = self.link()?;
        let reply = link.call(SERVICE_PATH, INTERFACE, "ReadAlias", &("default",))?;
        let collection: OwnedObjectPath = body(&reply)?;
        if collection.as_str() == NOWHERE {
            return Err(Fault::Failed("it was never set up: it has no default collection".into()));
        }
        let wanted = ("org.freedesktop.Secret.Collection", "Locked");
        let reply = link.call(collection.as_str(), "org.freedesktop.DBus.Properties", "Get", &wanted)?;
        match body::<OwnedValue>(&reply)?.downcast_ref() {
            Ok(false) => Ok(()),
            Ok(true) => Err(Fault::Locked),
            Err(_) => Err(nonsense()),
        }
    }

    /// Asks the desktop to let its user unlock the keychain, or set one up, and waits until that is done
    /// or refused. Shows a prompt and has no deadline of its own.
    pub(in crate::vault) fn unlock(&mut self) -> Result<(), Fault> {
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

    /// The one entry under that name.
    ///
    /// [`Fault::Empty`] only if the keychain is open: a daemon that has just been started by the bus may
    /// be locked and show nothing at all.
    fn find(&mut self, name: &str) -> Result<OwnedObjectPath, Fault> {
        let service = self.service.clone();
        let wanted = (HashMap::from([("service", service.as_str()), ("username", name)]),);
        let reply = self.link()?.call(SERVICE_PATH, INTERFACE, "SearchItems", &wanted)?;
        let (mut open, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) = body(&reply)?;
        match (open.len(), locked.len()) {
            (0, 0) => self.check().and(Err(Fault::Empty)),
            (0, _) => Err(Fault::Locked),
            (1, 0) => open.pop().ok_or_else(nonsense),
            _ => Err(Fault::Failed(MANY.into())),
        }
    }

    /// The same entry as the `keyring` family sees it. Each time from a store of its own: a store never
    /// renews its connection and session, and writes are rare.
    fn entry(&self, name: &str) -> Result<keyring::Entry, Fault> {
        let store = Store::new().map_err(|error| decode(error, service_cause))?;
        let label = format!("Bridgekeeper {name}");
        let inner = store
            .build(&self.service, name, Some(&HashMap::from([("label", label.as_str())])))
            .map_err(|error| decode(error, service_cause))?;
        Ok(keyring::Entry { inner })
    }

    fn link(&mut self) -> Result<&mut Link, Fault> {
        if self.link.is_none() {
            self.link = Some(Link::start(self.patience)?);
        }
        self.link.as_mut().ok_or_else(nonsense)
    }
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
    fn start(patience: Duration) -> Result<Self, Fault> {
        let mut bus = Bus::connect(patience)?;
        let ping = bus.queue(SERVICE, SERVICE_PATH, "org.freedesktop.DBus.Peer", "Ping", &())?;
        bus.send()?;
        let offer = Offer::new().ok_or_else(|| Fault::Failed("the system has no randomness".into()))?;
        bus.reply(ping)?;
        let proposal = (ALGORITHM, Value::from(offer.public()));
        let asked = bus.queue(SERVICE, SERVICE_PATH, INTERFACE, "OpenSession", &proposal)?;
        Ok(Self { bus, offer, session: Session::Asked(asked) })
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
        Fault::Lost(why) => Fault::Failed(format!("it went away while writing ({why})")),
        fault => fault,
    }
}
