//! Changing a shipment, and making another one like it.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{Permission, ShipmentId, shipments::Shipment};

use crate::{
    api::Session,
    bridge::Sheet,
    features::new_shipment::FormDesk,
    texts::shipments,
    ui::{Button, ButtonKind, Icon, Notice, Symbol},
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
                        <CopyAsNew id />
                    </div>
                }
            })}
    }
}

/// Opens the form with what this shipment says.
#[component]
fn CopyAsNew(id: ShipmentId) -> impl IntoView {
    let desk = FormDesk::expect();
    let navigate = StoredValue::new_local(use_navigate());
    let copy = move |()| {
        desk.leave(id);
        navigate.with_value(|navigate| navigate("/shipments/new", NavigateOptions::default()));
    };
    view! {
        <Button kind=ButtonKind::Quiet icon=Symbol::Copy on_press=copy>
            {shipments::COPY_AS_NEW.t()}
        </Button>
    }
}
