//! Merchants, outlets and tariffs.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::{MerchantId, OutletId, privacy::RETENTION_DAYS_DEFAULT};
use uuid::Uuid;

use crate::{
    Scoped, StoreError, TenantScope, WriteTx,
    connection::{NetworkStore, SystemStore},
    entity::{audit_heads, merchants, outlets, tariffs},
    search::askable,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MerchantRecord {
    pub id: MerchantId,
    /// The customer code (客户号).
    pub code: String,
    pub name: String,
    pub outlet: OutletId,
    /// IANA name of the zone the merchant's days are counted in.
    pub time_zone: String,
}

impl From<merchants::Model> for MerchantRecord {
    fn from(row: merchants::Model) -> Self {
        MerchantRecord {
            id: MerchantId(row.id),
            code: row.code,
            name: row.name,
            outlet: OutletId(row.outlet_id),
            time_zone: row.time_zone,
        }
    }
}

/// A tariff as data; what it means is the tariff crate's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TariffRecord {
    pub id: Uuid,
    pub valid_from: DateTime<Utc>,
    /// JSON.
    pub rule: String,
}

impl NetworkStore<'_> {
    /// Sign-in knows a merchant by its customer code before there is any scope.
    pub async fn find_merchant_by_code(&self, code: &str) -> Result<Option<MerchantRecord>, StoreError> {
        let row = merchants::Entity::find()
            .filter(merchants::Column::Code.eq(askable(code)))
            .one(self.store.reader())
            .await?;
        Ok(row.map(MerchantRecord::from))
    }

    pub async fn find_outlet_name(&self, outlet: OutletId) -> Result<Option<String>, StoreError> {
        Ok(outlets::Entity::find_by_id(outlet.0).one(self.store.reader()).await?.map(|row| row.name))
    }

    /// Is there any merchant yet? A fresh installation has none.
    pub async fn has_merchants(&self) -> Result<bool, StoreError> {
        Ok(merchants::Entity::find().limit(1).one(self.store.reader()).await?.is_some())
    }
}

impl SystemStore<'_> {
    pub async fn create_outlet(
        &self,
        id: OutletId,
        code: &str,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let row = outlets::ActiveModel {
            id: Set(id.0),
            code: Set(code.to_owned()),
            name: Set(name.to_owned()),
            created_at: Set(now),
        };
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                outlets::Entity::insert(row.clone()).exec_without_returning(tx).await?;
                Ok(())
            })
            .await
    }

    /// Creates the tenant; with it comes the right to fill it.
    pub async fn create_merchant(
        &self,
        merchant: &MerchantRecord,
        now: DateTime<Utc>,
    ) -> Result<TenantScope, StoreError> {
        let row = merchants::ActiveModel {
            id: Set(merchant.id.0),
            code: Set(merchant.code.clone()),
            name: Set(merchant.name.clone()),
            outlet_id: Set(merchant.outlet.0),
            time_zone: Set(merchant.time_zone.clone()),
            created_at: Set(now),
            retention_days: Set(
                i32::try_from(RETENTION_DAYS_DEFAULT).map_err(|_| StoreError::Corrupt("retention days"))?
            ),
        };
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                merchants::Entity::insert(row.clone()).exec_without_returning(tx).await?;
                // Where its audit log begins: writers of the log take turns at this row.
                let head =
                    audit_heads::ActiveModel { merchant_id: Set(merchant.id.0), seq: Set(0), hash: Set(Vec::new()) };
                audit_heads::Entity::insert(head).exec_without_returning(tx).await?;
                Ok(())
            })
            .await?;
        Ok(TenantScope::of(merchant.id.0))
    }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    pub async fn merchant(&self) -> Result<MerchantRecord, StoreError> {
        let row = merchants::Entity::find_by_id(self.merchant).one(self.conn).await?;
        row.map(MerchantRecord::from).ok_or(StoreError::Corrupt("a scope without its merchant"))
    }

    /// The tariff in force at `at`.
    pub async fn tariff_at(&self, at: DateTime<Utc>) -> Result<Option<TariffRecord>, StoreError> {
        let row = tariffs::Entity::find()
            .filter(tariffs::Column::MerchantId.eq(self.merchant))
            .filter(tariffs::Column::ValidFrom.lte(at))
            .order_by_desc(tariffs::Column::ValidFrom)
            .limit(1)
            .one(self.conn)
            .await?;
        Ok(row.map(|row| TariffRecord { id: row.id, valid_from: row.valid_from, rule: row.rule }))
    }
}

impl WriteTx<'_> {
    pub async fn add_tariff(&self, tariff: &TariffRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = tariffs::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(tariff.id),
            valid_from: Set(tariff.valid_from),
            rule: Set(tariff.rule.clone()),
            created_at: Set(now),
        };
        tariffs::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }
}
