//! States as coloured words.

use leptos::prelude::*;

/// What a state means; colour stands for nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    New,
    Move,
    Ok,
    Warn,
    Bad,
}

impl Tone {
    pub const fn class(self) -> &'static str {
        match self {
            Tone::New => "state new",
            Tone::Move => "state move",
            Tone::Ok => "state ok",
            Tone::Warn => "state warn",
            Tone::Bad => "state bad",
        }
    }
}

#[component]
pub fn Pill(tone: Tone, #[prop(into)] words: String) -> impl IntoView {
    view! { <span class=tone.class()>{words}</span> }
}
