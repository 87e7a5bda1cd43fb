//! Imports: order files and what became of every row.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use shared::{
    ContactId, DepartmentId, ImportId, JobId, OrderId, OwnerId, ShipmentId, UserId, imports::RowOutcome,
    jobs::JobState, services::Services,
};
use units::Money;

use crate::{
    Scoped, StoreError, WriteTx,
    entity::{import_rows, imports},
    shipments::column,
};

pub(crate) const FILE: &str = "import file";
pub(crate) const ROW: &str = "import row";
/// Rows of one INSERT: stays under SQLite's 32 766 bound values.
const INSERT_ROWS: usize = 1_000;

#[derive(Clone, Debug)]
pub struct ImportRecord {
    pub id: ImportId,
    pub job: JobId,
    pub file_name: String,
    pub file_sha256: String,
    /// Of the workbook; none where it has no other, or was taken before sheets could be chosen.
    pub sheet: Option<String>,
    pub format: String,
    pub state: JobState,
    /// Make shipments, not only orders.
    pub ship: bool,
    pub sender: Option<ContactId>,
    pub owner: Option<OwnerId>,
    pub department: Option<DepartmentId>,
    /// What an order is taken for where the file does not say it; no goods: the service's own word.
    pub default_goods: String,
    pub default_weight_g: Option<u32>,
    /// Beside those the file or a rule says; nothing is collected by them.
    pub default_services: Services,
    /// The file's header → the field it is read as.
    pub mapping: BTreeMap<String, String>,
    pub progress: ImportProgress,
    /// JSON of why the whole file was refused; empty where it was not.
    pub problem: String,
    /// Of whoever dropped the file.
    pub language: String,
    pub created_by: UserId,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportProgress {
    pub total: u32,
    pub accepted: u32,
    pub rejected: u32,
    pub duplicates: u32,
    pub price: Money,
    /// Rows of the file that are settled: where the job goes on after it was cut off.
    pub next_index: u32,
}

/// What became of one row.
#[derive(Clone)]
pub struct ImportRowRecord {
    /// As the spreadsheet numbers it.
    pub row: u32,
    pub outcome: RowOutcome,
    pub order_no: Option<String>,
    pub order: Option<OrderId>,
    pub shipment: Option<ShipmentId>,
    /// Where no shipment came of it.
    pub kept: Option<KeptRow>,
}

/// A row that is to be corrected. Both parts may name people, so both are sealed.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct KeptRow {
    /// As read.
    pub cells: Vec<String>,
    /// What is wrong with it, as JSON.
    pub problems: String,
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    pub async fn import(&self, id: ImportId) -> Result<Option<ImportRecord>, StoreError> {
        // The file itself may be large and is not read with the rest.
        let row = self.import_columns().filter(imports::Column::Id.eq(id.0)).one(self.conn).await?;
        row.map(import_record).transpose()
    }

    /// Newest first.
    pub async fn imports(&self, after: Option<ImportId>, limit: u32) -> Result<Vec<ImportRecord>, StoreError> {
        let mut query = self.import_columns();
        if let Some(after) = after {
            query = query.filter(imports::Column::Id.lt(after.0));
        }
        let rows = query.order_by_desc(imports::Column::Id).limit(u64::from(limit)).all(self.conn).await?;
        rows.into_iter().map(import_record).collect()
    }

    fn import_columns(&self) -> sea_orm::Select<imports::Entity> {
        use sea_orm::Iterable;
        let without_file = imports::Column::iter().filter(|column| !matches!(column, imports::Column::FileSealed));
        let select = imports::Entity::find()
            .select_only()
            .columns(without_file)
            .expr_as(sea_orm::sea_query::Expr::cust("NULL"), "file_sealed")
            .filter(imports::Column::MerchantId.eq(self.merchant));
        match self.made_by() {
            Some(person) => select.filter(imports::Column::CreatedBy.eq(person)),
            None => select,
        }
    }

    /// The original file, as long as it is kept.
    pub async fn import_file(&self, id: ImportId) -> Result<Option<Vec<u8>>, StoreError> {
        let row = imports::Entity::find_by_id((self.merchant, id.0)).one(self.conn).await?;
        let sealed = row.and_then(|row| row.file_sealed);
        sealed.map(|sealed| self.keys.open(self.merchant, FILE, &sealed)).transpose()
    }

    /// In the order of the file, after row number `after`.
    pub async fn import_rows(
        &self,
        import: ImportId,
        outcome: Option<RowOutcome>,
        after: Option<u32>,
        limit: u32,
    ) -> Result<Vec<ImportRowRecord>, StoreError> {
        let mut query = import_rows::Entity::find()
            .filter(import_rows::Column::MerchantId.eq(self.merchant))
            .filter(import_rows::Column::ImportId.eq(import.0));
        if let Some(outcome) = outcome {
            query = query.filter(import_rows::Column::Outcome.eq(outcome.as_str()));
        }
        if let Some(after) = after {
            query = query.filter(import_rows::Column::Row.gt(column(after)?));
        }
        let rows = query.order_by_asc(import_rows::Column::Row).limit(u64::from(limit)).all(self.conn).await?;
        rows.into_iter().map(|row| self.import_row_record(row)).collect()
    }

    fn import_row_record(&self, row: import_rows::Model) -> Result<ImportRowRecord, StoreError> {
        let kept = row.kept_sealed.map(|sealed| {
            let plain = self.keys.open(self.merchant, ROW, &sealed)?;
            serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt("import row"))
        });
        Ok(ImportRowRecord {
            row: u32::try_from(row.row).map_err(|_| StoreError::Corrupt("import row"))?,
            outcome: RowOutcome::parse(&row.outcome).ok_or(StoreError::Corrupt("import outcome"))?,
            order_no: row.order_no,
            order: row.order_id.map(OrderId),
            shipment: row.shipment_id.map(ShipmentId),
            kept: kept.transpose()?,
        })
    }
}

fn import_record(row: imports::Model) -> Result<ImportRecord, StoreError> {
    let count = |n: i32| u32::try_from(n).map_err(|_| StoreError::Corrupt("import count"));
    Ok(ImportRecord {
        id: ImportId(row.id),
        job: JobId(row.job_id),
        file_name: row.file_name,
        file_sha256: row.file_sha256,
        sheet: Some(row.sheet).filter(|sheet| !sheet.is_empty()),
        format: row.format,
        state: JobState::parse(&row.state).ok_or(StoreError::Corrupt("import state"))?,
        ship: row.ship,
        sender: row.sender_contact_id.map(ContactId),
        owner: row.owner_id.map(OwnerId),
        department: row.department_id.map(DepartmentId),
        default_goods: row.default_goods,
        default_weight_g: row.default_weight_g.map(count).transpose()?,
        default_services: services_of(&row.default_services)?,
        mapping: serde_json::from_str(&row.mapping).map_err(|_| StoreError::Corrupt("import mapping"))?,
        progress: ImportProgress {
            total: count(row.total)?,
            accepted: count(row.accepted)?,
            rejected: count(row.rejected)?,
            duplicates: count(row.duplicates)?,
            price: Money::from_fen(row.price_fen),
            next_index: count(row.next_index)?,
        },
        problem: row.problem,
        language: row.language,
        created_by: UserId(row.created_by),
        created_at: row.created_at,
        finished_at: row.finished_at,
    })
}

const SERVICES: StoreError = StoreError::Corrupt("import services");

fn services_of(text: &str) -> Result<Services, StoreError> {
    if text.is_empty() { Ok(Services::default()) } else { serde_json::from_str(text).map_err(|_| SERVICES) }
}

fn services_json(services: &Services) -> Result<String, StoreError> {
    if services.is_empty() { Ok(String::new()) } else { serde_json::to_string(services).map_err(|_| SERVICES) }
}

fn mapping_json(mapping: &BTreeMap<String, String>) -> Result<String, StoreError> {
    serde_json::to_string(mapping).map_err(|_| StoreError::Corrupt("import mapping"))
}

impl WriteTx<'_> {
    pub async fn add_import(&self, import: &ImportRecord, file: &[u8]) -> Result<(), StoreError> {
        let progress = import.progress;
        let row = imports::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(import.id.0),
            job_id: Set(import.job.0),
            file_name: Set(import.file_name.clone()),
            file_sha256: Set(import.file_sha256.clone()),
            sheet: Set(import.sheet.clone().unwrap_or_default()),
            file_sealed: Set(Some(self.keys.seal(self.merchant, FILE, file)?)),
            format: Set(import.format.clone()),
            state: Set(import.state.as_str().to_owned()),
            ship: Set(import.ship),
            sender_contact_id: Set(import.sender.map(|sender| sender.0)),
            owner_id: Set(import.owner.map(|owner| owner.0)),
            department_id: Set(import.department.map(|department| department.0)),
            default_goods: Set(import.default_goods.clone()),
            default_weight_g: Set(import.default_weight_g.map(column).transpose()?),
            default_services: Set(services_json(&import.default_services)?),
            mapping: Set(mapping_json(&import.mapping)?),
            total: Set(column(progress.total)?),
            accepted: Set(column(progress.accepted)?),
            rejected: Set(column(progress.rejected)?),
            duplicates: Set(column(progress.duplicates)?),
            price_fen: Set(progress.price.fen()),
            next_index: Set(column(progress.next_index)?),
            problem: Set(import.problem.clone()),
            language: Set(import.language.clone()),
            created_by: Set(import.created_by.0),
            created_at: Set(import.created_at),
            finished_at: Set(import.finished_at),
        };
        imports::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }

    /// The file was read: whose export it is and how its columns are understood.
    pub async fn set_import_format(
        &self,
        id: ImportId,
        format: &str,
        mapping: &BTreeMap<String, String>,
    ) -> Result<(), StoreError> {
        let row = imports::ActiveModel {
            format: Set(format.to_owned()),
            mapping: Set(mapping_json(mapping)?),
            state: Set(JobState::Running.as_str().to_owned()),
            ..self.import_key(id)
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn set_import_progress(&self, id: ImportId, progress: ImportProgress) -> Result<(), StoreError> {
        let row = imports::ActiveModel {
            total: Set(column(progress.total)?),
            accepted: Set(column(progress.accepted)?),
            rejected: Set(column(progress.rejected)?),
            duplicates: Set(column(progress.duplicates)?),
            price_fen: Set(progress.price.fen()),
            next_index: Set(column(progress.next_index)?),
            ..self.import_key(id)
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn finish_import(
        &self,
        id: ImportId,
        state: JobState,
        problem: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut row = imports::ActiveModel {
            state: Set(state.as_str().to_owned()),
            problem: Set(problem.to_owned()),
            finished_at: Set(Some(now)),
            ..self.import_key(id)
        };
        if state == JobState::Failed {
            // What could not be imported at all is not kept.
            row.file_sealed = Set(None);
        }
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    fn import_key(&self, id: ImportId) -> imports::ActiveModel {
        imports::ActiveModel { merchant_id: Unchanged(self.merchant), id: Unchanged(id.0), ..Default::default() }
    }

    pub async fn add_import_rows(&self, import: ImportId, rows: &[ImportRowRecord]) -> Result<(), StoreError> {
        for chunk in rows.chunks(INSERT_ROWS) {
            let rows = chunk.iter().map(|row| self.import_row(import, row)).collect::<Result<Vec<_>, StoreError>>()?;
            import_rows::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        }
        Ok(())
    }

    fn import_row(&self, import: ImportId, row: &ImportRowRecord) -> Result<import_rows::ActiveModel, StoreError> {
        let kept = row.kept.as_ref().map(|kept| {
            let plain = serde_json::to_vec(kept).map_err(|_| StoreError::Corrupt("import row"))?;
            self.keys.seal(self.merchant, ROW, &plain)
        });
        Ok(import_rows::ActiveModel {
            merchant_id: Set(self.merchant),
            import_id: Set(import.0),
            row: Set(column(row.row)?),
            outcome: Set(row.outcome.as_str().to_owned()),
            order_no: Set(row.order_no.clone()),
            order_id: Set(row.order.map(|order| order.0)),
            shipment_id: Set(row.shipment.map(|shipment| shipment.0)),
            kept_sealed: Set(kept.transpose()?),
        })
    }
}
