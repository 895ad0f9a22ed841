//! What the tests share.

#[path = "support/keyring.rs"]
pub mod keyring;
