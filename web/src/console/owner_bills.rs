//! What owners are charged for the shipments of some days, and what departments cost.

mod days;
mod departments;
mod service;
mod table;

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::parts::{DepartmentCost, OwnerBill};

use self::days::{Days, DaysLine};
use super::{app::Desk, listed::Listed};
use crate::{
    api::Remote,
    texts::owner_bills as texts,
    ui::{Button, EmptyState, Symbol},
};

/// The bills on the page, in context.
#[derive(Clone, Copy)]
struct Book {
    bills: Remote<Vec<OwnerBill>>,
    costs: Remote<Vec<DepartmentCost>>,
    /// The days of the bills that are wanted.
    asked: Memo<Option<(NaiveDate, NaiveDate)>>,
}

impl Book {
    fn expect() -> Book {
        expect_context::<Book>()
    }

    fn load(self) {
        if let Some((from, to)) = self.asked.get_untracked() {
            self.bills.load(service::bills(from, to));
            self.costs.load(service::costs(from, to));
        }
    }
}

#[component]
pub fn OwnerBills(search: String) -> impl IntoView {
    let days = Days::of(&search);
    let book = Book { bills: Remote::new(), costs: Remote::new(), asked: Memo::new(move |_| days.range()) };
    provide_context(book);
    Effect::new(move |_| {
        book.asked.track();
        book.load();
    });
    // Not at once: the page may still be on its way here.
    Effect::watch(move || book.asked.get(), move |asked, _, _| asked.iter().for_each(days::show), false);
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                <span class="sub">{texts::WHY.t()}</span>
            </div>
            <div class="flow" class:old=move || book.bills.busy()>
                <section class="panel" aria-label=texts::TITLE.t()>
                    <DaysLine days />
                    <Listed remote=book.bills load=Callback::new(move |()| book.load())>
                        <Bills />
                    </Listed>
                </section>
                <departments::Departments />
            </div>
        </div>
    }
}

#[component]
fn Bills() -> impl IntoView {
    let book = Book::expect();
    let desk = Desk::expect();
    let is_empty = Memo::new(move |_| book.bills.value().with(|bills| bills.as_ref().is_some_and(Vec::is_empty)));
    move || {
        if is_empty.get() {
            view! {
                <EmptyState symbol=Symbol::File title=texts::EMPTY_TITLE.t() words=texts::EMPTY.t()>
                    <Button on_press=move |()| desk.go("/settings/parts")>{texts::TO_OWNERS.t()}</Button>
                </EmptyState>
            }
            .into_any()
        } else {
            view! { <table::Table /> }.into_any()
        }
    }
}
