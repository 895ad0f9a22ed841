//! What a key has used and may use, the OpenAI way (new-api controller/billing.go). Here it is the
//! key's own money, in dollars, as with DisplayTokenStatEnabled.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{admit::admit, call::Call};
use crate::{
    Key,
    bridge::{Bridge, Shared},
};

/// What an unlimited key is said to have.
const UNLIMITED_USD: f64 = 100_000_000.0;

/// `GET /v1/dashboard/billing/subscription`
pub(super) async fn subscription(State(bridge): State<Shared>, call: Call) -> Response {
    answer(&bridge, &call, |key| {
        let granted = usd(&bridge, key.remain_quota + key.used_quota);
        let limit = if key.unlimited_quota { UNLIMITED_USD } else { granted };
        json!({
            "object": "billing_subscription",
            "has_payment_method": true,
            "soft_limit_usd": limit,
            "hard_limit_usd": limit,
            "system_hard_limit_usd": limit,
            "access_until": key.expired_time.max(0),
        })
    })
}

/// `GET /v1/dashboard/billing/usage`, in cents.
pub(super) async fn usage(State(bridge): State<Shared>, call: Call) -> Response {
    answer(
        &bridge,
        &call,
        |key| json!({"object": "list", "total_usage": usd(&bridge, key.used_quota) * 100.0}),
    )
}

fn answer(bridge: &Bridge, call: &Call, wire: impl FnOnce(&Key) -> Value) -> Response {
    match admit(bridge, &call.caller, call.credential(bridge.dialect), true) {
        Ok(admitted) => Json(wire(&admitted.key)).into_response(),
        Err(refusal) => refusal.answer(bridge, &call.caller, false),
    }
}

#[allow(clippy::cast_precision_loss)] // quota is far below 2^52
fn usd(bridge: &Bridge, quota: i64) -> f64 {
    quota as f64 / bridge.site.quota_per_unit
}
