//! `.xlsx`: streamed cell by cell, so that a sheet is held once.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::{Chosen, Search, Sink, Step};
use crate::{
    header::Wanted,
    limits::{Limits, SHEETS},
    problem::FileProblem,
};

pub(super) fn read(bytes: &[u8], limits: &Limits, wanted: Wanted<'_>) -> Result<Chosen, FileProblem> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(problem)?;
    let mut search = Search::new();
    for name in sheet_names(book.sheets_metadata()) {
        let mut sink = Sink::new(limits, wanted);
        match fill(&mut book, &name, &mut sink) {
            Ok(()) => {}
            Err(Failure::File(problem)) => return Err(problem),
            // A chart or a macro sheet among the others is no reason to refuse the file.
            Err(Failure::Sheet(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_))) => continue,
            Err(Failure::Sheet(error)) => return Err(problem(error)),
        }
        if let Some(chosen) = search.take(sink, &name) {
            return Ok(chosen);
        }
    }
    Err(search.problem())
}

/// Visible sheets first: hidden ones hold lists and old data.
pub(super) fn sheet_names(sheets: &[calamine::Sheet]) -> Vec<String> {
    let of = |visible: bool| {
        sheets
            .iter()
            .filter(move |sheet| {
                sheet.typ == SheetType::WorkSheet && (sheet.visible == SheetVisible::Visible) == visible
            })
            .map(|sheet| sheet.name.clone())
    };
    of(true).chain(of(false)).take(SHEETS).collect()
}

enum Failure {
    File(FileProblem),
    Sheet(XlsxError),
}

impl From<FileProblem> for Failure {
    fn from(problem: FileProblem) -> Failure {
        Failure::File(problem)
    }
}

impl From<XlsxError> for Failure {
    fn from(error: XlsxError) -> Failure {
        Failure::Sheet(error)
    }
}

fn fill(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, sink: &mut Sink<'_>) -> Result<(), Failure> {
    let mut cells = book.worksheet_cells_reader(name)?;
    let mut open: Option<u32> = None;
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        if open != Some(row) {
            if open.is_some() && sink.end_row()? == Step::Stop {
                return Ok(());
            }
            sink.begin_row(row.saturating_add(1));
            open = Some(row);
        }
        let column = column as usize;
        match cell.get_value() {
            DataRef::Empty => {}
            DataRef::SharedString(text) => sink.text(column, text)?,
            DataRef::String(text) => sink.text(column, text)?,
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => sink.text(column, text)?,
            DataRef::Float(value) => sink.number(column, *value)?,
            #[expect(clippy::cast_precision_loss, reason = "beyond 2^53 the spreadsheet itself has lost the digits")]
            DataRef::Int(value) => sink.number(column, *value as f64)?,
            DataRef::Bool(value) => sink.boolean(column, *value)?,
            DataRef::DateTime(value) => sink.date(column, value)?,
            DataRef::Error(value) => sink.error(column, value)?,
        }
    }
    if open.is_some() {
        sink.end_row()?;
    }
    Ok(())
}

/// One cell of a reader that owns its values.
pub(super) fn put(sink: &mut Sink<'_>, column: usize, value: &Data) -> Result<(), FileProblem> {
    match value {
        Data::Empty => Ok(()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => sink.text(column, text),
        Data::Float(value) => sink.number(column, *value),
        #[expect(clippy::cast_precision_loss, reason = "beyond 2^53 the spreadsheet itself has lost the digits")]
        Data::Int(value) => sink.number(column, *value as f64),
        Data::Bool(value) => sink.boolean(column, *value),
        Data::DateTime(value) => sink.date(column, value),
        Data::Error(value) => sink.error(column, value),
    }
}

fn problem(error: XlsxError) -> FileProblem {
    FileProblem::new(match error {
        XlsxError::Password => "password_protected",
        _ => "corrupt",
    })
}
