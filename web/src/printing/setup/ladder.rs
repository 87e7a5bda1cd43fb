//! What to do when the system holds the printer.

use leptos::prelude::*;

use crate::{browser, texts::printing as texts};

/// The way out, step by step, for this system.
#[component]
pub fn Ladder() -> impl IntoView {
    let system = browser::system();
    let text = if system.starts_with("Win") {
        texts::LADDER_WINDOWS
    } else if system.starts_with("Linux") {
        texts::LADDER_LINUX
    } else {
        texts::LADDER_OTHER
    };
    let mut lines = text.t().split('|');
    let first = lines.next().unwrap_or_default();
    view! {
        <div class="ladder" role="alert">
            <b>{texts::LADDER_TITLE.t()}</b>
            <p>{first}</p>
            <ol>{lines.map(|line| view! { <li>{line}</li> }).collect_view()}</ol>
        </div>
    }
}
