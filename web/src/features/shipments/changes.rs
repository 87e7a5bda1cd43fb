//! Changing a shipment, and making another one like it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    Permission,
    shipments::{RevealRequest, Shipment},
};

use crate::{
    api::{self, Session},
    bridge::Sheet,
    features::{
        new_shipment::{FormDesk, draft::Draft},
        party::PartyText,
    },
    texts::shipments,
    ui::{Button, ButtonKind, Icon, Notice, Symbol, Toasts},
};

/// What may be done besides printing and voiding; and that a label has to be printed again.
#[component]
pub fn Changes(shipment: Shipment, sheet: RwSignal<Option<Sheet>>) -> impl IntoView {
    let may_write = Session::expect().may(Permission::ShipmentsWrite);
    let id = shipment.id;
    let can_edit = may_write && shipment.can_edit;
    let stale = shipment.label_stale.then(|| {
        view! {
            <Notice tone="warn">
                <Icon symbol=Symbol::Alert />
                {shipments::LABEL_STALE_WHY.t()}
            </Notice>
        }
    });
    view! {
        {stale}
        {may_write
            .then(|| {
                view! {
                    <div class="acts">
                        {can_edit
                            .then(|| {
                                view! {
                                    <Button on_press=move |()| sheet.set(Some(Sheet::Edit(id)))>
                                        {shipments::EDIT.t()}
                                    </Button>
                                }
                            })}
                        <CopyAsNew shipment />
                    </div>
                }
            })}
    }
}

/// Opens the form with what this shipment says; its receiver too, for those who may see it.
#[component]
fn CopyAsNew(shipment: Shipment) -> impl IntoView {
    let may_reveal = Session::expect().may(Permission::PersonalDataReveal);
    let desk = FormDesk::expect();
    let toasts = Toasts::expect();
    let navigate = StoredValue::new_local(use_navigate());
    let busy = RwSignal::new(false);
    let shipment = StoredValue::new(shipment);
    let copy = move |()| {
        let (id, mut draft) = shipment.with_value(|shipment| (shipment.id, Draft::of(shipment)));
        busy.set(true);
        spawn_local(async move {
            if may_reveal {
                let reason = RevealRequest { reason: shipments::COPY_REASON.t().to_owned() };
                match api::shipments::reveal(id, &reason).await {
                    Ok(parties) => draft.receiver = PartyText::of(&parties.receiver),
                    Err(error) => toasts.failed(error.words()),
                }
            }
            let _ = busy.try_set(false);
            desk.leave(draft);
            let _ = navigate.try_with_value(|navigate| navigate("/shipments/new", NavigateOptions::default()));
        });
    };
    view! {
        <Button kind=ButtonKind::Quiet icon=Symbol::Copy busy on_press=copy>
            {shipments::COPY_AS_NEW.t()}
        </Button>
    }
}
