use leptos::prelude::*;
use shared::Permission;

use crate::features::{new_shipment::NewShipment, shell::Guarded};

/// One shipment by form.
#[component]
pub fn NewShipmentPage() -> impl IntoView {
    view! {
        <Guarded permission=Permission::ShipmentsWrite>
            <NewShipment />
        </Guarded>
    }
}
