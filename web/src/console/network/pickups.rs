//! What couriers are to fetch, and what the network's people say about it.

use leptos::prelude::*;
use shared::{
    Page,
    contacts::Party,
    pickups::{NetworkPickup, PICKUP_SAID_CHARS, PickupAnswer, PickupState},
    shipments::RevealRequest,
};

use super::service;
use crate::{
    amount,
    api::Remote,
    browser::{self, dates},
    console::{
        deed::Deed,
        handovers::pickup,
        listed::{Listed, content},
        paged,
    },
    features::{
        reveal::{Reveal, RevealReason, RevealState},
        shipments::destination,
    },
    texts::{common, handovers, pickups as texts},
    ui::{Button, ButtonKind, Dialog, EmptyState, Pill, Select, Symbol, TextArea, Toasts},
};

const TEXT: &str = "/text";
/// Of the filter: whatever was said.
const ANY: &str = "";

/// What is to be fetched, in context.
#[derive(Clone, Copy)]
struct Desk {
    rows: Remote<Page<NetworkPickup>>,
    state: RwSignal<String>,
    answering: RwSignal<Option<NetworkPickup>>,
}

impl Desk {
    fn expect() -> Desk {
        expect_context::<Desk>()
    }

    fn state(self) -> Option<PickupState> {
        PickupState::parse(&self.state.get_untracked())
    }

    fn load(self) {
        self.rows.load(service::pickups(self.state(), None));
    }
}

#[component]
pub fn Pickups() -> impl IntoView {
    let desk = Desk { rows: Remote::new(), state: RwSignal::new(ANY.to_owned()), answering: RwSignal::new(None) };
    provide_context(desk);
    Effect::new(move |_| {
        desk.state.track();
        desk.load();
    });
    let option = |(state, words): (PickupState, crate::i18n::Text)| (state.as_str().to_owned(), words.t().to_owned());
    let named = [
        (PickupState::Asked, handovers::PICKUP_ASKED),
        (PickupState::Accepted, handovers::PICKUP_ACCEPTED),
        (PickupState::Refused, handovers::PICKUP_REFUSED),
    ];
    let states: Vec<(String, String)> =
        std::iter::once((ANY.to_owned(), common::ALL.t().to_owned())).chain(named.map(option)).collect();
    view! {
        <div class="body">
            <div class="list-side" class:old=move || desk.rows.busy()>
                <p class="list-why sub">{texts::WHY.t()}</p>
                <div class="log-filters">
                    <Select label=texts::COL_STATE.t() value=desk.state options=Signal::stored(states) />
                    <Button icon=Symbol::Refresh on_press=move |()| desk.load()>
                        {common::REFRESH.t()}
                    </Button>
                </div>
                <div class="list">
                    <Listed remote=desk.rows load=Callback::new(move |()| desk.load())>
                        <Rows />
                    </Listed>
                </div>
            </div>
        </div>
        <Answering />
    }
}

#[component]
fn Rows() -> impl IntoView {
    let desk = Desk::expect();
    let is_empty = paged::is_empty(desk.rows);
    let next = move |cursor| service::pickups(desk.state(), Some(cursor));
    move || {
        if is_empty.get() {
            return view! { <EmptyState symbol=Symbol::Check title=texts::EMPTY_TITLE.t() words=texts::EMPTY.t() /> }
                .into_any();
        }
        view! {
            <table class="people pickups">
                <thead>
                    <tr>
                        <th>{texts::COL_WINDOW.t()}</th>
                        <th>{texts::COL_STATE.t()}</th>
                        <th>{texts::COL_MERCHANT.t()}</th>
                        <th>{texts::COL_PLACE.t()}</th>
                        <th class="num">{handovers::COL_PARCELS.t()}</th>
                        <th>{handovers::REMARK.t()}</th>
                        <th>{handovers::COL_NO.t()}</th>
                        <th>{texts::COL_OUTLET.t()}</th>
                        <th>
                            <span class="sr-only">{texts::ANSWER.t()}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || desk.rows.value().get().map(|page| page.items).unwrap_or_default()
                        key=content
                        let:row
                    >
                        <Row row />
                    </For>
                </tbody>
            </table>
            {paged::more(desk.rows, next)}
        }
        .into_any()
    }
}

#[component]
fn Row(row: NetworkPickup) -> impl IntoView {
    let desk = Desk::expect();
    let asked = row.clone();
    let (tone, state) = pickup::state(&row.pickup);
    let merchant = format!("{} {}", row.merchant_code, row.merchant_name);
    let place = format!("{} {}", destination(&row.sender), row.sender.detail);
    let weight = amount::kilograms(u32::try_from(row.weight_g).unwrap_or(u32::MAX));
    let said = (!row.pickup.said.is_empty()).then(|| view! { <span class="sub">" " {row.pickup.said.clone()}</span> });
    view! {
        <tr>
            <td>{dates::span(row.pickup.from, row.pickup.to)}</td>
            <td>
                <Pill tone words=state.t() />
                {said}
            </td>
            <td title=merchant.clone()>{merchant.clone()}</td>
            <td class="sub" title=place.clone()>{place.clone()}</td>
            <td class="num">{amount::grouped(row.parcels.into())} <span class="sub">" · " {weight}</span></td>
            <td class="why">{row.remark}</td>
            <td class="no">{row.handover_no}</td>
            <td class="sub" title=row.outlet_name.clone()>{row.outlet_name.clone()}</td>
            <td>
                <div class="acts">
                    <Button on_press=move |()| desk.answering.set(Some(asked.clone()))>{texts::ANSWER.t()}</Button>
                </div>
            </td>
        </tr>
    }
}

#[component]
fn Answering() -> impl IntoView {
    let desk = Desk::expect();
    let title = move || {
        desk.answering.with(|row| {
            let named = |row: &NetworkPickup| {
                let when = dates::span(row.pickup.from, row.pickup.to);
                texts::ANSWER_TITLE.fill(&[("merchant", &row.merchant_name), ("when", &when)])
            };
            row.as_ref().map(named).unwrap_or_default()
        })
    };
    view! {
        <Dialog
            open=Signal::derive(move || desk.answering.with(Option::is_some))
            title=Signal::derive(title)
            on_close=move |()| desk.answering.set(None)
        >
            {desk.answering.get_untracked().map(|row| view! { <Form row /> })}
        </Dialog>
    }
}

#[component]
fn Form(row: NetworkPickup) -> impl IntoView {
    let (desk, toasts) = (Desk::expect(), Toasts::expect());
    let deed = Deed::new();
    // What would be answered is not asked any more: the list says what is.
    deed.when_overtaken(move |words| {
        desk.answering.set(None);
        toasts.failed(words);
        desk.load();
    });
    let (number, from) = (row.handover_no.clone(), row.pickup.from);
    let options: Vec<(String, String)> =
        [(PickupState::Accepted, texts::ACCEPT), (PickupState::Refused, texts::REFUSE)]
            .into_iter()
            .map(|(state, words)| (state.as_str().to_owned(), words.t().to_owned()))
            .collect();
    let outcome = RwSignal::new(PickupState::Accepted.as_str().to_owned());
    let (text, tried) = (RwSignal::new(row.pickup.said.clone()), RwSignal::new(false));
    let is_missing = move || {
        let refuses = outcome.with(|one| PickupState::parse(one)) == Some(PickupState::Refused);
        refuses && text.with(|text| text.trim().is_empty())
    };
    let beside = deed.beside(TEXT);
    let error = Signal::derive(move || {
        let missing = tried.get() && is_missing();
        missing.then(|| texts::TEXT_NEEDED.t().to_owned()).or_else(|| beside.get())
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Some(state) = PickupState::parse(&outcome.get_untracked()) else { return };
        if untrack(is_missing) {
            browser::focus_first_wrong();
            return;
        }
        let answer = PickupAnswer { from, state, text: text.get_untracked().trim().to_owned() };
        let number = number.clone();
        deed.run(async move { service::answer_pickup(&number, &answer).await }, move |_| {
            desk.answering.set(None);
            toasts.done(texts::ANSWERED.t());
            desk.load();
        });
    };
    view! {
        <Where number=row.handover_no.clone() />
        <form on:submit=submit novalidate>
            <Select label=texts::OUTCOME.t() value=outcome options=Signal::stored(options) />
            <TextArea label=texts::TEXT.t() value=text max_chars=PICKUP_SAID_CHARS error />
            {deed.refusal(&[TEXT])}
            <div class="acts">
                <Button on_press=move |()| desk.answering.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::ANSWER.t()}
                </Button>
            </div>
        </form>
    }
}

/// Where the parcels are, in full for a minute when there is a reason.
#[component]
fn Where(number: String) -> impl IntoView {
    let reveal = Reveal::<Party>::new();
    let ask = Callback::new(move |request: RevealRequest| {
        let number = number.clone();
        reveal.load(async move { service::reveal_pickup(&number, &request).await });
    });
    let address = move || {
        reveal.value().get().map(|party| {
            let place = [party.province, party.city, party.district, party.detail].join(" ");
            view! { <p class="lead">{party.name} " " {party.phone} <br /> {place}</p> }
        })
    };
    view! {
        <div class="manifest">
            <RevealState reveal label=texts::REVEAL />
            <span class="sub">{texts::REVEAL_WHY.t()}</span>
        </div>
        <RevealReason reveal on_reason=ask />
        {address}
    }
}
