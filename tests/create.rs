//! P4: a create is never lost and never doubled. Fifty keys are asked for, and at each of them something goes
//! wrong once: the answer is lost, the bridge fails before or after, the wallet dies. Then the wallet goes on,
//! and there are exactly fifty, each with its secret in the vault.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bridgekeeper_bridge::{Fault, FaultKind, Options, Running, Server};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::vault::MemoryVault;
use bridgekeeper_core::view::{KeyListView, NewKeyRequest};
use bridgekeeper_core::wallet::{ConnectRequest, SignIn, Wallet, unwatched};
use bridgekeeper_tests::keyring::{KeyringSession, until};
use bridgekeeper_tests::{Sandbox, program};
use serde_json::json;

const COUNT: usize = 50;

/// A person's wallet that can be opened again after a crash; its clock can be put forward.
struct Person {
    home: tempfile::TempDir,
    vault: Arc<MemoryVault>,
    ahead: Arc<AtomicI64>,
}

impl Person {
    fn new() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            vault: Arc::new(MemoryVault::new()),
            ahead: Arc::default(),
        }
    }

    fn wallet(&self) -> Wallet {
        let ahead = self.ahead.clone();
        let clock = Arc::new(move || {
            jiff::Timestamp::now() + jiff::SignedDuration::from_secs(ahead.load(Ordering::Relaxed))
        });
        let env = BTreeMap::from([("HOME".to_owned(), self.home.path().display().to_string())]);
        let machine =
            Machine::new(Platform::Linux, env, "test".into(), Path::new("/bridgekeeper").into(), clock)
                .unwrap();
        Wallet::open(machine, self.vault.clone(), None).unwrap()
    }

    async fn connected(&self, bridge: &Running) -> Wallet {
        let wallet = self.wallet();
        let request = ConnectRequest {
            url: bridge.url.clone(),
            sign_in: SignIn::Token {
                user_id: Some(bridge.user_id),
                access_token: Secret::new(bridge.access_token.clone()),
            },
            insist: false,
        };
        wallet.connect(request).await.unwrap();
        wallet
    }

    /// Opens the wallet anew, late enough that nothing can be on its way any more, and has it finish.
    async fn resumes(&self) {
        self.ahead.fetch_add(120, Ordering::Relaxed);
        let wallet = self.wallet();
        wallet.resume_creations(unwatched()).await.unwrap();
        assert_eq!(wallet.status().await.unwrap().unfinished, 0);
    }
}

fn asked(name: &str) -> NewKeyRequest {
    NewKeyRequest { name: name.into(), ..NewKeyRequest::default() }
}

fn posts(bridge: &Running) -> usize {
    bridge
        .requests()
        .iter()
        .filter(|request| request.method == "POST" && request.path == "/api/token/")
        .count()
}

async fn exactly_fifty(person: &Person, bridge: &Running, what: &str) {
    assert_eq!(bridge.keys().len(), COUNT, "{what}");
    let list = person.wallet().keys().await.unwrap();
    assert_eq!(list.keys.len(), COUNT, "{what}");
    assert!(list.keys.iter().all(|key| key.in_vault), "{what}: a secret is missing");
}

/// What goes wrong at a key, by turns.
fn faults() -> Vec<Option<FaultKind>> {
    vec![
        Some(FaultKind::DropAfterApply),
        Some(FaultKind::DropBefore),
        Some(FaultKind::Status { status: 500, body: None, after_apply: true }),
        Some(FaultKind::Status { status: 500, body: None, after_apply: false }),
        Some(FaultKind::Delay { ms: 200, after_apply: true }),
        Some(FaultKind::Html { status: 200, after_apply: true }),
        Some(FaultKind::Html { status: 502, after_apply: false }),
        // The wallet itself is cut off in the middle of the request.
        None,
    ]
}

/// The bridge makes the key and the answer is lost, at every single one of the fifty.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_lost_at_every_key_lose_no_key() {
    let lost = faults().into_iter().flatten().filter(|fault| {
        matches!(
            fault,
            FaultKind::DropAfterApply
                | FaultKind::Delay { .. }
                | FaultKind::Status { after_apply: true, .. }
                | FaultKind::Html { after_apply: true, .. }
        )
    });
    let mut kinds = 0;
    for fault in lost {
        let what = format!("every key, {fault:?}");
        let bridge = Server::start(Options::default()).unwrap();
        let person = Person::new();
        let wallet = person.connected(&bridge).await;
        bridge.fault(Fault::on("POST", "/api/token/", fault).times(0));
        let made = wallet.create_keys(asked("bulk"), COUNT, unwatched()).await.unwrap();
        assert_eq!((made.len(), posts(&bridge)), (COUNT, COUNT), "{what}");
        exactly_fifty(&person, &bridge, &what).await;
        kinds += 1;
    }
    assert!(kinds >= 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_goes_wrong_at_any_key_there_are_exactly_fifty_in_the_end() {
    // Most of the time is spent waiting, so several persons have their trouble at once.
    let mut trouble = tokio::task::JoinSet::new();
    for (k, fault) in (0..COUNT).zip(faults().into_iter().cycle()) {
        if trouble.len() == 10 {
            trouble.join_next().await.unwrap().unwrap();
        }
        trouble.spawn(goes_wrong_at(k, fault));
    }
    while let Some(ended) = trouble.join_next().await {
        ended.unwrap();
    }
}

async fn goes_wrong_at(k: usize, fault: Option<FaultKind>) {
    let what = format!("key {k}, {fault:?}");
    let bridge = Server::start(Options::default()).unwrap();
    let person = Person::new();
    let wallet = person.connected(&bridge).await;
    let on_create = |kind| Fault::on("POST", "/api/token/", kind).skip(u32::try_from(k).unwrap());
    bridge.fault(on_create(fault.clone().unwrap_or(FaultKind::Delay { ms: 60_000, after_apply: true })));
    tokio::select! {
        made = wallet.create_keys(asked("bulk"), COUNT, unwatched()) => {
            assert!(fault.is_some(), "{what}: nothing went wrong");
            if let Err(error) = made {
                assert!(error.next_step().is_some(), "{what}: {error:?}");
            }
        }
        () = asked_for(&bridge, k), if fault.is_none() => {}
    }
    drop(wallet);
    bridge.clear_faults();
    person.resumes().await;
    exactly_fifty(&person, &bridge, &what).await;
}

/// Waits until more than so many keys were asked for.
async fn asked_for(bridge: &Running, k: usize) {
    while posts(bridge) <= k {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_create_that_may_still_be_on_its_way_is_not_asked_for_again() {
    let bridge = Server::start(Options::default()).unwrap();
    let person = Person::new();
    let wallet = person.connected(&bridge).await;
    bridge
        .fault(Fault::on("POST", "/api/token/", FaultKind::Delay { ms: 60_000, after_apply: false }).skip(1));
    tokio::select! {
        _ = wallet.create_keys(asked("bulk"), 3, unwatched()) => panic!("it ended"),
        () = asked_for(&bridge, 1) => {}
    }
    let error = person.wallet().resume_creations(unwatched()).await.unwrap_err();
    assert_eq!(error.code(), Code::CreateUnknown, "{error:?}");
    assert_eq!(posts(&bridge), 3, "the third is made, the second not asked for again yet");
    person.resumes().await;
    assert_eq!(bridge.keys().len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_given_up_is_named_and_not_made() {
    let bridge = Server::start(Options::default()).unwrap();
    let person = Person::new();
    let wallet = person.connected(&bridge).await;
    bridge.fault(
        Fault::on("POST", "/api/token/", FaultKind::Status { status: 500, body: None, after_apply: false })
            .skip(2),
    );
    wallet.create_keys(asked("bulk"), 5, unwatched()).await.unwrap_err();
    assert_eq!(wallet.status().await.unwrap().unfinished, 5, "two made without their secrets, three planned");
    let given_up = wallet.forget_creations().await.unwrap();
    assert_eq!((given_up.len(), bridge.keys().len()), (3, 2));
    assert!(wallet.keys().await.unwrap().keys.iter().all(|key| key.in_vault), "what was made is kept");
}

/// Bridges of dialect C that know no batch reveal count every reveal, twenty in twenty minutes. The wallet
/// spends sixteen (one to learn that there is no batch), keeps what it has got, lists as ever, and fetches the rest when it may.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn secrets_that_must_wait_are_fetched_later_and_hold_up_nothing() {
    let limits = bridgekeeper_bridge::Limits::standard(bridgekeeper_bridge::Dialect::C);
    let dialect = bridgekeeper_bridge::Dialect::C;
    let bridge = Server::start(Options { dialect, limits, ..Options::default() }).unwrap();
    let no_route = json!({"error": {"message": "Invalid URL", "type": "invalid_request_error", "code": ""}});
    let no_route = FaultKind::Status { status: 404, body: Some(no_route), after_apply: false };
    bridge.fault(Fault::on("POST", "/api/token/batch/keys", no_route).times(0));
    let person = Person::new();
    let wallet = person.connected(&bridge).await;
    let error = wallet.create_keys(asked("bulk"), 20, unwatched()).await.unwrap_err();
    assert_eq!(error.code(), Code::RateLimited, "{error:?}");
    let kept = |list: &KeyListView| list.keys.iter().filter(|key| key.in_vault).count();
    let list = wallet.keys().await.unwrap();
    assert_eq!((list.keys.len(), kept(&list), list.offline), (20, 15, false), "it lists as ever");
    assert_eq!(wallet.status().await.unwrap().unmade, 5);
    assert!(bridge.requests().iter().all(|request| request.status != Some(429)), "nobody was turned away");

    person.ahead.fetch_add(1201, Ordering::Relaxed);
    bridge.advance(1201);
    assert_eq!(kept(&person.wallet().keys().await.unwrap()), 20);
}

/// The same with a process that is killed with signal 9 at each of the fifty keys in turn, through the command
/// line and a real keychain: each start goes on where the last one died.
#[test]
fn the_command_line_killed_at_every_key_goes_on_where_it_was() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let sandbox = Sandbox::new(session.env());
    let user = bridge.user_id.to_string();
    let connect = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
    sandbox.bridgekeeper_fed(&connect, &bridge.access_token).ok();
    let count = COUNT.to_string();
    for k in 0..COUNT {
        bridge.fault(Fault::on("POST", "/api/token/", FaultKind::Delay { ms: 60_000, after_apply: true }));
        let words: &[&str] = match k {
            0 => &["keys", "create", "bulk", "--count", &count],
            _ => &["keys", "create", "--resume"],
        };
        let mut create: Command = sandbox.command(program("bridgekeeper"));
        let mut create = create.args(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        until("the key is made", || bridge.keys().len() > k);
        create.kill().unwrap();
        create.wait().unwrap();
        bridge.clear_faults();
        let status = sandbox.bridgekeeper(&["status", "--json"]).ok().json();
        assert_eq!(bridge.keys().len(), k + 1, "killed at {k}: {status}");
    }
    sandbox.bridgekeeper(&["keys", "create", "--resume"]).ok();
    assert_eq!(bridge.keys().len(), COUNT);
    let list = sandbox.bridgekeeper(&["keys", "list", "--json"]).ok().json();
    assert!(list["keys"].as_array().unwrap().iter().all(|key| key["in_vault"] == true), "{list}");
    assert_eq!(sandbox.bridgekeeper(&["status", "--json"]).ok().json()["unfinished"], 0);
}
