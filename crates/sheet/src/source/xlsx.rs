//! `.xlsx`: streamed cell by cell, so that a sheet is held once.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Xlsx, XlsxError};

use super::{Sink, Step, archive, choice::Book};
use crate::{limits::Limits, problem::FileProblem};

/// A workbook whose archive was looked into before.
pub(super) fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Xlsx<Cursor<&'a [u8]>>, FileProblem> {
    archive::check(bytes, limits)?;
    Xlsx::new(Cursor::new(bytes)).map_err(problem)
}

impl Book for Xlsx<Cursor<&[u8]>> {
    fn sheets(&self) -> &[calamine::Sheet] {
        self.sheets_metadata()
    }

    fn fill(&mut self, name: &str, sink: &mut Sink<'_>) -> Result<(), FileProblem> {
        match fill(self, name, sink) {
            Ok(()) => Ok(()),
            Err(Failure::File(problem)) => Err(problem),
            // A chart or a macro sheet among the others is no reason to refuse the file.
            Err(Failure::Sheet(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_))) => Ok(()),
            Err(Failure::Sheet(error)) => Err(problem(error)),
        }
    }
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
