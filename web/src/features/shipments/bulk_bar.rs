//! What can be done with the selection; it stands where the selection is.

use leptos::prelude::*;
use shared::{Permission, ShipmentId};

use super::state::ListState;
use crate::{
    api::Session,
    bridge::Sheet,
    texts::{handovers, shipments},
    ui::{Button, ButtonKind, Kbd, Symbol, Toasts},
};

#[component]
pub fn BulkBar(
    list: ListState,
    print: Callback<()>,
    voiding: RwSignal<Vec<ShipmentId>>,
    sheet: RwSignal<Option<Sheet>>,
) -> impl IntoView {
    let session = Session::expect();
    let toasts = Toasts::expect();
    let count = Memo::new(move |_| list.selection.with(|selection| u32::try_from(selection.len()).unwrap_or(u32::MAX)));
    let more = move || match list.total() {
        Some(total) if total > count.get() => Some(shipments::SELECT_ALL_N.count(total)),
        Some(_) => None,
        None => Some(shipments::SELECT_ALL.t().to_owned()),
    };
    let all = move |_| list.select_matching(move |error| toasts.failed(error.words()));
    let chosen = move || list.selection.with_untracked(|selection| selection.ids().to_vec());
    let void = move |()| voiding.set(chosen());
    let hand_over = move |()| sheet.set(Some(Sheet::HandOver { chosen: chosen() }));
    let selected = move || {
        view! {
            <b role="status">
                {move || {
                    let text = if list.gathering.get() { shipments::SELECTING } else { shipments::SELECTED };
                    text.count(count.get())
                }}
            </b>
            {move || {
                (!list.gathering.get())
                    .then(|| more().map(|words| view! { <button type="button" class="link" on:click=all>{words}</button> }))
            }}
            {session
                .may(Permission::LabelsPrint)
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Main icon=Symbol::Printer on_press=print>
                            {shipments::PRINT.t()}
                            <Kbd key="P" />
                        </Button>
                    }
                })}
            {session
                .may(Permission::ShipmentsWrite)
                .then(|| view! { <Button on_press=hand_over>{handovers::HAND_OVER.t()}</Button> })}
            {session.may(Permission::ShipmentsVoid).then(|| view! { <Button on_press=void>{shipments::VOID.t()}</Button> })}
            <Button kind=ButtonKind::Quiet on_press=move |()| list.clear_selection()>
                {shipments::CLEAR_SELECTION.t()}
            </Button>
        }
    };
    view! {
        <div class="bulk">
            {move || (count.get() > 0).then(selected)} <span class="end">{shipments::HINT.t()}</span>
        </div>
    }
}
