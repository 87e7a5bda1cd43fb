use serde_json::json;
use shared::{MerchantStatus, auth::Me, imports::ImportAccepted};

use crate::support::{Caller, PASSWORD, TestApp, samples, workbooks};

#[actix_web::test]
async fn a_suspended_merchant_reads_and_prints_but_ships_and_imports_nothing() {
    let app = TestApp::new().await;
    let (owner, staff) = (app.owner().await, app.staff().await);
    let made = owner.ships("SO-1").await;
    let id = staff.merchant_id("K100001").await;
    staff.sets(&id, "suspend").await.expect(200);
    assert_eq!(owner.read::<Me>("/me").await.merchant.unwrap().status, MerchantStatus::Suspended);
    owner.post("/shipments", &samples::shipment("SO-2")).await.problem(422, "merchant_suspended");
    owner
        .uploads("orders.csv", &workbooks::csv(&[workbooks::row("B-1")]), &[])
        .await
        .problem(422, "merchant_suspended");
    owner.get(&format!("/shipments/{}", made.id)).await.expect(200);
    owner.get(&format!("/shipments/{}/label?format=zpl", made.id)).await.expect(200);
    owner.prints(&[&made], None).await;
    // Others are not touched.
    app.other_merchant().await.ships("SO-1").await;
    staff.sets(&id, "suspend").await.problem(409, "merchant_status");
    staff.sets(&id, "reopen").await.expect(200);
    owner.ships("SO-2").await;
}

#[actix_web::test]
async fn an_import_under_way_stops_when_its_merchant_is_suspended() {
    let app = TestApp::new().await;
    let (owner, staff) = (app.owner().await, app.staff().await);
    let before = app.db_count("shipments", "1=1").await;
    let file = workbooks::csv(&[workbooks::row("X-1"), workbooks::row("X-2")]);
    let accepted: ImportAccepted = owner.uploads("orders.csv", &file, &[]).await.expect(202).json();
    let id = staff.merchant_id("K100001").await;
    staff.sets(&id, "suspend").await.expect(200);
    app.work().await;
    assert_eq!(app.db_count("shipments", "1=1").await, before);
    let import: serde_json::Value = owner.read(&format!("/imports/{}", accepted.id)).await;
    assert_eq!(import["state"], "failed", "{import}");
    assert!(import.to_string().contains("账户已暂停"), "{import}");
}

#[actix_web::test]
async fn a_closed_merchant_is_out_with_everything_it_signs_with() {
    let app = TestApp::new().await;
    let (owner, clerk, staff) = (app.owner().await, app.clerk().await, app.staff().await);
    let printer = owner.sets_up_printer().await;
    let (_, station) = app.station(&owner, "打包台 1", &[&printer]).await;
    let program = Caller::new(&app, Some(owner.makes_key(&["shipments_read"]).await.secret));
    program.get("/shipments").await.expect(200);
    station.get("/print-station").await.expect(200);
    let id = staff.merchant_id("K100001").await;
    staff.sets(&id, "close").await.expect(200);
    for caller in [&owner, &clerk] {
        let answer = caller.get("/shipments").await;
        assert_eq!(answer.status, 401, "{}", answer.text());
    }
    program.get("/shipments").await.problem(401, "merchant_closed");
    station.get("/print-station").await.problem(401, "merchant_closed");
    let sign_in = |account: &str, password: &str| json!({ "account": account, "password": password });
    for account in ["K100001", "K100001/clerk", "13900000021"] {
        app.anonymous().post("/auth/sign-in", &sign_in(account, PASSWORD)).await.problem(401, "merchant_closed");
        // Only whoever knows the password is told.
        app.anonymous().post("/auth/sign-in", &sign_in(account, "wrong")).await.problem(401, "wrong_credentials");
    }
    let open = "ended_at IS NULL AND merchant_id = (SELECT id FROM merchants WHERE code = 'K100001')";
    assert_eq!(app.db_count("sessions", open).await, 0);
    app.other_merchant().await.get("/shipments").await.expect(200);
    staff.sets(&id, "reopen").await.expect(200);
    program.get("/shipments").await.expect(200);
    owner.get("/shipments").await.problem(401, "unauthenticated");
    app.owner().await.get("/shipments").await.expect(200);
}

#[actix_web::test]
async fn how_a_merchant_stands_is_in_both_logs_with_its_reason() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    let id = staff.merchant_id("K100001").await;
    for reason in ["", " ", "有\u{0}", &"字".repeat(201)] {
        let answer = staff.post(&format!("/merchants/{id}/suspend"), &json!({ "reason": reason })).await;
        answer.problem(422, "invalid_fields");
    }
    for step in ["suspend", "reopen", "close", "reopen"] {
        staff.sets(&id, step).await.expect(200);
    }
    for action in ["merchant.suspend", "merchant.close"] {
        let entry = format!("action = '{action}' AND detail = '欠费两个月' AND subject = '{id}'");
        assert_eq!(app.db_count("audit_log", &entry).await, 1);
        assert_eq!(app.db_count("network_audit_log", &entry).await, 1);
    }
    app.reviewer().await.sets(&id, "suspend").await.problem(403, "forbidden");
    assert_eq!(staff.stands(&id).await, MerchantStatus::Open);
}
