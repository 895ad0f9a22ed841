//! Listing, searching and reading keys.

use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use serde_json::{Value, json};

use super::path_id;
use crate::{
    Dialect, Key,
    bridge::Shared,
    front::Caller,
    manage::{SignedIn, page::Page},
    reply::{self, Failure},
    route::{Params, text},
    say::Say,
};

/// Groups a key with group `auto` may list.
pub(super) const MAX_AUTO_GROUPS: usize = 5;

/// `GET /api/token/`
pub(super) async fn list(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    params: Params,
) -> Response {
    let page = Page::of_keys(bridge.dialect, &params);
    reply::ok(bridge.look(|state| {
        let items = page.cut(state.keys_of(user.id)).into_iter().map(|key| key.wire(bridge.dialect));
        let items = items.collect();
        if bridge.dialect.lists_arrays() {
            Value::Array(items)
        } else {
            page.wire(state.keys_of(user.id).count(), items)
        }
    }))
}

/// `GET /api/token/search`
pub(super) async fn search(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Response {
    let wanted = match Wanted::read(bridge.dialect, &params) {
        Ok(wanted) => wanted,
        Err(failure) => return reply::ok_or(&caller, Err::<(), _>(failure)),
    };
    reply::ok(bridge.look(|state| {
        let found: Vec<_> = state.keys_of(user.id).filter(|key| wanted.fits(key)).collect();
        let wire = |key: &Key| key.wire(bridge.dialect);
        if bridge.dialect.searches_pages() {
            let page = Page::from_one(&params);
            let total = found.len();
            page.wire(total, page.cut(found.into_iter()).into_iter().map(wire).collect())
        } else {
            Value::Array(found.into_iter().map(wire).collect())
        }
    }))
}

/// `GET /api/token/{id}`
pub(super) async fn get(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Response {
    let key = path_id(&id).and_then(|id| {
        bridge.look(|state| {
            state.key_of(user.id, id).map(|key| key.wire(bridge.dialect)).ok_or_else(Failure::no_record)
        })
    });
    reply::ok_or(&caller, key)
}

/// `GET /api/token/auto-groups`
pub(super) async fn auto_groups(State(bridge): State<Shared>) -> Response {
    reply::ok(bridge.look(|state| json!({"groups": state.auto_groups(), "max_count": MAX_AUTO_GROUPS})))
}

/// What a search looks for, in a key's name and in its secret.
struct Wanted {
    name: Pattern,
    secret: Pattern,
}

impl Wanted {
    fn read(dialect: Dialect, params: &Params) -> Result<Self, Failure> {
        let (name, secret) = (text(params, "keyword"), text(params, "token"));
        if dialect.searches_pages() {
            let secret = secret.strip_prefix("sk-").unwrap_or(secret);
            return Ok(Self { name: Pattern::strict(name)?, secret: Pattern::strict(secret)? });
        }
        // Characters, not a prefix: `strings.Trim(token, "sk-")`.
        let secret = secret.trim_matches(['s', 'k', '-']);
        Ok(Self { name: Pattern::part(name), secret: Pattern::part(secret) })
    }

    fn fits(&self, key: &Key) -> bool {
        self.name.fits(&key.name) && self.secret.fits(&key.secret)
    }
}

/// A pattern with `%` for anything.
struct Pattern(Vec<String>);

impl Pattern {
    /// Anything around `text`.
    fn part(text: &str) -> Self {
        Self(vec![String::new(), text.to_owned(), String::new()])
    }

    /// `text` exactly, with at most two `%`, never side by side, among at least two other characters.
    /// Empty text fits everything.
    fn strict(text: &str) -> Result<Self, Failure> {
        if text.is_empty() {
            return Ok(Self::part(text));
        }
        let parts: Vec<_> = text.split('%').map(str::to_owned).collect();
        let others: usize = parts.iter().map(|part| part.chars().count()).sum();
        let has_percent = parts.len() > 1;
        if has_percent && (parts.len() > 3 || text.contains("%%") || others < 2) {
            return Err(Say::BadSearchPattern.into());
        }
        Ok(Self(parts))
    }

    fn fits(&self, text: &str) -> bool {
        let [first, middle @ .., last] = self.0.as_slice() else {
            return self.0.first().is_none_or(|all| text == all);
        };
        let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            let Some((_, after)) = rest.split_once(part.as_str()) else { return false };
            rest = after;
        }
        rest.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_what_sql_would() {
        for (pattern, text, expected) in [
            ("", "anything", true),
            ("name", "name", true),
            ("name", "names", false),
            ("na%", "names", true),
            ("%es", "names", true),
            ("%am%", "names", true),
            ("n%s", "names", true),
            ("names%s", "names", false),
            ("n_mes", "names", false),
        ] {
            let pattern_read = Pattern::strict(pattern).expect("a pattern that is allowed");
            assert_eq!(pattern_read.fits(text), expected, "{pattern} on {text}");
        }
        for refused in ["%", "a%", "%%ab", "a%b%c%d"] {
            assert!(Pattern::strict(refused).is_err(), "{refused}");
        }
    }
}
