//! One request to a bridge and one answer, or a clear failure. Here stand, each once: time limits, size
//! limits, the demand for JSON, the retry policy, the sorting of failures, and what of a bridge's words may
//! be shown. What the requests mean is the neighbours' affair.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION,
    RETRY_AFTER,
};
use reqwest::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::manners::{Bucket, Ledger, Manner, MemoryLedger, Turn, spell};
use super::task::Task;
use super::wire::{Body, Head, RelayError};
use super::{Account, Origin};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::words::say;

/// Limits of a client. The defaults suit a person who waits; tests shorten them.
#[derive(Clone)]
pub struct Options {
    /// To reach the bridge (name, connection, TLS).
    pub connect: Duration,
    /// For one management request, body included, retries not.
    pub total: Duration,
    /// For one relay request: a model may think.
    pub relay: Duration,
    /// How often a read is tried in all. Writes are sent once.
    pub tries: u32,
    /// Pause before the second try; doubles after that.
    pub backoff: Duration,
    /// The longest `Retry-After` that is waited out rather than reported.
    pub longest_wait: Duration,
    /// Pauses between looks for a key whose creation got no clear answer: a bridge behind a proxy may still
    /// be at it when the proxy has given up.
    pub looks: Vec<Duration>,
    /// Reads under way at a time.
    pub at_once: usize,
    /// The largest management answer, in bytes after decompression.
    pub largest: usize,
    /// Where it is remembered what was asked of the bridge, so that it is not asked for too much.
    pub ledger: Arc<dyn Ledger>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            total: Duration::from_secs(25),
            relay: Duration::from_secs(90),
            tries: 3,
            backoff: Duration::from_millis(300),
            longest_wait: Duration::from_secs(3),
            looks: vec![Duration::from_secs(1), Duration::from_secs(3)],
            at_once: 4,
            largest: 8 << 20,
            ledger: Arc::<MemoryLedger>::default(),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("total", &self.total)
            .field("tries", &self.tries)
            .finish_non_exhaustive()
    }
}

/// Names under which bridges of the family ask for the user id beside the access token: new-api, Veloera,
/// v-api, voapi, super-api, Rix-Api, neo-api (`qixing-jk/all-api-hub
/// src/services/apiTransport/compatHeaders.ts`). Bridges that need none ignore them.
pub(super) const USER_HEADERS: [&str; 7] =
    ["new-api-user", "veloera-user", "x-api-user", "voapi-user", "user-id", "rix-api-user", "neo-api-user"];

/// Why a request failed, as far as the caller's next step depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It never left this machine, or was turned away at the door: nothing happened over there.
    NotSent,
    /// No answer in time. It may still be worked on.
    Late,
    /// The connection broke or a server error came back: it may have happened.
    Broken,
    /// The answer came and is not the API's: it may have happened.
    Garbage,
    /// The bridge understood and said no: `success:false`.
    Refused,
    /// The bridge has no such route (its JSON 404).
    NoRoute,
    /// The sign-in was not accepted.
    Denied,
    /// Too many requests.
    Limited,
}

/// A failed request.
pub(super) struct Failure {
    pub(super) kind: Kind,
    pub(super) error: Error,
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        failure.error
    }
}

/// In whose name a request is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signer {
    /// The account's.
    Account,
    /// A key's.
    Key,
    /// Nobody's, or a session's that lives as long as a sign-in.
    Nobody,
}

/// Is told how long a request waits for its turn.
pub(super) type Patience<'a> = &'a (dyn Fn(Duration) + Send + Sync);

/// What to send.
pub(super) struct Request<'a> {
    task: Task,
    method: Method,
    path: String,
    query: Vec<(&'static str, Zeroizing<String>)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Option<Zeroizing<Vec<u8>>>,
    signer: Signer,
    bucket: Bucket,
    pressing: bool,
    once: bool,
    limit: Option<Duration>,
    patience: Option<Patience<'a>>,
    /// What it carries beside the account: never to be seen in the bridge's words.
    private: Vec<&'a Secret>,
}

impl<'a> Request<'a> {
    pub(super) fn new(method: Method, path: impl Into<String>, task: Task) -> Self {
        Self {
            task,
            method,
            path: path.into(),
            query: vec![],
            headers: vec![],
            body: None,
            signer: Signer::Account,
            bucket: Bucket::Normal,
            pressing: false,
            once: false,
            limit: None,
            patience: None,
            private: vec![],
        }
    }

    pub(super) fn get(path: impl Into<String>, task: Task) -> Self {
        Self::new(Method::GET, path, task)
    }

    pub(super) fn post(path: impl Into<String>, task: Task) -> Self {
        Self::new(Method::POST, path, task)
    }

    pub(super) fn query(mut self, name: &'static str, value: impl ToString) -> Self {
        self.query.push((name, Zeroizing::new(value.to_string())));
        self
    }

    pub(super) fn body(mut self, body: &impl Serialize) -> Self {
        // What is sent has words for names, so it can always be written down.
        self.body = serde_json::to_vec(body).ok().map(Zeroizing::new);
        self
    }

    pub(super) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Without the account.
    pub(super) fn unsigned(mut self) -> Self {
        self.signer = Signer::Nobody;
        self
    }

    /// In the name of a key instead of the account.
    pub(super) fn by_key(mut self, key: &'a Secret) -> Result<Self> {
        self.signer = Signer::Key;
        Ok(self.header(AUTHORIZATION, bearer(key)?).private(key))
    }

    /// Carries that, which must not come back in an error.
    pub(super) fn private(mut self, secret: &'a Secret) -> Self {
        self.private.push(secret);
        self
    }

    /// Counts against the bridge's narrow limit, so it is sent once even if it is a read.
    pub(super) fn critical(mut self) -> Self {
        self.bucket = Bucket::Critical;
        self
    }

    /// Is sent even where the bridge asked us to wait.
    pub(super) fn pressing(mut self) -> Self {
        self.pressing = true;
        self
    }

    /// Is not tried again by itself.
    pub(super) fn once(mut self) -> Self {
        self.once = true;
        self
    }

    /// Is given up after that much time.
    pub(super) fn within(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Is one of many, and waits for its turn.
    pub(super) fn patient(mut self, patience: Patience<'a>) -> Self {
        self.patience = Some(patience);
        self
    }

    /// Whether it goes to that path or below.
    pub(super) fn is_below(&self, path: &str) -> bool {
        let rest = self.path.strip_prefix(path.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Only what is below `/api` is (`new-api router/api-router.go`).
    fn is_counted(&self) -> bool {
        self.path.starts_with("/api/")
    }

    fn manner(&self, waited: bool) -> Manner {
        match self.patience {
            Some(_) if self.pressing && !waited => Manner::OneOfCrowd,
            _ if self.pressing || waited => Manner::Pressing,
            Some(_) => Manner::Patient,
            None => Manner::Usual,
        }
    }
}

/// An answer as it came, read to its end within the limits.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) is_json: bool,
    pub(super) headers: HeaderMap,
    pub(super) body: Zeroizing<Vec<u8>>,
}

impl Answer {
    /// The body as JSON of that shape, if it says to be JSON and is.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Option<T> {
        self.is_json.then(|| serde_json::from_slice(&self.body).ok()).flatten()
    }
}

/// The connection pool to one bridge.
pub(super) struct Http {
    client: reqwest::Client,
    pub(super) origin: Origin,
    pub(super) account: Option<Account>,
    pub(super) options: Options,
    gate: Semaphore,
}

impl Http {
    pub(super) fn new(origin: Origin, account: Option<Account>, options: Options) -> Result<Self> {
        let mut headers = HeaderMap::new();
        // Messages follow the user's setting, else this (`new-api middleware/i18n.go`, from 0.11).
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("bridgekeeper/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            .connect_timeout(options.connect)
            .pool_idle_timeout(Duration::from_secs(30))
            .pool_max_idle_per_host(options.at_once)
            // A redirect could carry the credential elsewhere; paths are written so that none is needed.
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .gzip(true);
        if origin.is_loopback() {
            builder = builder.no_proxy();
        }
        if !origin.is_encrypted() {
            // Spares the reading of the system's root certificates; no redirect will ask for them.
            builder = builder.tls_certs_only([]);
        }
        let client = builder.build().map_err(|error| {
            Error::new(Code::Io, say!("http-no-encryption"))
                .hint(say!("http-no-encryption", "hint"))
                .because(reason(&error.without_url()))
        })?;
        if let Some(account) = &account {
            bearer(&account.token)?;
        }
        let gate = Semaphore::new(options.at_once.max(1));
        Ok(Self { client, origin, account, options, gate })
    }

    /// A management call: sent, read, checked for `success`, and its `data` understood.
    pub(super) async fn call<T: DeserializeOwned>(&self, request: &Request<'_>) -> Result<T, Failure> {
        let answer = self.successful(request).await?;
        let body = serde_json::from_slice::<Body<T>>(&answer.body);
        body.map(|body| body.data).map_err(|error| self.nonsense(request, &answer, Some(&error)))
    }

    /// A management call whose `data` says nothing we need, or is not there.
    pub(super) async fn act(&self, request: &Request<'_>) -> Result<(), Failure> {
        self.successful(request).await.map(drop)
    }

    async fn successful(&self, request: &Request<'_>) -> Result<Answer, Failure> {
        let answer = self.answer(request).await?;
        let head = serde_json::from_slice::<Head>(&answer.body);
        let head = head.map_err(|error| self.nonsense(request, &answer, Some(&error)))?;
        if head.success {
            return Ok(answer);
        }
        Err(self.no(request, Kind::Refused, Code::BridgeRefused, head.message.as_deref()))
    }

    /// Whether a refused sign-in carries a `code`.
    pub(super) async fn refusal_is_coded(&self, request: &Request<'_>) -> Result<bool, Failure> {
        let answer = self.send(request, false).await.map_err(|met| met.failure)?;
        match answer.json::<Head>() {
            Some(head) => Ok(head.code.is_some_and(|code| !code.is_empty())),
            None => match self.sort(request, answer) {
                Err(met) => Err(met.failure),
                Ok(answer) => Err(self.nonsense(request, &answer, None)),
            },
        }
    }

    /// A good answer in JSON. Reads are tried again where that may help; writes go out once.
    pub(super) async fn answer(&self, request: &Request<'_>) -> Result<Answer, Failure> {
        let again = request.method == Method::GET && request.bucket == Bucket::Normal && !request.once;
        let mut more = if again { self.options.tries.saturating_sub(1) } else { 0 };
        let mut pause = self.options.backoff;
        let mut waited = false;
        loop {
            let met = match self.send(request, waited).await {
                Ok(answer) => match self.sort(request, answer) {
                    Ok(answer) => return Ok(answer),
                    Err(met) => met,
                },
                Err(met) => met,
            };
            let wait = match met.again {
                Again::No => return Err(met.failure),
                Again::Soon => pause,
                Again::After(wait) => wait,
            };
            if more == 0 || wait > self.options.longest_wait {
                return Err(met.failure);
            }
            self.options.ledger.pause(wait).await;
            waited = true;
            more -= 1;
            pause *= 2;
        }
    }

    /// Takes the request's turn at the bridge. `waited`: it has waited as long as the bridge asked.
    async fn turn(&self, request: &Request<'_>, waited: bool) -> Result<(), Met> {
        if !request.is_counted() {
            return Ok(());
        }
        if request.bucket == Bucket::Critical {
            self.turn_at(Bucket::Critical, request, waited).await?;
        }
        self.turn_at(Bucket::Normal, request, waited).await
    }

    async fn turn_at(&self, bucket: Bucket, request: &Request<'_>, waited: bool) -> Result<(), Met> {
        let host = self.origin.host();
        let ledger = &self.options.ledger;
        loop {
            let (now, manner, mut turn) = (ledger.now(), request.manner(waited), Turn::Now);
            ledger.change(&self.origin, bucket, &mut |tally| turn = tally.turn(bucket, manner, now));
            let (wait, why) = match (turn, request.patience) {
                (Turn::Now, _) => return Ok(()),
                (Turn::Later(wait), Some(tell)) => {
                    tell(wait);
                    ledger.pause(wait).await;
                    continue;
                }
                (Turn::Later(wait), None) => {
                    (wait, say!("http-used-up", host = host, task = request.task.words()))
                }
                (Turn::Shut(wait), _) => {
                    (wait, say!("http-not-asked", host = host, task = request.task.words()))
                }
            };
            let error = Error::new(Code::RateLimited, why)
                .hint(say!("http-not-asked", "hint", time = spell(wait)))
                .wait(wait);
            return Err(Met::once(Kind::Limited, error));
        }
    }

    async fn send(&self, request: &Request<'_>, waited: bool) -> Result<Answer, Met> {
        let mut url = self.origin.at(&request.path);
        if !request.query.is_empty() {
            let pairs = request.query.iter().map(|(name, value)| (*name, value.as_str()));
            url.query_pairs_mut().extend_pairs(pairs);
        }
        let mut builder = self
            .client
            .request(request.method.clone(), url)
            .timeout(request.limit.unwrap_or(self.options.total));
        if request.signer == Signer::Account {
            let Some(account) = &self.account else {
                return Err(Met::once(Kind::NotSent, not_signed_in(say!("http-not-signed-in"))));
            };
            let token = bearer(&account.token).map_err(|error| Met::once(Kind::NotSent, error))?;
            builder = builder.header(AUTHORIZATION, token);
            if let Some(id) = account.user_id {
                builder = USER_HEADERS.iter().fold(builder, |builder, name| builder.header(*name, id));
            }
        }
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = &request.body {
            builder = builder.header(CONTENT_TYPE, "application/json").body(body.to_vec());
        }
        self.turn(request, waited).await?;
        // Reads queue. A write does not, and what is pressing: turning off a leaked key must not wait for a list.
        let is_read = request.method == Method::GET && !request.pressing;
        let _turn = if is_read { self.gate.acquire().await.ok() } else { None };
        self.fetch(builder, self.options.largest).await
    }

    /// Sends and reads to the end, whatever the answer says.
    pub(super) async fn fetch(
        &self,
        builder: reqwest::RequestBuilder,
        largest: usize,
    ) -> Result<Answer, Met> {
        let mut response = builder.send().await.map_err(|error| self.unreachable(error))?;
        let headers = std::mem::take(response.headers_mut());
        let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_json = kind == "application/json" || kind.ends_with("+json");
        let mut body = Zeroizing::new(Vec::with_capacity(8 << 10));
        while let Some(chunk) = response.chunk().await.map_err(|error| self.unreachable(error))? {
            if body.len() + chunk.len() > largest {
                let too_long = say!("http-too-long", host = self.origin.host(), most = largest >> 10);
                let error = Error::new(Code::BridgeNonsense, too_long).hint(wrong_place());
                return Err(Met::once(Kind::Garbage, error));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status: response.status(), is_json, headers, body })
    }

    /// Tells good answers from bad ones by status, content type and `code`, never by wording.
    fn sort(&self, request: &Request<'_>, answer: Answer) -> Result<Answer, Met> {
        let status = answer.status;
        let host = self.origin.host();
        let task = || request.task.words();
        if status == StatusCode::TOO_MANY_REQUESTS {
            return Err(self.limited(request, &answer));
        }
        if status.is_server_error() {
            let said = self.said(request, &answer);
            let status_number = status.as_u16();
            let message =
                say!("http-in-trouble", host = host, status = status_number, task = task(), said = said);
            let error = Error::new(Code::BridgeUnreachable, message).hint(say!("http-in-trouble", "hint"));
            let failure = Failure { kind: late(status), error };
            let again = if matches!(status.as_u16(), 502..=504) { Again::Soon } else { Again::No };
            return Err(Met { failure, again: retry_after(&answer).map_or(again, Again::After) });
        }
        if status.is_redirection() {
            let to = answer.headers.get(LOCATION).and_then(|to| to.to_str().ok());
            let to = to.and_then(|to| self.origin.at(&request.path).join(to).ok());
            let to = to.and_then(|to| Origin::parse(to.as_str(), true).ok()).filter(|to| *to != self.origin);
            let hint = match to {
                Some(to) => say!("http-elsewhere", "hint", address = to.to_string()),
                None => wrong_place(),
            };
            let elsewhere = say!("http-elsewhere", host = host, status = status.as_u16());
            return Err(Met::once(Kind::Garbage, Error::new(Code::BridgeNonsense, elsewhere).hint(hint)));
        }
        if !answer.is_json {
            return Err(Met { failure: self.nonsense(request, &answer, None), again: Again::No });
        }
        if matches!(status.as_u16(), 401 | 403) {
            return Err(Met { failure: self.denied(request, &answer), again: Again::No });
        }
        if status == StatusCode::NOT_FOUND && answer.json::<RelayError>().is_some() {
            let said = self.said(request, &answer);
            let cannot = say!("http-cannot", host = host, task = task(), said = said);
            let error = Error::new(Code::BridgeRefused, cannot).hint(say!("http-cannot", "hint"));
            return Err(Met::once(Kind::NoRoute, error));
        }
        if !status.is_success() {
            let refused = self.no(request, Kind::Refused, Code::BridgeRefused, self.word(&answer).as_deref());
            let kind = if status == StatusCode::REQUEST_TIMEOUT { Kind::Late } else { Kind::Refused };
            return Err(Met { failure: Failure { kind, ..refused }, again: Again::No });
        }
        Ok(answer)
    }

    /// 401 and 403 in JSON: on dialect D with a `code`, before that with `success:false`
    /// (`new-api middleware/auth.go`).
    fn denied(&self, request: &Request<'_>, answer: &Answer) -> Failure {
        let head = answer.json::<Head>();
        let code = head.as_ref().and_then(|head| head.code.as_deref()).unwrap_or_default();
        let message = head.as_ref().and_then(|head| head.message.clone()).or_else(|| self.word(answer));
        // These say that the account is fine and may not do this.
        if matches!(code, "AUTH_INSUFFICIENT_PRIVILEGE" | "AUTH_SESSION_REQUIRED" | "AUTH_ORIGIN_FORBIDDEN") {
            return self.no(request, Kind::Refused, Code::BridgeRefused, message.as_deref());
        }
        let host = self.origin.host();
        let said = self.quote(request, message.as_deref());
        let error = match code {
            _ if request.signer == Signer::Key => {
                Error::new(Code::BridgeRefused, say!("http-key-refused", host = host, said = said))
                    .hint(say!("http-key-refused", "hint"))
            }
            "AUTH_USER_DISABLED" => not_signed_in(say!("http-account-disabled", host = host, said = said)),
            _ => not_signed_in(say!("http-account-refused", host = host, said = said)),
        };
        Failure { kind: Kind::Denied, error }
    }

    /// The bridge's no, in its own words as far as they may be shown.
    pub(super) fn no(&self, request: &Request<'_>, kind: Kind, code: Code, message: Option<&str>) -> Failure {
        let error = Error::new(code, self.refused(request, message)).hint(say!("http-refused", "hint"));
        Failure { kind, error }
    }

    /// That the bridge said no.
    pub(super) fn refused(&self, request: &Request<'_>, message: Option<&str>) -> String {
        let (host, task) = (self.origin.host(), request.task.words());
        say!("http-refused", host = host, task = task, said = self.quote(request, message))
    }

    /// Status 429. The limiters send it without a body; with a `code` it is about something else
    /// (`AUTH_SESSION_ISSUANCE_LIMIT`) and shuts nothing. Nor does one that does not say for how long: it may
    /// be over in a second, and a request that is turned away is not counted (`new-api
    /// middleware/rate-limit.go`).
    fn limited(&self, request: &Request<'_>, answer: &Answer) -> Met {
        let host = self.origin.host();
        let told = retry_after(answer);
        let wait = told.unwrap_or(request.bucket.usual_wait());
        let other = answer.json::<Head>().and_then(|head| head.code).is_some_and(|code| !code.is_empty());
        if let Some(wait) = told.filter(|_| request.is_counted() && !other) {
            let now = self.options.ledger.now();
            self.options.ledger.change(&self.origin, request.bucket, &mut |tally| tally.shut(wait, now));
        }
        let said = self.said(request, answer);
        let limited = say!("http-limited", host = host, task = request.task.words(), said = said);
        let error = Error::new(Code::RateLimited, limited).hint(match told {
            Some(_) => say!("http-limited", "hint", time = spell(wait)),
            None => say!("http-limited", "untold", time = spell(wait)),
        });
        // Who is in a hurry goes by what the bridge said, not by what is usual.
        let error = match told {
            None if request.pressing => error,
            _ => error.wait(wait),
        };
        let failure = Failure { kind: Kind::Limited, error };
        Met { failure, again: told.map_or(Again::No, Again::After) }
    }

    fn nonsense(&self, request: &Request<'_>, answer: &Answer, error: Option<&serde_json::Error>) -> Failure {
        let (host, task) = (self.origin.host(), request.task.words());
        let start = answer.body.trim_ascii_start();
        let status = match answer.status {
            StatusCode::OK => String::new(),
            other => say!("http-status", status = other.as_u16()),
        };
        let (message, hint) = match error {
            _ if start.is_empty() => {
                (say!("http-nothing", host = host, status = status, task = task), wrong_place())
            }
            _ if start.starts_with(b"<") => (
                say!("http-web-page", host = host, status = status, task = task),
                say!("http-web-page", "hint"),
            ),
            None => (say!("http-no-json", host = host, status = status, task = task), wrong_place()),
            Some(_) => (
                say!("http-other-json", host = host, status = status, task = task),
                say!("http-other-json", "hint"),
            ),
        };
        let mut failed = Error::new(Code::BridgeNonsense, message).hint(hint);
        if let Some(error) = error {
            // serde's own text quotes strings of the body; category and place do not.
            let kind = format!("{:?}", error.classify());
            failed = failed.because(say!(
                "http-json-place",
                kind = kind,
                line = error.line(),
                column = error.column()
            ));
        }
        Failure { kind: Kind::Garbage, error: failed }
    }

    fn unreachable(&self, error: reqwest::Error) -> Met {
        let host = self.origin.host();
        let (kind, again, message) = if error.is_builder() || error.is_connect() {
            // Who did not open in ten seconds will not in ten more; a refusal may be a restart.
            let again = if error.is_timeout() { Again::No } else { Again::Soon };
            (Kind::NotSent, again, say!("http-unreachable", host = host))
        } else if error.is_timeout() {
            (Kind::Late, Again::No, say!("http-late", host = host))
        } else if error.is_decode() {
            (Kind::Garbage, Again::No, say!("http-damaged", host = host))
        } else {
            (Kind::Broken, Again::Soon, say!("http-broken", host = host))
        };
        let (code, hint) = match kind {
            Kind::Garbage => (Code::BridgeNonsense, wrong_place()),
            _ => (Code::BridgeUnreachable, say!("http-unreachable", "hint")),
        };
        let error = Error::new(code, message).hint(hint).because(reason(&error.without_url()));
        Met { failure: Failure { kind, error }, again }
    }

    /// `: …` with the message of an error answer, or nothing.
    fn said(&self, request: &Request<'_>, answer: &Answer) -> String {
        self.quote(request, self.word(answer).as_deref())
    }

    /// `: …` with the bridge's words as far as they may be shown, or nothing.
    pub(super) fn quote(&self, request: &Request<'_>, message: Option<&str>) -> String {
        message.map(|text| colon(&self.clean(text, &request.private))).unwrap_or_default()
    }

    /// The message of an answer in either error form.
    pub(super) fn word(&self, answer: &Answer) -> Option<String> {
        let relay = answer.json::<RelayError>().and_then(|relay| relay.error.message);
        relay.or_else(|| answer.json::<Head>().and_then(|head| head.message))
    }

    /// What of a bridge's words may be shown: [`clean`], with our own token taken out as well.
    pub(super) fn clean(&self, text: &str, secrets: &[&Secret]) -> String {
        let own = self.account.as_ref().map(|account| &*account.token);
        let all: Vec<&Secret> = own.into_iter().chain(secrets.iter().copied()).collect();
        clean(text, &all)
    }

    /// A relay request, with a key in place of the account.
    pub(super) fn relay(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, self.origin.at(path)).timeout(self.options.relay)
    }
}

/// A failure and whether another try may help.
pub(super) struct Met {
    pub(super) failure: Failure,
    again: Again,
}

enum Again {
    No,
    Soon,
    After(Duration),
}

impl Met {
    fn once(kind: Kind, error: Error) -> Self {
        Self { failure: Failure { kind, error }, again: Again::No }
    }
}

fn wrong_place() -> String {
    say!("http-wrong-place")
}

/// The error of one who is not signed in.
pub(super) fn not_signed_in(message: impl Into<String>) -> Error {
    Error::new(Code::NotSignedIn, message).hint(say!("http-not-signed-in", "hint"))
}

/// 504 and Cloudflare's 522, 524 are a proxy's: the bridge behind it may still be at work.
fn late(status: StatusCode) -> Kind {
    if matches!(status.as_u16(), 504 | 522 | 524) { Kind::Late } else { Kind::Broken }
}

/// `Retry-After` in seconds; its date form needs a clock and no bridge sends it.
fn retry_after(answer: &Answer) -> Option<Duration> {
    let seconds: u32 = answer.headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.into()))
}

/// The header that carries a credential, marked so that nothing below prints it.
pub(super) fn bearer(secret: &Secret) -> Result<HeaderValue> {
    // EXPOSE: goes into the request's header.
    credential(&Zeroizing::new(format!("Bearer {}", secret.expose().trim())))
}

/// A credential as a header's whole value.
pub(super) fn credential(text: &str) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(text).map_err(|_| {
        Error::new(Code::Invalid, say!("http-odd-credential")).hint(say!("http-odd-credential", "hint"))
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// A header name that a compile-time constant spells.
pub(super) fn name(text: &'static str) -> HeaderName {
    HeaderName::from_static(text)
}

/// The innermost cause of a transport error: words of the operating system or the TLS library.
fn reason(error: &(dyn std::error::Error + 'static)) -> String {
    let last = std::iter::successors(Some(error), |error| error.source()).last();
    last.map(|error| clean(&error.to_string(), &[])).unwrap_or_default()
}

fn colon(text: &str) -> String {
    if text.is_empty() { String::new() } else { say!("http-said", text = text) }
}

/// Longest piece of a bridge's message that is shown, in characters.
const LONGEST_MESSAGE: usize = 200;

/// A bridge's words made fit to show: one line, bounded, without control or direction characters, without
/// the given secrets and without anything that looks like a key.
pub(super) fn clean(text: &str, secrets: &[&Secret]) -> String {
    // Long enough to cut no word that would be shown, short enough to cost nothing.
    let text: String = text.chars().take(20 * LONGEST_MESSAGE).collect();
    let mut text = one_line(&text);
    for secret in secrets {
        // EXPOSE: looked for, to be taken out; a password may hold blanks.
        let word = Zeroizing::new(one_line(secret.expose()));
        let body = word.strip_prefix("sk-").unwrap_or(&word);
        for word in [word.as_str(), body].into_iter().filter(|word| word.len() >= 6) {
            text = text.replace(word, "····");
        }
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        if word.is_empty() {
            rest = &rest[first.len_utf8()..];
            if !first.is_control() && !is_invisible(first) {
                shown.push(first);
            }
            continue;
        }
        shown.push_str(if looks_like_key(word) { "····" } else { word });
        rest = tail;
    }
    match shown.char_indices().nth(LONGEST_MESSAGE) {
        Some((cut, _)) => format!("{}…", &shown[..cut]),
        None => shown,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a word (letters, digits, `-`, `_`) may be a key or an access token: `sk-…`, or a long run of
/// letters and digits mixed. Model names and request ids, which begin with the time in digits, pass.
fn looks_like_key(word: &str) -> bool {
    let secret_run = |run: &str| {
        let digits = run.bytes().take_while(u8::is_ascii_digit).count();
        let mixed = run.bytes().any(|b| b.is_ascii_digit()) && run.bytes().any(|b| b.is_ascii_alphabetic());
        run.len() >= 40 || run.len() >= 24 && mixed && digits < 14
    };
    let prefixed = word
        .match_indices("sk-")
        .any(|(at, _)| word.len() - at > 6 && !word[..at].ends_with(|c: char| c.is_ascii_alphanumeric()));
    prefixed || word.split(['-', '_']).any(secret_run)
}

/// Characters that turn or hide text.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_bridge_are_made_fit_to_show() {
        let token = Secret::new("ownTokenOfTheAccount".into());
        for (said, shown) in [
            ("plain words, 80 % of 3", "plain words, 80 % of 3"),
            ("  two\r\n lines\t", "two lines"),
            ("\u{1b}[31mred\u{202e}\u{0}", "[31mred"),
            ("key sk-abc123def is bad", "key ···· is bad"),
            ("\"sk-abc123def\"", "\"····\""),
            ("prefix_sk-abc123def", "····"),
            ("Bearer ownTokenOfTheAccount!", "Bearer ····!"),
            ("xownTokenOfTheAccountx", "x····x"),
            ("abcdefghijklmnopqrstuvwxyz0123", "····"),
            ("no model claude-3-5-sonnet-20241022", "no model claude-3-5-sonnet-20241022"),
            (
                "(request id: 20250917120000123456789AbCdEfGh)",
                "(request id: 20250917120000123456789AbCdEfGh)",
            ),
            ("task-list sk-x", "task-list sk-x"),
            ("令牌名称过长", "令牌名称过长"),
        ] {
            assert_eq!(clean(said, &[&token]), shown, "{said:?}");
        }
        let long = clean(&"word ".repeat(1000), &[]);
        assert_eq!(long.chars().count(), LONGEST_MESSAGE + 1);
        let key = Secret::new("sk-short1".into());
        assert_eq!(clean("it was short1 indeed", &[&key]), "it was ···· indeed", "also without its sk-");
    }
}
