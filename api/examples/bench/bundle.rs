//! A bundle of labels as PDF: how long it takes, and what the service needs for it beyond what it had.

use std::time::Instant;

use serde_json::json;

use crate::{Result, figure::Figure, service::Service, start::resident_mb};

const LABELS: usize = 1_000;
const ROUNDS: usize = 3;
const PAGE: usize = 200;
/// What each page of a PDF has.
const PAGE_MARK: &[u8] = b"/Type /Page ";
/// The whole bundle is some 30 MB: what is kept of it at once must be far less.
const MEMORY_MB: f64 = 16.0;

pub fn measure(service: &Service) -> Result<()> {
    let ids = shipments(service)?;
    let body = json!({ "shipment_ids": ids, "format": "pdf" });
    // The font is read with the first label, and then stays.
    service.post_for_bytes("/labels", &json!({ "shipment_ids": &ids[..1], "format": "pdf" }))?;
    let before = resident_mb(service.id())?;
    let (mut took, mut most) = (f64::MAX, before);
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        let pdf = service.post_for_bytes("/labels", &body)?;
        took = took.min(begin.elapsed().as_secs_f64());
        most = most.max(resident_mb(service.id())?);
        let pages = pdf.windows(PAGE_MARK.len()).filter(|part| *part == PAGE_MARK).count();
        if !pdf.trim_ascii_end().ends_with(b"%%EOF") || pages < LABELS {
            return Err(format!("the bundle is not whole: {} bytes, {pages} pages", pdf.len()).into());
        }
    }
    Figure { name: "PDF of 1 000 labels", figure: took, unit: "s", floor: None, target: "< 3 s", met: took < 3.0 }
        .print();
    let grown = most - before;
    Figure {
        name: "memory grown by three such PDFs",
        figure: grown,
        unit: "MB",
        floor: None,
        target: "constant: < 16 MB",
        met: grown < MEMORY_MB,
    }
    .print();
    Ok(())
}

/// As many shipments as a bundle may have.
fn shipments(service: &Service) -> Result<Vec<String>> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    while ids.len() < LABELS {
        let page = service.get(&format!("/shipments?limit={PAGE}{cursor}"))?;
        let items = page["items"].as_array().ok_or("no items")?;
        ids.extend(items.iter().filter_map(|item| item["id"].as_str()).map(str::to_owned));
        cursor = format!("&cursor={}", page["next_cursor"].as_str().ok_or("too few shipments for a bundle")?);
    }
    ids.truncate(LABELS);
    Ok(ids)
}
