//! Which postings are looked for; the address says the same.

use leptos::prelude::*;
use serde::Serialize;
use shared::{ShipmentId, ledger::PostingKind};

use super::{Book, service::PostingsQuery, words};
use crate::{
    api::encode_query,
    browser,
    console::audit_log::start_of,
    texts::{common, wallet as texts},
    ui::{Button, Field, Icon, Select, Symbol},
};

/// The address of the page.
const PATH: &str = "/wallet";

/// What is looked for; empty: everything.
#[derive(Clone, Copy)]
pub struct Filters {
    kind: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    shipment: RwSignal<Option<ShipmentId>>,
}

#[derive(Serialize)]
struct Address {
    kind: Option<String>,
    from: Option<String>,
    to: Option<String>,
    shipment_id: Option<ShipmentId>,
}

impl Filters {
    pub fn of(search: &str) -> Filters {
        let asked = |name: &str| RwSignal::new(browser::parameter(search, name));
        Filters {
            kind: asked("kind"),
            from: asked("from"),
            to: asked("to"),
            shipment: RwSignal::new(browser::parameter(search, "shipment_id").parse().ok()),
        }
    }

    pub fn track(self) {
        [self.kind, self.from, self.to].iter().for_each(Track::track);
        self.shipment.track();
    }

    pub fn query(self) -> PostingsQuery {
        PostingsQuery {
            kind: self.kind.with(|kind| PostingKind::parse(kind)),
            shipment_id: self.shipment.get(),
            from: self.from.with(|day| start_of(day, 0)),
            to: self.to.with(|day| start_of(day, 1)),
            ..PostingsQuery::default()
        }
    }

    pub fn address(self) -> String {
        let given = |value: RwSignal<String>| Some(value.get()).filter(|text| !text.is_empty());
        let address = Address {
            kind: given(self.kind),
            from: given(self.from),
            to: given(self.to),
            shipment_id: self.shipment.get(),
        };
        format!("{PATH}{}", encode_query(&address))
    }

    pub fn are_set(self) -> bool {
        self.query() != PostingsQuery::default()
    }

    fn clear(self) {
        [self.kind, self.from, self.to].iter().for_each(|field| field.set(String::new()));
        self.shipment.set(None);
    }
}

#[component]
pub fn FilterLine() -> impl IntoView {
    let filters = Book::expect().filters;
    let every = (String::new(), common::ALL.t().to_owned());
    let kinds = PostingKind::ALL.map(|kind| (kind.as_str().to_owned(), words::kind(kind).t().to_owned()));
    let kinds: Vec<(String, String)> = std::iter::once(every).chain(kinds).collect();
    let are_set = Memo::new(move |_| filters.are_set());
    let one = Memo::new(move |_| filters.shipment.with(Option::is_some));
    view! {
        <div class="log-filters">
            <Select label=texts::KIND.t() value=filters.kind options=Signal::stored(kinds) />
            <Field label=texts::FROM.t() value=filters.from kind="date" />
            <Field label=texts::TO.t() value=filters.to kind="date" />
            {move || {
                one.get()
                    .then(|| {
                        view! {
                            <span class="chip">
                                <b>{texts::ONE_SHIPMENT.t()}</b>
                                <button
                                    type="button"
                                    aria-label=texts::ALL_SHIPMENTS.t()
                                    on:click=move |_| filters.shipment.set(None)
                                >
                                    <Icon symbol=Symbol::Close />
                                </button>
                            </span>
                        }
                    })
            }}
            {move || are_set.get().then(|| view! { <Button on_press=move |()| filters.clear()>{texts::CLEAR.t()}</Button> })}
        </div>
    }
}
