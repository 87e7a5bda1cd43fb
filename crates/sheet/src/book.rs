//! Workbooks out: the template to fill in, and rejected rows to correct.

mod rejected;
mod table;
mod template;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, XlsxError};

pub use rejected::{RejectedRow, rejected_workbook};
pub use table::{Cell, TableBook, csv_row};
pub(crate) use template::is_sample;
pub use template::template_workbook;

/// The characters that fit into a cell of a workbook.
const CELL_CHARS: usize = 32_767;

/// A workbook could not be written; the words are for the log.
#[derive(Debug)]
pub struct BookError(XlsxError);

impl std::fmt::Display for BookError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot write the workbook: {}", self.0)
    }
}

impl std::error::Error for BookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl From<XlsxError> for BookError {
    fn from(error: XlsxError) -> BookError {
        BookError(error)
    }
}

/// Text whatever it looks like: no 1.38E+10, no formula, no date.
fn text_format() -> Format {
    Format::new().set_num_format("@")
}

fn header_format(fill: u32) -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(fill))
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x00C9_CED6))
}

/// As much of a text as a cell takes.
fn fitting(text: &str) -> &str {
    match text.char_indices().nth(CELL_CHARS) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
