//! Asking for labels from any page.

use leptos::prelude::*;
use shared::ShipmentId;

/// Labels wanted, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintRequest {
    pub shipment_ids: Vec<ShipmentId>,
    /// How many of them are known to have come out of a printer before; the rest may still turn out to.
    pub printed_before: u32,
}

/// Where pages hand in what is to be printed, in context. Printing takes it and shows everything from there on.
#[derive(Clone, Copy)]
pub struct PrintDesk {
    taker: StoredValue<Option<Callback<PrintRequest>>>,
}

impl PrintDesk {
    pub fn provide() -> PrintDesk {
        let desk = PrintDesk { taker: StoredValue::new(None) };
        provide_context(desk);
        desk
    }

    pub fn expect() -> PrintDesk {
        expect_context::<PrintDesk>()
    }

    /// Printing takes requests from now on.
    pub fn take_with(self, taker: impl Fn(PrintRequest) + Send + Sync + 'static) {
        self.taker.set_value(Some(Callback::new(taker)));
    }

    pub fn request(self, request: PrintRequest) {
        if request.shipment_ids.is_empty() {
            return;
        }
        if let Some(taker) = self.taker.get_value() {
            taker.run(request);
        }
    }
}
