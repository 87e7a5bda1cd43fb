//! The postings of a merchant, newest first, narrow enough for the panel.

use std::collections::HashSet;

use leptos::prelude::*;
use shared::{
    PostingId,
    ledger::{Posting, PostingKind},
};

use super::{Doing, Till};
use crate::{
    amount,
    browser::dates,
    console::{
        listed::content,
        paged,
        wallet::{
            kind,
            service::{self, PostingsQuery},
            signed,
        },
    },
    texts::wallet as texts,
    ui::Button,
};

#[component]
pub fn Postings() -> impl IntoView {
    let till = Till::expect();
    let is_empty = paged::is_empty(till.postings);
    // What takes a top-up back is newer, and so is listed before it.
    let reversed = Memo::new(move |_| {
        till.postings.value().with(|page| {
            let postings = page.iter().flat_map(|page| &page.items);
            let taken_back = postings.filter(|posting| posting.kind == PostingKind::TopUpReversed);
            taken_back.filter_map(|posting| posting.corrects).collect::<HashSet<PostingId>>()
        })
    });
    let next = move |cursor| {
        let query = PostingsQuery { cursor: Some(cursor), ..PostingsQuery::default() };
        service::postings(till.whose(), query)
    };
    move || {
        if is_empty.get() {
            return view! { <p class="sub">{texts::EMPTY_TITLE.t()}</p> }.into_any();
        }
        view! {
            <ul class="merchant-postings" class:old=move || till.postings.busy()>
                <For
                    each=move || till.postings.value().get().map(|page| page.items).unwrap_or_default()
                    key=content
                    let:posting
                >
                    <Line posting reversed />
                </For>
            </ul>
            {paged::more(till.postings, next)}
        }
        .into_any()
    }
}

#[component]
fn Line(posting: Posting, reversed: Memo<HashSet<PostingId>>) -> impl IntoView {
    let till = Till::expect();
    let (change, class) = signed(posting.amount);
    let after = texts::AFTER.fill(&[("amount", &amount::money(posting.balance_after))]);
    let about = posting.waybill_no.as_deref().map_or_else(|| posting.reason.clone(), amount::waybill);
    let (id, is_top_up) = (posting.id, posting.kind == PostingKind::ToppedUp);
    let (words, at) = (kind(posting.kind), posting.at);
    let can_reverse = move || is_top_up && till.may_write && !reversed.with(|reversed| reversed.contains(&id));
    let posting = StoredValue::new(posting);
    let reverse = move |()| till.doing.set(Some(Doing::Reverse(posting.get_value())));
    view! {
        <li>
            <span>{words.t()} " " <span class="sub" title=dates::full(at)>{dates::moment(at)}</span></span>
            <span class=class>{change}</span>
            <span class="sub about" title=about.clone()>{about.clone()}</span>
            <span class="num sub">{after}</span>
            {move || can_reverse().then(|| view! { <Button on_press=reverse>{texts::REVERSE.t()}</Button> })}
        </li>
    }
}
