//! Merchants and tariffs.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use shared::{MerchantId, MerchantStatus, OutletId, StaffId, privacy::RETENTION_DAYS_DEFAULT};
use uuid::Uuid;

use crate::{
    NetworkTx, Scoped, StoreError, TenantScope, WriteTx,
    connection::{NetworkStore, SystemStore},
    entity::{audit_heads, customer_codes, merchants, tariffs},
    ledger::insert_wallet,
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
    pub status: MerchantStatus,
    /// The staff member who looks after it.
    pub account_manager: Option<StaffId>,
    /// Its people sign in with a second factor.
    pub require_totp: bool,
    /// Nothing but setting it up is open yet.
    pub needs_setup: bool,
}

impl MerchantRecord {
    pub(crate) fn from_row(row: merchants::Model) -> Result<MerchantRecord, StoreError> {
        Ok(MerchantRecord {
            id: MerchantId(row.id),
            code: row.code,
            name: row.name,
            outlet: OutletId(row.outlet_id),
            time_zone: row.time_zone,
            status: MerchantStatus::parse(&row.status).ok_or(StoreError::Corrupt("merchant status"))?,
            account_manager: row.account_manager_id.map(StaffId),
            require_totp: row.require_totp,
            needs_setup: row.needs_setup,
        })
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
        row.map(MerchantRecord::from_row).transpose()
    }

    /// A merchant by id, for staff: they belong to none.
    pub async fn find_merchant(&self, id: MerchantId) -> Result<Option<MerchantRecord>, StoreError> {
        let row = merchants::Entity::find_by_id(id.0).one(self.store.reader()).await?;
        row.map(MerchantRecord::from_row).transpose()
    }

    /// Is there any merchant yet? A fresh installation has none.
    pub async fn has_merchants(&self) -> Result<bool, StoreError> {
        Ok(merchants::Entity::find().limit(1).one(self.store.reader()).await?.is_some())
    }
}

impl SystemStore<'_> {
    /// Creates the tenant; with it comes the right to fill it.
    pub async fn create_merchant(
        &self,
        merchant: &MerchantRecord,
        now: DateTime<Utc>,
    ) -> Result<TenantScope, StoreError> {
        self.store.transact(async |tx| insert_merchant(tx, merchant, now).await).await
    }
}

async fn insert_merchant(
    tx: &DatabaseTransaction,
    merchant: &MerchantRecord,
    now: DateTime<Utc>,
) -> Result<TenantScope, StoreError> {
    let row = merchants::ActiveModel {
        id: Set(merchant.id.0),
        code: Set(merchant.code.clone()),
        name: Set(merchant.name.clone()),
        outlet_id: Set(merchant.outlet.0),
        time_zone: Set(merchant.time_zone.clone()),
        status: Set(merchant.status.as_str().to_owned()),
        status_reason: Set(String::new()),
        status_at: Set(None),
        account_manager_id: Set(merchant.account_manager.map(|staff| staff.0)),
        created_at: Set(now),
        retention_days: Set(i32::try_from(RETENTION_DAYS_DEFAULT).map_err(|_| StoreError::Corrupt("retention days"))?),
        require_totp: Set(merchant.require_totp),
        needs_setup: Set(merchant.needs_setup),
        contacts_version: Set(0),
        tracking_name: Set(String::new()),
        tracking_color: Set(String::new()),
        tracking_hotline: Set(String::new()),
        tracking_words: Set(String::new()),
    };
    merchants::Entity::insert(row).exec_without_returning(tx).await?;
    // Where its audit log begins: writers of the log take turns at this row.
    let head = audit_heads::ActiveModel { merchant_id: Set(merchant.id.0), seq: Set(0), hash: Set(Vec::new()) };
    audit_heads::Entity::insert(head).exec_without_returning(tx).await?;
    insert_wallet(tx, merchant.id.0, now).await?;
    Ok(TenantScope::of(merchant.id.0))
}

impl<'a> NetworkTx<'a> {
    /// Creates the tenant in this write; with it comes the right to fill it.
    pub async fn create_merchant(
        &self,
        merchant: &MerchantRecord,
        now: DateTime<Utc>,
    ) -> Result<WriteTx<'a>, StoreError> {
        let scope = insert_merchant(self.conn, merchant, now).await?;
        Ok(Scoped::new(self.conn, scope, self.keys))
    }

    /// The next number of a customer code. Writers take turns at the one row, so no number is given twice.
    pub async fn next_customer_number(&self) -> Result<i64, StoreError> {
        use customer_codes::Column as Col;
        customer_codes::Entity::update_many()
            .col_expr(Col::Next, Expr::col(Col::Next).add(1))
            .filter(Col::Id.eq(Uuid::nil()))
            .exec(self.conn)
            .await?;
        let row = customer_codes::Entity::find_by_id(Uuid::nil()).one(self.conn).await?;
        row.map(|row| row.next - 1).ok_or(StoreError::Corrupt("no customer code is next"))
    }

    pub async fn is_customer_code_taken(&self, code: &str) -> Result<bool, StoreError> {
        Ok(merchants::Entity::find().filter(merchants::Column::Code.eq(code)).one(self.conn).await?.is_some())
    }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    pub async fn merchant(&self) -> Result<MerchantRecord, StoreError> {
        let row = merchants::Entity::find_by_id(self.merchant).one(self.conn).await?;
        MerchantRecord::from_row(row.ok_or(StoreError::Corrupt("a scope without its merchant"))?)
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
    pub async fn set_require_totp(&self, require: bool) -> Result<(), StoreError> {
        let row =
            merchants::ActiveModel { id: Unchanged(self.merchant), require_totp: Set(require), ..Default::default() };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    /// It is set up, and everything is open from now on. `false` where it was before.
    pub async fn set_up(&self) -> Result<bool, StoreError> {
        let changed = merchants::Entity::update_many()
            .col_expr(merchants::Column::NeedsSetup, Expr::val(false))
            .filter(merchants::Column::Id.eq(self.merchant))
            .filter(merchants::Column::NeedsSetup.eq(true))
            .exec(self.conn)
            .await?;
        Ok(changed.rows_affected == 1)
    }

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
