//! What an order must be for a rule to take it.

use leptos::{ev, prelude::*};
use shared::rules::{RULE_VALUE_CHARS, RULE_VALUES_MAX};
use web_sys::HtmlInputElement;

use super::draft::Draft;
use crate::{
    console::{deed::Deed, places::ChosenPlaces, rule_words},
    texts::rules as texts,
    ui::{ChipField, Field},
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
            <ChosenPlaces
                chosen=draft.divisions
                legend=texts::DIVISIONS
                most=RULE_VALUES_MAX
                error=deed.beside("/conditions/divisions")
            />
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
