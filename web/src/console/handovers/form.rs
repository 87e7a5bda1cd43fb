//! When the courier is to come, and what they should know: what a handover is made of besides its parcels.

use leptos::prelude::*;
use shared::{
    ShipmentId,
    handovers::{Handover, HandoverCreate},
    limits::{BULK_MAX, REMARK_CHARS},
};

use super::{
    refused::{Refused, refused},
    service,
    window::{Window, WindowFields},
};
use crate::{
    amount::grouped,
    api::IdempotencyKey,
    browser,
    console::deed::Deed,
    texts::{common, handovers as texts},
    ui::{Button, ButtonKind, Checkbox, Field, Notice},
};

const PICKUP: &str = "/pickup_to";
const REMARK: &str = "/remark";
const BESIDE: &[&str] = &["/shipment_ids", PICKUP, REMARK];

#[component]
pub fn HandOverForm(
    /// What is handed over, in the order of the paper.
    #[prop(into)]
    ids: Signal<Vec<ShipmentId>>,
    /// These are not handed over after all.
    #[prop(into)]
    on_leave_out: Callback<Vec<ShipmentId>>,
    #[prop(into)] on_made: Callback<Handover>,
    #[prop(into)] on_cancel: Callback<()>,
    /// What stands above: the parcels.
    children: Children,
) -> impl IntoView {
    let deed = Deed::new();
    let key = IdempotencyKey::new();
    let (is_wanted, pickup) = (RwSignal::new(true), Window::proposed());
    let remark = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    // What the service points into.
    let asked = RwSignal::new(Vec::<ShipmentId>::new());
    let count = Memo::new(move |_| ids.with(Vec::len));
    let hindrance = Memo::new(move |_| match count.get() {
        0 => Some(texts::NONE_LEFT.t().to_owned()),
        1..=BULK_MAX => None,
        _ => Some(texts::TOO_MANY.fill(&[("n", &grouped(BULK_MAX as u64))])),
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if hindrance.with_untracked(Option::is_some) {
            return;
        }
        let window = is_wanted.get_untracked().then(|| untrack(move || pickup.read()));
        if window == Some(None) {
            browser::focus_first_wrong();
            return;
        }
        let window = window.flatten();
        let handover = HandoverCreate {
            shipment_ids: ids.get_untracked(),
            pickup_from: window.as_ref().map(|window| window.from),
            pickup_to: window.as_ref().map(|window| window.to),
            remark: remark.get_untracked().trim().to_owned(),
        };
        asked.set(handover.shipment_ids.clone());
        let work = async move {
            let made = service::create(&handover, key).await;
            if made.as_ref().is_err_and(|error| error.is_final()) {
                key.renew();
                browser::focus_first_wrong();
            }
            made
        };
        deed.run(work, move |made| on_made.run(made.handover));
    };
    let leave_out = Callback::new(move |parcels: Vec<ShipmentId>| {
        deed.clear();
        on_leave_out.run(parcels);
    });
    let refusal = move || {
        let parcels = asked.with(|asked| deed.error().map(|error| refused(&error, asked))).unwrap_or_default();
        (!parcels.is_empty()).then(|| view! { <Refused parcels on_leave_out=leave_out /> })
    };
    view! {
        <form on:submit=submit novalidate>
            {children()}
            {refusal}
            <Checkbox
                label=texts::PICKUP_WANTED.t()
                checked=is_wanted
                on_change=move |wanted| is_wanted.set(wanted)
            />
            {move || {
                is_wanted.get().then(|| view! { <WindowFields window=pickup tried refusal=deed.beside(PICKUP) /> })
            }}
            <Field
                label=texts::REMARK.t()
                value=remark
                placeholder=texts::REMARK_HINT.t()
                max_chars=REMARK_CHARS
                error=deed.beside(REMARK)
            />
            {deed.refusal(BESIDE)}
            {move || hindrance.get().map(|words| view! { <Notice tone="warn">{words}</Notice> })}
            <div class="acts">
                <Button on_press=on_cancel>{common::CANCEL.t()}</Button>
                <Button
                    kind=ButtonKind::Main
                    busy=deed.busy
                    disabled=Signal::derive(move || hindrance.with(Option::is_some))
                >
                    {texts::SUBMIT.t()}
                </Button>
            </div>
        </form>
    }
}
