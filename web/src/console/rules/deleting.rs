//! Taking a rule away.

use leptos::prelude::*;

use super::{Book, Doing, service};
use crate::{
    console::{confirm::Confirm, deed::Deed},
    texts::rules as texts,
};

#[component]
pub fn Deleting() -> impl IntoView {
    let book = Book::expect();
    let deed = Deed::new();
    let rule = Memo::new(move |_| match book.doing.get() {
        Some(Doing::Delete(rule)) => Some(rule),
        _ => None,
    });
    let name = move || rule.with(|rule| rule.as_ref().map(|rule| rule.name.clone()).unwrap_or_default());
    let yes = move |()| {
        let Some(rule) = rule.get_untracked() else { return };
        deed.run(service::delete(rule.id), move |()| {
            book.doing.set(None);
            book.toasts.done(texts::DELETED.fill(&[("name", &rule.name)]));
            book.remove(rule.id);
        });
    };
    view! {
        <Confirm
            open=Signal::derive(move || rule.with(Option::is_some))
            title=Signal::derive(move || texts::DELETE_TITLE.fill(&[("name", &name())]))
            what=Signal::derive(|| texts::DELETE_WHAT.t().to_owned())
            verb=Signal::stored(texts::DELETE)
            deed
            on_yes=yes
            on_close=move |()| book.doing.set(None)
        />
    }
}
