#![doc = include_str!("../README.md")]

mod book;
mod cell;
mod country;
mod field;
mod grid;
mod header;
pub mod limits;
mod lines;
mod mapping;
mod order;
mod outline;
mod platform;
mod problem;
mod source;
mod status;
mod table;
mod value;

pub use book::{BookError, Cell, RejectedRow, TableBook, csv_row, rejected_workbook, template_workbook};
pub use field::Field;
pub use header::column_letter;
pub use limits::Limits;
pub use lines::lines;
pub use mapping::Mapping;
pub use order::{OrderRow, PartyFields};
pub use outline::{Outline, OutlineColumn, outline};
pub use platform::Platform;
pub use problem::{ARG_CHARS, FileProblem, Lang, RowProblem, codes, words};
pub use source::{Pick, SheetInfo};
pub use table::{Table, open, open_sheet, sheets};
