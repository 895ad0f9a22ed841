//! What a group costs, before a key is made in it.

use super::Wallet;
use crate::bridge::Price;
use crate::error::{Code, Result};
use crate::view::{PriceView, PricesView};
use crate::words::say;

impl Wallet {
    /// The multiplier of a group and the prices of the models it has, the multiplier included. The empty name
    /// is the account's own group.
    ///
    /// # Errors
    /// Those of the bridge but one: a bridge that keeps its prices to itself is a note.
    pub async fn prices(&self, group: &str) -> Result<PricesView> {
        let row = self.bridge_row()?;
        let group = if group.is_empty() { row.known.group.clone() } else { group.to_owned() };
        let known = row.known.groups.iter().find(|known| known.name == group).and_then(|known| known.ratio);
        let prices = match self.client(&row).await?.prices().await {
            Ok(prices) => prices,
            Err(error) if error.code() == Code::BridgeRefused => {
                let note = Some(say!("wallet-prices-hidden"));
                return Ok(PricesView { group, ratio: known, models: vec![], note });
            }
            Err(error) => return Err(error),
        };
        // What holds for this account goes before what is on the public list.
        let ratio = known.or_else(|| prices.ratio(&group));
        let Some(times) = ratio else {
            let note = Some(say!("wallet-prices-no-multiplier", group = &*group));
            return Ok(PricesView { group, ratio, models: vec![], note });
        };
        let mut models: Vec<_> = prices
            .models
            .iter()
            .filter(|model| model.groups.is_empty() || model.groups.contains(&group))
            .filter_map(|model| {
                let view = PriceView {
                    model: model.model.clone(),
                    input_usd: None,
                    output_usd: None,
                    call_usd: None,
                };
                Some(match prices.of(&model.model, times)? {
                    Price::Tokens { input, output } => {
                        PriceView { input_usd: Some(input), output_usd: Some(output), ..view }
                    }
                    Price::Call(price) => PriceView { call_usd: Some(price), ..view },
                })
            })
            .collect();
        models.sort_by(|a, b| a.model.cmp(&b.model));
        let note = models.is_empty().then(|| say!("wallet-prices-none", group = &*group));
        Ok(PricesView { group, ratio, models, note })
    }
}
