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
    let location = use_location();
    let path = location.pathname;
    let page = Memo::new(move |_| GatePage::at(&path.get()));
    // Another tracking link in the same tab changes nothing but this.
    let link = Memo::new(move |_| location.hash.get());
    move || match page.get() {
        Some(page) => {
            if page == GatePage::Track {
                link.track();
            }
            let token = path.with_untracked(|path| token_of(page, path));
            view! { <Gate page token /> }.into_any()
        }
        None => view! { <NotFound /> }.into_any(),
    }
}

/// The secret of the page's link. A tracking link is good again and again, so it stays in the address, to be kept and opened once more.
fn token_of(page: GatePage, path: &str) -> String {
    let given = browser::fragment();
    if page == GatePage::Track {
        return if given.is_empty() { GatePage::tracked(path).unwrap_or_default().to_owned() } else { given };
    }
    if !given.is_empty() {
        browser::show_path(page.path());
        TOKEN.set(given);
    }
    TOKEN.with_borrow(Clone::clone)
}

#[component]
fn Gate(page: GatePage, token: String) -> impl IntoView {
    browser::set_title(&format!("{} · {}", shell::gate(page).t(), common::APP_NAME.t()));
    let is_wide =
        matches!(page, GatePage::Apply | GatePage::Follow | GatePage::Outbox | GatePage::Setup | GatePage::Track);
    view! {
        <main class="gate" class:wide=is_wide>
            <div>
                <Console place=ConsolePlace::Gate { page, token } />
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
