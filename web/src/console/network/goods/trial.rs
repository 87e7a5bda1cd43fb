//! What the service finds in a text.

use leptos::prelude::*;
use shared::{
    goods::{GoodsCheck, GoodsFinding},
    limits::GOODS_CHARS,
};

use crate::{
    browser,
    console::{deed::Deed, goods_words, shipments::check_goods},
    texts::goods as texts,
    ui::{Button, Field},
};

#[component]
pub fn Trial() -> impl IntoView {
    let deed = Deed::new();
    let goods = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let found = RwSignal::new(None::<Vec<GoodsFinding>>);
    let refused = deed.beside("/goods");
    let error = Signal::derive(move || {
        let is_missing = tried.get() && goods.with(|text| text.trim().is_empty());
        is_missing.then(|| texts::TRY_MISSING.t().to_owned()).or_else(|| refused.get())
    });
    let check = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = goods.get_untracked().trim().to_owned();
        tried.set(text.is_empty());
        if text.is_empty() {
            browser::focus_first_wrong();
            return;
        }
        deed.run(check_goods(text), move |check: GoodsCheck| found.set(Some(check.findings)));
    };
    view! {
        <form class="goods-trial" on:submit=check novalidate aria-label=texts::TRY.t()>
            <Field
                label=texts::TRY.t()
                value=goods
                error
                hint=Signal::derive(|| Some(texts::TRY_WHY.t().to_owned()))
                max_chars=GOODS_CHARS
            />
            <Button busy=deed.busy>{texts::TRY_GO.t()}</Button>
            {deed.refusal(&["/goods"])}
            <div role="status">
                {move || match found.get() {
                    None => ().into_any(),
                    Some(findings) if findings.is_empty() => view! { <p>{texts::FOUND_NONE.t()}</p> }.into_any(),
                    Some(findings) => goods_words::list(findings).into_any(),
                }}
            </div>
        </form>
    }
}
