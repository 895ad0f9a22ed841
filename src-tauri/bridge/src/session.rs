//! Sign-ins by password. They live in memory, so a restart signs everyone out, as a random
//! SESSION_SECRET does in the field.

use crate::random;

/// Seconds an access token of a signed session is good for.
pub(crate) const ACCESS_S: i64 = 15 * 60;
/// Seconds a session lives.
pub(crate) const SESSION_S: i64 = 30 * 24 * 3600;
/// Seconds the second step of a sign-in may take.
pub(crate) const FLOW_S: i64 = 5 * 60;
/// Seconds in which using a refresh cookie twice is a race, not theft.
const RACE_S: i64 = 30;
/// Active sessions a user may have.
const MAX_ACTIVE: usize = 50;
/// Sessions a user may start in a day.
const MAX_ISSUED: usize = 100;
const DAY_S: i64 = 24 * 3600;

/// A sign-in. One shape for both kinds: with a session cookie (A to C) `cookie` is what the client
/// holds; with signed sessions (D) it is the refresh cookie, and `access_token` signs calls.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) sid: String,
    pub(crate) user_id: i64,
    pub(crate) cookie: String,
    pub(crate) access_token: String,
    pub(crate) access_expires_at: i64,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
    revoked: bool,
    last_cookie: Option<(String, i64)>,
}

impl Session {
    fn is_live(&self, now: i64) -> bool {
        !self.revoked && now < self.expires_at
    }
}

/// A password was right and a code is asked for.
#[derive(Clone, Debug)]
struct Flow {
    token: String,
    user_id: i64,
    expires_at: i64,
}

/// All sign-ins.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    sessions: Vec<Session>,
    flows: Vec<Flow>,
}

/// Why a session cannot be started, used or refreshed (D's codes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SessionError {
    Expired,
    Revoked,
    Mismatch,
    Race,
    TooMany,
    TooOften,
}

impl Sessions {
    /// Starts a session.
    pub(crate) fn start(&mut self, user_id: i64, now: i64) -> Result<Session, SessionError> {
        let today = |session: &&Session| session.user_id == user_id && now - session.created_at < DAY_S;
        if self.sessions.iter().filter(today).count() >= MAX_ISSUED {
            return Err(SessionError::TooOften);
        }
        if self.active(user_id, now).len() >= MAX_ACTIVE {
            return Err(SessionError::TooMany);
        }
        let session = Session {
            sid: random::alphanumeric(32),
            user_id,
            cookie: random::alphanumeric(64),
            access_token: access_token(),
            access_expires_at: now + ACCESS_S,
            created_at: now,
            expires_at: now + SESSION_S,
            revoked: false,
            last_cookie: None,
        };
        self.sessions.push(session.clone());
        Ok(session)
    }

    /// Ids of a user's live sessions.
    pub(crate) fn active(&self, user_id: i64, now: i64) -> Vec<String> {
        let of_user = self.sessions.iter().filter(|session| session.user_id == user_id);
        of_user.filter(|session| session.is_live(now)).map(|session| session.sid.clone()).collect()
    }

    /// The live session of a session cookie.
    pub(crate) fn by_cookie(&self, cookie: &str, now: i64) -> Option<&Session> {
        self.sessions.iter().find(|session| session.cookie == cookie && session.is_live(now))
    }

    /// The session of a signed access token; `None` if it is no such token.
    pub(crate) fn by_access_token(&self, token: &str, now: i64) -> Option<Result<&Session, SessionError>> {
        let session = self.sessions.iter().find(|session| session.access_token == token)?;
        Some(if session.revoked {
            Err(SessionError::Revoked)
        } else if now >= session.access_expires_at {
            Err(SessionError::Expired)
        } else {
            Ok(session)
        })
    }

    /// Turns a refresh cookie into a new one and a new access token. Using an old one revokes the
    /// session, unless it was replaced only just now.
    pub(crate) fn refresh(
        &mut self,
        cookie: &str,
        sid: Option<&str>,
        now: i64,
    ) -> Result<Session, SessionError> {
        let held = |session: &&mut Session| {
            let last = session.last_cookie.as_ref().is_some_and(|(last, _)| last == cookie);
            session.cookie == cookie || last
        };
        let session = self.sessions.iter_mut().find(held).ok_or(SessionError::Revoked)?;
        if !session.is_live(now) {
            return Err(SessionError::Revoked);
        }
        if sid.is_some_and(|sid| sid != session.sid) {
            return Err(SessionError::Mismatch);
        }
        if let Some((_, replaced_at)) = session.last_cookie.as_ref().filter(|(last, _)| last == cookie) {
            if now - replaced_at <= RACE_S {
                return Err(SessionError::Race);
            }
            session.revoked = true;
            return Err(SessionError::Revoked);
        }
        let old = std::mem::replace(&mut session.cookie, random::alphanumeric(64));
        session.last_cookie = Some((old, now));
        session.access_token = access_token();
        session.access_expires_at = now + ACCESS_S;
        Ok(session.clone())
    }

    /// Ends the session of this cookie.
    pub(crate) fn end(&mut self, cookie: &str) {
        for session in self.sessions.iter_mut().filter(|session| session.cookie == cookie) {
            session.revoked = true;
        }
    }

    /// Starts the second step of a sign-in and returns its token.
    pub(crate) fn start_flow(&mut self, user_id: i64, now: i64) -> String {
        let token = random::alphanumeric(40);
        self.flows.push(Flow { token: token.clone(), user_id, expires_at: now + FLOW_S });
        token
    }

    /// Whose second step this is.
    pub(crate) fn flow(&self, token: &str, now: i64) -> Option<i64> {
        self.flows.iter().find(|flow| flow.token == token && now < flow.expires_at).map(|flow| flow.user_id)
    }

    /// Ends a second step.
    pub(crate) fn end_flow(&mut self, token: &str) {
        self.flows.retain(|flow| flow.token != token);
    }
}

/// Three parts with dots between, as a JWT has. Nobody but the bridge should look inside, and it has
/// its own list.
fn access_token() -> String {
    [20, 60, 43].map(random::alphanumeric).join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_refresh_cookie_is_a_race_at_first_and_theft_later() {
        let mut sessions = Sessions::default();
        let first = sessions.start(1, 0).expect("a first session");
        let second = sessions.refresh(&first.cookie, Some(&first.sid), 10).expect("refreshes");
        assert_ne!(second.cookie, first.cookie);
        assert_eq!(sessions.refresh(&first.cookie, None, 40).expect_err("is refused"), SessionError::Race);
        assert!(sessions.by_cookie(&second.cookie, 41).is_some());
        assert_eq!(sessions.refresh(&first.cookie, None, 41).expect_err("is refused"), SessionError::Revoked);
        assert!(sessions.by_cookie(&second.cookie, 42).is_none(), "theft ends the session");
    }

    #[test]
    fn another_session_id_is_a_mismatch() {
        let mut sessions = Sessions::default();
        let session = sessions.start(1, 0).expect("a first session");
        let refused = sessions.refresh(&session.cookie, Some("other"), 1).expect_err("is refused");
        assert_eq!(refused, SessionError::Mismatch);
    }

    #[test]
    fn access_tokens_expire_before_sessions_do() {
        let mut sessions = Sessions::default();
        let session = sessions.start(1, 0).expect("a first session");
        let state = |sessions: &Sessions, now| {
            sessions.by_access_token(&session.access_token, now).map(|found| found.map(|s| s.user_id))
        };
        assert_eq!(state(&sessions, ACCESS_S - 1), Some(Ok(1)));
        assert_eq!(state(&sessions, ACCESS_S), Some(Err(SessionError::Expired)));
        assert!(sessions.refresh(&session.cookie, None, ACCESS_S).is_ok());
    }

    #[test]
    fn there_is_a_limit_on_active_sessions() {
        let mut sessions = Sessions::default();
        for _ in 0..MAX_ACTIVE {
            sessions.start(1, 0).expect("below the limit");
        }
        assert_eq!(sessions.start(1, 0).expect_err("is refused"), SessionError::TooMany);
        assert!(sessions.start(2, 0).is_ok(), "another user has an own limit");
    }
}
