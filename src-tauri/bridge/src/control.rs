//! How tests steer the bridge over HTTP: the paths that begin with `/_`. They meet no fault, no limit
//! and no record.

use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    Fault, State as Truth,
    bridge::{Bridge, Shared},
    reply, seed,
};

/// All control routes.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/_fault", get(faults).post(add_fault).delete(clear_faults))
        .route("/_clock", get(clock).post(advance))
        .route("/_requests", get(requests).delete(clear_requests))
        .route("/_limits", axum::routing::delete(clear_limits))
        .route("/_state", get(state).put(set_state))
        .route("/_seed", axum::routing::post(add_keys))
}

/// `GET /_fault`: the faults that are left.
async fn faults(State(bridge): State<Shared>) -> Response {
    Json(json!({"faults": bridge.faults().left()})).into_response()
}

/// `POST /_fault`
async fn add_fault(State(bridge): State<Shared>, body: Bytes) -> Response {
    match Fault::read(&body) {
        Ok(fault) => {
            bridge.faults().add(fault);
            reply::done()
        }
        Err(reason) => reply::refused(StatusCode::BAD_REQUEST, reason),
    }
}

/// `DELETE /_fault`: forgets faults and stale copies.
async fn clear_faults(State(bridge): State<Shared>) -> Response {
    bridge.clear_faults();
    reply::done()
}

/// `GET /_clock`
async fn clock(State(bridge): State<Shared>) -> Response {
    Json(json!({"now": bridge.now()})).into_response()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    #[serde(default)]
    advance_s: i64,
    #[serde(default)]
    freeze: bool,
}

/// `POST /_clock {"advance_s":N}`, or with `"freeze":true` so that nothing else moves it any more.
async fn advance(State(bridge): State<Shared>, body: Bytes) -> Response {
    read(&body, |Move { advance_s, freeze }| {
        if freeze {
            bridge.clock.freeze();
        }
        json!({"now": bridge.clock.advance(advance_s)})
    })
}

/// `GET /_requests`: what arrived, secrets included.
async fn requests(State(bridge): State<Shared>) -> Response {
    Json(json!({"requests": bridge.recorder.requests()})).into_response()
}

/// `DELETE /_requests`
async fn clear_requests(State(bridge): State<Shared>) -> Response {
    bridge.recorder.clear();
    reply::done()
}

/// `DELETE /_limits`: every rate limit starts anew.
async fn clear_limits(State(bridge): State<Shared>) -> Response {
    bridge.limiter.clear();
    reply::done()
}

/// `GET /_state`: the whole truth, as in the state file.
async fn state(State(bridge): State<Shared>) -> Response {
    bridge.look(|state| Json(state).into_response())
}

/// `PUT /_state`: another truth.
async fn set_state(State(bridge): State<Shared>, body: Bytes) -> Response {
    read(&body, |truth: Truth| {
        bridge.change(|state| *state = truth);
        json!({"success": true})
    })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    keys: usize,
}

/// `POST /_seed {"keys":N}`: so many plain keys more for the first user.
async fn add_keys(State(bridge): State<Shared>, body: Bytes) -> Response {
    read(&body, |Seed { keys }| {
        let now = bridge.now();
        bridge.change(|state| seed::bulk(state, keys, now));
        json!({"success": true})
    })
}

fn read<T: for<'de> Deserialize<'de>>(body: &[u8], run: impl FnOnce(T) -> Value) -> Response {
    match serde_json::from_slice(body) {
        Ok(given) => Json(run(given)).into_response(),
        Err(error) => reply::refused(StatusCode::BAD_REQUEST, error.to_string()),
    }
}

impl Bridge {
    /// Forgets faults and stale copies.
    pub(crate) fn clear_faults(&self) {
        self.faults().clear();
        self.stale().clear();
    }
}
