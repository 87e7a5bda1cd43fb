//! Asking the rules about orders again: first what would come of it, then for good.

use leptos::prelude::*;
use shared::{OrderId, orders::Order, rules::RuleTestItem};

use super::{Doing, Pool, name_of};
use crate::{
    api::Remote,
    console::{
        deed::Deed,
        listed::Listed,
        rules::{answers::Answers, service},
    },
    texts::{common, rules as texts},
    ui::{Button, ButtonKind, Dialog},
};

#[component]
pub fn Applying() -> impl IntoView {
    let pool = Pool::expect();
    let orders = move || match pool.doing.get() {
        Some(Doing::Apply(orders)) => Some(orders),
        _ => None,
    };
    let title = move || texts::APPLY_TITLE.count(count_of(orders().map_or(0, |orders| orders.len())));
    view! {
        <Dialog
            open=Memo::new(move |_| orders().is_some())
            title=Signal::derive(title)
            on_close=move |()| pool.doing.set(None)
            wide=true
        >
            {untrack(orders).map(|orders| view! { <Preview orders /> })}
        </Dialog>
    }
}

fn count_of(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[component]
fn Preview(orders: Vec<Order>) -> impl IntoView {
    let pool = Pool::expect();
    let deed = Deed::new();
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let ids = StoredValue::new(ids);
    let orders = StoredValue::new(orders);
    let items = Remote::<Vec<RuleTestItem>>::new();
    let load = Callback::new(move |()| items.load(service::ask_about(ids.get_value())));
    load.run(());
    let taken = Memo::new(move |_| {
        items.value().with(|items| items.iter().flatten().filter(|item| item.taken_by.is_some()).count())
    });
    let is_none = Memo::new(move |_| taken.get() == 0);
    let named = move || {
        let items = items.value().get().unwrap_or_default().into_iter();
        let name = |item: &RuleTestItem| {
            orders.with_value(|orders| {
                orders.iter().find(|order| Some(order.id) == item.order_id).map(name_of).unwrap_or_default()
            })
        };
        items.map(|item| (name(&item), item)).collect::<Vec<_>>()
    };
    let apply = move |()| {
        deed.run(service::apply(ids.get_value()), move |items| {
            let taken = items.iter().filter(|item| item.taken_by.is_some()).count();
            pool.toasts.done(texts::APPLIED.count(count_of(taken)));
            pool.changed();
        });
    };
    view! {
        <p class="sub lead">{texts::APPLY_WHAT.t()}</p>
        <Listed remote=items load>
            <p role="status">
                <b>{move || texts::APPLY_TAKEN.count(count_of(taken.get()))}</b>
            </p>
            <div class="scroll applying" tabindex="0" role="region" aria-label=texts::ANSWERS.t()>
                {move || view! { <Answers items=named() /> }}
            </div>
        </Listed>
        {deed.refusal(&[])}
        <div class="acts">
            <Button on_press=move |()| pool.doing.set(None)>{common::CANCEL.t()}</Button>
            <Button kind=ButtonKind::Main busy=deed.busy disabled=is_none on_press=apply>
                {texts::APPLY.t()}
            </Button>
        </div>
    }
}
