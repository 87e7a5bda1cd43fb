//! Order files: taken, followed, shown row by row, and handed back for correction.

mod check;
mod guess;
mod paste;
mod preview;
mod taking;

use std::collections::{BTreeMap, HashMap};

use address::Parsed;
use label::privacy::{mask_detail, mask_name, mask_phone};
use shared::{
    ImportId, Page, Permission, ShipmentId,
    imports::{Import, ImportRow, ImportRowProblem, RowOutcome},
    limits::IMPORT_FILE_BYTES,
};
use store::{ImportRecord, ImportRowRecord};

use crate::app::{
    App, AppError, Caller, Language, Words,
    error::FieldFault,
    paging::PageRequest,
    problem_text::{self, KeptProblem},
};

pub use check::{CheckedRow, check, receiver};
pub use paste::as_file;
pub use preview::preview;
pub use taking::{ImportRequest, create};

pub const ACCEPTED: u16 = 202;
const SHA256_CHARS_KEPT: usize = 16;
/// Rejected rows handed back in one workbook: as many as a file can have.
const REJECTED_MAX: u32 = 50_000;

pub fn file_too_large() -> AppError {
    let megabytes = IMPORT_FILE_BYTES / 1024 / 1024;
    AppError::TooLarge {
        code: "file_too_large",
        words: Words::new(
            format!("文件超过 {megabytes} MB，请拆分后再导入。"),
            format!("The file is over {megabytes} MB; split it and import the parts."),
        ),
    }
}

/// Opens a sheet of a file, with the caller's mapping where there is one.
pub fn open(
    file: &[u8],
    file_name: &str,
    pick: sheet::Pick<'_>,
    mapping: &BTreeMap<String, String>,
) -> Result<sheet::Table, sheet::FileProblem> {
    let mapping = sheet::Mapping::from_names(mapping);
    sheet::open_sheet(file, file_name, pick, mapping.as_ref(), &sheet::Limits::default())
}

/// Opens a file that was taken before: as it was understood then. A mapping that the file leads to by itself is not imposed on it.
pub fn reopen(file: &[u8], import: &ImportRecord) -> Result<sheet::Table, sheet::FileProblem> {
    // One that names none was taken when the first that is understood was read.
    let pick = import.sheet.as_deref().map_or(sheet::Pick::First, sheet::Pick::Named);
    let kept = &import.mapping;
    match open(file, &import.file_name, pick, &BTreeMap::new()) {
        Ok(table) if mapping_view(&table) == *kept => Ok(table),
        _ => open(file, &import.file_name, pick, kept),
    }
}

fn mapping_view(table: &sheet::Table) -> BTreeMap<String, String> {
    table.mapping().names()
}

/// The words about a file that cannot be read.
pub fn unreadable(problem: &sheet::FileProblem) -> AppError {
    let words = |lang| format!("{}。", problem.words(lang).trim_end_matches(['。', '.']));
    let words = Words::new(words(sheet::Lang::Zh), words(sheet::Lang::En).replace('。', "."));
    match problem.code() {
        "file_too_large" => file_too_large(),
        // A person has to say which one is meant.
        code @ ("several_sheets" | "only_hidden_sheets" | "unknown_sheet") => {
            AppError::Invalid(vec![FieldFault::new("/sheet", code, words)])
        }
        code => AppError::Invalid(vec![FieldFault::new("/file", code, words)]),
    }
}

pub fn view(record: &ImportRecord, created_by: String, caller: &Caller) -> Import {
    let progress = record.progress;
    Import {
        id: record.id,
        job_id: record.job,
        file_name: record.file_name.clone(),
        sheet_name: record.sheet.clone(),
        state: record.state,
        ship: record.ship,
        format: record.format.clone(),
        total: progress.total,
        accepted: progress.accepted,
        rejected: progress.rejected,
        duplicates: progress.duplicates,
        price_total: progress.price,
        mapping: record.mapping.clone(),
        problem: problem_text::words(&record.problem, caller.language),
        file_open: file_is_open(record, caller),
        created_by,
        created_at: record.created_at,
        finished_at: record.finished_at,
    }
}

pub async fn list(app: &App, caller: &Caller, page: PageRequest) -> Result<Page<Import>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let rows = reader.imports(page.after.map(ImportId), page.probe()).await?;
    let people: std::collections::HashSet<shared::UserId> = rows.iter().map(|row| row.created_by).collect();
    let mut names = HashMap::new();
    for person in people {
        names.insert(person, reader.operator_name(person).await?.unwrap_or_default());
    }
    let shown = |row: ImportRecord| view(&row, names.get(&row.created_by).cloned().unwrap_or_default(), caller);
    Ok(page.page(rows, |row| row.id.0, shown))
}

pub async fn get(app: &App, caller: &Caller, id: ImportId) -> Result<Import, AppError> {
    let reader = app.store.read(caller.scope()?);
    let record = reader.import(id).await?.ok_or(AppError::NotFound)?;
    let created_by = reader.operator_name(record.created_by).await?.unwrap_or_default();
    Ok(view(&record, created_by, caller))
}

/// The rows in the order of the file; the cursor is the row number.
pub async fn rows(
    app: &App,
    caller: &Caller,
    id: ImportId,
    outcome: Option<RowOutcome>,
    page: PageRequest,
) -> Result<Page<ImportRow>, AppError> {
    let reader = app.store.read(caller.scope()?);
    reader.import(id).await?.ok_or(AppError::NotFound)?;
    let after = page.after.and_then(|cursor| u32::try_from(cursor.as_u128()).ok());
    let rows = reader.import_rows(id, outcome, after, page.probe()).await?;
    let shipment_ids: Vec<ShipmentId> = rows.iter().filter_map(|row| row.shipment).collect();
    let shipments: HashMap<ShipmentId, store::ShipmentRecord> =
        reader.shipments_by_id(&shipment_ids).await?.into_iter().map(|record| (record.id, record)).collect();
    let shown = |row: ImportRowRecord| {
        let shipment = row.shipment.and_then(|id| shipments.get(&id));
        row_view(row, shipment, caller.language)
    };
    Ok(page.page(rows, |row| uuid::Uuid::from_u128(u128::from(row.row)), shown))
}

fn row_view(row: ImportRowRecord, shipment: Option<&store::ShipmentRecord>, language: Language) -> ImportRow {
    let kept = row.kept.unwrap_or_default();
    let problems: Vec<KeptProblem> = serde_json::from_str(&kept.problems).unwrap_or_default();
    let shown = match shipment {
        Some(record) => {
            let place = &record.place;
            [
                mask_name(&record.receiver.name),
                mask_phone(&record.receiver.phone),
                format!(
                    "{} {} {} {}",
                    place.province,
                    place.city,
                    place.district,
                    mask_detail(&record.receiver.detail)
                ),
            ]
        }
        None => masked_cells(&kept.cells),
    };
    let [receiver_name, receiver_phone, address] = shown;
    ImportRow {
        row: row.row,
        outcome: row.outcome,
        order_no: row.order_no,
        order_id: row.order,
        shipment_id: row.shipment,
        waybill_no: shipment.map(|record| record.waybill_no.clone()),
        receiver_name,
        receiver_phone,
        address,
        problems: problems.into_iter().map(|problem| problem_view(problem, language)).collect(),
    }
}

fn problem_view(problem: KeptProblem, language: Language) -> ImportRowProblem {
    ImportRowProblem {
        detail: problem.words(language),
        column: problem.column,
        field: problem.field,
        code: problem.code,
    }
}

/// Receiver, phone and address of a row that made no shipment, hidden as far as they can be. Kept cells are the canonical fields in front
/// of the raw ones: name, phone, address.
fn masked_cells(cells: &[String]) -> [String; 3] {
    let cell = |at: usize| cells.get(at).map(String::as_str).unwrap_or_default();
    [mask_name(cell(0)), mask_phone(cell(1)), masked_address(cell(2))]
}

/// An address that could not be placed may hold names and phones too; what looks like them is hidden.
fn masked_address(text: &str) -> String {
    let Parsed { name, phone, other_phones, .. } = address::parse(text);
    let mut shown = text.to_owned();
    let name = name.filter(|name| name.chars().count() > 1);
    for found in name.into_iter().chain(phone).chain(other_phones) {
        shown = shown.replace(&found, "***");
    }
    mask_detail(&shown)
}

/// How many canonical cells stand in front of the raw cells of a kept row.
pub const SHOWN_CELLS: usize = 3;

/// Whether the caller may have an import's file: whoever dropped it had it before, and to anybody else it shows people in full.
fn file_is_open(import: &ImportRecord, caller: &Caller) -> bool {
    let may_see = import.created_by == caller.user || caller.may(Permission::PersonalDataReveal);
    may_see && caller.may(Permission::ImportsWrite)
}

/// An import with its file, for whoever may have it.
async fn opened(app: &App, caller: &Caller, id: ImportId) -> Result<(ImportRecord, Vec<u8>), AppError> {
    let reader = app.store.read(caller.scope()?);
    let import = reader.import(id).await?.ok_or(AppError::NotFound)?;
    if !file_is_open(&import, caller) {
        return Err(AppError::Forbidden {
            code: "file_of_somebody_else",
            words: Words::new(
                "文件里有完整的姓名、电话和地址：只有导入者本人，或有查看完整信息权限的人才能下载。",
                "The file shows names, phones and addresses in full: only whoever imported it may have it, or a person who may see these.",
            ),
        });
    }
    let file = reader.import_file(id).await?.ok_or(AppError::NotFound)?;
    Ok((import, file))
}

/// Writes down who got people in full, out of what part of an import.
async fn log_reveal(app: &App, caller: &Caller, id: ImportId, what: &'static str) -> Result<(), AppError> {
    let entry = caller.audit(app, "personal_data_revealed", format!("import {id}"), what);
    app.store.write(caller.scope()?, async |tx| Ok(tx.add_audit_entry(entry.clone()).await?)).await
}

/// The rejected rows as a workbook with the reasons, to be corrected and dropped again.
pub async fn rejected_workbook(app: &App, caller: &Caller, id: ImportId) -> Result<(String, Vec<u8>), AppError> {
    let (import, file) = opened(app, caller, id).await?;
    let reader = app.store.read(caller.scope()?);
    let rows = reader.import_rows(id, Some(RowOutcome::Rejected), None, REJECTED_MAX).await?;
    let language = caller.language;
    let stem = import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
    let sheet = import.sheet.iter().map(|sheet| format!("-{sheet}")).collect::<String>();
    let name = format!("{stem}{sheet}-{}.xlsx", language.pick("退回", "rejected"));
    let work = move || {
        let table = reopen(&file, &import).map_err(|problem| AppError::internal(problem.code()))?;
        let rows: Vec<sheet::RejectedRow> = rows.into_iter().map(|row| rejected_row(row, language)).collect();
        let lang = language.pick(sheet::Lang::Zh, sheet::Lang::En);
        let sheet = import.sheet.as_deref().unwrap_or_default();
        sheet::rejected_workbook(sheet, table.header(), &rows, lang).map_err(AppError::internal)
    };
    let bytes = tokio::task::spawn_blocking(work).await.map_err(AppError::internal)??;
    log_reveal(app, caller, id, "rejected rows").await?;
    Ok((name, bytes))
}

fn rejected_row(row: ImportRowRecord, language: Language) -> sheet::RejectedRow {
    let kept = row.kept.unwrap_or_default();
    let problems: Vec<KeptProblem> = serde_json::from_str(&kept.problems).unwrap_or_default();
    let cells = kept.cells.into_iter().skip(SHOWN_CELLS).collect();
    let reasons = problems.iter().map(|problem| (problem.column.clone(), problem.words(language))).collect();
    sheet::RejectedRow { cells, reasons }
}

pub async fn original(app: &App, caller: &Caller, id: ImportId) -> Result<(String, Vec<u8>), AppError> {
    let (import, file) = opened(app, caller, id).await?;
    log_reveal(app, caller, id, "file").await?;
    Ok((import.file_name, file))
}

/// Our own template, to be filled in.
pub async fn template(language: Language) -> Result<Vec<u8>, AppError> {
    let lang = language.pick(sheet::Lang::Zh, sheet::Lang::En);
    let work = move || sheet::template_workbook(lang).map_err(AppError::internal);
    tokio::task::spawn_blocking(work).await.map_err(AppError::internal)?
}

/// What makes a row without an order number the same row again: the file and where it stands in it. The first sheet goes unsaid, as in a
/// file that has none.
pub fn row_key(file_sha256: &str, sheet_at: Option<usize>, row: u32) -> String {
    let file = &file_sha256[..SHA256_CHARS_KEPT.min(file_sha256.len())];
    match sheet_at {
        None | Some(0) => format!("~{file}-{row}"),
        Some(sheet) => format!("~{file}-{}-{row}", sheet + 1),
    }
}
