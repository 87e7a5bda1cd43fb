//! What a carrier can do. Pages show only this, and nobody calls what is not stated.

use std::fmt;

macro_rules! capabilities {
    ($($variant:ident = $code:literal, $about:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Capability { $(#[doc = $about] $variant),* }

        impl Capability {
            pub const ALL: &'static [Capability] = &[$(Capability::$variant),*];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Capability::$variant => $code),* }
            }
        }
    };
}

capabilities! {
    Create = "create", "Makes orders and gives their waybill numbers.";
    Query = "query", "Tells how an order stands.";
    Cancel = "cancel", "Takes an order back before pickup. Not every kind of order need be among them: see `CancelOutcome`.";
    RouteCode = "route_code", "Knows 三段码 and 集包地 of a receiver.";
    Quote = "quote", "Names a price.";
    Track = "track", "Tells the scans of a waybill when asked.";
    Subscribe = "subscribe", "Takes a waybill or an order whose news it then pushes.";
    Push = "push", "Pushes scans, states of orders and settlements.";
    Balance = "balance", "Knows how many waybill numbers an account has left.";
    Intercept = "intercept", "Stops parcels on their way, and tells what became of it.";
    Serviceability = "serviceability", "Knows where it does not deliver at the moment.";
    LabelFile = "label_file", "Sends its own picture of the label, later.";
    BindAccount = "bind_account", "Merchants bring accounts of their own, which are bound first.";
    Regions = "regions", "Publishes its own table of regions.";
    CashOnDelivery = "cash_on_delivery", "Collects the price of the goods. Over the network, it pays out to the collection account that the merchant's account names.";
    ReceiverPays = "receiver_pays", "Has the receiver pay the freight.";
    SignedReturn = "signed_return", "Brings a signed paper back.";
    DeliveryWindow = "delivery_window", "Is told when to deliver.";
}

/// A set of capabilities.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Capabilities(u32);

impl Capabilities {
    pub const fn of(list: &[Capability]) -> Capabilities {
        let (mut bits, mut at) = (0, 0);
        while at < list.len() {
            bits |= 1 << list[at] as u32;
            at += 1;
        }
        Capabilities(bits)
    }

    pub const fn has(self, capability: Capability) -> bool {
        self.0 & (1 << capability as u32) != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Capability> {
        Capability::ALL.iter().copied().filter(move |capability| self.has(*capability))
    }
}

impl fmt::Debug for Capabilities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Capability::as_str)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_it_was_made_of() {
        let set = Capabilities::of(&[Capability::Cancel, Capability::Regions]);
        let held: Vec<_> = set.iter().collect();
        assert_eq!(held, [Capability::Cancel, Capability::Regions]);
        assert!(!set.has(Capability::Create));
        assert_eq!(Capabilities::of(Capability::ALL).iter().count(), Capability::ALL.len());
    }
}
