//! The network's own pages: who wants an account, who has one, and who works here.

mod activation;
mod application;
mod applications;
mod calls;
mod goods;
mod instructions;
mod locks;
mod merchant;
mod merchant_status;
mod merchants;
mod numbers;
mod offering;
mod outlets;
mod pickups;
mod reviewing;
mod routes;
mod service;
mod staff;
mod staff_inviting;
mod staff_member;
mod wallet;

use std::cell::Cell;

use leptos::{ev, prelude::*};
use shared::{Page, Permission, merchants::StaffMember};

use super::{app::Desk, audit_log::NetworkLog};
use crate::{
    api::ApiError,
    browser,
    i18n::Text,
    texts::network as texts,
    ui::{EmptyState, Symbol},
};

/// Everybody who works for the network, as far as one page of them goes.
pub async fn staff() -> Result<Page<StaffMember>, ApiError> {
    service::staff(None).await
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Instructions,
    Pickups,
    Applications,
    Merchants,
    Goods,
    Calls,
    Outlets,
    Numbers,
    Routes,
    Staff,
    Locks,
    Log,
}

thread_local! {
    /// A tab was just chosen: where the page is drawn anew for it, the tab has the focus again.
    static CHOSEN: Cell<bool> = const { Cell::new(false) };
}

impl Tab {
    const ALL: [Tab; 12] = [
        Tab::Instructions,
        Tab::Pickups,
        Tab::Applications,
        Tab::Merchants,
        Tab::Goods,
        Tab::Calls,
        Tab::Outlets,
        Tab::Numbers,
        Tab::Routes,
        Tab::Staff,
        Tab::Locks,
        Tab::Log,
    ];

    const fn path(self) -> &'static str {
        match self {
            Tab::Instructions => "/network/instructions",
            Tab::Pickups => "/network/pickups",
            Tab::Applications => "/network/applications",
            Tab::Merchants => "/network/merchants",
            Tab::Goods => "/network/goods",
            Tab::Calls => "/network/calls",
            Tab::Outlets => "/network/outlets",
            Tab::Numbers => "/network/numbers",
            Tab::Routes => "/network/routes",
            Tab::Staff => "/network/staff",
            Tab::Locks => "/network/locks",
            Tab::Log => "/network/log",
        }
    }

    const fn name(self) -> Text {
        match self {
            Tab::Instructions => crate::texts::problems::INSTRUCTIONS,
            Tab::Pickups => crate::texts::pickups::TITLE,
            Tab::Applications => texts::APPLICATIONS,
            Tab::Merchants => texts::MERCHANTS,
            Tab::Goods => crate::texts::goods::TITLE,
            Tab::Calls => crate::texts::carriers::CALLS,
            Tab::Outlets => crate::texts::outlets::TITLE,
            Tab::Numbers => crate::texts::numbers::TITLE,
            Tab::Routes => crate::texts::routes::TITLE,
            Tab::Staff => texts::STAFF,
            Tab::Locks => texts::LOCKS,
            Tab::Log => texts::LOG,
        }
    }

    fn id(self) -> String {
        format!("tab{}", self.path().replace('/', "-"))
    }

    const fn permission(self) -> Permission {
        match self {
            Tab::Instructions | Tab::Pickups => Permission::ScansWrite,
            Tab::Applications => Permission::ApplicationsRead,
            Tab::Merchants | Tab::Goods | Tab::Calls | Tab::Outlets | Tab::Numbers | Tab::Routes => {
                Permission::MerchantsRead
            }
            Tab::Staff => Permission::StaffRead,
            Tab::Locks => Permission::AccountsUnlock,
            Tab::Log => Permission::NetworkAuditRead,
        }
    }
}

#[component]
pub fn Network(tab: String) -> impl IntoView {
    let desk = Desk::expect();
    let open: Vec<Tab> = Tab::ALL.into_iter().filter(|tab| desk.may(tab.permission())).collect();
    let named = open.iter().copied().find(|one| one.path().ends_with(&format!("/{tab}")));
    let Some(first) = named.or_else(|| open.first().copied()) else {
        return view! {
            <div class="console">
                <EmptyState symbol=Symbol::Alert title=texts::NONE_TITLE.t() words=texts::NONE.t() />
            </div>
        }
        .into_any();
    };
    let current = RwSignal::new(first);
    // Whoever looks after pools is told wherever they are.
    let sees_pools = desk.may(Tab::Numbers.permission());
    if sees_pools {
        numbers::LowPools::provide();
    }
    if CHOSEN.take() {
        request_animation_frame(move || browser::focus(&first.id()));
    }
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
            </div>
            <nav class="tabs" aria-label=texts::TABS.t()>
                {open.into_iter().map(|tab| view! { <TabLine tab current /> }).collect_view()}
            </nav>
            {sees_pools.then(|| view! { <numbers::LowNotice /> })}
            {move || match current.get() {
                Tab::Instructions => view! { <instructions::Instructions /> }.into_any(),
                Tab::Pickups => view! { <pickups::Pickups /> }.into_any(),
                Tab::Applications => view! { <applications::Applications /> }.into_any(),
                Tab::Merchants => view! { <merchants::Merchants /> }.into_any(),
                Tab::Goods => view! { <goods::ForbiddenGoods /> }.into_any(),
                Tab::Calls => view! { <calls::Calls /> }.into_any(),
                Tab::Outlets => view! { <outlets::Outlets /> }.into_any(),
                Tab::Numbers => view! { <numbers::Numbers /> }.into_any(),
                Tab::Routes => view! { <routes::Routes /> }.into_any(),
                Tab::Staff => view! { <staff::Staff /> }.into_any(),
                Tab::Locks => view! { <locks::Locks /> }.into_any(),
                Tab::Log => view! { <NetworkLog /> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// A tab: a place of its own, which the navigation names too. The page goes there, so that both tell the same.
#[component]
fn TabLine(tab: Tab, current: RwSignal<Tab>) -> impl IntoView {
    let choose = move |event: ev::MouseEvent| {
        if event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
            CHOSEN.set(true);
            current.set(tab);
        }
    };
    let is_current = move || current.get() == tab;
    view! {
        <span class="tab" class:current=is_current>
            <a
                id=tab.id()
                href=tab.path()
                aria-current=move || is_current().then_some("page")
                on:click=choose
            >
                {tab.name().t()}
            </a>
        </span>
    }
}
