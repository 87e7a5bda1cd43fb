//! Sending addresses.

mod dialog;

use leptos::prelude::*;

pub use dialog::SenderDialog;

/// Adding a sending address from anywhere, in context.
#[derive(Clone, Copy)]
pub struct SenderDesk {
    /// Whether the dialog is open.
    pub open: RwSignal<bool>,
    /// Grows with every address added, so that lists of them look again.
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
