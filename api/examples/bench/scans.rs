//! A sorting line: scans in batches of 500, durable before the answer; and following 1 000 numbers at once.

use std::time::Instant;

use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};

use crate::{
    Result,
    figure::{Figure, percentile},
    service::Service,
};

/// Parcels that are scanned, in batches of so many.
const PARCELS: usize = 5_000;
const BATCH: usize = 500;
const PAGE: usize = 200;
/// As their ways go; each parcel is scanned by each.
const WAY: [&str; 4] = ["GOT", "DEPARTURE", "ARRIVAL", "DEPARTURE"];
/// Scans of one parcel, for what an old one costs against a new one.
const OLD: i64 = 600;
const ASKED: usize = 60;
const NUMBERS: usize = 1_000;

/// `service` has more shipments than are scanned.
pub fn measure(service: &Service) -> Result<()> {
    let staff = service.sign_in("staff")?;
    let numbers = numbers(service)?;
    let mut slowest: Vec<f64> = Vec::new();
    let begin = Instant::now();
    for (nth, code) in WAY.iter().enumerate() {
        // Each kind a second after the one before, and none in the future.
        let at = Utc::now() - TimeDelta::seconds((WAY.len() - nth) as i64);
        for some in numbers.chunks(BATCH) {
            let scans: Vec<Value> = some.iter().map(|number| scan(number, code, at)).collect();
            let began = Instant::now();
            record(service, &staff, scans)?;
            slowest.push(began.elapsed().as_secs_f64() * 1e3);
        }
    }
    let rate = (numbers.len() * WAY.len()) as f64 / begin.elapsed().as_secs_f64();
    let target = "≥ 3 000/s";
    Figure { name: "scans taken in", figure: rate, unit: "/s", floor: None, target, met: rate >= 3_000.0 }.print();
    age(service, &staff, &numbers)?;
    follow(service, &numbers)
}

/// The same batch for parcels with a few scans and with hundreds.
fn age(service: &Service, staff: &str, numbers: &[String]) -> Result<()> {
    let (old, new) = (&numbers[..20], &numbers[20..40]);
    for number in old {
        let begun = Utc::now() - TimeDelta::seconds(OLD + 10);
        let scans = (0..OLD)
            .map(|nth| scan(number, ["ARRIVAL", "DEPARTURE"][nth as usize % 2], begun + TimeDelta::seconds(nth)));
        record(service, staff, scans.collect())?;
    }
    let (mut of_old, mut of_new) = (Vec::new(), Vec::new());
    for nth in 0..ASKED as i64 {
        for (numbers, took) in [(old, &mut of_old), (new, &mut of_new)] {
            let at = Utc::now() + TimeDelta::milliseconds(nth);
            let scans =
                numbers.iter().map(|number| scan(number, ["ARRIVAL", "DEPARTURE"][nth as usize % 2], at)).collect();
            let began = Instant::now();
            record(service, staff, scans)?;
            took.push(began.elapsed().as_secs_f64() * 1e3);
        }
    }
    let (floor, figure) = (percentile(&mut of_new, 0.5), percentile(&mut of_old, 0.5));
    Figure {
        name: "20 scans of parcels with 600 before, against few",
        figure,
        unit: "ms",
        floor: Some(floor),
        target: "≤ 1.2 ×",
        met: figure <= 1.2 * floor,
    }
    .print();
    Ok(())
}

fn follow(service: &Service, numbers: &[String]) -> Result<()> {
    let body = json!({ "waybill_nos": numbers[..NUMBERS] });
    let mut took = Vec::with_capacity(ASKED);
    for _ in 0..ASKED {
        let began = Instant::now();
        let found = service.post("/tracks/query", &body)?;
        took.push(began.elapsed().as_secs_f64() * 1e3);
        if found["counts"]["found"] != NUMBERS {
            return Err(format!("not every number was found: {}", found["counts"]).into());
        }
    }
    let p95 = percentile(&mut took, 0.95);
    let target = "p95 < 100 ms";
    Figure { name: "1 000 numbers followed", figure: p95, unit: "ms", floor: None, target, met: p95 < 100.0 }.print();
    Ok(())
}

/// Waybill numbers, the newest first.
fn numbers(service: &Service) -> Result<Vec<String>> {
    let (mut numbers, mut cursor) = (Vec::new(), String::new());
    while numbers.len() < PARCELS {
        let page = service.get(&format!("/shipments?limit={PAGE}{cursor}"))?;
        let items = page["items"].as_array().ok_or("no list")?;
        numbers.extend(items.iter().filter_map(|item| Some(item["waybill_no"].as_str()?.to_owned())));
        cursor = format!("&cursor={}", page["next_cursor"].as_str().ok_or("too few shipments")?);
    }
    Ok(numbers)
}

fn scan(number: &str, code: &str, at: chrono::DateTime<Utc>) -> Value {
    let next = (code == "DEPARTURE").then_some("杭州转运中心");
    json!({ "waybill_no": number, "code": code, "at": at, "place": "上海转运中心", "next_place": next })
}

fn record(service: &Service, staff: &str, scans: Vec<Value>) -> Result<()> {
    let count = scans.len();
    let answer = service.post_as(staff, "/scans", &json!({ "scans": scans }))?;
    let recorded = answer["items"].as_array().map_or(0, |items| items.iter().filter(|item| item["ok"] == true).count());
    if recorded == count { Ok(()) } else { Err(format!("{recorded} of {count} scans were recorded: {answer}").into()) }
}
