//! The address book.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use shared::{ContactId, contacts::ContactKind};

use crate::{PartyPii, Scoped, StoreError, WriteTx, entity::contacts, shipments::PlaceRecord};

pub(crate) const PARTY: &str = "contact party";

#[derive(Clone)]
pub struct ContactRecord {
    pub id: ContactId,
    pub kind: ContactKind,
    pub is_default: bool,
    pub place: PlaceRecord,
    pub party: PartyPii,
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Newest first, older than `after`.
    pub async fn contacts(
        &self,
        kind: ContactKind,
        after: Option<ContactId>,
        limit: u32,
    ) -> Result<Vec<ContactRecord>, StoreError> {
        let mut query = contacts::Entity::find()
            .filter(contacts::Column::MerchantId.eq(self.merchant))
            .filter(contacts::Column::Kind.eq(kind.as_str()));
        if let Some(after) = after {
            query = query.filter(contacts::Column::Id.lt(after.0));
        }
        let rows = query.order_by_desc(contacts::Column::Id).limit(u64::from(limit)).all(self.conn).await?;
        rows.into_iter().map(|row| self.contact_record(row)).collect()
    }

    pub async fn contact(&self, id: ContactId) -> Result<Option<ContactRecord>, StoreError> {
        let row = contacts::Entity::find_by_id((self.merchant, id.0)).one(self.conn).await?;
        row.map(|row| self.contact_record(row)).transpose()
    }

    pub async fn default_sender(&self) -> Result<Option<ContactRecord>, StoreError> {
        let row = contacts::Entity::find()
            .filter(contacts::Column::MerchantId.eq(self.merchant))
            .filter(contacts::Column::Kind.eq(ContactKind::Sender.as_str()))
            .filter(contacts::Column::IsDefault.eq(true))
            .order_by_desc(contacts::Column::Id)
            .limit(1)
            .one(self.conn)
            .await?;
        row.map(|row| self.contact_record(row)).transpose()
    }

    pub(crate) fn contact_record(&self, row: contacts::Model) -> Result<ContactRecord, StoreError> {
        Ok(ContactRecord {
            id: ContactId(row.id),
            kind: ContactKind::parse(&row.kind).ok_or(StoreError::Corrupt("contact kind"))?,
            is_default: row.is_default,
            party: PartyPii::open(self.keys, self.merchant, PARTY, &row.party_sealed)?,
            place: PlaceRecord {
                province: row.province,
                city: row.city,
                district: row.district,
                division_code: u32::try_from(row.division_code).map_err(|_| StoreError::Corrupt("division code"))?,
            },
        })
    }
}

impl WriteTx<'_> {
    /// Adds a contact; a new default takes the mark from the old one.
    pub async fn add_contact(&self, contact: &ContactRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        if contact.is_default {
            contacts::Entity::update_many()
                .col_expr(contacts::Column::IsDefault, Expr::val(false))
                .filter(contacts::Column::MerchantId.eq(self.merchant))
                .filter(contacts::Column::Kind.eq(contact.kind.as_str()))
                .exec(self.conn)
                .await?;
        }
        let row = contacts::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(contact.id.0),
            kind: Set(contact.kind.as_str().to_owned()),
            is_default: Set(contact.is_default),
            province: Set(contact.place.province.clone()),
            city: Set(contact.place.city.clone()),
            district: Set(contact.place.district.clone()),
            division_code: Set(contact.place.code_column()),
            party_sealed: Set(contact.party.seal(self.keys, self.merchant, PARTY)?),
            created_at: Set(now),
            updated_at: Set(now),
        };
        contacts::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }
}
