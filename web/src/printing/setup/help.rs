//! What stands in the way, and the steps that help on this system.

use leptos::prelude::*;

use super::super::{
    hardware,
    link::LinkError,
    obstacle::{Obstacle, Step, System},
    words,
};
use crate::{
    browser,
    texts::printers as texts,
    ui::{Icon, Symbol},
};

/// An error of a device: the way out step by step where it is a known obstacle, else what happened.
#[component]
pub fn Help(error: LinkError) -> impl IntoView {
    let ids = match &error {
        LinkError::Refused(refusal) => refusal.ids,
        _ => None,
    };
    match Obstacle::of(&error, System::of(&browser::system()), hardware::is_secure()) {
        Some(obstacle) => view! { <Steps obstacle ids /> }.into_any(),
        None => view! { <p class="wrong" role="alert">{words::link(&error)}</p> }.into_any(),
    }
}

#[component]
fn Steps(obstacle: Obstacle, ids: Option<(u16, u16)>) -> impl IntoView {
    let step = |step: Step| {
        view! {
            <li>
                {step.words.t()} {step.command.map(|command| view! { <Command command /> })}
            </li>
        }
    };
    view! {
        <div class="ladder" role="alert">
            <b>{obstacle.title().t()}</b>
            <ol>{obstacle.steps(ids).into_iter().map(step).collect_view()}</ol>
        </div>
    }
}

/// A command, with a button that copies it.
#[component]
fn Command(command: String) -> impl IntoView {
    let copied = RwSignal::new(false);
    let text = command.clone();
    let press = move |_| {
        browser::copy(&text);
        copied.set(true);
    };
    view! {
        <div class="command">
            <pre tabindex="0">{command}</pre>
            <button type="button" class="btn" aria-live="polite" on:click=press>
                <Icon symbol=Symbol::Copy />
                {move || if copied.get() { texts::COPIED.t() } else { texts::COPY.t() }}
            </button>
        </div>
    }
}
