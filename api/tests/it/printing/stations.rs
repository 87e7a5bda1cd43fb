//! Print stations: paired once, printing only their printers, rotated, taken away.

use chrono::TimeDelta;
use serde_json::json;
use shared::{
    limits::PRINT_LEASE_S,
    print_queue::{PrintHolderKind, PrintQueue},
    print_stations::{PrintStation, PrintStationPairing, StationSelf, StationToken},
};

use crate::support::{Caller, TestApp};

const HOLDER: &str = "station-tab-1";

#[actix_web::test]
async fn a_station_prints_what_others_send_and_they_see_where() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    let printer = owner.sets_up_printer().await;
    let (_, station) = app.station(&owner, "打包台 2", &[&printer]).await;
    let own: StationSelf = station.read("/print-station").await;
    assert_eq!((own.name.as_str(), own.printers.len()), ("打包台 2", 1));
    let made = clerk.ships("SO-1").await;
    let batch = clerk.prints_on(&printer, &[&made]).await;
    // A person's page cannot take it away from the station.
    let ask = json!({ "holder": "page-0001", "max": 1 });
    owner.post(&format!("/printers/{}/queue/lease", printer.id), &ask).await.problem(409, "station_prints");
    let lease = station.leases(&printer, HOLDER, 1, 1).await;
    assert_eq!(lease.begun, [batch.jobs[0].id]);
    let seen: PrintQueue = clerk.read(&format!("/printers/{}/queue", printer.id)).await;
    let holder = seen.holder.unwrap();
    assert_eq!((holder.kind, holder.name.as_str()), (PrintHolderKind::Station, "打包台 2"));
    let body = json!({
        "results": [{ "print_job_id": batch.jobs[0].id, "result": { "state": "confirmed", "bytes": 9_000 } }],
        "lease": { "printer_id": printer.id, "holder": HOLDER, "lease_no": lease.lease_no },
    });
    station.post("/print-jobs/results", &body).await.expect(204);
    app.work().await;
    let after: shared::shipments::Shipment = clerk.read(&format!("/shipments/{}", made.id)).await;
    assert_eq!(after.print_count, 1);
}

#[actix_web::test]
async fn it_prints_only_its_own_printers() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (served, other) = (owner.sets_up_printer().await, owner.sets_up_printer().await);
    let (_, station) = app.station(&owner, "打包台 2", &[&served]).await;
    let batch = owner.prints_on(&other, &[&owner.ships("SO-1").await]).await;
    let ask = json!({ "holder": HOLDER, "max": 1 });
    station.post(&format!("/printers/{}/queue/lease", other.id), &ask).await.problem(404, "not_found");
    station.get(&format!("/printers/{}/queue", other.id)).await.problem(404, "not_found");
    let path = format!("/print-jobs/{}/result", batch.jobs[0].id);
    station.post(&path, &json!({ "state": "confirmed" })).await.problem(404, "not_found");
    // One station a printer, and only printers that hang on a computer.
    let again = json!({ "name": "打包台 3", "printer_ids": [served.id] });
    owner.post("/print-stations", &again).await.faults(&[("/printer_ids", "served_already")]);
    let mut pdf = crate::support::samples::printer();
    pdf["connection"] = json!("pdf");
    let pdf: shared::printing::Printer = owner.post("/printers", &pdf).await.expect(201).json();
    let again = json!({ "name": "打包台 3", "printer_ids": [pdf.id] });
    owner.post("/print-stations", &again).await.faults(&[("/printer_ids", "not_at_a_computer")]);
}

#[actix_web::test]
async fn a_pairing_code_is_good_once_and_for_a_while() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let printer = owner.sets_up_printer().await;
    let body = json!({ "name": "打包台 2", "printer_ids": [printer.id] });
    let made: PrintStationPairing = owner.post("/print-stations", &body).await.expect(201).json();
    assert!(!made.station.paired);
    let pair = async |code: &str| app.anonymous().post("/print-station/pair", &json!({ "pairing_code": code })).await;
    for wrong in ["", "2345-6789-ABCD", &"A".repeat(5_000)] {
        pair(wrong).await.problem(401, "wrong_pairing_code");
    }
    let typed = made.pairing_code.to_lowercase().replace('-', " ");
    let first: StationToken = pair(&typed).await.expect(200).json();
    pair(&made.pairing_code).await.problem(401, "wrong_pairing_code");
    for (table, column) in app.db_text_columns().await {
        let secret = first.token.rsplit('.').next().unwrap();
        assert_eq!(app.db_count(&table, &format!("{column} LIKE '%{secret}%'")).await, 0, "{table}.{column}");
    }
    let again: PrintStationPairing =
        owner.post(&format!("/print-stations/{}/pairing", made.station.id), &()).await.expect(200).json();
    app.clock.advance(TimeDelta::minutes(16));
    pair(&again.pairing_code).await.problem(401, "wrong_pairing_code");
    // The browser of before goes on until another takes its place.
    let before = Caller::new(&app, Some(first.token));
    before.get("/print-station").await.expect(200);
    let again: PrintStationPairing =
        app.owner().await.post(&format!("/print-stations/{}/pairing", made.station.id), &()).await.expect(200).json();
    let second: StationToken = pair(&again.pairing_code).await.expect(200).json();
    before.get("/print-station").await.problem(401, "unauthenticated");
    Caller::new(&app, Some(second.token)).get("/print-station").await.expect(200);
}

#[actix_web::test]
async fn tokens_rotate_without_a_gap() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let printer = owner.sets_up_printer().await;
    let (_, first) = app.station(&owner, "打包台 2", &[&printer]).await;
    // The answer was lost, twice: the present token is still good.
    for _ in 0..2 {
        let _: StationToken = first.post("/print-station/token", &()).await.expect(200).json();
    }
    let next: StationToken = first.post("/print-station/token", &()).await.expect(200).json();
    first.get("/print-station").await.expect(200);
    let second = Caller::new(&app, Some(next.token));
    second.get("/print-station").await.expect(200);
    first.get("/print-station").await.problem(401, "unauthenticated");
    second.get("/print-station").await.expect(200);
}

#[actix_web::test]
async fn a_night_later_it_still_prints_and_a_silent_one_holds_nothing() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let printer = owner.sets_up_printer().await;
    let (_, station) = app.station(&owner, "打包台 2", &[&printer]).await;
    let (a, b) = (owner.ships("SO-1").await, owner.ships("SO-2").await);
    let batch = owner.prints_on(&printer, &[&a, &b]).await;
    station.leases(&printer, HOLDER, 1, 0).await;
    app.clock.advance(TimeDelta::seconds(i64::from(PRINT_LEASE_S)));
    app.work().await;
    app.clock.advance(TimeDelta::hours(14));
    // Nothing was begun, so nothing is unsure, and a station goes on by itself.
    let lease = station.leases(&printer, "station-tab-2", 2, 2).await;
    assert_eq!((lease.begun, lease.pause), (batch.jobs.iter().map(|job| job.id).collect::<Vec<_>>(), None));
}

#[actix_web::test]
async fn taken_away_it_is_out_at_once_and_its_printers_are_anybodys() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let printer = owner.sets_up_printer().await;
    let (made, station) = app.station(&owner, "打包台 2", &[&printer]).await;
    owner.prints_on(&printer, &[&owner.ships("SO-1").await]).await;
    station.leases(&printer, HOLDER, 1, 0).await;
    owner.delete(&format!("/print-stations/{}", made.id)).await.expect(204);
    station.get("/print-station").await.problem(401, "unauthenticated");
    assert_eq!(owner.read::<Vec<PrintStation>>("/print-stations").await, []);
    assert_eq!(owner.leases(&printer, "page-0001", 1, 1).await.begun.len(), 1);
    owner.delete(&format!("/print-stations/{}", made.id)).await.problem(404, "not_found");
    // The name and the printer are free for another.
    app.station(&owner, "打包台 2", &[&owner.sets_up_printer().await]).await;
}
