//! Files of imports show people in full: they go back to whoever dropped them, and to those who may see that.

use serde_json::json;
use shared::{Page, audit::AuditEntryView, imports::Import};

use crate::{
    operators::joined,
    support::{
        DETAIL, PHONE, RECEIVER, TestApp,
        workbooks::{csv, row},
    },
};

#[actix_web::test]
async fn a_file_goes_back_to_whoever_dropped_it_or_may_see_people_and_it_is_written_down() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    let other = joined(&app, &owner, "second", json!({ "role": "clerk" })).await;
    let refused = format!("B-2,{RECEIVER},12345,浙江省,杭州市,余杭区,{DETAIL},茶叶,1");
    let import = clerk.imports("a.csv", &csv(&[row("B-1"), refused])).await;
    assert!(import.file_open, "it is the clerk's own");
    let path = format!("/imports/{}", import.id);
    let (file, rejected) = (format!("{path}/file"), format!("{path}/rejected"));

    assert!(!other.read::<Import>(&path).await.file_open);
    for path in [&file, &rejected] {
        let answer = other.get(path).await;
        assert!(!answer.text().contains(PHONE));
        answer.problem(403, "file_of_somebody_else");
    }
    assert!(owner.read::<Import>(&path).await.file_open);
    for caller in [&clerk, &owner] {
        assert!(caller.get(&file).await.expect(200).text().contains(PHONE));
        caller.get(&rejected).await.expect(200);
    }

    let log: Page<AuditEntryView> = owner.read("/audit-log?action=personal_data_revealed").await;
    let subject = format!("import {}", import.id);
    let entries: Vec<(String, String)> = log
        .items
        .into_iter()
        .filter(|entry| entry.subject == subject)
        .map(|entry| (entry.who.unwrap_or_default(), entry.detail))
        .collect();
    let entry = |who: &str, detail: &str| (who.to_owned(), detail.to_owned());
    let expected = [
        entry("owner", "rejected rows"),
        entry("owner", "file"),
        entry("clerk", "rejected rows"),
        entry("clerk", "file"),
    ];
    assert_eq!(entries, expected, "newest first, and not those who were refused");
}
