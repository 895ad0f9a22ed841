//! The site, the account, groups and models.

use bridgekeeper_bridge::{Dialect, Options, QuotaDisplay, Site};
use reqwest::Method;
use serde_json::json;

use crate::case::{Case, Reply};

#[tokio::test]
async fn the_status_needs_no_sign_in_and_tells_what_the_dialect_knows() {
    for dialect in Dialect::ALL {
        let display = QuotaDisplay::Custom { symbol: "P".to_owned(), rate: 3.5 };
        let site = Site { display, quota_per_unit: 1000.0, ..Site::default() };
        let case = Case::with(Options { dialect, site, ..Options::default() });
        let status = Reply::of(case.bare(Method::GET, "/api/status")).await.data();
        assert_eq!(status["quota_per_unit"], 1000.0);
        assert_eq!(status["version"], dialect.version());
        assert!(status["system_name"].is_string());
        let has = |name: &str| status.get(name).is_some();
        assert_eq!(has("quota_display_type"), dialect >= Dialect::B);
        assert_eq!(has("usd_exchange_rate"), dialect >= Dialect::B);
        assert_eq!(has("passkey_login"), dialect >= Dialect::B);
        assert_eq!(has("password_login_enabled"), dialect >= Dialect::C);
        if dialect >= Dialect::B {
            assert_eq!(status["quota_display_type"], "CUSTOM");
            assert_eq!(status["custom_currency_exchange_rate"], 3.5);
        }
    }
}

#[tokio::test]
async fn only_a_shows_the_access_token_in_self() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let user = case.get("/api/user/self").await.data();
        assert_eq!(user["id"], case.bridge.user_id);
        assert_eq!(user["quota"], 43_210_000);
        assert_eq!(user.get("access_token").is_some(), dialect == Dialect::A);
        assert_eq!(user.get("permissions").is_some(), dialect >= Dialect::B);
    }
}

#[tokio::test]
async fn groups_have_multipliers_and_auto_has_a_word() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let groups = case.get("/api/user/self/groups").await.data();
        assert_eq!(groups["anthropic"]["ratio"], 2.5);
        assert_eq!(groups["cc"]["ratio"], 0.8);
        assert!(groups.get("internal").is_none(), "not for users");
        if dialect == Dialect::A {
            assert!(groups.get("auto").is_none());
        } else {
            assert_eq!(groups["auto"]["ratio"], "自动");
        }
    }
}

#[tokio::test]
async fn models_are_told_by_group_and_priced() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let models = case.get("/api/user/models").await.data();
        let has = |models: &serde_json::Value, name: &str| {
            models.as_array().expect("a list").contains(&json!(name))
        };
        for model in ["claude-opus-5-5", "claude-opus-4-8", "claude-sonnet-5", "claude-haiku-5", "gpt-5.5"] {
            assert!(has(&models, model), "{model}");
        }
        let google = case.get("/api/user/models?group=google").await.data();
        assert!(has(&google, "gemini-3-pro") && !has(&google, "gpt-5.5"));
        let pricing = Reply::of(case.bare(Method::GET, "/api/pricing")).await.json();
        assert_eq!(pricing["group_ratio"]["openai"], 1.2);
        let opus = pricing["data"].as_array().expect("a list").iter();
        let opus = opus.clone().find(|model| model["model_name"] == "claude-opus-5-5").expect("priced");
        assert_eq!((&opus["model_ratio"], &opus["completion_ratio"]), (&json!(2.5), &json!(5.0)));
    }
}

#[tokio::test]
async fn a_user_may_have_addresses_logged() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let key = case.key(bridgekeeper_bridge::Key { name: "one".to_owned(), ..Default::default() });
        let set = async |body| case.put("/api/user/setting", body).await;
        case.bridge.edit(|state| {
            state.users[0].setting.insert("language".to_owned(), json!("zh"));
        });
        assert_eq!(set(json!({"record_ip_log": true})).await.json()["success"], false, "a form as a whole");
        case.chat(&key, "gpt-5.5").await.json();
        let form = json!({"notify_type": "email", "quota_warning_threshold": 500_000, "record_ip_log": true});
        assert_eq!(set(form).await.json()["success"], true);
        case.chat(&key, "gpt-5.5").await.json();
        let ips: Vec<_> = case.bridge.state().logs.into_iter().map(|entry| entry.ip).collect();
        assert_eq!(ips, if dialect >= Dialect::B { ["", "127.0.0.1"] } else { ["", ""] }, "{dialect:?}");
        let setting = case.get("/api/user/self").await.data()["setting"].as_str().map(str::to_owned);
        let setting: serde_json::Value = serde_json::from_str(&setting.expect("a text")).expect("JSON");
        assert_eq!(setting.get("language").is_some(), dialect == Dialect::D);
        assert_eq!(setting.get("record_ip_log") == Some(&json!(true)), dialect >= Dialect::B);
    }
}
