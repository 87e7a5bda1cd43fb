//! Choosing a province, a city, a county.

use leptos::prelude::*;

use super::{
    divisions::{self, NO_CITY},
    party::region,
};
use crate::{
    i18n::Text,
    texts::{common, rules as texts},
    ui::{Button, Icon, Select, Symbol},
};

/// What is chosen; empty: the whole of what is above.
#[derive(Clone, Copy)]
pub struct Place {
    pub province: RwSignal<String>,
    pub city: RwSignal<String>,
    pub district: RwSignal<String>,
}

impl Place {
    pub fn new() -> Place {
        let field = || RwSignal::new(String::new());
        Place { province: field(), city: field(), district: field() }
    }

    pub fn clear(self) {
        for field in [self.province, self.city, self.district] {
            field.set(String::new());
        }
    }

    /// The codes that hold exactly what is chosen.
    pub fn codes(self) -> Vec<u32> {
        let [province, city, district] = [self.province, self.city, self.district].map(|field| field.get_untracked());
        if province.is_empty() { Vec::new() } else { divisions::codes(&province, &city, &district) }
    }

    /// The names of province, city and district as an address has them.
    pub fn names(self) -> [String; 3] {
        let city = self.city.get_untracked();
        let city = if city == NO_CITY { String::new() } else { city };
        [self.province.get_untracked(), city, self.district.get_untracked()]
    }
}

/// `of_address`: down to the county, as addresses are; else what is left open is the whole of it.
#[component]
pub fn PlaceFields(
    place: Place,
    #[prop(optional)] of_address: bool,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let (any_city, any_district) = if of_address {
        (texts::CHOOSE_CITY, texts::CHOOSE_DISTRICT)
    } else {
        (texts::WHOLE_PROVINCE, texts::WHOLE_CITY)
    };
    // What an address can only be is chosen already.
    let only = move |names: Vec<&'static str>| match names.as_slice() {
        [one] if of_address => (*one).to_owned(),
        _ => String::new(),
    };
    let province_chosen = move |province: String| {
        place.district.set(String::new());
        place.city.set(only(divisions::cities(&province)));
    };
    let options = |first: Text, names: Vec<&'static str>| -> Vec<(String, String)> {
        let named = names.into_iter().map(|name| {
            let words = if name == NO_CITY { texts::NO_CITY.t() } else { name };
            (name.to_owned(), words.to_owned())
        });
        std::iter::once((String::new(), first.t().to_owned())).chain(named).collect()
    };
    let provinces = Signal::derive(move || options(texts::ANY_PROVINCE, region::provinces()));
    let cities = Signal::derive(move || options(any_city, place.province.with(|name| divisions::cities(name))));
    let districts = Signal::derive(move || {
        let (province, city) = (place.province.get(), place.city.get());
        let names = if city.is_empty() { Vec::new() } else { divisions::districts(&province, &city) };
        let first = if names.is_empty() && !city.is_empty() { texts::NO_DISTRICT } else { any_district };
        options(first, names)
    });
    view! {
        <div class="grid-3">
            <Select
                label=texts::PROVINCE.t()
                value=place.province
                options=provinces
                on_change=province_chosen
                error
            />
            <Select
                label=texts::CITY.t()
                value=place.city
                options=cities
                on_change=move |_| place.district.set(String::new())
            />
            <Select label=texts::DISTRICT.t() value=place.district options=districts />
        </div>
    }
}

/// The provinces, cities and counties that are chosen, as codes, and the way to choose more.
#[component]
pub fn ChosenPlaces(
    chosen: RwSignal<Vec<u32>>,
    legend: Text,
    most: usize,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let place = Place::new();
    let add = move |()| {
        chosen.update(|chosen| {
            for code in place.codes() {
                if chosen.len() < most && !chosen.contains(&code) {
                    chosen.push(code);
                }
            }
        });
        place.clear();
    };
    let is_none = Memo::new(move |_| place.province.with(String::is_empty));
    let chip = move |code: u32| {
        let name = divisions::name(code);
        let remove = move |_| chosen.update(|chosen| chosen.retain(|one| *one != code));
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
            <legend>{legend.t()}</legend>
            <div class="place-line">
                <PlaceFields place />
                <Button icon=Symbol::Plus disabled=is_none on_press=add>
                    {texts::ADD_PLACE.t()}
                </Button>
            </div>
            <div class="chip-line">
                <For each=move || chosen.get() key=|code| *code let:code>
                    {chip(code)}
                </For>
            </div>
            {move || error.get().map(|words| view! { <p class="wrong" role="alert">{words}</p> })}
        </fieldset>
    }
}
