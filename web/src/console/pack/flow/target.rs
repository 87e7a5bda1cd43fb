//! What lies on the table, and what is asked about its weight.

use shared::packing::PackingOrder;

/// A weight is asked about when it differs from the expected one by more than this, and by more than [`FAR_SHARE`] of it.
const FAR_G: u32 = 50;
/// A fifth.
const FAR_SHARE: u32 = 5;

/// What is to be packed.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    Order {
        /// What was scanned.
        code: String,
        order: Box<PackingOrder>,
    },
    /// Scanned while the service could not be asked: nobody knows yet what it is.
    Unknown {
        code: String,
        /// A parcel that was scanned by the same waits to be sent.
        is_again: bool,
    },
}

impl Target {
    pub fn code(&self) -> &str {
        match self {
            Target::Order { code, .. } | Target::Unknown { code, .. } => code,
        }
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        match self {
            Target::Order { order, .. } => name_of(order).unwrap_or_else(|| self.code()),
            Target::Unknown { code, .. } => code,
        }
    }

    pub fn order(&self) -> Option<&PackingOrder> {
        match self {
            Target::Order { order, .. } => Some(order),
            Target::Unknown { .. } => None,
        }
    }

    /// Whether this scan means what is shown already. The code of goods means another order each time, but not while one is open.
    pub fn is_meant_by(&self, scanned: &str) -> bool {
        let order = self.order();
        let numbers = [order.and_then(|order| order.order_no.as_deref()), order.and_then(|o| o.waybill_no.as_deref())];
        self.code() == scanned || numbers.contains(&Some(scanned))
    }

    /// A label scanned from the parcel lies on it already.
    pub fn has_label(&self) -> bool {
        let waybill_no = self.order().and_then(|order| order.waybill_no.as_deref());
        waybill_no.is_some_and(|no| no.eq_ignore_ascii_case(self.code()))
    }

    /// Whether a person is asked before it is packed with this weight.
    pub fn doubt(&self, grams: u32) -> Option<Doubt> {
        if let Target::Unknown { is_again: true, .. } = self {
            return Some(Doubt::Again);
        }
        let expected_g = self.order()?.weight_g.filter(|expected| *expected > 0)?;
        let off = grams.abs_diff(expected_g);
        (off > FAR_G && u64::from(off) * u64::from(FAR_SHARE) > u64::from(expected_g))
            .then_some(Doubt::Far { expected_g })
    }
}

pub fn name_of(order: &PackingOrder) -> Option<&str> {
    order.order_no.as_deref().or(order.waybill_no.as_deref())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    pub grams: u32,
    pub from_scale: bool,
}

/// Why a person is asked before it is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    Far { expected_g: u32 },
    Again,
}
