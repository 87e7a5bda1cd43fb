//! Files and short forms for the tests.

use rust_xlsxwriter::{Workbook, Worksheet};
use sheet::{FileProblem, Limits, OrderRow, Table};

pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a fixture")
}

pub fn open(bytes: &[u8]) -> Result<Table, FileProblem> {
    sheet::open(bytes, "orders", None, &Limits::default())
}

pub fn opened(bytes: &[u8]) -> Table {
    open(bytes).unwrap_or_else(|problem| panic!("{}: {problem}", problem.code()))
}

pub fn code(bytes: &[u8]) -> &'static str {
    open(bytes).expect_err("a refused file").code()
}

/// The problems of an order as `column: code`.
pub fn problems(row: &OrderRow) -> Vec<String> {
    row.problems.iter().map(|problem| format!("{}: {}", problem.column, problem.code)).collect()
}

/// A workbook of one sheet of texts.
pub fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    filled(book.add_worksheet(), rows);
    book.save_to_buffer().expect("a workbook")
}

/// Writes texts into a sheet.
pub fn filled(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (number, row) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(*row) {
            if !cell.is_empty() {
                sheet.write_string(number, column, *cell).expect("a cell");
            }
        }
    }
}

pub const HEADER: [&str; 4] = ["订单号", "收件人", "手机", "地址"];
pub const ORDER: [&str; 4] = ["A1", "李雷", "13800000001", "广东省深圳市南山区科技园路1号"];
