//! Orders that could go in one parcel.

use leptos::prelude::*;
use shared::{
    OrderId,
    orders::{Order, OrderGroup},
};

use super::{Pool, service};
use crate::{
    amount::{grouped, kilograms},
    console::listed::{Listed, content},
    features::shipments::destination,
    texts::orders as texts,
    ui::{Button, EmptyState, Symbol},
};

#[component]
pub fn Merging(may_write: bool) -> impl IntoView {
    let pool = Pool::expect();
    let groups = pool.groups;
    let load = move |()| groups.load(service::mergeable());
    let is_empty = Memo::new(move |_| groups.value().with(|all| all.as_ref().is_some_and(Vec::is_empty)));
    view! {
        <div class="flow top-gap" class:old=move || groups.busy()>
            <Listed remote=groups load=Callback::new(load)>
                {move || {
                    is_empty
                        .get()
                        .then(|| {
                            view! {
                                <EmptyState
                                    symbol=Symbol::Check
                                    title=texts::MERGE_EMPTY_TITLE.t()
                                    words=texts::MERGE_EMPTY.t()
                                />
                            }
                        })
                }}
                <For each=move || groups.value().get().unwrap_or_default() key=content let:group>
                    <Group group may_write />
                </For>
            </Listed>
        </div>
    }
}

#[component]
fn Group(group: OrderGroup, may_write: bool) -> impl IntoView {
    let pool = Pool::expect();
    let ids: Vec<OrderId> = group.orders.iter().map(|order| order.id).collect();
    let count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    let receiver = group.orders.first().map(|order| order.receiver.clone());
    let title = receiver.as_ref().map(|party| {
        let values = [("name", party.name.as_str()), ("phone", &party.phone), ("n", &grouped(count.into()))];
        texts::MERGE_GROUP.fill(&values)
    });
    let place = receiver.map(|party| format!("{} {}", destination(&party), party.detail));
    let merge = move |()| {
        pool.run(service::merge(ids.clone()), move |_| {
            pool.toasts.done(texts::MERGED.count(count));
            pool.changed();
        });
    };
    view! {
        <section class="panel" aria-label=title.clone()>
            <header>
                <h2>{title.clone()}</h2>
                <span class="sub">{place}</span>
                {may_write
                    .then(|| {
                        view! {
                            <span class="end">
                                <Button busy=pool.busy on_press=merge>
                                    {texts::MERGE.t()}
                                </Button>
                            </span>
                        }
                    })}
            </header>
            <table class="group-orders">
                <tbody>{group.orders.into_iter().map(line).collect_view()}</tbody>
            </table>
        </section>
    }
}

fn line(order: Order) -> impl IntoView {
    let number = order.order_no.unwrap_or_else(|| texts::NO_NUMBER.t().to_owned());
    view! {
        <tr>
            <td>{number}</td>
            <td>{order.goods}</td>
            <td class="num">{grouped(order.quantity.into())}</td>
            <td class="num">{order.weight_g.map(kilograms)}</td>
            <td class="sub">{order.remark}</td>
        </tr>
    }
}
