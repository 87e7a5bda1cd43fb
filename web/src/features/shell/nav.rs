//! The navigation: the pages there are and that the signed-in person may open.

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};
use shared::Permission;

use crate::{
    api::Session,
    i18n::Text,
    texts::{common, shell},
    ui::{Icon, Symbol},
};

/// A page of the navigation.
#[derive(Clone, Copy)]
pub struct Place {
    pub path: &'static str,
    pub name: Text,
    pub symbol: Symbol,
    pub permission: Permission,
}

/// Every page people go to by name.
pub const PLACES: [Place; 25] = [
    Place { path: "/", name: shell::TODAY, symbol: Symbol::Home, permission: Permission::ShipmentsRead },
    Place { path: "/import", name: shell::IMPORT, symbol: Symbol::Upload, permission: Permission::ImportsRead },
    Place {
        path: "/orders",
        name: crate::texts::orders::TITLE,
        symbol: Symbol::Inbox,
        permission: Permission::ShipmentsRead,
    },
    Place {
        path: "/pack",
        name: crate::texts::pack::TITLE,
        symbol: Symbol::Scale,
        permission: Permission::ShipmentsWrite,
    },
    Place {
        path: "/shipments",
        name: shell::SHIPMENTS,
        symbol: Symbol::Package,
        permission: Permission::ShipmentsRead,
    },
    Place {
        path: "/handovers",
        name: crate::texts::handovers::TITLE,
        symbol: Symbol::Truck,
        permission: Permission::ShipmentsRead,
    },
    Place {
        path: "/tracking",
        name: crate::texts::tracking::TITLE,
        symbol: Symbol::Search,
        permission: Permission::ShipmentsRead,
    },
    Place {
        path: "/problems",
        name: crate::texts::problems::TITLE,
        symbol: Symbol::Alert,
        permission: Permission::ShipmentsRead,
    },
    Place {
        path: "/timeliness",
        name: crate::texts::timeliness::TITLE,
        symbol: Symbol::Clock,
        permission: Permission::ShipmentsRead,
    },
    Place {
        path: "/wallet",
        name: crate::texts::wallet::TITLE,
        symbol: Symbol::Wallet,
        permission: Permission::WalletRead,
    },
    Place { path: "/contacts", name: shell::CONTACTS, symbol: Symbol::User, permission: Permission::ContactsRead },
    Place { path: "/print", name: shell::PRINT_CENTRE, symbol: Symbol::Printer, permission: Permission::LabelsPrint },
    Place { path: "/templates", name: shell::TEMPLATES, symbol: Symbol::File, permission: Permission::LabelsPrint },
    Place { path: "/", name: shell::SCANS, symbol: Symbol::Scan, permission: Permission::ScansWrite },
    Place {
        path: "/network/instructions",
        name: crate::texts::problems::INSTRUCTIONS,
        symbol: Symbol::Inbox,
        permission: Permission::ScansWrite,
    },
    Place {
        path: "/network/pickups",
        name: crate::texts::pickups::TITLE,
        symbol: Symbol::Truck,
        permission: Permission::ScansWrite,
    },
    Place {
        path: "/network/applications",
        name: shell::APPLICATIONS,
        symbol: Symbol::File,
        permission: Permission::ApplicationsRead,
    },
    Place {
        path: "/network/merchants",
        name: shell::MERCHANTS,
        symbol: Symbol::Package,
        permission: Permission::MerchantsRead,
    },
    Place {
        path: "/network/goods",
        name: crate::texts::goods::TITLE,
        symbol: Symbol::Alert,
        permission: Permission::MerchantsRead,
    },
    Place {
        path: "/network/outlets",
        name: crate::texts::outlets::TITLE,
        symbol: Symbol::Home,
        permission: Permission::MerchantsRead,
    },
    Place {
        path: "/network/numbers",
        name: crate::texts::numbers::TITLE,
        symbol: Symbol::Package,
        permission: Permission::MerchantsRead,
    },
    Place {
        path: "/network/routes",
        name: crate::texts::routes::TITLE,
        symbol: Symbol::Truck,
        permission: Permission::MerchantsRead,
    },
    Place { path: "/network/staff", name: shell::STAFF, symbol: Symbol::People, permission: Permission::StaffRead },
    Place { path: "/network/locks", name: shell::LOCKS, symbol: Symbol::Key, permission: Permission::AccountsUnlock },
    Place {
        path: "/network/log",
        name: shell::NETWORK_LOG,
        symbol: Symbol::Log,
        permission: Permission::NetworkAuditRead,
    },
];

/// What few people need, and not every day.
const MANAGEMENT: [Place; 8] = [
    Place { path: "/people", name: shell::PEOPLE, symbol: Symbol::People, permission: Permission::OperatorsRead },
    Place {
        path: "/settings/parts",
        name: crate::texts::parts::TITLE,
        symbol: Symbol::Columns,
        permission: Permission::SettingsWrite,
    },
    Place {
        path: "/settings/rules",
        name: crate::texts::rules::TITLE,
        symbol: Symbol::Log,
        permission: Permission::SettingsWrite,
    },
    Place {
        path: "/settings/bills",
        name: crate::texts::owner_bills::TITLE,
        symbol: Symbol::File,
        permission: Permission::ShipmentsRead,
    },
    Place {
        path: "/settings/carriers",
        name: crate::texts::carriers::TITLE,
        symbol: Symbol::Truck,
        permission: Permission::SettingsWrite,
    },
    Place {
        path: "/settings/problems",
        name: crate::texts::problems::SETTINGS,
        symbol: Symbol::Alert,
        permission: Permission::SettingsWrite,
    },
    Place { path: "/audit", name: shell::AUDIT_LOG, symbol: Symbol::Log, permission: Permission::AuditRead },
    Place { path: "/api-keys", name: shell::API_KEYS, symbol: Symbol::Key, permission: Permission::ApiKeysWrite },
];

fn open_to(session: Session, places: impl IntoIterator<Item = Place>) -> Vec<Place> {
    places.into_iter().filter(|place| session.may_open(place.permission)).collect()
}

/// The pages the signed-in person may open.
pub fn places(session: Session) -> Vec<Place> {
    open_to(session, PLACES.into_iter().chain(MANAGEMENT))
}

/// What the page at `path` is called, for the tab of the browser.
pub fn title(path: &str, session: Session) -> String {
    let name = if path == "/shipments/new" {
        Some(shell::NEW_SHIPMENT)
    } else if path == "/account" {
        Some(shell::ACCOUNT)
    } else {
        let holds = |place: &Place| path == place.path || (place.path != "/" && path.starts_with(place.path));
        places(session).into_iter().find(holds).map(|place| place.name)
    };
    let app = common::APP_NAME.t();
    name.map_or_else(|| app.to_owned(), |name| format!("{} · {app}", name.t()))
}

#[component]
pub fn Nav() -> impl IntoView {
    let session = Session::expect();
    let path = use_location().pathname;
    let link = move |place: Place| {
        let current = move || {
            let here = path.get();
            if place.path == "/" {
                here == "/"
            } else {
                here == place.path || here.starts_with(&format!("{}/", place.path))
            }
        };
        view! {
            <span class="nav-item" class:current=current>
                <A href=place.path exact=true>
                    <Icon symbol=place.symbol />
                    {place.name.t()}
                </A>
            </span>
        }
    };
    let management = open_to(session, MANAGEMENT);
    let management = (!management.is_empty()).then(|| {
        view! {
            <div class="nav-foot" role="group" aria-labelledby="nav-management">
                <span id="nav-management">{shell::MANAGEMENT.t()}</span>
                {management.into_iter().map(link).collect_view()}
            </div>
        }
    });
    view! {
        <nav class="side-nav" aria-label=shell::NAV_LABEL.t()>
            {open_to(session, PLACES).into_iter().map(link).collect_view()}
            {management}
        </nav>
    }
}
