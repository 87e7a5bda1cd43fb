//! Print batches and their jobs: one job a label, with what the printer did.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use shared::{PrintBatchId, PrintJobId, PrinterId, ShipmentId, UserId, printing::PrintJobState};

use crate::{
    Scoped, StoreError, WriteTx,
    entity::{print_batches, print_jobs},
    shipments::column,
};

const INSERT_ROWS: usize = 1_000;

#[derive(Clone, Debug)]
pub struct NewPrintBatch {
    pub id: PrintBatchId,
    pub printer: PrinterId,
    /// Of the labels that had no other.
    pub template: TemplateUse,
    pub created_by: UserId,
    pub created_at: DateTime<Utc>,
}

/// What a label is drawn with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TemplateUse {
    /// The id of a standard template, or of one of the merchant's.
    pub id: String,
    /// Standard templates have none.
    pub version: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintJobRecord {
    pub id: PrintJobId,
    pub batch: PrintBatchId,
    pub printer: PrinterId,
    pub shipment: ShipmentId,
    pub seq: u32,
    pub state: PrintJobState,
    pub reprint: bool,
    /// Empty unless `reprint`.
    pub reprint_reason: String,
    /// Empty unless something went wrong.
    pub error_code: String,
    pub bytes: Option<u32>,
    /// Of the bytes sent, in hex; empty until then.
    pub sha256: String,
    /// None in rows from before templates were recorded by label.
    pub template: Option<TemplateUse>,
    /// The hold of the queue it was taken under last; 0 until then.
    pub lease_no: u32,
    /// From 1; one more each time a person has it printed again because it did not come out.
    pub attempt: u32,
    pub created_by: UserId,
    /// Where it was printed, in the words of whoever printed it.
    pub place: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// Which print jobs a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrintJobQuery {
    pub states: Vec<PrintJobState>,
    pub batch: Option<PrintBatchId>,
    pub printer: Option<PrinterId>,
    pub created_by: Option<UserId>,
    pub shipment: Option<ShipmentId>,
    /// Ids from the first one on, and below the second.
    pub from: Option<uuid::Uuid>,
    pub to: Option<uuid::Uuid>,
    pub after: Option<PrintJobId>,
    pub limit: u32,
}

/// What is known after the printer was asked to print.
#[derive(Clone, Debug)]
pub struct PrintOutcome {
    pub state: PrintJobState,
    pub bytes: Option<u32>,
    pub sha256: String,
    pub error_code: String,
}

pub(crate) fn record(row: print_jobs::Model) -> Result<PrintJobRecord, StoreError> {
    let count = |n: i32| u32::try_from(n).map_err(|_| StoreError::Corrupt("print job"));
    Ok(PrintJobRecord {
        id: PrintJobId(row.id),
        batch: PrintBatchId(row.batch_id),
        printer: PrinterId(row.printer_id.ok_or(StoreError::Corrupt("print job without printer"))?),
        shipment: ShipmentId(row.shipment_id),
        seq: count(row.seq)?,
        state: PrintJobState::parse(&row.state).ok_or(StoreError::Corrupt("print job state"))?,
        reprint: row.reprint,
        reprint_reason: row.reprint_reason,
        error_code: row.error_code,
        bytes: row.bytes.map(count).transpose()?,
        sha256: row.sha256,
        template: match row.template_id {
            Some(id) => Some(TemplateUse { id, version: row.template_version.map(count).transpose()? }),
            None => None,
        },
        lease_no: count(row.lease_no)?,
        attempt: count(row.attempt)?,
        created_by: UserId(row.created_by.ok_or(StoreError::Corrupt("print job without person"))?),
        place: row.place,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Newest first.
    pub async fn print_jobs(&self, query: &PrintJobQuery) -> Result<Vec<PrintJobRecord>, StoreError> {
        use print_jobs::Column as Col;
        let mut select = print_jobs::Entity::find().filter(Col::MerchantId.eq(self.merchant));
        // A list of one is asked for as that one, so that the index on states seeks.
        match query.states.as_slice() {
            [] => {}
            [state] => select = select.filter(Col::State.eq(state.as_str())),
            many => select = select.filter(Col::State.is_in(many.iter().map(|state| state.as_str()))),
        }
        let equal = [
            (Col::BatchId, query.batch.map(|id| id.0)),
            (Col::PrinterId, query.printer.map(|id| id.0)),
            (Col::CreatedBy, query.created_by.map(|id| id.0)),
            (Col::CreatedBy, self.made_by()),
            (Col::ShipmentId, query.shipment.map(|id| id.0)),
        ];
        for (column, value) in equal {
            if let Some(value) = value {
                select = select.filter(column.eq(value));
            }
        }
        if let Some(from) = query.from {
            select = select.filter(Col::Id.gte(from));
        }
        let below = [query.to, query.after.map(|id| id.0)].into_iter().flatten().min();
        if let Some(below) = below {
            select = select.filter(Col::Id.lt(below));
        }
        let rows = select.order_by_desc(Col::Id).limit(u64::from(query.limit)).all(self.conn).await?;
        rows.into_iter().map(record).collect()
    }

    /// The printers and people of these batches.
    pub async fn print_batches(&self, ids: &[PrintBatchId]) -> Result<Vec<NewPrintBatch>, StoreError> {
        let rows = print_batches::Entity::find()
            .filter(print_batches::Column::MerchantId.eq(self.merchant))
            .filter(print_batches::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .all(self.conn)
            .await?;
        let batch = |row: print_batches::Model| {
            let version = row.template_version.map(u32::try_from).transpose();
            Ok(NewPrintBatch {
                id: PrintBatchId(row.id),
                printer: PrinterId(row.printer_id),
                template: TemplateUse {
                    id: row.template_id,
                    version: version.map_err(|_| StoreError::Corrupt("template version"))?,
                },
                created_by: UserId(row.created_by),
                created_at: row.created_at,
            })
        };
        rows.into_iter().map(batch).collect()
    }

    /// How many labels a batch has.
    pub async fn print_batch_size(&self, id: PrintBatchId) -> Result<u32, StoreError> {
        let last: Option<i32> = print_jobs::Entity::find()
            .select_only()
            .column(print_jobs::Column::Seq)
            .filter(print_jobs::Column::MerchantId.eq(self.merchant))
            .filter(print_jobs::Column::BatchId.eq(id.0))
            .order_by_desc(print_jobs::Column::Seq)
            .limit(1)
            .into_tuple()
            .one(self.conn)
            .await?;
        u32::try_from(last.unwrap_or_default()).map_err(|_| StoreError::Corrupt("print job"))
    }

    pub async fn print_jobs_by_id(&self, ids: &[PrintJobId]) -> Result<Vec<PrintJobRecord>, StoreError> {
        let rows = print_jobs::Entity::find()
            .filter(print_jobs::Column::MerchantId.eq(self.merchant))
            .filter(print_jobs::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .all(self.conn)
            .await?;
        rows.into_iter().map(record).collect()
    }

    /// Those of `shipments` a label of which may lie on a table.
    pub async fn shipments_on_paper(&self, shipments: &[ShipmentId]) -> Result<Vec<ShipmentId>, StoreError> {
        let on_paper = PrintJobState::ALL.into_iter().filter(|state| state.may_be_on_paper());
        let rows: Vec<uuid::Uuid> = print_jobs::Entity::find()
            .select_only()
            .column(print_jobs::Column::ShipmentId)
            .distinct()
            .filter(print_jobs::Column::MerchantId.eq(self.merchant))
            .filter(print_jobs::Column::ShipmentId.is_in(shipments.iter().map(|id| id.0)))
            .filter(print_jobs::Column::State.is_in(on_paper.map(PrintJobState::as_str)))
            .into_tuple()
            .all(self.conn)
            .await?;
        Ok(rows.into_iter().map(ShipmentId).collect())
    }

    /// Labels queued since an id that came out of a printer.
    pub async fn count_printed_since(&self, first_id: uuid::Uuid) -> Result<u32, StoreError> {
        let mut sum = 0;
        for state in [PrintJobState::Sent, PrintJobState::Confirmed] {
            sum += print_jobs::Entity::find()
                .filter(print_jobs::Column::MerchantId.eq(self.merchant))
                .filter(print_jobs::Column::State.eq(state.as_str()))
                .filter(print_jobs::Column::Id.gte(first_id))
                .count(self.conn)
                .await?;
        }
        Ok(u32::try_from(sum).unwrap_or(u32::MAX))
    }

    /// How many jobs wait for a person to settle them, counted up to `most`.
    pub async fn count_print_jobs(&self, state: PrintJobState, most: u32) -> Result<u32, StoreError> {
        let count = print_jobs::Entity::find()
            .filter(print_jobs::Column::MerchantId.eq(self.merchant))
            .filter(print_jobs::Column::State.eq(state.as_str()))
            .limit(u64::from(most))
            .count(self.conn)
            .await?;
        Ok(u32::try_from(count).unwrap_or(most))
    }
}

impl WriteTx<'_> {
    pub async fn add_print_batch(&self, batch: &NewPrintBatch, jobs: &[PrintJobRecord]) -> Result<(), StoreError> {
        let row = print_batches::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(batch.id.0),
            printer_id: Set(batch.printer.0),
            template_id: Set(batch.template.id.clone()),
            template_version: Set(batch.template.version.map(column).transpose()?),
            created_by: Set(batch.created_by.0),
            created_at: Set(batch.created_at),
        };
        print_batches::Entity::insert(row).exec_without_returning(self.conn).await?;
        for chunk in jobs.chunks(INSERT_ROWS) {
            let rows = chunk.iter().map(|job| self.print_job_row(job)).collect::<Result<Vec<_>, StoreError>>()?;
            print_jobs::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        }
        Ok(())
    }

    fn print_job_row(&self, job: &PrintJobRecord) -> Result<print_jobs::ActiveModel, StoreError> {
        Ok(print_jobs::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(job.id.0),
            batch_id: Set(job.batch.0),
            shipment_id: Set(job.shipment.0),
            seq: Set(column(job.seq)?),
            state: Set(job.state.as_str().to_owned()),
            reprint: Set(job.reprint),
            reprint_reason: Set(job.reprint_reason.clone()),
            error_code: Set(job.error_code.clone()),
            bytes: Set(job.bytes.map(column).transpose()?),
            sha256: Set(job.sha256.clone()),
            template_id: Set(job.template.as_ref().map(|template| template.id.clone())),
            template_version: Set(job.template.as_ref().and_then(|used| used.version).map(column).transpose()?),
            created_at: Set(job.created_at),
            updated_at: Set(job.updated_at),
            printer_id: Set(Some(job.printer.0)),
            lease_no: Set(column(job.lease_no)?),
            attempt: Set(column(job.attempt)?),
            created_by: Set(Some(job.created_by.0)),
            place: Set(job.place.clone()),
            begun_at: Set(None),
        })
    }

    /// Locks the jobs until this transaction ends, so that two reports of one label do not cross.
    pub async fn print_jobs_for_update(&self, ids: &[PrintJobId]) -> Result<Vec<PrintJobRecord>, StoreError> {
        let rows = print_jobs::Entity::find()
            .filter(print_jobs::Column::MerchantId.eq(self.merchant))
            .filter(print_jobs::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .order_by_asc(print_jobs::Column::Id)
            .lock_exclusive()
            .all(self.conn)
            .await?;
        rows.into_iter().map(record).collect()
    }

    pub async fn set_print_outcome(
        &self,
        id: PrintJobId,
        outcome: &PrintOutcome,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut row = print_jobs::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(id.0),
            state: Set(outcome.state.as_str().to_owned()),
            error_code: Set(outcome.error_code.clone()),
            updated_at: Set(now),
            ..Default::default()
        };
        if let Some(bytes) = outcome.bytes {
            row.bytes = Set(Some(column(bytes)?));
        }
        if !outcome.sha256.is_empty() {
            row.sha256 = Set(outcome.sha256.clone());
        }
        row.update_without_returning(self.conn).await?;
        Ok(())
    }
}
