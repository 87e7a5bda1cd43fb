//! Accounts of merchants at carriers. Passwords are sealed, and opened only to be sent to the carrier.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use shared::{
    CarrierAccountId,
    carriers::{CARRIER_ACCOUNTS_MAX, CarrierAccountKind, CarrierAccountState, PlacementState},
};

use crate::{
    Scoped, StoreError, WriteTx,
    entity::{carrier_accounts, carrier_orders},
};

pub(crate) const PASSWORD: &str = "carrier password";
pub(crate) const COD_ACCOUNT: &str = "cod account";

/// Why the carrier does not take an account, in both languages; empty where it does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CarrierWords {
    pub zh: String,
    pub en: String,
}

/// No `Debug`: it holds a password.
#[derive(Clone)]
pub struct CarrierAccountRecord {
    pub id: CarrierAccountId,
    pub carrier: String,
    pub kind: CarrierAccountKind,
    pub name: String,
    pub account: String,
    /// Empty where its kind has none.
    pub password: String,
    pub site_code: String,
    pub state: CarrierAccountState,
    pub problem: CarrierWords,
    pub balance: Option<u64>,
    pub balance_at: Option<DateTime<Utc>>,
    pub low_at: u32,
    /// Where the carrier pays out what it collects; without it nothing is collected.
    pub cod_account: Option<String>,
    pub created_at: DateTime<Utc>,
}

impl CarrierAccountRecord {
    /// Somebody should buy numbers, as far as the carrier said how many are left.
    pub fn is_low(&self) -> bool {
        self.balance.is_some_and(|balance| balance < u64::from(self.low_at))
    }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    fn carrier_account_record(&self, row: carrier_accounts::Model) -> Result<CarrierAccountRecord, StoreError> {
        let password = self.keys.open(self.merchant, PASSWORD, &row.password_sealed)?;
        let cod_account = row.cod_account_sealed.map(|sealed| self.keys.open(self.merchant, COD_ACCOUNT, &sealed));
        let cod_account = cod_account.transpose()?.map(String::from_utf8).transpose();
        Ok(CarrierAccountRecord {
            id: CarrierAccountId(row.id),
            carrier: row.carrier,
            kind: CarrierAccountKind::parse(&row.kind).ok_or(StoreError::Corrupt("kind of carrier account"))?,
            name: row.name,
            account: row.account,
            password: String::from_utf8(password).map_err(|_| StoreError::Corrupt("carrier password"))?,
            site_code: row.site_code,
            state: CarrierAccountState::parse(&row.state).ok_or(StoreError::Corrupt("carrier account state"))?,
            problem: CarrierWords { zh: row.problem_zh, en: row.problem_en },
            balance: row.balance.map(u64::try_from).transpose().map_err(|_| StoreError::Corrupt("number balance"))?,
            balance_at: row.balance_at,
            low_at: u32::try_from(row.low_at).map_err(|_| StoreError::Corrupt("low balance"))?,
            cod_account: cod_account.map_err(|_| StoreError::Corrupt("collection account"))?,
            created_at: row.created_at,
        })
    }

    /// All of them, in the order they were bound.
    pub async fn carrier_accounts(&self) -> Result<Vec<CarrierAccountRecord>, StoreError> {
        let rows = carrier_accounts::Entity::find()
            .filter(carrier_accounts::Column::MerchantId.eq(self.merchant))
            .order_by_asc(carrier_accounts::Column::Id)
            .limit(CARRIER_ACCOUNTS_MAX as u64)
            .all(self.conn)
            .await?;
        rows.into_iter().map(|row| self.carrier_account_record(row)).collect()
    }

    pub async fn carrier_account(&self, id: CarrierAccountId) -> Result<Option<CarrierAccountRecord>, StoreError> {
        let row = carrier_accounts::Entity::find_by_id((self.merchant, id.0)).one(self.conn).await?;
        row.map(|row| self.carrier_account_record(row)).transpose()
    }

    /// Orders that are on their way to the carrier with this account.
    pub async fn count_placing(&self, id: CarrierAccountId) -> Result<u64, StoreError> {
        Ok(carrier_orders::Entity::find()
            .filter(carrier_orders::Column::MerchantId.eq(self.merchant))
            .filter(carrier_orders::Column::AccountId.eq(id.0))
            .filter(carrier_orders::Column::State.eq(PlacementState::Placing.as_str()))
            .count(self.conn)
            .await?)
    }
}

impl WriteTx<'_> {
    /// Locked until the end of the transaction: what is saved afterwards takes nothing back that somebody else changed meanwhile.
    pub async fn carrier_account_for_update(
        &self,
        id: CarrierAccountId,
    ) -> Result<Option<CarrierAccountRecord>, StoreError> {
        let row = carrier_accounts::Entity::find_by_id((self.merchant, id.0)).lock_exclusive().one(self.conn).await?;
        row.map(|row| self.carrier_account_record(row)).transpose()
    }

    /// Fails with `UniqueViolation` where the account is bound already.
    pub async fn add_carrier_account(&self, record: &CarrierAccountRecord) -> Result<(), StoreError> {
        let row = self.carrier_account_row(record)?;
        carrier_accounts::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn save_carrier_account(&self, record: &CarrierAccountRecord) -> Result<(), StoreError> {
        let mut row = self.carrier_account_row(record)?;
        row.merchant_id = Unchanged(self.merchant);
        row.id = Unchanged(record.id.0);
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    /// Takes it off; what was sent with it stays, so this is for accounts that nothing was sent with.
    pub async fn delete_carrier_account(&self, id: CarrierAccountId) -> Result<(), StoreError> {
        carrier_accounts::Entity::delete_by_id((self.merchant, id.0)).exec(self.conn).await?;
        Ok(())
    }

    /// Whether anything was ever sent with it.
    pub async fn is_carrier_account_used(&self, id: CarrierAccountId) -> Result<bool, StoreError> {
        let first = carrier_orders::Entity::find()
            .filter(carrier_orders::Column::MerchantId.eq(self.merchant))
            .filter(carrier_orders::Column::AccountId.eq(id.0))
            .limit(1)
            .one(self.conn)
            .await?;
        Ok(first.is_some())
    }

    /// One waybill number of it is used; what the carrier says next is right again.
    pub async fn use_carrier_number(&self, id: CarrierAccountId) -> Result<(), StoreError> {
        use carrier_accounts::Column;
        carrier_accounts::Entity::update_many()
            .col_expr(Column::Balance, Expr::col(Column::Balance).sub(1))
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::Id.eq(id.0))
            .filter(Column::Balance.gt(0))
            .exec(self.conn)
            .await?;
        Ok(())
    }

    fn carrier_account_row(&self, record: &CarrierAccountRecord) -> Result<carrier_accounts::ActiveModel, StoreError> {
        let seal = |account: &String| self.keys.seal(self.merchant, COD_ACCOUNT, account.as_bytes());
        let balance = record.balance.map(i64::try_from).transpose().map_err(|_| StoreError::Corrupt("balance"))?;
        Ok(carrier_accounts::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(record.id.0),
            carrier: Set(record.carrier.clone()),
            kind: Set(record.kind.as_str().to_owned()),
            name: Set(record.name.clone()),
            account: Set(record.account.clone()),
            password_sealed: Set(self.keys.seal(self.merchant, PASSWORD, record.password.as_bytes())?),
            site_code: Set(record.site_code.clone()),
            state: Set(record.state.as_str().to_owned()),
            problem_zh: Set(record.problem.zh.clone()),
            problem_en: Set(record.problem.en.clone()),
            balance: Set(balance),
            balance_at: Set(record.balance_at),
            low_at: Set(i32::try_from(record.low_at).map_err(|_| StoreError::Corrupt("low balance"))?),
            cod_account_sealed: Set(record.cod_account.as_ref().map(seal).transpose()?),
            created_at: Set(record.created_at),
        })
    }
}
