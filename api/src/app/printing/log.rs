//! What was printed: who, when, where and why; and how much paper it took.

use std::collections::{BTreeSet, HashMap, hash_map::Entry};

use chrono::{Days, NaiveDate};
use shared::{
    Page, PrintBatchId, PrintJobId, PrinterId, ShipmentId, UserId,
    printing::{PrintJobRecord as PrintJobView, PrintJobState, PrintStat},
};
use store::{PrintJobQuery, PrintJobRecord};

use crate::app::{App, AppError, Caller, Words, clock::first_id_at, paging::PageRequest, time_zone};

/// Days of one answer about paper.
const STAT_DAYS_MAX: u64 = 92;
const STAT_DAYS_DEFAULT: u64 = 7;
/// Printers times days of one answer.
const STATS_MAX: u32 = 20_000;

/// Which print jobs are asked for.
#[derive(Clone, Debug, Default)]
pub struct PrintLogFilter {
    pub state: Option<PrintJobState>,
    pub batch: Option<PrintBatchId>,
    pub printer: Option<PrinterId>,
    /// An operator's user name.
    pub person: Option<String>,
    pub waybill_no: Option<String>,
    /// Days of the merchant, both included.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// The print log, newest first.
pub async fn list_jobs(
    app: &App,
    caller: &Caller,
    filter: &PrintLogFilter,
    page: PageRequest,
) -> Result<Page<PrintJobView>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let merchant = reader.merchant().await?;
    let mut query = PrintJobQuery {
        states: filter.state.into_iter().collect(),
        batch: filter.batch,
        printer: filter.printer,
        from: filter.from.map(|day| first_id_at(time_zone::start_of(&merchant.time_zone, day))),
        to: filter.to.map(|day| first_id_at(time_zone::end_of(&merchant.time_zone, day))),
        after: page.after.map(PrintJobId),
        limit: page.probe(),
        ..PrintJobQuery::default()
    };
    let nothing = || Ok(Page { items: Vec::new(), next_cursor: None });
    if let Some(name) = &filter.person {
        let Some(user) = reader.operator_of_name(name.trim()).await? else { return nothing() };
        query.created_by = Some(user);
    }
    if let Some(number) = &filter.waybill_no {
        let numbers = [number.trim().to_uppercase()];
        let Some(record) = reader.shipments_by_waybill_no(&numbers).await?.into_iter().next() else { return nothing() };
        query.shipment = Some(record.id);
    }
    let rows = reader.print_jobs(&query).await?;
    let shipment_ids: Vec<ShipmentId> = rows.iter().map(|row| row.shipment).collect();
    let numbers: HashMap<ShipmentId, String> = reader.waybill_nos(&shipment_ids).await?.into_iter().collect();
    let mut printers: HashMap<PrinterId, String> = HashMap::new();
    let mut people: HashMap<UserId, String> = HashMap::new();
    for row in &rows {
        if let Entry::Vacant(slot) = printers.entry(row.printer) {
            slot.insert(reader.printer_name(row.printer).await?.unwrap_or_default());
        }
        if let Entry::Vacant(slot) = people.entry(row.created_by) {
            slot.insert(reader.operator_name(row.created_by).await?.unwrap_or_default());
        }
    }
    let view = |row: PrintJobRecord| PrintJobView {
        id: row.id,
        batch_id: row.batch,
        shipment_id: row.shipment,
        waybill_no: numbers.get(&row.shipment).cloned().unwrap_or_default(),
        seq: row.seq,
        state: row.state,
        reprint: row.reprint,
        reprint_reason: row.reprint.then_some(row.reprint_reason),
        printer_id: row.printer,
        printer_name: printers.get(&row.printer).cloned().unwrap_or_default(),
        place: row.place,
        attempt: row.attempt,
        error_code: Some(row.error_code).filter(|code| !code.is_empty()),
        bytes: row.bytes,
        created_by: people.get(&row.created_by).cloned().unwrap_or_default(),
        created_at: row.created_at,
        updated_at: row.updated_at,
    };
    Ok(page.page(rows, |row| row.id.0, view))
}

/// Labels and paper of each printer and day, newest day first.
pub async fn stats(
    app: &App,
    caller: &Caller,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<Vec<PrintStat>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let merchant = reader.merchant().await?;
    let to = to.unwrap_or_else(|| time_zone::day(&merchant.time_zone, app.now()));
    let back = |days: u64| to.checked_sub_days(Days::new(days - 1)).unwrap_or(to);
    let from = from.unwrap_or_else(|| back(STAT_DAYS_DEFAULT));
    if from > to || from < back(STAT_DAYS_MAX) {
        return Err(AppError::invalid(
            "?from",
            "out_of_range",
            Words::new(
                format!("一次最多看 {STAT_DAYS_MAX} 天，起始日不能晚于截止日。"),
                format!("At most {STAT_DAYS_MAX} days, from a day that is not after the last."),
            ),
        ));
    }
    let records = reader.print_stats(from, to, STATS_MAX).await?;
    let printers: BTreeSet<PrinterId> = records.iter().map(|record| record.printer).collect();
    let mut names = HashMap::new();
    for id in printers {
        names.insert(id, reader.printer_name(id).await?.unwrap_or_default());
    }
    let view = |record: store::PrintStatRecord| PrintStat {
        day: record.day,
        printer_id: record.printer,
        printer_name: names.get(&record.printer).cloned().unwrap_or_default(),
        labels: record.labels,
        reprints: record.reprints,
        length_mm: record.length_mm,
    };
    Ok(records.into_iter().map(view).collect())
}
