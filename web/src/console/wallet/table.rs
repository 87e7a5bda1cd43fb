//! The postings, newest first.

use leptos::prelude::*;
use shared::ledger::Posting;

use super::{
    Book,
    service::{self, PostingsQuery, Whose},
    words::{kind, signed},
};
use crate::{
    amount,
    browser::dates,
    console::{listed::content, paged},
    texts::wallet as texts,
    ui::{EmptyState, Symbol},
};

#[component]
pub fn Rows() -> impl IntoView {
    let book = Book::expect();
    let is_empty = paged::is_empty(book.postings);
    let next = move |cursor| {
        let query = PostingsQuery { cursor: Some(cursor), ..untrack(|| book.filters.query()) };
        service::postings(Whose::Own, query)
    };
    move || {
        if is_empty.get() {
            let (title, words) = if untrack(|| book.filters.are_set()) {
                (texts::NONE_TITLE, texts::NONE)
            } else {
                (texts::EMPTY_TITLE, texts::EMPTY)
            };
            return view! { <EmptyState symbol=Symbol::Wallet title=title.t() words=words.t() /> }.into_any();
        }
        view! {
            <div class="scroll" role="group" aria-label=texts::POSTINGS.t() tabindex="0" class:old=move || book.postings.busy()>
                <Table />
            </div>
            {paged::more(book.postings, next)}
        }
        .into_any()
    }
}

#[component]
fn Table() -> impl IntoView {
    let book = Book::expect();
    view! {
        <table class="postings">
            <thead>
                <tr>
                    <th>{texts::COL_AT.t()}</th>
                    <th>{texts::KIND.t()}</th>
                    <th>{texts::COL_SHIPMENT.t()}</th>
                    <th class="num">{texts::COL_AMOUNT.t()}</th>
                    <th class="num">{texts::COL_FROZEN.t()}</th>
                    <th class="num">{texts::COL_AFTER.t()}</th>
                    <th>{texts::COL_REASON.t()}</th>
                </tr>
            </thead>
            <tbody>
                <For
                    each=move || book.postings.value().get().map(|page| page.items).unwrap_or_default()
                    key=content
                    children=line
                />
            </tbody>
        </table>
    }
}

fn line(posting: Posting) -> impl IntoView {
    let (change, change_class) = signed(posting.amount);
    let (frozen, _) = signed(posting.frozen);
    let number = posting.waybill_no.map(|number| {
        view! { <a class="no" href=format!("/shipments?waybill_no={number}")>{amount::waybill(&number)}</a> }
    });
    view! {
        <tr>
            <td class="sub" title=dates::full(posting.at)>{dates::moment(posting.at)}</td>
            <td>{kind(posting.kind).t()}</td>
            <td>{number}</td>
            <td class=change_class>{change}</td>
            <td class="num sub">{frozen}</td>
            <td class="num">{amount::money(posting.balance_after)}</td>
            <td title=posting.reason.clone()>{posting.reason.clone()}</td>
        </tr>
    }
}
