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

/// Takes labels and why they are wanted again.
type TakeAgain = Callback<(Vec<ShipmentId>, String)>;

/// Where pages hand in what is to be printed, in context. Printing takes it and shows everything from there on.
#[derive(Clone, Copy)]
pub struct PrintDesk {
    taker: StoredValue<Option<Callback<PrintRequest>>>,
    /// For labels whose reason is known: nobody is asked.
    again: StoredValue<Option<TakeAgain>>,
}

impl PrintDesk {
    pub fn provide() -> PrintDesk {
        let desk = PrintDesk { taker: StoredValue::new(None), again: StoredValue::new(None) };
        provide_context(desk);
        desk
    }

    pub fn expect() -> PrintDesk {
        expect_context::<PrintDesk>()
    }

    /// Printing takes requests from now on.
    pub fn take_with(
        self,
        taker: impl Fn(PrintRequest) + Send + Sync + 'static,
        again: impl Fn(Vec<ShipmentId>, String) + Send + Sync + 'static,
    ) {
        self.taker.set_value(Some(Callback::new(taker)));
        self.again.set_value(Some(Callback::new(move |(ids, reason)| again(ids, reason))));
    }

    /// Labels that came out before, and why they are wanted again.
    pub fn request_again(self, shipment_ids: Vec<ShipmentId>, reason: String) {
        if let Some(again) = self.again.get_value() {
            again.run((shipment_ids, reason));
        }
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
