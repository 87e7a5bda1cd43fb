//! A button that asks for a file.

use leptos::{html, prelude::*};
use web_sys::{File, HtmlInputElement};

use super::{Button, ButtonKind, Symbol};

#[component]
pub fn FileButton(
    /// Kinds of files, as the browser's dialog takes them.
    #[prop(into)]
    accept: String,
    /// The camera with which a phone takes a picture instead.
    #[prop(optional)]
    capture: Option<&'static str>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(into)] on_file: Callback<File>,
    children: Children,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let ask = move |()| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let chosen = move |event: leptos::ev::Event| {
        let input = event_target::<HtmlInputElement>(&event);
        let file = input.files().and_then(|files| files.get(0));
        // The same file can be chosen again.
        input.set_value("");
        if let Some(file) = file {
            on_file.run(file);
        }
    };
    view! {
        <input
            node_ref=input
            type="file"
            accept=accept
            capture=capture
            hidden
            aria-hidden="true"
            tabindex="-1"
            on:change=chosen
        />
        <Button kind icon=Symbol::Upload busy on_press=ask>
            {children()}
        </Button>
    }
}
