//! Point several tools at a bridge in one go: every difference first, then tool by tool.

use super::Wallet;
use super::configure::Offer;
use crate::error::{Code, Error, ErrorView, Result};
use crate::key::NewKey;
use crate::tools::{self, Tool};
use crate::view::{
    ConfigureAllRequest, ConfigureRequest, KeyChoice, NewKeyRequest, PlansView, RefusedView, ToolChoice,
    ToolState,
};
use crate::words::say;

impl Wallet {
    /// Works out how to point several tools at the bridge in use, each with a key of its own: the one it has
    /// there, else one that is made when its plan is applied. A tool that is configured keeps its profile and
    /// model. What cannot be configured is part of the answer.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a tool that is not known, or if none is found on this machine; those of the
    /// bridge, whose models and keys are asked for once.
    pub async fn propose_all(&self, request: ConfigureAllRequest) -> Result<PlansView> {
        let row = self.bridge_row()?;
        let choices = self.chosen(request.tools)?;
        let wanted = NewKeyRequest {
            group: request.group.clone(),
            quota_usd: request.quota_usd,
            ..NewKeyRequest::default()
        };
        let like = match row.known.key_only {
            true => NewKey::named(""),
            false => self.wanted(&row, wanted)?,
        };
        let group = Some(request.group.as_str()).filter(|group| !group.is_empty());
        let taken = match row.known.key_only {
            true => vec![],
            false => self.taken_names(&row).await?,
        };
        let offer = Offer { available: self.models(group).await?.models, taken: Some(taken), like };
        let mut view = PlansView { plans: vec![], unchanged: vec![], refused: vec![] };
        for (tool, choice) in choices {
            let before = self.tool(tool)?;
            let request = ConfigureRequest {
                tool: tool.id().into(),
                profile: before.profile,
                key: KeyChoice::Keep,
                api: None,
                mode: choice.mode.or(before.mode),
                // One that this bridge does not have is left to the tool.
                model: before.model.filter(|model| offer.available.contains(model)),
            };
            match self.propose_with(&row, request, &offer).await {
                Ok(plan) if plan.changes.is_empty() && before.state == ToolState::InStep => {
                    self.discard(&plan.id);
                    view.unchanged.push(plan.tool);
                }
                Ok(plan) => view.plans.push(plan),
                Err(error) => view.refused.push(RefusedView {
                    tool: tool.id().into(),
                    name: tool.name().into(),
                    error: ErrorView::from(error),
                }),
            }
        }
        Ok(view)
    }

    fn chosen(&self, named: Vec<ToolChoice>) -> Result<Vec<(&'static dyn Tool, ToolChoice)>> {
        if !named.is_empty() {
            return named.into_iter().map(|choice| Ok((tools::by_id(&choice.tool)?, choice))).collect();
        }
        let found = tools::ALL.iter().filter(|tool| tool.find(&self.machine).is_found());
        let all: Vec<_> =
            found.map(|tool| (*tool, ToolChoice { tool: tool.id().into(), mode: None })).collect();
        match all.is_empty() {
            true => Err(Error::new(Code::NotFound, say!("configure-all-none"))
                .hint(say!("configure-all-none", "hint"))),
            false => Ok(all),
        }
    }
}
