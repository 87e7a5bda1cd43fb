//! The rules in their order.

use leptos::prelude::*;

use super::{Book, Doing, row::Row};
use crate::{
    console::listed::{Listed, content},
    texts::rules as texts,
    ui::{Button, EmptyState, Symbol},
};

#[component]
pub fn List() -> impl IntoView {
    let book = Book::expect();
    let is_empty = Memo::new(move |_| book.rules.value().with(|rules| rules.as_ref().is_some_and(Vec::is_empty)));
    let add = move |()| book.doing.set(Some(Doing::Edit(None)));
    let listed = move || {
        if is_empty.get() {
            return view! {
                <EmptyState symbol=Symbol::Log title=texts::EMPTY_TITLE.t() words=texts::EMPTY.t()>
                    {book.may_write.then(|| view! { <Button on_press=add>{texts::ADD.t()}</Button> })}
                </EmptyState>
            }
            .into_any();
        }
        view! {
            <ol class="order-rules" aria-label=texts::LIST.t()>
                <For each=move || book.all() key=content let:rule>
                    <Row rule />
                </For>
            </ol>
        }
        .into_any()
    };
    view! {
        <section class="panel" aria-labelledby="order-rules" class:old=move || book.rules.busy()>
            <header>
                <h2 id="order-rules">{texts::TITLE.t()}</h2>
                <span class="sub">{texts::WHY.t()}</span>
                {book.may_write.then(|| view! { <span class="end sub">{texts::KEYS.t()}</span> })}
            </header>
            <Listed remote=book.rules load=Callback::new(move |()| book.load())>
                {listed}
            </Listed>
        </section>
    }
}
