use std::cell::RefCell;

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

use crate::{
    bridge::{ConsolePlace, GatePage},
    browser,
    features::{console::Console, shell::LanguageChoice},
    texts::{common, shell},
    ui::{EmptyState, Symbol},
};

thread_local! {
    /// The secret of a link: in memory only, so that another language finds it and nobody else does.
    static TOKEN: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What has no place of its own: a page for people who are not signed in, or an address that leads nowhere.
#[component]
pub fn OtherPage() -> impl IntoView {
    let path = use_location().pathname;
    let page = Memo::new(move |_| GatePage::at(&path.get()));
    move || match page.get() {
        Some(page) => view! { <Gate page /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Gate(page: GatePage) -> impl IntoView {
    let given = browser::fragment();
    if !given.is_empty() {
        browser::show_path(page.path());
        TOKEN.set(given);
    }
    browser::set_title(&format!("{} · {}", shell::gate(page).t(), common::APP_NAME.t()));
    let is_wide = matches!(page, GatePage::Apply | GatePage::Follow | GatePage::Outbox | GatePage::Setup);
    view! {
        <main class="gate" class:wide=is_wide>
            <div>
                <Console place=ConsolePlace::Gate { page, token: TOKEN.with_borrow(Clone::clone) } />
                <div class="under-card">
                    <LanguageChoice />
                </div>
            </div>
        </main>
    }
}

/// An address that leads nowhere, with a way back.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <main class="gate">
            <EmptyState symbol=Symbol::Alert title=shell::NOT_FOUND_TITLE.t() words=shell::NOT_FOUND.t()>
                <A href="/" attr:class="btn main">
                    {shell::TO_TODAY.t()}
                </A>
            </EmptyState>
        </main>
    }
}
