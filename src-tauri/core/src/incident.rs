//! A kill, as far as it can be told without a network: what was heard, what that proves, what to do next.
//!
//! A bridge that says "disabled" may go on with what its cache holds (`new-api model/token_cache.go`,
//! `SYNC_FREQUENCY`, 60 s unless set otherwise), may write the old state back, and old ones ignore a status that
//! comes the wrong way. So a key is dead only when the bridge rejects it (401) *and* lists it as disabled, both
//! asked for after the last sign of life and past the cache's time, while another key gets in by the same way.
//! Everything else (403, 429, 5xx, no answer, a web page) proves nothing.
//!
//! Time is told by a clock that only goes forward; what a wall clock does changes nothing here.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::words::say;

/// A point in time by a clock that only goes forward, counted from any start.
pub type Moment = Duration;

/// How long a bridge may go on with what it remembers of a key, with a margin.
pub const CACHE_TIME: Duration = Duration::from_secs(65);

/// When a key is tried, counted from when the bridge took the change or the key last worked.
const SCHEDULE: [Duration; 6] = [
    Duration::ZERO,
    Duration::from_millis(250),
    Duration::from_secs(1),
    Duration::from_secs(3),
    Duration::from_secs(10),
    CACHE_TIME,
];

/// Where there is no other key to compare with, a second rejection so much later is asked for: whatever
/// turns everybody away is usually over by then.
const SECOND_OPINION: Duration = Duration::from_secs(20);

/// The first pause after something went wrong; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// The longest pause that nobody asked for.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The longest pause that a bridge may ask for: its own longest window.
const LONGEST_WAIT: Duration = Duration::from_secs(1200);

/// How far a kill is. In the journal, so the words never change.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::EnumString,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum KillState {
    /// It is decided; the bridge was not told yet, or did not listen to this account.
    Wanted,
    /// The bridge was told; its answer is not known.
    Sent,
    /// The bridge says that it is disabled. It was not seen rejected yet.
    Accepted,
    /// It was rejected, and is tried again past the time of the bridge's cache.
    RejectedOnce,
    /// Proven.
    Dead,
    /// The bridge cannot be reached or does not do it, or the key still works. It is tried for ever.
    Failed,
}

/// What stands in the way, where something does.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::EnumString,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Trouble {
    /// Nobody is signed in at the bridge, or it no longer accepts the account.
    SignedOut,
    /// The vault is not open, so the bridge cannot be told in the account's name.
    VaultClosed,
    /// No connection, no answer in time, or a server error.
    Unreachable,
    /// The bridge wants us to wait.
    SlowDown,
    /// An answer that is not the bridge's: a web page, for one.
    Nonsense,
    /// The bridge said no.
    Refused,
    /// The bridge was told and lists the key as enabled all the same.
    StillEnabled,
    /// The bridge lists the key as disabled or gone, and it still works.
    StillWorks,
    /// The bridge knows the key and keeps this machine out (403), so it cannot be tried from here.
    Barred,
    /// The key's secret is not at hand, so it cannot be tried.
    NoSecret,
    /// No other key gets in by the same way, so a rejection proves nothing.
    AllRejected,
    /// The bridge does not have the key, and without its secret it cannot be tried.
    NoSuchKey,
}

impl Trouble {
    /// Whether somebody has to do something before it can go on.
    pub fn needs_somebody(self) -> bool {
        matches!(self, Self::SignedOut | Self::VaultClosed | Self::NoSecret)
    }
}

impl KillState {
    /// The state as a sentence, exactly as honest as it is. `host` is the bridge's.
    pub fn words(self, trouble: Option<Trouble>, host: &str) -> String {
        use Trouble as T;
        match (self, trouble) {
            (Self::Dead, _) => say!("incident-dead", host = host),
            (Self::Wanted, Some(T::SignedOut)) => say!("incident-wanted-signed-out", host = host),
            (Self::Wanted, Some(T::VaultClosed)) => say!("incident-wanted-vault-closed", host = host),
            (Self::Wanted, _) => say!("incident-wanted", host = host),
            (Self::Sent, _) => say!("incident-sent", host = host),
            (Self::Accepted, Some(T::NoSecret)) => say!("incident-accepted-no-secret", host = host),
            (Self::Accepted, Some(T::NoSuchKey)) => say!("incident-no-such-key", host = host),
            (Self::Accepted, _) => say!("incident-accepted", host = host),
            (Self::RejectedOnce, None) => say!("incident-rejected"),
            (Self::RejectedOnce, Some(trouble)) => {
                say!("incident-rejected-since", trouble = trouble.words(host))
            }
            (Self::Failed, Some(T::StillWorks)) => say!("incident-failed-still-works", host = host),
            (Self::Failed, Some(T::StillEnabled)) => say!("incident-failed-still-enabled", host = host),
            (Self::Failed, Some(T::Unreachable)) => say!("incident-failed-unreachable", host = host),
            (Self::Failed, Some(trouble)) => say!("incident-failed", trouble = trouble.words(host)),
            (Self::Failed, None) => say!("incident-failed-unclear", host = host),
        }
    }
}

impl Trouble {
    /// What stands in the way, to end a sentence with.
    fn words(self, host: &str) -> String {
        match self {
            Self::SignedOut => say!("incident-trouble-signed-out", host = host),
            Self::VaultClosed => say!("incident-trouble-vault-closed"),
            Self::Unreachable => say!("incident-trouble-unreachable", host = host),
            Self::SlowDown => say!("incident-trouble-slow-down", host = host),
            Self::Nonsense => say!("incident-trouble-nonsense", host = host),
            Self::Refused => say!("incident-trouble-refused", host = host),
            Self::StillEnabled => say!("incident-trouble-still-enabled", host = host),
            Self::StillWorks => say!("incident-trouble-still-works"),
            Self::Barred => say!("incident-trouble-barred", host = host),
            Self::NoSecret => say!("incident-trouble-no-secret"),
            Self::AllRejected => say!("incident-trouble-all-rejected", host = host),
            Self::NoSuchKey => say!("incident-no-such-key", host = host),
        }
    }

    /// What somebody can do about it, where there is something.
    pub fn next_step(self) -> Option<String> {
        Some(match self {
            Self::SignedOut => say!("incident-next-sign-in"),
            Self::VaultClosed | Self::NoSecret => say!("incident-next-unlock"),
            Self::StillWorks | Self::StillEnabled | Self::Refused => say!("incident-next-delete"),
            Self::Barred => say!("incident-next-look-at-page"),
            Self::AllRejected => say!("incident-next-look-at-way"),
            Self::NoSuchKey => say!("incident-next-look-at-list"),
            Self::Unreachable | Self::SlowDown | Self::Nonsense => return None,
        })
    }
}

/// Something that went wrong, and how long the bridge wants us to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setback {
    /// What.
    pub trouble: Trouble,
    /// How long to wait at least, where the bridge said so.
    pub wait: Option<Duration>,
}

impl Setback {
    /// A setback without a word on how long to wait.
    pub fn of(trouble: Trouble) -> Self {
        Self { trouble, wait: None }
    }
}

/// What the bridge lists of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Disabled.
    Disabled,
    /// Not there any more.
    Gone,
    /// Anything but disabled. "Expired" and "exhausted" are no deaths: a top-up revives such a key.
    On,
    /// There is no telling.
    Unknown(Setback),
}

/// What the bridge made of the key itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// It works.
    Works,
    /// It is rejected.
    Rejected(Control),
    /// 403: the bridge checks addresses only after the key itself (`new-api middleware/auth.go`), so it lives.
    Barred,
    /// There is no telling.
    Unknown(Setback),
}

/// What became of another, good key by the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// It got in.
    GotIn,
    /// It did not.
    KeptOut,
    /// There is no other key.
    None,
}

/// An answer, with when it was asked for and when it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard<T> {
    /// What was answered.
    pub what: T,
    /// When the question left.
    pub asked: Moment,
    /// When the answer was there.
    pub came: Moment,
}

impl<T> Heard<T> {
    /// The same question with another answer.
    pub fn with<U>(self, what: U) -> Heard<U> {
        Heard { what, asked: self.asked, came: self.came }
    }
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Tell the bridge to disable the key.
    Disable,
    /// Try the key, and have the bridge list it where `list` says so.
    Check {
        /// Whether the list is needed this time.
        list: bool,
    },
    /// Nothing before that moment.
    Wait(Moment),
    /// Nothing any more.
    Done,
}

/// The proof that one key is dead.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    state: KillState,
    trouble: Option<Trouble>,
    /// The bridge is (still) to be told.
    is_to_tell: bool,
    /// The bridge said no: it is looked at the key before it is told again.
    is_to_look: bool,
    /// When the bridge last took the change, or was first seen listing the key as off.
    taken: Option<Moment>,
    /// How often the bridge took the change.
    takes: u32,
    /// When the key was last seen to live.
    lived: Option<Moment>,
    /// When the last list was asked for that has the key off.
    off: Option<Moment>,
    /// When the last rejection was asked for that counts.
    rejected: Option<Moment>,
    /// The first rejection past the cache's time that no other key vouches for.
    alone: Option<Moment>,
    setbacks: u32,
    due: Moment,
}

impl Proof {
    /// A kill that was just decided.
    pub fn wanted(now: Moment) -> Self {
        Self {
            state: KillState::Wanted,
            trouble: None,
            is_to_tell: true,
            is_to_look: false,
            taken: None,
            takes: 0,
            lived: None,
            off: None,
            rejected: None,
            alone: None,
            setbacks: 0,
            due: now,
        }
    }

    /// A kill that another process began, from what the journal says. Whatever that process knew of time is
    /// gone, so the proof starts anew; telling the bridge once more does no harm. What stood in the way does so
    /// until something else is heard.
    pub fn resumed(state: KillState, trouble: Option<Trouble>, takes: u32, now: Moment) -> Self {
        let fresh = Self { state, trouble, takes, ..Self::wanted(now) };
        match state {
            KillState::Accepted | KillState::RejectedOnce => {
                Self { is_to_tell: false, taken: Some(now), ..fresh }
            }
            KillState::Dead => Self { is_to_tell: false, ..fresh },
            KillState::Wanted | KillState::Sent | KillState::Failed => fresh,
        }
    }

    /// How far it is.
    pub fn state(&self) -> KillState {
        self.state
    }

    /// What stands in the way.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble
    }

    /// How often the bridge took the change.
    pub fn takes(&self) -> u32 {
        self.takes
    }

    /// Whether deleting the key is the next thing to try: it works although the bridge took the change twice,
    /// or the bridge does not take it.
    pub fn is_delete_worth_trying(&self) -> bool {
        match self.trouble {
            Some(Trouble::StillWorks) => self.takes > 1,
            Some(Trouble::StillEnabled | Trouble::Refused) => self.setbacks > 1,
            _ => false,
        }
    }

    /// What to do now.
    pub fn next(&self, now: Moment) -> Next {
        match self.state {
            KillState::Dead => Next::Done,
            _ if now < self.due => Next::Wait(self.due),
            _ if self.is_to_tell && !self.is_to_look => Next::Disable,
            _ => {
                let start = self.start();
                let known = self.off.is_some_and(|off| start.is_some_and(|start| off >= start));
                let is_late = start.is_some_and(|start| now >= start + CACHE_TIME);
                Next::Check { list: !known || is_late }
            }
        }
    }

    /// The bridge is being told.
    pub fn told(&mut self) {
        if self.state == KillState::Wanted {
            self.state = KillState::Sent;
        }
    }

    /// How the bridge took being told. `chance` is between 0 and 1.
    pub fn answered(&mut self, answer: Heard<Result<(), Setback>>, chance: f64) {
        match answer.what {
            Ok(()) => {
                self.is_to_tell = false;
                self.taken = Some(answer.came);
                self.takes += 1;
                self.due = answer.came;
                (self.off, self.rejected, self.alone) = (None, None, None);
                // What was seen of the key itself stays true until something else is seen.
                let is_seen = matches!(
                    self.trouble,
                    Some(Trouble::StillWorks | Trouble::StillEnabled | Trouble::Barred)
                );
                if !is_seen {
                    (self.state, self.trouble) = (KillState::Accepted, None);
                }
                if self.takes == 1 {
                    self.setbacks = 0;
                }
            }
            Err(setback) => {
                self.is_to_look = setback.trouble == Trouble::Refused;
                self.state = match setback.trouble {
                    _ if self.takes > 0 => KillState::Failed,
                    Trouble::SignedOut | Trouble::VaultClosed => KillState::Wanted,
                    _ => KillState::Failed,
                };
                if self.is_to_look {
                    (self.trouble, self.due) = (Some(setback.trouble), answer.came);
                } else {
                    self.set_back(setback, answer.came, chance);
                }
            }
        }
    }

    /// The bridge deleted the key, which is a way to take the change.
    pub fn deleted(&mut self, came: Moment) {
        self.answered(Heard { what: Ok(()), asked: came, came }, 0.0);
        self.is_to_look = false;
    }

    /// What a check showed. `listed` is `None` where the list was not asked for. `chance` is between 0 and 1.
    pub fn checked(&mut self, listed: Option<Heard<Listed>>, tried: Option<Heard<Tried>>, chance: f64) {
        let came = [listed.map(|heard| heard.came), tried.map(|heard| heard.came)];
        let now = came.into_iter().flatten().max().unwrap_or(self.due);
        self.is_to_look = false;
        let mut setback = listed.and_then(|listed| self.see(listed));
        match tried {
            // What keeps us from trying it matters more than what the list says, but for one thing.
            Some(tried) => {
                let other = self.feel(tried, now);
                setback = match setback {
                    Some(on) if on.trouble == Trouble::StillEnabled => Some(on),
                    _ => other.or(setback),
                };
            }
            None => {
                let is_gone = listed.is_some_and(|listed| listed.what == Listed::Gone);
                let missing = if is_gone { Trouble::NoSuchKey } else { Trouble::NoSecret };
                setback = setback.or(Some(Setback::of(missing)));
            }
        }
        match setback {
            Some(setback) => {
                let is_settled = self.rejected.is_some() && setback.trouble != Trouble::StillEnabled;
                let waits =
                    matches!(setback.trouble, Trouble::NoSecret | Trouble::NoSuchKey) && self.taken.is_some();
                self.state = match self.state {
                    KillState::Wanted if setback.trouble == Trouble::SignedOut => KillState::Wanted,
                    _ if is_settled => KillState::RejectedOnce,
                    _ if waits => KillState::Accepted,
                    _ => KillState::Failed,
                };
                self.set_back(setback, now, chance);
            }
            None => self.go_on(),
        }
    }

    /// Somebody did what was needed: signed in, opened the vault. It is tried at once.
    pub fn nudge(&mut self, now: Moment) {
        if self.trouble.is_some() {
            self.due = self.due.min(now);
        }
    }

    /// From when on a proof counts: when the bridge took the change, and the key was not seen to live since.
    fn start(&self) -> Option<Moment> {
        self.taken.map(|taken| self.lived.map_or(taken, |lived| lived.max(taken)))
    }

    fn see(&mut self, listed: Heard<Listed>) -> Option<Setback> {
        match listed.what {
            Listed::Disabled | Listed::Gone => {
                self.off = Some(listed.asked);
                self.is_to_tell = false;
                self.taken.get_or_insert(listed.came);
                None
            }
            Listed::On => {
                (self.off, self.taken, self.rejected, self.alone) = (None, None, None, None);
                self.is_to_tell = true;
                Some(Setback::of(Trouble::StillEnabled))
            }
            Listed::Unknown(setback) => Some(setback),
        }
    }

    fn feel(&mut self, tried: Heard<Tried>, now: Moment) -> Option<Setback> {
        match tried.what {
            Tried::Works | Tried::Barred => {
                self.lived = Some(tried.came);
                (self.rejected, self.alone) = (None, None);
                // Once more at first, then each time that a cache must have ended.
                let is_stale = self.taken.is_some_and(|taken| now >= taken + CACHE_TIME);
                self.is_to_tell |= self.takes < 2 || is_stale;
                let works = tried.what == Tried::Works;
                Some(Setback::of(if works { Trouble::StillWorks } else { Trouble::Barred }))
            }
            Tried::Rejected(Control::KeptOut) => Some(Setback::of(Trouble::AllRejected)),
            Tried::Rejected(control) => {
                // What was asked for before the last sign of life says nothing about after.
                if let Some(start) = self.start().filter(|start| tried.asked >= *start) {
                    self.rejected = Some(tried.asked);
                    if control == Control::GotIn {
                        self.alone = None;
                    } else if tried.asked >= start + CACHE_TIME {
                        self.alone.get_or_insert(tried.asked);
                    }
                }
                None
            }
            Tried::Unknown(setback) => Some(setback),
        }
    }

    fn set_back(&mut self, setback: Setback, now: Moment, chance: f64) {
        self.trouble = Some(setback.trouble);
        self.setbacks += 1;
        let doubled = FIRST_PAUSE.saturating_mul(1 << (self.setbacks - 1).min(10)).min(LONGEST_PAUSE);
        let pause = doubled.mul_f64(0.75 + chance.clamp(0.0, 1.0) / 2.0);
        self.due = now + setback.wait.map_or(pause, |wait| wait.min(LONGEST_WAIT).max(pause));
    }

    /// Nothing is in the way: the next step of the schedule, or the end.
    fn go_on(&mut self) {
        let (Some(start), Some(rejected)) = (self.start(), self.rejected) else {
            // A rejection of before; the next one tells.
            self.trouble = None;
            return;
        };
        (self.trouble, self.setbacks, self.state) = (None, 0, KillState::RejectedOnce);
        let Some(next) = SCHEDULE.iter().map(|after| start + *after).find(|at| *at > rejected) else {
            let opinion = self.alone.map(|first| first + SECOND_OPINION);
            let is_listed = self.off.is_some_and(|off| off >= start + CACHE_TIME);
            match opinion.filter(|at| rejected < *at) {
                Some(at) => self.due = at,
                None if is_listed => self.state = KillState::Dead,
                // The list was not asked for this time; it is at once.
                None => self.due = rejected,
            }
            return;
        };
        self.due = next;
    }
}

#[cfg(test)]
#[path = "incident/tests.rs"]
mod tests;
