//! What the order form begins with. The form itself is the console's.

use leptos::prelude::*;
use shared::ShipmentId;

/// Where the list leaves the shipment that is to be made again, in context: not in the address, which a reload would copy once more.
#[derive(Clone, Copy)]
pub struct FormDesk(StoredValue<Option<ShipmentId>>);

impl FormDesk {
    pub fn provide() {
        provide_context(FormDesk(StoredValue::new(None)));
    }

    pub fn expect() -> FormDesk {
        expect_context::<FormDesk>()
    }

    pub fn leave(self, shipment: ShipmentId) {
        self.0.set_value(Some(shipment));
    }

    pub fn take(self) -> Option<ShipmentId> {
        self.0.try_update_value(Option::take).flatten()
    }
}
