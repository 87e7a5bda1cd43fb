//! Rejected rows with their reasons: the same columns as the file they come from, so that the corrected workbook is read as
//! that file was.

use rust_xlsxwriter::{Color, Note, Workbook};

use super::{BookError, fitting, header_format, text_format};
use crate::{
    header::{self, REASONS},
    problem::Lang,
};

/// Characters of a comment; the rest stands in the reasons' column.
const NOTE_CHARS: usize = 1_000;
/// Units of UTF-16 that the name of a sheet has at most.
const SHEET_NAME_UNITS: usize = 31;
const REASONS_WIDTH: f64 = 44.0;
const COLUMN_WIDTH: f64 = 18.0;

/// A row that was not imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RejectedRow {
    /// As in [`OrderRow::cells`](crate::OrderRow::cells).
    pub cells: Vec<String>,
    /// Column's name as in [`Table::header`](crate::Table::header) (or anything else, for what is wrong with no column) and the
    /// words about it.
    pub reasons: Vec<(String, String)>,
}

/// A workbook (`.xlsx`) of the rows of a sheet, whose name may be empty, under their own header behind a column of reasons, which importing
/// passes over. Offending cells are coloured and have a comment. Every cell is text, so nothing is taken for a formula or loses digits.
///
/// # Errors
/// [`BookError`] where the rows do not fit into a workbook.
pub fn rejected_workbook(
    sheet_name: &str,
    header: &[String],
    rows: &[RejectedRow],
    lang: Lang,
) -> Result<Vec<u8>, BookError> {
    // Rows that came back once already bring a column of old reasons.
    let is_reasons = |name: &String| REASONS.iter().any(|reasons| header::key(reasons) == header::key(name));
    let columns: Vec<usize> = (0..header.len()).filter(|column| !is_reasons(&header[*column])).collect();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(rejected_name(sheet_name, lang))?;
    let (text, plain_head) = (text_format(), header_format(0x00EE_F1F5));
    let wrong = text_format().set_background_color(Color::RGB(0x00FF_D9D6));
    let reasons_format = text_format().set_text_wrap().set_font_color(Color::RGB(0x00B4_2318));
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_column_width(0, REASONS_WIDTH)?;
    let title = match lang {
        Lang::Zh => REASONS[0],
        Lang::En => REASONS[1],
    };
    sheet.write_string_with_format(0, 0, title, &header_format(0x00FF_D9D6))?;
    for (at, column) in (1_u16..).zip(&columns) {
        sheet.set_column_width(at, COLUMN_WIDTH)?.set_column_format(at, &text)?;
        sheet.write_string_with_format(0, at, shown_name(header, *column), &plain_head)?;
    }
    for (row, rejected) in (1_u32..).zip(rows) {
        sheet.write_string_with_format(row, 0, fitting(&reasons(rejected, header, lang)), &reasons_format)?;
        for (at, column) in (1_u16..).zip(&columns) {
            let cell = rejected.cells.get(*column).map_or("", String::as_str);
            let about: Vec<&str> = rejected
                .reasons
                .iter()
                .filter(|(name, _)| *name == header[*column])
                .map(|(_, words)| words.as_str())
                .collect();
            if !about.is_empty() {
                let note: String = about.join("\n").chars().take(NOTE_CHARS).collect();
                sheet.insert_note(row, at, &Note::new(note).add_author_prefix(false))?;
            }
            let format = if about.is_empty() { &text } else { &wrong };
            if cell.is_empty() {
                sheet.write_blank(row, at, format)?;
            } else {
                sheet.write_string_with_format(row, at, fitting(cell), format)?;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

/// The name of the sheet that the rows come from, as far as a workbook takes it.
fn rejected_name(sheet_name: &str, lang: Lang) -> String {
    let rejected = match lang {
        Lang::Zh => "退回",
        Lang::En => "Rejected",
    };
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= SHEET_NAME_UNITS
    };
    let plain = |c: &char| !c.is_control() && !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let name: String = format!("{rejected} {sheet_name}").chars().filter(plain).take_while(fits).collect();
    name.trim_end().to_owned()
}

/// A column without a name stays without one: its letter is ours, and would be another one here.
fn shown_name(header: &[String], column: usize) -> &str {
    let name = header[column].as_str();
    if name == header::column_letter(column) { "" } else { header::plain_name(name) }
}

fn reasons(rejected: &RejectedRow, header: &[String], lang: Lang) -> String {
    let (colon, end) = match lang {
        Lang::Zh => ("：", "；\n"),
        Lang::En => (": ", ";\n"),
    };
    let line = |(column, words): &(String, String)| {
        if header.contains(column) { format!("{column}{colon}{words}") } else { words.clone() }
    };
    rejected.reasons.iter().map(line).collect::<Vec<_>>().join(end)
}
