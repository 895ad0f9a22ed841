//! Keys on a bridge, the groups that price them, and money. Plain values; how they travel is
//! [`crate::bridge`]'s affair.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The bridge's number for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(transparent)]
pub struct KeyId(pub i64);

impl KeyId {
    /// Whether the wallet numbered it itself, below zero: a key that was pasted and that no account lists.
    pub fn is_pasted(self) -> bool {
        self.0 < 0
    }
}

impl std::fmt::Display for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// An amount in the bridge's own unit. [`Rate`] turns it into money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(transparent)]
pub struct Quota(pub i64);

/// Quota units per US dollar, as `/api/status` tells (`quota_per_unit`, 500,000 unless the admin changed it).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rate(pub f64);

impl Rate {
    /// What new-api ships with (`common/constants.go`).
    pub const USUAL: Self = Self(500_000.0);

    /// Quota units as US dollars.
    pub fn usd(self, quota: Quota) -> f64 {
        quota.0 as f64 / self.0
    }

    /// US dollars as quota units, rounded to the nearest; `None` for what no bridge takes (negative, not a
    /// number, above 2,147,483,647 units: `new-api common/quota_math.go`).
    pub fn quota(self, usd: f64) -> Option<Quota> {
        let units = (usd * self.0).round();
        (units.is_finite() && (0.0..=f64::from(i32::MAX)).contains(&units)).then_some(Quota(units as i64))
    }
}

/// Whether a key can be used, and if not, why.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::EnumString, strum::Display,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum KeyStatus {
    /// Works.
    Enabled,
    /// Turned off; can be turned on again.
    Disabled,
    /// Past its expiry.
    Expired,
    /// Its own quota is used up.
    Exhausted,
}

/// A key as the bridge knows it, without its secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Key {
    /// The bridge's number for it.
    pub id: KeyId,
    /// Its name; not unique on the bridge.
    pub name: String,
    /// What the bridge's own status field says (1 or 2; some bridges also store 3 and 4).
    pub stored_status: KeyStatus,
    /// The last four characters where the bridge shows them.
    pub tail: Option<String>,
    /// The group it bills to; empty means the account's own group.
    pub group: String,
    /// Shares the account's balance instead of having a quota of its own.
    pub unlimited: bool,
    /// What is left of its own quota, in quota units; may be negative.
    pub remain: Quota,
    /// What it has spent, in quota units.
    pub used: Quota,
    /// When it was made.
    pub created: Timestamp,
    /// When quota was last used; `None` if never.
    pub last_used: Option<Timestamp>,
    /// When it stops working; `None` if never.
    pub expires: Option<Timestamp>,
    /// Addresses and networks it may be used from; empty means any.
    pub allow_ips: Vec<String>,
    /// Models it may reach; `None` means any, an empty list none.
    pub models: Option<Vec<String>>,
}

impl Key {
    /// Whether the key can be used at that time. Bridges with a cache never store "expired" or "exhausted",
    /// so both are worked out here (`new-api model/token.go`).
    pub fn status(&self, now: Timestamp) -> KeyStatus {
        match self.stored_status {
            KeyStatus::Enabled if self.expires.is_some_and(|end| end <= now) => KeyStatus::Expired,
            KeyStatus::Enabled if !self.unlimited && self.remain.0 <= 0 => KeyStatus::Exhausted,
            stored => stored,
        }
    }
}

/// A key that is to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewKey {
    /// Its name: 1 to [`NewKey::LONGEST_NAME`] bytes.
    pub name: String,
    /// The group it bills to; empty means the account's own.
    pub group: String,
    /// When it stops working; `None` for never.
    pub expires: Option<Timestamp>,
    /// Its own quota in quota units; `None` shares the account's balance.
    pub quota: Option<Quota>,
    /// Addresses and networks (CIDR) it may be used from; empty means any.
    pub allow_ips: Vec<String>,
    /// Models it may reach; `None` means any.
    pub models: Option<Vec<String>>,
}

impl NewKey {
    /// The longest name, in bytes, that every dialect takes (new-api before 0.10 cuts at 30).
    pub const LONGEST_NAME: usize = 30;

    /// A key that shares the balance, never expires and may reach everything its group can.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            group: String::new(),
            expires: None,
            quota: None,
            allow_ips: vec![],
            models: None,
        }
    }
}

/// What to change about a key; what is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeyEdit {
    /// A new name. Logs go by name, so this splits the key's history.
    pub name: Option<String>,
    /// Another group; empty means the account's own.
    pub group: Option<String>,
    /// A new end; `Some(None)` for never.
    pub expires: Option<Option<Timestamp>>,
    /// More, less, or no quota of its own.
    pub quota: Option<QuotaEdit>,
    /// New addresses and networks; empty means any.
    pub allow_ips: Option<Vec<String>>,
    /// New models; `Some(None)` for any.
    pub models: Option<Option<Vec<String>>>,
}

/// How a key's quota is to change. What the key spends meanwhile stays spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotaEdit {
    /// That many units more than is left (fewer if negative; never below 0). Gives an unlimited key a quota
    /// of its own.
    Add(i64),
    /// Exactly that much left.
    Set(Quota),
    /// Shares the account's balance.
    Unlimited,
}

/// Whether a bridge would understand this entry of an allow-list: an address, or a network as address and
/// prefix length. Bridges do not check it and ignore what they cannot read, which may lock everybody out
/// (`new-api common/ip.go`).
pub fn is_address_or_network(entry: &str) -> bool {
    match entry.split_once('/') {
        None => entry.parse::<IpAddr>().is_ok(),
        Some((address, prefix)) => {
            let longest = match address.parse() {
                Ok(IpAddr::V4(_)) => 32,
                Ok(IpAddr::V6(_)) => 128,
                Err(_) => return false,
            };
            let is_number = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_digit());
            is_number && prefix.parse::<u8>().is_ok_and(|prefix| prefix <= longest)
        }
    }
}

/// A group: what a key can reach, and at which multiplier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Group {
    /// Its name, as keys carry it.
    pub name: String,
    /// The price multiplier; `None` where the bridge says a word instead (`auto`).
    pub ratio: Option<f64>,
    /// What the bridge's admin says about it.
    pub description: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key {
            id: KeyId(1),
            name: "k".into(),
            stored_status: KeyStatus::Enabled,
            tail: None,
            group: String::new(),
            unlimited: false,
            remain: Quota(1),
            used: Quota(0),
            created: Timestamp::UNIX_EPOCH,
            last_used: None,
            expires: None,
            allow_ips: vec![],
            models: None,
        }
    }

    #[test]
    fn expired_and_exhausted_are_worked_out_here() {
        let now = Timestamp::from_second(1000).unwrap();
        let at = |second| Timestamp::from_second(second).ok();
        assert_eq!(key().status(now), KeyStatus::Enabled);
        assert_eq!(Key { expires: at(1000), ..key() }.status(now), KeyStatus::Expired);
        assert_eq!(Key { expires: at(1001), ..key() }.status(now), KeyStatus::Enabled);
        assert_eq!(Key { remain: Quota(-3), ..key() }.status(now), KeyStatus::Exhausted);
        assert_eq!(Key { remain: Quota(-3), unlimited: true, ..key() }.status(now), KeyStatus::Enabled);
        let disabled = Key { stored_status: KeyStatus::Disabled, expires: at(1), ..key() };
        assert_eq!(disabled.status(now), KeyStatus::Disabled);
    }

    #[test]
    fn an_allow_list_takes_addresses_and_networks() {
        for good in ["10.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32", "0.0.0.0/0"] {
            assert!(is_address_or_network(good), "{good}");
        }
        for bad in [
            "",
            "10.0.0",
            "10.0.0.1/33",
            "10.0.0.1/",
            "10.0.0.1/+8",
            "host",
            "::/129",
            "10.0.0.1\n::1",
            " ::1",
        ] {
            assert!(!is_address_or_network(bad), "{bad:?}");
        }
    }

    #[test]
    fn money_goes_both_ways() {
        assert_eq!(Rate::USUAL.quota(2.5), Some(Quota(1_250_000)));
        assert!((Rate::USUAL.usd(Quota(1_250_000)) - 2.5).abs() < 1e-9);
        for bad in [-0.01, f64::NAN, f64::INFINITY, 5000.0] {
            assert_eq!(Rate::USUAL.quota(bad), None, "{bad}");
        }
    }
}
