//! What is done with the orders that are chosen.

use leptos::prelude::*;
use shared::orders::{MERGE_MAX, OrderPatch};

use super::{Doing, Pool, Tab, service, service::Act};
use crate::{
    amount::grouped,
    console::{carriers::with_left, confirm::Confirm, deed::Deed, flags, selection::Selection},
    i18n::Text,
    texts::{orders as texts, rules},
    ui::{Button, ButtonKind, Menu, Select},
};

#[component]
pub fn BulkBar() -> impl IntoView {
    let pool = Pool::expect();
    let count = Memo::new(move |_| pool.chosen.with(Selection::len));
    let is_any = Memo::new(move |_| count.get() > 0);
    let is_cancelled = Memo::new(move |_| pool.tab.get() == Tab::Cancelled);
    let words = move || texts::SELECTED.count(u32::try_from(count.get()).unwrap_or(u32::MAX));
    let acts = move || {
        view! {
            <b role="status">{words}</b>
            {move || {
                if is_cancelled.get() {
                    view! { <Button busy=pool.busy on_press=move |()| pool.act(Act::Reopen)>{texts::REOPEN.t()}</Button> }
                        .into_any()
                } else if pool.tab.get() == Tab::Placing {
                    // Nothing can be done with them until the carrier answers.
                    ().into_any()
                } else {
                    view! { <OpenActs count /> }.into_any()
                }
            }}
            <Button kind=ButtonKind::Quiet on_press=move |()| pool.chosen.update(Selection::clear)>
                {texts::CLEAR_SELECTION.t()}
            </Button>
        }
    };
    let progress = move || {
        let (done, total) = pool.progress.get()?;
        let (done, total) = (grouped(done as u64), grouped(total as u64));
        Some(view! { <span role="status">{texts::SHIPPING.fill(&[("done", &done), ("total", &total)])}</span> })
    };
    view! {
        <div class="bulk">
            {move || is_any.get().then(acts)} {progress} <span class="end">{texts::HINT.t()}</span>
        </div>
    }
}

/// What can be done with orders that wait.
#[component]
fn OpenActs(count: Memo<usize>) -> impl IntoView {
    let pool = Pool::expect();
    let is_one = Memo::new(move |_| count.get() == 1);
    let can_merge = Memo::new(move |_| (2..=MERGE_MAX).contains(&count.get()));
    let held = Memo::new(move |_| {
        let orders = pool.chosen_orders();
        (orders.iter().any(|order| order.is_held), orders.iter().any(|order| !order.is_held))
    });
    let hold = move |is_held: bool| change(pool, OrderPatch { is_held: Some(is_held), ..OrderPatch::default() });
    let split = move |()| {
        if let Some(order) = untrack(|| pool.chosen_orders()).pop() {
            pool.doing.set(Some(Doing::Split(order)));
        }
    };
    let merge = move |()| {
        let ids = pool.chosen_ids();
        let merged = texts::MERGED.count(u32::try_from(ids.len()).unwrap_or(u32::MAX));
        pool.run(service::merge(ids), move |_| {
            pool.toasts.done(merged);
            pool.changed();
        });
    };
    let batch = move |()| pool.doing.set(Some(Doing::Batch(untrack(|| pool.chosen_orders()))));
    let has_rules =
        Memo::new(move |_| pool.rules.value().with(|rules| rules.as_ref().is_some_and(|all| !all.is_empty())));
    let apply = move |()| pool.doing.set(Some(Doing::Apply(untrack(|| pool.chosen_orders()))));
    view! {
        <ShipWith />
        <Button kind=ButtonKind::Main busy=pool.busy on_press=move |()| pool.act(Act::Ship)>
            {texts::SHIP.t()}
        </Button>
        {move || held.get().1.then(|| view! { <Button on_press=move |()| hold(true)>{texts::HOLD.t()}</Button> })}
        {move || held.get().0.then(|| view! { <Button on_press=move |()| hold(false)>{texts::RELEASE.t()}</Button> })}
        <FlagMenu />
        <Button on_press=batch>{texts::BATCH.t()}</Button>
        {move || has_rules.get().then(|| view! { <Button on_press=apply>{rules::APPLY.t()}</Button> })}
        {move || can_merge.get().then(|| view! { <Button on_press=merge>{texts::MERGE.t()}</Button> })}
        {move || is_one.get().then(|| view! { <Button on_press=split>{texts::SPLIT.t()}</Button> })}
        <Button on_press=move |()| pool.doing.set(Some(Doing::Cancel))>{texts::CANCEL.t()}</Button>
    }
}

/// With which of its carriers it is shipped, for whoever has more than the network.
#[component]
fn ShipWith() -> impl IntoView {
    let pool = Pool::expect();
    move || {
        let accounts = pool.accounts();
        if accounts.is_empty() {
            return None;
        }
        let plain = [("", texts::WITH_ORDER), (service::NETWORK, texts::WITH_NETWORK)];
        let known: Vec<(String, String)> = plain
            .into_iter()
            .map(|(value, words)| (value.to_owned(), words.t().to_owned()))
            .chain(accounts.iter().map(|account| (account.id.to_string(), with_left(account))))
            .collect();
        Some(view! { <span class="ship-with"><Select label=texts::WITH.t() value=pool.account options=known /></span> })
    }
}

/// Marks everything that is chosen.
#[component]
fn FlagMenu() -> impl IntoView {
    let pool = Pool::expect();
    let open = RwSignal::new(false);
    let mark = move |flag: &'static str| {
        open.set(false);
        change(pool, OrderPatch { flag: Some(flag.to_owned()), ..OrderPatch::default() });
    };
    let item = move |flag: &'static str, words: Text| {
        view! {
            <button type="button" class="menu-item" on:click=move |_| mark(flag)>
                {flags::view(flag)}
                {flag.is_empty().then(|| words.t())}
            </button>
        }
    };
    view! {
        <Menu open class="btn" trigger=|| texts::FLAG.t()>
            {flags::FLAGS.map(|(flag, words, _)| item(flag, words)).collect_view()}
            {item("", texts::FLAG_NONE)}
        </Menu>
    }
}

/// Changes everything that is chosen at once: what is as easily taken back is not asked about.
fn change(pool: Pool, patch: OrderPatch) {
    let work = service::batch_edit(pool.chosen_ids(), patch, false);
    pool.run(work, move |orders| {
        pool.toasts.done(texts::CHANGED.count(u32::try_from(orders.len()).unwrap_or(u32::MAX)));
        pool.changed();
    });
}

#[component]
pub fn Cancelling() -> impl IntoView {
    let pool = Pool::expect();
    let count = move || u32::try_from(pool.chosen.with(Selection::len)).unwrap_or(u32::MAX);
    view! {
        <Confirm
            open=Signal::derive(move || pool.doing.with(|doing| *doing == Some(Doing::Cancel)))
            title=Signal::derive(move || texts::CANCEL_TITLE.count(count()))
            what=Signal::derive(|| texts::CANCEL_WHAT.t().to_owned())
            verb=Signal::stored(texts::CANCEL)
            deed=Deed::new()
            on_yes=move |()| pool.act(Act::Cancel)
            on_close=move |()| pool.doing.set(None)
        />
    }
}
