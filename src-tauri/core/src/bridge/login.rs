//! Signing in with a password, once, for what the wallet signs in with from then on: a system access token.
//!
//! Bridges keep one such token per user, so a new one kills the earlier one, and say neither (`new-api
//! controller/user.go` `GenerateAccessToken`). Dialects A to C open a session by cookie, D by a signed token
//! with a refresh cookie beside it; which it is, the answers tell. Password, code, cookies and session tokens
//! live as long as the call.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, SET_COOKIE};
use serde::{Deserialize, Serialize};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::http::{Failure, Kind, Options, Request, USER_HEADERS, bearer, credential, name};
use super::task::Task;
use super::wire::{Body, Head, Object, loose};
use super::{Account, Bridge, Origin};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::words::say;

/// What a person signs in with.
pub struct Login {
    /// User name or e-mail address.
    pub username: String,
    /// The password.
    pub password: Secret,
    /// The code of an authenticator, or a backup code, where the account has a second factor.
    pub otp: Option<Secret>,
}

impl Bridge {
    /// Signs in with a password, makes a system access token, and signs out again. The token REPLACES the
    /// earlier one of that user, if there was one: whatever else uses that stops working. The request that
    /// makes it is sent once.
    ///
    /// # Errors
    /// [`Code::SecondFactor`] if the account wants a code and none was given; [`Code::NotSignedIn`] for a wrong
    /// name, password or code; [`Code::BridgeRefused`] if this bridge takes passwords on its web page only;
    /// [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`], [`Code::RateLimited`]. Where the answer with the
    /// token got lost, the message says that the earlier token may be dead.
    pub async fn mint_by_password(origin: &Origin, login: &Login, options: Options) -> Result<Account> {
        let bridge = Self::with_options(origin.clone(), None, options)?;
        bridge.takes_passwords().await?;
        let session = bridge.open_session(login).await?;
        let Some(user_id) = session.user_id else { return Err(bridge.not_the_api(Task::SignIn)) };
        let token = bridge.mint(session.sign(new_token())?).await;
        bridge.close_session(&session).await;
        let token = token.map_err(|failure| match failure.kind {
            Kind::Limited => failure.error,
            _ => failure.error.hint(say!("login-again")),
        })?;
        Ok(Account { user_id: Some(user_id), token: Arc::new(token) })
    }

    /// A new system access token in place of the present one (`GET /api/user/token`). The present one is dead
    /// afterwards, and so is this client, which still has it. Sent once.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`], [`Code::BridgeRefused`], [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`],
    /// [`Code::RateLimited`]. Where the answer got lost, the message says that the present token may be dead.
    pub async fn renew_token(&self) -> Result<Secret> {
        match self.mint(new_token()).await {
            Ok(token) => Ok(token),
            Err(failure) if failure.kind == Kind::Refused => Err(self.explain(failure).await.into()),
            Err(failure) => Err(failure.error),
        }
    }

    /// Whether a program may sign in here with a password at all.
    async fn takes_passwords(&self) -> Result<()> {
        let site = self.site().await?;
        let host = self.origin().host();
        let why = match (site.turnstile, site.password_login) {
            (false, true) => return Ok(()),
            (true, _) => say!("login-captcha", host = host),
            (false, false) => say!("login-no-passwords", host = host),
        };
        Err(Error::new(Code::BridgeRefused, why).hint(say!("login-no-passwords", "hint")))
    }

    /// Name and password, then the code if one is asked for.
    async fn open_session<'a>(&self, login: &'a Login) -> Result<Session<'a>> {
        #[derive(Serialize)]
        struct Credentials<'a> {
            username: &'a str,
            password: &'a str,
        }
        #[derive(Serialize)]
        struct Second<'a> {
            code: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            flow_token: Option<&'a str>,
        }
        // EXPOSE: goes into the request's body.
        let password = login.password.expose();
        if login.username.is_empty() || password.is_empty() {
            return Err(Error::new(Code::Invalid, say!("login-empty")));
        }
        let mut session = Session { login, cookies: vec![], bearer: None, user_id: None };
        let first = Request::post("/api/user/login", Task::SignIn)
            .critical()
            // Where the captcha's answer would stand.
            .query("turnstile", "")
            .body(&Credentials { username: &login.username, password });
        let (mut step, cookies) = self.step(session.sign(first)?, say!("login-wrong-password")).await?;
        session.cookies = cookies;
        if step.require_2fa == Some(true) {
            let Some(otp) = &login.otp else {
                let host = self.origin().host();
                return Err(Error::new(Code::SecondFactor, say!("login-second-factor", host = host))
                    .hint(say!("login-second-factor", "hint")));
            };
            let flow = step.flow_token.take();
            // EXPOSE: both go into the request's body.
            let (code, flow_token) = (otp.expose().trim(), flow.as_ref().map(Secret::expose));
            let second = Request::post("/api/user/login/2fa", Task::SignIn)
                .critical()
                .body(&Second { code, flow_token });
            let second = flow.iter().fold(session.sign(second)?, |second, flow| second.private(flow));
            let (done, cookies) = self.step(second, say!("login-wrong-code")).await?;
            if !cookies.is_empty() {
                session.cookies = cookies;
            }
            step = done;
        }
        session.bearer = step.access_token.filter(is_there);
        session.user_id = step.id.or(step.user.and_then(|user| user.id)).filter(|id| *id > 0);
        if session.bearer.is_none() && session.cookies.is_empty() {
            return Err(self.not_the_api(Task::SignIn));
        }
        Ok(session)
    }

    /// One step of a sign-in. Every dialect says a wrong password or code as `success:false`.
    async fn step(&self, request: Request<'_>, hint: String) -> Result<(Step, Vec<Cookie>)> {
        let answer = match self.http().answer(&request).await {
            Err(failure) if failure.kind == Kind::Denied => return Err(failure.error.hint(hint)),
            other => other?,
        };
        let head = answer.json::<Head>().ok_or_else(|| self.not_the_api(Task::SignIn))?;
        if !head.success {
            let message = self.http().refused(&request, head.message.as_deref());
            return Err(Error::new(Code::NotSignedIn, message).hint(hint));
        }
        let Object(step) =
            answer.json::<Body<Object<Step>>>().ok_or_else(|| self.not_the_api(Task::SignIn))?.data;
        Ok((step, Cookie::all(&answer.headers)))
    }

    /// Makes a token. Says what is at stake where the answer is lost.
    async fn mint(&self, request: Request<'_>) -> Result<Secret, Failure> {
        let minted = match self.http().call::<Secret>(&request).await {
            Ok(token) if is_there(&token) && bearer(&token).is_ok() => Ok(token),
            Ok(_) => Err(Failure { kind: Kind::Garbage, error: self.not_the_api(Task::MakeToken) }),
            Err(failure) => Err(failure),
        };
        minted.map_err(|failure| match failure.kind {
            Kind::Late | Kind::Broken | Kind::Garbage => {
                let message = say!("login-token-unclear", error = failure.error.message());
                let error =
                    Error::new(failure.error.code(), message).hint(say!("login-token-unclear", "hint"));
                Failure { kind: failure.kind, error: error.because(failure.error) }
            }
            _ => failure,
        })
    }

    /// Signs the session out. It would end by itself, so nobody hears of a failure; and it must not take long:
    /// the new token is not in safety yet.
    async fn close_session(&self, session: &Session<'_>) {
        const TASK: Task = Task::SignOut;
        let request = match session.bearer {
            Some(_) => Request::post("/api/user/auth/logout", TASK),
            None => Request::get("/api/user/logout", TASK),
        };
        if let Ok(request) = session.sign(request) {
            let patience = self.http().options.total.min(Duration::from_secs(3));
            let _ = timeout(patience, self.http().act(&request)).await;
        }
    }
}

fn new_token<'a>() -> Request<'a> {
    // Counted narrowly from 2026-08-07 (`new-api router/api-router.go`).
    Request::get("/api/user/token", Task::MakeToken).critical()
}

fn is_there(secret: &Secret) -> bool {
    // EXPOSE: only whether there is anything.
    !secret.expose().trim().is_empty()
}

/// What a step of a sign-in answers, in either form (`new-api controller/user.go`, `controller/auth.go`).
#[derive(Deserialize)]
struct Step {
    #[serde(default, deserialize_with = "loose::flag")]
    require_2fa: Option<bool>,
    /// D's memory of the first step; before, a cookie.
    #[serde(default, deserialize_with = "loose::secret")]
    flow_token: Option<Secret>,
    /// D's signed session. Older dialects leave it empty.
    #[serde(default, deserialize_with = "loose::secret")]
    access_token: Option<Secret>,
    #[serde(default, deserialize_with = "loose::int")]
    id: Option<i64>,
    #[serde(default)]
    user: Option<Who>,
}

#[derive(Deserialize)]
struct Who {
    #[serde(default, deserialize_with = "loose::int")]
    id: Option<i64>,
}

/// A sign-in under way or done. It is never written anywhere.
struct Session<'a> {
    login: &'a Login,
    cookies: Vec<Cookie>,
    bearer: Option<Secret>,
    user_id: Option<i64>,
}

struct Cookie {
    /// Where it belongs: a refresh cookie is nobody else's business.
    path: String,
    name: String,
    value: Secret,
}

impl Cookie {
    /// The cookies an answer sets.
    fn all(headers: &HeaderMap) -> Vec<Self> {
        // Bridges set one or two; browsers hold 4 KiB each.
        const MOST: usize = 8;
        const LONGEST: usize = 4096;
        let texts = headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        texts.filter(|text| text.len() <= LONGEST).take(MOST).filter_map(Self::read).collect()
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (name, value) = parts.next()?.split_once('=').filter(|(_, value)| !value.is_empty())?;
        let path = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            (name.eq_ignore_ascii_case("path") && value.starts_with('/')).then_some(value)
        });
        Some(Self {
            path: path.unwrap_or("/").to_owned(),
            name: name.to_owned(),
            value: Secret::new(value.to_owned()),
        })
    }
}

impl Session<'_> {
    /// The request, made in this session's name.
    fn sign<'s>(&'s self, request: Request<'s>) -> Result<Request<'s>> {
        let mut request = request.unsigned().private(&self.login.password);
        if let Some(otp) = &self.login.otp {
            request = request.private(otp);
        }
        let mut jar = Zeroizing::new(String::new());
        for cookie in self.cookies.iter().filter(|cookie| request.is_below(&cookie.path)) {
            if !jar.is_empty() {
                jar.push_str("; ");
            }
            jar.push_str(&cookie.name);
            jar.push('=');
            // EXPOSE: goes into the request's header.
            jar.push_str(cookie.value.expose());
        }
        for cookie in &self.cookies {
            request = request.private(&cookie.value);
        }
        if !jar.is_empty() {
            request = request.header(COOKIE, credential(&jar)?);
        }
        if let Some(token) = &self.bearer {
            request = request.header(AUTHORIZATION, bearer(token)?).private(token);
        }
        if let Some(id) = self.user_id {
            request =
                USER_HEADERS.iter().fold(request, |request, header| request.header(name(header), id.into()));
        }
        Ok(request)
    }
}
