//! A bridge and a client signed in at it.

use bridgekeeper_bridge::{Dialect, Key, Options, Running, Server};
use reqwest::{
    Client, Method, RequestBuilder, StatusCode,
    header::{HeaderMap, HeaderName},
    redirect,
};
use serde_json::{Value, json};

/// A running bridge and its client.
pub struct Case {
    pub bridge: Running,
    http: Client,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        Self { status, headers, text: response.text().await.expect("a whole body") }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// `data` of a success.
    pub fn data(&self) -> Value {
        let json = self.json();
        assert_eq!((self.status, &json["success"]), (StatusCode::OK, &json!(true)), "{self:?}");
        json["data"].clone()
    }

    /// `message` of a failure with HTTP 200.
    pub fn failure(&self) -> String {
        let json = self.json();
        assert_eq!((self.status, &json["success"]), (StatusCode::OK, &json!(false)), "{self:?}");
        json["message"].as_str().expect("a message").to_owned()
    }

    /// Status, message without the request id, and code of a relay refusal.
    pub fn refusal(&self) -> (u16, String, Value) {
        let error = &self.json()["error"];
        let message = error["message"].as_str().expect("a message");
        let (message, id) = message.split_once(" (request id: ").expect("a request id");
        assert_eq!(id.strip_suffix(')'), self.header("x-oneapi-request-id"));
        (self.status.as_u16(), message.to_owned(), error["code"].clone())
    }
}

impl Case {
    pub fn new(dialect: Dialect) -> Self {
        Self::with(Options { dialect, ..Options::default() })
    }

    pub fn with(options: Options) -> Self {
        let bridge = Server::start(options).expect("a bridge");
        let client = Client::builder().no_proxy().no_gzip().redirect(redirect::Policy::none());
        Self { bridge, http: client.build().expect("a client") }
    }

    /// A request without credentials.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.bridge.url))
    }

    /// A request signed in as the bridge's user, in English.
    pub fn signed(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path)
            .bearer_auth(&self.bridge.access_token)
            .header("New-Api-User", self.bridge.user_id)
            .header("Accept-Language", "en")
    }

    pub async fn get(&self, path: &str) -> Reply {
        Reply::of(self.signed(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        Reply::of(self.signed(Method::POST, path).json(&body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Reply {
        Reply::of(self.signed(Method::PUT, path).json(&body)).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        Reply::of(self.signed(Method::DELETE, path)).await
    }

    /// `GET /v1/models` with a key.
    pub async fn models(&self, key: &Key) -> Reply {
        Reply::of(self.bare(Method::GET, "/v1/models").bearer_auth(key.sk())).await
    }

    /// A chat completion with a key, as `ip` if given.
    pub async fn chat(&self, key: &Key, model: &str) -> Reply {
        let request = self.bare(Method::POST, "/v1/chat/completions").bearer_auth(key.sk());
        Reply::of(request.json(&json!({"model": model, "messages": []}))).await
    }

    /// A key of the user.
    pub fn key(&self, key: Key) -> Key {
        self.bridge.add_key(key)
    }

    /// The value of a cookie that an answer sets.
    pub fn cookie(reply: &Reply, name: &str) -> Option<String> {
        let set = reply.headers.get_all(HeaderName::from_static("set-cookie"));
        set.iter().filter_map(|value| value.to_str().ok()).find_map(|value| {
            let (pair, _) = value.split_once(';')?;
            pair.strip_prefix(name)?.strip_prefix('=').map(str::to_owned)
        })
    }
}

/// A plain key with a name.
pub fn named(name: &str) -> Key {
    Key { name: name.to_owned(), ..Key::default() }
}
