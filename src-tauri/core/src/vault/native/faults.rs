//! How the failures of the bus and of the Secret Service are read.

use std::error::Error as StdError;
use std::io;

use secret_service::Error as ServiceError;
use zbus::zvariant::DynamicDeserialize;
use zbus::{DBusError, Message};

use super::Fault;
use crate::words::say;

/// The body of a reply. The error does not quote it.
pub(super) fn body<T>(reply: &Message) -> Result<T, Fault>
where
    T: for<'d> DynamicDeserialize<'d>,
{
    reply.body().deserialize().map_err(|_| nonsense())
}

/// An answer outside the Secret Service's specification.
pub(super) fn nonsense() -> Fault {
    Fault::Failed(say!("vault-nonsense"))
}

/// Why the session bus could not be reached.
pub(super) fn connect_fault(error: &zbus::Error) -> Fault {
    match bus_fault(error) {
        Fault::Lost(why) | Fault::Failed(why) => Fault::Absent(say!("vault-no-bus", why = why)),
        fault => fault,
    }
}

/// Why a call failed.
pub(super) fn bus_fault(error: &zbus::Error) -> Fault {
    match error {
        zbus::Error::MethodError(name, text, _) => named(name.as_str(), text.as_deref().unwrap_or_default()),
        zbus::Error::FDO(error) => fdo_fault(error),
        zbus::Error::InputOutput(cause) | zbus::Error::Connection(cause, _) => io_fault(cause),
        zbus::Error::Address(why) | zbus::Error::Handshake(why) => Fault::Failed(why.clone()),
        _ => nonsense(),
    }
}

/// Why nothing could be read or written.
pub(super) fn socket_fault(error: io::Error) -> Fault {
    io_fault(&error)
}

fn io_fault(error: &io::Error) -> Fault {
    match error.kind() {
        // A socket whose time is up says that it would have blocked.
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Fault::Hung,
        _ => Fault::Lost(error.to_string()),
    }
}

/// Why the secret-service crate failed.
pub(super) fn service_fault(error: ServiceError) -> Fault {
    match error {
        // A prompt that was dismissed, or could not be shown for want of a display.
        ServiceError::Locked | ServiceError::Prompt => Fault::Locked,
        ServiceError::PromptDisconnected => Fault::Lost(say!("vault-lost-during-prompt")),
        ServiceError::Unavailable => Fault::Absent(say!("vault-no-service")),
        ServiceError::NoResult => Fault::Unset,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_named_failure_has_its_fault() {
        let of = |name: &str| named(&format!("org.freedesktop.{name}"), "words");
        assert_eq!(of("Secret.Error.IsLocked"), Fault::Locked);
        for name in ["Secret.Error.NoSession", "Secret.Error.NoSuchObject", "DBus.Error.NoReply"] {
            assert!(matches!(of(name), Fault::Lost(_)), "{name}");
        }
        for name in ["DBus.Error.ServiceUnknown", "DBus.Error.Spawn.ChildExited"] {
            assert!(matches!(of(name), Fault::Absent(_)), "{name}");
        }
        assert_eq!(of("DBus.Error.TimedOut"), Fault::Hung);
        let said = Fault::Failed("org.freedesktop.DBus.Error.AccessDenied: words".into());
        assert_eq!(of("DBus.Error.AccessDenied"), said);
    }

    #[test]
    fn the_secret_service_crate_is_read_by_kind() {
        assert_eq!(service_fault(ServiceError::Locked), Fault::Locked);
        assert_eq!(service_fault(ServiceError::Prompt), Fault::Locked);
        assert_eq!(service_fault(ServiceError::NoResult), Fault::Unset);
        assert!(matches!(service_fault(ServiceError::Unavailable), Fault::Absent(_)));
        let io = |kind: io::ErrorKind| service_fault(zbus::Error::from(io::Error::from(kind)).into());
        assert_eq!(io(io::ErrorKind::TimedOut), Fault::Hung);
        assert!(matches!(io(io::ErrorKind::BrokenPipe), Fault::Lost(_)));
        assert_eq!(service_cause("another error".into()), nonsense());
        assert_eq!(service_cause(Box::new(ServiceError::Locked)), Fault::Locked);
    }
}
