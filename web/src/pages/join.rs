use std::cell::RefCell;

use leptos::prelude::*;

use crate::{
    bridge::ConsolePlace,
    browser,
    features::{console::Console, shell::LanguageChoice},
    texts::{common, shell},
};

const PATH: &str = "/join";

thread_local! {
    /// The secret of the link: in memory only, so that another language finds it and nobody else does.
    static TOKEN: RefCell<String> = const { RefCell::new(String::new()) };
}

/// An invited person comes in.
#[component]
pub fn JoinPage() -> impl IntoView {
    let given = browser::fragment();
    if !given.is_empty() {
        browser::show_path(PATH);
        TOKEN.set(given);
    }
    browser::set_title(&format!("{} · {}", shell::JOIN.t(), common::APP_NAME.t()));
    view! {
        <main class="gate">
            <div>
                <Console place=ConsolePlace::Join { token: TOKEN.with_borrow(Clone::clone) } />
                <div class="under-card">
                    <LanguageChoice />
                </div>
            </div>
        </main>
    }
}
