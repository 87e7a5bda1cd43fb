//! Asking the rules about orders that wait in the pool.

use leptos::{ev, prelude::*};
use shared::{OrderId, Page, orders::Order, rules::RuleTestItem};
use web_sys::HtmlInputElement;

use super::{bench::Asking, service};
use crate::{
    amount::kilograms,
    api::Remote,
    console::{listed::Listed, orders::name_of, selection::Selection},
    features::shipments::destination,
    texts::rules as texts,
    ui::{Button, ButtonKind, Checkbox, EmptyState, Symbol},
};

#[component]
pub fn PoolBench(asking: Asking) -> impl IntoView {
    let orders = Remote::<Page<Order>>::new();
    let chosen = RwSignal::new(Selection::<OrderId>::default());
    let load = Callback::new(move |()| orders.load(service::open_orders()));
    load.run(());
    let listed = move || orders.value().with(|page| page.as_ref().map(|page| page.items.clone()).unwrap_or_default());
    // What is asked about first is everything: who has few orders wants to see them all.
    Effect::new(move |_| {
        let ids: Vec<OrderId> = listed().iter().map(|order| order.id).collect();
        chosen.update(|chosen| chosen.set_all(&ids, true));
    });
    let is_empty =
        Memo::new(move |_| orders.value().with(|page| page.as_ref().is_some_and(|page| page.items.is_empty())));
    view! {
        <Listed remote=orders load>
            {move || {
                if is_empty.get() {
                    view! {
                        <EmptyState
                            symbol=Symbol::Inbox
                            title=texts::POOL_EMPTY_TITLE.t()
                            words=texts::POOL_EMPTY.t()
                        />
                    }
                        .into_any()
                } else {
                    view! { <Choosing orders chosen asking /> }.into_any()
                }
            }}
        </Listed>
    }
}

#[component]
fn Choosing(orders: Remote<Page<Order>>, chosen: RwSignal<Selection<OrderId>>, asking: Asking) -> impl IntoView {
    let listed = move || orders.value().with(|page| page.as_ref().map(|page| page.items.clone()).unwrap_or_default());
    let ids = move || listed().iter().map(|order| order.id).collect::<Vec<_>>();
    let count = Memo::new(move |_| chosen.with(Selection::len));
    let is_all = Signal::derive(move || count.get() > 0 && count.get() == listed().len());
    let is_none = Memo::new(move |_| count.get() == 0);
    let words = move || texts::ASK_POOL.count(u32::try_from(count.get()).unwrap_or(u32::MAX));
    let ask = move |()| {
        let orders = untrack(listed);
        let wanted: Vec<OrderId> =
            chosen.with_untracked(|chosen| orders.iter().map(|order| order.id).filter(|id| chosen.has(*id)).collect());
        asking.deed.run(service::ask_about(wanted), move |items: Vec<RuleTestItem>| {
            let named = items.into_iter().map(|item| {
                let order = orders.iter().find(|order| Some(order.id) == item.order_id);
                (order.map(name_of).unwrap_or_default(), item)
            });
            asking.answers.set(named.collect());
        });
    };
    view! {
        <Checkbox
            label=texts::POOL_ALL.t()
            checked=is_all
            on_change=move |is_on| chosen.update(|chosen| chosen.set_all(&untrack(ids), is_on))
        />
        <div class="scroll pool-list" tabindex="0" role="region" aria-label=texts::POOL_LIST.t()>
            {move || listed().into_iter().map(|order| line(&order, chosen)).collect_view()}
        </div>
        <Button kind=ButtonKind::Main busy=asking.deed.busy disabled=is_none on_press=ask>
            {words}
        </Button>
    }
}

fn line(order: &Order, chosen: RwSignal<Selection<OrderId>>) -> impl IntoView + use<> {
    let id = order.id;
    let change = move |event: ev::Event| {
        let is_on = event_target::<HtmlInputElement>(&event).checked();
        chosen.update(|chosen| chosen.set(id, is_on));
    };
    let weight = order.weight_g.map(kilograms);
    let facts = [Some(order.shop.clone()), Some(destination(&order.receiver)), Some(order.goods.clone()), weight];
    let facts: Vec<String> = facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect();
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.has(id)) on:change=change />
            <span>{name_of(order)} " " <span class="sub">{facts.join(" · ")}</span></span>
        </label>
    }
}
