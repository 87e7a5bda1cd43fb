//! A merchant's money at the network: what there is, and every posting that made it so.

mod facts;
mod filters;
pub mod service;
mod table;
mod words;

use std::time::Duration;

use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*};
use shared::{
    Page,
    ledger::{Posting, Wallet},
};

pub use self::words::{kind, signed};
use self::{
    facts::Facts,
    filters::{FilterLine, Filters},
    service::Whose,
};
use super::listed::Listed;
use crate::{
    api::Remote,
    bridge::SHIPMENTS_CHANGED,
    browser::{self, timer::Debounce},
    texts::{common, wallet as texts},
    ui::{Button, ButtonKind, Symbol},
};

/// Changes come in bursts; they are looked at together.
const LIVE_WAIT: Duration = Duration::from_millis(700);

/// The account on the page, in context.
#[derive(Clone, Copy)]
struct Book {
    wallet: Remote<Wallet>,
    postings: Remote<Page<Posting>>,
    filters: Filters,
}

impl Book {
    fn expect() -> Book {
        expect_context::<Book>()
    }

    fn load_wallet(self) {
        self.wallet.load(service::wallet(Whose::Own));
    }

    fn load_postings(self) {
        let query = untrack(|| self.filters.query());
        self.postings.load(service::postings(Whose::Own, query));
    }

    fn load(self) {
        self.load_wallet();
        self.load_postings();
    }
}

#[component]
pub fn WalletPage(search: String) -> impl IntoView {
    let book = Book { wallet: Remote::new(), postings: Remote::new(), filters: Filters::of(&search) };
    provide_context(book);
    book.load_wallet();
    follow(book);
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                <span class="sub">{texts::WHY.t()}</span>
                <div class="end">
                    <Button
                        kind=ButtonKind::Quiet
                        icon=Symbol::Refresh
                        busy=Signal::derive(move || book.wallet.busy() || book.postings.busy())
                        on_press=move |()| book.load()
                    >
                        {common::REFRESH.t()}
                    </Button>
                </div>
            </div>
            <div class="flow">
                <section class="panel wallet" aria-label=texts::TITLE.t()>
                    <Listed remote=book.wallet load=Callback::new(move |()| book.load_wallet())>
                        {move || book.wallet.value().get().map(|wallet| view! { <Facts wallet /> })}
                    </Listed>
                </section>
                <section class="panel" aria-label=texts::POSTINGS.t()>
                    <header>
                        <h2>{texts::POSTINGS.t()}</h2>
                    </header>
                    <FilterLine />
                    <Listed remote=book.postings load=Callback::new(move |()| book.load_postings())>
                        <table::Rows />
                    </Listed>
                </section>
            </div>
        </div>
    }
}

/// The list and the address follow what is asked for, and both what happens to shipments.
fn follow(book: Book) {
    Effect::new(move |_| {
        book.filters.track();
        book.load_postings();
    });
    // Not at once: the page may still be on its way here.
    Effect::watch(move || book.filters.address(), |address, _, _| browser::show_path(address), false);
    // Who has read further down the list keeps it until asking.
    let soon = Debounce::new(LIVE_WAIT);
    let heard = window_event_listener_untyped(SHIPMENTS_CHANGED, move |_| {
        soon.run(move || {
            let is_first_page = book
                .postings
                .value()
                .with_untracked(|page| page.as_ref().is_none_or(|page| page.items.len() <= service::PAGE as usize));
            book.load_wallet();
            if is_first_page {
                book.load_postings();
            }
        });
    });
    on_cleanup(move || heard.remove());
}
