//! A sample account to look at: a few keys as people have them, and ten weeks of use.

use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::{Key, KeyStatus, LogEntry, LogKind, State};

const HOUR_S: i64 = 3600;
const DAY_S: i64 = 24 * HOUR_S;
const DAYS: i64 = 70;

/// Where the sample user works: at the desk, and on the road.
const ADDRESSES: [&str; 2] = ["203.0.113.7", "198.51.100.24"];

/// What a sample key is used for.
struct Use {
    key: Key,
    models: &'static [&'static str],
    /// Requests on a working day, at most.
    a_day: i64,
    /// Tokens of a question, at most.
    prompt: i64,
    /// Hundredths of a question that come from the provider's cache, at most.
    cached: i64,
}

/// Adds the first user's sample keys and their past.
pub(super) fn add(state: &mut State, now: i64) {
    let Some(user_id) = state.users.first().map(|user| user.id) else { return };
    // Always the same past, so that a picture of it does not change from start to start.
    let mut rng = StdRng::seed_from_u64(7);
    let granted = state.user(user_id).map_or(0, |user| user.quota);
    for mut used in uses(now) {
        used.key.user_id = user_id;
        used.key.accessed_time = used.key.created_time;
        // Secrets stay random: nobody should learn them by reading this.
        let id = state.add_key(used.key.clone());
        past(state, &mut rng, id, &used, now);
    }
    state.logs.sort_by_key(|entry| entry.created_at);
    if let Some(user) = state.user_mut(user_id) {
        // What was used in the past had been paid for.
        user.quota = granted;
        user.setting.insert("record_ip_log".to_owned(), true.into());
    }
}

fn uses(now: i64) -> Vec<Use> {
    let key = |name: &str, group: &str, age_days: i64| Key {
        name: name.to_owned(),
        group: group.to_owned(),
        created_time: now - age_days * DAY_S,
        ..Key::default()
    };
    let of = |key: Key, models, a_day, prompt, cached| Use { key, models, a_day, prompt, cached };
    const CLAUDE: &[&str] = &["claude-opus-5-5", "claude-sonnet-5", "claude-haiku-5"];
    const GPT: &[&str] = &["gpt-5.5-codex", "gpt-5.5-mini"];
    vec![
        of(key("claude-laptop", "cc", 64), CLAUDE, 34, 26_000, 90),
        of(key("codex-desktop", "codex", 41), GPT, 22, 18_000, 70),
        of(
            Key {
                expired_time: now + 5 * DAY_S,
                unlimited_quota: false,
                remain_quota: 12_000_000,
                ..key("cursor-work", "anthropic", 25)
            },
            &["claude-sonnet-5"],
            9,
            6_000,
            0,
        ),
        of(
            Key {
                unlimited_quota: false,
                remain_quota: 900_000,
                allow_ips: Some("10.20.0.0/16\n203.0.113.7".to_owned()),
                ..key("ci-runner", "openai", 90)
            },
            &["gpt-5.5-mini"],
            16,
            9_000,
            40,
        ),
        of(
            Key {
                model_limits_enabled: true,
                model_limits: "gemini-3-pro,gemini-3-flash".to_owned(),
                ..key("gemini-notes", "google", 12)
            },
            &["gemini-3-pro", "gemini-3-flash"],
            6,
            12_000,
            0,
        ),
        of(Key { status: KeyStatus::Disabled.code(), ..key("old-phone", "default", 210) }, &[], 0, 0, 0),
        of(Key { expired_time: now - 3 * DAY_S, ..key("workshop-guest", "windsurf", 10) }, &[], 0, 0, 0),
        of(
            Key {
                unlimited_quota: false,
                remain_quota: 0,
                used_quota: 500_000,
                status: KeyStatus::Exhausted.code(),
                ..key("trial", "default", 33)
            },
            &[],
            0,
            0,
            0,
        ),
    ]
}

/// Writes the log a key's use has left, and charges it.
fn past(state: &mut State, rng: &mut StdRng, key_id: i64, used: &Use, now: i64) {
    let today = now - now % DAY_S;
    for day in (0..DAYS).rev().map(|ago| today - ago * DAY_S) {
        // 1970 began on a Thursday: days 2 and 3 of each week from then are weekend.
        let weekend = matches!((day / DAY_S) % 7, 2 | 3);
        // Some days are a push, some are spent elsewhere.
        let push = match rng.random_range(0..9) {
            0 => 19,
            1 => 2,
            _ => rng.random_range(6..12),
        };
        let most = if weekend { used.a_day / 6 } else { used.a_day * push / 10 };
        for _ in 0..rng.random_range(most / 2..=most) {
            let at = day + rng.random_range(8 * HOUR_S..19 * HOUR_S);
            let name = used.models[rng.random_range(0..used.models.len())];
            let prompt_tokens = rng.random_range(used.prompt / 10..used.prompt);
            let completion_tokens = rng.random_range(40..900);
            let cache_tokens = prompt_tokens * rng.random_range(0..=used.cached) / 100;
            let ip = ADDRESSES[usize::from(rng.random_range(0..6) == 0)];
            if at < used.key.created_time || at > now {
                continue;
            }
            let Some(model) = state.models.iter().find(|model| model.name == name) else { continue };
            let ratio = state.group(&used.key.group).map_or(1.0, |group| group.ratio);
            let quota = model.cost(prompt_tokens, completion_tokens, ratio);
            state.logs.push(LogEntry {
                kind: LogKind::Consume,
                user_id: used.key.user_id,
                created_at: at,
                content: String::new(),
                key_id,
                key_name: used.key.name.clone(),
                model: name.to_owned(),
                group: used.key.group.clone(),
                quota,
                prompt_tokens,
                completion_tokens,
                cache_tokens,
                use_time: rng.random_range(1..30),
                is_stream: true,
                ip: ip.to_owned(),
                request_id: format!("{at}{:08x}", rng.random::<u32>()),
            });
            let left = state.key(key_id).map_or(0, |key| key.remain_quota);
            state.charge(key_id, quota, at);
            if let Some(key) = state.key_mut(key_id) {
                key.remain_quota = left;
            }
        }
    }
}
