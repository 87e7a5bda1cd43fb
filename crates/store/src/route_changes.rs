//! The network's routes, where staff changed them.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait, QueryOrder, QuerySelect, sea_query::OnConflict};

use crate::{NetworkTx, StoreError, connection::NetworkStore, entity::route_changes};

/// Where parcels to the places of a prefix go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteChangeRecord {
    /// The beginning of a division code: two, four or six digits.
    pub prefix: String,
    pub is_served: bool,
    pub hub_code: String,
    pub bag_hub: String,
    /// The whole route code, where it is not made of the hub's.
    pub route_code: String,
    pub updated_at: DateTime<Utc>,
}

impl From<route_changes::Model> for RouteChangeRecord {
    fn from(row: route_changes::Model) -> Self {
        RouteChangeRecord {
            prefix: row.prefix,
            is_served: row.is_served,
            hub_code: row.hub_code,
            bag_hub: row.bag_hub,
            route_code: row.route_code,
            updated_at: row.updated_at,
        }
    }
}

impl NetworkStore<'_> {
    /// Every change, in the order of their prefixes; there are `most` at most. They hold for every merchant.
    pub async fn route_changes(&self, most: u32) -> Result<Vec<RouteChangeRecord>, StoreError> {
        let rows = route_changes::Entity::find()
            .order_by_asc(route_changes::Column::Prefix)
            .limit(u64::from(most))
            .all(self.store.reader())
            .await?;
        Ok(rows.into_iter().map(RouteChangeRecord::from).collect())
    }

    /// When staff made each change last. Clocks of nodes differ, so no single time says that nothing changed.
    pub async fn route_change_versions(&self, most: u32) -> Result<Vec<(String, DateTime<Utc>)>, StoreError> {
        Ok(route_changes::Entity::find()
            .select_only()
            .columns([route_changes::Column::Prefix, route_changes::Column::UpdatedAt])
            .order_by_asc(route_changes::Column::Prefix)
            .limit(u64::from(most))
            .into_tuple()
            .all(self.store.reader())
            .await?)
    }
}

impl NetworkTx<'_> {
    pub async fn count_route_changes(&self) -> Result<u64, StoreError> {
        Ok(route_changes::Entity::find().count(self.conn).await?)
    }

    pub async fn set_route_change(&self, change: &RouteChangeRecord) -> Result<(), StoreError> {
        use route_changes::Column;
        let row = route_changes::ActiveModel {
            prefix: Set(change.prefix.clone()),
            is_served: Set(change.is_served),
            hub_code: Set(change.hub_code.clone()),
            bag_hub: Set(change.bag_hub.clone()),
            route_code: Set(change.route_code.clone()),
            updated_at: Set(change.updated_at),
        };
        let changed = [Column::IsServed, Column::HubCode, Column::BagHub, Column::RouteCode, Column::UpdatedAt];
        route_changes::Entity::insert(row)
            .on_conflict(OnConflict::column(Column::Prefix).update_columns(changed).to_owned())
            .exec_without_returning(self.conn)
            .await?;
        Ok(())
    }

    /// `false` where nothing was changed there.
    pub async fn delete_route_change(&self, prefix: &str) -> Result<bool, StoreError> {
        let gone = route_changes::Entity::delete_by_id(prefix).exec(self.conn).await?;
        Ok(gone.rows_affected > 0)
    }
}
