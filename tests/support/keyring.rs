//! A keychain for one test: a private bus and a private gnome-keyring, away from the real session. Works as
//! root and without a display. Everything it started is gone when it is dropped.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use tempfile::TempDir;
use zbus::blocking::{Connection, MessageIterator, connection, fdo};
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

const PASSWORD: &str = "only for tests";
const SERVICE: &str = "org.freedesktop.secrets";
const SERVICE_PATH: &str = "/org/freedesktop/secrets";

/// How long anything here may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A session of its own. It may be short of a keyring, or of a bus that answers.
pub struct KeyringSession {
    folder: TempDir,
    bus: Option<Child>,
    keyring: Option<Child>,
    /// Keeps the socket of a mute bus open.
    _mute: Option<UnixListener>,
}

impl KeyringSession {
    /// A bus and an unlocked keyring. The bus starts no keyring by itself.
    ///
    /// # Panics
    /// As everything here, if the system is short of `dbus-daemon` or `gnome-keyring-daemon`.
    pub fn unlocked() -> Self {
        let mut session = Self::absent();
        session.start_keyring();
        session
    }

    /// A bus and a keyring that nobody ever gave a password, as after a first login without one.
    pub fn unset() -> Self {
        let mut session = Self::absent();
        session.spawn_keyring(&["--start"]);
        until("the keyring is there", || session.owner().is_some());
        session
    }

    /// A bus without a keyring.
    pub fn absent() -> Self {
        let mut session = Self::nothing();
        session.start_bus(false);
        session
    }

    /// A bus that starts a keyring when somebody asks for one, as a desktop's does. The keyring was set up
    /// before and comes up locked.
    pub fn activated() -> Self {
        let mut session = Self::unlocked();
        session.kill_keyring();
        session.end_bus();
        session.start_bus(true);
        session
    }

    /// A bus that accepts connections and never answers.
    pub fn mute() -> Self {
        let mut session = Self::nothing();
        session._mute = Some(UnixListener::bind(session.socket()).expect("a socket"));
        session
    }

    fn nothing() -> Self {
        let folder = TempDir::with_prefix("bridgekeeper-keyring-").expect("a temporary folder");
        for name in ["run", "data", "services"] {
            let path = folder.path().join(name);
            fs::create_dir(&path).expect("a folder");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("a private folder");
        }
        Self { folder, bus: None, keyring: None, _mute: None }
    }

    /// What a program needs in its environment to be in this session.
    pub fn env(&self) -> Vec<(String, String)> {
        let path = |name: &str| self.path(name).to_str().expect("a plain path").to_owned();
        vec![("DBUS_SESSION_BUS_ADDRESS".into(), self.address()), ("XDG_RUNTIME_DIR".into(), path("run"))]
    }

    /// A program in this session: its home, and no display to show a prompt on.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.env());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.folder.path()).env("XDG_DATA_HOME", self.path("data"));
        command
    }

    /// Starts a keyring that is unlocked; the same one as before, if there was one.
    pub fn start_keyring(&mut self) {
        let mut stdin = self.spawn_keyring(&["--unlock"]);
        stdin.write_all(PASSWORD.as_bytes()).expect("it takes its password");
        drop(stdin);
        until("the keyring is unlocked", || self.owner().is_some() && self.is_locked() == Some(false));
    }

    fn spawn_keyring(&mut self, how: &[&str]) -> ChildStdin {
        let mut command = self.command("gnome-keyring-daemon");
        command.args(how).args(["--foreground", "--components=secrets"]);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        let child = self.keyring.insert(command.spawn().expect("gnome-keyring-daemon is installed"));
        child.stdin.take().expect("a pipe")
    }

    /// Locks the keyring, as a screen lock does.
    pub fn lock(&self) {
        let bus = self.connect();
        let collections = (vec![default_collection(&bus).expect("a keyring")],);
        bus.call_method(
            Some(SERVICE),
            SERVICE_PATH,
            Some("org.freedesktop.Secret.Service"),
            "Lock",
            &collections,
        )
        .expect("it locks");
        until("the keyring is locked", || self.is_locked() == Some(true));
    }

    /// Whether the keyring is locked; `None` if it cannot be asked.
    pub fn is_locked(&self) -> Option<bool> {
        let bus = self.connect();
        let collection = default_collection(&bus)?;
        let wanted = ("org.freedesktop.Secret.Collection", "Locked");
        let reply = bus.call_method(
            Some(SERVICE),
            collection,
            Some("org.freedesktop.DBus.Properties"),
            "Get",
            &wanted,
        );
        reply.ok()?.body().deserialize::<OwnedValue>().ok()?.try_into().ok()
    }

    /// Stops the keyring's process: it is there and does not answer.
    pub fn stop(&self) {
        self.signal_keyring(Signal::STOP);
    }

    /// Lets a stopped keyring go on.
    pub fn go_on(&self) {
        self.signal_keyring(Signal::CONT);
    }

    /// Ends the keyring's process at once.
    pub fn kill_keyring(&mut self) {
        self.signal_keyring(Signal::KILL);
        if let Some(mut child) = self.keyring.take() {
            child.wait().expect("it ends");
        }
        until("the keyring is gone", || self.owner().is_none());
    }

    /// Writes down everything that is said on the bus from now on.
    pub fn listen(&self) -> Listener {
        Listener::start(&self.connect(), self.connect())
    }

    /// Where the session's bus is.
    pub fn address(&self) -> String {
        format!("unix:path={}", self.socket().display())
    }

    fn socket(&self) -> PathBuf {
        self.path("run").join("bus")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn start_bus(&mut self, activation: bool) {
        let services = self.path("services");
        let service = format!(
            "[D-BUS Service]\nName={SERVICE}\nExec=/usr/bin/gnome-keyring-daemon --start --foreground --components=secrets\n"
        );
        fs::write(services.join("org.freedesktop.secrets.service"), service).expect("a file");
        let config = self.path("bus.conf");
        fs::write(&config, bus_config(&self.socket(), activation.then_some(&services))).expect("a file");
        let mut command = self.command("dbus-daemon");
        command.arg("--nofork").arg("--print-address").arg(format!("--config-file={}", config.display()));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let mut child = command.spawn().expect("dbus-daemon is installed");
        let mut address = String::new();
        let said = BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut address);
        self.bus = Some(child);
        assert!(said.is_ok_and(|bytes| bytes > 0), "the bus says when it listens");
    }

    fn end_bus(&mut self) {
        if let Some(mut child) = self.bus.take() {
            let _ = kill_process_group(pid(&child), Signal::KILL);
            let _ = child.wait();
        }
        let _ = fs::remove_file(self.socket());
    }

    fn connect(&self) -> Connection {
        let builder = connection::Builder::address(self.address().as_str()).expect("an address");
        builder.method_timeout(PATIENCE).build().expect("the bus accepts")
    }

    /// The process that is the keyring on this bus; also one that the bus started.
    fn owner(&self) -> Option<Pid> {
        let bus = fdo::DBusProxy::new(&self.connect()).expect("a bus");
        let name = zbus::names::BusName::try_from(SERVICE).expect("a name");
        bus.get_connection_unix_process_id(name).ok().and_then(|pid| Pid::from_raw(pid.cast_signed()))
    }

    fn signal_keyring(&self, signal: Signal) {
        if let Some(owner) = self.keyring.as_ref().map(pid).or_else(|| self.owner()) {
            kill_process(owner, signal).expect("it is our process");
        }
    }
}

impl Drop for KeyringSession {
    fn drop(&mut self) {
        if let Some(mut child) = self.keyring.take() {
            let _ = kill_process_group(pid(&child), Signal::KILL);
            let _ = child.wait();
        } else if self.bus.is_some()
            && let Some(owner) = self.owner()
        {
            let _ = kill_process(owner, Signal::KILL);
        }
        self.end_bus();
    }
}

/// What was said on a bus.
pub struct Listener {
    heard: Arc<Mutex<Vec<u8>>>,
    speaker: Connection,
}

impl Listener {
    fn start(ear: &Connection, speaker: Connection) -> Self {
        fdo::MonitoringProxy::new(ear)
            .and_then(|monitor| monitor.become_monitor(&[], 0).map_err(Into::into))
            .expect("the bus lets itself be watched");
        let heard = Arc::new(Mutex::new(vec![]));
        let (messages, book) = (MessageIterator::from(ear.clone()), Arc::clone(&heard));
        std::thread::spawn(move || {
            for message in messages.flatten() {
                book.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(message.data());
            }
        });
        Self { heard, speaker }
    }

    /// Whether these bytes crossed the bus since it listens.
    pub fn heard(&self, needle: &str) -> bool {
        // A last word of our own, so that everything said before it has arrived.
        let last =
            format!("bridgekeeper.last.Word{}", self.speaker.unique_name().map_or(0, |name| name.len()));
        let body = (last.as_str(),);
        let _ = self.speaker.call_method(
            Some("org.freedesktop.DBus"),
            "/org/freedesktop/DBus",
            Some("org.freedesktop.DBus"),
            "NameHasOwner",
            &body,
        );
        until("the listener has caught up", || self.contains(&last));
        self.contains(needle)
    }

    fn contains(&self, needle: &str) -> bool {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.windows(needle.len()).any(|part| part == needle.as_bytes())
    }
}

/// Waits for something to become true.
///
/// # Panics
/// If it does not.
pub fn until(what: &str, mut is_true: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_true() {
        assert!(Instant::now() < end, "still waiting: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn default_collection(bus: &Connection) -> Option<OwnedObjectPath> {
    let reply = bus.call_method(
        Some(SERVICE),
        SERVICE_PATH,
        Some("org.freedesktop.Secret.Service"),
        "ReadAlias",
        &("default",),
    );
    let path: OwnedObjectPath = reply.ok()?.body().deserialize().ok()?;
    (path.as_str() != "/").then_some(path)
}

fn bus_config(socket: &Path, services: Option<&PathBuf>) -> String {
    let services =
        services.map(|folder| format!("<servicedir>{}</servicedir>", folder.display())).unwrap_or_default();
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>{services}
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#,
        socket.display()
    )
}

fn pid(child: &Child) -> Pid {
    Pid::from_child(child)
}
