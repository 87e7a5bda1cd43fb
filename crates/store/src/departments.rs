//! Departments: a merchant's cost centres.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use shared::{DepartmentId, parts::DEPARTMENTS_MAX};

use crate::{Scoped, StoreError, WriteTx, entity::departments};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentRecord {
    pub id: DepartmentId,
    pub code: String,
    pub name: String,
    /// Nothing new is made for one that is not.
    pub is_active: bool,
}

fn record(row: departments::Model) -> DepartmentRecord {
    DepartmentRecord { id: DepartmentId(row.id), code: row.code, name: row.name, is_active: row.is_active }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// In the order of their codes, those that are active no more too.
    pub async fn departments(&self) -> Result<Vec<DepartmentRecord>, StoreError> {
        let rows = departments::Entity::find()
            .filter(departments::Column::MerchantId.eq(self.merchant))
            .order_by_asc(departments::Column::Code)
            .limit(DEPARTMENTS_MAX as u64)
            .all(self.conn)
            .await?;
        Ok(rows.into_iter().map(record).collect())
    }

    pub async fn department(&self, id: DepartmentId) -> Result<Option<DepartmentRecord>, StoreError> {
        let row = departments::Entity::find_by_id((self.merchant, id.0)).one(self.conn).await?;
        Ok(row.map(record))
    }
}

impl WriteTx<'_> {
    /// Fails with `UniqueViolation` where the code is taken.
    pub async fn add_department(&self, record: &DepartmentRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = departments::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(record.id.0),
            code: Set(record.code.clone()),
            name: Set(record.name.clone()),
            is_active: Set(record.is_active),
            created_at: Set(now),
            updated_at: Set(now),
        };
        departments::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }

    /// Fails with `UniqueViolation` where the code is taken.
    pub async fn set_department(&self, record: &DepartmentRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = departments::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(record.id.0),
            code: Set(record.code.clone()),
            name: Set(record.name.clone()),
            is_active: Set(record.is_active),
            updated_at: Set(now),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }
}
