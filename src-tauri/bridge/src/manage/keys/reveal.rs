//! Revealing secrets, where lists mask them.

use axum::{
    Extension,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::Response,
};
use serde_json::{Map, Value, json};

use super::{MAX_BATCH, path_id, write::Ids};
use crate::{
    bridge::Shared,
    front::Caller,
    manage::SignedIn,
    reply::{self, Failure},
    say::Say,
};

/// `POST /api/token/{id}/key`
pub(super) async fn reveal(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Response {
    let key = path_id(&id).and_then(|id| {
        bridge.look(|state| {
            let key = state.key_of(user.id, id).ok_or_else(Failure::no_record)?;
            Ok(json!({"key": key.secret}))
        })
    });
    no_store(reply::ok_or(&caller, key))
}

/// `POST /api/token/batch/keys`; ids of others are left out.
pub(super) async fn reveal_batch(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
    body: Bytes,
) -> Response {
    let keys = Ids::read(&body).and_then(|Ids { ids }| {
        if ids.len() > MAX_BATCH {
            return Err(Say::TooManyIds(MAX_BATCH).into());
        }
        let keys: Map<String, Value> = bridge.look(|state| {
            let keys = ids.iter().filter_map(|id| state.key_of(user.id, *id));
            keys.map(|key| (key.id.to_string(), json!(key.secret))).collect()
        });
        Ok(json!({"keys": keys}))
    });
    no_store(reply::ok_or(&caller, keys))
}

fn no_store(mut response: Response) -> Response {
    let value = HeaderValue::from_static("no-store, no-cache, must-revalidate, private, max-age=0");
    response.headers_mut().insert(header::CACHE_CONTROL, value);
    response
}
