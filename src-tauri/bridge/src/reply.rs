//! Answers of the management API (new-api common/gin.go): HTTP 200 whatever happened, and an envelope.

use axum::{
    Json,
    http::{Method, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
};
use serde::Serialize;
use serde_json::json;

use crate::{
    front::Caller,
    say::{Lang, Say},
};

/// `{"success":true,"message":"","data":…}`
pub(crate) fn ok(data: impl Serialize) -> Response {
    Json(json!({"success": true, "message": "", "data": data})).into_response()
}

/// `{"success":true,"message":""}`
pub(crate) fn done() -> Response {
    Json(json!({"success": true, "message": ""})).into_response()
}

/// `{"success":false,"message":…}`, still with HTTP 200.
pub(crate) fn failed(message: impl AsRef<str>) -> Response {
    refused(StatusCode::OK, message)
}

/// A failure with an HTTP status of its own.
pub(crate) fn refused(status: StatusCode, message: impl AsRef<str>) -> Response {
    (status, Json(json!({"success": false, "message": message.as_ref()}))).into_response()
}

/// A failure with a status and one of D's codes.
pub(crate) fn coded(status: StatusCode, code: &str, message: impl AsRef<str>) -> Response {
    (status, Json(json!({"success": false, "code": code, "message": message.as_ref()}))).into_response()
}

/// Why a management call failed; becomes [`failed`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Something the bridge says in the caller's language.
    Say(Say),
    /// Text of the database or of a parser, never translated.
    Raw(String),
}

impl Failure {
    /// The database has no such row.
    pub(crate) fn no_record() -> Self {
        Self::Raw("record not found".to_owned())
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Say(say) => say.text(lang),
            Self::Raw(text) => text.clone(),
        }
    }
}

impl From<Say> for Failure {
    fn from(say: Say) -> Self {
        Self::Say(say)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Raw(format!("json: {error}"))
    }
}

/// The answer for a result without data.
pub(crate) fn done_or(caller: &Caller, result: Result<(), Failure>) -> Response {
    match result {
        Ok(()) => done(),
        Err(failure) => failed(failure.text(caller.lang)),
    }
}

/// The answer for a result with data.
pub(crate) fn ok_or(caller: &Caller, result: Result<impl Serialize, Failure>) -> Response {
    match result {
        Ok(data) => ok(data),
        Err(failure) => failed(failure.text(caller.lang)),
    }
}

/// What no route knows: JSON under the APIs, the web page elsewhere (router/web-router.go).
pub(crate) async fn unknown(method: Method, uri: Uri) -> Response {
    let path = uri.path();
    if !["/api", "/v1", "/assets"].iter().any(|prefix| path.starts_with(prefix)) {
        return Html(PAGE).into_response();
    }
    let error = json!({
        "message": format!("Invalid URL ({method} {path})"),
        "type": "invalid_request_error",
        "param": "",
        "code": "",
    });
    (StatusCode::NOT_FOUND, Json(json!({"error": error}))).into_response()
}

/// A path with a slash too many or too few: 301 for GET, else 307 (gin RedirectTrailingSlash).
pub(crate) async fn redirect_slash(method: Method, uri: Uri) -> Response {
    let status =
        if method == Method::GET { StatusCode::MOVED_PERMANENTLY } else { StatusCode::TEMPORARY_REDIRECT };
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let location = format!("{}{query}", crate::route::toggle_slash(uri.path()));
    (status, [(header::LOCATION, location)]).into_response()
}

/// The web page, as far as a client can tell.
pub(crate) const PAGE: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Sample Bridge</title></head>\n<body><div id=\"root\"></div></body>\n</html>\n";
