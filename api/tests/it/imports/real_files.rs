//! Exports of the platforms, as merchants drop them.

use std::path::Path;

use shared::{imports::RowOutcome, jobs::JobState};

use crate::support::TestApp;

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/sheet/fixtures").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[actix_web::test]
async fn each_is_known_by_its_headers_and_every_row_is_settled() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    for (name, format) in [
        ("template.xlsx", "template"),
        ("taobao.csv", "taobao"),
        ("pdd.xlsx", "pdd"),
        ("douyin.csv", "douyin"),
        ("jd.xls", "jd"),
        ("1688.xlsx", "alibaba1688"),
        ("shopify.csv", "shopify"),
        ("woocommerce.csv", "woocommerce"),
    ] {
        let import = clerk.imports(name, &fixture(name)).await;
        assert_eq!((import.state, import.format.as_str()), (JobState::Succeeded, format), "{name}");
        assert!(import.total > 0, "{name}");
        assert_eq!(import.accepted + import.rejected + import.duplicates, import.total, "{name}");
        let rows = clerk.rows_of(&import).await;
        assert_eq!(rows.len(), import.total as usize, "{name}");
        for row in rows {
            assert_eq!(row.outcome == RowOutcome::Rejected, !row.problems.is_empty(), "{name}: {row:?}");
            assert_eq!(row.outcome == RowOutcome::Accepted, row.waybill_no.is_some(), "{name}: {row:?}");
        }
        let again = clerk.imports(name, &fixture(name)).await;
        assert_eq!((again.accepted, again.rejected), (0, import.rejected), "{name}");
    }
}

#[actix_web::test]
async fn the_template_from_the_service_is_known_and_holds_no_order_yet() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let answer = app.anonymous().get("/imports/template").await.expect(200);
    let name = answer.header("content-disposition").to_owned();
    assert!(name.contains("filename*=UTF-8''"), "{name}");
    clerk.uploads("template.xlsx", &answer.body, &[]).await.faults(&[("/file", "empty_file")]);
}
