//! Workbooks of several sheets: which one is read, and when a person is asked.

use rust_xlsxwriter::Workbook;
use sheet::{Lang, Limits, Pick, SheetInfo, Table};

use crate::support::{HEADER, ORDER, code, filled, fixture, open, opened, xlsx};

const NOTES: [&[&str]; 2] = [&["填写说明"], &["收件人必填，手机必填"]];

/// A workbook of sheets of texts; the hidden ones say so.
fn book(sheets: &[(&str, &[&[&str]], bool)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows, is_hidden) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).expect("a name").set_hidden(*is_hidden);
        filled(sheet, rows);
    }
    // The first sheet that is shown is the active one: a hidden one cannot be.
    let shown = sheets.iter().position(|(_, _, is_hidden)| !is_hidden).unwrap_or_default();
    book.worksheet_from_index(shown).expect("a sheet").set_active(true);
    book.save_to_buffer().expect("a workbook")
}

fn named(bytes: &[u8], name: &str) -> Result<Table, sheet::FileProblem> {
    sheet::open_sheet(bytes, "orders.xlsx", Pick::Named(name), None, &Limits::default())
}

fn sheets(bytes: &[u8]) -> Vec<(String, usize, bool, bool)> {
    let told = |info: SheetInfo| (info.name, info.rows, info.has_orders, info.is_hidden);
    sheet::sheets(bytes, None, &Limits::default()).expect("a workbook").into_iter().map(told).collect()
}

#[test]
fn the_one_sheet_with_orders_is_taken_wherever_it_stands() {
    let bytes = book(&[
        ("说明", &NOTES, false),
        ("空", &[], false),
        // A header alone holds no orders.
        ("下周", &[&HEADER], false),
        ("旧单", &[&HEADER, &ORDER, &ORDER], true),
        ("发货", &[&HEADER, &ORDER], false),
    ]);
    let table = opened(&bytes);
    assert_eq!((table.sheet_name(), table.sheet_at(), table.order_count()), ("发货", Some(4), 1));
    let told = |name: &str, rows, has_orders, is_hidden| (name.to_owned(), rows, has_orders, is_hidden);
    assert_eq!(
        sheets(&bytes),
        [
            told("说明", 2, false, false),
            told("下周", 1, false, false),
            told("发货", 1, true, false),
            told("旧单", 2, true, true)
        ]
    );
}

#[test]
fn several_sheets_with_orders_are_asked_about() {
    let other = ["A2", "韩梅梅", "13800000002", "北京市朝阳区建国路1号"];
    let bytes = book(&[
        ("上午", &[&HEADER, &ORDER], false),
        ("说明", &NOTES, false),
        ("下午", &[&HEADER, &other, &ORDER], false),
    ]);
    let problem = open(&bytes).expect_err("refused");
    assert_eq!((problem.code(), problem.args()), ("several_sheets", ["上午".to_owned(), "下午".to_owned()].as_slice()));
    assert!(problem.words(Lang::Zh).contains("上午、下午"));
    assert_eq!(named(&bytes, "上午").expect("a table").order_count(), 1);
    let table = named(&bytes, "下午").expect("a table");
    assert_eq!((table.sheet_name(), table.sheet_at(), table.order_count()), ("下午", Some(2), 2));
    assert_eq!(table.rows().next().expect("a row").receiver.name, "韩梅梅");
    // As files were read before sheets could be chosen.
    let first = sheet::open_sheet(&bytes, "", Pick::First, None, &Limits::default()).expect("a table");
    assert_eq!(first.sheet_name(), "上午");
    assert_eq!(named(&bytes, "说明").expect_err("refused").code(), "no_header_recognised");
    let problem = named(&bytes, "晚上").expect_err("refused");
    let names = ["上午", "说明", "下午"].map(str::to_owned);
    assert_eq!((problem.code(), problem.args()), ("unknown_sheet", names.as_slice()));
}

#[test]
fn a_hidden_sheet_is_read_only_where_it_is_named() {
    let bytes = book(&[("说明", &NOTES, false), ("旧单", &[&HEADER, &ORDER], true)]);
    let problem = open(&bytes).expect_err("refused");
    assert_eq!((problem.code(), problem.args()), ("only_hidden_sheets", ["旧单".to_owned()].as_slice()));
    assert_eq!(named(&bytes, "旧单").expect("a table").order_count(), 1);
    // A hidden list of values is nothing to ask about.
    assert_eq!(code(&book(&[("订单", &[&HEADER], false), ("省份", &[&["广东省"]], true)])), "empty_file");
}

#[test]
fn old_workbooks_are_asked_about_alike() {
    let bytes = fixture("sheets.xls");
    let problem = open(&bytes).expect_err("refused");
    assert_eq!((problem.code(), problem.args()), ("several_sheets", ["周一".to_owned(), "周二".to_owned()].as_slice()));
    let told = |name: &str, rows, has_orders, is_hidden| (name.to_owned(), rows, has_orders, is_hidden);
    assert_eq!(
        sheets(&bytes),
        [
            told("说明", 2, false, false),
            told("周一", 2, true, false),
            told("周二", 1, true, false),
            told("旧单", 1, true, true)
        ]
    );
    let table = named(&bytes, "周二").expect("a table");
    assert_eq!((table.sheet_at(), table.rows().next().expect("a row").receiver.name.as_str()), (Some(3), "朱颜"));
}

#[test]
fn a_sheet_that_breaks_a_limit_stops_only_itself() {
    let wide = ["1"; 7];
    let limits = Limits { columns: 6, rows: 20, ..Limits::default() };
    let pivot = book(&[("汇总", &[&wide], false), ("订单", &[&HEADER, &ORDER], false)]);
    assert_eq!(sheet::open(&pivot, "", None, &limits).expect("a table").sheet_name(), "订单");
    // Too long to be read, and still orders that must not be passed over.
    let mut rows: Vec<&[&str]> = vec![&HEADER];
    rows.extend(std::iter::repeat_n(ORDER.as_slice(), 30));
    let long = book(&[("多", &rows, false), ("订单", &[&HEADER, &ORDER], false)]);
    assert_eq!(sheet::open(&long, "", None, &limits).expect_err("refused").code(), "several_sheets");
    let alone = book(&[("多", &rows, false)]);
    assert_eq!(sheet::open(&alone, "", None, &limits).expect_err("refused").code(), "too_many_rows");
}

#[test]
fn nobody_chooses_among_hundreds_of_sheets() {
    let names: Vec<String> = (0..=sheet::limits::SHEETS).map(|n| format!("第{n}天")).collect();
    let rows: [&[&str]; 2] = [&HEADER, &ORDER];
    let sheets: Vec<(&str, &[&[&str]], bool)> =
        names.iter().map(|name| (name.as_str(), rows.as_slice(), false)).collect();
    let bytes = book(&sheets);
    assert_eq!(code(&bytes), "too_many_sheets");
    assert_eq!(named(&bytes, names.last().expect("a name")).expect("a table").order_count(), 1);
}

#[test]
fn a_text_is_a_sheet_of_its_files_name() {
    let text = [HEADER, ORDER].map(|row| row.join(",")).join("\n");
    let named = |name| sheet::open_sheet(text.as_bytes(), "双11.csv", Pick::Named(name), None, &Limits::default());
    assert_eq!(named("双11").expect("a table").sheet_at(), None);
    assert_eq!(named("Sheet1").expect_err("refused").args(), ["双11"]);
    assert_eq!(sheet::sheets(text.as_bytes(), None, &Limits::default()), Ok(Vec::new()));
    assert_eq!(opened(&xlsx(&[&HEADER, &ORDER])).sheet_at(), None, "there is no other");
}
