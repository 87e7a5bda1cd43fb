//! Adding a sending address from anywhere. The dialog is the console's.

use leptos::prelude::*;

use super::console::SheetPlace;
use crate::{bridge::Sheet, ui::Toasts};

/// In context.
#[derive(Clone, Copy)]
pub struct SenderDesk {
    /// Whether the dialog is open.
    pub open: RwSignal<bool>,
    /// Grows with every address added, so that what depends on them looks again.
    pub version: RwSignal<u32>,
}

impl SenderDesk {
    pub fn provide() -> SenderDesk {
        let desk = SenderDesk { open: RwSignal::new(false), version: RwSignal::new(0) };
        provide_context(desk);
        desk
    }

    pub fn expect() -> SenderDesk {
        expect_context::<SenderDesk>()
    }
}

/// The dialog's place.
#[component]
pub fn SenderPlace() -> impl IntoView {
    let desk = SenderDesk::expect();
    let toasts = Toasts::expect();
    let over = Callback::new(move |said: Option<String>| {
        desk.open.set(false);
        if let Some(words) = said {
            toasts.done(words);
            desk.version.update(|version| *version += 1);
        }
    });
    view! { <SheetPlace sheet=Signal::derive(move || desk.open.get().then_some(Sheet::Sender)) on_over=over /> }
}
