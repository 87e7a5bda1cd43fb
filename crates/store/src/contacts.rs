//! The address book.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};
use shared::{ContactId, OwnerId, contacts::ContactKind};

use crate::{
    PartyPii, Scoped, StoreError, WriteTx,
    entity::{contacts, merchants, owners},
    search::askable,
    shipments::PlaceRecord,
};

pub(crate) const PARTY: &str = "contact party";

/// Rows of one INSERT: stays under SQLite's 32 766 bound values.
const INSERT_ROWS: usize = 1_000;

#[derive(Clone)]
pub struct ContactRecord {
    pub id: ContactId,
    pub kind: ContactKind,
    pub is_default: bool,
    /// What the merchant sorts its contacts by; empty where it does not.
    pub group: String,
    pub owner: Option<OwnerId>,
    pub place: PlaceRecord,
    pub party: PartyPii,
}

/// Which contacts a list shows. All conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct ContactQuery {
    pub kind: Option<ContactKind>,
    pub group: Option<String>,
    pub owner: Option<OwnerId>,
    /// Older than the last of the page before.
    pub after: Option<ContactId>,
    pub limit: u32,
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// What of the address book is there.
    fn book(&self) -> Select<contacts::Entity> {
        contacts::Entity::find().filter(contacts::Column::MerchantId.eq(self.merchant)).filter(self.visible_contacts())
    }

    /// Newest first.
    pub async fn contacts(&self, query: &ContactQuery) -> Result<Vec<ContactRecord>, StoreError> {
        use contacts::Column;
        let condition = Condition::all()
            .add_option(query.kind.map(|kind| Column::Kind.eq(kind.as_str())))
            .add_option(query.group.as_deref().map(|group| Column::GroupName.eq(askable(group))))
            .add_option(query.owner.map(|owner| Column::OwnerId.eq(owner.0)))
            .add_option(query.after.map(|after| Column::Id.lt(after.0)));
        let rows = self.book().filter(condition).order_by_desc(Column::Id).limit(u64::from(query.limit));
        rows.all(self.conn).await?.into_iter().map(|row| self.contact_record(row)).collect()
    }

    /// Those of `ids` that are there, in no order.
    pub async fn contacts_by_id(&self, ids: &[ContactId]) -> Result<Vec<ContactRecord>, StoreError> {
        let rows = self.book().filter(contacts::Column::Id.is_in(ids.iter().map(|id| id.0))).all(self.conn).await?;
        rows.into_iter().map(|row| self.contact_record(row)).collect()
    }

    /// The groups that have contacts, in the order of their names.
    pub async fn contact_groups(&self, most: u64) -> Result<Vec<String>, StoreError> {
        Ok(self
            .book()
            .select_only()
            .column(contacts::Column::GroupName)
            .distinct()
            .filter(contacts::Column::GroupName.ne(""))
            .order_by_asc(contacts::Column::GroupName)
            .limit(most)
            .into_tuple()
            .all(self.conn)
            .await?)
    }

    pub async fn count_contacts(&self) -> Result<u64, StoreError> {
        Ok(contacts::Entity::find().filter(contacts::Column::MerchantId.eq(self.merchant)).count(self.conn).await?)
    }

    /// Changes with every change of the address book.
    pub async fn contacts_version(&self) -> Result<i64, StoreError> {
        let version = merchants::Entity::find_by_id(self.merchant)
            .select_only()
            .column(merchants::Column::ContactsVersion)
            .into_tuple()
            .one(self.conn)
            .await?;
        version.ok_or(StoreError::Corrupt("a scope without its merchant"))
    }

    pub async fn contact(&self, id: ContactId) -> Result<Option<ContactRecord>, StoreError> {
        let row = self.book().filter(contacts::Column::Id.eq(id.0)).one(self.conn).await?;
        row.map(|row| self.contact_record(row)).transpose()
    }

    pub async fn default_sender(&self) -> Result<Option<ContactRecord>, StoreError> {
        let row = self
            .book()
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
            group: row.group_name,
            owner: row.owner_id.map(OwnerId),
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
    /// Adds contacts; a new default takes the mark from the old one.
    pub async fn add_contacts(&self, new: &[ContactRecord], now: DateTime<Utc>) -> Result<(), StoreError> {
        for contact in new.iter().filter(|contact| contact.is_default) {
            self.take_default_mark(contact.kind).await?;
        }
        for chunk in new.chunks(INSERT_ROWS) {
            let rows = chunk.iter().map(|contact| self.contact_row(contact, now)).collect::<Result<Vec<_>, _>>()?;
            contacts::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        }
        self.contacts_changed().await
    }

    pub async fn set_contact(&self, contact: &ContactRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        if contact.is_default {
            self.take_default_mark(contact.kind).await?;
        }
        let mut row = self.contact_row(contact, now)?;
        row.merchant_id = Unchanged(self.merchant);
        row.id = Unchanged(contact.id.0);
        row.created_at = NotSet;
        row.update_without_returning(self.conn).await?;
        self.contacts_changed().await
    }

    pub async fn delete_contacts(&self, ids: &[ContactId]) -> Result<(), StoreError> {
        contacts::Entity::delete_many()
            .filter(contacts::Column::MerchantId.eq(self.merchant))
            .filter(contacts::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .exec(self.conn)
            .await?;
        self.contacts_changed().await
    }

    /// What named these contacts names that one instead, or nothing: owners' sending addresses, and addresses chosen for operators.
    pub async fn replace_contacts(&self, ids: &[ContactId], by: Option<ContactId>) -> Result<(), StoreError> {
        owners::Entity::update_many()
            .col_expr(owners::Column::SenderContactId, Expr::val(by.map(|by| by.0)))
            .filter(owners::Column::MerchantId.eq(self.merchant))
            .filter(owners::Column::SenderContactId.is_in(ids.iter().map(|id| id.0)))
            .exec(self.conn)
            .await?;
        self.replace_scope_targets(&ids.iter().map(|id| id.0).collect::<Vec<_>>(), by.map(|by| by.0)).await
    }

    async fn take_default_mark(&self, kind: ContactKind) -> Result<(), StoreError> {
        contacts::Entity::update_many()
            .col_expr(contacts::Column::IsDefault, Expr::val(false))
            .filter(contacts::Column::MerchantId.eq(self.merchant))
            .filter(contacts::Column::Kind.eq(kind.as_str()))
            .filter(contacts::Column::IsDefault.eq(true))
            .exec(self.conn)
            .await?;
        Ok(())
    }

    async fn contacts_changed(&self) -> Result<(), StoreError> {
        merchants::Entity::update_many()
            .col_expr(merchants::Column::ContactsVersion, Expr::col(merchants::Column::ContactsVersion).add(1))
            .filter(merchants::Column::Id.eq(self.merchant))
            .exec(self.conn)
            .await?;
        Ok(())
    }

    fn contact_row(&self, contact: &ContactRecord, now: DateTime<Utc>) -> Result<contacts::ActiveModel, StoreError> {
        Ok(contacts::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(contact.id.0),
            kind: Set(contact.kind.as_str().to_owned()),
            is_default: Set(contact.is_default),
            province: Set(contact.place.province.clone()),
            city: Set(contact.place.city.clone()),
            district: Set(contact.place.district.clone()),
            division_code: Set(contact.place.code_column()),
            party_sealed: Set(contact.party.seal(self.keys, self.merchant, PARTY)?),
            group_name: Set(contact.group.clone()),
            owner_id: Set(contact.owner.map(|owner| owner.0)),
            created_at: Set(now),
            updated_at: Set(now),
        })
    }
}
