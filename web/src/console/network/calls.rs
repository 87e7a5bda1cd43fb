//! What carriers were asked and what they answered, for whoever looks after the connection.

use leptos::prelude::*;
use shared::{Page, carriers::CarrierCall};

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
    ui::{Button, EmptyState, Pill, Select, SidePanel, Symbol, Tone},
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

fn outcome(name: &str) -> (String, Tone) {
    let known = OUTCOMES.iter().find(|(known, ..)| *known == name);
    known.map_or_else(|| (name.to_owned(), Tone::New), |(_, words, tone)| (words.t().to_owned(), *tone))
}

#[component]
pub fn Calls() -> impl IntoView {
    let rows = Remote::<Page<CarrierCall>>::new();
    let wanted = RwSignal::new(String::new());
    let picked = RwSignal::new(None::<CarrierCall>);
    let load = Callback::new(move |()| rows.load(service::carrier_calls(wanted.get_untracked(), None)));
    Effect::new(move |_| {
        wanted.track();
        load.run(());
    });
    let outcomes: Vec<(String, String)> = std::iter::once((String::new(), common::ALL.t().to_owned()))
        .chain(OUTCOMES.iter().map(|(name, words, _)| ((*name).to_owned(), words.t().to_owned())))
        .collect();
    let is_empty = paged::is_empty(rows);
    let next = move |cursor| service::carrier_calls(wanted.get_untracked(), Some(cursor));
    view! {
        <div class="body">
            <div class="list-side" class:old=move || rows.busy()>
                <p class="list-why sub">{texts::CALLS_WHY.t()}</p>
                <div class="log-filters">
                    <Select label=texts::CALL_OUTCOME.t() value=wanted options=Signal::stored(outcomes) />
                    <Button icon=Symbol::Refresh on_press=move |()| load.run(())>
                        {common::REFRESH.t()}
                    </Button>
                </div>
                <div class="list">
                    <Listed remote=rows load>
                        {move || {
                            if is_empty.get() {
                                let words = texts::CALLS_EMPTY.t();
                                view! { <EmptyState symbol=Symbol::Truck title=texts::CALLS_EMPTY_TITLE.t() words /> }
                                    .into_any()
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
