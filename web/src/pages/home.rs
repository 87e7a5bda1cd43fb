use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::Permission;

use crate::{
    api::Session,
    features::{dashboard::Dashboard, scans::ScanForm, shell::nav},
    texts::shell,
    ui::{EmptyState, Symbol},
};

/// Where everyone begins: a merchant's day, the network side's scanning, or else the first page that is open to them.
#[component]
pub fn HomePage() -> impl IntoView {
    let session = Session::expect();
    if session.may(Permission::ScansWrite) {
        view! { <ScanForm /> }.into_any()
    } else if session.may(Permission::ShipmentsRead) {
        view! { <Dashboard /> }.into_any()
    } else if let Some(first) = nav::places(session).first() {
        let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
        use_navigate()(first.path, replace);
        ().into_any()
    } else {
        view! { <EmptyState symbol=Symbol::Home title=shell::NO_PAGES_TITLE.t() words=shell::NO_PAGES.t() /> }
            .into_any()
    }
}
