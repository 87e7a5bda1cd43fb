//! The network's merchants.

use leptos::prelude::*;
use shared::{
    MerchantId, MerchantStatus, Page,
    merchants::{MERCHANT_SEARCH_CHARS, Merchant, MerchantRow},
};

use super::{
    merchant::MerchantPanel,
    service::{self, MerchantQuery},
};
use crate::{
    api::Remote,
    browser::dates,
    console::{
        listed::{Listed, content},
        paged,
        picked::Picked,
    },
    i18n::Text,
    texts::{applications, audit, common, network as texts},
    ui::{Button, EmptyState, Field, Pill, Select, Symbol, Tone},
};

/// The list, what it is filtered by and what of it is open, in context.
#[derive(Clone, Copy)]
pub struct Shelf {
    rows: Remote<Page<MerchantRow>>,
    status: RwSignal<String>,
    text: RwSignal<String>,
    pub picked: Picked,
}

impl Shelf {
    pub fn expect() -> Shelf {
        expect_context::<Shelf>()
    }

    fn query(self) -> MerchantQuery {
        MerchantQuery {
            status: self.status.with(|text| MerchantStatus::parse(text)).map(MerchantStatus::as_str),
            q: Some(self.text.get()).filter(|text| !text.is_empty()),
            ..MerchantQuery::default()
        }
    }

    /// A merchant as it is now.
    pub fn put(self, merchant: &Merchant) {
        let row = merchant.row.clone();
        let id = row.id.0;
        self.rows.value().update(|page| {
            if let Some(one) = page.iter_mut().flat_map(|page| page.items.iter_mut()).find(|one| one.id == row.id) {
                *one = row;
            }
        });
        self.picked.keep_focus(id);
    }
}

const fn status_words(status: MerchantStatus) -> Text {
    match status {
        MerchantStatus::Open => texts::STATUS_OPEN,
        MerchantStatus::Suspended => texts::STATUS_SUSPENDED,
        MerchantStatus::Closed => texts::STATUS_CLOSED,
    }
}

pub fn status_pill(status: MerchantStatus) -> impl IntoView {
    let tone = match status {
        MerchantStatus::Open => Tone::Ok,
        MerchantStatus::Suspended => Tone::Warn,
        MerchantStatus::Closed => Tone::Bad,
    };
    view! { <Pill tone words=status_words(status).t() /> }
}

#[component]
pub fn Merchants() -> impl IntoView {
    let shelf = Shelf {
        rows: Remote::new(),
        status: RwSignal::new(String::new()),
        text: RwSignal::new(String::new()),
        picked: Picked::new("merchant"),
    };
    provide_context(shelf);
    let ask = move |query: MerchantQuery| shelf.rows.load(service::merchants(query));
    Effect::new(move |_| ask(shelf.query()));
    let picked = shelf.picked;
    view! {
        <div class="body" on:keydown=move |event| picked.on_key(&event)>
            <div class="list-side" class:old=move || shelf.rows.busy()>
                <FilterLine shelf />
                <div class="list">
                    <Listed remote=shelf.rows load=Callback::new(move |()| ask(untrack(|| shelf.query())))>
                        <Rows />
                    </Listed>
                </div>
            </div>
            {move || picked.get().map(|id| view! { <MerchantPanel id=MerchantId(id) /> })}
        </div>
    }
}

#[component]
fn FilterLine(shelf: Shelf) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let look = move || {
        // The field may lose the focus because it goes.
        let text = typed.try_get_untracked().map(|text| text.trim().to_owned());
        if let Some(text) = text.filter(|text| shelf.text.try_get_untracked().as_ref() != Some(text)) {
            shelf.text.set(text);
        }
    };
    let statuses = Signal::derive(|| {
        let named = MerchantStatus::ALL.map(|one| (one.as_str().to_owned(), status_words(one).t().to_owned()));
        std::iter::once((String::new(), common::ALL.t().to_owned())).chain(named).collect::<Vec<_>>()
    });
    let is_filtered = move || shelf.text.with(|text| !text.is_empty()) || shelf.status.with(|text| !text.is_empty());
    let clear = move |()| {
        typed.set(String::new());
        shelf.text.set(String::new());
        shelf.status.set(String::new());
    };
    view! {
        <div class="log-filters">
            <form
                on:submit=move |event| {
                    event.prevent_default();
                    look();
                }
                on:focusout=move |_| look()
            >
                <Field label=texts::SEARCH.t() value=typed kind="search" max_chars=MERCHANT_SEARCH_CHARS />
            </form>
            <Select label=texts::STATE.t() value=shelf.status options=statuses />
            {move || is_filtered().then(|| view! { <Button on_press=clear>{audit::CLEAR.t()}</Button> })}
        </div>
    }
}

#[component]
fn Rows() -> impl IntoView {
    let shelf = Shelf::expect();
    let is_empty = paged::is_empty(shelf.rows);
    let next = move |cursor| service::merchants(MerchantQuery { cursor: Some(cursor), ..untrack(|| shelf.query()) });
    move || {
        if is_empty.get() {
            let (title, words) = if untrack(|| shelf.query()) == MerchantQuery::default() {
                (texts::MERCHANTS_EMPTY_TITLE, texts::MERCHANTS_EMPTY)
            } else {
                (texts::NOTHING_TITLE, texts::NOTHING)
            };
            return view! { <EmptyState symbol=Symbol::People title=title.t() words=words.t() /> }.into_any();
        }
        view! {
            <table class="people">
                <thead>
                    <tr>
                        <th>{texts::COL_CODE.t()}</th>
                        <th>{texts::COL_NAME.t()}</th>
                        <th>{texts::STATE.t()}</th>
                        <th>{applications::OUTLET.t()}</th>
                        <th>{texts::COL_SINCE.t()}</th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || shelf.rows.value().get().map(|page| page.items).unwrap_or_default()
                        key=content
                        let:row
                    >
                        <Row row />
                    </For>
                </tbody>
            </table>
            {paged::more(shelf.rows, next)}
        }
        .into_any()
    }
}

#[component]
fn Row(row: MerchantRow) -> impl IntoView {
    let picked = Shelf::expect().picked;
    let id = row.id.0;
    view! {
        <tr class="pick" class:picked=move || picked.is(id) on:click=move |_| picked.pick(id)>
            <td>
                <button
                    id=picked.row_id(id)
                    type="button"
                    class="link no"
                    aria-expanded=move || picked.is(id).to_string()
                >
                    {row.code}
                </button>
            </td>
            <td title=row.name.clone()>{row.name.clone()}</td>
            <td>{status_pill(row.status)}</td>
            <td class="sub">{row.outlet_name}</td>
            <td class="sub" title=dates::full(row.created_at)>{dates::moment(row.created_at)}</td>
        </tr>
    }
}
