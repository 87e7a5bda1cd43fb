//! Labels and paper of a printer, day by day, kept in step with what comes out, so that no count reads the jobs.

use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use shared::PrinterId;

use crate::{Scoped, StoreError, WriteTx, entity::print_stats};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintStatRecord {
    pub day: NaiveDate,
    pub printer: PrinterId,
    pub labels: u32,
    pub reprints: u32,
    pub length_mm: u64,
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Of these days, newest first.
    pub async fn print_stats(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        limit: u32,
    ) -> Result<Vec<PrintStatRecord>, StoreError> {
        let rows = print_stats::Entity::find()
            .filter(print_stats::Column::MerchantId.eq(self.merchant))
            .filter(print_stats::Column::Day.gte(from.to_string()))
            .filter(print_stats::Column::Day.lte(to.to_string()))
            .order_by_desc(print_stats::Column::Day)
            .order_by_asc(print_stats::Column::PrinterId)
            .limit(u64::from(limit))
            .all(self.conn)
            .await?;
        let corrupt = || StoreError::Corrupt("print statistics");
        let record = |row: print_stats::Model| {
            Ok(PrintStatRecord {
                day: row.day.parse().map_err(|_| corrupt())?,
                printer: PrinterId(row.printer_id),
                labels: u32::try_from(row.labels).map_err(|_| corrupt())?,
                reprints: u32::try_from(row.reprints).map_err(|_| corrupt())?,
                length_mm: u64::try_from(row.length_mm).map_err(|_| corrupt())?,
            })
        };
        rows.into_iter().map(record).collect()
    }
}

impl WriteTx<'_> {
    /// Adds to what a printer printed on a day.
    pub async fn add_print_stat(&self, stat: &PrintStatRecord) -> Result<(), StoreError> {
        let length_mm = i64::try_from(stat.length_mm).map_err(|_| StoreError::Corrupt("print statistics"))?;
        let (labels, reprints) = (i64::from(stat.labels), i64::from(stat.reprints));
        let row = print_stats::ActiveModel {
            merchant_id: Set(self.merchant),
            day: Set(stat.day.to_string()),
            printer_id: Set(stat.printer.0),
            labels: Set(labels),
            reprints: Set(reprints),
            length_mm: Set(length_mm),
        };
        let add =
            |column: print_stats::Column, value: i64| (column, Expr::col((print_stats::Entity, column)).add(value));
        use print_stats::Column as Col;
        let values = [add(Col::Labels, labels), add(Col::Reprints, reprints), add(Col::LengthMm, length_mm)];
        print_stats::Entity::insert(row)
            .on_conflict(OnConflict::columns([Col::MerchantId, Col::Day, Col::PrinterId]).values(values).to_owned())
            .exec_without_returning(self.conn)
            .await?;
        Ok(())
    }
}
