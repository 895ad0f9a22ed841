//! Random strings as the family makes them.

use rand::{Rng, distr::Alphanumeric};

/// `len` letters and digits. Keys have 48 (common.GenerateKey), access tokens 32.
pub(crate) fn alphanumeric(len: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(len).map(char::from).collect()
}
