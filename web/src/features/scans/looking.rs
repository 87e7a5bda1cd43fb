//! Looking at a parcel in hand: nothing is recorded of it but who looked.

use leptos::prelude::*;
use shared::tracks::ParcelInHand;

use super::{parcel, sending::NOT_FOUND};
use crate::{
    api::{self, Remote},
    texts::scans,
    ui::{Button, ButtonKind, EmptyState, Field, Symbol},
};

/// The parcel that is looked at.
#[derive(Clone, Copy)]
pub struct Hand {
    pub number: RwSignal<String>,
    pub parcel: Remote<ParcelInHand>,
}

impl Hand {
    pub fn new() -> Hand {
        Hand { number: RwSignal::new(String::new()), parcel: Remote::new() }
    }

    pub fn look(self) {
        let number = self.number.get_untracked().trim().to_owned();
        if !number.is_empty() {
            self.parcel.load(api::tracks::look(number));
        }
    }
}

#[component]
pub fn Looking(hand: Hand) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        hand.look();
    };
    view! {
        <form on:submit=submit novalidate>
            <Field label=scans::LOOK_NUMBER.t() value=hand.number hint=Signal::stored(Some(scans::LOOK_HINT.t().to_owned())) />
            <Button kind=ButtonKind::Main busy=Signal::derive(move || hand.parcel.busy())>
                {scans::LOOK_GO.t()}
            </Button>
        </form>
    }
}

/// What is shown of it. An error takes its place: whoever holds another parcel must not read about the last one.
pub fn in_hand(hand: Hand) -> impl IntoView {
    move || {
        if let Some(error) = hand.parcel.error() {
            let words =
                if error.code() == Some(NOT_FOUND) { scans::LOOK_UNKNOWN.t().to_owned() } else { error.words() };
            return view! { <EmptyState symbol=Symbol::Alert title=scans::LOOK_TITLE.t() words /> }.into_any();
        }
        match hand.parcel.value().get() {
            Some(parcel) => parcel::card(parcel).into_any(),
            None => {
                let words = scans::LOOK_EMPTY.t();
                view! { <EmptyState symbol=Symbol::Scan title=scans::LOOK_EMPTY_TITLE.t() words /> }.into_any()
            }
        }
    }
}
