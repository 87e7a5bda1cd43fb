//! One pool: its ranges, and what merchants hold of it.

use leptos::prelude::*;
use shared::{
    NumberPoolId,
    numbers::{NumberHolding, NumberPool, NumberRange},
};

use super::{Doing, Stock, name};
use crate::{
    amount::grouped,
    console::{
        listed::{Listed, content},
        network::service,
        paged,
    },
    texts::{numbers as texts, people},
    ui::{Button, Pill, SidePanel, Tone},
};

#[component]
pub fn PoolPanel(id: NumberPoolId) -> impl IntoView {
    let stock = Stock::expect();
    let find = move |pools: &Option<Vec<NumberPool>>| pools.iter().flatten().find(|one| one.id == id).cloned();
    let pool = Memo::new(move |_| stock.pools.value().with(find));
    let title = Signal::derive(move || pool.with(|pool| pool.as_ref().map(name).unwrap_or_default()));
    view! {
        <SidePanel label=texts::DETAIL.t() title on_close=move |()| stock.leave()>
            {move || pool.get().map(|pool| view! { <Facts pool /> })}
            <section>
                <h3>{texts::HOLDINGS.t()}</h3>
                <Listed
                    remote=stock.held
                    load=Callback::new(move |()| stock.held.load(service::number_holdings(id, None)))
                >
                    <Holdings pool />
                    {paged::more(stock.held, move |cursor| service::number_holdings(id, Some(cursor)))}
                </Listed>
            </section>
        </SidePanel>
    }
}

#[component]
fn Facts(pool: NumberPool) -> impl IntoView {
    let stock = Stock::expect();
    let mark = if pool.low_water == 0 { texts::MARK_NONE.t().to_owned() } else { grouped(pool.low_water.into()) };
    let is_bare = pool.ranges.is_empty();
    let ranges = pool.ranges.clone();
    let acts = stock.may_write.then(|| {
        let (extended, issued, set) = (pool.clone(), pool.clone(), pool.clone());
        view! {
            <div class="acts">
                <Button on_press=move |()| stock.doing.set(Some(Doing::Extend(extended.clone())))>
                    {texts::EXTEND.t()}
                </Button>
                <Button on_press=move |()| stock.doing.set(Some(Doing::Issue(issued.clone())))>
                    {texts::ISSUE.t()}
                </Button>
                <Button on_press=move |()| stock.doing.set(Some(Doing::Set(set.clone())))>{texts::SET.t()}</Button>
            </div>
        }
    });
    view! {
        <section>
            <dl class="facts">
                <dt>{texts::COL_LEFT.t()}</dt>
                <dd>
                    {grouped(pool.left)}
                    {pool
                        .is_low
                        .then(|| view! { " " <Pill tone=Tone::Warn words=texts::LOW.t() /> })}
                </dd>
                <dt>{texts::FACT_HANDED_OUT.t()}</dt>
                <dd>{grouped(pool.handed_out)}</dd>
                <dt>{texts::FACT_BLOCK.t()}</dt>
                <dd>{grouped(pool.block_size.into())}</dd>
                <dt>{texts::FACT_MARK.t()}</dt>
                <dd>{mark}</dd>
            </dl>
            {acts}
        </section>
        <section>
            <h3>{texts::RANGES.t()}</h3>
            {is_bare.then(|| view! { <p class="sub">{texts::NO_RANGES.t()}</p> })}
            {ranges.into_iter().map(line).collect_view()}
        </section>
    }
}

fn line(range: NumberRange) -> impl IntoView {
    let left = grouped(range.left);
    view! {
        <p>
            <span class="no">{range.first_serial} "–" {range.last_serial}</span>
            " "
            <span class="sub">{texts::RANGE_LEFT.fill(&[("left", &left)])}</span>
            {range
                .is_returned
                .then(|| view! { " " <Pill tone=Tone::New words=texts::RETURNED.t() /> })}
        </p>
    }
}

#[component]
fn Holdings(pool: Memo<Option<NumberPool>>) -> impl IntoView {
    let stock = Stock::expect();
    let is_empty = paged::is_empty(stock.held);
    move || {
        if is_empty.get() {
            return view! { <p class="sub">{texts::NO_HOLDINGS.t()}</p> }.into_any();
        }
        view! {
            <table class="people">
                <thead>
                    <tr>
                        <th>{texts::COL_MERCHANT.t()}</th>
                        <th class="num">{texts::COL_UNUSED.t()}</th>
                        <th class="num">{texts::COL_USED.t()}</th>
                        <th>
                            <span class="sr-only">{people::COL_ACTS.t()}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || stock.held.value().get().map(|page| page.items).unwrap_or_default()
                        key=content
                        let:holding
                    >
                        <Held holding pool />
                    </For>
                </tbody>
            </table>
        }
        .into_any()
    }
}

#[component]
fn Held(holding: NumberHolding, pool: Memo<Option<NumberPool>>) -> impl IntoView {
    let stock = Stock::expect();
    let may_take = stock.may_write && holding.unused > 0;
    let taken = holding.clone();
    let ask = move |()| {
        if let Some(pool) = pool.get_untracked() {
            stock.doing.set(Some(Doing::TakeBack(pool, taken.clone())));
        }
    };
    view! {
        <tr>
            <td>
                <span class="no">{holding.merchant_code}</span>
                " "
                {holding.merchant_name}
            </td>
            <td class="num">{grouped(holding.unused)}</td>
            <td class="num">{grouped(holding.used)}</td>
            <td>{may_take.then(|| view! { <Button on_press=ask>{texts::TAKE_BACK.t()}</Button> })}</td>
        </tr>
    }
}
