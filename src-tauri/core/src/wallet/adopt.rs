//! Keys that other programs were left with in clear are taken over: first into the vault, read back from there, and
//! only then out of the files, by a plan that was looked at and can be undone.

use std::collections::HashMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use super::import::plain_name;
use super::{Wallet, on_a_thread};
use crate::adopt::{self, Look, Spot};
use crate::bridge::Origin;
use crate::error::{Code, Error, ErrorView, Result};
use crate::journal::{self, Change};
use crate::plan::{Contents, Plan};
use crate::secret::Secret;
use crate::store::{Applied, What};
use crate::tools::{self, ExpectedValue};
use crate::vault::Slot;
use crate::view::{
    AdoptRequest, AdoptableListView, AdoptablePlaceView, AdoptableView, AdoptedView, NotLookedAtView,
    PlanView,
};
use crate::words::say;

/// What is filed under, beside changes to tools.
pub const ADOPT: &str = "adopt";

/// A key that a person was shown.
#[derive(Clone)]
pub(super) struct Offer {
    key: Arc<Secret>,
    /// The bridge beside it, if the wallet knows that.
    origin: Option<String>,
    name: String,
    tools: Vec<String>,
}

/// What a person was shown and may now agree to.
pub(super) enum Adoption {
    Take { offer: Offer, origin: Origin, name: String, plan: Plan },
    Undo { change: Applied, plan: Plan },
}

impl Wallet {
    /// The keys that stand in clear in tools' own files, in cc-switch's keeping and in shells' start-up files. Those
    /// that the wallet itself put there, and those of models' makers, are left out. Nobody is asked.
    ///
    /// # Errors
    /// [`Code::Store`]. A file that cannot be read is part of the answer.
    pub async fn adoptable(&self) -> Result<AdoptableListView> {
        let machine = self.machine.clone();
        let Look { spots, left } = on_a_thread(move || Look::at(&machine)).await;
        let mut found: Vec<Vec<Spot>> = vec![];
        for spot in spots {
            if spot.is_official() || self.is_ours(&spot)? {
                continue;
            }
            match found.iter_mut().find(|same| same[0].is(&spot.key)) {
                Some(same) => same.push(spot),
                None => found.push(vec![spot]),
            }
        }
        let mut adoptable = vec![];
        let mut offers = HashMap::new();
        for spots in found {
            let (view, offer) = self.offer(&spots)?;
            offers.insert(view.id.clone(), offer);
            adoptable.push(view);
        }
        *self.offers() = offers;
        let left = left.into_iter().map(|(path, error)| NotLookedAtView {
            path: self.machine.show(&path),
            error: ErrorView::from(&error),
        });
        Ok(AdoptableListView { adoptable, not_looked_at: left.collect() })
    }

    /// A key and its places, as they are shown.
    fn offer(&self, spots: &[Spot]) -> Result<(AdoptableView, Offer)> {
        let origin = |spot: &Spot| spot.base.as_deref().and_then(|base| Origin::parse(base, true).ok());
        let origins: Vec<_> = spots.iter().filter_map(origin).collect();
        let mut known = None;
        for origin in &origins {
            known = known.or(self.bridge_at(&origin.to_string())?);
        }
        let url = known.as_ref().map(|row| row.origin.clone());
        let url = url.or_else(|| origins.first().map(ToString::to_string));
        let mut tools: Vec<String> = vec![];
        for tool in spots.iter().filter_map(|spot| spot.tool) {
            if !tools.iter().any(|known| known == tool) {
                tools.push(tool.to_owned());
            }
        }
        let named = spots.iter().find_map(|spot| spot.name.clone());
        let name = plain_name(
            &named.or_else(|| tools.first().cloned()).unwrap_or_else(|| say!("wallet-adopt-name")),
        );
        let key = spots[0].key.clone();
        let place = |spot: &Spot| AdoptablePlaceView {
            source: spot.source,
            path: self.machine.show(&spot.path),
            place: spot.place.clone(),
            by_hand: spot.by_hand.clone(),
        };
        let view = AdoptableView {
            id: format!("{:016x}", rand::random::<u64>()),
            masked: key.masked(),
            name: name.clone(),
            url,
            label: known.as_ref().map(|row| row.label.clone()),
            tools: tools.clone(),
            places: spots.iter().map(place).collect(),
        };
        Ok((view, Offer { key, origin: known.map(|row| row.origin), name, tools }))
    }

    /// Whether the wallet wrote it there, for a tool that takes it no other way.
    fn is_ours(&self, spot: &Spot) -> Result<bool> {
        let (Some(tool), Some((file, path, format))) = (spot.tool, spot.field()) else { return Ok(false) };
        let bound = self.store.bound(tool)?.and_then(|change| change.binding);
        // EXPOSE: only its hash is made.
        let hash = tools::hash(format.spell(&spot.key.expose().into()).as_bytes());
        Ok(bound.is_some_and(|binding| {
            binding.expected.iter().any(|field| {
                field.file == file && field.path == path && field.value == ExpectedValue::Hash(hash.clone())
            })
        }))
    }

    /// Works out how to take a key over, and shows it.
    ///
    /// # Errors
    /// [`Code::NotFound`] for one that is no longer shown; [`Code::Invalid`] where it is not known whose key it is;
    /// [`Code::FileChanged`] if it no longer stands anywhere; [`Code::FileRefused`] and [`Code::FileUnparsable`].
    pub async fn propose_adopt(&self, request: AdoptRequest) -> Result<PlanView> {
        let Some(offer) = self.offers().get(&request.id).cloned() else {
            return Err(
                Error::new(Code::NotFound, say!("wallet-adopt-gone")).hint(say!("wallet-adopt-gone", "hint"))
            );
        };
        let origin = match (&request.url, &offer.origin) {
            (Some(url), _) => Origin::parse(url, false)?,
            (None, Some(known)) => super::known_origin(known)?,
            (None, None) => {
                return Err(Error::new(Code::Invalid, say!("wallet-adopt-whose"))
                    .hint(say!("wallet-adopt-whose", "hint")));
            }
        };
        let name = plain_name(request.name.as_deref().unwrap_or(&offer.name));
        if name.is_empty() {
            return Err(Error::new(Code::Invalid, say!("wallet-adopt-no-name"))
                .hint(say!("wallet-adopt-no-name", "hint")));
        }
        let (machine, key) = (self.machine.clone(), offer.key.clone());
        let (plan, by_hand) = on_a_thread(move || {
            let look = Look::at(&machine);
            let spots: Vec<_> = look.spots.iter().filter(|spot| spot.is(&key)).collect();
            if spots.is_empty() {
                return Err(Error::new(Code::FileChanged, say!("wallet-adopt-nowhere"))
                    .hint(say!("wallet-adopt-nowhere", "hint")));
            }
            let by_hand: Vec<_> = spots.iter().filter_map(|spot| spot.by_hand.clone()).collect();
            Ok((adopt::without(&spots)?, by_hand))
        })
        .await?;
        let at =
            self.bridge_at(&origin.to_string())?.map_or_else(|| origin.host().to_owned(), |row| row.label);
        let mut notes = vec![say!("wallet-adopt-first", name = &*name, bridge = at)];
        notes.extend(by_hand);
        notes.extend(
            offer
                .tools
                .iter()
                .filter_map(|tool| tools::by_id(tool).ok())
                .map(|tool| say!("wallet-adopt-tool-without", tool = tool.name(), id = tool.id())),
        );
        notes.push(say!("wallet-adopt-can-undo"));
        let title = say!("wallet-adopt-title", key = offer.key.masked());
        let key = offer.key.clone();
        let adoption = Adoption::Take { offer, origin, name, plan };
        Ok(self.show_adoption(title, notes, adoption, &[&key]))
    }

    /// Works out how to put the key that was taken over last back where it stood.
    ///
    /// # Errors
    /// [`Code::NotFound`] if there is none; [`Code::FileChanged`] if a file changed since; the vault's.
    pub async fn propose_adopt_undo(&self) -> Result<PlanView> {
        let Some(change) = self.store.last_change(ADOPT)? else {
            return Err(Error::new(Code::NotFound, say!("wallet-adopt-none-to-undo")));
        };
        let (change, plan) = self
            .with_vault(move |vault| {
                let plan = journal::undo_plan(&change, || vault.get(&Slot::UndoIdentity));
                plan.map(|plan| (change, plan))
            })
            .await
            .map_err(|error| match error.code() {
                Code::FileChanged => {
                    Error::new(Code::FileChanged, error.message()).hint(say!("wallet-adopt-undo-changed"))
                }
                _ => error,
            })?;
        let notes = vec![say!("wallet-adopt-undo-note")];
        Ok(self.show_adoption(say!("wallet-adopt-undo-title"), notes, Adoption::Undo { change, plan }, &[]))
    }

    fn show_adoption(
        &self,
        title: String,
        notes: Vec<String>,
        adoption: Adoption,
        secrets: &[&Secret],
    ) -> PlanView {
        let (Adoption::Take { plan, .. } | Adoption::Undo { plan, .. }) = &adoption;
        let id = format!("{:016x}", rand::random::<u64>());
        let changes = plan.preview(&self.machine, secrets);
        self.adoptions().insert(id.clone(), adoption);
        PlanView { id, tool: ADOPT.into(), title, changes, notes, steps: vec![] }
    }

    /// Carries out what was shown: into the vault, read back, out of the files.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a plan that is gone; [`Code::FileChanged`] if a file is not what was shown;
    /// [`Code::BridgeRefused`] if the bridge does not take the key; those of bridge and vault. Every file is as it was
    /// then.
    pub async fn apply_adopt(&self, id: &str) -> Result<AdoptedView> {
        let Some(adoption) = self.adoptions().remove(id) else {
            return Err(Error::new(Code::NotFound, say!("wallet-adopt-plan-gone"))
                .hint(say!("wallet-adopt-plan-gone", "hint")));
        };
        let (offer, origin, name, plan) = match adoption {
            Adoption::Take { offer, origin, name, plan } => (offer, origin, name, plan),
            Adoption::Undo { change, plan } => {
                journal::undo(&self.store, &self.machine, &change, &plan)?;
                let text = say!("wallet-adopt-undone");
                self.store.note(self.machine.now(), &text)?;
                return Ok(AdoptedView { key: None, text, tools: vec![] });
            }
        };
        // Before anything is kept that would then not be taken out.
        for change in &plan.changes {
            change.medium.check_free(&self.machine)?;
            change.medium.unchanged(&change.path, change.before.as_ref().map(|bytes| bytes.as_slice()))?;
        }
        let recipient = self.recipient().await?;
        let key = self.keep_pasted(&origin, &name, offer.key.clone()).await?;
        let kept = self.get_secret(Slot::key(origin.to_string(), key.id)).await?;
        // EXPOSE: compared, never shown.
        if kept.expose() != offer.key.expose() {
            return Err(Error::new(Code::VaultFailed, say!("wallet-adopt-vault-differs"))
                .hint(say!("wallet-adopt-vault-differs", "hint")));
        }
        let places = plan.changes.len();
        if !plan.is_empty() {
            let change = Change {
                tool: ADOPT.into(),
                what: What::Adopt,
                plan,
                binding: None,
                originals: Contents::default(),
            };
            journal::apply(&self.store, &self.machine, &recipient, change)?;
        }
        let text = say!("wallet-adopt-done", name = &*key.name, places = places);
        self.store.note(self.machine.now(), &text)?;
        Ok(AdoptedView { key: Some(key), text, tools: offer.tools })
    }

    /// Forgets what was shown.
    pub fn discard_adopt(&self, id: &str) {
        self.adoptions().remove(id);
    }

    fn offers(&self) -> MutexGuard<'_, HashMap<String, Offer>> {
        self.offers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn adoptions(&self) -> MutexGuard<'_, HashMap<String, Adoption>> {
        self.adoptions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
