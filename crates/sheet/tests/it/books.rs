//! Workbooks out, read in again.

use std::io::{Cursor, Read};

use sheet::{Lang, Platform, RejectedRow, Table, rejected_workbook, template_workbook};

use crate::support::{HEADER, ORDER, code, fixture, opened, problems, xlsx};

fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn the_template_is_recognised_and_its_sample_is_no_order() {
    for lang in [Lang::Zh, Lang::En] {
        let book = template_workbook(lang).expect("a workbook");
        assert_eq!(code(&book), "empty_file", "{lang:?}");
        let sheet = part(&book, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("state=\"frozen\""));
        assert!(sheet.matches("<dataValidation ").count() >= 6, "{lang:?}");
        assert!(part(&book, "xl/workbook.xml").contains("state=\"hidden\""));
    }
}

#[test]
fn a_sample_row_with_another_receiver_is_an_order() {
    let header = ["客户订单号", "收件人姓名 *", "收件人手机 *", "收件人固话", "详细地址 *", "物品名称"];
    let sample = ["示例-001", "示例收件人", "13800000000", "", "示例路1号示例大厦101室", "示例物品"];
    let mut real = sample;
    real[1] = "李雷";
    let table = opened(&xlsx(&[&header, &sample, &real]));
    assert_eq!((table.platform(), table.skipped_rows(), table.order_count()), (Platform::Template, [2].as_slice(), 1));
}

/// What a service would make of the rejected rows.
fn returned(table: &Table) -> Vec<RejectedRow> {
    let wrong = table.rows().filter(|row| !row.problems.is_empty());
    wrong
        .map(|row| RejectedRow {
            cells: row.cells.clone(),
            reasons: row.problems.iter().map(|problem| (problem.column.clone(), problem.words(Lang::Zh))).collect(),
        })
        .collect()
}

#[test]
fn rejected_rows_are_read_as_the_file_they_come_from() {
    for name in [
        "taobao.csv",
        "douyin.csv",
        "pdd.xlsx",
        "jd.xls",
        "1688.xlsx",
        "shopify.csv",
        "woocommerce.csv",
        "template.xlsx",
    ] {
        let original = opened(&fixture(name));
        let rows = returned(&original);
        assert!(!rows.is_empty(), "{name}");
        let book = rejected_workbook("", original.header(), &rows, Lang::Zh).expect("a workbook");
        let again = opened(&book);
        assert_eq!(again.platform(), original.platform(), "{name}");
        assert_eq!(again.mapping(), original.mapping(), "{name}");
        assert_eq!(again.header()[0], "退回原因");
        let before: Vec<_> = original.rows().filter(|row| !row.problems.is_empty()).map(|row| problems(&row)).collect();
        let after: Vec<_> = again.rows().map(|row| problems(&row)).collect();
        assert_eq!(after, before, "{name}");
        // Returned a second time, the column of reasons does not pile up.
        let twice = rejected_workbook("", again.header(), &returned(&again), Lang::En).expect("a workbook");
        let twice = opened(&twice);
        assert_eq!(
            (twice.header()[0].as_str(), &twice.header()[1..]),
            ("Why returned", &again.header()[1..]),
            "{name}"
        );
        assert_eq!(twice.order_count(), rows.len(), "{name}");
    }
}

#[test]
fn a_merged_order_comes_back_whole() {
    let original = opened(&fixture("shopify.csv"));
    let order = &original.rows().next().unwrap();
    let rows = [RejectedRow { cells: order.cells.clone(), reasons: vec![("Shipping Phone".into(), "错".into())] }];
    let again = opened(&rejected_workbook("", original.header(), &rows, Lang::Zh).expect("a workbook"));
    let back = &again.rows().next().unwrap();
    assert_eq!((&back.order_no, &back.goods, back.quantity), (&order.order_no, &order.goods, order.quantity));
    assert_eq!(back.receiver, order.receiver);
}

#[test]
fn rejected_cells_are_text_marked_and_commented() {
    let header: Vec<String> = HEADER.map(str::to_owned).into();
    let mut cells = ORDER.map(str::to_owned).to_vec();
    cells[0] = "=HYPERLINK(\"http://example.com\")".into();
    cells[1] = "+1".into();
    cells[2] = "013800000001".into();
    cells[3] = "@SUM(1)".into();
    let rows = [RejectedRow { cells: cells.clone(), reasons: vec![("手机".into(), "不是有效的电话".into())] }];
    let book = rejected_workbook("周一", &header, &rows, Lang::Zh).expect("a workbook");
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "no formula");
    assert!(part(&book, "xl/comments1.xml").contains("不是有效的电话"));
    assert!(part(&book, "xl/workbook.xml").contains("name=\"退回 周一\""));
    assert_eq!(opened(&book).rows().next().unwrap().cells[1..], cells);
}

#[test]
fn no_name_of_a_sheet_spoils_the_workbook() {
    let header: Vec<String> = HEADER.map(str::to_owned).into();
    for name in ["a/b:c*d?[e]\\", "'", "", "很长的名字".repeat(20).as_str(), "𠀀".repeat(40).as_str()] {
        let rows = [RejectedRow { cells: ORDER.map(str::to_owned).to_vec(), reasons: Vec::new() }];
        let book = rejected_workbook(name, &header, &rows, Lang::En).expect("a workbook");
        assert!(opened(&book).sheet_name().starts_with("Rejected"), "{name}");
    }
}

#[test]
fn columns_of_one_name_keep_their_places() {
    let bytes = xlsx(&[&["收件人", "联系电话", "联系电话", "地址", ""], &["李雷", "", "13800000001", "", "旁注"]]);
    let original = opened(&bytes);
    assert_eq!(original.header(), ["收件人", "联系电话", "联系电话 (2)", "地址", "E"]);
    let again = opened(&rejected_workbook("", original.header(), &returned(&original), Lang::Zh).expect("a workbook"));
    assert_eq!(again.rows().next().unwrap().receiver.mobile, "13800000001");
    assert_eq!(problems(&again.rows().next().unwrap()), ["地址: required_missing"]);
}
