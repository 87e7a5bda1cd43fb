//! All shortcuts on one card.

use leptos::prelude::*;

use crate::{
    browser,
    i18n::Text,
    texts::shell,
    ui::{Dialog, Kbd},
};

const KEYS: [(&str, Text); 9] = [
    ("/", shell::KEY_SEARCH),
    ("N", shell::KEY_NEW),
    ("P", shell::KEY_PRINT),
    ("J", shell::KEY_NEXT),
    ("K", shell::KEY_PREVIOUS),
    ("␣", shell::KEY_SELECT),
    ("↵", shell::KEY_OPEN),
    ("Esc", shell::KEY_CLOSE),
    ("?", shell::KEY_HELP),
];

#[component]
pub fn Help(open: RwSignal<bool>) -> impl IntoView {
    let palette = if browser::is_mac() { "⌘ K" } else { "Ctrl K" };
    let line = |(key, text): (&'static str, Text)| {
        view! {
            <dt>
                <Kbd key />
            </dt>
            <dd>{text.t()}</dd>
        }
    };
    view! {
        <Dialog open title=Signal::derive(|| shell::HELP_TITLE.t().to_owned()) on_close=move |()| open.set(false)>
            <dl class="keys">{[(palette, shell::KEY_PALETTE)].into_iter().chain(KEYS).map(line).collect_view()}</dl>
            <p class="sub">{shell::KEY_SCAN.t()}</p>
        </Dialog>
    }
}
