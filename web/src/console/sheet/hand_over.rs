//! Giving what is selected to the carrier.

use std::collections::HashSet;

use leptos::prelude::*;
use shared::{ShipmentId, handovers::Handover};

use crate::{
    console::{
        app::Desk,
        handovers::{self, HandOverForm, Made},
    },
    texts::handovers as texts,
    ui::Dialog,
};

#[component]
pub fn HandingOver(chosen: Vec<ShipmentId>) -> impl IntoView {
    let desk = Desk::expect();
    let open = RwSignal::new(true);
    let ids = RwSignal::new(chosen);
    let made = RwSignal::new(None::<Handover>);
    let close = Callback::new(move |()| {
        open.set(false);
        // What was made is said once more: the list is what people look at then.
        let said = made.with_untracked(|made| {
            made.as_ref().map(|handover| texts::MADE_TOAST.fill(&[("no", &handover.handover_no)]))
        });
        desk.over(said);
    });
    let leave_out = move |parcels: Vec<ShipmentId>| {
        let parcels: HashSet<ShipmentId> = parcels.into_iter().collect();
        ids.update(|ids| ids.retain(|id| !parcels.contains(id)));
    };
    let title = move || {
        if made.with(Option::is_some) {
            return texts::MADE_TITLE.t().to_owned();
        }
        texts::HAND_OVER_TITLE.count(u32::try_from(ids.with(Vec::len)).unwrap_or(u32::MAX))
    };
    view! {
        <Dialog open title=Signal::derive(title) on_close=close>
            {move || match made.get() {
                Some(handover) => {
                    let path = handovers::path(handover.id);
                    view! { <Made handover on_open=move |()| desk.go(&path) on_close=close /> }.into_any()
                }
                None => {
                    view! {
                        <HandOverForm
                            ids
                            on_leave_out=leave_out
                            on_made=move |handover| made.set(Some(handover))
                            on_cancel=close
                        >
                            <p class="sub lead">{texts::HAND_OVER_WHAT.t()}</p>
                        </HandOverForm>
                    }
                    .into_any()
                }
            }}
        </Dialog>
    }
}
