//! What anybody may know of the site (new-api controller/misc.go, controller/pricing.go).

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Map, Value, json};

use crate::{QuotaDisplay, bridge::Shared, reply, route::At};

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .at("/api/status", get(status))
        .at("/api/notice", get(notice))
        .at("/api/pricing", get(pricing))
}

/// `GET /api/status`
async fn status(State(bridge): State<Shared>) -> Response {
    let (dialect, site) = (bridge.dialect, &bridge.site);
    let mut status = json!({
        "version": dialect.version(),
        "start_time": bridge.started,
        "system_name": site.name,
        "logo": "",
        "footer_html": "",
        "server_address": "",
        "docs_link": "",
        "quota_per_unit": site.quota_per_unit,
        "display_in_currency": site.display != QuotaDisplay::Tokens,
        "price": site.usd_exchange_rate,
        "email_verification": false,
        "github_oauth": false,
        "wechat_login": false,
        "turnstile_check": site.turnstile,
        "turnstile_site_key": "",
        "enable_batch_update": false,
        "enable_data_export": true,
        "data_export_default_time": "hour",
        "default_use_auto_group": false,
        "setup": true,
        "api_info": [],
        "announcements": [],
        "faq": [],
    });
    if dialect.tells_currency() {
        let (symbol, rate) = match &site.display {
            QuotaDisplay::Custom { symbol, rate } => (symbol.as_str(), *rate),
            _ => ("¤", 1.0),
        };
        status["quota_display_type"] = json!(site.display.word());
        status["usd_exchange_rate"] = json!(site.usd_exchange_rate);
        status["custom_currency_symbol"] = json!(symbol);
        status["custom_currency_exchange_rate"] = json!(rate);
        status["passkey_login"] = json!(false);
    }
    if dialect.tells_password_login() {
        status["password_login_enabled"] = json!(site.password_login);
        status["register_enabled"] = json!(false);
    }
    reply::ok(status)
}

/// `GET /api/notice`
async fn notice() -> Response {
    reply::ok("")
}

/// `GET /api/pricing`
async fn pricing(State(bridge): State<Shared>) -> Response {
    let pricing = bridge.look(|state| {
        let models: Vec<_> = state
            .models
            .iter()
            .map(|model| {
                json!({
                    "model_name": model.name,
                    "quota_type": 0,
                    "model_ratio": model.ratio,
                    "model_price": 0,
                    "owner_by": model.owner,
                    "completion_ratio": model.completion_ratio,
                    "enable_groups": model.groups,
                    "supported_endpoint_types": model.endpoints,
                })
            })
            .collect();
        let usable = || state.usable_groups();
        let ratios: Map<String, Value> =
            usable().map(|group| (group.name.clone(), json!(group.ratio))).collect();
        let descs: Map<String, Value> =
            usable().map(|group| (group.name.clone(), json!(group.desc))).collect();
        json!({
            "success": true,
            "data": models,
            "vendors": [],
            "group_ratio": ratios,
            "usable_group": descs,
            "auto_groups": state.auto_groups(),
            "supported_endpoint": {},
            "pricing_version": "1",
        })
    });
    Json(pricing).into_response()
}
