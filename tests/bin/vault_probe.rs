//! A process that has the keychain open and does what stdin says, one line each, so that a test can change
//! the world around it between two calls. Secrets come on stdin and go to stdout, never into an argument.
//!
//! `get NAME` · `crowd NAME` (eight at a time) · `put NAME SECRET` · `delete NAME` · `check` · `lock`, with the name of
//! a bridge whose account it is; `password PROGRAM`, that another program seals with.
//! The answer is one line of JSON. With `--attended` a locked keychain asks to be unlocked.

use std::io::{BufRead, Write};
use std::time::Instant;

use bridgekeeper_core::error::Error;
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::vault::{Keychain, KeychainOptions, Slot, Vault, passwords};
use serde_json::json;

fn main() -> std::io::Result<()> {
    let attended = std::env::args().any(|argument| argument == "--attended");
    let options = if attended { KeychainOptions::interactive() } else { KeychainOptions::default() };
    let keychain = Keychain::open(options);
    let mut out = std::io::stdout();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let mut words = line.splitn(3, ' ');
        let (verb, name) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let slot = Slot::account(name);
        let mut secret = || Secret::new(words.next().unwrap_or_default().to_owned());
        let begin = Instant::now();
        let outcome = match verb {
            // EXPOSE: the test compares it.
            "get" => keychain.get(&slot).map(|secret| Some(secret.expose().to_owned())),
            "crowd" => crowd(&keychain, &slot).map(|()| None),
            "put" => keychain.put(&slot, &secret()).map(|()| None),
            // EXPOSE: the test opens with it what that program sealed.
            "password" => {
                passwords()(&[name]).map(|found| found.first().map(|secret| secret.expose().to_owned()))
            }
            "delete" => keychain.delete(&slot).map(|()| None),
            "lock" => keychain.lock().map(|()| None),
            _ => keychain.check().map(|()| None),
        };
        let took = begin.elapsed().as_millis();
        let answer = match outcome {
            Ok(secret) => json!({ "code": "ok", "secret": secret, "ms": took }),
            Err(error) => json!({ "code": error.code(), "said": said(&error), "ms": took }),
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

/// The last of eight answers.
fn crowd(keychain: &Keychain, slot: &Slot) -> bridgekeeper_core::error::Result<()> {
    std::thread::scope(|scope| {
        let crowd: Vec<_> = (0..8).map(|_| scope.spawn(|| keychain.get(slot).map(drop))).collect();
        crowd.into_iter().map(|one| one.join().expect("it answers")).fold(Ok(()), Result::and)
    })
}

/// Everything an error can say.
fn said(error: &Error) -> String {
    format!("{error} | {error:?} | {:?} | {:?}", error.next_step(), error.causes())
}
