//! The merchant's accounts at carriers: bound, looked after, taken off.

mod form;
pub mod service;

use leptos::prelude::*;
use shared::carriers::{CarrierAccount, CarrierAccountKind, CarrierAccountState, CarrierView};

use self::form::AccountForm;
use super::{
    confirm::Confirm,
    deed::Deed,
    listed::{Listed, content},
};
use crate::{
    amount::grouped,
    api::Remote,
    browser::dates,
    texts::{carriers as texts, orders, people},
    ui::{Button, ButtonKind, Dialog, EmptyState, Pill, Symbol, Toasts, Tone},
};

/// An account as it is chosen, with the numbers that are left.
pub fn with_left(account: &CarrierAccount) -> String {
    match account.balance {
        Some(balance) => orders::WITH_LEFT.fill(&[("name", &account.name), ("left", &grouped(balance))]),
        None => account.name.clone(),
    }
}

/// What a dialog is open for.
#[derive(Clone, PartialEq)]
enum Doing {
    Bind(CarrierView),
    Change(CarrierAccount),
    Unbind(CarrierAccount),
}

/// The accounts on the page.
#[derive(Clone, Copy)]
struct Desk {
    carriers: Remote<Vec<CarrierView>>,
    doing: RwSignal<Option<Doing>>,
    toasts: Toasts,
}

impl Desk {
    fn load(self) {
        self.carriers.load(service::carriers());
    }

    fn done(self, words: String) {
        self.doing.set(None);
        self.toasts.done(words);
        self.load();
    }

    /// The carrier accounts are bound at.
    fn available(self) -> Option<CarrierView> {
        self.carriers.value().with(|all| all.iter().flatten().find(|carrier| carrier.is_available).cloned())
    }

    fn accounts(self) -> Vec<CarrierAccount> {
        self.carriers.value().with(|all| {
            let accounts = all.iter().flatten().flat_map(|carrier| carrier.accounts.iter().cloned());
            accounts.collect()
        })
    }
}

/// Id and name of every account.
pub fn account_names(carriers: &[CarrierView]) -> Vec<(String, String)> {
    let accounts = carriers.iter().flat_map(|carrier| &carrier.accounts);
    accounts.map(|account| (account.id.to_string(), account.name.clone())).collect()
}

#[component]
pub fn CarriersPage() -> impl IntoView {
    let desk = Desk { carriers: Remote::new(), doing: RwSignal::new(None), toasts: Toasts::expect() };
    desk.load();
    let bind = move |()| desk.doing.set(desk.available().map(Doing::Bind));
    let is_available = Memo::new(move |_| desk.available().is_some());
    let is_empty = Memo::new(move |_| desk.accounts().is_empty());
    let body = move || match (is_empty.get(), is_available.get()) {
        (false, _) => view! { <Table desk /> }.into_any(),
        (true, true) => view! {
            <EmptyState symbol=Symbol::Truck title=texts::EMPTY_TITLE.t() words=texts::EMPTY.t()>
                <Button on_press=bind>{texts::BIND.t()}</Button>
            </EmptyState>
        }
        .into_any(),
        (true, false) => {
            let words = texts::UNAVAILABLE.t();
            view! { <EmptyState symbol=Symbol::Alert title=texts::UNAVAILABLE_TITLE.t() words /> }.into_any()
        }
    };
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                <div class="end">
                    {move || {
                        is_available
                            .get()
                            .then(|| {
                                view! {
                                    <Button kind=ButtonKind::Main icon=Symbol::Plus on_press=bind>
                                        {texts::BIND.t()}
                                    </Button>
                                }
                            })
                    }}
                </div>
            </div>
            <div class="flow">
                <section class="panel" aria-label=texts::TITLE.t()>
                    <Listed remote=desk.carriers load=Callback::new(move |()| desk.load())>
                        {body}
                    </Listed>
                </section>
                {move || (!is_empty.get()).then(|| view! { <p class="sub">{texts::CANNOT_CANCEL.t()}</p> })}
            </div>
        </div>
        <Editing desk />
        <Unbinding desk />
    }
}

#[component]
fn Table(desk: Desk) -> impl IntoView {
    view! {
        <div class="scroll">
            <table class="key-list">
                <thead>
                    <tr>
                        <th>{texts::COL_NAME.t()}</th>
                        <th>{texts::COL_ACCOUNT.t()}</th>
                        <th>{texts::COL_STATE.t()}</th>
                        <th class="num">{texts::COL_LEFT.t()}</th>
                        <th class="num">{texts::COL_PLACING.t()}</th>
                        <th>
                            <span class="sr-only">{people::COL_ACTS.t()}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || desk.accounts() key=content let:account>
                        <Row desk account />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(desk: Desk, account: CarrierAccount) -> impl IntoView {
    let deed = Deed::new();
    let id = account.id;
    let check = move |()| deed.run(service::check(id), move |_| desk.load());
    // What is refused here has no field to stand beside.
    Effect::new(move |_| {
        if let Some(error) = deed.error() {
            desk.toasts.failed(error.words());
        }
    });
    let (tone, state) = match account.state {
        CarrierAccountState::Bound => (Tone::Ok, texts::BOUND),
        CarrierAccountState::Failing => (Tone::Bad, texts::FAILING),
    };
    let can_check = account.kind == CarrierAccountKind::Waybill;
    let left = account.balance.map(grouped).unwrap_or_default();
    let checked = account.balance_at.map(|at| texts::CHECKED.fill(&[("when", &dates::moment(at))]));
    let (changed, unbound) = (account.clone(), account.clone());
    view! {
        <tr>
            <td>{account.name}</td>
            <td>
                {account.account}
                {(!can_check).then(|| view! { <div class="sub">{texts::KIND_GROUP.t()}</div> })}
            </td>
            <td>
                <Pill tone words=state.t() />
                {account.problem.map(|problem| view! { <div class="sub">{problem}</div> })}
            </td>
            <td class="num">
                {left} " "
                {account.is_low.then(|| view! { <Pill tone=Tone::Warn words=texts::LOW.t() /> })}
                {checked.map(|words| view! { <div class="sub">{words}</div> })}
            </td>
            <td class="num">{grouped(account.placing)}</td>
            <td>
                <div class="acts">
                    {can_check
                        .then(|| view! { <Button busy=deed.busy on_press=check>{texts::CHECK.t()}</Button> })}
                    <Button on_press=move |()| desk.doing.set(Some(Doing::Change(changed.clone())))>
                        {texts::CHANGE.t()}
                    </Button>
                    <Button on_press=move |()| desk.doing.set(Some(Doing::Unbind(unbound.clone())))>
                        {texts::UNBIND.t()}
                    </Button>
                </div>
            </td>
        </tr>
    }
}

#[component]
fn Editing(desk: Desk) -> impl IntoView {
    let is_open = Memo::new(move |_| desk.doing.with(|doing| matches!(doing, Some(Doing::Bind(_) | Doing::Change(_)))));
    let title = Signal::derive(move || {
        let is_change = desk.doing.with(|doing| matches!(doing, Some(Doing::Change(_))));
        if is_change { texts::CHANGE } else { texts::BIND }.t().to_owned()
    });
    let close = move |()| desk.doing.set(None);
    let form = move || match desk.doing.get_untracked() {
        Some(Doing::Bind(carrier)) => Some(view! { <AccountForm desk carrier known=None /> }.into_any()),
        Some(Doing::Change(account)) => {
            let carrier = desk.available().unwrap_or_else(|| CarrierView {
                code: account.carrier.clone(),
                name: account.carrier.clone(),
                is_available: false,
                capabilities: Vec::new(),
                accounts: Vec::new(),
            });
            Some(view! { <AccountForm desk carrier known=Some(account) /> }.into_any())
        }
        _ => None,
    };
    view! {
        <Dialog open=is_open title on_close=close>
            {form()}
        </Dialog>
    }
}

#[component]
fn Unbinding(desk: Desk) -> impl IntoView {
    let deed = Deed::new();
    let asked = move || match desk.doing.get() {
        Some(Doing::Unbind(account)) => Some(account),
        _ => None,
    };
    let name = move || asked().map(|account| account.name).unwrap_or_default();
    let yes = move |()| {
        let Some(account) = untrack(asked) else { return };
        deed.run(service::unbind(account.id), move |()| {
            desk.done(texts::UNBOUND.fill(&[("name", &account.name)]));
        });
    };
    view! {
        <Confirm
            open=Signal::derive(move || asked().is_some())
            title=Signal::derive(move || texts::UNBIND_TITLE.fill(&[("name", &name())]))
            what=Signal::derive(|| texts::UNBIND_WHAT.t().to_owned())
            verb=Signal::stored(texts::UNBIND)
            deed
            on_yes=yes
            on_close=move |()| desk.doing.set(None)
        />
    }
}
