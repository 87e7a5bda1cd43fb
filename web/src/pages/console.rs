use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::{Permission, ShipmentId};

use super::NotFound;
use crate::{
    api::Session,
    bridge::ConsolePlace,
    features::{console::Console, new_shipment::FormDesk, shell::NoAccess},
};

/// A page of the console, by the address. One component for all of them: each further one would make the first load larger.
#[component]
pub fn ConsolePage() -> impl IntoView {
    let location = use_location();
    let copied = FormDesk::expect().take();
    // The route stays when only the tab of its address changes.
    let place = Memo::new(move |_| {
        let search = location.search;
        location.pathname.with(|path| search.with(|search| place_at(path, search, copied)))
    });
    let session = Session::expect();
    move || match place.get() {
        Some((_, Some(permission))) if !session.may_open(permission) => view! { <NoAccess /> }.into_any(),
        Some((place, _)) => view! { <Console place /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

/// What an address shows, and who may look at it; nobody in particular where it is one's own.
fn place_at(path: &str, search: &str, copied: Option<ShipmentId>) -> Option<(ConsolePlace, Option<Permission>)> {
    let mut parts = path.trim_matches('/').split('/');
    let (page, tab) = (parts.next()?, parts.next().unwrap_or_default().to_owned());
    Some(match page {
        "people" => (ConsolePlace::People { tab }, Some(Permission::OperatorsRead)),
        "shipments" if tab == "new" => (ConsolePlace::NewShipment { copied }, Some(Permission::ShipmentsWrite)),
        "orders" => (ConsolePlace::Orders { tab, search: search.to_owned() }, Some(Permission::ShipmentsRead)),
        "pack" => (ConsolePlace::Pack, Some(Permission::ShipmentsWrite)),
        "handovers" => (ConsolePlace::Handovers { open: tab }, Some(Permission::ShipmentsRead)),
        "tracking" => (ConsolePlace::Tracking { number: tab }, Some(Permission::ShipmentsRead)),
        "timeliness" => (ConsolePlace::Timeliness, Some(Permission::ShipmentsRead)),
        "wallet" => (ConsolePlace::Wallet { search: search.to_owned() }, Some(Permission::WalletRead)),
        "problems" => {
            (ConsolePlace::Problems { open: tab, search: search.to_owned() }, Some(Permission::ShipmentsRead))
        }
        "settings" if tab == "carriers" => (ConsolePlace::Carriers, Some(Permission::SettingsWrite)),
        "settings" if tab == "problems" => (ConsolePlace::ProblemSettings, Some(Permission::SettingsWrite)),
        "contacts" => (ConsolePlace::Contacts { tab, search: search.to_owned() }, Some(Permission::ContactsRead)),
        "settings" => {
            let place = match tab.as_str() {
                "parts" => ConsolePlace::Parts,
                "rules" => ConsolePlace::Rules,
                "bills" => ConsolePlace::OwnerBills { search: search.to_owned() },
                _ => return None,
            };
            (place, Some(Permission::ShipmentsRead))
        }
        "audit" => (ConsolePlace::AuditLog, Some(Permission::AuditRead)),
        "api-keys" => (ConsolePlace::ApiKeys, Some(Permission::ApiKeysWrite)),
        "network" => (ConsolePlace::Network { tab }, Some(Permission::MerchantsRead)),
        "account" => (ConsolePlace::Account, None),
        _ => return None,
    })
}
