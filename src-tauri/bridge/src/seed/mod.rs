//! What a fresh bridge has: users, groups, models, and on request keys and a past.

mod catalog;
mod sample;

use crate::{Key, Options, State, User, UserSeed, random};

/// Id of the first user; those before belong to administrators in the field.
const FIRST_USER: i64 = 42;
/// Length of a random password.
const PASSWORD_LEN: usize = 16;

/// The state a bridge starts with.
pub(crate) fn state(options: &Options, now: i64) -> State {
    let users = (FIRST_USER..).zip(&options.users).map(|(id, seed)| user(id, seed)).collect();
    let mut state = State { users, groups: catalog::groups(), models: catalog::models(), ..State::default() };
    if options.sample {
        sample::add(&mut state, now);
    }
    bulk(&mut state, options.bulk_keys, now);
    state
}

fn user(id: i64, seed: &UserSeed) -> User {
    let random = |given: &Option<String>, len| given.clone().unwrap_or_else(|| random::alphanumeric(len));
    User {
        id,
        username: seed.username.clone(),
        password: random(&seed.password, PASSWORD_LEN),
        display_name: seed.username.clone(),
        email: format!("{}@example.com", seed.username),
        group: seed.group.clone(),
        banned: false,
        quota: seed.quota,
        used_quota: 0,
        request_count: 0,
        access_token: Some(random(&seed.access_token, User::ACCESS_TOKEN_LEN)),
        otp: seed.otp.clone(),
        otp_failures: 0,
        otp_locked_until: 0,
        setting: serde_json::Map::new(),
    }
}

/// Adds plain keys for the first user.
pub(crate) fn bulk(state: &mut State, count: usize, now: i64) {
    let Some(user_id) = state.users.first().map(|user| user.id) else { return };
    for number in 1..=count {
        let name = format!("bulk-{number:05}");
        state.add_key(Key { user_id, name, created_time: now, accessed_time: now, ..Key::default() });
    }
}
