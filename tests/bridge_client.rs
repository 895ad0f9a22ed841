//! The client against bridges: the one in this workspace, in every dialect, and scripted ones that say what
//! no honest server would.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

#[path = "bridge_client/by_key.rs"]
mod by_key;
#[path = "bridge_client/faults.rs"]
mod faults;
#[path = "bridge_client/login.rs"]
mod login;
#[path = "bridge_client/manners.rs"]
mod manners;
#[path = "bridge_client/nonsense.rs"]
mod nonsense;
#[path = "bridge_client/operations.rs"]
mod operations;
#[path = "bridge_client/picture.rs"]
mod picture;
#[path = "bridge_client/pitfalls.rs"]
mod pitfalls;
#[path = "bridge_client/relay.rs"]
mod relay;
#[path = "bridge_client/script.rs"]
mod script;
#[path = "bridge_client/scripted.rs"]
mod scripted;
#[path = "bridge_client/time.rs"]
mod time;
#[path = "bridge_client/usage.rs"]
mod usage;

use std::sync::Arc;
use std::time::Duration;

use bridgekeeper_bridge::{self as server, Running, Server};
use bridgekeeper_core::bridge::{Account, Bridge, Options, Origin};
use bridgekeeper_core::error::{Code, Error};
use bridgekeeper_core::secret::Secret;

/// The access token of all tests: what must never be seen again.
const TOKEN: &str = "canaryTokenQ7r2Zk9Lw4Xv6Bn8Mp3Td5";

/// Short limits, so that a test of patience needs none.
fn options() -> Options {
    Options {
        connect: Duration::from_secs(2),
        total: Duration::from_secs(5),
        relay: Duration::from_secs(5),
        backoff: Duration::from_millis(5),
        looks: vec![Duration::from_millis(5); 2],
        ..Options::default()
    }
}

/// Limits for tests in which an answer is held back.
fn hasty() -> Options {
    Options { total: Duration::from_millis(700), ..options() }
}

fn start(dialect: server::Dialect) -> Running {
    start_with(server::Options { dialect, ..server::Options::default() })
}

fn start_with(options: server::Options) -> Running {
    let user = server::UserSeed { access_token: Some(TOKEN.into()), ..server::UserSeed::default() };
    Server::start(server::Options { users: vec![user], ..options }).unwrap()
}

fn account(user_id: Option<i64>, token: &str) -> Option<Account> {
    Some(Account { user_id, token: Arc::new(Secret::new(token.into())) })
}

fn client(bridge: &Running) -> Bridge {
    client_with(bridge, options())
}

fn client_with(bridge: &Running, options: Options) -> Bridge {
    let origin = Origin::parse(&bridge.url, false).unwrap();
    Bridge::with_options(origin, account(Some(bridge.user_id), TOKEN), options).unwrap()
}

/// Everything an error says, to anybody, anywhere.
fn all_of(error: &Error) -> String {
    let causes = error.causes().join("\n");
    format!("{error}\n{error:?}\n{}\n{causes}", error.next_step().unwrap_or_default())
}

/// The code of an error that tells what to do and gives no secret away.
fn code<T>(result: Result<T, Error>) -> Code {
    let Err(error) = result else { panic!("that should have failed") };
    let text = all_of(&error);
    assert!(!text.contains(TOKEN) && !text.contains("canary"), "a secret in an error: {text}");
    assert!(!text.contains("<html") && !text.contains('\u{1b}'), "raw words of the bridge: {text}");
    assert!(error.message().chars().count() < 400, "a long error: {text}");
    error.code()
}

/// The requests to a path so far, as `METHOD path`.
fn count(bridge: &Running, method: &str, path: &str) -> usize {
    bridge.requests().iter().filter(|request| request.method == method && request.path == path).count()
}
