//! What carriers were asked and what they answered, for whoever looks after the connection.

use leptos::prelude::*;
use shared::{
    Page,
    carriers::{CarrierCall, CarrierCallFilter},
};

use super::service;
use crate::{
    amount::grouped,
    api::Remote,
    browser::dates,
    console::{
        listed::{Listed, content},
        paged,
    },
    i18n::Text,
    texts::{carriers as texts, common},
    ui::{Button, EmptyState, Field, Pill, Select, SidePanel, Symbol, Tone},
};

/// How calls end, by the service's names.
const OUTCOMES: [(&str, Text, Tone); 8] = [
    ("done", texts::CALL_DONE, Tone::Ok),
    ("refused", texts::CALL_REFUSED, Tone::Bad),
    ("unavailable", texts::CALL_UNAVAILABLE, Tone::Warn),
    ("unknown", texts::CALL_UNKNOWN, Tone::Warn),
    ("config", texts::CALL_CONFIG, Tone::Bad),
    ("not_asked", texts::CALL_NOT_ASKED, Tone::New),
    ("received", texts::CALL_RECEIVED, Tone::Ok),
    ("ignored", texts::CALL_IGNORED, Tone::New),
];

/// What is asked of carriers, and what they push, by its name in the list.
const APIS: [&str; 17] = [
    "zto.open.createOrder",
    "zto.open.getOrderInfo",
    "zto.open.cancelPreOrder",
    "zto.innovate.bagAddrMark",
    "zto.merchant.waybill.track.query",
    "zto.merchant.waybill.track.subsrcibe",
    "zto.merchant.preorder.subsrcibe",
    "zto.open.queryAvailableBalanceNew",
    "zto.open.bindingEaccount",
    "zto.open.areaUnobstructed",
    "zto.open.obtainPicePrescription",
    "thirdcenter.createIntercept",
    "thirdcenter.cancelIntercept",
    "thirdcenter.queryInterceptAndReturnStatus",
    "push Traces",
    "push expState",
    "push expPrice",
];
const CODE_CHARS: usize = 20;
const NUMBER_CHARS: usize = 200;

/// What is looked for; empty: everything.
#[derive(Clone, Copy)]
struct Filters {
    merchant: RwSignal<String>,
    number: RwSignal<String>,
    api: RwSignal<String>,
    outcome: RwSignal<String>,
}

impl Filters {
    fn new() -> Filters {
        let field = || RwSignal::new(String::new());
        Filters { merchant: field(), number: field(), api: field(), outcome: field() }
    }

    fn all(self) -> [RwSignal<String>; 4] {
        [self.merchant, self.number, self.api, self.outcome]
    }

    fn query(self, cursor: Option<String>) -> CarrierCallFilter {
        let given = |value: RwSignal<String>| Some(value.get().trim().to_owned()).filter(|text| !text.is_empty());
        CarrierCallFilter {
            merchant_code: given(self.merchant),
            number: given(self.number),
            api: given(self.api),
            outcome: given(self.outcome),
            cursor,
            ..CarrierCallFilter::default()
        }
    }

    fn are_set(self) -> bool {
        self.all().into_iter().any(|filter| filter.with(|text| !text.is_empty()))
    }
}

fn outcome(name: &str) -> (String, Tone) {
    let known = OUTCOMES.iter().find(|(known, ..)| *known == name);
    known.map_or_else(|| (name.to_owned(), Tone::New), |(_, words, tone)| (words.t().to_owned(), *tone))
}

#[component]
pub fn Calls() -> impl IntoView {
    let rows = Remote::<Page<CarrierCall>>::new();
    let filters = Filters::new();
    let picked = RwSignal::new(None::<CarrierCall>);
    let load = Callback::new(move |()| rows.load(service::carrier_calls(untrack(|| filters.query(None)))));
    Effect::new(move |_| {
        filters.all().iter().for_each(Track::track);
        load.run(());
    });
    let is_empty = paged::is_empty(rows);
    let next = move |cursor| service::carrier_calls(untrack(|| filters.query(Some(cursor))));
    view! {
        <div class="body">
            <div class="list-side" class:old=move || rows.busy()>
                <p class="list-why sub">{texts::CALLS_WHY.t()}</p>
                <FilterLine filters load />
                <div class="list">
                    <Listed remote=rows load>
                        {move || {
                            if is_empty.get() {
                                let (title, words) = if untrack(|| filters.are_set()) {
                                    (texts::CALLS_NONE_TITLE, texts::CALLS_NONE)
                                } else {
                                    (texts::CALLS_EMPTY_TITLE, texts::CALLS_EMPTY)
                                };
                                view! { <EmptyState symbol=Symbol::Truck title=title.t() words=words.t() /> }.into_any()
                            } else {
                                view! { <Table rows picked /> }.into_any()
                            }
                        }}
                        {paged::more(rows, next)}
                    </Listed>
                </div>
            </div>
            {move || picked.get().map(|call| view! { <Shown call picked /> })}
        </div>
    }
}

#[component]
fn FilterLine(filters: Filters, load: Callback<()>) -> impl IntoView {
    let every = || (String::new(), common::ALL.t().to_owned());
    let outcomes = OUTCOMES.iter().map(|(name, words, _)| ((*name).to_owned(), words.t().to_owned()));
    let outcomes: Vec<(String, String)> = std::iter::once(every()).chain(outcomes).collect();
    let apis = APIS.iter().map(|name| ((*name).to_owned(), (*name).to_owned()));
    let apis: Vec<(String, String)> = std::iter::once(every()).chain(apis).collect();
    let typed = [RwSignal::new(String::new()), RwSignal::new(String::new())];
    let look = move || {
        for (typed, filter) in typed.into_iter().zip([filters.merchant, filters.number]) {
            // The field may lose the focus because it goes.
            let text = typed.try_get_untracked().filter(|text| filter.try_get_untracked().as_ref() != Some(text));
            if let Some(text) = text {
                filter.set(text);
            }
        }
    };
    let clear = move |()| typed.into_iter().chain(filters.all()).for_each(|text| text.set(String::new()));
    view! {
        <div class="log-filters">
            <form
                on:submit=move |event| {
                    event.prevent_default();
                    look();
                }
                on:focusout=move |_| look()
            >
                <Field label=texts::CALL_MERCHANT.t() value=typed[0] max_chars=CODE_CHARS />
                <Field label=texts::CALL_NUMBER.t() value=typed[1] max_chars=NUMBER_CHARS />
                <button type="submit" hidden></button>
            </form>
            <Select label=texts::CALL_API.t() value=filters.api options=Signal::stored(apis) />
            <Select label=texts::CALL_OUTCOME.t() value=filters.outcome options=Signal::stored(outcomes) />
            <Button icon=Symbol::Refresh on_press=move |()| load.run(())>
                {common::REFRESH.t()}
            </Button>
            {move || filters.are_set().then(|| view! { <Button on_press=clear>{texts::CALLS_CLEAR.t()}</Button> })}
        </div>
    }
}

#[component]
fn Table(rows: Remote<Page<CarrierCall>>, picked: RwSignal<Option<CarrierCall>>) -> impl IntoView {
    view! {
        <table class="people">
            <thead>
                <tr>
                    <th>{texts::CALL_AT.t()}</th>
                    <th>{texts::CALL_API.t()}</th>
                    <th>{texts::CALL_MERCHANT.t()}</th>
                    <th>{texts::CALL_OUTCOME.t()}</th>
                    <th>{texts::CALL_CODE.t()}</th>
                    <th class="num">{texts::CALL_TOOK.t()}</th>
                </tr>
            </thead>
            <tbody>
                <For
                    each=move || rows.value().get().map(|page| page.items).unwrap_or_default()
                    key=content
                    let:call
                >
                    <Row call picked />
                </For>
            </tbody>
        </table>
    }
}

#[component]
fn Row(call: CarrierCall, picked: RwSignal<Option<CarrierCall>>) -> impl IntoView {
    let (words, tone) = outcome(&call.outcome);
    let shown = call.clone();
    let id = call.id;
    view! {
        <tr class:picked=move || picked.with(|one| one.as_ref().is_some_and(|one| one.id == id))>
            <td title=dates::full(call.at)>
                <button type="button" class="link" on:click=move |_| picked.set(Some(shown.clone()))>
                    {dates::moment(call.at)}
                </button>
            </td>
            <td>{call.api}</td>
            <td class="sub">{call.merchant_code}</td>
            <td><Pill tone words /></td>
            <td class="sub">{call.carrier_code}</td>
            <td class="num">{grouped(call.took_ms.into())} " ms"</td>
        </tr>
    }
}

/// One call, as it was kept.
#[component]
fn Shown(call: CarrierCall, picked: RwSignal<Option<CarrierCall>>) -> impl IntoView {
    let (words, tone) = outcome(&call.outcome);
    let title = call.api.clone();
    let status = call.http_status.map(|status| format!("HTTP {status}"));
    let text = |name: Text, text: String| {
        (!text.is_empty()).then(|| {
            view! {
                <section>
                    <h3>{name.t()}</h3>
                    <pre class="call-text" tabindex="0">{text}</pre>
                </section>
            }
        })
    };
    view! {
        <SidePanel label=texts::CALLS.t() title=Signal::stored(title) on_close=move |()| picked.set(None)>
            <div class="acts">
                <Pill tone words />
                <span class="sub">{status}</span>
                <span class="sub">{dates::full(call.at)}</span>
            </div>
            {text(texts::CALL_REQUEST, call.request)}
            {text(texts::CALL_ANSWER, call.answer)}
        </SidePanel>
    }
}
