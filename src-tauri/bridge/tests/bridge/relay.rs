//! Which keys the relay lets in, what it says to the others, and what it takes.

use std::sync::LazyLock;

use bridgekeeper_bridge::{Dialect, Key, KeyStatus};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::case::{Case, Reply, named};

const MODEL: &str = "claude-haiku-5";

/// The `code` of a refusal: none at all in A.
fn code(dialect: Dialect, code: &str) -> Value {
    if dialect == Dialect::A { Value::Null } else { json!(code) }
}

#[tokio::test]
async fn a_dead_key_is_401_and_only_older_dialects_say_why() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let past = case.bridge.now() - 1;
        let disabled = Key { status: KeyStatus::Disabled.code(), ..named("disabled") };
        let odd = Key { status: 99, ..named("odd") };
        let expired = Key { expired_time: past, ..named("expired") };
        let zero = Key { expired_time: 0, ..named("updated without expiry") };
        let spent = Key { unlimited_quota: false, remain_quota: -3, ..named("spent") };
        for (key, reason) in [
            (disabled, "该令牌状态不可用"),
            (odd, "该令牌状态不可用"),
            (expired, "该令牌已过期"),
            (zero, "该令牌已过期"),
            (spent, "该令牌额度已用尽"),
        ] {
            let key = case.key(key);
            let said = if dialect >= Dialect::C { "Invalid token" } else { reason };
            let expected = (401, said.to_owned(), code(dialect, ""));
            assert_eq!(case.models(&key).await.refusal(), expected, "{dialect:?} {}", key.name);
            assert_eq!(case.chat(&key, MODEL).await.refusal(), expected, "{dialect:?} {}", key.name);
        }
        let deleted = case.key(named("deleted"));
        case.delete(&format!("/api/token/{}", deleted.id)).await.json();
        let said = if dialect >= Dialect::C { "Invalid token" } else { "无效的令牌" };
        assert_eq!(case.models(&deleted).await.refusal().1, said);
        let missing = Reply::of(case.bare(Method::GET, "/v1/models")).await;
        let said = if dialect >= Dialect::C { "Invalid token" } else { "未提供令牌" };
        assert_eq!(missing.refusal(), (401, said.to_owned(), code(dialect, "")));
        let empty = case.bare(Method::POST, "/v1/messages").header("Authorization", "Bearer ");
        assert_eq!(Reply::of(empty.header("x-api-key", "")).await.status, 401, "as after a failed helper");
    }
}

#[tokio::test]
async fn use_stores_what_ended_a_key() {
    let case = Case::new(Dialect::D);
    case.bridge.freeze();
    let expiring = case.key(Key { expired_time: case.bridge.now() + 60, ..named("expiring") });
    let spent = case.key(Key { unlimited_quota: false, ..named("spent") });
    assert_eq!(case.models(&expiring).await.status, 200);
    case.bridge.advance(60);
    assert_eq!(case.bridge.key(expiring.id).map(|key| key.status), Some(1), "not before it is used");
    case.models(&expiring).await.refusal();
    case.models(&spent).await.refusal();
    let status = |key: &Key| case.bridge.key(key.id).map(|key| key.status);
    assert_eq!(status(&expiring), Some(KeyStatus::Expired.code()));
    assert_eq!(status(&spent), Some(KeyStatus::Exhausted.code()));
}

#[tokio::test]
async fn refusals_beyond_the_key_are_403_or_503() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        case.bridge
            .edit(|state| state.groups.iter_mut().for_each(|group| group.retired = group.name == "codex"));
        let group = |name: &str| Key { group: name.to_owned(), ..named(name) };
        let models = |list: &str| Key {
            model_limits_enabled: true,
            model_limits: list.to_owned(),
            ..named("limited")
        };
        let far = Key { allow_ips: Some("10.0.0.1".to_owned()), ..named("far") };
        let poor = Key { unlimited_quota: false, remain_quota: 1, ..named("poor") };
        let ip_code = if dialect >= Dialect::C { "access_denied" } else { "" };
        let no_channel = format!("No available channel for model {MODEL} under group openai (distributor)");
        for (key, status, message, reason) in [
            (far, 403, "您的 IP 不在令牌允许访问的列表中", ip_code),
            (group("internal"), 403, "无权访问 internal 分组", ""),
            (group("gone"), 403, "无权访问 gone 分组", ""),
            (group("codex"), 403, "分组 codex 已被弃用", ""),
            (group("openai"), 503, no_channel.as_str(), "model_not_found"),
            (models("gpt-5.5"), 403, "This token has no access to model claude-haiku-5", ""),
            (models(""), 403, "This token has no access to any models", ""),
            (poor, 403, "token quota is not enough", "pre_consume_token_quota_failed"),
        ] {
            let key = case.key(key);
            let (found, said, found_code) = case.chat(&key, MODEL).await.refusal();
            assert_eq!((found, found_code), (status, code(dialect, reason)), "{dialect:?} {}", key.name);
            assert!(said.starts_with(message), "{said}");
        }
        let key = case.key(named("fine"));
        let suffix = case.bare(Method::GET, "/v1/models").bearer_auth(format!("{}-123", key.sk()));
        assert_eq!(Reply::of(suffix).await.refusal().1, "普通用户不支持指定渠道");
        case.bridge.edit(|state| state.users[0].quota = 0);
        assert_eq!(case.chat(&key, MODEL).await.refusal().2, code(dialect, "insufficient_user_quota"));
        case.bridge.edit(|state| state.users[0].banned = true);
        assert_eq!(case.chat(&key, MODEL).await.status, 403);
    }
}

#[tokio::test]
async fn only_billing_errors_are_shaped_for_anthropic() {
    let case = Case::new(Dialect::D);
    let ask = async |key: &Key| {
        let request = case.bare(Method::POST, "/v1/messages").header("x-api-key", key.sk());
        Reply::of(request.json(&json!({"model": MODEL}))).await.json()
    };
    let poor = case.key(Key { unlimited_quota: false, remain_quota: 1, ..named("poor") });
    let billing = ask(&poor).await;
    assert_eq!((&billing["type"], &billing["error"]["type"]), (&json!("error"), &json!("new_api_error")));
    let limited = case.key(Key { model_limits_enabled: true, ..named("limited") });
    let admission = ask(&limited).await;
    assert_eq!(admission.get("type"), None);
    assert_eq!(admission["error"]["code"], "");
}

#[tokio::test]
async fn ip_lists_take_ranges_from_c_on_and_believe_the_proxy() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let list = |list: &str| Key { allow_ips: Some(list.to_owned()), ..named("listed") };
        let (exact, range) = (case.key(list("203.0.113.7\n10.0.0.0/8")), case.key(list("127.0.0.0/8")));
        let from = async |key: &Key, ip: &str| {
            let request = case.bare(Method::POST, "/v1/chat/completions").bearer_auth(key.sk());
            let request = request.header("X-Forwarded-For", ip).json(&json!({"model": MODEL}));
            Reply::of(request).await.status.as_u16()
        };
        assert_eq!(from(&exact, "203.0.113.7").await, 200);
        assert_eq!(from(&exact, "203.0.113.8").await, 403);
        let ranged = if dialect >= Dialect::C { 200 } else { 403 };
        assert_eq!(from(&exact, "10.1.2.3").await, ranged, "{dialect:?}");
        assert_eq!(case.chat(&range, MODEL).await.status.as_u16(), ranged);
        let models = if dialect == Dialect::A { 200 } else { ranged };
        assert_eq!(case.models(&range).await.status.as_u16(), models, "A does not look here");
    }
}

#[tokio::test]
async fn a_header_of_the_paths_own_kind_stands_above_authorization() {
    static DEAD: LazyLock<String> = LazyLock::new(|| format!("sk-{}", "x".repeat(48)));
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let key = case.key(named("fine"));
        let messages = || case.bare(Method::POST, "/v1/messages?beta=true").json(&json!({"model": MODEL}));
        let chat = || case.bare(Method::POST, "/v1/chat/completions").json(&json!({"model": MODEL}));
        let models = || case.bare(Method::GET, "/v1/models");
        let gemini = |query: &str| {
            let path = format!("/v1beta/models/gemini-3-pro:generateContent{query}");
            case.bare(Method::POST, &path).json(&json!({}))
        };
        let status = async |request: RequestBuilder| Reply::of(request).await.status.as_u16();
        assert_eq!(status(messages().bearer_auth(key.sk()).header("x-api-key", &*DEAD)).await, 401);
        assert_eq!(status(messages().bearer_auth(&*DEAD).header("x-api-key", key.sk())).await, 200);
        assert_eq!(status(messages().header("x-api-key", &key.secret)).await, 200, "sk- is optional");
        assert_eq!(status(chat().bearer_auth(key.sk()).header("x-api-key", &*DEAD)).await, 200);
        let newer = if dialect >= Dialect::C { 200 } else { 401 };
        assert_eq!(status(models().header("x-api-key", key.sk())).await, newer, "{dialect:?}");
        assert_eq!(status(gemini("").header("x-goog-api-key", key.sk())).await, 200);
        assert_eq!(status(gemini(&format!("?key={}", key.sk()))).await, 200);
        assert_eq!(status(gemini("").bearer_auth(key.sk()).header("x-goog-api-key", &*DEAD)).await, 401);
    }
}

#[tokio::test]
async fn model_lists_follow_group_and_list_and_speak_two_shapes() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let key = case.key(Key { group: "google".to_owned(), ..named("google") });
        let list = case.models(&key).await.json();
        let ids = |list: &Value| -> Vec<String> {
            let items = list["data"].as_array().expect("a list").iter();
            items.map(|model| model["id"].as_str().expect("an id").to_owned()).collect()
        };
        assert_eq!(ids(&list), ["gemini-3-pro", "gemini-3-flash"]);
        assert_eq!(list["object"], "list");
        let limited = Key {
            model_limits_enabled: true,
            model_limits: "gpt-5.5,no-such".to_owned(),
            ..named("limited")
        };
        assert_eq!(ids(&case.models(&case.key(limited)).await.json()), ["gpt-5.5"]);
        let anthropic = case.bare(Method::GET, "/v1/models").bearer_auth(key.sk());
        let anthropic = anthropic.header("x-api-key", key.sk()).header("anthropic-version", "2023-06-01");
        let list = Reply::of(anthropic).await.json();
        assert_eq!(list.get("has_more").is_some(), dialect >= Dialect::B);
        assert_eq!(ids(&list)[0], "gemini-3-pro");
    }
}

#[tokio::test]
async fn auto_picks_the_first_group_that_has_the_model() {
    let case = Case::new(Dialect::D);
    let auto = |groups: Option<&[&str]>| Key {
        group: "auto".to_owned(),
        auto_groups: groups.map(|groups| groups.iter().map(ToString::to_string).collect()),
        ..named("auto")
    };
    case.chat(&case.key(auto(Some(&["openai", "cc", "anthropic"]))), MODEL).await.json();
    case.chat(&case.key(auto(None)), MODEL).await.json();
    let groups: Vec<_> = case.bridge.state().logs.into_iter().map(|entry| entry.group).collect();
    assert_eq!(groups, ["cc", "default"]);
    let none = case.chat(&case.key(auto(Some(&["openai"]))), MODEL).await;
    assert_eq!(none.refusal().0, 503);
}

#[tokio::test]
async fn an_answer_costs_price_times_group_and_is_logged() {
    let case = Case::new(Dialect::D);
    let wallet = case.bridge.user().expect("a user").quota;
    let start = case.bridge.now();
    let limited = |group: &str| Key {
        group: group.to_owned(),
        unlimited_quota: false,
        remain_quota: 100_000,
        ..named(group)
    };
    let (cheap, dear) = (case.key(limited("cc")), case.key(limited("anthropic")));
    case.bridge.advance(100);
    let mut total = 0;
    for (key, group_ratio) in [(&cheap, 0.8), (&dear, 2.5)] {
        let answer = case.chat(key, MODEL).await.json();
        let tokens = |name: &str| answer["usage"][name].as_i64().expect("a count");
        let (prompt, completion) = (tokens("prompt_tokens"), tokens("completion_tokens"));
        let weighed = f64::from(u32::try_from(prompt + 5 * completion).expect("small"));
        let quota = case.bridge.key(key.id).expect("there").used_quota;
        let price = weighed * 0.5 * group_ratio;
        assert!(format!("{price:.0}") == quota.to_string(), "{price} is not {quota}");
        let held = case.bridge.key(key.id).expect("there");
        assert_eq!(held.remain_quota, 100_000 - quota);
        assert!(held.accessed_time >= start + 100);
        total += quota;
    }
    let user = case.bridge.user().expect("a user");
    assert_eq!((user.quota, user.used_quota, user.request_count), (wallet - total, total, 2));
}

#[tokio::test]
async fn a_key_can_end_below_zero_and_is_then_used_up() {
    let case = Case::new(Dialect::D);
    let question = |quota| Key { unlimited_quota: false, remain_quota: quota, ..named("small") };
    // The question alone is affordable, the answer is not.
    let key = case.key(question(10));
    assert_eq!(case.chat(&key, MODEL).await.status, 200);
    assert!(case.bridge.key(key.id).expect("there").remain_quota < 0);
    assert_eq!(case.chat(&key, MODEL).await.status, 401);
}
