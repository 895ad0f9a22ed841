//! Whether a key is let in, and what it may use (new-api middleware/auth.go TokenAuth,
//! model/token.go ValidateUserToken, middleware/distributor.go).

use crate::{Key, KeyStatus, Model, bridge::Bridge, front::Caller, ip, say::Say, state::AUTO};

use super::refusal::Refusal;

/// A key that was let in.
#[derive(Clone, Debug)]
pub(crate) struct Admitted {
    /// The key, maybe as it was a while ago.
    pub(crate) key: Key,
    /// The group it uses: its own, its owner's, or `auto`.
    pub(super) group: String,
}

/// What answers a question, and at which multiplier.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) model: Model,
    pub(super) group: String,
    pub(super) group_ratio: f64,
}

/// The secret in a key as presented: without `sk-` and what stands behind a further dash.
pub(crate) fn secret(presented: &str) -> &str {
    let bare = presented.strip_prefix("sk-").unwrap_or(presented);
    bare.split_once('-').map_or(bare, |(secret, _)| secret)
}

/// Lets a key in, in the order of the real checks: status, expiry, quota, IP list, owner, group.
pub(crate) fn admit(
    bridge: &Bridge,
    caller: &Caller,
    presented: &str,
    check_ip: bool,
) -> Result<Admitted, Refusal> {
    if presented.is_empty() {
        return Err(Refusal::key(bridge, Say::KeyMissing));
    }
    let secret = secret(presented);
    let stale = bridge.stale().look(secret, bridge.now());
    let key = stale.or_else(|| bridge.look(|state| state.key_by_secret(secret).cloned()));
    let key = key.ok_or_else(|| Refusal::key(bridge, Say::KeyInvalid))?;
    check_state(bridge, &key)?;
    let list = key.allow_ips.as_deref().unwrap_or_default();
    if check_ip && !ip::allows(list, caller.ip, bridge.dialect.cidr_ranges()) {
        return Err(Refusal::ip(bridge));
    }
    let group = bridge.look(|state| {
        let user = state.user(key.user_id).filter(|user| !user.banned).ok_or_else(Refusal::banned)?;
        match key.group.as_str() {
            "" => Ok(user.group.clone()),
            AUTO => Ok(AUTO.to_owned()),
            name => match state.group(name) {
                Some(group) if group.usable && group.retired => Err(Refusal::group_retired(name)),
                Some(group) if group.usable => Ok(name.to_owned()),
                _ => Err(Refusal::group(name)),
            },
        }
    })?;
    if presented.strip_prefix("sk-").unwrap_or(presented).contains('-') {
        return Err(Refusal::channel());
    }
    Ok(Admitted { key, group })
}

/// Status, expiry and quota. What is found out here is stored, as servers without Redis do.
fn check_state(bridge: &Bridge, key: &Key) -> Result<(), Refusal> {
    let stored = KeyStatus::of(key.status);
    let found = match stored {
        Some(KeyStatus::Enabled) if key.is_expired(bridge.now()) => KeyStatus::Expired,
        Some(KeyStatus::Enabled) if key.is_exhausted() => KeyStatus::Exhausted,
        Some(status) => status,
        None => KeyStatus::Disabled,
    };
    let reason = match found {
        KeyStatus::Enabled => return Ok(()),
        KeyStatus::Disabled => Say::KeyDisabled,
        KeyStatus::Expired => Say::KeyExpired,
        KeyStatus::Exhausted => Say::KeyExhausted,
    };
    if stored == Some(KeyStatus::Enabled) {
        bridge.change(|state| {
            // Only if it still stands as it was seen.
            if let Some(held) = state.key_mut(key.id).filter(|held| *held == key) {
                held.status = found.code();
            }
        });
    }
    Err(Refusal::key(bridge, reason))
}

impl Admitted {
    /// Finds who answers for a model in the key's group.
    pub(super) fn offer(&self, bridge: &Bridge, model: &str) -> Result<Offer, Refusal> {
        match self.key.models() {
            Some(listed) if listed.is_empty() => return Err(Refusal::no_model_listed()),
            Some(listed) if !listed.contains(&model) => return Err(Refusal::model_not_listed(model)),
            _ => {}
        }
        bridge.look(|state| {
            let tried = match (&self.key.auto_groups, self.group.as_str()) {
                (Some(groups), AUTO) => groups.iter().map(String::as_str).collect(),
                (None, AUTO) => state.auto_groups(),
                (_, group) => vec![group],
            };
            tried
                .into_iter()
                .filter_map(|name| state.group(name))
                .find_map(|group| {
                    let model = state.models_in(&group.name).find(|offered| offered.name == model)?;
                    let group_ratio = group.ratio;
                    Some(Offer { model: model.clone(), group: group.name.clone(), group_ratio })
                })
                .ok_or_else(|| Refusal::no_channel(model, &self.group))
        })
    }

    /// Names of the models the key can use.
    pub(super) fn models(&self, bridge: &Bridge) -> Vec<Model> {
        bridge.look(|state| {
            let listed = self.key.models();
            let in_list =
                |model: &&Model| listed.as_ref().is_none_or(|list| list.contains(&model.name.as_str()));
            state.models_in(&self.group).filter(in_list).cloned().collect()
        })
    }
}
