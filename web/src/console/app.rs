//! The console as the page opens it: which of its pages, for whom, and how it goes elsewhere.

use std::cell::{Cell, RefCell};

use js_sys::Function;
use leptos::{mount, prelude::*, task::spawn_local};
use shared::{DataScope, OperatorId, Permission, Permissions, Role, StaffId, auth::Me};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::{
    account::Account,
    api_keys::ApiKeys,
    audit_log::AuditLog,
    carriers::CarriersPage,
    contacts::Contacts,
    gate::Gate,
    hand_in::HandIn,
    handovers::Handovers,
    network::Network,
    new_shipment::NewShipment,
    orders::Orders,
    owner_bills::OwnerBills,
    pack::PackStation,
    parts::PartsPage,
    people::People,
    problems::{ProblemSettingsPage, Problems},
    rules::RulesPage,
    sheet::SheetDialog,
    timeliness::TimelinessPage,
    tracking::Tracking,
    wallet::WalletPage,
};
use crate::{
    bridge::{ConsoleOpening, ConsolePlace, Errand, asking},
    i18n::{self, Language},
    ui::{self, ToastHost, Toasts},
};

/// What takes something away that is shown.
type Close = Box<dyn FnOnce()>;

thread_local! {
    /// What is shown, by number: a page, and a dialog over it.
    static SHOWN: RefCell<Vec<(u32, Close)>> = const { RefCell::new(Vec::new()) };
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// Shows one of the pages in `host`, and gives the number to close it by. `ask` does errands (see [`crate::bridge`]), `go` shows another page.
pub fn open(host: &HtmlElement, opening: &str, ask: Function, go: Function) -> Result<u32, JsValue> {
    let opening: ConsoleOpening =
        serde_json::from_str(opening).map_err(|error| JsValue::from_str(&error.to_string()))?;
    i18n::set_current(Language::from_tag(&opening.language).unwrap_or_default());
    // Ids of the page under it are not ours.
    ui::mark_ids("console-");
    asking::connect(ask.clone());
    let handle = mount::mount_to(host.clone(), move || {
        Toasts::provide();
        provide_context(Desk {
            ask: StoredValue::new_local(ask.clone()),
            go: StoredValue::new_local(go.clone()),
            me: StoredValue::new(opening.me.clone()),
        });
        let page = match opening.place.clone() {
            ConsolePlace::People { tab } => view! { <People tab /> }.into_any(),
            ConsolePlace::Contacts { tab, search } => view! { <Contacts tab search /> }.into_any(),
            ConsolePlace::Handovers { open } => view! { <Handovers open /> }.into_any(),
            ConsolePlace::Tracking { number } => view! { <Tracking number /> }.into_any(),
            ConsolePlace::Timeliness => view! { <TimelinessPage /> }.into_any(),
            ConsolePlace::Wallet { search } => view! { <WalletPage search /> }.into_any(),
            ConsolePlace::Problems { open, search } => view! { <Problems open search /> }.into_any(),
            ConsolePlace::ProblemSettings => view! { <ProblemSettingsPage /> }.into_any(),
            ConsolePlace::Carriers => view! { <CarriersPage /> }.into_any(),
            ConsolePlace::HandIn => view! { <HandIn /> }.into_any(),
            ConsolePlace::Orders { tab, search } => view! { <Orders tab search /> }.into_any(),
            ConsolePlace::NewShipment { copied } => view! { <NewShipment copied /> }.into_any(),
            ConsolePlace::Pack => view! { <PackStation /> }.into_any(),
            ConsolePlace::Parts => view! { <PartsPage /> }.into_any(),
            ConsolePlace::Rules => view! { <RulesPage /> }.into_any(),
            ConsolePlace::OwnerBills { search } => view! { <OwnerBills search /> }.into_any(),
            ConsolePlace::Sheet(sheet) => view! { <SheetDialog sheet /> }.into_any(),
            ConsolePlace::Account => view! { <Account /> }.into_any(),
            ConsolePlace::AuditLog => view! { <AuditLog /> }.into_any(),
            ConsolePlace::ApiKeys => view! { <ApiKeys /> }.into_any(),
            ConsolePlace::Gate { page, token } => view! { <Gate page token /> }.into_any(),
            ConsolePlace::Network { tab } => view! { <Network tab /> }.into_any(),
        };
        view! {
            {page}
            <ToastHost />
        }
    });
    let number = LAST.get().wrapping_add(1);
    LAST.set(number);
    SHOWN.with_borrow_mut(|shown| shown.push((number, Box::new(move || drop(handle)))));
    Ok(number)
}

/// Takes away what was opened with this number.
pub fn close(number: u32) {
    let found = SHOWN.with_borrow_mut(|shown| {
        let place = shown.iter().position(|(other, _)| *other == number)?;
        Some(shown.swap_remove(place).1)
    });
    // Not while the list is borrowed: what goes away may close something itself.
    if let Some(close) = found {
        close();
    }
}

/// Who looks, and the way elsewhere; in context.
#[derive(Clone, Copy)]
pub struct Desk {
    ask: StoredValue<Function, LocalStorage>,
    go: StoredValue<Function, LocalStorage>,
    me: StoredValue<Option<Me>>,
}

impl Desk {
    pub fn expect() -> Desk {
        expect_context::<Desk>()
    }

    /// Who is signed in.
    pub fn me(self) -> Option<Me> {
        self.me.get_value()
    }

    /// Who one is among the merchant's operators.
    pub fn operator(self) -> Option<OperatorId> {
        self.me
            .with_value(|me| me.as_ref().and_then(|me| me.merchant.as_ref()).and_then(|merchant| merchant.operator_id))
    }

    /// Who one is among the network's staff.
    pub fn staff(self) -> Option<StaffId> {
        self.me.with_value(|me| me.as_ref().and_then(|me| me.staff.as_ref()).map(|staff| staff.id))
    }

    /// Everything the person may do.
    pub fn permissions(self) -> Permissions {
        self.me.with_value(|me| me.iter().flat_map(|me| me.permissions.iter().copied()).collect())
    }

    pub fn may(self, permission: Permission) -> bool {
        self.permissions().may(permission)
    }

    /// Whether the merchant's money is theirs to see: an owner's people see what the owner pays.
    pub fn sees_wallet(self) -> bool {
        let is_an_owners = self.me.with_value(|me| me.as_ref().is_some_and(|me| me.data_scope == DataScope::Owners));
        !is_an_owners && self.may(Permission::WalletRead)
    }

    /// Whether one changes others' access: who sees their own shipments only gives nobody more.
    pub fn manages_people(self) -> bool {
        let sees_all = self.me.with_value(|me| me.as_ref().is_some_and(|me| me.data_scope == DataScope::All));
        sees_all && self.may(Permission::OperatorsWrite)
    }

    pub fn is_owner(self) -> bool {
        let is_owner = |me: &Me| me.role == Role::MerchantOwner && me.own_role_name.is_none();
        self.me.with_value(|me| me.as_ref().is_some_and(is_owner))
    }

    /// The dialog is over; the page that asked for it goes on, and says this.
    pub fn over(self, said: Option<String>) {
        self.have_done(Errand::Over { said });
    }

    /// Has the page do something that has no answer, at the place that this was opened at: a dialog that was over it may be gone.
    pub fn have_done(self, errand: Errand) {
        let Some(ask) = self.ask.try_get_value() else { return };
        spawn_local(async move {
            // Where the page is gone, nobody waits.
            let _ = asking::tell(&ask, &errand).await;
        });
    }

    /// Shows another page.
    pub fn go(self, path: &str) {
        // Whoever asks late finds the page gone elsewhere already.
        let _ = self.go.try_with_value(|go| go.call1(&JsValue::NULL, &JsValue::from_str(path)));
    }
}
