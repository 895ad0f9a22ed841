//! A person with a wallet that can be opened again, in a time that passes only when it is waited for.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bridgekeeper_bridge::{Key, Options, Running, Server};
use bridgekeeper_core::incident::KillState;
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::store::IncidentId;
use bridgekeeper_core::timer::Timer;
use bridgekeeper_core::vault::MemoryVault;
use bridgekeeper_core::view::{IncidentView, KeyAt, KillRequest};
use bridgekeeper_core::wallet::{ConnectRequest, SignIn, Wallet};
use futures::future::BoxFuture;

/// Time that passes only when somebody waits for it, for a frozen bridge too.
#[derive(Default)]
pub struct Waited {
    bridge: Mutex<Option<Arc<Running>>>,
    nanos: AtomicU64,
    stopped: tokio::sync::watch::Sender<bool>,
}

impl Waited {
    /// The bridge goes by this time from now on.
    pub fn moves(&self, bridge: &Arc<Running>) {
        bridge.freeze();
        *self.bridge.lock().unwrap() = Some(bridge.clone());
    }

    /// The bridge goes by its own time, or is gone.
    pub fn leaves(&self) {
        *self.bridge.lock().unwrap() = None;
    }

    /// It stands still: whoever waits for it waits, and whatever needs no time goes on.
    pub fn stops(&self) {
        self.stopped.send_replace(true);
    }

    /// It passes again.
    pub fn goes_on(&self) {
        self.stopped.send_replace(false);
    }

    /// How much has passed.
    pub fn passed(&self) -> Duration {
        Duration::from_nanos(self.nanos.load(Ordering::SeqCst))
    }

    fn go_to(&self, nanos: u64) {
        const SECOND: u64 = 1_000_000_000;
        let before = self.nanos.fetch_max(nanos, Ordering::SeqCst);
        let seconds = (nanos / SECOND).saturating_sub(before / SECOND);
        if let Some(bridge) = self.bridge.lock().unwrap().as_ref().filter(|_| seconds > 0) {
            bridge.advance(i64::try_from(seconds).unwrap());
        }
    }
}

/// As the wallet holds it: the same time, wherever it is asked for.
pub struct Watch(pub Arc<Waited>);

impl Timer for Watch {
    fn now(&self) -> Duration {
        self.0.passed()
    }

    fn pause(&self, time: Duration) -> BoxFuture<'static, ()> {
        let waited = self.0.clone();
        let until = u64::try_from((self.now() + time).as_nanos()).unwrap();
        Box::pin(async move {
            // Whoever can do something without waiting does it first.
            tokio::task::yield_now().await;
            let _ = waited.stopped.subscribe().wait_for(|stopped| !stopped).await;
            waited.go_to(until);
        })
    }
}

pub struct Person {
    pub home: tempfile::TempDir,
    pub vault: Arc<MemoryVault>,
    pub time: Arc<Waited>,
    /// What somebody does to the machine's clock, in seconds.
    pub clock: Arc<AtomicI64>,
}

impl Person {
    pub fn new() -> Self {
        Self {
            home: bridgekeeper_tests::folder_in_memory("bridgekeeper-test-"),
            vault: Arc::new(MemoryVault::new()),
            time: Arc::default(),
            clock: Arc::default(),
        }
    }

    pub fn machine(&self) -> Machine {
        let (time, clock) = (self.time.clone(), self.clock.clone());
        let clock = Arc::new(move || {
            let passed = i64::try_from(time.passed().as_millis()).unwrap();
            let moved = clock.load(Ordering::SeqCst) * 1000;
            jiff::Timestamp::from_millisecond(1_795_435_200_000 + passed + moved).unwrap()
        });
        let path = std::env::var("PATH").unwrap_or_default();
        let env = BTreeMap::from([
            ("HOME".to_owned(), self.home.path().display().to_string()),
            ("PATH".to_owned(), path),
        ]);
        Machine::new(Platform::Linux, env, "test".into(), Path::new("/bridgekeeper").into(), clock).unwrap()
    }

    /// The wallet, as a new process finds it.
    pub fn wallet(&self) -> Wallet {
        let wallet = Wallet::open(self.machine(), self.vault.clone(), None).unwrap();
        wallet.timed(Arc::new(Watch(self.time.clone())))
    }

    pub async fn connected(&self, bridge: &Arc<Running>) -> Wallet {
        self.time.moves(bridge);
        let wallet = self.wallet();
        wallet.connect(sign_in(bridge)).await.unwrap();
        wallet
    }
}

pub fn sign_in(bridge: &Running) -> ConnectRequest {
    ConnectRequest {
        url: bridge.url.clone(),
        sign_in: SignIn::Token {
            user_id: Some(bridge.user_id),
            access_token: Secret::new(bridge.access_token.clone()),
        },
        insist: false,
    }
}

pub fn bridge() -> Arc<Running> {
    bridge_with(Options::default())
}

pub fn bridge_with(options: Options) -> Arc<Running> {
    Arc::new(Server::start(options).unwrap())
}

/// A key on the bridge whose secret is in the wallet's vault.
pub async fn key(wallet: &Wallet, bridge: &Running, name: &str) -> KeyId {
    let key = bridge.add_key(Key { name: name.into(), ..Key::default() });
    wallet.keys().await.unwrap();
    wallet.reveal_key(KeyId(key.id)).await.unwrap();
    KeyId(key.id)
}

pub fn request(keys: &[KeyId], replace: bool) -> KillRequest {
    KillRequest { keys: keys.iter().map(|id| KeyAt { id: *id, url: None }).collect(), replace }
}

/// Nobody watches.
pub fn silent(_: IncidentView) {}

/// Everything that was seen of an incident, in order.
#[derive(Default)]
pub struct Seen(Mutex<Vec<IncidentView>>);

impl Seen {
    pub fn watch(&self) -> impl Fn(IncidentView) + Send + Sync + '_ {
        |view| self.0.lock().unwrap().push(view)
    }

    /// The states of its first key, each change once.
    pub fn states(&self) -> Vec<KillState> {
        let views = self.0.lock().unwrap();
        let mut states: Vec<_> = views.iter().map(|view| view.keys[0].state).collect();
        states.dedup();
        states
    }

    /// All sentences about its first key.
    pub fn words(&self) -> Vec<String> {
        let views = self.0.lock().unwrap();
        let mut words: Vec<_> = views.iter().map(|view| view.keys[0].words.clone()).collect();
        words.dedup();
        words
    }

    /// Whether some such sentence was seen.
    pub fn said(&self, part: &str) -> bool {
        self.words().iter().any(|words| words.contains(part))
    }
}

/// Carries an incident out until something is seen of it; then the process is gone.
pub async fn until_seen(
    wallet: &Wallet,
    id: IncidentId,
    is_it: impl Fn(&IncidentView) -> bool + Send + Sync,
) -> IncidentView {
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let watch = move |view: IncidentView| {
        if is_it(&view) {
            let _ = tell.send(view);
        }
    };
    tokio::select! {
        biased;
        Some(view) = told.recv() => view,
        ended = wallet.drive_kill(id, &watch) => panic!("it ended first: {:?}", ended.map(|view| view.words)),
    }
}
