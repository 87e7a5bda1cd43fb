//! The only doors to what merchants own.

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use shared::MerchantId;
use uuid::Uuid;

use crate::Keyring;

/// The right to work with one merchant's data. It has no public constructor: it comes from a live session, a claimed job, the waybill
/// directory, or the creation of the merchant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TenantScope {
    merchant: MerchantId,
}

impl TenantScope {
    pub(crate) fn of(merchant: Uuid) -> TenantScope {
        TenantScope { merchant: MerchantId(merchant) }
    }

    pub fn merchant_id(self) -> MerchantId {
        self.merchant
    }
}

/// A connection or transaction narrowed to one merchant. Every function on it adds the merchant to its condition.
pub struct Scoped<'a, C> {
    pub(crate) conn: &'a C,
    pub(crate) merchant: Uuid,
    pub(crate) keys: &'a Keyring,
}

/// A write in progress. It commits when the closure given to `Store::write` answers `Ok`.
pub type WriteTx<'a> = Scoped<'a, DatabaseTransaction>;

impl<'a, C: ConnectionTrait> Scoped<'a, C> {
    pub(crate) fn new(conn: &'a C, scope: TenantScope, keys: &'a Keyring) -> Self {
        Scoped { conn, merchant: scope.merchant.0, keys }
    }

    pub fn scope(&self) -> TenantScope {
        TenantScope::of(self.merchant)
    }
}
