//! The only doors to what merchants own.

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use shared::{MerchantId, UserId};
use uuid::Uuid;

use crate::Keyring;

/// The right to work with one merchant's data. It has no public constructor: it comes from a live session, a claimed job, the waybill
/// directory, or the creation of the merchant.
///
/// It may be narrowed to what one person made: then no other shipment, import or print job is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TenantScope {
    merchant: MerchantId,
    made_by: Option<UserId>,
}

impl TenantScope {
    pub(crate) fn of(merchant: Uuid) -> TenantScope {
        TenantScope { merchant: MerchantId(merchant), made_by: None }
    }

    /// The same merchant, and of its shipments only those of this person.
    pub fn narrowed_to(self, person: UserId) -> TenantScope {
        TenantScope { made_by: Some(person), ..self }
    }

    /// The whole merchant again, for what belongs to all its people, such as a printer's queue.
    pub fn whole(self) -> TenantScope {
        TenantScope { made_by: None, ..self }
    }

    pub fn merchant_id(self) -> MerchantId {
        self.merchant
    }
}

/// A connection or transaction narrowed to one merchant. Every function on it adds the merchant to its condition.
pub struct Scoped<'a, C> {
    pub(crate) conn: &'a C,
    pub(crate) merchant: Uuid,
    /// Whose shipments alone are there; none: everybody's.
    pub(crate) made_by: Option<Uuid>,
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
        Scoped { conn, merchant: scope.merchant.0, made_by: scope.made_by.map(|person| person.0), keys }
    }

    pub fn scope(&self) -> TenantScope {
        TenantScope { merchant: MerchantId(self.merchant), made_by: self.made_by.map(UserId) }
    }
}
