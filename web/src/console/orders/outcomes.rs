//! What became of each of many orders.

use leptos::prelude::*;
use shared::{Permission, ShipmentId};

use super::{Doing, Done, Pool, Tab, service, service::Act};
use crate::{
    amount::grouped,
    console::app::Desk,
    texts::{common, orders as texts},
    ui::{Button, ButtonKind, Dialog, Notice, Symbol},
};

#[component]
pub fn Outcomes() -> impl IntoView {
    let pool = Pool::expect();
    let done = move || match pool.doing.get() {
        Some(Doing::Done(done)) => Some(done),
        _ => None,
    };
    let title = move || {
        let text = match done().map(|done| done.act) {
            Some(Act::Cancel) => texts::CANCELLED_TITLE,
            Some(Act::Reopen) => texts::REOPENED_TITLE,
            Some(Act::Ship) | None => texts::SHIPPED_TITLE,
        };
        text.t().to_owned()
    };
    view! {
        <Dialog
            open=Memo::new(move |_| done().is_some())
            title=Signal::derive(title)
            on_close=move |()| pool.doing.set(None)
            wide=true
        >
            {untrack(done).map(|done| view! { <Shown done /> })}
        </Dialog>
    }
}

#[component]
fn Shown(done: Done) -> impl IntoView {
    let pool = Pool::expect();
    let desk = Desk::expect();
    let shipments: Vec<ShipmentId> = done.items.iter().filter_map(|(_, item)| item.shipment_id).collect();
    let (good, bad): (Vec<_>, Vec<_>) = done.items.into_iter().partition(|(_, item)| item.ok);
    let count = u32::try_from(shipments.len()).unwrap_or(u32::MAX);
    let placing = good.iter().filter(|(_, item)| item.is_placing).count();
    let placing = u32::try_from(placing).unwrap_or(u32::MAX);
    let show_placing = move |()| {
        pool.doing.set(None);
        pool.tab.set(Tab::Placing);
    };
    let may_print = count > 0 && desk.may(Permission::LabelsPrint);
    let print = move |()| {
        pool.doing.set(None);
        pool.run(service::print(shipments.clone()), |()| ());
    };
    let show = move |()| desk.go("/shipments");
    let failed = grouped(bad.len() as u64);
    let bad_class = if bad.is_empty() { "" } else { "bad" };
    view! {
        <div class="sums" role="status">
            <div class="ok">
                <b>{grouped(good.len() as u64)}</b>
                {texts::SUM_DONE.t()}
            </div>
            <div class=bad_class>
                <b>{failed}</b>
                {texts::SUM_FAILED.t()}
            </div>
        </div>
        {(placing > 0)
            .then(|| {
                view! {
                    <Notice>
                        {texts::PLACING_SAID.count(placing)}
                        <span class="end">
                            <Button on_press=show_placing>{texts::PLACING_SHOW.t()}</Button>
                        </span>
                    </Notice>
                }
            })}
        {done.error.map(|error| view! { <Notice tone="bad">{texts::OUT_STOPPED.fill(&[("why", &error.words())])}</Notice> })}
        {(!bad.is_empty())
            .then(|| {
                let lines = bad
                    .into_iter()
                    .map(|(name, item)| {
                        view! {
                            <tr>
                                <td>{name}</td>
                                <td class="why">{item.detail}</td>
                            </tr>
                        }
                    });
                view! {
                    <h3>{texts::OUT_FAILED.t()}</h3>
                    <div class="scroll rejected" tabindex="0" role="region" aria-label=texts::OUT_FAILED.t()>
                        <table>
                            <thead>
                                <tr>
                                    <th>{texts::ORDER_NO.t()}</th>
                                    <th>{texts::COL_WHY.t()}</th>
                                </tr>
                            </thead>
                            <tbody>{lines.collect_view()}</tbody>
                        </table>
                    </div>
                }
            })}
        <div class="acts">
            <Button on_press=move |()| pool.doing.set(None)>{common::CLOSE.t()}</Button>
            {(count > 0).then(|| view! { <Button on_press=show>{texts::SHOW_SHIPMENTS.t()}</Button> })}
            {may_print
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Main icon=Symbol::Printer on_press=print>
                            {texts::PRINT.count(count)}
                        </Button>
                    }
                })}
        </div>
    }
}
