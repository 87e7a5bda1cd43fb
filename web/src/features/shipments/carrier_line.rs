//! How the track of a carrier's parcel comes here, and the way to have it at once.

use leptos::prelude::*;
use shared::carriers::CarrierTrack;

use crate::{
    browser::dates,
    texts::tracking as texts,
    ui::{Button, ButtonKind, Symbol},
};

#[component]
pub fn CarrierLine(
    track: CarrierTrack,
    #[prop(into)] busy: Signal<bool>,
    #[prop(into)] on_ask: Callback<()>,
) -> impl IntoView {
    let words = if track.is_polled { texts::TOLD_BY_ASKING } else { texts::TOLD_BY_PUSH };
    let words = words.fill(&[("name", &track.carrier_name)]);
    let asked = track.asked_at.map(|at| {
        view! { " · " <span title=dates::full(at)>{texts::ASKED_AT.fill(&[("when", &dates::moment(at))])}</span> }
    });
    view! {
        <div class="acts carrier-line">
            <span class="sub" class:warns=track.is_polled>{words} {asked}</span>
            <Button kind=ButtonKind::Quiet icon=Symbol::Refresh busy on_press=on_ask>
                {texts::ASK_NOW.t()}
            </Button>
        </div>
    }
}
