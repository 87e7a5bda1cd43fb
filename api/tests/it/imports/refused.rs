//! Files that are refused before anything of them is kept.

use crate::support::{
    TestApp,
    workbooks::{csv, row},
};

async fn kept(app: &TestApp) -> (i64, i64) {
    (app.db_count("imports", "1 = 1").await, app.db_count("jobs", "1 = 1").await)
}

/// A workbook whose sheet unpacks to a thousand times its size.
fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let head = "<?xml version=\"1.0\"?>";
    for (name, text) in [
        (
            "[Content_Types].xml",
            format!(
                "{head}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "{head}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "{head}<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "{head}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    zip.write_all(b"<worksheet><sheetData>").unwrap();
    let row = b"<row><c t=\"inlineStr\"><is><t>AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA</t></is></c></row>"
        .repeat(10_000);
    for _ in 0..600 {
        zip.write_all(&row).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[actix_web::test]
async fn what_is_no_order_file_is_refused_with_a_reason_and_nothing_is_kept() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".repeat(50);
    let encrypted = include_bytes!("../../../../crates/sheet/fixtures/encrypted.xlsx");
    let many: Vec<String> = (0..50_001).map(|n| format!("{n},,,,,,,,")).collect();
    for (name, file, code) in [
        ("空.xlsx", Vec::new(), "empty_file"),
        ("照片.xlsx", png, "not_a_spreadsheet"),
        ("加密.xlsx", encrypted.to_vec(), "password_protected"),
        ("表头.csv", csv(&[]), "empty_file"),
        ("多.csv", csv(&many), "too_many_rows"),
        ("炸弹.xlsx", bomb(), "zip_bomb"),
    ] {
        let before = kept(&app).await;
        let answer = clerk.uploads(name, &file, &[]).await;
        assert_eq!(answer.status, 422, "{name}: {}", answer.text());
        let problem = answer.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, "/file", "{name}");
        assert!(!problem.errors[0].detail.is_empty(), "{name}");
        assert_eq!(problem.errors[0].code, code, "{name}");
        assert_eq!(kept(&app).await, before, "{name}");
    }
    let large = vec![b'a'; 20 * 1024 * 1024 + 1];
    clerk.uploads("大.csv", &large, &[]).await.problem(413, "file_too_large");
    assert_eq!(kept(&app).await.0, 0);
}

#[actix_web::test]
async fn a_form_that_is_not_one_is_refused() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let file = csv(&[row("A-1")]);
    for (fields, pointer, code) in [
        (vec![("ship", "maybe")], "/ship", "wrong_type"),
        (vec![("mapping", "[1]")], "/mapping", "wrong_type"),
        (vec![("sender_contact_id", "x")], "/sender_contact_id", "wrong_type"),
        (vec![("colour", "red")], "/colour", "unknown_field"),
        (vec![("sender_contact_id", crate::support::samples::NOBODY)], "/sender_contact_id", "unknown_sender"),
    ] {
        clerk.uploads("a.csv", &file, &fields).await.faults(&[(pointer, code)]);
    }
    let answer = clerk.post_raw("/imports", "{}").await;
    assert!(matches!(answer.status, 400 | 422), "{}", answer.text());
    assert_eq!(kept(&app).await.0, 0);
}
