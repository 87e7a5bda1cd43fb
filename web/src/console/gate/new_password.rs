//! Choosing a new password, where there is none to prove oneself with.

use leptos::prelude::*;

use crate::{
    features::{
        password::{rule_line, rules},
        sign_in::PasswordField,
    },
    texts::join as texts,
};

/// A new password, typed twice.
#[derive(Clone, Copy)]
pub struct Choice {
    password: RwSignal<String>,
    again: RwSignal<String>,
}

impl Choice {
    pub fn new() -> Choice {
        Choice { password: RwSignal::new(String::new()), again: RwSignal::new(String::new()) }
    }

    pub fn password(self) -> String {
        self.password.get_untracked()
    }

    /// Are the rules met that the page can check?
    pub fn is_met(self) -> bool {
        let all = self.password.with(|new| self.again.with(|again| rules("", new, again)));
        // There is no present one to differ from.
        let [length, kinds, _, same] = all;
        [length, kinds, same].iter().all(|rule| rule.met)
    }
}

#[component]
pub fn NewPassword(choice: Choice, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    let lines = move || {
        let all = choice.password.with(|new| choice.again.with(|again| rules("", new, again)));
        let [length, kinds, _, same] = all;
        [length, kinds, same].map(rule_line).collect_view()
    };
    view! {
        <PasswordField label=texts::NEW.t() value=choice.password error autocomplete="new-password" />
        <PasswordField
            label=texts::AGAIN.t()
            value=choice.again
            error=Signal::derive(|| None::<String>)
            autocomplete="new-password"
        />
        <ul class="rules">{lines}</ul>
    }
}
