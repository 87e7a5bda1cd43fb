//! What is searched for. It may be a name or a phone, so it lives in memory and never in an address.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::shipments::{ShipmentFilter, ShipmentSearch};

use crate::{api, texts::shell, ui::Toasts};

/// Finds shipments from anywhere, in context.
#[derive(Clone, Copy)]
pub struct Finder {
    /// What the list of shipments is searched by; empty when it is not.
    pub query: RwSignal<String>,
    /// The waybill whose detail the list should open.
    pub wanted: RwSignal<Option<shared::ShipmentId>>,
    /// Whether the palette is open, and what is typed in it.
    pub palette: RwSignal<bool>,
}

impl Finder {
    pub fn provide() -> Finder {
        let finder =
            Finder { query: RwSignal::new(String::new()), wanted: RwSignal::new(None), palette: RwSignal::new(false) };
        provide_context(finder);
        finder
    }

    pub fn expect() -> Finder {
        expect_context::<Finder>()
    }

    /// Forgets what was searched for.
    pub fn clear(self) {
        self.query.set(String::new());
        self.wanted.set(None);
        self.palette.set(false);
    }
}

/// Finds a scanned number and opens it, whatever page is in front; says so where there is none.
pub fn use_scan_finder() -> impl Fn(String) + Clone + Send + Sync + 'static {
    let finder = Finder::expect();
    let toasts = Toasts::expect();
    let navigate = StoredValue::new_local(use_navigate());
    move |number: String| {
        spawn_local(async move {
            let search = ShipmentSearch {
                q: number.clone(),
                filter: ShipmentFilter { limit: Some(1), ..ShipmentFilter::default() },
            };
            match api::shipments::search(&search).await {
                Ok(page) => match page.items.first() {
                    Some(found) => {
                        finder.wanted.set(Some(found.id));
                        navigate.with_value(|navigate| navigate("/shipments", NavigateOptions::default()));
                        toasts.done(shell::SCANNED_FOUND.fill(&[("no", &found.waybill_no)]));
                    }
                    None => toasts.failed(shell::SCANNED_NOT_FOUND.fill(&[("no", &number)])),
                },
                Err(error) => toasts.failed(error.words()),
            }
        });
    }
}
