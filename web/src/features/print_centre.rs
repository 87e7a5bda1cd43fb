//! The print centre: printers, labels nobody is sure of, and everything that was printed.

mod history;
mod paper;
mod printer_list;
mod queues;
mod stations;
mod unsure;

use leptos::prelude::*;

use crate::{
    printing::Printing,
    texts::printing as texts,
    ui::{Button, ButtonKind, Symbol},
};

#[component]
pub fn PrintCentre() -> impl IntoView {
    let printing = Printing::expect();
    // Grows when anything here was settled, so that the lists look again.
    let version = RwSignal::new(0u32);
    let queues = queues::watch();
    view! {
        <div class="head">
            <h1>{texts::CENTRE_TITLE.t()}</h1>
            <div class="end">
                <Button
                    kind=ButtonKind::Main
                    icon=Symbol::Plus
                    on_press=move |()| printing.printers.setup.set(Some(None))
                >
                    {texts::ADD.t()}
                </Button>
            </div>
        </div>
        <div class="flow">
            <unsure::UnsureLabels version />
            <queues::Queues queues />
            <printer_list::PrinterList />
            <stations::Stations />
            <history::History version />
            <paper::Paper />
        </div>
    }
}
