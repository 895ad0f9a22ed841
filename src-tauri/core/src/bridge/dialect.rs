//! What is known of a bridge's way of speaking. Found in its answers as they come by, never in a version
//! string: versions are empty, wrong or a fork's (`facts`: `/api/status` may say `v0.0.0`).
//!
//! The boundaries are those of QuantumNous/new-api's history: A is one-api, Veloera and new-api up to 0.8.3,
//! B new-api 0.8.4 to 0.10, C 0.11 to v1.0.0-rc.21, D everything newer.

use serde::{Deserialize, Serialize};

use super::wire::Shape;

/// Which of the four dialects a bridge speaks. Nothing needs it to work: each difference is told by its own
/// sign in [`Seen`]. It is for people and reports.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::EnumString,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Dialect {
    /// Key lists are bare arrays, paged from 0, with full keys.
    A,
    /// Key lists are objects, paged from 1, with full keys.
    B,
    /// Keys are masked; a request of its own reveals them.
    C,
    /// As C, with sign-in errors that carry a `code` and no user id needed.
    D,
}

/// The signs seen so far. Each is set by the answer that shows it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// How key lists are written.
    pub(super) list: Option<Shape>,
    /// Whether lists and single keys come masked.
    pub(super) masked: Option<bool>,
    /// Whether a refused sign-in carries a `code`.
    pub(super) coded: Option<bool>,
    /// Whether several keys can be revealed in one request.
    pub(super) batch_reveal: Option<bool>,
    /// Whether several keys can be deleted in one request.
    pub(super) batch_delete: Option<bool>,
}

impl Seen {
    /// The dialect, once enough was seen. An account without keys leaves B and C apart undecided.
    pub(super) fn dialect(&self) -> Option<Dialect> {
        match (self.coded, self.list, self.masked) {
            (Some(true), ..) => Some(Dialect::D),
            (_, Some(Shape::Array), _) => Some(Dialect::A),
            (_, Some(Shape::Items | Shape::Hub), Some(false)) => Some(Dialect::B),
            (Some(false), Some(Shape::Items | Shape::Hub), Some(true)) => Some(Dialect::C),
            _ => None,
        }
    }

    /// The query of a page of keys, counted from 0, by what is known.
    pub(super) fn page(&self, number: u64) -> [(&'static str, u64); 3] {
        page(self.list, number)
    }
}

/// The query of a page of a list of that shape, counted from 0.
///
/// All sizes go along: `size` is all that A and B before 0.8.8 read, `page_size` is what the rest read; each
/// caps at 100 (`new-api common/page_info.go`). The first page is `p=0` until the base is known: B to D take 0
/// for 1.
pub(super) fn page(shape: Option<Shape>, number: u64) -> [(&'static str, u64); 3] {
    let place = match shape {
        Some(Shape::Hub) => ("page", number + 1),
        Some(Shape::Items) => ("p", number + 1),
        Some(Shape::Array | Shape::Unknown) | None => ("p", number),
    };
    [("page_size", PAGE), ("size", PAGE), place]
}

/// Entries per page asked for.
const PAGE: u64 = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialect_is_told_by_its_signs() {
        let seen = |list, masked, coded| Seen { list, masked, coded, ..Seen::default() }.dialect();
        assert_eq!(seen(None, None, None), None);
        assert_eq!(seen(Some(Shape::Array), None, None), Some(Dialect::A));
        assert_eq!(seen(Some(Shape::Items), Some(false), Some(false)), Some(Dialect::B));
        assert_eq!(seen(Some(Shape::Items), Some(true), Some(false)), Some(Dialect::C));
        assert_eq!(seen(Some(Shape::Items), Some(true), Some(true)), Some(Dialect::D));
        assert_eq!(seen(Some(Shape::Items), None, Some(true)), Some(Dialect::D));
        assert_eq!(seen(Some(Shape::Items), None, Some(false)), None, "no key seen yet: B or C");
        assert_eq!(seen(Some(Shape::Hub), Some(false), Some(false)), Some(Dialect::B));
    }

    #[test]
    fn no_bridge_is_paged_with_both_bases() {
        let page = |list, number| {
            let query = Seen { list, ..Seen::default() }.page(number);
            query.into_iter().find(|(name, _)| *name == "p" || *name == "page")
        };
        assert_eq!(page(None, 0), Some(("p", 0)));
        assert_eq!(page(Some(Shape::Array), 1), Some(("p", 1)));
        assert_eq!(page(Some(Shape::Items), 1), Some(("p", 2)));
        assert_eq!(page(Some(Shape::Hub), 1), Some(("page", 2)));
    }
}
