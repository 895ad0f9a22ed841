//! What an answer costs, and the log of it (new-api service/quota.go, model/log.go).

use super::{
    Answer,
    admit::{Admitted, Offer},
    refusal::Refusal,
};
use crate::{LogEntry, LogKind, User, bridge::Bridge, front::Caller};

/// Refuses if key or wallet cannot pay for the question alone, else takes the price of question and
/// answer. So a key can end below zero, as in the field.
pub(super) fn charge(
    bridge: &Bridge,
    caller: &Caller,
    admitted: &Admitted,
    offer: &Offer,
    answer: &Answer,
    is_stream: bool,
) -> Result<(), Refusal> {
    let price =
        |completion_tokens| offer.model.cost(answer.prompt_tokens, completion_tokens, offer.group_ratio);
    let (needed, quota, now) = (price(0), price(answer.completion_tokens), bridge.now());
    let key = &admitted.key;
    bridge.change(|state| {
        if !key.unlimited_quota && key.remain_quota < needed {
            return Err(Refusal::key_quota(key.remain_quota, needed));
        }
        let wallet = state.user(key.user_id).map_or(0, |user| user.quota);
        if wallet < needed {
            return Err(Refusal::wallet(wallet, needed));
        }
        state.charge(key.id, quota, now);
        let logs_address = state.user(key.user_id).is_some_and(User::logs_addresses);
        let ip = if logs_address { caller.ip.to_string() } else { String::new() };
        state.logs.push(LogEntry {
            kind: LogKind::Consume,
            user_id: key.user_id,
            created_at: now,
            content: String::new(),
            key_id: key.id,
            key_name: key.name.clone(),
            model: offer.model.name.clone(),
            group: offer.group.clone(),
            quota,
            prompt_tokens: answer.prompt_tokens,
            completion_tokens: answer.completion_tokens,
            use_time: 1,
            is_stream,
            cache_tokens: 0,
            ip,
            request_id: caller.request_id.clone(),
        });
        Ok(())
    })
}
