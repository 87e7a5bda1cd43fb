//! What a file is understood as, before anything is made of it.

use std::{collections::BTreeMap, sync::Arc};

use shared::imports::{ImportColumn, ImportField, ImportPreview, ImportPreviewRow, ImportSheet};
use sheet::Lang;
use store::ImportRecord;

use super::{
    ImportRequest, check, open, problem_view,
    taking::{self, Dropped, asks_for_sheet, look, understood},
    unreadable,
};
use crate::app::{App, AppError, Caller, Language, shipping::Draft};

/// Rows that are shown as they are understood.
const ROWS: usize = 20;

/// The code of a file whose columns are not told.
const UNRECOGNISED: &str = "no_header_recognised";

/// Looks at a file: its sheets, the columns of one with samples and what they are taken for, what is missing, and the first rows as orders.
/// Nothing is kept.
pub async fn preview(app: &App, caller: &Caller, request: ImportRequest) -> Result<ImportPreview, AppError> {
    app.imports.admit(caller.throttle_key(), app.now())?;
    let ImportRequest { file_name, file, sheet, mapping, default_goods, default_weight_g, default_services, .. } =
        request;
    let dropped = Dropped { file: Arc::new(file), name: file_name.clone(), sheet };
    let (mut looked, mut mapping) = understood(app, caller, &dropped, mapping).await?;
    let mut guessed = BTreeMap::new();
    if mapping.is_empty() && looked.as_ref().is_err_and(|problem| problem.code() == UNRECOGNISED) {
        guessed = taking::guessed(&dropped).await?;
    }
    let is_guessed = !guessed.is_empty();
    if is_guessed {
        looked = look(&dropped, guessed.clone()).await?;
        mapping = guessed;
    }
    let language = caller.language;
    let missing = match &looked {
        Ok(_) => Vec::new(),
        // A person can say which sheet it is, and what is missing; what is no table stays none.
        Err(problem) if asks_for_sheet(problem) => {
            let choice = move || unchosen(&dropped, &mapping, language);
            return tokio::task::spawn_blocking(choice).await.map_err(AppError::internal)?;
        }
        Err(problem) if problem.code() == UNRECOGNISED => problem.args().to_vec(),
        Err(problem) => return Err(unreadable(problem)),
    };
    let record = ImportRecord {
        id: shared::ImportId(uuid::Uuid::nil()),
        job: shared::JobId(uuid::Uuid::nil()),
        file_name,
        file_sha256: String::new(),
        sheet: None,
        format: looked.as_ref().map(|opened| opened.format.clone()).unwrap_or_default(),
        state: shared::jobs::JobState::Queued,
        ship: true,
        sender: None,
        owner: None,
        department: None,
        default_goods,
        default_weight_g,
        default_services,
        mapping,
        progress: store::ImportProgress::default(),
        problem: String::new(),
        language: language.tag().to_owned(),
        created_by: caller.user,
        created_at: app.now(),
        finished_at: None,
    };
    let preview = tokio::task::spawn_blocking(move || shown(&dropped, &record, missing, language));
    Ok(ImportPreview { is_guessed, ..preview.await.map_err(AppError::internal)?? })
}

/// The sheets, of which one has to be chosen first.
fn unchosen(
    dropped: &Dropped,
    mapping: &BTreeMap<String, String>,
    language: Language,
) -> Result<ImportPreview, AppError> {
    Ok(ImportPreview {
        sheet_name: String::new(),
        sheets: sheets(dropped, mapping)?,
        header_row: 0,
        format: None,
        total: 0,
        columns: Vec::new(),
        fields: fields(language),
        is_guessed: false,
        missing: Vec::new(),
        rows: Vec::new(),
    })
}

fn sheets(dropped: &Dropped, mapping: &BTreeMap<String, String>) -> Result<Vec<ImportSheet>, AppError> {
    let mapping = sheet::Mapping::from_names(mapping);
    let infos = sheet::sheets(&dropped.file, mapping.as_ref(), &sheet::Limits::default());
    let view = |info: sheet::SheetInfo| ImportSheet {
        name: info.name,
        rows: u32::try_from(info.rows).unwrap_or(u32::MAX),
        has_orders: info.has_orders,
        is_hidden: info.is_hidden,
    };
    Ok(infos.map_err(|problem| unreadable(&problem))?.into_iter().map(view).collect())
}

fn fields(language: Language) -> Vec<ImportField> {
    let lang = language.pick(Lang::Zh, Lang::En);
    let label =
        |field: &sheet::Field| ImportField { name: field.as_str().to_owned(), label: field.label(lang).to_owned() };
    sheet::Field::ALL.iter().map(label).collect()
}

fn shown(
    dropped: &Dropped,
    record: &ImportRecord,
    missing: Vec<String>,
    language: Language,
) -> Result<ImportPreview, AppError> {
    let limits = sheet::Limits::default();
    let outline = sheet::outline(&dropped.file, &dropped.name, dropped.pick(), &limits);
    let outline = outline.map_err(|problem| unreadable(&problem))?;
    let table = open(&dropped.file, &dropped.name, dropped.pick(), &record.mapping).ok();
    let understood = table.as_ref().map(|table| table.mapping().names());
    let columns = outline.columns.into_iter().map(|column| {
        let said = understood.as_ref().unwrap_or(&record.mapping);
        let guessed = column.suggested.filter(|_| understood.is_none() && record.mapping.is_empty());
        let field = said.get(&column.name).cloned().or(guessed.map(|field| field.as_str().to_owned()));
        ImportColumn { name: column.name, field, samples: column.samples }
    });
    let columns: Vec<ImportColumn> = columns.collect();
    let rows = table.as_ref().map(|table| {
        let rows = table.some_rows(0, ROWS);
        rows.map(|row| row_view(table, &row, record, language)).collect()
    });
    Ok(ImportPreview {
        sheet_name: outline.sheet_name,
        sheets: sheets(dropped, &record.mapping)?,
        header_row: outline.header_row,
        format: table.as_ref().map(|table| table.platform().as_str().to_owned()),
        total: u32::try_from(table.as_ref().map_or(outline.rows, |table| table.order_count())).unwrap_or(u32::MAX),
        columns,
        fields: fields(language),
        is_guessed: false,
        missing,
        rows: rows.unwrap_or_default(),
    })
}

fn row_view(
    table: &sheet::Table,
    row: &sheet::OrderRow,
    record: &ImportRecord,
    language: Language,
) -> ImportPreviewRow {
    let checked = check(table, row, record);
    let mut shown = ImportPreviewRow { row: checked.row, order_no: checked.order_no, ..ImportPreviewRow::default() };
    match checked.result {
        Ok(Draft { receiver, place, goods, quantity, weight_g, .. }) => {
            shown.receiver_name = receiver.name;
            shown.receiver_phone = receiver.phone;
            shown.address = format!("{} {} {} {}", place.province, place.city, place.district, receiver.detail);
            shown.goods = goods;
            shown.quantity = Some(quantity);
            shown.weight_g = weight_g;
        }
        Err(problems) => {
            let mut cells = checked.cells.into_iter();
            let mut next = || cells.next().unwrap_or_default();
            (shown.receiver_name, shown.receiver_phone, shown.address) = (next(), next(), next());
            shown.problems = problems.into_iter().map(|problem| problem_view(problem, language)).collect();
        }
    }
    shown
}
