//! The management API under `/api` (new-api router/api-router.go).

mod account;
mod auth;
mod by_key;
mod keys;
mod login;
mod logs;
mod page;
mod site;

use axum::Router;
use tower_http::compression::CompressionLayer;

pub(crate) use auth::{SignedIn, not_signed_in, require_user};

use crate::bridge::Shared;

/// All routes of the management API that the bridge's dialect has. Answers are gzipped on request.
pub(crate) fn routes(bridge: &Shared) -> Router<Shared> {
    Router::new()
        .merge(site::routes())
        .merge(login::routes(bridge))
        .merge(account::routes(bridge))
        .merge(keys::routes(bridge))
        .merge(logs::routes(bridge))
        .merge(by_key::routes(bridge))
        .layer(CompressionLayer::new())
}
