//! Lists of models (new-api controller/model.go ListModels). The cheapest way to see that a key lives.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{admit::admit, call::Call};
use crate::{
    Model,
    bridge::{Bridge, Shared},
};

/// When all models say they were made.
const CREATED: i64 = 1_626_777_600;
const CREATED_AT: &str = "2021-07-20T10:40:00Z";

/// `GET /v1/models`
pub(super) async fn list(State(bridge): State<Shared>, call: Call) -> Response {
    let anthropic = bridge.dialect.anthropic_models()
        && !call.header("x-api-key").is_empty()
        && !call.header("anthropic-version").is_empty();
    answer(&bridge, &call, |models| {
        if anthropic {
            anthropic_list(&models)
        } else {
            let data: Vec<_> = models.iter().map(openai).collect();
            json!({"success": true, "object": "list", "data": data})
        }
    })
}

/// `GET /v1/models/{model}`
pub(super) async fn get(State(bridge): State<Shared>, Path(name): Path<String>, call: Call) -> Response {
    let mut found = true;
    let mut response = answer(&bridge, &call, |models| {
        let model = models.iter().find(|model| model.name == name);
        found = model.is_some();
        model.map_or_else(|| unknown(&name), openai)
    });
    if !found {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// `GET /v1beta/models`
pub(super) async fn list_gemini(State(bridge): State<Shared>, call: Call) -> Response {
    answer(&bridge, &call, |models| {
        let models: Vec<_> = models
            .iter()
            .map(|model| json!({"name": format!("models/{}", model.name), "displayName": model.name}))
            .collect();
        json!({"models": models, "nextPageToken": null})
    })
}

fn answer(bridge: &Bridge, call: &Call, wire: impl FnOnce(Vec<Model>) -> Value) -> Response {
    let check_ip = bridge.dialect.models_check_ip();
    match admit(bridge, &call.caller, call.credential(bridge.dialect), check_ip) {
        Ok(admitted) => Json(wire(admitted.models(bridge))).into_response(),
        Err(refusal) => refusal.answer(bridge, &call.caller, false),
    }
}

fn openai(model: &Model) -> Value {
    json!({
        "id": model.name,
        "object": "model",
        "created": CREATED,
        "owned_by": model.owner,
        "supported_endpoint_types": model.endpoints,
    })
}

fn anthropic_list(models: &[Model]) -> Value {
    let data: Vec<_> = models
        .iter()
        .map(|model| {
            json!({"id": model.name, "created_at": CREATED_AT, "display_name": model.name, "type": "model"})
        })
        .collect();
    json!({
        "data": data,
        "first_id": models.first().map(|model| model.name.as_str()),
        "has_more": false,
        "last_id": models.last().map(|model| model.name.as_str()),
    })
}

fn unknown(name: &str) -> Value {
    json!({"error": {
        "message": format!("The model '{name}' does not exist"),
        "type": "invalid_request_error",
        "param": "model",
        "code": "model_not_found",
    }})
}
