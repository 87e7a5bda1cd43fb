//! Why labels are printed again.

use leptos::prelude::*;
use shared::limits::REASON_CHARS;

use super::Printing;
use crate::{
    texts::printing as texts,
    ui::{Button, ButtonKind, Dialog, Field},
};

/// Open while labels wait for a reason to be printed again.
#[component]
pub fn ReprintDialog() -> impl IntoView {
    let printing = Printing::expect();
    let count = Memo::new(move |_| printing.asking.with(Vec::len));
    let title = Signal::derive(move || texts::REPRINT_TITLE.count(u32::try_from(count.get()).unwrap_or(u32::MAX)));
    let reason = RwSignal::new(String::new());
    let close = move |()| {
        printing.asking.set(Vec::new());
        reason.set(String::new());
    };
    let submit = move || {
        let why = reason.get_untracked().trim().to_owned();
        if !why.is_empty() {
            let ids = printing.asking.get_untracked();
            close(());
            printing.print(ids, Some(why));
        }
    };
    let usual = [texts::REASON_DAMAGED, texts::REASON_LOST, texts::REASON_UNCLEAR];
    view! {
        <Dialog open=Signal::derive(move || count.get() > 0) title on_close=close>
            <form on:submit=move |event| {
                event.prevent_default();
                submit();
            }>
                <p class="sub">{texts::REPRINT_WHY.t()}</p>
                <div class="quick">
                    {usual
                        .into_iter()
                        .map(|text| {
                            view! {
                                <button type="button" class="chip" on:click=move |_| reason.set(text.t().to_owned())>
                                    {text.t()}
                                </button>
                            }
                        })
                        .collect_view()}
                </div>
                <Field
                    label=texts::REPRINT_REASON.t()
                    value=reason
                    max_chars=REASON_CHARS
                    placeholder=texts::REPRINT_PLACEHOLDER.t()
                    required=true
                    autofocus=true
                />
                <div class="acts">
                    <Button on_press=close>{texts::REPRINT_NOT.t()}</Button>
                    <Button
                        kind=ButtonKind::Main
                        disabled=Signal::derive(move || reason.with(|reason| reason.trim().is_empty()))
                    >
                        {texts::REPRINT_DO.t()}
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}
