//! Routes as gin has them: each path also answers, with a redirect, to its form with the other slash.

use std::collections::HashMap;

use axum::{
    Router,
    extract::Query,
    middleware::from_fn_with_state,
    routing::{MethodRouter, any},
};

use crate::{bridge::Shared, limits, manage, reply};

/// A path with its final slash added or taken away.
pub(crate) fn toggle_slash(path: &str) -> String {
    path.strip_suffix('/').map_or_else(|| format!("{path}/"), str::to_owned)
}

/// Adds routes the way gin does.
pub(crate) trait At: Sized {
    /// Routes `path`, and redirects its other form.
    fn at(self, path: &str, methods: MethodRouter<Shared>) -> Self;

    /// Routes `path` only if the dialect has it.
    fn at_if(self, has: bool, path: &str, methods: MethodRouter<Shared>) -> Self {
        if has { self.at(path, methods) } else { self }
    }
}

impl At for Router<Shared> {
    fn at(self, path: &str, methods: MethodRouter<Shared>) -> Self {
        self.route(path, methods).route(&toggle_slash(path), any(reply::redirect_slash))
    }
}

/// What stands before a handler. The outermost guard is the one added last.
pub(crate) struct Guards<'a>(pub(crate) &'a Shared);

impl Guards<'_> {
    /// Only for who is signed in.
    pub(crate) fn user(&self, methods: MethodRouter<Shared>) -> MethodRouter<Shared> {
        methods.route_layer(from_fn_with_state(self.0.clone(), manage::require_user))
    }

    /// Counted in the critical bucket.
    pub(crate) fn critical(&self, methods: MethodRouter<Shared>) -> MethodRouter<Shared> {
        methods.route_layer(from_fn_with_state(self.0.clone(), limits::critical))
    }

    /// Counted as a search.
    pub(crate) fn search(&self, methods: MethodRouter<Shared>) -> MethodRouter<Shared> {
        methods.route_layer(from_fn_with_state(self.0.clone(), limits::search))
    }
}

/// Query parameters; of several with one name the last counts.
pub(crate) type Params = Query<HashMap<String, String>>;

/// A query parameter as a string, empty if absent.
pub(crate) fn text<'a>(params: &'a Params, name: &str) -> &'a str {
    params.get(name).map_or("", String::as_str)
}

/// A query parameter as a number, 0 if absent or not a number (as Go's `strconv.Atoi` is used there).
pub(crate) fn number(params: &Params, name: &str) -> i64 {
    text(params, name).parse().unwrap_or(0)
}
