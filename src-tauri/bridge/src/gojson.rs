//! Reading JSON as Go's decoder does, where absent and null are both the zero value.

use serde::{Deserialize, Deserializer};

/// The value, or zero for null. With `#[serde(default)]` also for an absent field.
pub(crate) fn zero<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    input: D,
) -> Result<T, D::Error> {
    Option::deserialize(input).map(Option::unwrap_or_default)
}
