//! Buttons.

use leptos::prelude::*;

use super::{Icon, Symbol};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    #[default]
    Plain,
    /// The one thing this place is for.
    Main,
    /// There when looked for.
    Quiet,
    /// Cannot be taken back.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            ButtonKind::Plain => "btn",
            ButtonKind::Main => "btn main",
            ButtonKind::Quiet => "btn quiet",
            ButtonKind::Danger => "btn danger",
        }
    }
}

/// A button. While `busy` it keeps its place and width, shows that it works, and cannot be pressed again.
/// Without `on_press` it submits its form.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional)] icon: Option<Symbol>,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
    /// The id of the form it submits, where it stands outside of it.
    #[prop(optional)]
    form: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let press = move |_| {
        if let Some(on_press) = on_press
            && !busy.get_untracked()
        {
            on_press.run(());
        }
    };
    view! {
        <button
            type=if on_press.is_some() { "button" } else { "submit" }
            form=form
            class=kind.class()
            class:busy=move || busy.get()
            disabled=move || disabled.get() || busy.get()
            aria-busy=move || busy.get().then_some("true")
            on:click=press
        >
            {icon.map(|symbol| view! { <Icon symbol /> })}
            {children()}
        </button>
    }
}

/// A button that shows only a symbol; `label` says what it does.
#[component]
pub fn IconButton(symbol: Symbol, #[prop(into)] label: String, #[prop(into)] on_press: Callback<()>) -> impl IntoView {
    view! {
        <button type="button" class="btn quiet square" title=label.clone() aria-label=label on:click=move |_| on_press.run(())>
            <Icon symbol />
        </button>
    }
}
