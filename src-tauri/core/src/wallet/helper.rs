//! For how long a tool that asks for its key keeps the answer: short, and a killed key is out of its memory soon;
//! long, and the vault is asked less often.

use std::ops::RangeInclusive;

use super::Wallet;
use crate::error::{Code, Error, Result};
use crate::store::HELPER_KEEPS;
use crate::words::say;

/// Where it stands in the database.
const NAME: &str = "helper_seconds";

const USUAL: u32 = HELPER_KEEPS.as_secs() as u32;

/// Seconds that make sense: a tool asks behind its user's back, and a day is a working day at most.
const ABLE: RangeInclusive<u32> = 10..=86_400;

impl Wallet {
    /// For how many seconds tools that are configured from now on keep their key.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub fn helper_seconds(&self) -> Result<u32> {
        Ok(self.own_helper_seconds()?.unwrap_or(USUAL))
    }

    /// The same, where it is not the usual.
    pub(super) fn own_helper_seconds(&self) -> Result<Option<u32>> {
        let set = self.store.meta(NAME)?.and_then(|seconds| seconds.parse().ok());
        Ok(set.filter(|seconds| *seconds != USUAL))
    }

    /// Sets it. What is configured already stays as it is until it is configured again.
    ///
    /// # Errors
    /// [`Code::Invalid`] for less than 10 seconds or more than a day; [`Code::Store`].
    pub fn set_helper_seconds(&self, seconds: u32) -> Result<()> {
        if !ABLE.contains(&seconds) {
            return Err(Error::new(Code::Invalid, say!("helper-seconds", seconds = seconds)).hint(say!(
                "helper-seconds",
                "hint",
                least = *ABLE.start(),
                most = *ABLE.end()
            )));
        }
        if seconds != self.helper_seconds()? {
            self.store.set_meta(NAME, &seconds.to_string())?;
            self.store.note(self.machine.now(), &say!("helper-seconds", "set", seconds = seconds))?;
        }
        Ok(())
    }
}
