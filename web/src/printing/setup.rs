//! Setting up a printer: how it is connected, which one, what it understands; with a test label.

mod calibration;
mod devices;
mod draft;
mod form;
mod help;
mod network;
mod options;
mod options_draft;
mod test_label;
mod trial;
mod ways;
mod wizard;

use leptos::prelude::*;
use shared::PrinterId;

use super::Printing;
use crate::{texts::printing as texts, ui::Dialog};

pub use help::Help;

/// The dialog, open while [`super::Printers::setup`] says so.
#[component]
pub fn SetupDialog() -> impl IntoView {
    let printing = Printing::expect();
    let setup = printing.printers.setup;
    let close = move |()| {
        setup.set(None);
        printing.waiting.set(Vec::new());
    };
    view! {
        <Dialog
            open=Signal::derive(move || setup.with(Option::is_some))
            title=Signal::derive(|| texts::SETUP_TITLE.t().to_owned())
            on_close=close
            wide=true
        >
            {move || {
                let printer: Option<PrinterId> = setup.get().flatten();
                view! { <form::SetupForm printer /> }
            }}
        </Dialog>
    }
}
