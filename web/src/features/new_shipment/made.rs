//! A shipment was made: what next.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{Permission, shipments::Shipment};

use crate::{
    amount,
    api::Session,
    features::{
        shell::{Finder, PrintDesk, PrintRequest},
        shipments::destination,
    },
    texts::new_shipment,
    ui::{Button, ButtonKind, Icon, Symbol},
};

/// The newest shipment, with printing it, opening it, and making another.
#[component]
pub fn Made(shipment: Shipment, #[prop(into)] on_another: Callback<()>) -> impl IntoView {
    let session = Session::expect();
    let desk = PrintDesk::expect();
    let finder = Finder::expect();
    let navigate = StoredValue::new_local(use_navigate());
    let id = shipment.id;
    let print = move |()| desk.request(PrintRequest { shipment_ids: vec![id], printed_before: 0 });
    let open = move |()| {
        finder.wanted.set(Some(id));
        navigate.with_value(|navigate| navigate("/shipments", NavigateOptions::default()));
    };
    let receiver =
        format!("{} {} · {}", shipment.receiver.name, shipment.receiver.phone, destination(&shipment.receiver));
    view! {
        <section class="panel made" role="status">
            <div class="inside">
                <Icon symbol=Symbol::Check />
                <div>
                    <p>{new_shipment::MADE.t()} " " <b class="no">{amount::waybill(&shipment.waybill_no)}</b></p>
                    <p class="sub">{receiver} " · " {amount::yuan(shipment.charge.total)} " · " {shipment.route_code}</p>
                </div>
                <div class="end">
                    {session
                        .may(Permission::LabelsPrint)
                        .then(|| {
                            view! {
                                <Button kind=ButtonKind::Main icon=Symbol::Printer on_press=print>
                                    {new_shipment::PRINT_NOW.t()}
                                </Button>
                            }
                        })}
                    <Button on_press=open>{new_shipment::OPEN.t()}</Button>
                    <Button icon=Symbol::Plus on_press=on_another>
                        {new_shipment::ANOTHER.t()}
                    </Button>
                </div>
            </div>
        </section>
    }
}
