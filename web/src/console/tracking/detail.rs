//! One parcel beside the table: its way, and everything that happened to it.

use leptos::prelude::*;
use shared::{ShipmentId, carriers::CarrierTrack, shipments::Shipment, state::Phase};

use super::{Board, service};
use crate::{
    amount,
    api::Remote,
    bridge::Errand,
    browser,
    console::{app::Desk, deed::Deed, listed::Listed},
    features::{
        phases,
        shipments::{CarrierLine, Estimate, RouteLine, Timeline, destination},
    },
    texts::{common, tracking as texts},
    ui::{Button, ButtonKind, Pill, SidePanel, Symbol, Toasts},
};

#[component]
pub fn Detail(id: ShipmentId) -> impl IntoView {
    let board = Board::expect();
    let shown = Remote::<Shipment>::new();
    let load = Callback::new(move |()| shown.load(service::shipment(id)));
    // Again with the table, so that both say the same.
    Effect::new(move |before: Option<bool>| {
        let is_busy = board.tracks.busy();
        if before.is_none() || !is_busy {
            load.run(());
        }
        is_busy
    });
    // The number is known from the table before the rest is there.
    let known = board.tracks.value().with_untracked(|tracks| {
        let mut items = tracks.iter().flat_map(|tracks| &tracks.items);
        items.find(|track| track.shipment_id == Some(id)).map(|track| track.waybill_no.clone()).unwrap_or_default()
    });
    let title = Signal::derive(move || amount::waybill(&known));
    view! {
        <SidePanel label=texts::DETAIL.t() title on_close=move |()| board.picked.leave()>
            <Listed remote=shown load>
                {move || shown.value().get().map(|shipment| view! { <Content shipment shown /> })}
            </Listed>
        </SidePanel>
    }
}

#[component]
fn Content(shipment: Shipment, shown: Remote<Shipment>) -> impl IntoView {
    let desk = Desk::expect();
    let toasts = Toasts::expect();
    let id = shipment.id;
    let copied = move |text: String, said: &'static str| {
        browser::copy(&text);
        toasts.done(said);
    };
    let (number, link) = (StoredValue::new(shipment.waybill_no), StoredValue::new(shipment.tracking_link));
    let receiver =
        format!("{} {} · {}", shipment.receiver.name, shipment.receiver.phone, destination(&shipment.receiver));
    let tone = phases::tone(shipment.state.phase());
    let from_carrier = shipment.carrier_track.filter(|_| shipment.state.phase() != Phase::Voided);
    view! {
        <p class="sub">{receiver}</p>
        <div class="acts">
            <Pill tone words=phases::state_words(shipment.state) />
            <Button icon=Symbol::Package on_press=move |()| desk.have_done(Errand::Show(id))>
                {texts::OPEN.t()}
            </Button>
            <Button kind=ButtonKind::Quiet icon=Symbol::Copy on_press=move |()| copied(number.get_value(), common::COPIED.t())>
                {common::COPY.t()}
            </Button>
            <Button
                kind=ButtonKind::Quiet
                icon=Symbol::Copy
                on_press=move |()| copied(link.get_value(), texts::LINK_COPIED.t())
            >
                {texts::COPY_LINK.t()}
            </Button>
        </div>
        <section>
            <RouteLine route=shipment.route />
            {shipment.delivery.map(|delivery| view! { <Estimate delivery /> })}
            <Timeline track=shipment.track next=shipment.next_step />
            {from_carrier.map(|track| view! { <FromCarrier id track shown /> })}
        </section>
    }
}

/// What the carrier tells when it is asked is shown at once, here and in the table.
#[component]
fn FromCarrier(id: ShipmentId, track: CarrierTrack, shown: Remote<Shipment>) -> impl IntoView {
    let (board, toasts, deed) = (Board::expect(), Toasts::expect(), Deed::new());
    let ask = move |()| {
        deed.run(service::track(id), move |shipment| {
            toasts.done(texts::ASKED_NOW.t());
            let _ = shown.value().try_set(Some(shipment));
            board.load();
        });
    };
    Effect::new(move |_| {
        if let Some(error) = deed.error() {
            toasts.failed(error.words());
        }
    });
    view! { <CarrierLine track busy=deed.busy on_ask=ask /> }
}
