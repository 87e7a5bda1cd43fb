//! Outlets, and the regions they answer for.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use shared::OutletId;
use uuid::Uuid;

use crate::{
    NetworkTx, StoreError,
    connection::NetworkStore,
    entity::{outlet_regions, outlets},
};

/// Digits of a province, of a city, and of a district.
const PREFIX_DIGITS: [usize; 3] = [2, 4, 6];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletRecord {
    pub id: OutletId,
    pub code: String,
    pub name: String,
    /// Answers for every region that no outlet has, and sees what all of them do.
    pub is_default: bool,
}

impl From<outlets::Model> for OutletRecord {
    fn from(row: outlets::Model) -> Self {
        OutletRecord { id: OutletId(row.id), code: row.code, name: row.name, is_default: row.is_default }
    }
}

impl NetworkStore<'_> {
    pub async fn find_outlet_name(&self, outlet: OutletId) -> Result<Option<String>, StoreError> {
        Ok(self.find_outlet(outlet).await?.map(|outlet| outlet.name))
    }

    pub async fn find_outlet(&self, outlet: OutletId) -> Result<Option<OutletRecord>, StoreError> {
        let row = outlets::Entity::find_by_id(outlet.0).one(self.store.reader()).await?;
        Ok(row.map(OutletRecord::from))
    }

    /// Every outlet, in the order of their codes; a network has hundreds at most.
    pub async fn outlets(&self) -> Result<Vec<OutletRecord>, StoreError> {
        let rows = outlets::Entity::find().order_by_asc(outlets::Column::Code).all(self.store.reader()).await?;
        Ok(rows.into_iter().map(OutletRecord::from).collect())
    }

    /// Every region that is an outlet's, by the beginnings of division codes.
    pub async fn outlet_regions(&self) -> Result<Vec<(OutletId, String)>, StoreError> {
        let rows = outlet_regions::Entity::find()
            .order_by_asc(outlet_regions::Column::Prefix)
            .all(self.store.reader())
            .await?;
        Ok(rows.into_iter().map(|row| (OutletId(row.outlet_id), row.prefix)).collect())
    }

    /// The outlet that answers for a division: the one of the longest prefix of its code, else the default one.
    pub async fn outlet_of_division(&self, division_code: u32) -> Result<Option<OutletId>, StoreError> {
        let code = format!("{division_code:06}");
        let prefixes = PREFIX_DIGITS.iter().filter_map(|digits| code.get(..*digits));
        let regions = outlet_regions::Entity::find()
            .filter(outlet_regions::Column::Prefix.is_in(prefixes))
            .all(self.store.reader())
            .await?;
        if let Some(region) = regions.into_iter().max_by_key(|region| region.prefix.len()) {
            return Ok(Some(OutletId(region.outlet_id)));
        }
        let row = outlets::Entity::find().filter(outlets::Column::IsDefault.eq(true)).one(self.store.reader()).await?;
        Ok(row.map(|row| OutletId(row.id)))
    }
}

/// A region to be given to an outlet: the id of its row, and the beginning of a division code.
pub type OutletRegion = (Uuid, String);

impl NetworkTx<'_> {
    /// Fails with `UniqueViolation` where the code or a region is taken.
    pub async fn add_outlet(
        &self,
        outlet: &OutletRecord,
        regions: &[OutletRegion],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let row = outlets::ActiveModel {
            id: Set(outlet.id.0),
            code: Set(outlet.code.clone()),
            name: Set(outlet.name.clone()),
            is_default: Set(outlet.is_default),
            created_at: Set(now),
        };
        outlets::Entity::insert(row).exec_without_returning(self.conn).await?;
        self.add_outlet_regions(outlet.id, regions).await
    }

    /// Renames it and gives it these regions alone; `false` where there is no such outlet. Fails with `UniqueViolation` where the code or a
    /// region is taken.
    pub async fn set_outlet(&self, outlet: &OutletRecord, regions: &[OutletRegion]) -> Result<bool, StoreError> {
        let changed = outlets::Entity::update_many()
            .col_expr(outlets::Column::Code, Expr::val(outlet.code.clone()))
            .col_expr(outlets::Column::Name, Expr::val(outlet.name.clone()))
            .filter(outlets::Column::Id.eq(outlet.id.0))
            .exec(self.conn)
            .await?;
        if changed.rows_affected == 0 {
            return Ok(false);
        }
        outlet_regions::Entity::delete_many()
            .filter(outlet_regions::Column::OutletId.eq(outlet.id.0))
            .exec(self.conn)
            .await?;
        self.add_outlet_regions(outlet.id, regions).await?;
        Ok(true)
    }

    async fn add_outlet_regions(&self, outlet: OutletId, regions: &[OutletRegion]) -> Result<(), StoreError> {
        if regions.is_empty() {
            return Ok(());
        }
        let rows = regions.iter().map(|(id, prefix)| outlet_regions::ActiveModel {
            id: Set(*id),
            outlet_id: Set(outlet.0),
            prefix: Set(prefix.clone()),
        });
        outlet_regions::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        Ok(())
    }
}
