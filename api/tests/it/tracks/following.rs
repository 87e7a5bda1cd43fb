//! Many numbers at once.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::{
    ShipmentState,
    audit::AuditEntryView,
    shipments::Shipment,
    state::Phase,
    tracks::{Track, TrackNumbers, Tracks},
};

use super::{record, scan};
use crate::support::{Caller, DETAIL, PHONE, RECEIVER, TestApp};

async fn asked(caller: &Caller<'_>, body: &Value) -> Tracks {
    caller.post("/tracks/query", body).await.expect(200).json()
}

fn of<'a>(tracks: &'a Tracks, number: &str) -> &'a Track {
    tracks.items.iter().find(|track| track.waybill_no == number).expect("it was asked for")
}

#[actix_web::test]
async fn numbers_are_answered_in_the_order_asked() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let (one, two) = (clerk.ships("SO-1").await, clerk.ships("SO-2").await);
    record(&app, &[scan(&app, &two.waybill_no, "GOT", 1)]).await;
    let body = json!({ "waybill_nos": [&two.waybill_no, "YD1", &one.waybill_no.to_lowercase(), &two.waybill_no] });
    let tracks = asked(&clerk, &body).await;
    let got: Vec<_> = tracks.items.iter().map(|track| (track.found, track.state, track.is_repeated)).collect();
    let picked_up = Some(ShipmentState::PickedUp);
    assert_eq!(
        got,
        [
            (true, picked_up, false),
            (false, None, false),
            (true, Some(ShipmentState::OrderCreated), false),
            (true, picked_up, true),
        ]
    );
    let counts = &tracks.counts;
    assert_eq!((counts.found, counts.not_found, counts.repeated, counts.problems), (2, 1, 1, 0));
    let phases: Vec<_> = counts.phases.iter().map(|phase| (phase.phase, phase.count)).collect();
    assert_eq!(phases, [(Phase::ToPrint, 1), (Phase::InTransit, 1)]);
    let first = &tracks.items[0];
    assert!(first.last.as_ref().unwrap().text.contains("上海转运中心"));
    assert_eq!((first.shipment_id, first.order_no.as_deref()), (Some(two.id), Some("SO-2")));
    assert_eq!(first.carrier.as_ref().map(|carrier| carrier.code.as_str()), Some("embedded"));
    assert!(first.next_step.is_some());
    let receiver = first.receiver.as_ref().unwrap();
    assert_eq!((receiver.province.as_str(), receiver.city.as_str()), ("浙江省", "杭州市"));
    let text = serde_json::to_string(&tracks).unwrap();
    for secret in [RECEIVER, PHONE, DETAIL] {
        assert!(!text.contains(secret), "{secret}");
    }
    let others = asked(&app.other_merchant().await, &body).await;
    assert!(others.items.iter().all(|track| !track.found && track.last.is_none() && track.link.is_none()));
    assert_eq!(others.counts.not_found, 3);
}

#[actix_web::test]
async fn numbers_are_read_as_people_have_them() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let number = clerk.ships("SO-1").await.waybill_no;
    let wide: String = number.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect();
    let grouped = format!("{} {} {} {}", &number[..6], &number[6..10], &number[10..14], &number[14..]);
    let written = [
        format!("{number}\r"),
        number.to_lowercase(),
        grouped.clone(),
        grouped.replace(' ', "-"),
        wide,
        format!("https://yundan.test/t/{number}"),
        format!("https://m.example/q?ts=1717000000000&mailNo={number}"),
    ];
    let tracks = asked(&clerk, &json!({ "waybill_nos": written })).await;
    for (track, asked) in tracks.items.iter().zip(&written) {
        assert!(track.found && track.waybill_no == number, "{asked}: {track:?}");
        assert_eq!(&track.asked, asked);
    }
    assert_eq!((tracks.counts.found, tracks.counts.repeated), (1, 6), "one number, however it is written");

    let mut wrong = number.clone();
    let last = wrong.pop();
    wrong.push(if last == Some('0') { '1' } else { '0' });
    let text = format!("运单号\r\n{grouped}\t张三\t13800138000\n{wrong}，73123456789012\n第 3 批");
    let tracks = asked(&clerk, &json!({ "text": text })).await;
    let read: Vec<&str> = tracks.items.iter().map(|track| track.waybill_no.as_str()).collect();
    assert_eq!(read, [number.as_str(), &wrong, "73123456789012", "第 3 批"]);
    assert!(of(&tracks, &number).found && of(&tracks, &wrong).is_mistyped && tracks.items[3].is_unreadable);
    let zto = of(&tracks, "73123456789012");
    assert_eq!((zto.found, zto.carrier.as_ref().map(|carrier| carrier.name.as_str())), (false, Some("中通快递")));
}

#[actix_web::test]
async fn too_many_and_none_are_refused_with_words() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let post = async |body: Value| clerk.post("/tracks/query", &body).await;
    post(json!({})).await.faults(&[("/waybill_nos", "wrong_count")]);
    post(json!({ "waybill_nos": vec!["YD1"; 1_001] })).await.faults(&[("/waybill_nos", "wrong_count")]);
    post(json!({ "text": "没有单号" })).await.faults(&[("/text", "no_numbers")]);
    post(json!({ "text": "x".repeat(200_001) })).await.faults(&[("/text", "too_long")]);
    post(json!({ "text": "YD1", "waybill_nos": ["YD1"] })).await.faults(&[("/text", "one_of")]);
    let many: Vec<String> = (0..1_001).map(|nth| format!("7312345678{nth:04}")).collect();
    let answer = post(json!({ "text": many.join("\n") })).await;
    answer.faults(&[("/text", "too_many_numbers")]);
    assert!(answer.problem(422, "invalid_fields").errors[0].detail.contains("1001"));
    let most = asked(&clerk, &json!({ "text": many[..1_000].join(" ") })).await;
    assert_eq!((most.items.len(), most.counts.not_found), (1_000, 1_000));
}

#[actix_web::test]
async fn the_newest_event_counts_not_the_one_that_came_last() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let (one, late) = (clerk.ships("SO-1").await, clerk.ships("SO-2").await);
    let mut problem = scan(&app, &one.waybill_no, "PROBLEM", 5);
    problem["problem_code"] = json!("unreachable");
    record(&app, &[scan(&app, &one.waybill_no, "GOT", 1), problem]).await;
    let mut departed = scan(&app, &late.waybill_no, "DEPARTURE", 4);
    departed["next_place"] = json!("杭州转运中心");
    record(&app, &[departed]).await;
    record(&app, &[scan(&app, &late.waybill_no, "GOT", 2)]).await;
    app.clock.advance(TimeDelta::hours(5));
    let clerk = app.clerk().await;
    let tracks = asked(&clerk, &json!({ "waybill_nos": [&one.waybill_no, &late.waybill_no] })).await;
    let (one, late) = (&tracks.items[0], &tracks.items[1]);
    assert!(one.is_problem && !late.is_problem);
    assert_eq!((one.phase, tracks.counts.problems), (Some(Phase::Problem), 1));
    assert_eq!(late.last.as_ref().map(|event| event.code.as_str()), Some("DEPARTURE"));
    assert_eq!(late.since, late.last.as_ref().map(|event| event.at));
    assert_eq!(late.next_step.as_deref(), Some("到达【杭州转运中心】"));
}

#[actix_web::test]
async fn one_number_shows_its_way() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("SO-1").await;
    let stops = |shipment: &Shipment| -> Vec<(String, bool)> {
        shipment.route.iter().map(|stop| (stop.name.clone(), stop.is_reached)).collect()
    };
    let ahead = [("上海".to_owned(), false), ("浙江".to_owned(), false)];
    assert_eq!(stops(&made), ahead);
    let mut hub = scan(&app, &made.waybill_no, "ARRIVAL", 3);
    hub["place"] = json!("南京转运中心");
    record(&app, &[scan(&app, &made.waybill_no, "GOT", 1), hub]).await;
    let shown: Shipment = clerk.read(&format!("/shipments/{}", made.id)).await;
    let way = [("上海".to_owned(), true), ("江苏".to_owned(), true), ("浙江".to_owned(), false)];
    assert_eq!(stops(&shown), way);
    assert!(shown.next_step.is_some());
    assert!(shown.tracking_link.starts_with(&format!("https://yundan.test/t#{}.", made.waybill_no)));
    let mut delivered = scan(&app, &made.waybill_no, "SIGNED", 8);
    delivered["place"] = json!("杭州余杭网点");
    record(&app, &[delivered]).await;
    let over: Shipment = clerk.read(&format!("/shipments/{}", made.id)).await;
    assert!(over.route.iter().all(|stop| stop.is_reached) && over.route.len() == 3, "{:?}", over.route);
    assert_eq!(over.next_step, None);
}

#[actix_web::test]
async fn a_file_gives_its_numbers() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let number = clerk.ships("SO-1").await.waybill_no;
    let read = async |name: &str, file: &[u8]| clerk.uploads_to("/tracks/read", None, name, file, &[]).await;
    let csv = format!("序号,单号,收件人\n1,{number},{RECEIVER}\n2,73123456789012,李雷\n");
    let numbers: TrackNumbers = read("单号.csv", csv.as_bytes()).await.expect(200).json();
    assert_eq!((numbers.waybill_nos, numbers.has_more), (vec![number.clone(), "73123456789012".to_owned()], false));
    let text: TrackNumbers = read("a.txt", format!("{number}\r\n").as_bytes()).await.expect(200).json();
    assert_eq!(text.waybill_nos, std::slice::from_ref(&number));
    let mut book = sheet::TableBook::new("单号", &["单号"]).unwrap();
    book.push(&[sheet::Cell::from(number.as_str())]).unwrap();
    let mut out = Cursor::new(Vec::new());
    book.save(&mut out).unwrap();
    let workbook: TrackNumbers = read("a.xlsx", &out.into_inner()).await.expect(200).json();
    assert_eq!(workbook.waybill_nos, [number]);
    let many: String = (0..1_200).map(|nth| format!("7312345678{nth:04}\n")).collect();
    let most: TrackNumbers = read("many.txt", many.as_bytes()).await.expect(200).json();
    assert_eq!((most.waybill_nos.len(), most.has_more), (1_000, true));
    read("a.csv", "姓名\n李雷\n".as_bytes()).await.faults(&[("/file", "no_numbers")]);
    read("a.pdf", b"%PDF-1.7").await.faults(&[("/file", "not_a_spreadsheet")]);
}

#[actix_web::test]
async fn what_was_asked_comes_out_as_a_file_masked_and_logged() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.ships("SO-1").await;
    record(&app, &[scan(&app, &made.waybill_no, "GOT", 1)]).await;
    let body = |format: &str| json!({ "format": format, "waybill_nos": ["73123456789012", &made.waybill_no] });
    let csv = owner.post("/tracks/export", &body("csv")).await.expect(200);
    let text = String::from_utf8(csv.body.to_vec()).unwrap();
    let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].starts_with("\u{feff}所查内容,运单号"), "{}", lines[0]);
    assert!(lines[1].contains("没有找到") && lines[2].contains("已揽收"), "{text}");
    for secret in [RECEIVER, PHONE, DETAIL] {
        assert!(!text.contains(secret), "{secret}");
    }
    let file = owner.post("/tracks/export", &body("xlsx")).await.expect(200);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.body.to_vec())).unwrap();
    let range = book.worksheet_range("查件").unwrap();
    assert_eq!(range.rows().nth(2).unwrap()[1], Data::String(made.waybill_no));
    owner.post("/tracks/export", &json!({ "format": "csv" })).await.faults(&[("/waybill_nos", "wrong_count")]);
    let log: shared::Page<AuditEntryView> = owner.read("/audit-log").await;
    let entries =
        log.items.iter().filter(|entry| entry.action == "track.export" && entry.detail == "2 numbers, masked");
    assert_eq!(entries.count(), 2);
}
