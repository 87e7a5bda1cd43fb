//! A handover that was made just now.

use leptos::prelude::*;
use shared::handovers::Handover;

use super::{manifest::Manifest, weight};
use crate::{
    texts::{common, handovers as texts},
    ui::Button,
};

#[component]
pub fn Made(
    handover: Handover,
    #[prop(into)] on_open: Callback<()>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let parcels = texts::COUNT.count(handover.parcels);
    let words = texts::MADE.fill(&[
        ("no", &handover.handover_no),
        ("parcels", &parcels),
        ("weight", &weight(handover.weight_g)),
    ]);
    view! {
        <div role="status">
            <p>
                <b>{words}</b>
            </p>
            <p class="sub">{texts::MADE_HOW.t()}</p>
        </div>
        <Manifest id=handover.id />
        <div class="acts">
            <Button on_press=on_close>{common::CLOSE.t()}</Button>
            <Button on_press=on_open>{texts::OPEN.t()}</Button>
        </div>
    }
}
