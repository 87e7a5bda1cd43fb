//! Pools of waybill numbers: the network's and its outlets'.

mod forms;
mod panel;

use leptos::prelude::*;
use shared::{
    NumberPoolId, Page, Permission,
    numbers::{NumberHolding, NumberPool},
};

use super::service;
use crate::{
    amount::grouped,
    api::Remote,
    browser,
    console::{
        app::Desk,
        listed::{Listed, content},
    },
    texts::numbers as texts,
    ui::{Button, ButtonKind, EmptyState, Notice, Pill, Symbol, Tone},
};

/// What a dialog is open for.
#[derive(Clone, PartialEq)]
enum Doing {
    Add,
    Extend(NumberPool),
    Set(NumberPool),
    Issue(NumberPool),
    TakeBack(NumberPool, NumberHolding),
}

/// The pools, the one that is open beside them, and what merchants hold of it; in context.
#[derive(Clone, Copy)]
struct Stock {
    pools: Remote<Vec<NumberPool>>,
    open: RwSignal<Option<NumberPoolId>>,
    held: Remote<Page<NumberHolding>>,
    doing: RwSignal<Option<Doing>>,
    low: LowPools,
    may_write: bool,
}

impl Stock {
    fn expect() -> Stock {
        expect_context::<Stock>()
    }

    /// Reads everything that may have changed, the warning above the page too.
    fn load(self) {
        self.pools.load(service::number_pools(false));
        if let Some(open) = self.open.get_untracked() {
            self.held.load(service::number_holdings(open, None));
        }
        self.low.load();
    }

    fn show(self, id: NumberPoolId) {
        self.held.clear();
        self.open.set(Some(id));
        self.held.load(service::number_holdings(id, None));
    }

    /// Closes what is open; the focus goes back to where it was opened from.
    fn leave(self) {
        if let Some(id) = self.open.get_untracked() {
            self.open.set(None);
            browser::focus(&row_id(id));
        }
    }
}

/// The id of the button that opens a pool.
fn row_id(id: NumberPoolId) -> String {
    format!("pool-{id}")
}

/// Whose pool it is.
fn name(pool: &NumberPool) -> String {
    pool.outlet_name.clone().unwrap_or_else(|| texts::NETWORK.t().to_owned())
}

/// Pools that are low, which every page of the network tells; in context.
#[derive(Clone, Copy)]
pub struct LowPools(Remote<Vec<NumberPool>>);

impl LowPools {
    /// For whoever may see pools.
    pub fn provide() {
        let low = LowPools(Remote::new());
        provide_context(low);
        low.load();
    }

    fn load(self) {
        self.0.load(service::number_pools(true));
    }
}

/// One line for each pool that is low.
#[component]
pub fn LowNotice() -> impl IntoView {
    let LowPools(low) = expect_context();
    let line = |pool: NumberPool| {
        let (left, mark) = (grouped(pool.left), grouped(pool.low_water.into()));
        view! {
            <Notice tone="warn">
                {texts::LOW_NOTICE.fill(&[("name", &name(&pool)), ("left", &left), ("mark", &mark)])}
                <span class="end">
                    <a href="/network/numbers">{texts::LOW_GO.t()}</a>
                </span>
            </Notice>
        }
    };
    view! {
        <For each=move || low.value().get().unwrap_or_default() key=content let:pool>
            {line(pool)}
        </For>
    }
}

#[component]
pub fn Numbers() -> impl IntoView {
    let may_write = Desk::expect().may(Permission::StaffWrite);
    let stock = Stock {
        pools: Remote::new(),
        open: RwSignal::new(None),
        held: Remote::new(),
        doing: RwSignal::new(None),
        low: expect_context(),
        may_write,
    };
    provide_context(stock);
    stock.pools.load(service::number_pools(false));
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && !browser::dialog_open() {
            stock.leave();
        }
    };
    view! {
        <div class="body" on:keydown=keys>
            <div class="list-side" class:old=move || stock.pools.busy()>
                <p class="list-why sub">{texts::WHY.t()}</p>
                {may_write
                    .then(|| {
                        view! {
                            <div class="list-acts">
                                <Button
                                    kind=ButtonKind::Main
                                    icon=Symbol::Plus
                                    on_press=move |()| stock.doing.set(Some(Doing::Add))
                                >
                                    {texts::ADD.t()}
                                </Button>
                            </div>
                        }
                    })}
                <div class="list">
                    <Listed remote=stock.pools load=Callback::new(move |()| stock.load())>
                        <Rows />
                    </Listed>
                </div>
            </div>
            {move || stock.open.get().map(|id| view! { <panel::PoolPanel id /> })}
        </div>
        <forms::Dialogs />
    }
}

#[component]
fn Rows() -> impl IntoView {
    let stock = Stock::expect();
    let is_empty = Memo::new(move |_| stock.pools.value().with(|pools| pools.as_ref().is_some_and(Vec::is_empty)));
    move || {
        if is_empty.get() {
            return view! { <EmptyState symbol=Symbol::Package title=texts::EMPTY_TITLE.t() words=texts::EMPTY.t() /> }
                .into_any();
        }
        view! {
            <table class="people">
                <thead>
                    <tr>
                        <th>{texts::COL_OWNER.t()}</th>
                        <th>{texts::COL_RANGES.t()}</th>
                        <th class="num">{texts::COL_LEFT.t()}</th>
                        <th class="num">{texts::COL_UNUSED.t()}</th>
                        <th class="num">{texts::COL_USED.t()}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || stock.pools.value().get().unwrap_or_default() key=content let:pool>
                        <Row pool />
                    </For>
                </tbody>
            </table>
        }
        .into_any()
    }
}

/// The ranges a pool was given; what came back lies within them.
fn given(pool: &NumberPool) -> String {
    let given = pool.ranges.iter().filter(|range| !range.is_returned);
    let given: Vec<String> = given.map(|range| format!("{}–{}", range.first_serial, range.last_serial)).collect();
    given.join(crate::texts::outlets::BETWEEN.t())
}

#[component]
fn Row(pool: NumberPool) -> impl IntoView {
    let stock = Stock::expect();
    let id = pool.id;
    let is_open = move || stock.open.get() == Some(id);
    let ranges = given(&pool);
    view! {
        <tr class="pick" class:picked=is_open on:click=move |_| stock.show(id)>
            <td>
                <button id=row_id(id) type="button" class="link" aria-expanded=move || is_open().to_string()>
                    {name(&pool)}
                </button>
            </td>
            <td class="sub address-cell" title=ranges.clone()>{ranges.clone()}</td>
            <td class="num">
                {pool.is_low.then(|| view! { <Pill tone=Tone::Warn words=texts::LOW.t() /> " " })}
                {grouped(pool.left)}
            </td>
            <td class="num">{grouped(pool.unused)}</td>
            <td class="num">{grouped(pool.used)}</td>
        </tr>
    }
}
