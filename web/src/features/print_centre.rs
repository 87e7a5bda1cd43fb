//! The print centre: printers, labels nobody is sure of, and everything that was printed.

mod history;
mod printer_list;
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
            <printer_list::PrinterList />
            <history::History version />
        </div>
    }
}
