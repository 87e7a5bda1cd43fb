//! Owners (货主): a 3PL's own clients.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use shared::{
    ContactId, OwnerId,
    parts::{Markup, OWNERS_MAX},
};
use units::Money;

use crate::{Scoped, StoreError, WriteTx, entity::owners, shipments::column};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerRecord {
    pub id: OwnerId,
    pub code: String,
    pub name: String,
    /// Nothing new is made for one that is not.
    pub is_active: bool,
    /// Where their parcels are sent from, unless something else is said.
    pub sender: Option<ContactId>,
    /// What they pay beside what the merchant pays.
    pub markup: Markup,
    /// The label template of their parcels, unless a rule gives another.
    pub template: Option<String>,
}

fn record(row: owners::Model) -> Result<OwnerRecord, StoreError> {
    let basis_points = u32::try_from(row.markup_basis_points).map_err(|_| StoreError::Corrupt("owner's markup"))?;
    Ok(OwnerRecord {
        id: OwnerId(row.id),
        code: row.code,
        name: row.name,
        is_active: row.is_active,
        sender: row.sender_contact_id.map(ContactId),
        template: Some(row.template_id).filter(|id| !id.is_empty()),
        markup: Markup { basis_points, a_parcel: Money::from_fen(row.markup_fen) },
    })
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// In the order of their codes, those that are active no more too.
    pub async fn owners(&self) -> Result<Vec<OwnerRecord>, StoreError> {
        let rows = owners::Entity::find()
            .filter(owners::Column::MerchantId.eq(self.merchant))
            .filter(self.visible_owners())
            .order_by_asc(owners::Column::Code)
            .limit(OWNERS_MAX as u64)
            .all(self.conn)
            .await?;
        rows.into_iter().map(record).collect()
    }

    pub async fn owner(&self, id: OwnerId) -> Result<Option<OwnerRecord>, StoreError> {
        let row =
            owners::Entity::find_by_id((self.merchant, id.0)).filter(self.visible_owners()).one(self.conn).await?;
        row.map(record).transpose()
    }
}

impl WriteTx<'_> {
    /// Fails with `UniqueViolation` where the code is taken.
    pub async fn add_owner(&self, record: &OwnerRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = owners::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(record.id.0),
            code: Set(record.code.clone()),
            name: Set(record.name.clone()),
            is_active: Set(record.is_active),
            sender_contact_id: Set(record.sender.map(|sender| sender.0)),
            created_at: Set(now),
            updated_at: Set(now),
            markup_basis_points: Set(column(record.markup.basis_points)?),
            markup_fen: Set(record.markup.a_parcel.fen()),
            template_id: Set(record.template.clone().unwrap_or_default()),
        };
        owners::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }

    /// Fails with `UniqueViolation` where the code is taken.
    pub async fn set_owner(&self, record: &OwnerRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = owners::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(record.id.0),
            code: Set(record.code.clone()),
            name: Set(record.name.clone()),
            is_active: Set(record.is_active),
            sender_contact_id: Set(record.sender.map(|sender| sender.0)),
            updated_at: Set(now),
            markup_basis_points: Set(column(record.markup.basis_points)?),
            markup_fen: Set(record.markup.a_parcel.fen()),
            template_id: Set(record.template.clone().unwrap_or_default()),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }
}
