//! A file as plain lines, whatever its columns mean.

use crate::{
    header::Wanted,
    limits::Limits,
    problem::FileProblem,
    source::{self, Pick},
};

/// The filled rows of the first sheet that has any, the cells of each joined by tabs.
///
/// # Errors
/// A [`FileProblem`] where the file is no table and no text.
pub fn lines(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Vec<String>, FileProblem> {
    let grid = source::read(bytes, file_name, limits, Wanted::Lines, Pick::First)?.reading.grid;
    Ok((0..grid.rows()).map(|row| grid.cells(row).collect::<Vec<_>>().join("\t")).collect())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::{Cell, TableBook};

    fn read(bytes: &[u8]) -> Vec<String> {
        lines(bytes, "numbers.csv", &Limits::default()).unwrap()
    }

    #[test]
    fn a_list_of_one_column_needs_no_header() {
        assert_eq!(read("XW2611240018213\r\n73123456789012\r\n".as_bytes()), ["XW2611240018213", "73123456789012"]);
        assert_eq!(read("\u{feff}单号,备注\nA1,x\n\nA2,\n".as_bytes()), ["单号\t备注", "A1\tx", "A2"]);
        let (chinese, _, _) = encoding_rs::GB18030.encode("单号;收件人\nA1;王小明\n");
        assert_eq!(read(&chinese), ["单号\t收件人", "A1\t王小明"]);
    }

    #[test]
    fn a_workbook_gives_its_rows() {
        let mut book = TableBook::new("单号", &["单号"]).unwrap();
        book.push(&[Cell::from("XW2611240018213")]).unwrap();
        book.push(&[Cell::Number(73_123_456_789_012.0)]).unwrap();
        let mut out = Cursor::new(Vec::new());
        book.save(&mut out).unwrap();
        assert_eq!(read(&out.into_inner()), ["单号", "XW2611240018213", "73123456789012"]);
    }

    #[test]
    fn what_is_neither_table_nor_text_is_refused() {
        for bytes in [&b""[..], b" \n", b"%PDF-1.7", b"PK\x03\x04broken", &[0, 159, 146, 150]] {
            assert!(lines(bytes, "x", &Limits::default()).is_err(), "{bytes:?}");
        }
    }
}
