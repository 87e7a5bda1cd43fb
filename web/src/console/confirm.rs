//! Asking before something that is not easily taken back.

use leptos::prelude::*;

use super::deed::Deed;
use crate::{
    i18n::Text,
    texts::common,
    ui::{Button, ButtonKind, Dialog},
};

/// A question with one deed as its answer; the reason of a refusal stands in it.
#[component]
pub fn Confirm(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] what: Signal<String>,
    #[prop(into)] verb: Signal<Text>,
    #[prop(default = ButtonKind::Danger)] kind: ButtonKind,
    deed: Deed,
    #[prop(into)] on_yes: Callback<()>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let close = Callback::new(move |()| {
        deed.clear();
        on_close.run(());
    });
    view! {
        <Dialog open title on_close=close>
            <p>{move || what.get()}</p>
            {deed.refusal(&[])}
            <div class="acts">
                <Button on_press=close>{common::CANCEL.t()}</Button>
                <Button kind busy=deed.busy on_press=on_yes>
                    {verb.get_untracked().t()}
                </Button>
            </div>
        </Dialog>
    }
}
