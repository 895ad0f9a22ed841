//! P5: "dead" is said only of what is proven, and a kill is never dropped. A bridge misbehaves in every way that
//! bridges do, and after each the invariant is checked from the bridge's own books.
//!
//! Time passes only when the wallet waits, for wallet and bridge together: no test waits for a cache to end.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

#[path = "kill/books.rs"]
mod books;
#[path = "kill/crowd.rs"]
mod crowd;
#[path = "kill/desk.rs"]
mod desk;
#[path = "kill/faults.rs"]
mod faults;
#[path = "kill/leak.rs"]
mod leak;
#[path = "kill/person.rs"]
mod person;
#[path = "kill/replace.rs"]
mod replace;
#[path = "kill/restart.rs"]
mod restart;
#[path = "kill/rotate.rs"]
mod rotate;
#[path = "kill/speed.rs"]
mod speed;
