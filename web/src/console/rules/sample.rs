//! Asking the rules about an order that may not exist.

use leptos::prelude::*;
use shared::{
    limits::GOODS_CHARS,
    orders::SHOP_CHARS,
    rules::{RuleSample, RuleTestItem},
};

use super::{bench::Asking, service};
use crate::{
    amount::parse_kilograms,
    browser,
    console::{
        places::{Place, PlaceFields},
        rule_words,
    },
    texts::rules as texts,
    ui::{Button, ButtonKind, Field, Select},
};

#[component]
pub fn SampleBench(asking: Asking) -> impl IntoView {
    let field = || RwSignal::new(String::new());
    let (shop, source, goods, weight) = (field(), field(), field(), field());
    let place = Place::new();
    let tried = RwSignal::new(false);
    let is_wrong = move || weight.with(|text| !text.trim().is_empty() && parse_kilograms(text).is_none());
    let weight_error = move || (tried.get() && is_wrong()).then(|| texts::WEIGHT_WRONG.t().to_owned());
    let sources = Signal::derive(|| {
        let none = (String::new(), texts::SOURCE_NONE.t().to_owned());
        std::iter::once(none).chain(rule_words::sources()).collect::<Vec<_>>()
    });
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if untrack(is_wrong) {
            browser::focus_first_wrong();
            return;
        }
        let text = |field: RwSignal<String>| field.get_untracked().trim().to_owned();
        let [province, city, district] = place.names();
        let sample = RuleSample {
            shop: text(shop),
            source: text(source),
            province,
            city,
            district,
            goods: text(goods),
            weight_g: parse_kilograms(&weight.get_untracked()),
        };
        asking.deed.run(service::ask_about_sample(sample), move |items: Vec<RuleTestItem>| {
            let named = items.into_iter().map(|item| (texts::THE_SAMPLE.t().to_owned(), item));
            asking.answers.set(named.collect());
        });
    };
    view! {
        <form on:submit=ask novalidate>
            <div class="grid-4">
                <Field label=texts::SHOP.t() value=shop max_chars=SHOP_CHARS />
                <Select label=texts::SOURCE.t() value=source options=sources />
                <Field label=texts::GOODS_LINE.t() value=goods max_chars=GOODS_CHARS />
                <Field
                    label=texts::WEIGHT.t()
                    value=weight
                    inputmode="decimal"
                    error=Signal::derive(weight_error)
                />
            </div>
            <div class="place-line">
                <PlaceFields place of_address=true error=asking.deed.beside("/sample/province") />
                <Button kind=ButtonKind::Main busy=asking.deed.busy>
                    {texts::ASK.t()}
                </Button>
            </div>
        </form>
    }
}
