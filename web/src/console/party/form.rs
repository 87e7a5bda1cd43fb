//! The fields of a person, with a box that takes a whole address.

use std::time::Duration;

use leptos::prelude::*;
use shared::limits::{DETAIL_CHARS, NAME_CHARS, PHONE_CHARS};

use super::{PartyFields, fields::notes, region};
use crate::{
    browser::timer::Debounce,
    texts::party,
    ui::{Field, Icon, Select, Symbol, TextArea},
};

/// What a pasted address may look like; a number that nobody has.
const EXAMPLE: &str = "李雷 13800138000 浙江省杭州市余杭区五常街道文一西路969号";
const SPLIT_AFTER: Duration = Duration::from_millis(120);

/// `error` gives the words for a JSON pointer inside the party.
#[component]
pub fn PartyForm(
    fields: PartyFields,
    #[prop(into)] error: Callback<(&'static str,), Option<String>>,
    /// The cursor begins in the box for a whole address.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let beside = move |pointer: &'static str| Signal::derive(move || error.run((pointer,)));
    let region_error = Signal::derive(move || {
        ["/province", "/city", "/district"].into_iter().find_map(|pointer| error.run((pointer,)))
    });
    view! {
        <PasteBox fields autofocus />
        <div class="grid-2">
            <Field label=party::NAME.t() value=fields.name max_chars=NAME_CHARS required=true error=beside("/name") />
            <Field
                label=party::PHONE.t()
                value=fields.phone
                inputmode="tel"
                max_chars=PHONE_CHARS
                required=true
                error=beside("/phone")
            />
        </div>
        <Region fields error=region_error />
        <Field label=party::DETAIL.t() value=fields.detail max_chars=DETAIL_CHARS required=true error=beside("/detail") />
    }
}

#[component]
fn PasteBox(fields: PartyFields, autofocus: bool) -> impl IntoView {
    let pasted = RwSignal::new(String::new());
    let seen = RwSignal::new(None::<Vec<crate::i18n::Text>>);
    let debounce = Debounce::new(SPLIT_AFTER);
    Effect::watch(
        move || pasted.get(),
        move |text: &String, _, _| {
            let text = text.clone();
            debounce.run(move || {
                if text.trim().is_empty() {
                    seen.set(None);
                    return;
                }
                let parsed = address::parse(&text);
                seen.set(Some(notes(&parsed.notes)));
                let mut next = untrack(move || fields.text());
                next.take(parsed);
                fields.set(next);
            });
        },
        false,
    );
    let found = move || {
        seen.get().map(|notes| {
            let words = std::iter::once(party::UNDERSTOOD).chain(notes).map(crate::i18n::Text::t).collect::<Vec<_>>();
            view! {
                <Icon symbol=Symbol::Check />
                {words.join(" · ")}
            }
        })
    };
    view! {
        <TextArea label=party::PASTE.t() value=pasted rows=2 placeholder=party::PASTE_HINT.fill(&[("example", EXAMPLE)]) autofocus />
        <p class="understood" role="status">{found}</p>
    }
}

#[component]
fn Region(fields: PartyFields, error: Signal<Option<String>>) -> impl IntoView {
    let options = |names: Vec<&'static str>, chosen: String| -> Vec<(String, String)> {
        let mut options = vec![(String::new(), party::CHOOSE.t().to_owned())];
        if names.contains(&"") {
            options = vec![(String::new(), party::NO_PART.t().to_owned())];
        }
        if !chosen.is_empty() && !names.contains(&chosen.as_str()) {
            options.push((chosen.clone(), chosen));
        }
        options
            .extend(names.into_iter().filter(|name| !name.is_empty()).map(|name| (name.to_owned(), name.to_owned())));
        options
    };
    let only = |names: Vec<&'static str>| if let [one] = names.as_slice() { (*one).to_owned() } else { String::new() };
    let provinces = Signal::derive(move || options(region::provinces(), fields.province.get()));
    let cities = Signal::derive(move || options(region::cities(&fields.province.get()), fields.city.get()));
    let districts = Signal::derive(move || {
        options(region::districts(&fields.province.get(), &fields.city.get()), fields.district.get())
    });
    let province_chosen = move |province: String| {
        let city = only(region::cities(&province));
        fields.district.set(only(region::districts(&province, &city)));
        fields.city.set(city);
    };
    let city_chosen =
        move |city: String| fields.district.set(only(region::districts(&fields.province.get_untracked(), &city)));
    view! {
        <div class="grid-3">
            <Select label=party::PROVINCE.t() value=fields.province options=provinces on_change=province_chosen error />
            <Select label=party::CITY.t() value=fields.city options=cities on_change=city_chosen />
            <Select label=party::DISTRICT.t() value=fields.district options=districts />
        </div>
    }
}
