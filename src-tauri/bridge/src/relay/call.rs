//! A call to the relay, as it came, and the key in it.

use axum::{
    Extension,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Response},
};

use crate::{
    Dialect,
    bridge::Shared,
    front::Caller,
    route::{Params, text},
};

/// Everything of a relay request that its handler needs.
pub(crate) struct Call {
    pub(crate) caller: Caller,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) params: Params,
    pub(crate) body: Bytes,
}

impl FromRequest<Shared> for Call {
    type Rejection = Response;

    async fn from_request(request: Request, bridge: &Shared) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Extension(caller) =
            Extension::from_request_parts(&mut parts, bridge).await.map_err(IntoResponse::into_response)?;
        let params =
            Params::from_request_parts(&mut parts, bridge).await.map_err(IntoResponse::into_response)?;
        let (uri, headers) = (parts.uri.clone(), parts.headers.clone());
        let body = Bytes::from_request(Request::from_parts(parts, body), bridge)
            .await
            .map_err(IntoResponse::into_response)?;
        Ok(Self { caller, uri, headers, params, body })
    }
}

impl Call {
    /// The key as it was presented (middleware/auth.go TokenAuth): on some paths a header of the path's
    /// own kind stands above `Authorization`. Empty if there is none.
    pub(crate) fn credential(&self, dialect: Dialect) -> &str {
        let path = self.uri.path();
        let anthropic = path.starts_with("/v1/messages")
            || (path.starts_with("/v1/models") && dialect.api_key_header_on_models());
        let gemini = path.starts_with("/v1beta/models")
            || (path.starts_with("/v1/models") && dialect.api_key_header_on_models());
        let own = [
            gemini.then(|| self.header("x-goog-api-key")),
            gemini.then(|| text(&self.params, "key")),
            anthropic.then(|| self.header("x-api-key")),
        ];
        let authorization = self.header(header::AUTHORIZATION.as_str());
        let bearer = ["Bearer ", "bearer "].iter().find_map(|word| authorization.strip_prefix(word));
        own.into_iter()
            .flatten()
            .find(|value| !value.is_empty())
            .unwrap_or_else(|| bearer.unwrap_or(authorization).trim())
    }

    /// A header, empty if absent or not text.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}
