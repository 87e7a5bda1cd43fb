//! What an order must be for a rule to take it.

use leptos::{ev, prelude::*};
use shared::rules::{RULE_VALUE_CHARS, RULE_VALUES_MAX};
use web_sys::HtmlInputElement;

use super::{
    draft::Draft,
    places::{Place, PlaceFields},
};
use crate::{
    console::{deed::Deed, divisions, rule_words},
    texts::{common, rules as texts},
    ui::{Button, ChipField, Field, Icon, Symbol},
};

#[component]
pub fn ConditionFields(draft: Draft, deed: Deed, tried: RwSignal<bool>) -> impl IntoView {
    let value_error = move |name: &'static str| {
        Callback::new(move |(place,): (usize,)| deed.error()?.field(&format!("/conditions/{name}/{place}")))
    };
    let refused = move |pointer: &'static str| deed.error().and_then(|error| error.field(pointer));
    let from_error = move || {
        let wrong = tried.get() && draft.weight_from_wrong();
        wrong.then(|| texts::WEIGHT_WRONG.t().to_owned()).or_else(|| refused("/conditions/weight_from_g"))
    };
    let below_error = move || {
        let text = if draft.weight_below_wrong() {
            Some(texts::WEIGHT_WRONG)
        } else {
            draft.is_upside_down().then_some(texts::WEIGHT_ORDER)
        };
        let text = text.filter(|_| tried.get()).map(|text| text.t().to_owned());
        text.or_else(|| refused("/conditions/weight_below_g"))
    };
    view! {
        <fieldset class="rule-part">
            <legend>{texts::CONDITIONS.t()}</legend>
            <p class="sub">{texts::CONDITIONS_WHY.t()}</p>
            <div class="grid-2">
                <ChipField
                    label=texts::SHOPS.t()
                    values=draft.shops
                    max=RULE_VALUES_MAX
                    max_chars=RULE_VALUE_CHARS
                    error=value_error("shops")
                />
                <ChipField
                    label=texts::GOODS.t()
                    values=draft.goods
                    max=RULE_VALUES_MAX
                    max_chars=RULE_VALUE_CHARS
                    error=value_error("goods")
                />
            </div>
            <Sources draft error=deed.beside("/conditions/sources") />
            <Destinations draft error=deed.beside("/conditions/divisions") />
            <div class="grid-2">
                <Field
                    label=texts::WEIGHT_FROM.t()
                    value=draft.weight_from
                    inputmode="decimal"
                    hint=Signal::derive(|| Some(texts::WEIGHT_HINT.t().to_owned()))
                    error=Signal::derive(from_error)
                />
                <Field
                    label=texts::WEIGHT_BELOW.t()
                    value=draft.weight_below
                    inputmode="decimal"
                    error=Signal::derive(below_error)
                />
            </div>
        </fieldset>
    }
}

/// A box for each source; one that is not known here stays to be seen.
#[component]
fn Sources(draft: Draft, error: Signal<Option<String>>) -> impl IntoView {
    let mut all = rule_words::sources();
    for value in draft.sources.get_untracked() {
        if !all.iter().any(|(known, _)| *known == value) {
            all.push((value.clone(), rule_words::source(&value)));
        }
    }
    let choice = move |(value, words): (String, String)| {
        let known = value.clone();
        let change = move |event: ev::Event| {
            let is_on = event_target::<HtmlInputElement>(&event).checked();
            draft.sources.update(|sources| {
                sources.retain(|one| *one != value);
                if is_on {
                    sources.push(value.clone());
                }
            });
        };
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || draft.sources.with(|sources| sources.contains(&known))
                    on:change=change
                />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{texts::SOURCES.t()}</legend>
            <div>{all.into_iter().map(choice).collect_view()}</div>
            {move || error.get().map(|words| view! { <p class="wrong" role="alert">{words}</p> })}
        </fieldset>
    }
}

/// The provinces, cities and counties that are chosen, and the way to choose more.
#[component]
fn Destinations(draft: Draft, error: Signal<Option<String>>) -> impl IntoView {
    let place = Place::new();
    let add = move |()| {
        draft.divisions.update(|chosen| {
            for code in place.codes() {
                if chosen.len() < RULE_VALUES_MAX && !chosen.contains(&code) {
                    chosen.push(code);
                }
            }
        });
        place.clear();
    };
    let is_none = Memo::new(move |_| place.province.with(String::is_empty));
    let chip = move |code: u32| {
        let name = divisions::name(code);
        let remove = move |_| draft.divisions.update(|chosen| chosen.retain(|one| *one != code));
        view! {
            <span class="chip">
                <b>{name.clone()}</b>
                <button type="button" aria-label=common::REMOVE.fill(&[("name", &name)]) on:click=remove>
                    <Icon symbol=Symbol::Close />
                </button>
            </span>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{texts::DIVISIONS.t()}</legend>
            <div class="place-line">
                <PlaceFields place />
                <Button icon=Symbol::Plus disabled=is_none on_press=add>
                    {texts::ADD_PLACE.t()}
                </Button>
            </div>
            <div class="chip-line">
                <For each=move || draft.divisions.get() key=|code| *code let:code>
                    {chip(code)}
                </For>
            </div>
            {move || error.get().map(|words| view! { <p class="wrong" role="alert">{words}</p> })}
        </fieldset>
    }
}
