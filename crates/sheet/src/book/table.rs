//! Tables out, row by row: as a workbook that keeps no row in memory, and as CSV.

use std::io::{Seek, Write};

use rust_xlsxwriter::{Format, Workbook};

use super::{BookError, fitting, header_format, text_format};

const COLUMN_WIDTH: f64 = 18.0;

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Stays text whatever it looks like: no formula, no lost digits.
    Text(String),
    /// Can be added up. Written with as many decimals as the workbook's reader shows.
    Number(f64),
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
    }
}

/// A workbook of one table. Rows go to a temporary file as they come, so its size costs no memory.
pub struct TableBook {
    book: Workbook,
    text: Format,
    row: u32,
}

impl TableBook {
    /// # Errors
    /// [`BookError`] where the name is none of a sheet.
    pub fn new(sheet_name: &str, header: &[&str]) -> Result<TableBook, BookError> {
        let mut book = Workbook::new();
        let text = text_format();
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(sheet_name)?.set_freeze_panes(1, 0)?;
        let head = header_format(0x00EE_F1F5);
        for (at, name) in (0_u16..).zip(header) {
            sheet.set_column_width(at, COLUMN_WIDTH)?;
            sheet.write_string_with_format(0, at, *name, &head)?;
        }
        Ok(TableBook { book, text, row: 0 })
    }

    /// # Errors
    /// [`BookError`] beyond the last row of a sheet.
    pub fn push(&mut self, cells: &[Cell]) -> Result<(), BookError> {
        self.row += 1;
        let sheet = self.book.worksheet_from_index(0)?;
        for (at, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(text) => sheet.write_string_with_format(self.row, at, fitting(text), &self.text)?,
                Cell::Number(number) => sheet.write_number(self.row, at, *number)?,
                Cell::Empty => sheet,
            };
        }
        Ok(())
    }

    /// # Errors
    /// [`BookError`] where it cannot be written.
    pub fn save(mut self, to: impl Write + Seek + Send) -> Result<(), BookError> {
        Ok(self.book.save_to_writer(to)?)
    }
}

/// One line of CSV for spreadsheets: quoted where needed, and what would be taken for a formula begins with an apostrophe.
pub fn csv_row(cells: &[Cell]) -> String {
    let cells: Vec<String> = cells.iter().map(csv_cell).collect();
    cells.join(",") + "\r\n"
}

fn csv_cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => {
            // Also behind spaces, which some spreadsheets pass over.
            let is_formula =
                text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n']);
            let safe = if is_formula { format!("'{text}") } else { text.clone() };
            if safe.contains([',', '"', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_breaks_its_row() {
        for (text, cell) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"x\"\r\n", "\"say \"\"x\"\"\r\n\""),
            ("=1+1", "'=1+1"),
            (" =1+1", "' =1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2+3", "'-2+3"),
            ("", ""),
        ] {
            assert_eq!(csv_row(&[Cell::from(text)]), format!("{cell}\r\n"));
        }
        assert_eq!(csv_row(&[Cell::Number(4.2), Cell::Empty, Cell::Number(-1.0)]), "4.2,,-1\r\n");
    }

    #[test]
    fn a_workbook_says_what_was_put_in() {
        let mut book = TableBook::new("运单", &["单号", "金额"]).unwrap();
        book.push(&[Cell::from("=cmd|' /C calc'!A0"), Cell::Number(4.2)]).unwrap();
        book.push(&[Cell::from("00123"), Cell::Empty]).unwrap();
        let mut out = Cursor::new(Vec::new());
        book.save(&mut out).unwrap();
        let mut read: Xlsx<_> = Xlsx::new(out).unwrap();
        let range = read.worksheet_range("运单").unwrap();
        let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(rows[0], [text("单号"), text("金额")]);
        assert_eq!(rows[1], [text("=cmd|' /C calc'!A0"), Data::Float(4.2)]);
        assert_eq!(rows[2], [text("00123"), Data::Empty]);
    }
}
