//! What people said of the columns of their files, remembered by header.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

use crate::{Scoped, StoreError, WriteTx, entity::import_mappings};

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Column → field, as it was said last of a header of this hash.
    pub async fn import_mapping(&self, header_sha256: &str) -> Result<Option<BTreeMap<String, String>>, StoreError> {
        let key = (self.merchant, header_sha256.to_owned());
        let row = import_mappings::Entity::find_by_id(key).one(self.conn).await?;
        row.map(|row| serde_json::from_str(&row.mapping).map_err(|_| StoreError::Corrupt("import mapping"))).transpose()
    }
}

impl WriteTx<'_> {
    pub async fn remember_import_mapping(
        &self,
        header_sha256: &str,
        mapping: &BTreeMap<String, String>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        use import_mappings::Column;
        let row = import_mappings::ActiveModel {
            merchant_id: Set(self.merchant),
            header_sha256: Set(header_sha256.to_owned()),
            mapping: Set(serde_json::to_string(mapping).map_err(|_| StoreError::Corrupt("import mapping"))?),
            updated_at: Set(now),
        };
        let key = [Column::MerchantId, Column::HeaderSha256];
        import_mappings::Entity::insert(row)
            .on_conflict(OnConflict::columns(key).update_columns([Column::Mapping, Column::UpdatedAt]).to_owned())
            .exec_without_returning(self.conn)
            .await?;
        Ok(())
    }
}
