//! The only doors to what merchants own.

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use shared::{MerchantId, OperatorId, UserId};
use uuid::Uuid;

use crate::Keyring;

/// The right to work with one merchant's data. It has no public constructor: it comes from a live session, a claimed job, the waybill
/// directory, or the creation of the merchant.
///
/// It may be narrowed to a part of what the merchant has: then no other shipment is there, and of imports and print jobs only those the
/// person made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TenantScope {
    merchant: MerchantId,
    narrowed: Option<Narrowed>,
}

/// Which part of a merchant's data is there, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Narrowed {
    pub person: UserId,
    pub to: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// What the person made.
    Own,
    /// What belongs to the owners that are chosen for this seat.
    Owners(OperatorId),
    Departments(OperatorId),
    /// What is sent from the addresses that are chosen for this seat.
    Senders(OperatorId),
}

impl TenantScope {
    pub(crate) fn of(merchant: Uuid) -> TenantScope {
        TenantScope { merchant: MerchantId(merchant), narrowed: None }
    }

    /// The same merchant, and of what it has only a part.
    pub fn narrowed_to(self, narrowed: Narrowed) -> TenantScope {
        TenantScope { narrowed: Some(narrowed), ..self }
    }

    /// The whole merchant again, for what belongs to all its people, such as a printer's queue.
    pub fn whole(self) -> TenantScope {
        TenantScope { narrowed: None, ..self }
    }

    /// What it is narrowed to.
    pub fn part(self) -> Option<Part> {
        self.narrowed.map(|narrowed| narrowed.to)
    }

    pub fn merchant_id(self) -> MerchantId {
        self.merchant
    }
}

/// A connection or transaction narrowed to one merchant. Every function on it adds the merchant to its condition.
pub struct Scoped<'a, C> {
    pub(crate) conn: &'a C,
    pub(crate) merchant: Uuid,
    pub(crate) narrowed: Option<Narrowed>,
    pub(crate) keys: &'a Keyring,
}

/// A write in progress. It commits when the closure given to `Store::write` answers `Ok`.
pub type WriteTx<'a> = Scoped<'a, DatabaseTransaction>;

/// A write of the network's own in progress. It commits when the closure given to `Store::write_network` answers `Ok`.
pub struct NetworkTx<'a> {
    pub(crate) conn: &'a DatabaseTransaction,
    pub(crate) keys: &'a Keyring,
}

impl<'a, C: ConnectionTrait> Scoped<'a, C> {
    pub(crate) fn new(conn: &'a C, scope: TenantScope, keys: &'a Keyring) -> Self {
        Scoped { conn, merchant: scope.merchant.0, narrowed: scope.narrowed, keys }
    }

    /// The same connection for whoever sees a part only.
    pub fn narrowed_to(&self, narrowed: Option<Narrowed>) -> Scoped<'a, C> {
        Scoped { conn: self.conn, merchant: self.merchant, narrowed, keys: self.keys }
    }

    pub fn scope(&self) -> TenantScope {
        TenantScope { merchant: MerchantId(self.merchant), narrowed: self.narrowed }
    }
}
