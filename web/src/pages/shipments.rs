use leptos::prelude::*;
use shared::Permission;

use crate::features::{shell::Guarded, shipments::ShipmentList};

/// Every shipment: found, filtered, printed, voided.
#[component]
pub fn ShipmentsPage() -> impl IntoView {
    view! {
        <Guarded permission=Permission::ShipmentsRead>
            <ShipmentList />
        </Guarded>
    }
}
