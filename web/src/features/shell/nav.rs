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
pub const PLACES: [Place; 6] = [
    Place { path: "/", name: shell::TODAY, symbol: Symbol::Home, permission: Permission::ShipmentsRead },
    Place { path: "/import", name: shell::IMPORT, symbol: Symbol::Upload, permission: Permission::ImportsRead },
    Place {
        path: "/shipments",
        name: shell::SHIPMENTS,
        symbol: Symbol::Package,
        permission: Permission::ShipmentsRead,
    },
    Place { path: "/print", name: shell::PRINT_CENTRE, symbol: Symbol::Printer, permission: Permission::LabelsPrint },
    Place { path: "/templates", name: shell::TEMPLATES, symbol: Symbol::File, permission: Permission::LabelsPrint },
    Place { path: "/", name: shell::SCANS, symbol: Symbol::Scan, permission: Permission::ScansWrite },
];

/// The pages the signed-in person may open.
pub fn places(session: Session) -> Vec<Place> {
    PLACES.into_iter().filter(|place| session.may(place.permission)).collect()
}

/// What the page at `path` is called, for the tab of the browser.
pub fn title(path: &str, session: Session) -> String {
    let name = if path == "/shipments/new" {
        Some(shell::NEW_SHIPMENT)
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
    view! {
        <nav class="side-nav" aria-label=shell::NAV_LABEL.t()>
            {move || places(session).into_iter().map(link).collect_view()}
        </nav>
    }
}
