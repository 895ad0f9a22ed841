//! Creating, changing and deleting keys.

use axum::{
    Extension,
    body::Bytes,
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::Value;

use super::{input::KeyInput, path_id};
use crate::{
    Key, KeyStatus,
    bridge::{Bridge, Shared},
    front::Caller,
    manage::SignedIn,
    reply::{self, Failure},
    route::{Params, text},
    say::Say,
};

/// `POST /api/token/`. The answer has neither the id nor the secret, in no version.
pub(super) async fn create(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
    body: Bytes,
) -> Response {
    reply::done_or(&caller, try_create(&bridge, user.id, &body))
}

fn try_create(bridge: &Bridge, user_id: i64, body: &[u8]) -> Result<(), Failure> {
    let input = KeyInput::read(body)?;
    input.check(bridge.dialect)?;
    bridge.change(|state| {
        let full = bridge.dialect.limits_key_count() && state.keys_of(user_id).count() >= bridge.max_keys;
        if full {
            return Err(Say::TooManyKeys(bridge.max_keys).into());
        }
        if bridge.dialect.auto_groups() {
            input.check_auto_groups(state)?;
        }
        state.add_key(input.into_key(user_id, bridge.now()));
        Ok(())
    })
}

/// `PUT /api/token/` replaces every field but the status; with `?status_only=true` the status alone.
pub(super) async fn update(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
    params: Params,
    body: Bytes,
) -> Response {
    let status_only = !text(&params, "status_only").is_empty();
    reply::ok_or(&caller, try_update(&bridge, user.id, status_only, &body))
}

fn try_update(bridge: &Bridge, user_id: i64, status_only: bool, body: &[u8]) -> Result<Value, Failure> {
    let input = KeyInput::read(body)?;
    input.check(bridge.dialect)?;
    bridge.change(|state| {
        let key = state.key_of(user_id, input.id).ok_or_else(Failure::no_record)?;
        // Checked in a full update too, against what is stored, although it does not set the status.
        check_enabling(key, input.status, bridge.now())?;
        if bridge.dialect.auto_groups() && !status_only {
            input.check_auto_groups(state)?;
        }
        let key = state.key_of_mut(user_id, input.id).ok_or_else(Failure::no_record)?;
        if status_only {
            key.status = input.status;
        } else {
            input.write_to(key);
        }
        Ok(key.wire(bridge.dialect))
    })
}

/// A key that was stored as expired or used up is enabled only after what ended it is gone. Any other
/// status is taken as it comes.
fn check_enabling(key: &Key, status: i64, now: i64) -> Result<(), Failure> {
    if status != KeyStatus::Enabled.code() {
        return Ok(());
    }
    if key.status == KeyStatus::Expired.code() && key.is_expired(now) {
        return Err(Say::ExpiredCannotEnable.into());
    }
    if key.status == KeyStatus::Exhausted.code() && key.is_exhausted() {
        return Err(Say::ExhaustedCannotEnable.into());
    }
    Ok(())
}

/// `DELETE /api/token/{id}`
pub(super) async fn delete(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Response {
    let deleted = path_id(&id).and_then(|id| match delete_ids(&bridge, user.id, &[id]) {
        0 => Err(Failure::no_record()),
        _ => Ok(()),
    });
    reply::done_or(&caller, deleted)
}

/// `POST /api/token/batch` deletes what it can and tells how many.
pub(super) async fn delete_batch(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
    body: Bytes,
) -> Response {
    reply::ok_or(&caller, Ids::read(&body).map(|ids| delete_ids(&bridge, user.id, &ids.ids)))
}

fn delete_ids(bridge: &Bridge, user_id: i64, ids: &[i64]) -> usize {
    let now = bridge.now();
    bridge.change(|state| {
        let mut count = 0;
        for id in ids {
            if let Some(key) = state.key_of_mut(user_id, *id) {
                key.deleted_at = Some(now);
                count += 1;
            }
        }
        count
    })
}

/// `{"ids":[…]}`
#[derive(Debug, Deserialize)]
pub(super) struct Ids {
    pub(super) ids: Vec<i64>,
}

impl Ids {
    /// Reads a list that is not empty.
    pub(super) fn read(body: &[u8]) -> Result<Self, Failure> {
        serde_json::from_slice::<Self>(body)
            .ok()
            .filter(|ids| !ids.ids.is_empty())
            .ok_or_else(|| Say::InvalidParams.into())
    }
}
