//! One merchant: its contract, how it stands, and who looks after it.

use leptos::prelude::*;
use shared::{
    MerchantId, MerchantStatus, Page, Permission, StaffId,
    merchants::{Contract, Merchant, StaffMember},
    operators::InvitationIssued,
};

use super::{
    activation::{Activation, ActivationLink},
    merchant_status::Standing,
    merchants::{Shelf, status_pill},
    service,
    wallet::MerchantWallet,
};
use crate::{
    amount,
    api::Remote,
    browser::dates,
    console::{app::Desk, application_words::settlement, deed::Deed, listed::Listed},
    texts::{applications as parts, common, network as texts},
    ui::{Button, ButtonKind, Select, SidePanel, Symbol, Toasts},
};

#[component]
pub fn MerchantPanel(id: MerchantId) -> impl IntoView {
    let shelf = Shelf::expect();
    let shown = Remote::<Merchant>::new();
    let load = Callback::new(move |()| shown.load(service::merchant(id)));
    load.run(());
    let issued = RwSignal::new(None::<InvitationIssued>);
    let sees_wallet = Desk::expect().may(Permission::WalletsRead);
    let title = Signal::derive(move || {
        shown.value().with(|shown| shown.as_ref().map(|one| one.row.name.clone()).unwrap_or_default())
    });
    view! {
        <SidePanel label=texts::MERCHANT_DETAIL.t() title on_close=move |()| shelf.picked.leave()>
            <Listed remote=shown load>
                {move || shown.value().get().map(|merchant| view! { <Detail merchant shown issued load /> })}
            </Listed>
            {sees_wallet.then(|| view! { <MerchantWallet id /> })}
        </SidePanel>
        <ActivationLink name=title issued />
    }
}

#[component]
fn Detail(
    merchant: Merchant,
    shown: Remote<Merchant>,
    issued: RwSignal<Option<InvitationIssued>>,
    load: Callback<()>,
) -> impl IntoView {
    let desk = Desk::expect();
    let may_write = desk.may(Permission::MerchantsWrite);
    let may_name = may_write && desk.may(Permission::StaffRead);
    let row = merchant.row.clone();
    // A closed account has no pages to see.
    let may_view = desk.may(Permission::MerchantsView) && row.status != MerchantStatus::Closed;
    // As whoever opened it hands out the first link.
    let may_renew = desk.may(Permission::ApplicationsReview) && row.status != MerchantStatus::Closed;
    let manager = merchant.account_manager_name.clone().unwrap_or_else(|| texts::MANAGER_NONE.t().to_owned());
    view! {
        <section>
            <dl class="facts">
                <dt>{texts::COL_CODE.t()}</dt>
                <dd class="no">{row.code}</dd>
                <dt>{texts::STATE.t()}</dt>
                <dd>{status_pill(row.status)}</dd>
                {(!merchant.status_reason.is_empty())
                    .then(|| {
                        view! {
                            <dt>{texts::REASON.t()}</dt>
                            <dd>{merchant.status_reason.clone()}</dd>
                        }
                    })}
                {merchant
                    .status_at
                    .map(|at| {
                        view! {
                            <dt>{texts::CHANGED.t()}</dt>
                            <dd title=dates::full(at)>{dates::moment(at)}</dd>
                        }
                    })}
                <dt>{parts::OUTLET.t()}</dt>
                <dd>{row.outlet_name}</dd>
                <dt>{texts::COL_SINCE.t()}</dt>
                <dd title=dates::full(row.created_at)>{dates::moment(row.created_at)}</dd>
            </dl>
            {may_view.then(|| view! { <View id=row.id /> })}
        </section>
        {merchant
            .activation_expires_at
            .map(|until| view! { <Activation id=row.id until may_renew issued load /> })}
        <section>
            <h3>{texts::MANAGER.t()}</h3>
            {if may_name {
                view! { <Manager merchant=merchant.clone() shown /> }.into_any()
            } else {
                view! { <p>{manager}</p> }.into_any()
            }}
        </section>
        <section>
            <h3>{texts::CONTRACT.t()}</h3>
            {match merchant.contract.clone() {
                Some(contract) => contract_facts(contract).into_any(),
                None => view! { <p class="sub">{texts::CONTRACT_NONE.t()}</p> }.into_any(),
            }}
        </section>
        {may_write.then(|| view! { <Standing merchant shown /> })}
    }
}

fn contract_facts(contract: Contract) -> impl IntoView {
    let has_limit = contract.credit_limit.fen() > 0;
    view! {
        <dl class="facts">
            <dt>{parts::SETTLEMENT.t()}</dt>
            <dd>{settlement(contract.settlement).t()}</dd>
            {has_limit
                .then(|| {
                    view! {
                        <dt>{parts::LIMIT.t()}</dt>
                        <dd>{amount::yuan(contract.credit_limit)}</dd>
                    }
                })}
            <dt>{parts::AGREEMENT_NO.t()}</dt>
            <dd>{contract.agreement_no}</dd>
            <dt>{parts::EXPIRES_ON.t()}</dt>
            <dd>{contract.agreement_expires_on.to_string()}</dd>
            <dt>{parts::ACCEPTED_AT.t()}</dt>
            <dd title=dates::full(contract.accepted_at)>{dates::moment(contract.accepted_at)}</dd>
            <dt>{parts::HASH.t()}</dt>
            <dd class="hash">{contract.terms_hash}</dd>
        </dl>
    }
}

/// The merchant's pages as its people see them.
#[component]
fn View(id: MerchantId) -> impl IntoView {
    let deed = Deed::new();
    // The page draws itself anew for the look, and this one is gone by then.
    let look = move |()| deed.run(service::view_merchant(id), |()| ());
    view! {
        {deed.refusal(&[])}
        <div class="acts">
            <Button icon=Symbol::Eye busy=deed.busy on_press=look>
                {texts::VIEW.t()}
            </Button>
        </div>
        <p class="sub">{texts::VIEW_HINT.t()}</p>
    }
}

/// Who looks after it, to be chosen.
#[component]
fn Manager(merchant: Merchant, shown: Remote<Merchant>) -> impl IntoView {
    let shelf = Shelf::expect();
    let toasts = Toasts::expect();
    let staff = Remote::<Page<StaffMember>>::new();
    let load = Callback::new(move |()| staff.load(service::staff(None)));
    load.run(());
    let deed = Deed::new();
    let id = merchant.row.id;
    let present = merchant.account_manager_id;
    let present_name = merchant.account_manager_name.unwrap_or_default();
    let chosen = RwSignal::new(present.map(|staff| staff.to_string()).unwrap_or_default());
    let options = Signal::derive(move || {
        let people = staff.value().get().map(|page| page.items).unwrap_or_default();
        let is_listed = present.is_none_or(|present| people.iter().any(|one| one.id == present && !one.disabled));
        // Who has it stays on offer, also where they left.
        let kept = present.filter(|_| !is_listed).map(|id| (id.to_string(), present_name.clone()));
        let working = people.into_iter().filter(|one| !one.disabled);
        std::iter::once((String::new(), texts::MANAGER_NONE.t().to_owned()))
            .chain(kept)
            .chain(working.map(|one| (one.id.to_string(), format!("{} · {}", one.display_name, one.outlet_name))))
            .collect::<Vec<_>>()
    });
    let choice = move || chosen.with(|text| text.parse::<StaffId>().ok());
    let is_same = Signal::derive(move || choice() == present);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let manager = untrack(choice);
        if manager == present {
            return;
        }
        deed.run(service::set_manager(id, manager), move |changed| {
            toasts.done(texts::MANAGER_SAVED.t());
            shelf.put(&changed);
            shown.value().set(Some(changed));
        });
    };
    view! {
        <Listed remote=staff load>
            <form on:submit=save>
                <Select
                    label=texts::MANAGER.t()
                    value=chosen
                    options
                    error=deed.beside("/account_manager_id")
                    hint=Signal::derive(|| Some(texts::MANAGER_HINT.t().to_owned()))
                />
                {deed.refusal(&["/account_manager_id"])}
                <Button kind=ButtonKind::Main busy=deed.busy disabled=is_same>
                    {common::SAVE.t()}
                </Button>
            </form>
        </Listed>
    }
}
