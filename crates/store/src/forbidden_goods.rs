//! The network's dictionary of goods that must not be sent, where staff changed it.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryOrder, QuerySelect, sea_query::OnConflict};
use shared::goods::{GOODS_GROUPS, GoodsLevel};

use crate::{StoreError, connection::NetworkStore, entity::forbidden_goods, scope::NetworkTx};

/// A group as staff set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForbiddenGoodsRecord {
    pub group: u8,
    pub level: GoodsLevel,
    pub words: Vec<String>,
    pub exceptions: Vec<String>,
    pub updated_at: DateTime<Utc>,
}

const CORRUPT: StoreError = StoreError::Corrupt("forbidden goods");

fn record(row: forbidden_goods::Model) -> Result<ForbiddenGoodsRecord, StoreError> {
    Ok(ForbiddenGoodsRecord {
        group: u8::try_from(row.group_no).map_err(|_| CORRUPT)?,
        level: GoodsLevel::parse(&row.level).ok_or(CORRUPT)?,
        words: serde_json::from_str(&row.words).map_err(|_| CORRUPT)?,
        exceptions: serde_json::from_str(&row.exceptions).map_err(|_| CORRUPT)?,
        updated_at: row.updated_at,
    })
}

impl NetworkStore<'_> {
    /// The groups that staff changed. They hold for every merchant.
    pub async fn forbidden_goods(&self) -> Result<Vec<ForbiddenGoodsRecord>, StoreError> {
        let rows = forbidden_goods::Entity::find().limit(u64::from(GOODS_GROUPS)).all(self.store.reader()).await?;
        rows.into_iter().map(record).collect()
    }

    /// When staff changed each group last. Clocks of nodes differ, so no single time says that nothing changed.
    pub async fn forbidden_goods_versions(&self) -> Result<Vec<(i32, DateTime<Utc>)>, StoreError> {
        Ok(forbidden_goods::Entity::find()
            .select_only()
            .columns([forbidden_goods::Column::GroupNo, forbidden_goods::Column::UpdatedAt])
            .order_by_asc(forbidden_goods::Column::GroupNo)
            .limit(u64::from(GOODS_GROUPS))
            .into_tuple()
            .all(self.store.reader())
            .await?)
    }
}

impl NetworkTx<'_> {
    pub async fn set_forbidden_goods(&self, group: &ForbiddenGoodsRecord) -> Result<(), StoreError> {
        use forbidden_goods::Column;
        let list = |words: &[String]| serde_json::to_string(words).map_err(|_| CORRUPT);
        let row = forbidden_goods::ActiveModel {
            group_no: Set(i32::from(group.group)),
            level: Set(group.level.as_str().to_owned()),
            words: Set(list(&group.words)?),
            exceptions: Set(list(&group.exceptions)?),
            updated_at: Set(group.updated_at),
        };
        let changed = [Column::Level, Column::Words, Column::Exceptions, Column::UpdatedAt];
        forbidden_goods::Entity::insert(row)
            .on_conflict(OnConflict::column(Column::GroupNo).update_columns(changed).to_owned())
            .exec_without_returning(self.conn)
            .await?;
        Ok(())
    }
}
