//! The palette's lines: places to go, things to do, shipments to find.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    Page, Permission,
    shipments::{ShipmentFilter, ShipmentSearch, ShipmentSummary},
};

use super::{Finder, nav};
use crate::{
    amount,
    api::{self, Remote, Session},
    browser::timer::Debounce,
    features::{phases, senders::SenderDesk},
    texts::shell,
    ui::{Dialog, Palette, PaletteItem, Symbol},
};

const SEARCH_AFTER: Duration = Duration::from_millis(150);
/// A search this short would find half the list.
const SEARCH_CHARS_MIN: usize = 2;
const FOUND_MAX: u32 = 6;

type Go = StoredValue<Callback<String>>;

#[component]
pub fn CommandPalette() -> impl IntoView {
    let finder = Finder::expect();
    let navigate = StoredValue::new_local(use_navigate());
    let go: Go = StoredValue::new(Callback::new(move |path: String| {
        finder.palette.set(false);
        navigate.with_value(|navigate| navigate(&path, NavigateOptions::default()));
    }));
    view! {
        <Dialog
            open=finder.palette
            title=Signal::derive(|| shell::FIND_LABEL.t().to_owned())
            on_close=move |()| finder.palette.set(false)
        >
            <Lines go />
        </Dialog>
    }
}

#[component]
fn Lines(go: Go) -> impl IntoView {
    let finder = Finder::expect();
    let session = Session::expect();
    let query = RwSignal::new(String::new());
    let found = Remote::<Page<ShipmentSummary>>::new();
    let debounce = Debounce::new(SEARCH_AFTER);
    Effect::new(move |_| {
        let text = query.get().trim().to_owned();
        found.clear();
        if text.chars().count() < SEARCH_CHARS_MIN {
            debounce.cancel();
            return;
        }
        debounce.run(move || {
            let filter = ShipmentFilter { limit: Some(FOUND_MAX), ..ShipmentFilter::default() };
            found.load(async move { api::shipments::search(&ShipmentSearch { q: text, filter }).await });
        });
    });
    let items = Signal::derive(move || {
        let text = query.get().trim().to_owned();
        let mut lines: Vec<PaletteItem> = Vec::new();
        found.value().with(|page| {
            for shipment in page.iter().flat_map(|page| &page.items) {
                lines.push(shipment_line(shipment, finder, go));
            }
        });
        let mut named: Vec<PaletteItem> = commands(session, go, finder)
            .into_iter()
            .filter(|item| item.words.to_lowercase().contains(&text.to_lowercase()))
            .collect();
        if text.chars().count() >= SEARCH_CHARS_MIN {
            lines.push(find_all(&text, finder, go));
        }
        // What was found stands first; while nothing is, the command that was meant does.
        if lines.len() > 1 {
            lines.extend(named);
            lines
        } else {
            named.extend(lines);
            named
        }
    });
    view! { <Palette query placeholder=shell::FIND.t() label=shell::FIND_LABEL.t() items /> }
}

fn shipment_line(shipment: &ShipmentSummary, finder: Finder, go: Go) -> PaletteItem {
    let id = shipment.id;
    let receiver = &shipment.receiver;
    PaletteItem {
        symbol: Symbol::Package,
        words: format!("{}　{} {}", amount::waybill(&shipment.waybill_no), receiver.name, receiver.phone),
        hint: phases::state_words(shipment.state).to_owned(),
        run: Callback::new(move |()| {
            finder.wanted.set(Some(id));
            go.get_value().run("/shipments".to_owned());
        }),
    }
}

fn find_all(text: &str, finder: Finder, go: Go) -> PaletteItem {
    let text = text.to_owned();
    PaletteItem {
        symbol: Symbol::Search,
        words: shell::FIND_ALL.fill(&[("q", &text)]),
        hint: "↵".to_owned(),
        run: Callback::new(move |()| {
            finder.query.set(text.clone());
            go.get_value().run("/shipments".to_owned());
        }),
    }
}

/// Places the person may go to and things the person may do.
fn commands(session: Session, go: Go, finder: Finder) -> Vec<PaletteItem> {
    let goes = |path: &'static str| Callback::new(move |()| go.get_value().run(path.to_owned()));
    let mut items: Vec<PaletteItem> = nav::places(session)
        .into_iter()
        .map(|place| PaletteItem {
            symbol: place.symbol,
            words: place.name.t().to_owned(),
            hint: shell::GO_TO.t().to_owned(),
            run: goes(place.path),
        })
        .collect();
    items.push(PaletteItem {
        symbol: Symbol::User,
        words: shell::ACCOUNT.t().to_owned(),
        hint: shell::GO_TO.t().to_owned(),
        run: goes("/account"),
    });
    if session.may(Permission::ShipmentsWrite) {
        let words = shell::NEW_SHIPMENT.t().to_owned();
        items.push(PaletteItem { symbol: Symbol::Plus, words, hint: "N".to_owned(), run: goes("/shipments/new") });
    }
    if session.may(Permission::ContactsWrite) {
        let desk = SenderDesk::expect();
        items.push(PaletteItem {
            symbol: Symbol::Plus,
            words: shell::ADD_SENDER.t().to_owned(),
            hint: shell::DO.t().to_owned(),
            run: Callback::new(move |()| {
                finder.palette.set(false);
                desk.open.set(true);
            }),
        });
    }
    items
}
