use leptos::prelude::*;
use shared::Permission;

use crate::{
    api::Session,
    features::{dashboard::Dashboard, scans::ScanForm},
};

/// Where everyone begins: a merchant's day, or the network side's scanning.
#[component]
pub fn HomePage() -> impl IntoView {
    let session = Session::expect();
    if session.may(Permission::ScansWrite) {
        view! { <ScanForm /> }.into_any()
    } else {
        view! { <Dashboard /> }.into_any()
    }
}
