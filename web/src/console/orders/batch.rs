//! Changing many orders alike: first how they would look, then for good.

use leptos::prelude::*;
use shared::{
    OrderId,
    limits::{GOODS_CHARS, REMARK_CHARS},
    orders::{Order, OrderPatch},
};

use super::{
    Doing, Pool,
    edit::weight_of,
    name_of,
    service::{self, SentWith},
};
use crate::{
    amount::{grouped, kilograms},
    browser,
    console::{deed::Deed, parts::Parts},
    features::parts::{DepartmentSelect, OwnerSelect},
    texts::{common, orders as texts, parts},
    ui::{Button, ButtonKind, Dialog, Field, Notice, Select},
};

/// Orders whose new looks are listed.
const SHOWN: usize = 50;
const BESIDE: &[&str] = &["/change/goods", "/change/weight_g", "/change/remark"];

#[component]
pub fn Batch() -> impl IntoView {
    let pool = Pool::expect();
    let orders = move || match pool.doing.get() {
        Some(Doing::Batch(orders)) => Some(orders),
        _ => None,
    };
    let title = move || {
        let count = orders().map_or(0, |orders| orders.len());
        texts::BATCH_TITLE.count(u32::try_from(count).unwrap_or(u32::MAX))
    };
    view! {
        <Dialog
            open=Memo::new(move |_| orders().is_some())
            title=Signal::derive(title)
            on_close=move |()| pool.doing.set(None)
            wide=true
        >
            {untrack(orders).map(|orders| view! { <Form orders /> })}
        </Dialog>
    }
}

/// What is typed; what is empty stays as it is.
#[derive(Clone, Copy)]
struct Typed {
    goods: RwSignal<String>,
    weight: RwSignal<String>,
    remark: RwSignal<String>,
    owner: RwSignal<String>,
    department: RwSignal<String>,
    sender: RwSignal<String>,
    carrier: RwSignal<String>,
}

impl Typed {
    fn new() -> Typed {
        let field = || RwSignal::new(String::new());
        let (goods, weight, remark) = (field(), field(), field());
        Typed { goods, weight, remark, owner: field(), department: field(), sender: field(), carrier: field() }
    }

    fn is_empty(self) -> bool {
        let all = [self.goods, self.weight, self.remark, self.owner, self.department, self.sender, self.carrier];
        all.iter().all(|field| field.with(|text| text.trim().is_empty()))
    }

    fn weight_wrong(self) -> bool {
        self.weight.with(|text| !text.trim().is_empty() && weight_of(text).is_none())
    }

    fn patch(self) -> OrderPatch {
        let words = |field: RwSignal<String>| Some(field.get().trim().to_owned()).filter(|text| !text.is_empty());
        let with = SentWith::chosen(&self.carrier.get());
        OrderPatch {
            carrier_account_id: with.account(),
            by_network: with == SentWith::Network,
            goods: words(self.goods),
            weight_g: weight_of(&self.weight.get()),
            remark: words(self.remark),
            sender_contact_id: self.sender.get().parse().ok(),
            owner_id: self.owner.get().parse().ok(),
            department_id: self.department.get().parse().ok(),
            ..OrderPatch::default()
        }
    }
}

#[component]
fn Form(orders: Vec<Order>) -> impl IntoView {
    let pool = Pool::expect();
    let typed = Typed::new();
    let (looking, saving) = (Deed::new(), Deed::new());
    let tried = RwSignal::new(false);
    let nothing = RwSignal::new(false);
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let ids = StoredValue::new(ids);
    let shown = RwSignal::new(None::<Vec<Order>>);
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        nothing.set(untrack(|| typed.is_empty()));
        if nothing.get_untracked() {
            return;
        }
        if untrack(|| typed.weight_wrong()) {
            browser::focus_first_wrong();
            return;
        }
        let patch = untrack(|| typed.patch());
        looking.run(service::batch_edit(ids.get_value(), patch, true), move |orders| shown.set(Some(orders)));
    };
    let save = move |()| {
        let patch = untrack(|| typed.patch());
        saving.run(service::batch_edit(ids.get_value(), patch, false), move |orders| {
            pool.toasts.done(texts::CHANGED.count(u32::try_from(orders.len()).unwrap_or(u32::MAX)));
            pool.changed();
        });
    };
    let back = move |()| {
        saving.clear();
        shown.set(None);
    };
    move || match shown.get() {
        None => view! {
            <form on:submit=look novalidate>
                <p class="sub lead">{texts::BATCH_WHAT.t()}</p>
                <Fields typed deed=looking tried />
                {move || nothing.get().then(|| view! { <Notice tone="warn">{texts::BATCH_NOTHING.t()}</Notice> })}
                {looking.refusal(BESIDE)}
                <div class="acts">
                    <Button on_press=move |()| pool.doing.set(None)>{common::CANCEL.t()}</Button>
                    <Button kind=ButtonKind::Main busy=looking.busy>
                        {texts::PREVIEW.t()}
                    </Button>
                </div>
            </form>
        }
        .into_any(),
        Some(orders) => view! {
            <Looks orders />
            {saving.refusal(&[])}
            <div class="acts">
                <Button on_press=back>{texts::BACK.t()}</Button>
                <Button kind=ButtonKind::Main busy=saving.busy on_press=save>
                    {common::SAVE.t()}
                </Button>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn Fields(typed: Typed, deed: Deed, tried: RwSignal<bool>) -> impl IntoView {
    let known = Parts::expect();
    let senders = Memo::new(move |_| known.sender_names());
    let options = Signal::derive(move || {
        let same = (String::new(), texts::UNCHANGED.t().to_owned());
        let named = senders.get().into_iter().map(|(id, words)| (id.to_string(), words));
        std::iter::once(same).chain(named).collect::<Vec<_>>()
    });
    let has_senders = Memo::new(move |_| senders.with(|senders| !senders.is_empty()));
    let pool = Pool::expect();
    let has_accounts = Memo::new(move |_| !pool.accounts().is_empty());
    let carriers = Signal::derive(move || {
        let plain = [("", texts::UNCHANGED), (service::NETWORK, texts::WITH_NETWORK)];
        let plain = plain.into_iter().map(|(value, words)| (value.to_owned(), words.t().to_owned()));
        plain.chain(pool.accounts().into_iter().map(|one| (one.id.to_string(), one.name))).collect::<Vec<_>>()
    });
    let weight_error = move || {
        let local = (tried.get() && typed.weight_wrong()).then(|| texts::WEIGHT_WRONG.t().to_owned());
        local.or_else(|| deed.error()?.field("/change/weight_g"))
    };
    let same = || texts::UNCHANGED.t();
    view! {
        <div class="grid-2">
            <Field
                label=texts::COL_GOODS.t()
                value=typed.goods
                placeholder=same()
                max_chars=GOODS_CHARS
                autofocus=true
                error=deed.beside("/change/goods")
            />
            <Field
                label=texts::WEIGHT.t()
                value=typed.weight
                placeholder=same()
                inputmode="decimal"
                error=Signal::derive(weight_error)
            />
            <Field
                label=texts::REMARK.t()
                value=typed.remark
                placeholder=same()
                max_chars=REMARK_CHARS
                error=deed.beside("/change/remark")
            />
            {move || {
                has_senders
                    .get()
                    .then(|| view! { <Select label=texts::SENDER.t() value=typed.sender options /> })
            }}
            {move || {
                has_accounts
                    .get()
                    .then(|| view! { <Select label=texts::COL_CARRIER.t() value=typed.carrier options=carriers /> })
            }}
            <OwnerSelect names=known.names value=typed.owner none=texts::UNCHANGED />
            <DepartmentSelect names=known.names value=typed.department none=texts::UNCHANGED />
        </div>
    }
}

/// The orders as they will be.
#[component]
fn Looks(orders: Vec<Order>) -> impl IntoView {
    let known = Parts::expect();
    let names = known.names.get_untracked();
    let pool = Pool::expect();
    let has_accounts = untrack(|| !pool.accounts().is_empty());
    let senders = untrack(|| known.sender_names());
    let more = u32::try_from(orders.len().saturating_sub(SHOWN)).unwrap_or(u32::MAX);
    let line = |order: Order| {
        let sender = order.sender_contact_id.and_then(|id| senders.iter().find(|(known, _)| *known == id.0));
        view! {
            <tr>
                <td>{name_of(&order)}</td>
                <td>{order.goods}</td>
                <td class="num">{grouped(order.quantity.into())}</td>
                <td class="num">{order.weight_g.map(kilograms)}</td>
                <td>{order.remark}</td>
                <td>{names.owner(order.owner_id)}</td>
                <td>{names.department(order.department_id)}</td>
                <td>{sender.map(|(_, words)| words.clone())}</td>
                {has_accounts.then(|| view! { <td>{pool.carrier(order.carrier_account_id)}</td> })}
            </tr>
        }
    };
    let lines = orders.into_iter().take(SHOWN).map(line).collect_view();
    view! {
        <p class="sub lead" role="status">{texts::PREVIEW_WHAT.t()}</p>
        <div class="scroll rejected looks" tabindex="0" role="region" aria-label=texts::PREVIEW.t()>
            <table>
                <thead>
                    <tr>
                        <th>{texts::ORDER_NO.t()}</th>
                        <th>{texts::COL_GOODS.t()}</th>
                        <th class="num">{texts::COL_QUANTITY.t()}</th>
                        <th class="num">{texts::COL_WEIGHT.t()}</th>
                        <th>{texts::REMARK.t()}</th>
                        <th>{parts::OWNER.t()}</th>
                        <th>{parts::DEPARTMENT.t()}</th>
                        <th>{texts::SENDER.t()}</th>
                        {has_accounts.then(|| view! { <th>{texts::COL_CARRIER.t()}</th> })}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="sub">{texts::PREVIEW_MORE.count(more)}</p> })}
    }
}
