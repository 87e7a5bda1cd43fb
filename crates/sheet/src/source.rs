//! Bytes of a file to the grid of the sheet that holds the orders.

mod archive;
mod biff;
mod choice;
mod text;
mod xls;
mod xlsx;

use std::{
    fmt::Write,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{CellErrorType, ExcelDateTime};

pub use choice::{Pick, SheetInfo};

use crate::{
    cell::clean,
    field::Field,
    grid::{Flag, Grid},
    header::{self, Header, Miss, Wanted},
    limits::{self, Limits},
    problem::FileProblem,
    table::Reading,
};

/// The sheet that was chosen.
pub(crate) struct Chosen {
    pub sheet_name: String,
    /// Its place among the workbook's sheets; none where the file has no other.
    pub sheet_at: Option<usize>,
    pub header: Header,
    pub reading: Reading,
}

/// First bytes of the containers we read.
const ZIP: &[u8] = b"PK\x03\x04";
const ZIP_EMPTY: &[u8] = b"PK\x05\x06";
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Numbers from here on have more digits than the fifteen that spreadsheets keep.
const EXACT_BELOW: f64 = 1e15;

pub(crate) fn read(
    bytes: &[u8],
    file_name: &str,
    limits: &Limits,
    wanted: Wanted<'_>,
    pick: Pick<'_>,
) -> Result<Chosen, FileProblem> {
    match kind(bytes, limits)? {
        Kind::Xlsx => guarded(|| choice::choose(&mut xlsx::open(bytes, limits)?, limits, wanted, pick)),
        Kind::Xls => guarded(|| choice::choose(&mut xls::open(bytes)?, limits, wanted, pick)),
        Kind::Text => text::read(bytes, file_name, limits, wanted, pick),
    }
}

/// The filled sheets of a workbook; none of a text file.
pub(crate) fn survey(bytes: &[u8], limits: &Limits, wanted: Wanted<'_>) -> Result<Vec<SheetInfo>, FileProblem> {
    match kind(bytes, limits)? {
        Kind::Xlsx => guarded(|| choice::survey(&mut xlsx::open(bytes, limits)?, limits, wanted)),
        Kind::Xls => guarded(|| choice::survey(&mut xls::open(bytes)?, limits, wanted)),
        Kind::Text => Ok(Vec::new()),
    }
}

enum Kind {
    Xlsx,
    Xls,
    Text,
}

fn kind(bytes: &[u8], limits: &Limits) -> Result<Kind, FileProblem> {
    if bytes.len() > limits.file_bytes {
        return Err(FileProblem::with("file_too_large", [(limits.file_bytes / (1024 * 1024)).to_string()]));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FileProblem::new("empty_file"));
    }
    Ok(if bytes.starts_with(ZIP) || bytes.starts_with(ZIP_EMPTY) {
        Kind::Xlsx
    } else if bytes.starts_with(OLE) {
        Kind::Xls
    } else {
        Kind::Text
    })
}

/// The readers of hostile workbooks may panic; that is a damaged file, not a broken service.
fn guarded<T>(read: impl Fn() -> Result<T, FileProblem>) -> Result<T, FileProblem> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(FileProblem::new("corrupt")))
}

/// Collects one sheet's cells and finds its header on the way.
struct Sink<'a> {
    limits: &'a Limits,
    wanted: Wanted<'a>,
    /// Rows below the header that are read.
    most: usize,
    grid: Grid,
    header: Option<Header>,
    scratch: String,
}

/// Whether a sheet is worth reading on.
#[derive(PartialEq, Eq)]
enum Step {
    On,
    /// Its first rows hold no header, or enough of it is read.
    Stop,
}

impl<'a> Sink<'a> {
    fn new(limits: &'a Limits, wanted: Wanted<'a>) -> Sink<'a> {
        Sink { limits, wanted, most: usize::MAX, grid: Grid::default(), header: None, scratch: String::new() }
    }

    fn begin_row(&mut self, number: u32) {
        self.grid.begin_row(number);
    }

    fn text(&mut self, column: usize, raw: &str) -> Result<(), FileProblem> {
        let value = clean(raw);
        self.put(column, &value, None)
    }

    fn put(&mut self, column: usize, value: &str, flag: Option<Flag>) -> Result<(), FileProblem> {
        if value.is_empty() {
            return Ok(());
        }
        if column >= self.limits.columns {
            return Err(FileProblem::with("too_many_columns", [self.limits.columns.to_string()]));
        }
        let (value, flag) =
            if value.len() > self.limits.cell_chars { cut(value, self.limits.cell_chars, flag) } else { (value, flag) };
        if self.grid.text_bytes() + value.len() > limits::TEXT_BYTES {
            return Err(too_much_text());
        }
        self.grid.put(column, value, flag);
        Ok(())
    }

    fn number(&mut self, column: usize, value: f64) -> Result<(), FileProblem> {
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        // Never an exponent: 1.3812345678E10 is the phone number 13812345678.
        let exact = value.abs() < EXACT_BELOW;
        let written = if exact && value.fract() == 0.0 {
            #[expect(clippy::cast_possible_truncation, reason = "whole and far below 2^63")]
            let whole = value as i64;
            write!(text, "{whole}")
        } else {
            write!(text, "{value}")
        };
        let flag = (!exact).then_some(Flag::DigitsLost);
        let result = if written.is_ok() { self.put(column, &text, flag) } else { Ok(()) };
        self.scratch = text;
        result
    }

    fn date(&mut self, column: usize, value: &ExcelDateTime) -> Result<(), FileProblem> {
        if !value.is_datetime() {
            return self.number(column, value.as_f64());
        }
        let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
        let time = if (hour, minute, second) == (0, 0, 0) {
            String::new()
        } else {
            format!(" {hour:02}:{minute:02}:{second:02}")
        };
        self.put(column, &format!("{year:04}-{month:02}-{day:02}{time}"), None)
    }

    fn boolean(&mut self, column: usize, value: bool) -> Result<(), FileProblem> {
        self.put(column, if value { "TRUE" } else { "FALSE" }, None)
    }

    fn error(&mut self, column: usize, value: &CellErrorType) -> Result<(), FileProblem> {
        self.put(column, &value.to_string(), Some(Flag::Error))
    }

    fn end_row(&mut self) -> Result<Step, FileProblem> {
        if !self.grid.end_row() {
            return Ok(Step::On);
        }
        if self.header.is_none() && self.grid.rows() == limits::HEADER_ROWS {
            match header::find(&self.grid, limits::HEADER_ROWS, self.wanted) {
                Ok(header) => self.header = Some(header),
                Err(_) => return Ok(Step::Stop),
            }
        }
        let Some(header) = &self.header else { return Ok(Step::On) };
        let rows = self.grid.rows() - header.row - 1;
        if rows > self.limits.rows {
            return Err(FileProblem::with("too_many_rows", [self.limits.rows.to_string()]));
        }
        Ok(if rows < self.most { Step::On } else { Step::Stop })
    }

    /// The sheet and its header, or what the best row lacks.
    fn finish(mut self, sheet_name: String, sheet_at: Option<usize>) -> Result<Chosen, Miss> {
        let header = match self.header.take() {
            Some(header) => header,
            None => header::find(&self.grid, limits::HEADER_ROWS, self.wanted)?,
        };
        let reading = Reading::of(&header, self.grid, self.limits);
        Ok(Chosen { sheet_name, sheet_at, header, reading })
    }
}

/// The first `chars` characters and how many there were.
fn cut(value: &str, chars: usize, flag: Option<Flag>) -> (&str, Option<Flag>) {
    match value.char_indices().nth(chars) {
        Some((end, _)) => (&value[..end], Some(Flag::TooLong(value.chars().count()))),
        None => (value, flag),
    }
}

fn too_much_text() -> FileProblem {
    FileProblem::with("file_too_large", [(limits::TEXT_BYTES / (1024 * 1024)).to_string()])
}

/// What a file lacks in which no header was found.
fn no_header(miss: Option<Miss>, filled: bool) -> FileProblem {
    if !filled {
        return FileProblem::new("empty_file");
    }
    let least = || vec![Field::RecvName, Field::RecvMobile, Field::Address];
    let missing = miss.map_or_else(least, |miss| miss.missing);
    FileProblem::with("no_header_recognised", missing.iter().map(|field| field.as_str().to_owned()))
}
