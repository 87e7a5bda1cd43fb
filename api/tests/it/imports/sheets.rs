//! Workbooks of several sheets: asked about, and imported one by one.

use chrono::TimeDelta;
use rust_xlsxwriter::Workbook;
use shared::{
    Page,
    imports::{Import, ImportAccepted, ImportPreview, RowOutcome},
    jobs::JobState,
};

use super::killed::dies_after;
use crate::support::{
    Caller, DETAIL, PHONE, RECEIVER, TestApp,
    workbooks::{HEADER, csv, row},
};

/// A workbook of lists of rows, each with the header; the sheets of a name that begins with 旧 are hidden.
fn book(sheets: &[(&str, Vec<String>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap().set_hidden(name.starts_with('旧'));
        let lines = std::iter::once(HEADER).chain(rows.iter().map(String::as_str));
        for (at, line) in (0_u32..).zip(lines) {
            for (column, cell) in (0_u16..).zip(line.split(',')).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(at, column, cell).unwrap();
            }
        }
    }
    let notes = book.add_worksheet();
    notes.set_name("说明").unwrap().set_active(true);
    notes.write_string(0, 0, "上午和下午各一张表").unwrap();
    book.save_to_buffer().unwrap()
}

/// Rows that only their place tells apart.
fn nameless(count: usize) -> Vec<String> {
    vec![row(""); count]
}

fn two_lists() -> Vec<u8> {
    let wrong = format!(",{RECEIVER},12345,浙江省,杭州市,余杭区,{DETAIL},茶叶,1");
    book(&[("上午", nameless(2)), ("下午", [nameless(3), vec![wrong]].concat()), ("旧单", nameless(1))])
}

async fn imports_sheet(app: &TestApp, clerk: &Caller<'_>, file: &[u8], sheet: &str) -> Import {
    let accepted: ImportAccepted = clerk.uploads("双11.xlsx", file, &[("sheet", sheet)]).await.expect(202).json();
    app.work().await;
    clerk.read(&format!("/imports/{}", accepted.id)).await
}

fn counts(import: &Import) -> (u32, u32, u32) {
    (import.accepted, import.rejected, import.duplicates)
}

#[actix_web::test]
async fn a_person_says_which_sheet_and_nothing_is_made_twice() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let file = two_lists();
    let answer = clerk.uploads("双11.xlsx", &file, &[]).await;
    answer.faults(&[("/sheet", "several_sheets")]);
    let problem = answer.problem(422, "invalid_fields");
    assert!(problem.errors[0].detail.contains("上午、下午"), "{}", problem.errors[0].detail);
    assert_eq!(app.imports_of(&clerk).await, 0);

    let morning = imports_sheet(&app, &clerk, &file, "上午").await;
    assert_eq!((counts(&morning), morning.sheet_name.as_deref()), ((2, 0, 0), Some("上午")));
    // The rows of the other sheet stand in the same places, and are others.
    let afternoon = imports_sheet(&app, &clerk, &file, "下午").await;
    assert_eq!((counts(&afternoon), afternoon.sheet_name.as_deref()), ((3, 1, 0), Some("下午")));
    for (sheet, again) in [("上午", (0, 0, 2)), ("下午", (0, 1, 3))] {
        assert_eq!(counts(&imports_sheet(&app, &clerk, &file, sheet).await), again, "{sheet}");
    }
    // A hidden sheet is read where it is named.
    assert_eq!(counts(&imports_sheet(&app, &clerk, &file, "旧单").await), (1, 0, 0));

    let answer = clerk.uploads("双11.xlsx", &file, &[("sheet", "晚上")]).await;
    answer.faults(&[("/sheet", "unknown_sheet")]);
    let problem = answer.problem(422, "invalid_fields");
    assert!(["上午", "下午", "说明"].iter().all(|name| problem.errors[0].detail.contains(name)));
    clerk.uploads("双11.xlsx", &file, &[("sheet", "说明")]).await.faults(&[("/file", "no_header_recognised")]);
    clerk.uploads("a.csv", &csv(&[row("A-1")]), &[("sheet", "晚上")]).await.faults(&[("/sheet", "unknown_sheet")]);
}

#[actix_web::test]
async fn the_one_sheet_with_orders_is_taken_unasked() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let file = book(&[("下周", Vec::new()), ("本周", nameless(2)), ("旧单", nameless(1))]);
    let import = clerk.imports("周单.xlsx", &file).await;
    assert_eq!((counts(&import), import.sheet_name.as_deref()), ((2, 0, 0), Some("本周")));
    // Said or not, it is the same sheet.
    assert_eq!(counts(&imports_sheet(&app, &clerk, &file, "本周").await), (0, 0, 2));
    let hidden = book(&[("旧单", nameless(1))]);
    clerk.uploads("旧.xlsx", &hidden, &[]).await.faults(&[("/sheet", "only_hidden_sheets")]);
    let import = clerk.imports("a.csv", &csv(&[row("A-1")])).await;
    assert_eq!(import.sheet_name, None);
}

#[actix_web::test]
async fn a_look_tells_the_sheets() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let file = two_lists();
    let looks = async |fields: &[(&str, &str)]| {
        let answer = clerk.uploads_to("/imports/preview", None, "双11.xlsx", &file, fields).await;
        answer.expect(200).json::<ImportPreview>()
    };
    let seen = looks(&[]).await;
    let told: Vec<(&str, u32, bool, bool)> =
        seen.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.rows, sheet.has_orders, sheet.is_hidden)).collect();
    let expected =
        [("上午", 2, true, false), ("下午", 4, true, false), ("说明", 1, false, false), ("旧单", 1, true, true)];
    assert_eq!(told, expected);
    assert_eq!((seen.sheet_name.as_str(), seen.columns.len(), seen.rows.len()), ("", 0, 0), "one is chosen first");
    let seen = looks(&[("sheet", "下午")]).await;
    assert_eq!((seen.sheet_name.as_str(), seen.total, seen.rows[0].receiver_phone.as_str()), ("下午", 4, PHONE));
    assert_eq!(seen.sheets.len(), 4);
    // A line of words is no list of orders, whoever chooses it.
    let words = clerk.uploads_to("/imports/preview", None, "双11.xlsx", &file, &[("sheet", "说明")]).await;
    words.faults(&[("/file", "no_header_recognised")]);
}

#[actix_web::test]
async fn rejected_rows_come_back_under_the_name_of_their_sheet() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let import = imports_sheet(&app, &clerk, &two_lists(), "下午").await;
    let answer = clerk.get(&format!("/imports/{}/rejected", import.id)).await.expect(200);
    let name = percent_encoded("双11-下午-退回.xlsx");
    assert!(answer.header("content-disposition").contains(&name), "{}", answer.header("content-disposition"));
    let table = sheet::open(&answer.body, "退回.xlsx", None, &sheet::Limits::default()).unwrap();
    assert_eq!((table.sheet_name(), table.order_count()), ("退回 下午", 1));
}

fn percent_encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.';
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[actix_web::test]
async fn a_worker_that_dies_goes_on_in_the_same_sheet() {
    const ROWS: usize = 700;
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let file = book(&[("上午", nameless(2)), ("下午", nameless(ROWS))]);
    let accepted: ImportAccepted = clerk.uploads("双11.xlsx", &file, &[("sheet", "下午")]).await.expect(202).json();
    for polls in [3, 21, 89] {
        dies_after(polls, app.runner().work_once()).await;
        app.clock.advance(TimeDelta::seconds(31));
    }
    app.work().await;
    let clerk = app.clerk().await;
    let import: Import = clerk.read(&format!("/imports/{}", accepted.id)).await;
    assert_eq!((import.state, counts(&import)), (JobState::Succeeded, (ROWS as u32, 0, 0)));
    assert_eq!(app.db_count("shipments", "import_id IS NOT NULL").await, ROWS as i64);
    let rows: Page<shared::imports::ImportRow> = clerk.read(&format!("/imports/{}/rows?limit=1", import.id)).await;
    assert_eq!((rows.items[0].row, rows.items[0].outcome), (2, RowOutcome::Accepted));
}
