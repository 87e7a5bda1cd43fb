//! The first page of the list, behind a thousand shipments and behind a hundred thousand, asked in turns.

use std::time::{Duration, Instant};

use crate::{
    Result,
    figure::{Figure, percentile},
    large, orders, scans,
    service::Service,
};

const FEW: u32 = 1_000;
const MANY: u32 = 100_000;
const MILLION: u32 = 1_000_000;
/// Rows a file may have.
const FILE_ROWS: u32 = 50_000;
const ASKED: usize = 300;

pub fn measure() -> Result<()> {
    let (few, _) = filled(FEW)?;
    let (many, took) = filled(MANY)?;
    large::measure_import(&many, took);
    let (mut in_few, mut in_many) = (Vec::new(), Vec::new());
    for _ in 0..ASKED {
        in_few.push(ask(&few)?);
        in_many.push(ask(&many)?);
    }
    let (floor, p50) = (percentile(&mut in_few, 0.5), percentile(&mut in_many, 0.5));
    Figure {
        name: "list of 50 at 100 000, against 1 000",
        figure: p50,
        unit: "ms",
        floor: Some(floor),
        target: "p50 < 10 ms, ≤ 1.2 ×",
        met: p50 < 10.0 && p50 <= 1.2 * floor,
    }
    .print();
    large::measure_exports(&many, MANY)?;
    large::measure_finders(&many, "100 000")?;
    scans::measure(&many)
}

/// Finding and scanning among a million. It takes minutes to make them, so it is asked for by itself; with `YUNDAN_DATABASE_URL` it is on PostgreSQL.
pub fn measure_million() -> Result<()> {
    let (service, _) = filled(MILLION)?;
    large::measure_finders(&service, "1 000 000")?;
    scans::measure(&service)
}

/// A service with so many shipments, and how long its first file took.
fn filled(rows: u32) -> Result<(Service, Duration)> {
    let service = Service::start()?;
    let (mut made, mut first) = (0, None);
    while made < rows {
        let part = FILE_ROWS.min(rows - made);
        let (took, import) = service.import("orders.xlsx", &orders::workbook(&format!("L{made}"), part)?)?;
        if import["accepted"] != part {
            return Err(format!("not every row was accepted: {import}").into());
        }
        made += part;
        first = first.or(Some(took));
    }
    Ok((service, first.unwrap_or_default()))
}

/// Milliseconds.
fn ask(service: &Service) -> Result<f64> {
    let begin = Instant::now();
    let page = service.get("/shipments?limit=50")?;
    let took = begin.elapsed().as_secs_f64() * 1e3;
    assert_eq!(page["items"].as_array().map(Vec::len), Some(50));
    Ok(took)
}
