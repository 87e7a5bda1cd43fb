//! Finds a printer's language with a person's eyes: the same mark in every language, each with its own number.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::printers::{
    TrialPaper,
    mark::{MARKED, number},
};

use super::{super::words, Help, draft::Draft, trial};
use crate::{
    texts::printers as texts,
    ui::{Button, Symbol},
};

/// What the wizard says now.
#[derive(Clone, PartialEq)]
enum Stand {
    Begin,
    Asking,
    Took(&'static str),
    NoneCame,
    Failed(trial::TrialError),
}

#[component]
pub fn Wizard(draft: Draft) -> impl IntoView {
    let busy = RwSignal::new(false);
    let stand = RwSignal::new(Stand::Begin);
    let print = move |()| {
        busy.set(true);
        spawn_local(async move {
            let next = match trial::print(draft, TrialPaper::Marks).await {
                Ok(_) => Stand::Asking,
                Err(error) => Stand::Failed(error),
            };
            let _ = stand.try_set(next);
            let _ = busy.try_set(false);
        });
    };
    let answers = move || {
        MARKED
            .iter()
            .map(|language| {
                let (language, n) = (*language, number(*language).to_string());
                let take = move |_| {
                    draft.language.set(language.as_str().to_owned());
                    stand.set(Stand::Took(words::language(language)));
                };
                let words = texts::MARK_ALT.fill(&[("n", &n)]);
                view! {
                    <button type="button" class="mark" aria-label=words on:click=take>
                        {n}
                    </button>
                }
            })
            .collect_view()
    };
    let words = move || match stand.get() {
        Stand::Begin => ().into_any(),
        Stand::Asking => view! {
            <p role="status">{texts::WIZARD_ASK.t()}</p>
            <div class="marks">
                {answers()} <Button on_press=move |()| stand.set(Stand::NoneCame)>{texts::WIZARD_NONE.t()}</Button>
            </div>
        }
        .into_any(),
        Stand::Took(language) => {
            view! { <p class="fine" role="status">{texts::WIZARD_TOOK.fill(&[("language", language)])}</p> }.into_any()
        }
        Stand::NoneCame => view! { <p class="wrong" role="status">{texts::WIZARD_NONE_HELP.t()}</p> }.into_any(),
        Stand::Failed(trial::TrialError::Link(error)) => view! { <Help error /> }.into_any(),
        Stand::Failed(error) => view! { <p class="wrong" role="alert">{error.words()}</p> }.into_any(),
    };
    view! {
        <div class="wizard">
            <Button busy icon=Symbol::Printer on_press=print>
                {texts::WIZARD.t()}
            </Button>
            <p class="sub">{texts::WIZARD_ABOUT.t()}</p>
            {words}
        </div>
    }
}
