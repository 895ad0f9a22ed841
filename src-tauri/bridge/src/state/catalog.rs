//! Groups, models and prices.

use serde::{Deserialize, Serialize};

use super::State;

/// A group: what a key can reach and at which multiplier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Name.
    pub name: String,
    /// Multiplier on every price.
    pub ratio: f64,
    /// Text for people.
    pub desc: String,
    /// Whether users may use it.
    pub usable: bool,
    /// Still usable by name but without a multiplier: the relay says it was retired.
    pub retired: bool,
}

/// A model and its price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Name.
    pub name: String,
    /// Who makes it, for `owned_by`.
    pub owner: String,
    /// Price of a token in, in quota units (1 is 2 USD per million).
    pub ratio: f64,
    /// How many times that a token out costs.
    pub completion_ratio: f64,
    /// Groups that have it.
    pub groups: Vec<String>,
    /// Ways to call it: `openai`, `openai-response`, `anthropic`, `gemini`.
    pub endpoints: Vec<String>,
}

impl Model {
    /// Quota a request costs, at least 1 (relay/compatible_handler.go postConsumeQuota).
    #[must_use]
    pub fn cost(&self, prompt_tokens: i64, completion_tokens: i64, group_ratio: f64) -> i64 {
        if prompt_tokens + completion_tokens == 0 {
            return 0;
        }
        let tokens = as_f64(prompt_tokens) + as_f64(completion_tokens) * self.completion_ratio;
        let quota = (tokens * self.ratio * group_ratio).round();
        // Far below the range of either type: prices times tokens.
        #[allow(clippy::cast_possible_truncation)]
        let quota = quota as i64;
        quota.max(1)
    }
}

#[allow(clippy::cast_precision_loss)] // token counts are far below 2^52
fn as_f64(count: i64) -> f64 {
    count as f64
}

/// The pseudo-group that picks another.
pub(crate) const AUTO: &str = "auto";

impl State {
    /// The group of this name.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.name == name)
    }

    /// Groups users may use and that have a multiplier.
    pub fn usable_groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| group.usable && !group.retired)
    }

    /// Groups `auto` picks from when a key names none, in order.
    #[must_use]
    pub fn auto_groups(&self) -> Vec<&str> {
        self.usable_groups().map(|group| group.name.as_str()).collect()
    }

    /// Models of a group; of `auto`, those of every usable group.
    pub fn models_in<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Model> {
        let auto = if group == AUTO { self.auto_groups() } else { Vec::new() };
        self.models.iter().filter(move |model| {
            model.groups.iter().any(|name| name == group || auto.contains(&name.as_str()))
        })
    }
}
