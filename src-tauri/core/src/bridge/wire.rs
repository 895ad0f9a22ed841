//! How a bridge writes things down, and what we make of it. Private to [`super`]: nothing of the wire form
//! goes further.
//!
//! Strict where an error would mislead (a key's id, name, status, quota, expiry), lenient where bridges are
//! known to differ (`ratio` as a word, `data: null`, `allow_ips: null`, negative numbers): facts of
//! `new-api model/token.go` and the forks' versions of it.

use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::key::{Group, Key, KeyId, KeyStatus, Quota};
use crate::secret::Secret;

/// A scalar of whatever type. Lists and objects are walked over without being kept, so a hostile answer
/// costs no memory.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Loose {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Other,
}

impl Loose {
    /// A whole number, also as `5.0` or `"5"`; `None` for the rest.
    pub(super) fn int(&self) -> Option<i64> {
        // Beyond 2^53 a float no longer names one integer.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match self {
            Self::Int(number) => Some(*number),
            Self::Float(number) if number.fract() == 0.0 && number.abs() <= EXACT => Some(*number as i64),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// A finite number, also as text.
    pub(super) fn float(&self) -> Option<f64> {
        let number = match self {
            Self::Int(number) => *number as f64,
            Self::Float(number) => *number,
            Self::Text(text) => text.trim().parse().ok()?,
            _ => return None,
        };
        number.is_finite().then_some(number)
    }

    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn flag(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Loose;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }
            fn visit_bool<E>(self, value: bool) -> Result<Loose, E> {
                Ok(Loose::Bool(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Loose, E> {
                Ok(Loose::Int(value))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Loose, E> {
                Ok(i64::try_from(value).map_or(Loose::Float(value as f64), Loose::Int))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Loose, E> {
                Ok(Loose::Float(value))
            }
            fn visit_str<E>(self, value: &str) -> Result<Loose, E> {
                Ok(Loose::Text(value.to_owned()))
            }
            fn visit_unit<E>(self) -> Result<Loose, E> {
                Ok(Loose::Null)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Loose, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Loose::Other)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Loose::Other)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// `deserialize_with` for fields that may be of any type: what does not fit reads as absent.
pub(super) mod loose {
    use super::{Deserialize, Deserializer, Loose, Secret};

    pub(in super::super) fn int<'de, D: Deserializer<'de>>(d: D) -> Result<Option<i64>, D::Error> {
        Loose::deserialize(d).map(|value| value.int())
    }

    pub(in super::super) fn float<'de, D: Deserializer<'de>>(d: D) -> Result<Option<f64>, D::Error> {
        Loose::deserialize(d).map(|value| value.float())
    }

    pub(in super::super) fn text<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
        Loose::deserialize(d).map(Loose::text)
    }

    pub(in super::super) fn flag<'de, D: Deserializer<'de>>(d: D) -> Result<Option<bool>, D::Error> {
        Loose::deserialize(d).map(|value| value.flag())
    }

    pub(in super::super) fn secret<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Secret>, D::Error> {
        Loose::deserialize(d).map(|value| value.text().map(Secret::new))
    }
}

/// A field that must be a whole number.
pub(super) fn whole<'de, D: Deserializer<'de>>(d: D) -> Result<i64, D::Error> {
    Loose::deserialize(d)?.int().ok_or_else(|| D::Error::custom("not a whole number"))
}

/// The head every management answer has: `{"success":…,"message":…,"code":…}`.
#[derive(serde::Deserialize)]
pub(super) struct Head {
    pub(super) success: bool,
    #[serde(default, deserialize_with = "loose::text")]
    pub(super) message: Option<String>,
    /// Only dialect D sends one, and only with a refused sign-in (`AUTH_…`).
    #[serde(default, deserialize_with = "loose::text")]
    pub(super) code: Option<String>,
}

/// The rest of it.
#[derive(serde::Deserialize)]
pub(super) struct Body<T> {
    pub(super) data: T,
}

/// An error as the relay and gin's "no route" write it: `{"error":{"message","type","code"}}`.
#[derive(serde::Deserialize)]
pub(super) struct RelayError {
    pub(super) error: RelayErrorBody,
}

#[derive(serde::Deserialize)]
pub(super) struct RelayErrorBody {
    #[serde(default, deserialize_with = "loose::text")]
    pub(super) message: Option<String>,
    #[serde(default, deserialize_with = "loose::text")]
    pub(super) code: Option<String>,
}

/// A key as bridges list it.
#[derive(serde::Deserialize)]
pub(super) struct WireKey {
    #[serde(deserialize_with = "whole")]
    pub(super) id: i64,
    pub(super) name: String,
    #[serde(deserialize_with = "whole")]
    status: i64,
    #[serde(default, deserialize_with = "loose::secret")]
    pub(super) key: Option<Secret>,
    #[serde(default, deserialize_with = "loose::text")]
    group: Option<String>,
    #[serde(default, deserialize_with = "loose::flag")]
    unlimited_quota: Option<bool>,
    #[serde(deserialize_with = "whole")]
    remain_quota: i64,
    #[serde(default, deserialize_with = "loose::int")]
    used_quota: Option<i64>,
    #[serde(default, deserialize_with = "loose::int")]
    created_time: Option<i64>,
    #[serde(default, deserialize_with = "loose::int")]
    accessed_time: Option<i64>,
    #[serde(deserialize_with = "whole")]
    expired_time: i64,
    #[serde(default, deserialize_with = "loose::text")]
    allow_ips: Option<String>,
    #[serde(default, deserialize_with = "loose::flag")]
    model_limits_enabled: Option<bool>,
    #[serde(default, deserialize_with = "loose::text")]
    model_limits: Option<String>,
    /// one-api's word for an address list: comma separated networks.
    #[serde(default, deserialize_with = "loose::text")]
    subnet: Option<String>,
    /// one-api's word for a model list; `null` or empty means any.
    #[serde(default, deserialize_with = "loose::text")]
    models: Option<String>,
}

/// A key that cannot exist: bridges count from 1.
#[derive(Debug)]
pub(super) struct Unreal;

impl WireKey {
    /// The key, and apart from it its secret as far as the bridge shows it.
    pub(super) fn read(mut self) -> Result<(Option<Secret>, Key), Unreal> {
        let shown = self.key.take();
        let tail = shown.as_ref().and_then(tail);
        Ok((shown, Key { tail, ..Key::try_from(self)? }))
    }

    /// Whether the bridge shows the whole key here; `None` if it shows none at all.
    pub(super) fn is_masked(&self) -> Option<bool> {
        // EXPOSE: looks for the mask; nothing is kept.
        self.key.as_ref().map(|key| key.expose()).filter(|key| !key.is_empty()).map(|key| key.contains('*'))
    }
}

impl TryFrom<WireKey> for Key {
    type Error = Unreal;

    fn try_from(wire: WireKey) -> Result<Self, Self::Error> {
        if wire.id <= 0 {
            return Err(Unreal);
        }
        let used = wire.used_quota.unwrap_or(0);
        let created = wire.created_time.unwrap_or(0);
        let accessed = wire.accessed_time.unwrap_or(0);
        // A fresh key carries its birth as last use (`new-api controller/token.go` AddToken).
        let was_used = accessed > created || (accessed > 0 && used > 0);
        Ok(Self {
            id: KeyId(wire.id),
            stored_status: status(wire.status),
            tail: wire.key.as_ref().and_then(tail),
            group: wire.group.unwrap_or_default(),
            unlimited: wire.unlimited_quota.unwrap_or(false),
            remain: Quota(wire.remain_quota),
            used: Quota(used),
            created: Timestamp::from_second(created).unwrap_or(Timestamp::UNIX_EPOCH),
            last_used: was_used.then(|| Timestamp::from_second(accessed).ok()).flatten(),
            expires: expiry(wire.expired_time),
            allow_ips: wire.allow_ips.or(wire.subnet).map(|list| lines(&list)).unwrap_or_default(),
            models: match (wire.model_limits_enabled, wire.models.filter(|list| !list.is_empty())) {
                (Some(true), _) => Some(words(&wire.model_limits.unwrap_or_default())),
                (_, Some(list)) => Some(words(&list)),
                _ => None,
            },
            name: wire.name,
        })
    }
}

/// 1 enabled, 2 disabled, 3 expired, 4 exhausted (`new-api common/constants.go`). Bridges store any other
/// number too and then refuse the key, so it reads as disabled.
fn status(number: i64) -> KeyStatus {
    match number {
        1 => KeyStatus::Enabled,
        3 => KeyStatus::Expired,
        4 => KeyStatus::Exhausted,
        _ => KeyStatus::Disabled,
    }
}

/// -1 is never. 0 and other negatives are long past: such a key is dead (`new-api model/token.go`). A time
/// after the year 9999 is as good as never.
fn expiry(second: i64) -> Option<Timestamp> {
    match second {
        -1 => None,
        ..0 => Some(Timestamp::UNIX_EPOCH),
        _ => Timestamp::from_second(second).ok(),
    }
}

/// The last four characters, if the key is long enough that they say little and the mask left them.
fn tail(key: &Secret) -> Option<String> {
    // EXPOSE: only its last four characters go on, as the bridge's own list shows them.
    let text = key.expose();
    let tail = text.len().checked_sub(4).and_then(|start| text.get(start..))?;
    (text.len() >= 16 && !tail.contains('*')).then(|| tail.to_owned())
}

/// A list as bridges keep it for addresses: one per line; commas come from one-api.
fn lines(list: &str) -> Vec<String> {
    list.split(['\n', ',']).map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// A list as bridges keep it for models: comma separated.
fn words(list: &str) -> Vec<String> {
    list.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// One page of a list, in the shapes the dialects have.
pub(super) struct Page<T> {
    pub(super) shape: Shape,
    pub(super) items: Vec<T>,
    pub(super) total: Option<u64>,
}

/// How a bridge writes a page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `null`: nothing there, and nothing learned.
    Unknown,
    /// A bare array: dialect A, pages from 0, no total.
    Array,
    /// `{items,total,page,page_size}`: dialects B to D, pages from 1.
    Items,
    /// `{data,page,size,total_count}`: one-hub and done-hub, pages from 1 under the name `page`.
    Hub,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyPage<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for AnyPage<T> {
            type Value = Page<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a page of a list")
            }
            fn visit_unit<E>(self) -> Result<Page<T>, E> {
                Ok(Page { shape: Shape::Unknown, items: vec![], total: None })
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Page<T>, A::Error> {
                let mut items = vec![];
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Page { shape: Shape::Array, items, total: None })
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Page<T>, A::Error> {
                let mut page = Page { shape: Shape::Unknown, items: vec![], total: None };
                while let Some(field) = map.next_key::<String>()? {
                    let shape = match field.as_str() {
                        "items" => Shape::Items,
                        "data" => Shape::Hub,
                        "total" | "total_count" => {
                            page.total = map.next_value::<Loose>()?.int().and_then(|n| u64::try_from(n).ok());
                            continue;
                        }
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            continue;
                        }
                    };
                    page.items = map.next_value::<Option<Vec<T>>>()?.unwrap_or_default();
                    page.shape = shape;
                }
                if page.shape == Shape::Unknown {
                    return Err(A::Error::custom("an object without a list"));
                }
                Ok(page)
            }
        }
        deserializer.deserialize_any(AnyPage(PhantomData))
    }
}

/// What must be an object: serde reads a list as one as well, field after field.
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Map<T> {
            type Value = Object<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }
        deserializer.deserialize_map(Map(PhantomData))
    }
}

/// An object or list read entry by entry, in the bridge's order: `{"a":1}` gives `("a", 1)`, `["a"]` gives
/// `("a", None)`, `null` nothing.
pub(super) struct Entries<T>(pub(super) Vec<(String, Option<T>)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Any<T> {
            type Value = Entries<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object or a list of names")
            }
            fn visit_unit<E>(self) -> Result<Entries<T>, E> {
                Ok(Entries(vec![]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Entries<T>, A::Error> {
                let mut all = vec![];
                while let Some(name) = seq.next_element::<String>()? {
                    all.push((name, None));
                }
                Ok(Entries(all))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
                let mut all = vec![];
                while let Some((name, value)) = map.next_entry()? {
                    all.push((name, Some(value)));
                }
                Ok(Entries(all))
            }
        }
        deserializer.deserialize_any(Any(PhantomData))
    }
}

/// What `/api/user/self/groups` says of one group.
#[derive(serde::Deserialize)]
pub(super) struct WireGroup {
    #[serde(default, deserialize_with = "loose::float")]
    ratio: Option<f64>,
    #[serde(default, deserialize_with = "loose::text")]
    desc: Option<String>,
}

impl Entries<WireGroup> {
    pub(super) fn groups(self) -> Vec<Group> {
        let group = |(name, wire): (String, Option<WireGroup>)| Group {
            name,
            ratio: wire.as_ref().and_then(|wire| wire.ratio),
            description: wire.and_then(|wire| wire.desc).unwrap_or_default(),
        };
        self.0.into_iter().map(group).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(json: &str) -> Result<Key, String> {
        let wire: WireKey = serde_json::from_str(json).map_err(|e| e.to_string())?;
        Key::try_from(wire).map_err(|_| "unreal".to_owned())
    }

    const LEAST: &str = r#""id":7,"name":"k","status":1,"remain_quota":-5,"expired_time":-1"#;

    #[test]
    fn a_key_is_read_as_each_dialect_writes_it() {
        let new_api = key(&format!(
            r#"{{{LEAST},"user_id":1,"key":"abcd**********wxyz","group":"openai","unlimited_quota":true,
               "used_quota":3,"created_time":100,"accessed_time":200,"allow_ips":"10.0.0.1\n\n10.1.0.0/16\r\n",
               "model_limits_enabled":true,"model_limits":"a,b","DeletedAt":null,"auto_groups":null}}"#
        ))
        .unwrap();
        assert_eq!(new_api.id, KeyId(7));
        assert_eq!(new_api.tail.as_deref(), Some("wxyz"));
        assert_eq!(new_api.allow_ips, ["10.0.0.1", "10.1.0.0/16"]);
        assert_eq!(new_api.models, Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(new_api.last_used, Timestamp::from_second(200).ok());
        assert_eq!((new_api.remain, new_api.used), (Quota(-5), Quota(3)));

        let one_api = key(&format!(r#"{{{LEAST},"models":"a","subnet":"10.0.0.0/8,::1"}}"#)).unwrap();
        assert_eq!(one_api.models, Some(vec!["a".to_owned()]));
        assert_eq!(one_api.allow_ips, ["10.0.0.0/8", "::1"]);
        assert_eq!(one_api.group, "");

        let null = key(&format!(r#"{{{LEAST},"allow_ips":null,"models":null,"model_limits_enabled":null}}"#));
        assert_eq!(null.as_ref().map(|key| key.allow_ips.len()), Ok(0));
        assert_eq!(null.map(|key| key.models), Ok(None));
        let none_allowed = key(&format!(r#"{{{LEAST},"model_limits_enabled":true,"model_limits":""}}"#));
        assert_eq!(none_allowed.map(|key| key.models), Ok(Some(vec![])));
    }

    #[test]
    fn times_beyond_all_bounds_do_no_harm() {
        let expires = |second: &str| {
            key(&format!(r#"{{"id":7,"name":"k","status":1,"remain_quota":0,"expired_time":{second}}}"#))
                .map(|key| key.expires)
        };
        assert_eq!(expires("-1"), Ok(None));
        assert_eq!(expires("0"), Ok(Some(Timestamp::UNIX_EPOCH)), "stored 0 is a dead key");
        assert_eq!(expires("-9223372036854775808"), Ok(Some(Timestamp::UNIX_EPOCH)));
        assert_eq!(expires("9223372036854775807"), Ok(None));
        assert!(expires("1e300").is_err());
        let odd = key(&format!(r#"{{{LEAST},"created_time":9e18,"accessed_time":"soon"}}"#)).unwrap();
        assert_eq!((odd.created, odd.last_used), (Timestamp::UNIX_EPOCH, None));
    }

    #[test]
    fn a_fresh_key_was_never_used() {
        let fresh = format!(r#"{{{LEAST},"created_time":100,"accessed_time":100}}"#);
        assert_eq!(key(&fresh).map(|key| key.last_used), Ok(None));
    }

    #[test]
    fn what_matters_must_be_there() {
        for missing in ["id", "name", "status", "remain_quota", "expired_time"] {
            let text = format!("{{{}}}", LEAST.replace(&format!("\"{missing}\""), "\"x\""));
            assert!(key(&text).is_err(), "{missing}");
        }
        for bad in [r#""id":0"#, r#""id":-7"#, r#""id":7.5"#, r#""id":null"#, r#""id":[7]"#, r#""id":1e40"#] {
            assert!(key(&format!("{{{}}}", LEAST.replace(r#""id":7"#, bad))).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_status_nobody_knows_is_no_working_key() {
        for number in ["0", "2", "99", "-1"] {
            let text = format!("{{{}}}", LEAST.replace(r#""status":1"#, &format!(r#""status":{number}"#)));
            assert_eq!(key(&text).map(|key| key.stored_status), Ok(KeyStatus::Disabled), "{number}");
        }
    }

    #[test]
    fn a_page_is_known_by_its_shape() {
        let page = |json: String| {
            serde_json::from_str::<Page<WireKey>>(&json)
                .map(|page| (page.shape, page.items.len(), page.total))
        };
        assert_eq!(page(format!("[{{{LEAST}}}]")).unwrap(), (Shape::Array, 1, None));
        assert_eq!(
            page(format!(r#"{{"page":1,"page_size":100,"total":1,"items":[{{{LEAST}}}]}}"#)).unwrap(),
            (Shape::Items, 1, Some(1))
        );
        assert_eq!(
            page(format!(r#"{{"data":[{{{LEAST}}}],"page":1,"size":10,"total_count":1}}"#)).unwrap(),
            (Shape::Hub, 1, Some(1))
        );
        assert_eq!(page("null".into()).unwrap(), (Shape::Unknown, 0, None));
        assert_eq!(page(r#"{"items":null,"total":0}"#.into()).unwrap(), (Shape::Items, 0, Some(0)));
        for bad in ["{}", "7", "true", r#""x""#, r#"[1]"#, r#"{"items":{}}"#] {
            assert!(page(bad.into()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_multiplier_may_be_a_word() {
        let groups: Entries<WireGroup> = serde_json::from_str(
            r#"{"zed":{"ratio":2.5,"desc":"d"},"auto":{"ratio":"自动","desc":null},"s":{"ratio":"1.5"},"n":{"ratio":null}}"#,
        )
        .unwrap();
        let groups = groups.groups();
        let ratios: Vec<_> = groups.iter().map(|group| (group.name.as_str(), group.ratio)).collect();
        assert_eq!(ratios, [("zed", Some(2.5)), ("auto", None), ("s", Some(1.5)), ("n", None)]);
        let names: Entries<WireGroup> = serde_json::from_str(r#"["a","b"]"#).unwrap();
        assert_eq!(names.groups().len(), 2);
    }
}
