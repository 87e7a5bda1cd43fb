//! What the list of orders is narrowed by.

use leptos::{ev, prelude::*};
use shared::limits::ORDER_NO_CHARS;

use super::{Doing, Pool, list};
use crate::{
    browser,
    console::{flags, parts::Parts},
    features::parts::OwnerSelect,
    texts::{orders as texts, saved_views},
    ui::{Button, Chip, Field, Select},
};

/// The id of the search field.
pub const SEARCH: &str = "order-search";

#[component]
pub fn FilterLine() -> impl IntoView {
    let pool = Pool::expect();
    let keys = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" if !event.is_composing() => {
            event.prevent_default();
            list::focus_first();
        }
        "Escape" if pool.typed.with_untracked(|typed| !typed.is_empty()) => {
            event.stop_propagation();
            pool.typed.set(String::new());
        }
        _ => {}
    };
    let clear = move |()| {
        pool.clear_filters();
        browser::focus(SEARCH);
    };
    view! {
        <div class="log-filters contact-filters">
            <form on:submit=|event| event.prevent_default() on:keydown=keys role="search">
                <Field
                    id=SEARCH
                    label=texts::ORDER_NO.t()
                    value=pool.typed
                    kind="search"
                    placeholder=texts::ORDER_NO_HINT.t()
                    max_chars=ORDER_NO_CHARS
                />
            </form>
            <Select label=texts::FLAG.t() value=pool.flag options=Signal::derive(|| flags::options(texts::FLAG_ANY)) />
            <OwnerSelect names=Parts::expect().names value=pool.owner none=texts::OWNER_ANY />
            {move || {
                pool.import
                    .with(Option::is_some)
                    .then(|| {
                        view! {
                            <Chip
                                name=String::new()
                                value=Signal::derive(|| texts::OF_IMPORT.t().to_owned())
                                remove_label=texts::OF_IMPORT_REMOVE.t()
                                on_remove=move |()| pool.import.set(None)
                            />
                        }
                    })
            }}
            <Button on_press=move |()| pool.doing.set(Some(Doing::Saved))>{saved_views::TITLE.t()}</Button>
            {move || pool.is_filtered().then(|| view! { <Button on_press=clear>{texts::CLEAR_FILTERS.t()}</Button> })}
        </div>
    }
}
