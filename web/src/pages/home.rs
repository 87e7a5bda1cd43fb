use leptos::prelude::*;
use shared::Permission;

use crate::{
    api::Session,
    features::{dashboard::Dashboard, scans::ScanForm},
    texts::shell,
    ui::{EmptyState, Symbol},
};

/// Where everyone begins: a merchant's day, or the network side's scanning. The network's other roles work through the API alone.
#[component]
pub fn HomePage() -> impl IntoView {
    let session = Session::expect();
    if session.may(Permission::ScansWrite) {
        view! { <ScanForm /> }.into_any()
    } else if session.may(Permission::ShipmentsRead) {
        view! { <Dashboard /> }.into_any()
    } else {
        view! { <EmptyState symbol=Symbol::Home title=shell::NO_PAGES_TITLE.t() words=shell::NO_PAGES.t() /> }
            .into_any()
    }
}
