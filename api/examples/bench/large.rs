//! What grows with a merchant: a file as large as it may be, finding among a hundred thousand shipments, and taking them away as a file.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    Result,
    figure::{Figure, percentile},
    service::Service,
};

/// With six ways, fewer than the searches one person has a minute.
const ASKED: usize = 38;

/// The largest file there may be: how long it took, and the most memory the service ever held.
pub fn measure_import(service: &Service, took: Duration) {
    let seconds = took.as_secs_f64();
    Figure {
        name: "50 000-row xlsx to 50 000 waybills",
        figure: seconds,
        unit: "s",
        floor: None,
        target: "≤ 25 s",
        met: seconds <= 25.0,
    }
    .print();
    if let Some(megabytes) = peak_memory(service.id()) {
        Figure {
            name: "most memory while importing 50 000 rows",
            figure: megabytes,
            unit: "MB",
            floor: None,
            target: "≤ 256 MB",
            met: megabytes <= 256.0,
        }
        .print();
    }
}

/// Of a process on Linux, in MB.
fn peak_memory(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// Each way of finding a shipment, the slowest of them by its 95th percentile.
pub fn measure_finders(service: &Service, among: &str) -> Result<()> {
    let page = service.get("/shipments?limit=1")?;
    let waybill = page["items"][0]["waybill_no"].as_str().ok_or("no shipment")?.to_owned();
    let searches = [
        ("waybill number", waybill.as_str()),
        ("order number", "L0-000777"),
        ("phone", "13810000777"),
        ("last four digits", "0777"),
        ("name", "欧阳晓雯"),
        ("pinyin", "ouyangxiaowen"),
    ];
    let mut worst = ("", 0.0);
    for (name, q) in searches {
        let body = json!({ "q": q });
        let found: Value = service.post("/shipments/search", &body)?;
        if found["items"].as_array().is_none_or(Vec::is_empty) {
            return Err(format!("nothing was found by {name}").into());
        }
        let mut took = Vec::with_capacity(ASKED);
        for _ in 0..ASKED {
            let begin = Instant::now();
            black_box(service.post_for_bytes("/shipments/search", &body)?);
            took.push(begin.elapsed().as_secs_f64() * 1e3);
        }
        let p95 = percentile(&mut took, 0.95);
        if p95 > worst.1 {
            worst = (name, p95);
        }
    }
    Figure {
        name: &format!("find among {among}, the slowest way ({})", worst.0),
        figure: worst.1,
        unit: "ms",
        floor: None,
        target: "p95 < 50 ms",
        met: worst.1 < 50.0,
    }
    .print();
    Ok(())
}

pub fn measure_exports(service: &Service, rows: u32) -> Result<()> {
    for (format, name) in
        [("xlsx", "export of 100 000 shipments to xlsx"), ("csv", "export of 100 000 shipments to csv")]
    {
        let begin = Instant::now();
        let file = service.post_for_bytes("/shipments/export", &json!({ "format": format }))?;
        let took = begin.elapsed().as_secs_f64();
        let lines = file.iter().filter(|byte| **byte == b'\n').count();
        if format == "csv" && lines <= rows as usize {
            return Err(format!("the file has {lines} lines").into());
        }
        Figure { name, figure: took, unit: "s", floor: None, target: "≤ 10 s", met: took <= 10.0 }.print();
    }
    Ok(())
}
