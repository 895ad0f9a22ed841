//! What happens to each request before and after its handler.

use std::net::IpAddr;

use axum::{
    Json,
    body::{Body, Bytes, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;

use crate::{
    bridge::{Bridge, Shared},
    fault, ip,
    line::Peer,
    random,
    record::Recorded,
    say::Lang,
};

/// Largest body read.
const MAX_BODY: usize = 64 << 20;

/// Who calls, as far as no credential is needed to know. In every request's extensions.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// Where the request claims to come from.
    pub(crate) ip: IpAddr,
    /// Language of messages.
    pub(crate) lang: Lang,
    /// `X-Oneapi-Request-Id` of the answer.
    pub(crate) request_id: String,
}

/// Records the request, lets a fault play with it, counts it, and adds the headers of every answer.
/// The control paths (`/_…`) go straight through.
pub(crate) async fn front(
    State(bridge): State<Shared>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
    next: Next,
) -> Response {
    if request.uri().path().starts_with("/_") {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut entry = Entry { bridge: &bridge, request: bridge.recorder.arrived(&parts, &body) };
    parts.extensions.insert(Caller {
        ip: ip::of_caller(&parts.headers, peer.address.ip()),
        lang: Lang::of(bridge.dialect, &parts.headers),
        request_id: request_id(bridge.now()),
    });
    let fault = bridge.faults().meet(&parts, &body);
    let exchange = Exchange { bridge: &bridge, parts, body, next };
    let response = match fault {
        None => Some(exchange.answer().await),
        Some(kind) => {
            entry.request.fault = Some(kind.name());
            fault::play(kind, exchange.plain()).await
        }
    };
    entry.request.status = response.as_ref().map(|response| response.status().as_u16());
    response.unwrap_or_else(|| {
        peer.cut.now();
        StatusCode::NO_CONTENT.into_response()
    })
}

/// A request on its way to its handler.
pub(crate) struct Exchange<'a> {
    pub(crate) bridge: &'a Shared,
    pub(crate) parts: Parts,
    body: Bytes,
    next: Next,
}

impl Exchange<'_> {
    /// The same, but the answer is not to be gzipped: a fault works on what the client reads.
    fn plain(mut self) -> Self {
        self.parts.headers.remove(header::ACCEPT_ENCODING);
        self
    }

    /// Carries the request out as a bridge without faults would.
    pub(crate) async fn answer(self) -> Response {
        let Some(caller) = self.parts.extensions.get::<Caller>().cloned() else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let is_api = self.parts.uri.path().starts_with("/api");
        let count = || self.bridge.limiter.count_global(caller.ip, self.bridge.now());
        let mut response = match is_api.then(count).flatten() {
            Some(refusal) => refusal,
            None => self.next.run(Request::from_parts(self.parts, Body::from(self.body))).await,
        };
        if let Some(reason) = self.bridge.broken() {
            response = panic(&reason);
        }
        stamp(self.bridge, &caller, &mut response);
        response
    }
}

/// The answer when the bridge itself is in trouble (middleware/recover.go).
fn panic(reason: &str) -> Response {
    let error = json!({"message": reason, "type": "new_api_panic"});
    (StatusCode::INTERNAL_SERVER_ERROR, Json(json!({"error": error}))).into_response()
}

fn stamp(bridge: &Bridge, caller: &Caller, response: &mut Response) {
    let headers = response.headers_mut();
    if headers.get(header::CONTENT_TYPE).is_some_and(|value| value == "application/json") {
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, json);
    }
    if let Ok(id) = HeaderValue::from_str(&caller.request_id) {
        headers.insert(HeaderName::from_static("x-oneapi-request-id"), id);
    }
    if bridge.dialect.tells_version_in_header() {
        let version = HeaderValue::from_static(bridge.dialect.version());
        headers.insert(HeaderName::from_static("x-new-api-version"), version);
    }
}

/// A request id: the time and eight random characters (middleware/request-id.go).
fn request_id(now: i64) -> String {
    let time = Timestamp::from_second(now).unwrap_or_default().to_zoned(TimeZone::UTC);
    format!("{}{}", time.strftime("%Y%m%d%H%M%S"), random::alphanumeric(8))
}

/// The record of one request, completed also when its client goes away first.
struct Entry<'a> {
    bridge: &'a Bridge,
    request: Recorded,
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.bridge.recorder.answered(&self.request) {
            self.bridge.is_broken(format!("log file: {error}"));
        }
    }
}
