//! A connection to the session bus that reads and writes on the thread it is called on.
//!
//! zbus builds and reads the messages; its own connection is left out. That one has a thread for its tasks
//! and one for its timers, and every reply passes through both: on a busy machine that alone took the key
//! helper a quarter of its time. Here the sign-in and the first calls leave in one write (as systemd's
//! sd-bus does it), nobody waits for what is not needed yet, and the socket itself keeps the time.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixStream;
use std::time::Instant;

use futures::FutureExt;
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType};
use zbus::Message;
use zbus::address::transport::{Transport, UnixSocket};
use zbus::connection::socket::ReadHalf;
use zbus::message::Type;
use zbus::zvariant::DynamicType;

use super::Fault;
use super::faults::{bus_fault, connect_fault, nonsense, socket_fault};
use crate::words::say;

/// Signs in as whoever the kernel says we are (D-Bus specification, "Authentication Protocol").
const SIGN_IN: &[u8] = b"\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n";

/// One line of the sign-in is no longer than that.
const LONGEST_LINE: u64 = 1024;

/// A call that was sent; what its reply is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sent(u32);

/// The connection.
pub(super) struct Bus {
    socket: Socket,
    /// When to give up.
    until: Instant,
    /// Not yet written.
    outgoing: Vec<u8>,
    signed_in: bool,
    /// Replies that came before they were waited for.
    early: Vec<(Sent, Message)>,
}

impl Bus {
    /// Connects and prepares to sign in; writes nothing yet. Does not wait: a bus whose queue is full hangs.
    pub(super) fn connect(until: Instant) -> Result<Self, Fault> {
        let address = zbus::Address::session().map_err(|error| connect_fault(&error))?;
        let socket = match address.transport() {
            Transport::Unix(unix) => match unix.path() {
                UnixSocket::File(path) => SocketAddrUnix::new(path),
                UnixSocket::Abstract(name) => SocketAddrUnix::new_abstract_name(name.as_bytes()),
                _ => Err(Errno::NOTSUP),
            },
            _ => Err(Errno::NOTSUP),
        };
        match socket.and_then(|socket| join(&socket)) {
            Ok(stream) => Self::over(stream, until),
            Err(Errno::AGAIN) => Err(Fault::Hung),
            Err(error) => {
                let (address, why) = (address.to_string(), error.to_string());
                Err(Fault::Absent(say!("vault-no-bus-there", address = address, why = why)))
            }
        }
    }

    fn over(stream: UnixStream, until: Instant) -> Result<Self, Fault> {
        stream.set_nonblocking(false).map_err(socket_fault)?;
        let mut bus = Self {
            socket: Socket(BufReader::new(stream)),
            until,
            outgoing: SIGN_IN.into(),
            signed_in: false,
            early: vec![],
        };
        bus.queue("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello", &())?;
        Ok(bus)
    }

    /// From now on nothing is waited for longer than that.
    pub(super) fn wait_until(&mut self, until: Instant) {
        self.until = until;
    }

    /// Puts a call behind those that leave with the next [`Bus::send`] or [`Bus::reply`].
    pub(super) fn queue<B>(
        &mut self,
        destination: &str,
        path: &str,
        interface: &str,
        method: &str,
        body: &B,
    ) -> Result<Sent, Fault>
    where
        B: serde::Serialize + DynamicType,
    {
        let message = Message::method_call(path, method)
            .and_then(|call| call.destination(destination)?.interface(interface)?.build(body))
            .map_err(|_| nonsense())?;
        self.outgoing.extend_from_slice(message.data());
        Ok(Sent(message.primary_header().serial_num().get()))
    }

    /// Writes what is queued.
    pub(super) fn send(&mut self) -> Result<(), Fault> {
        self.set_time_limit()?;
        let outgoing = std::mem::take(&mut self.outgoing);
        self.socket.0.get_mut().write_all(&outgoing).map_err(socket_fault)
    }

    /// Waits for the reply to that call.
    pub(super) fn reply(&mut self, to: Sent) -> Result<Message, Fault> {
        if !self.outgoing.is_empty() {
            self.send()?;
        }
        if !self.signed_in {
            self.finish_sign_in()?;
        }
        let reply = match self.early.iter().position(|(sent, _)| *sent == to) {
            Some(at) => self.early.swap_remove(at).1,
            None => loop {
                self.set_time_limit()?;
                let message = self.socket.message()?;
                match message.header().reply_serial().map(|serial| Sent(serial.get())) {
                    Some(sent) if sent == to => break message,
                    Some(sent) => self.early.push((sent, message)),
                    // A signal; none was asked for, and the bus sends one about our own name.
                    None => {}
                }
            },
        };
        match reply.message_type() {
            Type::MethodReturn => Ok(reply),
            _ => Err(bus_fault(&reply.into())),
        }
    }

    /// Tells the socket how much time there is.
    fn set_time_limit(&self) -> Result<(), Fault> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Fault::Hung);
        }
        let stream = self.socket.0.get_ref();
        stream.set_read_timeout(Some(left)).map_err(socket_fault)?;
        stream.set_write_timeout(Some(left)).map_err(socket_fault)
    }

    /// Reads the bus's half of the sign-in: `DATA`, then `OK` and its name.
    fn finish_sign_in(&mut self) -> Result<(), Fault> {
        for expected in ["DATA", "OK "] {
            self.set_time_limit()?;
            let line = self.socket.line()?;
            if !line.starts_with(expected) {
                return Err(Fault::Absent(say!("vault-bus-refuses")));
            }
        }
        self.signed_in = true;
        Ok(())
    }
}

/// Joins a socket without waiting.
fn join(address: &SocketAddrUnix) -> rustix::io::Result<UnixStream> {
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = rustix::net::socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
    rustix::net::connect(&socket, address)?;
    Ok(socket.into())
}

/// What is read from. For zbus, to which we lend it for one message at a time.
#[derive(Debug)]
struct Socket(BufReader<UnixStream>);

impl Socket {
    fn line(&mut self) -> Result<String, Fault> {
        let mut line = String::new();
        self.0.by_ref().take(LONGEST_LINE).read_line(&mut line).map_err(socket_fault)?;
        Ok(line)
    }

    fn message(&mut self) -> Result<Message, Fault> {
        let (mut no_bytes, mut no_files) = (vec![], vec![]);
        let whole = self.receive_message(0, &mut no_bytes, &mut no_files);
        // It waits inside `recvmsg` and never hands its task back.
        whole.now_or_never().ok_or_else(nonsense)?.map_err(|error| bus_fault(&error))
    }
}

#[async_trait::async_trait]
impl ReadHalf for Socket {
    async fn recvmsg(&mut self, buffer: &mut [u8]) -> io::Result<(usize, Vec<OwnedFd>)> {
        Ok((self.0.read(buffer)?, vec![]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread::{JoinHandle, spawn};
    use std::time::Duration;

    const AMPLE: Duration = Duration::from_secs(20);
    const SHORT: Duration = Duration::from_millis(50);

    /// The far end of a connection, played by `play`.
    fn bus(
        patience: Duration,
        play: impl FnOnce(Socket, Vec<Message>) -> Option<()> + Send + 'static,
    ) -> (Bus, JoinHandle<Option<()>>) {
        let (near, far) = UnixStream::pair().unwrap();
        let far = spawn(move || {
            let mut far = Socket(BufReader::new(far));
            let mut sign_in = [0; SIGN_IN.len()];
            far.0.read_exact(&mut sign_in).ok()?;
            assert_eq!(sign_in, SIGN_IN);
            let calls = (0..3).map(|_| far.message().ok()).collect::<Option<_>>()?;
            play(far, calls)
        });
        (Bus::over(near, Instant::now() + patience).unwrap(), far)
    }

    fn two_calls(bus: &mut Bus) -> [Sent; 2] {
        ["One", "Two"].map(|method| bus.queue("a.b", "/", "a.b", method, &()).unwrap())
    }

    fn write(far: &mut Socket, bytes: &[u8]) -> Option<()> {
        far.0.get_mut().write_all(bytes).ok()
    }

    #[test]
    fn replies_find_their_calls_in_any_order() {
        let (mut bus, far) = bus(AMPLE, |mut far, calls| {
            write(&mut far, b"DATA\r\nOK 0123\r\n")?;
            let signal = Message::signal("/", "a.b", "Noise").unwrap().build(&()).unwrap();
            write(&mut far, signal.data())?;
            for (call, answer) in calls.iter().zip(["hello", "one", "two"]).rev() {
                let reply = Message::method_return(&call.header()).unwrap().build(&answer).unwrap();
                write(&mut far, reply.data())?;
            }
            Some(())
        });
        let [one, two] = two_calls(&mut bus);
        for (sent, expected) in [(one, "one"), (two, "two")] {
            assert_eq!(bus.reply(sent).unwrap().body().deserialize::<String>().unwrap(), expected);
        }
        assert_eq!(far.join().unwrap(), Some(()));
    }

    #[test]
    fn an_error_is_read_by_its_name() {
        let (mut bus, _far) = bus(AMPLE, |mut far, calls| {
            write(&mut far, b"DATA\r\nOK 0123\r\n")?;
            let name = "org.freedesktop.Secret.Error.IsLocked";
            let error = Message::error(&calls[1].header(), name).unwrap().build(&"shut").unwrap();
            write(&mut far, error.data())
        });
        let [one, _] = two_calls(&mut bus);
        assert_eq!(bus.reply(one).err(), Some(Fault::Locked));
    }

    #[test]
    fn a_bus_that_refuses_is_as_good_as_none() {
        for refusal in [&b"REJECTED EXTERNAL\r\n"[..], b"DATA\r\nREJECTED\r\n", b""] {
            let (mut bus, _far) = bus(AMPLE, move |mut far, _| write(&mut far, refusal));
            let [one, _] = two_calls(&mut bus);
            assert!(matches!(bus.reply(one).err(), Some(Fault::Absent(_))));
        }
    }

    #[test]
    fn a_silent_bus_hangs_and_a_closed_one_is_lost() {
        let (hold, held) = std::sync::mpsc::channel::<()>();
        let (mut silent, _far) = bus(SHORT, move |_far, _| held.recv().ok());
        let [one, _] = two_calls(&mut silent);
        assert_eq!(silent.reply(one).err(), Some(Fault::Hung));
        drop(hold);
        let (mut closed, _far) = bus(AMPLE, |mut far, _| write(&mut far, b"DATA\r\nOK 0123\r\n"));
        let [one, _] = two_calls(&mut closed);
        assert!(matches!(closed.reply(one).err(), Some(Fault::Lost(_))));
    }

    #[test]
    fn garbage_is_a_failure_and_not_a_crash() {
        let (mut bus, _far) = bus(AMPLE, |mut far, _| {
            write(&mut far, b"DATA\r\nOK 0123\r\n")?;
            write(&mut far, &[0xFF; 64])
        });
        let [one, _] = two_calls(&mut bus);
        assert!(matches!(bus.reply(one).err(), Some(Fault::Failed(_))));
    }
}
