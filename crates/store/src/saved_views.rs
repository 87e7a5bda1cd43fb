//! Filters of lists, kept under a name by the person who made them.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use shared::{SavedViewId, UserId, saved_views::SavedList};

use crate::{Scoped, StoreError, WriteTx, entity::saved_views};

/// Views read at once: what everybody of a merchant shares is bounded with what one person keeps.
const VIEWS_READ: u64 = 500;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedViewRecord {
    pub id: SavedViewId,
    /// Who made it.
    pub user: UserId,
    pub list: SavedList,
    pub name: String,
    pub query: String,
    pub is_shared: bool,
    pub created_at: DateTime<Utc>,
}

fn record(row: saved_views::Model) -> Result<SavedViewRecord, StoreError> {
    Ok(SavedViewRecord {
        id: SavedViewId(row.id),
        user: UserId(row.user_id),
        list: SavedList::parse(&row.list).ok_or(StoreError::Corrupt("saved view's list"))?,
        name: row.name,
        query: row.query,
        is_shared: row.is_shared,
        created_at: row.created_at,
    })
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// A person's own views, and those that everybody sees; by name.
    pub async fn saved_views(&self, person: UserId) -> Result<Vec<SavedViewRecord>, StoreError> {
        use saved_views::Column;
        let rows = saved_views::Entity::find()
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Condition::any().add(Column::UserId.eq(person.0)).add(Column::IsShared.eq(true)))
            .order_by_asc(Column::Name)
            .order_by_asc(Column::Id)
            .limit(VIEWS_READ)
            .all(self.conn)
            .await?;
        rows.into_iter().map(record).collect()
    }

    pub async fn saved_view(&self, id: SavedViewId) -> Result<Option<SavedViewRecord>, StoreError> {
        saved_views::Entity::find_by_id((self.merchant, id.0)).one(self.conn).await?.map(record).transpose()
    }
}

impl WriteTx<'_> {
    pub async fn add_saved_view(&self, view: &SavedViewRecord) -> Result<(), StoreError> {
        let row = saved_views::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(view.id.0),
            user_id: Set(view.user.0),
            list: Set(view.list.as_str().to_owned()),
            name: Set(view.name.clone()),
            query: Set(view.query.clone()),
            is_shared: Set(view.is_shared),
            created_at: Set(view.created_at),
        };
        saved_views::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn set_saved_view(&self, view: &SavedViewRecord) -> Result<(), StoreError> {
        let row = saved_views::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(view.id.0),
            name: Set(view.name.clone()),
            query: Set(view.query.clone()),
            is_shared: Set(view.is_shared),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn delete_saved_view(&self, id: SavedViewId) -> Result<(), StoreError> {
        saved_views::Entity::delete_by_id((self.merchant, id.0)).exec(self.conn).await?;
        Ok(())
    }
}
