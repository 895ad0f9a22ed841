//! How a call on the bus is run and how its failures are read.

use std::error::Error as StdError;
use std::io;
use std::pin::pin;

use futures::future::{self, Either};
use secret_service::Error as ServiceError;
use zbus::zvariant::DynamicDeserialize;
use zbus::{Connection, DBusError, Message};

use super::Fault;

/// Runs a call and the connection's own tasks on this one thread. With zbus's usual helper thread each
/// call costs several context switches more.
pub(super) fn drive<T>(bus: &Connection, call: impl Future<Output = T>) -> T {
    zbus::block_on(async {
        let tasks = pin!(async {
            loop {
                bus.executor().tick().await;
            }
        });
        match future::select(pin!(call), tasks).await {
            Either::Left((done, _)) | Either::Right((done, _)) => done,
        }
    })
}

/// The body of a reply. The error does not quote it.
pub(super) fn body<T>(reply: &Message) -> Result<T, Fault>
where
    T: for<'d> DynamicDeserialize<'d>,
{
    reply.body().deserialize().map_err(|_| nonsense())
}

/// An answer outside the Secret Service's specification.
pub(super) fn nonsense() -> Fault {
    Fault::Failed("its answer was not understood".into())
}

/// Why the session bus could not be reached.
pub(super) fn connect_fault(error: &zbus::Error) -> Fault {
    match bus_fault(error) {
        Fault::Lost(why) | Fault::Failed(why) => Fault::Absent(format!("no session bus: {why}")),
        fault => fault,
    }
}

/// Why a call failed.
pub(super) fn bus_fault(error: &zbus::Error) -> Fault {
    match error {
        zbus::Error::MethodError(name, text, _) => named(name.as_str(), text.as_deref().unwrap_or_default()),
        zbus::Error::FDO(error) => fdo_fault(error),
        zbus::Error::InputOutput(cause) | zbus::Error::Connection(cause, _) => match cause.kind() {
            io::ErrorKind::TimedOut => Fault::Hung,
            _ => Fault::Lost(cause.to_string()),
        },
        zbus::Error::Address(why) | zbus::Error::Handshake(why) => Fault::Failed(why.clone()),
        _ => nonsense(),
    }
}

/// Why the secret-service crate failed.
pub(super) fn service_fault(error: ServiceError) -> Fault {
    match error {
        // A prompt that was dismissed, or could not be shown for want of a display.
        ServiceError::Locked | ServiceError::Prompt => Fault::Locked,
        ServiceError::PromptDisconnected => Fault::Lost("it went away during a prompt".into()),
        ServiceError::Unavailable => Fault::Absent("no Secret Service on the session bus".into()),
        ServiceError::NoResult => Fault::Failed("it was never set up: it has no default collection".into()),
        ServiceError::Zbus(error) => bus_fault(&error),
        ServiceError::ZbusFdo(error) => fdo_fault(&error),
        _ => nonsense(),
    }
}

/// Why the keyring store failed: it hands on what the secret-service crate said.
pub(super) fn service_cause(cause: Box<dyn StdError + Send + Sync>) -> Fault {
    cause.downcast().map_or_else(|_| nonsense(), |error| service_fault(*error))
}

fn fdo_fault(error: &zbus::fdo::Error) -> Fault {
    match error {
        zbus::fdo::Error::ZBus(error) => bus_fault(error),
        other => named(other.name().as_str(), DBusError::description(other).unwrap_or_default()),
    }
}

/// The failures that D-Bus ("Standard errors" of its specification, and dbus-daemon 1.14) and the Secret
/// Service (API 0.2, chapter "D-Bus errors") have names for.
fn named(name: &str, text: &str) -> Fault {
    let said = || if text.is_empty() { name.to_owned() } else { format!("{name}: {text}") };
    match name {
        "org.freedesktop.Secret.Error.IsLocked" => Fault::Locked,
        // The daemon was restarted, or the entry was removed since it was found.
        "org.freedesktop.Secret.Error.NoSession"
        | "org.freedesktop.Secret.Error.NoSuchObject"
        | "org.freedesktop.DBus.Error.UnknownObject"
        | "org.freedesktop.DBus.Error.UnknownMethod"
        | "org.freedesktop.DBus.Error.NoReply"
        | "org.freedesktop.DBus.Error.Disconnected" => Fault::Lost(said()),
        "org.freedesktop.DBus.Error.Timeout" | "org.freedesktop.DBus.Error.TimedOut" => Fault::Hung,
        "org.freedesktop.DBus.Error.ServiceUnknown" | "org.freedesktop.DBus.Error.NameHasNoOwner" => {
            Fault::Absent(said())
        }
        spawning if spawning.starts_with("org.freedesktop.DBus.Error.Spawn.") => Fault::Absent(said()),
        _ => Fault::Failed(said()),
    }
}
