//! The bridge, driven over HTTP as a wallet and as tools drive it: a file per group of behaviour.

mod account;
mod answers;
mod auth;
mod case;
mod faults;
mod keys;
mod limits;
mod logs;
mod relay;
mod server;
