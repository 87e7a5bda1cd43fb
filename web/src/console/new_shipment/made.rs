//! A shipment was made: what next.

use leptos::prelude::*;
use shared::{Permission, shipments::Shipment};

use crate::{
    amount,
    bridge::Errand,
    console::app::Desk,
    features::shipments::destination,
    texts::new_shipment,
    ui::{Button, ButtonKind, Icon, Symbol},
};

/// The newest shipment, with printing it, opening it, and making another.
#[component]
pub fn Made(shipment: Shipment, #[prop(into)] on_another: Callback<()>) -> impl IntoView {
    let desk = Desk::expect();
    let id = shipment.id;
    let print = move |()| desk.have_done(Errand::Print(vec![id]));
    let open = move |()| desk.have_done(Errand::Show(id));
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
                    {desk
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
