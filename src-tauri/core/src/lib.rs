//! What Bridgekeeper knows and does. Read the modules in the order below.
//!
//! Invariants:
//! - Nothing here knows a window, prints, reads the environment, looks at the clock or at the home folder:
//!   the shell passes all that in as a [`machine::Machine`].
//! - Only [`scan`] and [`adopt`] read files that are nobody's settings, and they only ever read. Only [`fs`] writes
//!   files (a lint keeps the others out), only [`store`] and [`row`] open a database, only [`vault`] talks to a
//!   keychain, only [`bridge`] speaks HTTP.
//! - Every change to somebody else's file is first a value, a [`plan::Plan`].
//! - A secret lives in [`secret::Secret`] and nowhere else.

pub mod wallet;

pub mod key;
pub mod secret;

pub mod bridge;
pub mod vault;

pub mod tools;

pub mod adopt;

pub mod incident;
pub mod rotate;

pub mod journal;
pub mod plan;
pub mod seal;

pub mod medium;
pub mod row;

pub mod guard;
pub mod scan;

pub mod store;

pub mod usage;

pub mod error;
pub mod fs;
pub mod machine;
pub mod report;
pub mod timer;
pub mod view;
pub mod words;
