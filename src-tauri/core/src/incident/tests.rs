use proptest::prelude::*;

use super::*;

const NEVER: Setback = Setback { trouble: Trouble::Unreachable, wait: None };

fn ms(millis: u64) -> Moment {
    Duration::from_millis(millis)
}

/// A bridge that answers each question within a millisecond, and a wallet that does what the proof says.
struct Play {
    proof: Proof,
    now: Moment,
    /// How often the bridge was told.
    told: u32,
    /// When the key was tried, since the start.
    tried: Vec<Moment>,
}

impl Play {
    fn new() -> Self {
        Self { proof: Proof::wanted(Duration::ZERO), now: Duration::ZERO, told: 0, tried: vec![] }
    }

    fn heard<T>(&mut self, what: T) -> Heard<T> {
        let asked = self.now;
        self.now += ms(1);
        Heard { what, asked, came: self.now }
    }

    /// Lets the wallet act until nothing is left to do, or until that moment.
    fn run(
        &mut self,
        until: Moment,
        mut put: impl FnMut(Moment) -> Result<(), Setback>,
        mut look: impl FnMut(Moment) -> (Listed, Option<Tried>),
    ) {
        while self.now < until {
            match self.proof.next(self.now) {
                Next::Done => return,
                Next::Wait(at) => self.now = at,
                Next::Disable => {
                    self.told += 1;
                    self.proof.told();
                    let answer = put(self.now);
                    let answer = self.heard(answer);
                    self.proof.answered(answer, 0.5);
                }
                Next::Check { list } => {
                    self.tried.push(self.now);
                    let (listed, tried) = look(self.now);
                    let listed =
                        list.then(|| Heard { what: listed, asked: self.now, came: self.now + ms(1) });
                    let tried = tried.map(|what| Heard { what, asked: self.now, came: self.now + ms(1) });
                    self.now += ms(1);
                    self.proof.checked(listed, tried, 0.5);
                }
            }
        }
    }
}

const DAY: Moment = Duration::from_secs(86_400);

#[test]
fn a_kill_that_goes_well_is_proven_past_the_caches_time() {
    let mut play = Play::new();
    play.run(DAY, |_| Ok(()), |_| (Listed::Disabled, Some(Tried::Rejected(Control::GotIn))));
    assert_eq!((play.proof.state(), play.told), (KillState::Dead, 1));
    let since: Vec<_> = play.tried.iter().map(|at| (*at - ms(1)).as_millis()).collect();
    assert_eq!(since, [0, 250, 1000, 3000, 10_000, 65_000]);
}

#[test]
fn until_then_it_is_rejected_and_rechecked() {
    let mut play = Play::new();
    play.run(ms(64_000), |_| Ok(()), |_| (Listed::Disabled, Some(Tried::Rejected(Control::GotIn))));
    assert_eq!((play.proof.state(), play.proof.trouble()), (KillState::RejectedOnce, None));
}

#[test]
fn a_stale_cache_is_seen_told_again_and_outlived() {
    let mut play = Play::new();
    play.run(
        DAY,
        |_| Ok(()),
        |now| {
            let fresh = now >= ms(60_000);
            (Listed::Disabled, Some(if fresh { Tried::Rejected(Control::GotIn) } else { Tried::Works }))
        },
    );
    assert_eq!(play.proof.state(), KillState::Dead);
    let lived = play.tried.iter().filter(|at| **at < ms(60_000)).max().unwrap();
    assert!(play.now >= *lived + CACHE_TIME, "{:?}", play.tried);
    assert!(play.told >= 2, "told again");
}

#[test]
fn while_it_works_that_is_said_and_deleting_is_offered_after_the_second_time() {
    let mut play = Play::new();
    play.run(ms(200), |_| Ok(()), |_| (Listed::Disabled, Some(Tried::Works)));
    assert_eq!(play.proof.trouble(), Some(Trouble::StillWorks));
    assert_eq!(play.proof.state(), KillState::Failed);
    assert!(!play.proof.is_delete_worth_trying());
    play.run(ms(5_000), |_| Ok(()), |_| (Listed::Disabled, Some(Tried::Works)));
    assert!(play.proof.is_delete_worth_trying() && play.told == 2, "{play:?}", play = play.proof);
    play.proof.deleted(play.now);
    play.run(DAY, |_| Ok(()), |_| (Listed::Gone, Some(Tried::Rejected(Control::GotIn))));
    assert_eq!(play.proof.state(), KillState::Dead);
}

#[test]
fn a_sign_of_life_after_a_rejection_starts_the_proof_anew() {
    for life in [Tried::Works, Tried::Barred] {
        let mut play = Play::new();
        play.run(
            DAY,
            |_| Ok(()),
            |now| {
                let alive = (ms(2_000)..ms(4_000)).contains(&now);
                (Listed::Disabled, Some(if alive { life } else { Tried::Rejected(Control::GotIn) }))
            },
        );
        assert_eq!(play.proof.state(), KillState::Dead);
        let lived = play.tried.iter().filter(|at| (ms(2_000)..ms(4_000)).contains(*at)).max().unwrap();
        assert!(play.now >= *lived + CACHE_TIME);
    }
}

#[test]
fn an_answer_to_what_was_asked_before_the_sign_of_life_proves_nothing() {
    let mut proof = Proof::wanted(ms(0));
    proof.answered(Heard { what: Ok(()), asked: ms(0), came: ms(10) }, 0.5);
    let works = Heard { what: Tried::Works, asked: ms(10), came: ms(500) };
    proof.checked(None, Some(works), 0.5);
    let early = Heard { what: Tried::Rejected(Control::GotIn), asked: ms(499), came: ms(700) };
    let off = Heard { what: Listed::Disabled, asked: ms(499), came: ms(700) };
    proof.checked(Some(off), Some(early), 0.5);
    assert_ne!(proof.state(), KillState::RejectedOnce);
}

#[test]
fn what_proves_nothing_is_tried_for_ever_and_never_called_dead() {
    let unclear = [
        Tried::Unknown(NEVER),
        Tried::Unknown(Setback::of(Trouble::Nonsense)),
        Tried::Unknown(Setback::of(Trouble::SlowDown)),
        Tried::Barred,
        Tried::Works,
        Tried::Rejected(Control::KeptOut),
    ];
    for tried in unclear {
        let mut play = Play::new();
        play.run(DAY, |_| Ok(()), |_| (Listed::Disabled, Some(tried)));
        assert_eq!(play.proof.state(), KillState::Failed, "{tried:?}");
        assert!(play.proof.trouble().is_some(), "{tried:?}");
        let tries = play.tried.len();
        assert!((1500..8000).contains(&tries), "every half minute or so: {tried:?}: {tries}");
    }
    for listed in [Listed::On, Listed::Unknown(NEVER)] {
        let mut play = Play::new();
        play.run(DAY, |_| Ok(()), |_| (listed, Some(Tried::Rejected(Control::GotIn))));
        assert_ne!(play.proof.state(), KillState::Dead, "{listed:?}");
        assert!(play.tried.len() > 1500, "{listed:?}");
    }
}

#[test]
fn pauses_double_to_half_a_minute_and_what_the_bridge_asks_for_is_kept() {
    let mut play = Play::new();
    let mut asked = vec![];
    play.run(
        ms(120_000),
        |now| {
            asked.push(now);
            Err(NEVER)
        },
        |_| (Listed::Unknown(NEVER), None),
    );
    let pauses: Vec<_> = asked.windows(2).map(|two| (two[1] - two[0]).as_secs_f64().round()).collect();
    assert_eq!(pauses, [1.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]);
    assert_eq!(play.proof.state(), KillState::Failed);

    let mut proof = Proof::wanted(ms(0));
    let slow = Setback { trouble: Trouble::SlowDown, wait: Some(Duration::from_secs(77)) };
    proof.answered(Heard { what: Err(slow), asked: ms(0), came: ms(5) }, 0.0);
    assert_eq!(proof.next(ms(6)), Next::Wait(ms(77_005)));
    assert_eq!(proof.next(ms(77_005)), Next::Disable);
}

#[test]
fn who_is_signed_out_keeps_the_kill_wanted_and_is_heard_at_once_when_back() {
    let mut play = Play::new();
    let out = Err(Setback::of(Trouble::SignedOut));
    play.run(ms(60_000), |_| out, |_| (Listed::Unknown(NEVER), None));
    assert_eq!((play.proof.state(), play.proof.trouble()), (KillState::Wanted, Some(Trouble::SignedOut)));
    play.proof.nudge(play.now);
    assert_eq!(play.proof.next(play.now), Next::Disable);
}

#[test]
fn a_no_is_looked_into_before_it_is_said_again() {
    let mut play = Play::new();
    let no = Err(Setback::of(Trouble::Refused));
    play.run(DAY, |_| no, |_| (Listed::Gone, Some(Tried::Rejected(Control::GotIn))));
    assert_eq!((play.proof.state(), play.told), (KillState::Dead, 1), "it was gone already");
    let mut play = Play::new();
    play.run(ms(60_000), |_| no, |_| (Listed::On, Some(Tried::Works)));
    assert_eq!(play.proof.state(), KillState::Failed);
    assert!(play.told > 5 && play.proof.is_delete_worth_trying());
}

#[test]
fn a_bridge_that_says_yes_and_does_nothing_is_found_out() {
    let mut play = Play::new();
    play.run(ms(60_000), |_| Ok(()), |_| (Listed::On, Some(Tried::Works)));
    assert_eq!((play.proof.state(), play.proof.trouble()), (KillState::Failed, Some(Trouble::StillEnabled)));
    assert!((4..12).contains(&play.told) && play.proof.is_delete_worth_trying(), "told {} times", play.told);
}

#[test]
fn without_another_key_one_more_rejection_is_asked_for() {
    let mut play = Play::new();
    play.run(DAY, |_| Ok(()), |_| (Listed::Disabled, Some(Tried::Rejected(Control::None))));
    assert_eq!(play.proof.state(), KillState::Dead);
    assert!(play.now >= CACHE_TIME + SECOND_OPINION && play.tried.len() == 7, "{:?}", play.tried);
}

#[test]
fn without_its_secret_a_key_is_only_said_to_be_disabled() {
    let mut play = Play::new();
    play.run(DAY, |_| Ok(()), |_| (Listed::Disabled, None));
    assert_eq!((play.proof.state(), play.proof.trouble()), (KillState::Accepted, Some(Trouble::NoSecret)));
    play.run(DAY + DAY, |_| Ok(()), |_| (Listed::Disabled, Some(Tried::Rejected(Control::GotIn))));
    assert_eq!(play.proof.state(), KillState::Dead, "the vault was unlocked");
}

#[test]
fn another_process_goes_on_and_proves_it_all_again() {
    for state in [KillState::Wanted, KillState::Sent, KillState::Failed] {
        assert_eq!(Proof::resumed(state, None, 0, ms(9)).next(ms(9)), Next::Disable, "{state}");
    }
    for state in [KillState::Accepted, KillState::RejectedOnce] {
        let mut play = Play { proof: Proof::resumed(state, None, 1, ms(5)), now: ms(5), ..Play::new() };
        assert_eq!(play.proof.next(ms(5)), Next::Check { list: true }, "{state}");
        play.run(DAY, |_| Ok(()), |_| (Listed::Disabled, Some(Tried::Rejected(Control::GotIn))));
        assert!(play.now >= CACHE_TIME && play.told == 0, "{state}");
        let mut play = Play { proof: Proof::resumed(state, None, 1, ms(5)), now: ms(5), ..Play::new() };
        let mut on = true;
        play.run(
            DAY,
            |_| Ok(()),
            |_| {
                let listed = if std::mem::take(&mut on) { Listed::On } else { Listed::Disabled };
                (listed, Some(Tried::Rejected(Control::GotIn)))
            },
        );
        assert_eq!((play.proof.state(), play.told), (KillState::Dead, 1), "{state}: somebody enabled it");
    }
    assert_eq!(Proof::resumed(KillState::Dead, None, 1, ms(5)).next(ms(5)), Next::Done);
}

#[test]
fn another_process_says_what_stood_in_the_way_until_it_hears_something_else() {
    let mut proof = Proof::resumed(KillState::Failed, Some(Trouble::Unreachable), 0, ms(5));
    proof.told();
    assert_eq!((proof.state(), proof.trouble()), (KillState::Failed, Some(Trouble::Unreachable)));
    proof.answered(Heard { what: Ok(()), asked: ms(5), came: ms(6) }, 0.5);
    assert_eq!((proof.state(), proof.trouble()), (KillState::Accepted, None));
    let proof = Proof::resumed(KillState::Failed, Some(Trouble::StillWorks), 2, ms(5));
    assert!(proof.is_delete_worth_trying(), "what was offered is offered still");
}

fn setback() -> impl Strategy<Value = Setback> {
    prop_oneof![
        Just(NEVER),
        Just(Setback::of(Trouble::Nonsense)),
        Just(Setback::of(Trouble::SignedOut)),
        Just(Setback::of(Trouble::Refused)),
        (1_u64..100).prop_map(|s| Setback { trouble: Trouble::SlowDown, wait: Some(Duration::from_secs(s)) }),
    ]
}

fn listed() -> impl Strategy<Value = Listed> {
    prop_oneof![
        4 => Just(Listed::Disabled),
        1 => Just(Listed::Gone),
        1 => Just(Listed::On),
        1 => setback().prop_map(Listed::Unknown),
    ]
}

fn tried() -> impl Strategy<Value = Tried> {
    prop_oneof![
        6 => Just(Tried::Rejected(Control::GotIn)),
        1 => Just(Tried::Rejected(Control::None)),
        1 => Just(Tried::Rejected(Control::KeptOut)),
        1 => Just(Tried::Works),
        1 => Just(Tried::Barred),
        1 => setback().prop_map(Tried::Unknown),
    ]
}

proptest! {
    /// P5, whatever comes in whatever order: never "dead" without a rejection and a list that has it off, both
    /// asked for after the last sign of life and past the cache's time. And there is always a next step.
    #[test]
    fn dead_is_said_only_of_what_is_proven(
        answers in prop::collection::vec(
            (prop_oneof![3 => Just(Ok(())), 1 => setback().prop_map(Err)], listed(), prop::option::weighted(0.9, tried())),
            1..80,
        ),
        took in prop::collection::vec(0_u64..20_000, 80),
    ) {
        let (mut proof, mut now) = (Proof::wanted(ms(0)), ms(0));
        let (mut lived, mut taken, mut off, mut rejected) = (None::<Moment>, None::<Moment>, None, None);
        for ((put, list, probe), took) in answers.into_iter().zip(took) {
            let came = now + ms(took);
            match proof.next(now) {
                Next::Done => break,
                Next::Wait(at) => { prop_assert!(at > now); now = at; continue; }
                Next::Disable => {
                    proof.told();
                    if put.is_ok() { taken = Some(came); }
                    proof.answered(Heard { what: put, asked: now, came }, 0.5);
                }
                Next::Check { list: wanted } => {
                    if wanted {
                        match list {
                            Listed::Disabled | Listed::Gone => { off = Some(now); taken = taken.or(Some(came)); }
                            Listed::On => { off = None; taken = None; }
                            Listed::Unknown(_) => {}
                        }
                    }
                    match probe {
                        Some(Tried::Works | Tried::Barred) => lived = Some(came),
                        Some(Tried::Rejected(Control::GotIn | Control::None)) => rejected = Some(now),
                        _ => {}
                    }
                    let listed = wanted.then_some(Heard { what: list, asked: now, came });
                    proof.checked(listed, probe.map(|what| Heard { what, asked: now, came }), 0.5);
                }
            }
            if proof.state() == KillState::Dead {
                let start = taken.unwrap().max(lived.unwrap_or_default());
                prop_assert!(rejected.unwrap() >= start + CACHE_TIME);
                prop_assert!(off.unwrap() >= start + CACHE_TIME);
            }
            now = came;
        }
    }
}
