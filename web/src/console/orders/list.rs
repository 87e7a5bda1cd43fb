//! The orders that are listed, and what keys do to them.

use chrono::{DateTime, Utc};
use leptos::{ev, prelude::*};
use shared::{OrderId, carriers::PlacementState, orders::Order};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    Doing, Pool, Tab,
    bulk::BulkBar,
    filters::{FilterLine, SEARCH},
    marks, name_of, service,
};
use crate::{
    amount::{grouped, kilograms},
    browser::{self, dates},
    console::{
        app::Desk,
        flags, goods_words,
        listed::{Listed, content},
        paged, parcel_services,
        parts::Parts,
        selection::Selection,
    },
    features::shipments::destination,
    texts::{orders as texts, parts},
    ui::{Button, EmptyState, Notice, Pill, Symbol, Tone},
};

#[component]
pub fn List(may_write: bool) -> impl IntoView {
    let pool = Pool::expect();
    view! {
        <div class="body" on:keydown=move |event| keys(&event, pool)>
            <div class="list-side" class:old=move || pool.rows.busy()>
                <FilterLine />
                {may_write.then(|| view! { <MergeHint /> })}
                <div class="list">
                    <Listed remote=pool.rows load=Callback::new(move |()| pool.load())>
                        <Rows may_write />
                    </Listed>
                </div>
                {may_write.then(|| view! { <BulkBar /> })}
            </div>
        </div>
    }
}

/// Orders of one receiver want to be seen before they are shipped apart.
#[component]
fn MergeHint() -> impl IntoView {
    let pool = Pool::expect();
    let count = Memo::new(move |_| {
        let groups = pool.groups.value().with(|groups| groups.as_ref().map_or(0, Vec::len));
        if pool.tab.get() == Tab::Open { u32::try_from(groups).unwrap_or(u32::MAX) } else { 0 }
    });
    move || {
        let count = count.get();
        (count > 0).then(|| {
            view! {
                <div class="merge-hint">
                    <Notice>
                        {texts::MERGE_FOUND.count(count)}
                        <span class="end">
                            <Button on_press=move |()| pool.tab.set(Tab::Merging)>{texts::MERGE_SHOW.t()}</Button>
                        </span>
                    </Notice>
                </div>
            }
        })
    }
}

/// What a row's keys go to: its box where it has one.
const ROW_CONTROL: &str = "td input, td button";

/// Moves the focus to the first row.
pub fn focus_first() {
    let row = browser::window().and_then(|w| w.document()).map(|d| d.query_selector(".orders tbody tr"));
    if let Some(Ok(Some(row))) = row {
        focus_row(&row);
    }
}

fn focus_row(row: &Element) {
    if let Ok(Some(control)) = row.query_selector(ROW_CONTROL)
        && let Ok(control) = control.dyn_into::<HtmlElement>()
    {
        let _ = control.focus();
    }
}

/// Arrows move between rows, `/` goes to the search, Escape gives the selection up.
fn keys(event: &ev::KeyboardEvent, pool: Pool) {
    if event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() || browser::dialog_open() {
        return;
    }
    let row = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest(".orders tbody tr").ok().flatten());
    match (event.key().as_str(), row) {
        ("ArrowDown" | "j", Some(row)) => row.next_element_sibling().iter().for_each(focus_row),
        ("ArrowUp" | "k", Some(row)) => match row.previous_element_sibling() {
            Some(above) => focus_row(&above),
            None => browser::focus(SEARCH),
        },
        ("/", Some(_)) => browser::focus(SEARCH),
        ("Escape", _) if pool.chosen.with_untracked(|chosen| chosen.len() > 0) => {
            pool.chosen.update(Selection::clear);
        }
        _ => return,
    }
    event.prevent_default();
}

#[component]
fn Rows(may_write: bool) -> impl IntoView {
    let pool = Pool::expect();
    let is_empty = paged::is_empty(pool.rows);
    move || {
        if is_empty.get() { view! { <Nothing /> }.into_any() } else { view! { <Table may_write /> }.into_any() }
    }
}

#[component]
fn Nothing() -> impl IntoView {
    let pool = Pool::expect();
    if untrack(|| pool.is_filtered()) {
        return view! {
            <EmptyState symbol=Symbol::Search title=texts::NONE_TITLE.t() words=texts::NONE.t()>
                <Button on_press=move |()| pool.clear_filters()>{texts::CLEAR_FILTERS.t()}</Button>
            </EmptyState>
        }
        .into_any();
    }
    let desk = Desk::expect();
    let tab = pool.tab.get_untracked();
    let (title, words) = match tab {
        Tab::Held => (texts::HELD_EMPTY_TITLE, texts::HELD_EMPTY),
        Tab::Placing => (texts::PLACING_EMPTY_TITLE, texts::PLACING_EMPTY),
        Tab::Cancelled => (texts::CANCELLED_EMPTY_TITLE, texts::CANCELLED_EMPTY),
        Tab::Open | Tab::Merging => (texts::EMPTY_TITLE, texts::EMPTY),
    };
    let may_import = tab == Tab::Open && desk.may(shared::Permission::ImportsWrite);
    view! {
        <EmptyState symbol=Symbol::Package title=title.t() words=words.t()>
            {may_import.then(|| view! { <Button on_press=move |()| desk.go("/import")>{texts::IMPORT.t()}</Button> })}
        </EmptyState>
    }
    .into_any()
}

/// Columns that are not always there.
#[derive(Clone, Copy)]
struct Shown {
    owners: Memo<bool>,
    shops: Memo<bool>,
    services: Memo<bool>,
    carriers: Memo<bool>,
}

#[component]
fn Table(may_write: bool) -> impl IntoView {
    let pool = Pool::expect();
    let owners = Parts::expect().names;
    let has_owners = Memo::new(move |_| owners.with(|names| !names.owners.is_empty()));
    // Columns for what some order of the list has.
    let any = move |has: fn(&Order) -> bool| {
        Memo::new(move |_| pool.rows.value().with(|page| page.as_ref().is_some_and(|page| page.items.iter().any(has))))
    };
    let shown = Shown {
        owners: has_owners,
        shops: any(|order| !order.shop.is_empty()),
        services: any(|order| !order.services.is_empty()),
        carriers: any(|order| order.carrier_account_id.is_some()),
    };
    let next = move |cursor| service::list(untrack(|| pool.question()), Some(cursor));
    view! {
        <table class="people contacts orders">
            <thead>
                <tr>
                    {may_write.then(|| view! { <th class="tick"><AllBox /></th> })}
                    <th>{texts::ORDER_NO.t()}</th>
                    {move || shown.shops.get().then(|| view! { <th>{texts::COL_SHOP.t()}</th> })}
                    <th>{texts::COL_RECEIVER.t()}</th>
                    <th>{texts::COL_PLACE.t()}</th>
                    <th>{texts::COL_GOODS.t()}</th>
                    <th class="num">{texts::COL_QUANTITY.t()}</th>
                    <th class="num">{texts::COL_WEIGHT.t()}</th>
                    {move || shown.services.get().then(|| view! { <th>{texts::COL_SERVICES.t()}</th> })}
                    {move || shown.carriers.get().then(|| view! { <th>{texts::COL_CARRIER.t()}</th> })}
                    {move || shown.owners.get().then(|| view! { <th>{parts::OWNER.t()}</th> })}
                    <th>{texts::FLAG.t()}</th>
                    <th>{texts::COL_AGE.t()}</th>
                </tr>
            </thead>
            <tbody>
                <For
                    each=move || pool.rows.value().get().map(|page| page.items).unwrap_or_default()
                    key=content
                    let:order
                >
                    <Row order may_write shown />
                </For>
            </tbody>
        </table>
        {paged::more(pool.rows, next)}
    }
}

fn listed(pool: Pool) -> Vec<OrderId> {
    pool.rows.value().with(|page| page.iter().flat_map(|page| &page.items).map(|order| order.id).collect())
}

/// Chooses everything that is listed.
#[component]
fn AllBox() -> impl IntoView {
    let pool = Pool::expect();
    let share = Memo::new(move |_| {
        let (chosen, all) = (pool.chosen.with(Selection::len), listed(pool).len());
        (chosen > 0 && chosen == all, chosen > 0 && chosen < all)
    });
    let change = move |event: ev::Event| {
        let is_on = event_target::<HtmlInputElement>(&event).checked();
        pool.chosen.update(|chosen| chosen.set_all(&untrack(|| listed(pool)), is_on));
    };
    view! {
        <input
            type="checkbox"
            aria-label=texts::SELECT_ALL.t()
            prop:checked=move || share.get().0
            prop:indeterminate=move || share.get().1
            on:change=change
        />
    }
}

#[component]
fn Row(order: Order, may_write: bool, shown: Shown) -> impl IntoView {
    let pool = Pool::expect();
    let owners = Parts::expect().names;
    let (id, owner, account) = (order.id, order.owner_id, order.carrier_account_id);
    let (shop, services) = (order.shop.clone(), order.services);
    let party = order.receiver.clone();
    let is_chosen = Memo::new(move |_| pool.chosen.with(|chosen| chosen.has(id)));
    // What was cancelled is put back before it is changed.
    let may_edit = may_write && !matches!(pool.tab.get_untracked(), Tab::Cancelled | Tab::Placing);
    let edited = StoredValue::new(order.clone());
    let edit = move || {
        if may_edit {
            pool.doing.set(Some(Doing::Edit(edited.get_value())));
        }
    };
    let number = order.order_no.clone().unwrap_or_else(|| texts::NO_NUMBER.t().to_owned());
    let named = if may_edit {
        view! { <button type="button" class="link" on:click=move |_| edit()>{number}</button> }.into_any()
    } else {
        number.into_any()
    };
    let held = order.is_held.then(|| {
        view! { " " <span title=texts::HELD_WHY.t()><Pill tone=Tone::Warn words=texts::HELD_MARK.t() /></span> }
    });
    // What the carrier said: why it did not take the order, or why it takes so long.
    let said = move || {
        let placement = pool.placement(id).filter(|one| one.state != PlacementState::Placed)?;
        let words = placement.words.unwrap_or_else(|| texts::PLACING_WAITS.t().to_owned());
        Some(view! { <div class="sub">{words}</div> })
    };
    let name = name_of(&order);
    view! {
        <tr class:picked=is_chosen>
            {may_write.then(|| view! { <td class="tick"><RowBox id name is_chosen on_enter=edit /></td> })}
            <td>{named} {held} {said}</td>
            {move || shown.shops.get().then(|| view! { <td class="sub">{shop.clone()}</td> })}
            <td>{party.name.clone()} " " <span class="sub">{party.phone.clone()}</span></td>
            <td class="sub">{destination(&party)}</td>
            <td class="address-cell" title=order.goods.clone()>
                {goods_words::mark(&order.goods_findings)} {order.goods.clone()} {(!order.remark.is_empty()).then(|| view! { <span class="sub">" · "{order.remark.clone()}</span> })}
            </td>
            <td class="num">{grouped(order.quantity.into())}</td>
            <td class="num">{order.weight_g.map(kilograms)}</td>
            {move || shown.services.get().then(|| view! { <td>{parcel_services::marks(&services)}</td> })}
            {move || shown.carriers.get().then(|| view! { <td class="sub">{pool.carrier(account)}</td> })}
            {move || shown.owners.get().then(|| view! { <td class="sub">{owners.with(|names| names.owner(owner))}</td> })}
            <td>{flags::view(&order.flag)} {marks::rule(pool, order.rule_id)}</td>
            <td class="sub" title=dates::full(order.created_at)>{age(order.created_at)}</td>
        </tr>
    }
}

/// How long it has waited.
fn age(since: DateTime<Utc>) -> String {
    const HOUR: i64 = 60;
    const DAY: i64 = 24 * HOUR;
    let minutes = (browser::now_ms() as i64 - since.timestamp_millis()).max(0) / 60_000;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    match minutes {
        0..HOUR => texts::AGE_MINUTES.count(count(minutes)),
        HOUR..DAY => texts::AGE_HOURS.count(count(minutes / HOUR)),
        _ => texts::AGE_DAYS.count(count(minutes / DAY)),
    }
}

/// The box of a row: space chooses, with Shift all between; Enter opens.
#[component]
fn RowBox(
    id: OrderId,
    name: String,
    is_chosen: Memo<bool>,
    on_enter: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let pool = Pool::expect();
    let press = move |event: ev::MouseEvent| {
        let is_on = event_target::<HtmlInputElement>(&event).checked();
        if event.shift_key() {
            // The browser has turned the box over, whatever it was.
            let input = event_target::<HtmlInputElement>(&event);
            request_animation_frame(move || input.set_checked(true));
            pool.chosen.update(|chosen| chosen.add_range(id, &untrack(|| listed(pool))));
        } else {
            pool.chosen.update(|chosen| chosen.set(id, is_on));
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            on_enter();
        }
    };
    view! {
        <input
            type="checkbox"
            aria-label=texts::SELECT.fill(&[("name", &name)])
            prop:checked=is_chosen
            on:click=press
            on:keydown=key
        />
    }
}
