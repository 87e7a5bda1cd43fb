//! Label templates a merchant made, with every version of them, and which one is used for what.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use shared::{LabelTemplateId, UserId, limits::LABEL_TEMPLATES};
use uuid::Uuid;

use crate::{
    Scoped, StoreError, WriteTx,
    entity::{label_template_defaults, label_template_versions, label_templates, printers},
    shipments::column,
};

/// A template without its body: what a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelTemplateRecord {
    pub id: LabelTemplateId,
    pub name: String,
    /// `waybill`, `item`, `packing_list` or `manifest`.
    pub kind: String,
    /// The standard template whose carrier zone it keeps.
    pub base_id: Option<String>,
    pub width_um: u32,
    pub height_um: u32,
    pub shows_personal_data: bool,
    /// The newest; counted from 1.
    pub version: u32,
    pub created_by: UserId,
    pub created_at: DateTime<Utc>,
    pub updated_by: UserId,
    pub updated_at: DateTime<Utc>,
}

/// One version as it was saved; never changed afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelTemplateVersionRecord {
    pub version: u32,
    pub name: String,
    /// JSON, checked before it came here.
    pub body: String,
    /// The version it was taken back from.
    pub restored_from: Option<u32>,
    pub created_by: UserId,
    pub created_at: DateTime<Utc>,
}

/// Which template is used where none is asked for. An empty source is the merchant's own default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelTemplateDefaultRecord {
    pub source: String,
    /// The id of a standard template, or of one of the merchant's.
    pub template_id: String,
}

fn count(value: i32) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|_| StoreError::Corrupt("label template"))
}

fn record(row: label_templates::Model) -> Result<LabelTemplateRecord, StoreError> {
    Ok(LabelTemplateRecord {
        id: LabelTemplateId(row.id),
        name: row.name,
        kind: row.kind,
        base_id: row.base_id,
        width_um: count(row.width_um)?,
        height_um: count(row.height_um)?,
        shows_personal_data: row.shows_personal_data,
        version: count(row.version)?,
        created_by: UserId(row.created_by),
        created_at: row.created_at,
        updated_by: UserId(row.updated_by),
        updated_at: row.updated_at,
    })
}

fn version_record(row: label_template_versions::Model) -> Result<LabelTemplateVersionRecord, StoreError> {
    Ok(LabelTemplateVersionRecord {
        version: count(row.version)?,
        name: row.name,
        body: row.body,
        restored_from: row.restored_from.map(count).transpose()?,
        created_by: UserId(row.created_by),
        created_at: row.created_at,
    })
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Those that are not deleted, newest first.
    pub async fn label_templates(&self) -> Result<Vec<LabelTemplateRecord>, StoreError> {
        let rows = self
            .living_label_templates()
            .order_by_desc(label_templates::Column::Id)
            .limit(LABEL_TEMPLATES as u64)
            .all(self.conn)
            .await?;
        rows.into_iter().map(record).collect()
    }

    pub async fn count_label_templates(&self) -> Result<usize, StoreError> {
        let count = self.living_label_templates().count(self.conn).await?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    fn living_label_templates(&self) -> sea_orm::Select<label_templates::Entity> {
        label_templates::Entity::find()
            .filter(label_templates::Column::MerchantId.eq(self.merchant))
            .filter(label_templates::Column::DeletedAt.is_null())
    }

    pub async fn label_template(&self, id: LabelTemplateId) -> Result<Option<LabelTemplateRecord>, StoreError> {
        let row = label_templates::Entity::find_by_id((self.merchant, id.0))
            .filter(label_templates::Column::DeletedAt.is_null())
            .one(self.conn)
            .await?;
        row.map(record).transpose()
    }

    /// One version, also of a template that is deleted: what was printed can be looked at.
    pub async fn label_template_version(
        &self,
        id: LabelTemplateId,
        version: u32,
    ) -> Result<Option<LabelTemplateVersionRecord>, StoreError> {
        let Ok(version) = i32::try_from(version) else { return Ok(None) };
        let key = (self.merchant, id.0, version);
        let row = label_template_versions::Entity::find_by_id(key).one(self.conn).await?;
        row.map(version_record).transpose()
    }

    /// Newest first, without their bodies.
    pub async fn label_template_versions(
        &self,
        id: LabelTemplateId,
        limit: u32,
    ) -> Result<Vec<LabelTemplateVersionRecord>, StoreError> {
        use label_template_versions::Column;
        type Row = (i32, String, Option<i32>, Uuid, DateTime<Utc>);
        let rows: Vec<Row> = label_template_versions::Entity::find()
            .select_only()
            .columns([Column::Version, Column::Name, Column::RestoredFrom, Column::CreatedBy, Column::CreatedAt])
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::TemplateId.eq(id.0))
            .order_by_desc(Column::Version)
            .limit(u64::from(limit))
            .into_tuple()
            .all(self.conn)
            .await?;
        let record = |(version, name, restored_from, by, at): Row| {
            Ok(LabelTemplateVersionRecord {
                version: count(version)?,
                name,
                body: String::new(),
                restored_from: restored_from.map(count).transpose()?,
                created_by: UserId(by),
                created_at: at,
            })
        };
        rows.into_iter().map(record).collect()
    }

    /// The merchant's own default and those of its sources.
    pub async fn label_template_defaults(&self) -> Result<Vec<LabelTemplateDefaultRecord>, StoreError> {
        let rows = label_template_defaults::Entity::find()
            .filter(label_template_defaults::Column::MerchantId.eq(self.merchant))
            .filter(label_template_defaults::Column::OwnerId.is_null())
            .order_by_asc(label_template_defaults::Column::Source)
            .limit(LABEL_TEMPLATES as u64)
            .all(self.conn)
            .await?;
        let record = |row: label_template_defaults::Model| LabelTemplateDefaultRecord {
            source: row.source,
            template_id: row.template_id,
        };
        Ok(rows.into_iter().map(record).collect())
    }

    /// The names of printers that are set up with this template.
    pub async fn printers_with_template(&self, template_id: &str) -> Result<Vec<String>, StoreError> {
        Ok(printers::Entity::find()
            .select_only()
            .column(printers::Column::Name)
            .filter(printers::Column::MerchantId.eq(self.merchant))
            .filter(printers::Column::DeletedAt.is_null())
            .filter(printers::Column::TemplateId.eq(template_id))
            .order_by_asc(printers::Column::Id)
            .limit(LABEL_TEMPLATES as u64)
            .into_tuple()
            .all(self.conn)
            .await?)
    }
}

impl WriteTx<'_> {
    /// Locks the template until this transaction ends, so that two people do not save the same version.
    pub async fn label_template_for_update(
        &self,
        id: LabelTemplateId,
    ) -> Result<Option<LabelTemplateRecord>, StoreError> {
        let row = label_templates::Entity::find_by_id((self.merchant, id.0))
            .filter(label_templates::Column::DeletedAt.is_null())
            .lock_exclusive()
            .one(self.conn)
            .await?;
        row.map(record).transpose()
    }

    /// Adds a template with its first version.
    pub async fn add_label_template(&self, template: &LabelTemplateRecord, body: &str) -> Result<(), StoreError> {
        let row = label_templates::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(template.id.0),
            created_by: Set(template.created_by.0),
            created_at: Set(template.created_at),
            deleted_at: Set(None),
            ..template_columns(template)?
        };
        label_templates::Entity::insert(row).exec_without_returning(self.conn).await?;
        self.add_label_template_version(template, body, None).await
    }

    /// Keeps `body` as the version that `template` names, and makes it the newest.
    pub async fn save_label_template(
        &self,
        template: &LabelTemplateRecord,
        body: &str,
        restored_from: Option<u32>,
    ) -> Result<(), StoreError> {
        let row = label_templates::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(template.id.0),
            ..template_columns(template)?
        };
        row.update_without_returning(self.conn).await?;
        self.add_label_template_version(template, body, restored_from).await
    }

    async fn add_label_template_version(
        &self,
        template: &LabelTemplateRecord,
        body: &str,
        restored_from: Option<u32>,
    ) -> Result<(), StoreError> {
        let row = label_template_versions::ActiveModel {
            merchant_id: Set(self.merchant),
            template_id: Set(template.id.0),
            version: Set(column(template.version)?),
            name: Set(template.name.clone()),
            body: Set(body.to_owned()),
            restored_from: Set(restored_from.map(column).transpose()?),
            created_by: Set(template.updated_by.0),
            created_at: Set(template.updated_at),
        };
        label_template_versions::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }

    /// Takes it off the list; its versions stay for what was printed with them.
    pub async fn delete_label_template(&self, id: LabelTemplateId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = label_templates::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(id.0),
            deleted_at: Set(Some(now)),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    /// Sets what a source uses, or with no template leaves it to what comes next.
    pub async fn set_label_template_default(
        &self,
        id: Uuid,
        source: &str,
        template_id: Option<&str>,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        label_template_defaults::Entity::delete_many()
            .filter(label_template_defaults::Column::MerchantId.eq(self.merchant))
            .filter(label_template_defaults::Column::Source.eq(source))
            .filter(label_template_defaults::Column::OwnerId.is_null())
            .exec(self.conn)
            .await?;
        let Some(template_id) = template_id else { return Ok(()) };
        let row = label_template_defaults::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(id),
            source: Set(source.to_owned()),
            owner_id: Set(None),
            template_id: Set(template_id.to_owned()),
            updated_by: Set(by.0),
            updated_at: Set(now),
        };
        label_template_defaults::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }
}

fn template_columns(template: &LabelTemplateRecord) -> Result<label_templates::ActiveModel, StoreError> {
    Ok(label_templates::ActiveModel {
        name: Set(template.name.clone()),
        kind: Set(template.kind.clone()),
        base_id: Set(template.base_id.clone()),
        width_um: Set(column(template.width_um)?),
        height_um: Set(column(template.height_um)?),
        shows_personal_data: Set(template.shows_personal_data),
        version: Set(column(template.version)?),
        updated_by: Set(template.updated_by.0),
        updated_at: Set(template.updated_at),
        ..Default::default()
    })
}
