//! Thousands of answers that are almost right. Each is an error or a sound value, never a panic, a wait or a
//! leak.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bridgekeeper_core::bridge::{Bridge, Door, Options};
use bridgekeeper_core::error::{Code, Error};
use bridgekeeper_core::key::{KeyEdit, KeyId, NewKey};
use bridgekeeper_core::secret::Secret;
use serde_json::{Value, json};

use super::script::{Script, answer};
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

/// What a good bridge answers to all that is asked below, all in one.
fn good() -> Value {
    let key = json!({
        "id": 1, "user_id": 1, "name": "k", "status": 1, "key": "canarycanarycanarycanarycanarycanarycanary123456",
        "remain_quota": 5, "unlimited_quota": false, "used_quota": 1, "expired_time": -1, "created_time": 5,
        "accessed_time": 6, "group": "g", "allow_ips": "10.0.0.1", "model_limits_enabled": true,
        "model_limits": "a,b", "auto_groups": null, "DeletedAt": null,
    });
    let mut data = key.clone();
    let more = json!({
        "system_name": "n", "quota_per_unit": 500000.0, "version": "v1", "quota_display_type": "CUSTOM",
        "custom_currency_symbol": "$", "custom_currency_exchange_rate": 2.0, "turnstile_check": false,
        "username": "u", "display_name": "d", "quota": 7, "request_count": 3,
        "items": [key], "total": 1, "page": 1, "page_size": 100,
        "keys": {"1": "canarycanarycanarycanarycanarycanarycanary123456"},
        "default": {"ratio": 1.5, "desc": "d"},
    });
    data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"success": true, "message": TOKEN, "code": "", "data": data})
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
        11 => json!("\u{202e}\u{0}\r\n<html>".repeat(50)),
        12 => json!([]),
        13 => json!({}),
        14 => json!([[[{"id": [1]}]]]),
        _ => json!("canary".repeat(5000)),
    }
}

/// An answer with something wrong with it.
fn spoiled(dice: &mut Dice) -> Vec<u8> {
    let mut value = good();
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
            body[marks[dice.roll(marks.len())]] = dice.roll(256) as u8;
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

/// One operation by number.
async fn operation(number: usize, client: &Bridge) -> Result<(), Error> {
    let id = KeyId(1);
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
        _ => {
            let secret = Secret::new("sk-canarycanarycanarycanary".into());
            let tried = client.try_key(&secret, Door::Anthropic).await?;
            assert!(!format!("{tried:?}").contains("canary"), "{tried:?}");
            Ok(())
        }
    }
}

#[tokio::test]
async fn answers_that_are_almost_right_do_no_harm() {
    const CASES: usize = 1500;
    let options = Options { looks: vec![], backoff: Duration::ZERO, tries: 2, ..with(Arc::new(Careless)) };
    let dice = Arc::new(Mutex::new(Dice(0x5eed)));
    let script = Script::start(move |_| spoiled(&mut dice.lock().unwrap())).await;
    let (start, mut failed, mut unknown) = (Instant::now(), 0, 0);
    let mut client = script.client_with(options.clone());
    for case in 0..CASES {
        if case % 7 == 0 {
            // A fresh one has learned nothing yet.
            client = script.client_with(options.clone());
        }
        if let Err(error) = operation(case % 15, &client).await {
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
        for number in 0..14 {
            let met = operation(number, &script.client()).await;
            // These need nothing of the answer but `success`; deleting many may answer with a count.
            if matches!(number, 11) || number == 12 && data == json!(7) {
                continue;
            }
            assert!(met.is_err(), "operation {number} took {data}");
            code(met);
        }
    }
}
