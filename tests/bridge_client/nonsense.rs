//! Thousands of answers that are almost right. Each is an error or a sound value, never a panic, a wait or a
//! leak.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bridgekeeper_core::bridge::{Bridge, Door, LogQuery, Login, Options};
use bridgekeeper_core::error::{Code, Error};
use bridgekeeper_core::key::{KeyEdit, KeyId, NewKey};
use bridgekeeper_core::secret::Secret;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::script::{Asked, Script, answer};
use super::time::{Careless, with};
use super::{TOKEN, code};

/// A small generator of numbers (xorshift), so that a failing case can be run again.
pub struct Dice(pub u64);

impl Dice {
    /// 0 and up, below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// What a good bridge answers to all that is asked below: all objects in one, and the lists by their paths.
fn good(asked: &Asked) -> Value {
    let key = json!({
        "id": 1, "user_id": 1, "name": "k", "status": 1, "key": "canarycanarycanarycanarycanarycanarycanary123456",
        "remain_quota": 5, "unlimited_quota": false, "used_quota": 1, "expired_time": -1, "created_time": 5,
        "accessed_time": 6, "group": "g", "allow_ips": "10.0.0.1", "model_limits_enabled": true,
        "model_limits": "a,b", "auto_groups": null, "DeletedAt": null,
    });
    let log = json!({
        "created_at": 5, "type": 2, "content": "c", "token_name": "k", "token_id": 1, "model_name": "m", "quota": 7,
        "prompt_tokens": 1, "completion_tokens": 2, "use_time": 3, "is_stream": true, "group": "g", "ip": "::1",
        "request_id": "r", "other": "{\"model_ratio\":1.5,\"frt\":2}",
    });
    let row = json!({"model_name": "m", "created_at": 3600, "count": 1, "quota": 2, "token_used": 3,
                     "token_id": 1, "token_name": "k", "use_group": "g"});
    let price = json!({"model_name": "m", "quota_type": 0, "model_ratio": 1.5, "completion_ratio": 5,
                       "model_price": 0, "enable_groups": ["g"]});
    let path = asked.line.split([' ', '?']).nth(1).unwrap_or_default();
    let list = |items: Value| json!({"items": items, "total": 1, "page": 1, "page_size": 100});
    let data = match path {
        "/api/log/self" => list(json!([log])),
        "/api/log/self/stat" => json!({"quota": 5, "rpm": 1, "tpm": 2}),
        "/api/log/token" => json!([log]),
        "/api/data/self" | "/api/data/flow/self" => json!([row]),
        "/api/pricing" => json!([price]),
        "/v1/models" => json!([{"id": "m"}]),
        "/api/user/token" => json!("canaryFreshTokenFreshTokenFresh"),
        "/api/user/login" => json!({"require_2fa": true, "flow_token": "canaryflow"}),
        "/api/user/login/2fa" => json!({"access_token": "canaryjwt.a.b", "user": {"id": 5}}),
        "/api/usage/token/" => json!({"name": "k", "total_granted": 5, "total_used": 2, "total_available": 3,
            "unlimited_quota": false, "model_limits": {"m": true}, "model_limits_enabled": true, "expires_at": 0}),
        "/api/token/" if asked.line.starts_with("GET") => list(json!([key])),
        "/api/user/self/groups" => json!({"default": {"ratio": 1.5, "desc": "d"}}),
        "/api/user/models" => json!(["m"]),
        "/api/token/batch/keys" => json!({"keys": {"1": "canarycanarycanarycanarycanarycanarycanary123456"}}),
        "/api/status" => json!({
            "system_name": "n", "quota_per_unit": 500000.0, "version": "v1", "quota_display_type": "CUSTOM",
            "custom_currency_symbol": "$", "custom_currency_exchange_rate": 2.0, "turnstile_check": false,
        }),
        "/api/user/self" => {
            json!({"id": 1, "username": "u", "display_name": "d", "quota": 7, "request_count": 3})
        }
        _ => key,
    };
    json!({"success": true, "message": TOKEN, "code": "", "data": data, "group_ratio": {"g": 1.5}})
}

/// Every place in a value.
fn places(value: &Value, at: String, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| places(value, format!("{at}/{name}"), all))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| places(value, format!("{at}/{index}"), all));
        }
        _ => {}
    }
    all.push(at);
}

/// A value that belongs nowhere.
fn strange(dice: &mut Dice) -> Value {
    match dice.roll(16) {
        0 => json!(null),
        1 => json!(true),
        2 => json!(-1),
        3 => json!(0),
        4 => json!(i64::MAX),
        5 => json!(i64::MIN),
        6 => json!(u64::MAX),
        7 => json!(1e308),
        8 => json!(0.5),
        9 => json!(TOKEN),
        10 => json!("sk-canary1234567890123456"),
        11 => json!("\u{202e}\u{0}\r\n\u{1b}[31m".repeat(50)),
        12 => json!([]),
        13 => json!({}),
        14 => json!([[[{"id": [1]}]]]),
        _ => json!("canary".repeat(5000)),
    }
}

/// An answer with something wrong with it.
fn spoiled(dice: &mut Dice, asked: &Asked) -> Vec<u8> {
    let mut value = good(asked);
    for _ in 0..=dice.roll(3) {
        let mut all = vec![];
        places(&value, String::new(), &mut all);
        let place = &all[dice.roll(all.len())];
        if dice.roll(3) > 0 {
            *value.pointer_mut(place).unwrap() = strange(dice);
        } else if let Some((parent, name)) = place.rsplit_once('/') {
            match value.pointer_mut(parent) {
                Some(Value::Object(fields)) => drop(fields.remove(name)),
                Some(Value::Array(items)) => items.clear(),
                _ => {}
            }
        }
    }
    let mut body = value.to_string().into_bytes();
    match dice.roll(10) {
        0 => body.truncate(dice.roll(body.len())),
        1 => {
            // Marks, not letters: a secret with a wrong letter in it could not be known again.
            let marks: Vec<_> = (0..body.len()).filter(|at| b"{}[]:,".contains(&body[*at])).collect();
            if !marks.is_empty() {
                body[marks[dice.roll(marks.len())]] = dice.roll(256) as u8;
            }
        }
        2 => body = [b"[".repeat(dice.roll(100_000)), body].concat(),
        3 => body.extend_from_slice(b"{}"),
        _ => {}
    }
    let kind = match dice.roll(12) {
        0 => "text/html",
        1 => "application/json; charset=\"",
        2 => "",
        _ => "application/json",
    };
    let status = [200, 200, 200, 200, 200, 201, 204, 400, 401, 403, 404, 418, 429, 500, 503][dice.roll(15)];
    answer(status, &[&format!("Content-Type: {kind}"), "Retry-After: 99999999999"], &body)
}

/// How many operations there are.
const OPERATIONS: usize = 25;

/// One operation by number.
async fn operation(number: usize, client: &Bridge) -> Result<(), Error> {
    let id = KeyId(1);
    let secret = Secret::new("sk-canarycanarycanarycanary".into());
    match number {
        0 => client.site().await.map(drop),
        1 => client.me().await.map(drop),
        2 => client.groups().await.map(drop),
        3 => client.models(Some("g")).await.map(drop),
        4 => client.keys().await.map(|list| list.because.map_or(Ok(()), Err))?,
        5 => client.key(id).await.map(drop),
        6 => client.create(&NewKey::named("k")).await.map(drop),
        7 => client.reveal(id).await.map(drop),
        8 => client.reveal_many(&[id]).await.map(drop),
        9 => client.set_enabled(id, false).await.map(drop),
        10 => client.edit(id, &KeyEdit { name: Some("x".into()), ..KeyEdit::default() }).await.map(drop),
        11 => client.delete(id).await.map(drop),
        12 => client.delete_many(&[id]).await.map(drop),
        13 => client.dialect().await.map(drop),
        14 => client.logs(&LogQuery::default()).await.map(|list| list.because.map_or(Ok(()), Err))?,
        15 => client.log_sum(&LogQuery::default()).await.map(drop),
        16 => client.usage_by_hour(Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH).await.map(drop),
        17 => client.usage_by_key(Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH).await.map(drop),
        18 => client.prices().await.map(drop),
        19 => client.key_usage(&secret).await.map(drop),
        20 => client.key_log(&secret).await.map(drop),
        21 => {
            let login = Login {
                username: "canaryname".into(),
                password: Secret::new("canarypassword".into()),
                otp: Some(Secret::new("canary123456".into())),
            };
            Bridge::mint_by_password(client.origin(), &login, with(Arc::new(Careless))).await.map(drop)
        }
        22 => client.key_models(&secret).await.map(drop),
        23 => client.renew_token().await.map(drop),
        _ => {
            let tried = client.try_key(&secret, Door::Anthropic).await?;
            assert!(!format!("{tried:?}").contains("canary"), "{tried:?}");
            Ok(())
        }
    }
}

#[tokio::test]
async fn answers_that_are_almost_right_do_no_harm() {
    const CASES: usize = 2500;
    let options = Options { looks: vec![], backoff: Duration::ZERO, tries: 2, ..with(Arc::new(Careless)) };
    let dice = Arc::new(Mutex::new(Dice(0x5eed)));
    let script = Script::start(move |asked| spoiled(&mut dice.lock().unwrap(), asked)).await;
    let (start, mut failed, mut unknown) = (Instant::now(), 0, 0);
    let mut client = script.client_with(options.clone());
    for case in 0..CASES {
        if case % 7 == 0 {
            // A fresh one has learned nothing yet.
            client = script.client_with(options.clone());
        }
        if let Err(error) = operation(case % OPERATIONS, &client).await {
            failed += 1;
            unknown += usize::from(error.code() == Code::CreateUnknown);
            code::<()>(Err(error));
        }
    }
    assert!(failed > CASES * 2 / 3, "{failed} of {CASES} were found out");
    assert!(unknown > 0);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[tokio::test]
async fn an_answer_to_another_question_is_an_error() {
    // Right JSON, right envelope, wrong data: each of these must fail everywhere.
    for data in [json!(7), json!("text"), json!(true), json!([7]), json!([[]]), json!([{"id": "x"}])] {
        let body = json!({"success": true, "message": "", "data": data}).to_string();
        let json = ["Content-Type: application/json"];
        let script = Script::start(move |_| answer(200, &json, body.as_bytes())).await;
        for number in 0..OPERATIONS - 1 {
            let met = operation(number, &script.client()).await;
            // These need nothing of the answer but `success`; deleting many may answer with a count.
            if matches!(number, 11) || number == 12 && data == json!(7) {
                continue;
            }
            // A list of things with an id is a list of models, and a text is a token.
            if number == 22 && data == json!([{"id": "x"}]) || number == 23 && data == json!("text") {
                continue;
            }
            assert!(met.is_err(), "operation {number} took {data}");
            code(met);
        }
    }
}
