//! What models cost (`GET /api/pricing`, `new-api controller/pricing.go`).

use serde::{Deserialize, Serialize};

use super::Bridge;
use super::http::{Kind, Request};
use super::task::Task;
use super::wire::{Entries, Head, Loose, loose};
use crate::error::{Code, Error, Result};
use crate::key::Rate;
use crate::words::say;

/// The price list of a bridge.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Prices {
    /// Prices before any group's multiplier, in the bridge's order.
    pub models: Vec<ModelPrice>,
    /// The multipliers of the groups the account may use, in the bridge's order.
    pub groups: Vec<(String, f64)>,
}

/// A model and what it costs before any group's multiplier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelPrice {
    /// The model.
    pub model: String,
    /// Its price.
    pub price: Price,
    /// Groups that have it.
    pub groups: Vec<String>,
}

/// A price, in US dollars.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Price {
    /// By what goes in and out.
    Tokens {
        /// Of a million tokens in.
        input: f64,
        /// Of a million tokens out.
        output: f64,
    },
    /// Of one call.
    Call(f64),
}

impl Price {
    fn times(self, ratio: f64) -> Self {
        match self {
            Self::Tokens { input, output } => Self::Tokens { input: input * ratio, output: output * ratio },
            Self::Call(price) => Self::Call(price * ratio),
        }
    }
}

impl Prices {
    /// What a model costs at a group's multiplier; `None` if the list does not have it.
    pub fn of(&self, model: &str, group_ratio: f64) -> Option<Price> {
        let found = self.models.iter().find(|price| price.model == model)?;
        Some(found.price.times(group_ratio))
    }

    /// The multiplier of a group, where the list has it.
    pub fn ratio(&self, group: &str) -> Option<f64> {
        self.groups.iter().find(|(name, _)| name == group).map(|(_, ratio)| *ratio)
    }
}

#[derive(Deserialize)]
struct WirePrices {
    data: Option<Vec<WirePrice>>,
    #[serde(default)]
    group_ratio: Option<Entries<Loose>>,
}

#[derive(Deserialize)]
struct WirePrice {
    model_name: String,
    #[serde(default, deserialize_with = "loose::int")]
    quota_type: Option<i64>,
    #[serde(default, deserialize_with = "loose::float")]
    model_ratio: Option<f64>,
    #[serde(default, deserialize_with = "loose::float")]
    completion_ratio: Option<f64>,
    #[serde(default, deserialize_with = "loose::float")]
    model_price: Option<f64>,
    #[serde(default)]
    enable_groups: Option<Vec<String>>,
}

impl WirePrice {
    /// A token costs `model_ratio` quota units, so 1 is $2 per million at 500,000 units per dollar; a token out
    /// `completion_ratio` times that (`new-api relay/compatible_handler.go`). `None` if a number is missing.
    fn price(&self, rate: Rate) -> Option<Price> {
        let known = |number: Option<f64>| number.filter(|number| *number >= 0.0);
        if self.quota_type == Some(1) {
            return known(self.model_price).map(Price::Call);
        }
        let input = known(self.model_ratio)? * 1e6 / rate.0;
        Some(Price::Tokens { input, output: input * known(self.completion_ratio).unwrap_or(1.0) })
    }
}

impl Bridge {
    /// The bridge's price list. A model whose price it does not tell is left out.
    ///
    /// # Errors
    /// [`Code::BridgeRefused`] if the admin closed the list or the bridge has none: prices are unknown then;
    /// [`Code::NotSignedIn`], [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`], [`Code::RateLimited`].
    pub async fn prices(&self) -> Result<Prices> {
        const TASK: Task = Task::ShowPrices;
        let rate = self.site().await?.rate;
        let request = Request::get("/api/pricing", TASK);
        // The list is public unless the admin says otherwise, and then who is signed in may see more.
        let signed = self.http().account.is_some();
        let request = if signed { request } else { request.unsigned() };
        let answer = match self.http().answer(&request).await {
            Err(failure) => match failure.kind {
                Kind::Denied | Kind::Refused | Kind::NoRoute => return Err(self.closed(failure.error).await),
                _ => return Err(failure.into()),
            },
            Ok(answer) => answer,
        };
        let head = answer.json::<Head>().ok_or_else(|| self.not_the_api(TASK))?;
        if !head.success {
            let message = head.message.as_deref();
            let failure = self.http().no(&request, Kind::Refused, Code::BridgeRefused, message);
            return Err(self.closed(failure.error).await);
        }
        let wire = answer.json::<WirePrices>().ok_or_else(|| self.not_the_api(TASK))?;
        let models = wire.data.unwrap_or_default().into_iter().filter_map(|model| {
            let price = model.price(rate)?;
            Some(ModelPrice {
                price,
                model: model.model_name,
                groups: model.enable_groups.unwrap_or_default(),
            })
        });
        let groups = wire.group_ratio.map(|groups| groups.0).unwrap_or_default();
        let ratio = |(name, ratio): (String, Option<Loose>)| Some((name, ratio?.float()?));
        Ok(Prices { models: models.collect(), groups: groups.into_iter().filter_map(ratio).collect() })
    }

    /// The error for a list that is not shown: whether to this account or to nobody, the account tells.
    async fn closed(&self, error: Error) -> Error {
        if self.http().account.is_some()
            && let Err(denied) = self.me().await
            && denied.code() == Code::NotSignedIn
        {
            return denied;
        }
        let host = self.origin().host();
        Error::new(Code::BridgeRefused, say!("prices-not-shown", host = host))
            .hint(say!("prices-not-shown", "hint"))
            .because(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(json: &str, rate: Rate) -> Option<Price> {
        serde_json::from_str::<WirePrice>(json).unwrap().price(rate)
    }

    #[test]
    fn a_ratio_of_one_is_two_dollars_a_million() {
        let one = r#"{"model_name":"m","quota_type":0,"model_ratio":1,"completion_ratio":5,"model_price":0}"#;
        assert_eq!(price(one, Rate::USUAL), Some(Price::Tokens { input: 2.0, output: 10.0 }));
        assert_eq!(price(one, Rate(1_000_000.0)), Some(Price::Tokens { input: 1.0, output: 5.0 }));
        let call = r#"{"model_name":"m","quota_type":1,"model_ratio":0,"model_price":"0.04"}"#;
        assert_eq!(price(call, Rate::USUAL), Some(Price::Call(0.04)));
        for unknown in [r#"{"model_name":"m"}"#, r#"{"model_name":"m","model_ratio":-1}"#] {
            assert_eq!(price(unknown, Rate::USUAL), None);
        }
    }

    #[test]
    fn a_group_multiplies() {
        let input = Price::Tokens { input: 2.0, output: 10.0 };
        let model = |model: &str, price| ModelPrice { model: model.into(), price, groups: vec![] };
        let prices = Prices {
            models: vec![model("m", input), model("c", Price::Call(0.5))],
            groups: vec![("vip".into(), 0.5)],
        };
        assert_eq!(prices.of("m", 0.5), Some(Price::Tokens { input: 1.0, output: 5.0 }));
        assert_eq!(prices.of("c", 2.0), Some(Price::Call(1.0)));
        assert_eq!((prices.of("x", 1.0), prices.ratio("vip"), prices.ratio("x")), (None, Some(0.5), None));
    }
}
