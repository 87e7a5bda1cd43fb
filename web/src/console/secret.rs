//! A secret, shown once.

use leptos::prelude::*;

use crate::{
    browser,
    i18n::Text,
    texts::common,
    ui::{Button, ButtonKind, Dialog, Symbol},
};

/// A dialog with a secret to copy; it is there while there is a secret.
#[component]
pub fn Secret(
    #[prop(into)] secret: Signal<Option<String>>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] how: Signal<String>,
    once: Text,
    copy: Text,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let close = Callback::new(move |()| {
        copied.set(false);
        on_close.run(());
    });
    let text = move || secret.get().unwrap_or_default();
    view! {
        <Dialog open=Signal::derive(move || secret.with(Option::is_some)) title on_close=close wide=true>
            <p>{move || how.get()}</p>
            <p class="secret" data-secret="">{text}</p>
            <p class="sub">{once.t()}</p>
            <div class="acts">
                <span class="sub copied" role="status">{move || copied.get().then(|| common::COPIED.t())}</span>
                <Button
                    icon=Symbol::Copy
                    on_press=move |()| {
                        browser::copy(&text());
                        copied.set(true);
                    }
                >
                    {copy.t()}
                </Button>
                <Button kind=ButtonKind::Main on_press=close>
                    {common::CLOSE.t()}
                </Button>
            </div>
        </Dialog>
    }
}
