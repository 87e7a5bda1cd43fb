//! The order pool: what waits to be shipped, changed, held, merged and split meanwhile.

mod address;
mod applying;
mod batch;
mod bulk;
mod edit;
mod filters;
mod list;
mod marks;
mod merging;
mod outcomes;
pub mod service;
mod split;

use std::{future::Future, time::Duration};

use leptos::{ev, prelude::*, task::spawn_local};
use shared::{
    CarrierAccountId, ImportId, OrderId, Page, Permission,
    carriers::{CarrierAccount, CarrierView, Placement},
    orders::{Order, OrderGroup, OrderOutcome, OrderState},
    rules::OrderRule,
    saved_views::SavedList,
};

use self::service::{Act, Question, SentWith};
use super::{app::Desk, carriers, parts::Parts, rules, saved_views::SavedViews, selection::Selection};
use crate::{
    api::{ApiError, Remote},
    browser::{self, timer::Debounce},
    i18n::Text,
    texts::orders as texts,
    ui::{Button, Symbol, Toasts},
};

const SEARCH_AFTER: Duration = Duration::from_millis(200);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Open,
    Held,
    /// On their way to a carrier.
    Placing,
    Cancelled,
    Merging,
}

impl Tab {
    const ALL: [Tab; 5] = [Tab::Open, Tab::Held, Tab::Placing, Tab::Cancelled, Tab::Merging];

    const fn path(self) -> &'static str {
        match self {
            Tab::Open => "/orders",
            Tab::Held => "/orders/held",
            Tab::Placing => "/orders/placing",
            Tab::Cancelled => "/orders/cancelled",
            Tab::Merging => "/orders/merge",
        }
    }

    const fn name(self) -> Text {
        match self {
            Tab::Open => texts::OPEN,
            Tab::Held => texts::HELD,
            Tab::Placing => texts::PLACING,
            Tab::Cancelled => texts::CANCELLED,
            Tab::Merging => texts::TO_MERGE,
        }
    }

    /// What its address has besides the pool's; nothing of the first one.
    fn word(self) -> Option<&'static str> {
        self.path().strip_prefix(Tab::Open.path())?.strip_prefix('/')
    }

    fn of(name: &str) -> Tab {
        Tab::ALL.into_iter().find(|tab| tab.word() == Some(name)).unwrap_or(Tab::Open)
    }
}

/// What became of many: what they are called, and the outcome of each.
#[derive(Clone, Debug, PartialEq)]
struct Done {
    act: Act,
    items: Vec<(String, OrderOutcome)>,
    /// Why it was not finished.
    error: Option<ApiError>,
}

/// What a dialog is open for.
#[derive(Clone, Debug, PartialEq)]
enum Doing {
    Edit(Order),
    Split(Order),
    Batch(Vec<Order>),
    /// Asking the rules again.
    Apply(Vec<Order>),
    Cancel,
    Saved,
    Done(Done),
}

/// The pool on the page, in context.
#[derive(Clone, Copy)]
struct Pool {
    tab: RwSignal<Tab>,
    rows: Remote<Page<Order>>,
    groups: Remote<Vec<OrderGroup>>,
    /// The rules by which orders were taken.
    rules: Remote<Vec<OrderRule>>,
    /// Carriers with the merchant's accounts, and how orders stand with them.
    carriers: Remote<Vec<CarrierView>>,
    placements: Remote<Vec<Placement>>,
    /// The account that is shipped with; nothing for the network.
    account: RwSignal<String>,
    /// What stands in the field, and what of it is asked for.
    typed: RwSignal<String>,
    order_no: RwSignal<String>,
    owner: RwSignal<String>,
    flag: RwSignal<String>,
    import: RwSignal<Option<ImportId>>,
    chosen: RwSignal<Selection<OrderId>>,
    doing: RwSignal<Option<Doing>>,
    /// Something is being done to many; how many of how many are done, where that is counted.
    busy: RwSignal<bool>,
    progress: RwSignal<Option<(usize, usize)>>,
    /// Grows with every change, so that what was read before is read again.
    version: RwSignal<u32>,
    toasts: Toasts,
}

impl Pool {
    fn new(tab: Tab, search: &str) -> Pool {
        let field = |name: &str| RwSignal::new(browser::parameter(search, name));
        let order_no = field(address::ORDER_NO);
        Pool {
            tab: RwSignal::new(tab),
            rows: Remote::new(),
            groups: Remote::new(),
            rules: Remote::new(),
            carriers: Remote::new(),
            placements: Remote::new(),
            account: RwSignal::new(String::new()),
            typed: RwSignal::new(order_no.get_untracked()),
            order_no,
            owner: field(address::OWNER),
            flag: field(address::FLAG),
            import: RwSignal::new(browser::parameter(search, address::IMPORT).parse().ok()),
            chosen: RwSignal::new(Selection::default()),
            doing: RwSignal::new(None),
            busy: RwSignal::new(false),
            progress: RwSignal::new(None),
            version: RwSignal::new(0),
            toasts: Toasts::expect(),
        }
    }

    fn expect() -> Pool {
        expect_context::<Pool>()
    }

    fn question(self) -> Question {
        let tab = self.tab.get();
        let words = |field: RwSignal<String>| Some(field.get()).filter(|text| !text.is_empty());
        Question {
            state: match tab {
                Tab::Cancelled => OrderState::Cancelled,
                Tab::Placing => OrderState::Placing,
                Tab::Open | Tab::Held | Tab::Merging => OrderState::Open,
            },
            is_held: (tab == Tab::Held).then_some(true),
            flag: words(self.flag),
            owner_id: self.owner.get().parse().ok(),
            import_id: self.import.get(),
            order_no: words(self.order_no),
        }
    }

    fn load(self) {
        self.rows.load(service::list(untrack(|| self.question()), None));
    }

    /// Something was changed: what is shown is read again, and what was chosen is settled.
    fn changed(self) {
        self.doing.set(None);
        self.chosen.update(Selection::clear);
        self.version.update(|version| *version += 1);
    }

    fn is_filtered(self) -> bool {
        let typed = [self.typed, self.owner, self.flag].iter().any(|field| field.with(|text| !text.is_empty()));
        typed || self.import.with(Option::is_some)
    }

    fn clear_filters(self) {
        for field in [self.typed, self.order_no, self.owner, self.flag] {
            field.set(String::new());
        }
        self.import.set(None);
    }

    /// Lists what was kept under a name.
    fn apply(self, query: &str) {
        let asked = |name: &str| browser::parameter(query, name);
        self.doing.set(None);
        self.tab.set(Tab::of(&asked(address::TAB)));
        self.typed.set(asked(address::ORDER_NO));
        self.order_no.set(asked(address::ORDER_NO));
        self.owner.set(asked(address::OWNER));
        self.flag.set(asked(address::FLAG));
        self.import.set(asked(address::IMPORT).parse().ok());
    }

    fn chosen_orders(self) -> Vec<Order> {
        self.rows.value().with(|page| {
            let listed = page.iter().flat_map(|page| &page.items);
            self.chosen.with(|chosen| listed.filter(|order| chosen.has(order.id)).cloned().collect())
        })
    }

    /// The merchant's accounts at carriers.
    fn accounts(self) -> Vec<CarrierAccount> {
        self.carriers
            .value()
            .with(|carriers| carriers.iter().flatten().flat_map(|carrier| carrier.accounts.iter().cloned()).collect())
    }

    /// Who carries an order that says so itself.
    fn carrier(self, account: Option<CarrierAccountId>) -> Option<String> {
        let account = account?;
        self.accounts().into_iter().find(|one| one.id == account).map(|one| one.name)
    }

    fn placement(self, order: OrderId) -> Option<Placement> {
        self.placements.value().with(|all| all.iter().flatten().find(|one| one.order_id == order).cloned())
    }

    fn chosen_ids(self) -> Vec<OrderId> {
        untrack(|| self.chosen_orders()).into_iter().map(|order| order.id).collect()
    }

    /// Does one thing at once; what is refused is said.
    fn run<T: 'static>(
        self,
        work: impl Future<Output = Result<T, ApiError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let outcome = work.await;
            let _ = self.busy.try_set(false);
            match outcome {
                Ok(value) => then(value),
                Err(error) => self.toasts.failed(error.words()),
            }
        });
    }

    /// Does it to everything that is chosen, and shows what became of each.
    fn act(self, act: Act) {
        if self.busy.get_untracked() {
            return;
        }
        // Oldest first: paper comes in the order of the file.
        let mut orders = untrack(|| self.chosen_orders());
        orders.reverse();
        let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
        let total = ids.len();
        let with = SentWith::chosen(&self.account.get_untracked());
        self.doing.set(None);
        self.busy.set(true);
        spawn_local(async move {
            // Shipping takes long enough to be counted.
            let told = move |done| {
                let _ = self.progress.try_set((act == Act::Ship).then_some((done, total)));
            };
            let (items, error) = service::act(act, ids, with, told).await;
            let _ = self.busy.try_set(false);
            let _ = self.progress.try_set(None);
            if self.version.try_get_untracked().is_none() {
                return;
            }
            let named = items.into_iter().map(|item| {
                let order = orders.iter().find(|order| order.id == item.order_id);
                (order.map(name_of).unwrap_or_default(), item)
            });
            let done = Done { act, items: named.collect(), error };
            self.changed();
            let all_well = done.error.is_none() && done.items.iter().all(|(_, item)| item.ok);
            if all_well && act != Act::Ship {
                self.toasts.done(texts::CHANGED.count(u32::try_from(total).unwrap_or(u32::MAX)));
            } else {
                self.doing.set(Some(Doing::Done(done)));
            }
        });
    }
}

/// What an order is called: its number, else who receives it.
pub fn name_of(order: &Order) -> String {
    let receiver = || format!("{} {}", order.receiver.name, order.receiver.phone);
    order.order_no.clone().unwrap_or_else(receiver)
}

#[component]
pub fn Orders(tab: String, search: String) -> impl IntoView {
    let desk = Desk::expect();
    let may_write = desk.may(Permission::ShipmentsWrite);
    let pool = Pool::new(Tab::of(&tab), &search);
    provide_context(pool);
    let parts = Parts::provide();
    parts.load();
    if may_write {
        parts.load_senders();
    }
    pool.carriers.load(carriers::service::carriers());
    pool.rules.load(rules::service::rules());
    follow(pool);
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                {desk
                    .may(Permission::ImportsWrite)
                    .then(|| {
                        view! {
                            <div class="end">
                                <Button icon=Symbol::Upload on_press=move |()| desk.go("/import")>
                                    {texts::IMPORT.t()}
                                </Button>
                            </div>
                        }
                    })}
            </div>
            <nav class="tabs" aria-label=texts::TABS.t()>
                {Tab::ALL
                    .map(|tab| {
                        let is_shown = move || tab != Tab::Placing || !pool.accounts().is_empty();
                        move || is_shown().then(|| view! { <TabLine tab /> })
                    })
                    .collect_view()}
            </nav>
            {move || match pool.tab.get() {
                Tab::Merging => view! { <merging::Merging may_write /> }.into_any(),
                Tab::Open | Tab::Held | Tab::Placing | Tab::Cancelled => view! { <list::List may_write /> }.into_any(),
            }}
        </div>
        <edit::Editing />
        <split::Splitting />
        <batch::Batch />
        <applying::Applying />
        <bulk::Cancelling />
        <outcomes::Outcomes />
        <SavedViews
            list=SavedList::Orders
            open=Signal::derive(move || pool.doing.with(|doing| *doing == Some(Doing::Saved)))
            query=Signal::derive(move || address::kept(pool.tab.get(), &pool.question()))
            on_choose=move |query: String| pool.apply(&query)
            on_close=move |()| pool.doing.set(None)
        />
    }
}

/// The list follows what is asked for; typing waits for nothing.
fn follow(pool: Pool) {
    let debounce = Debounce::new(SEARCH_AFTER);
    Effect::watch(
        move || pool.typed.get(),
        move |typed, _, _| {
            let text = typed.trim().to_owned();
            debounce.run(move || {
                if pool.order_no.try_get_untracked().is_some_and(|asked| asked != text) {
                    pool.order_no.set(text);
                }
            });
        },
        false,
    );
    let question = Memo::new(move |_| pool.question());
    let shown = Memo::new(move |_| (pool.tab.get(), question.get()));
    // Not at once: the page may still be on its way here.
    Effect::watch(move || shown.get(), move |(tab, question), _, _| address::show(*tab, question), false);
    Effect::new(move |_| {
        pool.version.track();
        question.track();
        pool.load();
    });
    // What carriers said is asked for where they were asked: of orders that are on their way, and of those that came back, held.
    Effect::new(move |_| {
        let asked: Vec<OrderId> = pool.rows.value().with(|page| {
            let listed = page.iter().flat_map(|page| &page.items);
            listed.filter(|order| order.is_held || order.state == OrderState::Placing).map(|order| order.id).collect()
        });
        if !asked.is_empty() && !pool.accounts().is_empty() {
            pool.placements.load(service::placements(asked));
        }
    });
    // What is no longer listed is not chosen.
    Effect::watch(move || question.get(), move |_, _, _| pool.chosen.update(Selection::clear), false);
    Effect::new(move |_| {
        pool.version.track();
        pool.groups.load(service::mergeable());
    });
}

/// A tab that has an address and changes nothing else of the page.
#[component]
fn TabLine(tab: Tab) -> impl IntoView {
    let pool = Pool::expect();
    let choose = move |event: ev::MouseEvent| {
        if event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
            event.prevent_default();
            pool.tab.set(tab);
        }
    };
    let is_current = move || pool.tab.get() == tab;
    let count = move || {
        let groups = pool.groups.value().with(|groups| groups.as_ref().map_or(0, Vec::len));
        (tab == Tab::Merging && groups > 0).then(|| groups.to_string())
    };
    view! {
        <span class="tab" class:current=is_current>
            <a href=tab.path() aria-current=move || is_current().then_some("page") on:click=choose>
                {tab.name().t()}
                " "
                <b>{count}</b>
            </a>
        </span>
    }
}
