//! The courier that is asked for with a handover: who comes, and asking for another time or for nobody.

use leptos::prelude::*;
use shared::{
    HandoverId, Permission,
    handovers::Handover,
    pickups::{Pickup, PickupState},
};

use super::{
    Board, service,
    window::{Window, WindowFields},
};
use crate::{
    browser::{self, dates},
    console::{app::Desk, deed::Deed},
    i18n::Text,
    texts::{common, handovers as texts},
    ui::{Button, ButtonKind, Dialog, Pill, Toasts, Tone},
};

/// How far a pickup is, in words.
pub fn state(pickup: &Pickup) -> (Tone, Text) {
    match pickup.state {
        _ if pickup.is_late => (Tone::Bad, texts::PICKUP_LATE),
        PickupState::Asked => (Tone::New, texts::PICKUP_ASKED),
        PickupState::Accepted => (Tone::Ok, texts::PICKUP_ACCEPTED),
        PickupState::Refused => (Tone::Bad, texts::PICKUP_REFUSED),
    }
}

/// What stands in the panel of a handover; nothing once its parcels are picked up and nobody was asked for.
#[component]
pub fn PickupSection(handover: Handover) -> impl IntoView {
    let is_open = handover.scanned_at.is_none();
    let may_ask = is_open && Desk::expect().may(Permission::ShipmentsWrite);
    if handover.pickup.is_none() && !may_ask {
        return ().into_any();
    }
    let id = handover.id;
    let asking = RwSignal::new(false);
    let is_asked = handover.pickup.is_some();
    let shown = match handover.pickup {
        Some(pickup) => view! { <Shown pickup is_open /> }.into_any(),
        None => view! { <p class="sub">{texts::NO_PICKUP_YET.t()}</p> }.into_any(),
    };
    view! {
        <section class="pickup">
            <h3>{texts::COL_PICKUP.t()}</h3>
            {shown}
            {may_ask
                .then(|| {
                    let ask = if is_asked { texts::PICKUP_CHANGE } else { texts::PICKUP_ASK };
                    view! {
                        <div class="acts">
                            <Button on_press=move |()| asking.set(true)>{ask.t()}</Button>
                            {is_asked.then(|| view! { <Cancel id /> })}
                        </div>
                    }
                })}
        </section>
        <Dialog
            open=Signal::derive(move || asking.get())
            title=texts::PICKUP_ASK.t()
            on_close=move |()| asking.set(false)
        >
            {asking.get_untracked().then(|| view! { <Ask id asking /> })}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Shown(pickup: Pickup, is_open: bool) -> impl IntoView {
    let (tone, words) = state(&pickup);
    let said = (!pickup.said.is_empty()).then(|| view! { <p>{pickup.said.clone()}</p> });
    view! {
        <p>{dates::span(pickup.from, pickup.to)} " " {is_open.then(|| view! { <Pill tone words=words.t() /> })}</p>
        {said}
    }
}

/// Nobody is to come.
#[component]
fn Cancel(id: HandoverId) -> impl IntoView {
    let (board, toasts) = (Board::expect(), Toasts::expect());
    let deed = Deed::new();
    let cancel = move |()| {
        deed.run(service::cancel_pickup(id), move |_| {
            toasts.done(texts::PICKUP_CANCELLED.t());
            board.load();
        });
    };
    view! {
        <Button kind=ButtonKind::Quiet busy=deed.busy on_press=cancel>
            {texts::PICKUP_CANCEL.t()}
        </Button>
        {deed.refusal(&[])}
    }
}

#[component]
fn Ask(id: HandoverId, asking: RwSignal<bool>) -> impl IntoView {
    const TO: &str = "/to";
    let (board, toasts) = (Board::expect(), Toasts::expect());
    let deed = Deed::new();
    let (window, tried) = (Window::proposed(), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Some(asked) = untrack(move || window.read()) else {
            browser::focus_first_wrong();
            return;
        };
        let work = async move { service::ask_pickup(id, &asked).await };
        deed.run(work, move |_| {
            asking.set(false);
            toasts.done(texts::PICKUP_ASKED_FOR.t());
            board.load();
        });
    };
    view! {
        <form on:submit=submit novalidate>
            <WindowFields window tried refusal=deed.beside(TO) />
            {deed.refusal(&[TO])}
            <div class="acts">
                <Button on_press=move |()| asking.set(false)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::PICKUP_ASK.t()}
                </Button>
            </div>
        </form>
    }
}
