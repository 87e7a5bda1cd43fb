//! The paper of a handover.

use leptos::prelude::*;
use shared::HandoverId;

use super::service;
use crate::{
    console::deed::Deed,
    texts::handovers as texts,
    ui::{Button, ButtonKind, Symbol},
};

/// Opens the paper as PDF, from where it is printed. A browser may forbid the tab: then there is a link.
#[component]
pub fn Manifest(id: HandoverId) -> impl IntoView {
    let deed = Deed::new();
    let address = RwSignal::new(None::<String>);
    let print = move |()| deed.run(service::show_manifest(id), move |made| address.set(Some(made)));
    let opened = move || {
        address.get().map(|href| {
            view! {
                {texts::PRINT_OPENED.t()}
                " "
                <a href=href target="_blank">
                    {texts::PRINT_OPEN.t()}
                </a>
            }
        })
    };
    view! {
        <div class="manifest">
            <Button kind=ButtonKind::Main icon=Symbol::Printer busy=deed.busy on_press=print>
                {texts::PRINT.t()}
            </Button>
            <p class="sub" role="status">{opened}</p>
        </div>
        {deed.refusal(&[])}
    }
}
