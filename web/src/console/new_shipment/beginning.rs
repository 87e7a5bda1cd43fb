//! What the form begins with: a shipment that is made again, or the draft of this tab; and how the draft is kept.

use std::time::Duration;

use futures_util::future::join;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{Permission, ShipmentId};

use super::{draft::Draft, fields::Fields};
use crate::{
    browser::timer::Debounce,
    console::{
        app::Desk,
        party::PartyText,
        shipments::{get, reveal},
    },
    texts::shipments,
    ui::Toasts,
    vault,
};

/// The name of the draft in the vault.
const DRAFT: &str = "shipment";
const KEEP_AFTER: Duration = Duration::from_millis(400);

/// Fills the form, and keeps its draft from then on. What comes back turns true once the form is there to be typed in.
pub fn begin(copied: Option<ShipmentId>, fields: Fields, draft: Memo<Draft>) -> RwSignal<bool> {
    let begun = RwSignal::new(copied.is_none());
    match copied {
        Some(id) => {
            let may_reveal = Desk::expect().may(Permission::PersonalDataReveal);
            spawn_local(copy(id, may_reveal, fields, begun, Toasts::expect()));
        }
        None => restore(fields, draft),
    }
    keep(draft);
    begun
}

/// Throws the draft away: it was sent.
pub fn forget() {
    vault::forget(DRAFT);
}

/// Fills in what a shipment says; its receiver too, for those who may see it.
async fn copy(id: ShipmentId, may_reveal: bool, fields: Fields, begun: RwSignal<bool>, toasts: Toasts) {
    let receiver =
        async move { if may_reveal { reveal(id, shipments::COPY_REASON.t()).await.map(Some) } else { Ok(None) } };
    let (shipment, receiver) = join(get(id), receiver).await;
    if begun.try_get_untracked().is_none() {
        return;
    }
    match shipment {
        Ok(shipment) => {
            let mut draft = Draft::of(&shipment);
            match receiver {
                Ok(Some(parties)) => draft.receiver = PartyText::of(&parties.receiver),
                Ok(None) => {}
                Err(error) => toasts.failed(error.words()),
            }
            fields.set(draft);
        }
        Err(error) => toasts.failed(error.words()),
    }
    begun.set(true);
}

/// Restores the draft of this tab, unless something was typed before it could be read.
fn restore(fields: Fields, draft: Memo<Draft>) {
    spawn_local(async move {
        let kept = vault::kept(DRAFT).await.and_then(|text| serde_json::from_str::<Draft>(&text).ok());
        if let Some(kept) = kept.filter(|kept| !kept.is_blank())
            && draft.try_with_untracked(Draft::is_blank) == Some(true)
        {
            fields.set(kept);
        }
    });
}

/// Keeps the draft while it changes. The key is the browser's, the same for every module of the page.
fn keep(draft: Memo<Draft>) {
    let debounce = Debounce::new(KEEP_AFTER);
    Effect::watch(
        move || draft.get(),
        move |draft, _, _| {
            let draft = draft.clone();
            debounce.run(move || {
                if draft.is_blank() {
                    vault::forget(DRAFT);
                } else if let Ok(text) = serde_json::to_string(&draft) {
                    spawn_local(async move { vault::keep(DRAFT, &text).await });
                }
            });
        },
        false,
    );
}
