//! Pages of lists (new-api common/page_info.go).

use serde_json::{Value, json};

use crate::{
    Dialect,
    route::{Params, number},
};

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    number: i64,
    size: i64,
    base: i64,
}

impl Page {
    const DEFAULT_SIZE: i64 = 10;
    const MAX_SIZE: i64 = 100;

    /// `p` from 1 (0 is 1 too), size from `page_size`, `ps` or `size`. A negative size is no limit.
    pub(crate) fn from_one(params: &Params) -> Self {
        let size = ["page_size", "ps", "size"].map(|name| number(params, name));
        let size = size.into_iter().find(|size| *size != 0).unwrap_or(Self::DEFAULT_SIZE);
        Self { number: number(params, "p").max(1), size: size.min(Self::MAX_SIZE), base: 1 }
    }

    /// `p` from 0, size only as `size`.
    pub(crate) fn from_zero(params: &Params) -> Self {
        let size = match number(params, "size") {
            size if size <= 0 => Self::DEFAULT_SIZE,
            size => size.min(Self::MAX_SIZE),
        };
        Self { number: number(params, "p").max(0), size, base: 0 }
    }

    /// The page of a key list.
    pub(crate) fn of_keys(dialect: Dialect, params: &Params) -> Self {
        if dialect.lists_arrays() { Self::from_zero(params) } else { Self::from_one(params) }
    }

    /// How many items come before this page.
    pub(crate) fn start(self) -> usize {
        let pages = self.number - self.base;
        usize::try_from(pages.saturating_mul(self.size)).unwrap_or_default()
    }

    /// The items on this page.
    pub(crate) fn cut<T>(self, items: impl Iterator<Item = T>) -> Vec<T> {
        items.skip(self.start()).take(usize::try_from(self.size).unwrap_or(usize::MAX)).collect()
    }

    /// `{page,page_size,total,items}`
    pub(crate) fn wire(self, total: usize, items: Vec<Value>) -> Value {
        json!({"page": self.number, "page_size": self.size, "total": total, "items": items})
    }
}
