//! Measures `parse` on labelled texts: `cargo run --release -p address --example accuracy -- FILE [--show]`.
//!
//! Provinces and cities are compared without 省/市/自治区; old county names by today's; details without blanks and marks.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("usage: accuracy FILE [--show]")?;
    let show = args.next().is_some();
    let rows: Vec<Value> =
        std::fs::read_to_string(file)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let mut right: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        let text = |key: &str| row[key].as_str().unwrap_or("");
        let parsed = address::parse(text("text"));
        let of = |part: &Option<String>| part.clone().unwrap_or_default();
        let today = address::locate(text("province"), text("city"), text("district"), "1").ok();
        let (city, district) = today.as_ref().map_or((text("city"), text("district")), |a| (&a.city, &a.district));
        let checks = [
            ("1 name", text("name") == of(&parsed.name)),
            ("2 phone", text("phone") == of(&parsed.phone)),
            ("3 province", bare(text("province")) == bare(&of(&parsed.province))),
            ("4 city", bare(city) == bare(&of(&parsed.city))),
            ("5 district", district == of(&parsed.district)),
            ("6 detail", plain(text("detail")) == plain(&parsed.detail)),
        ];
        let region = checks[2..5].iter().all(|(_, ok)| *ok);
        let all = checks.iter().all(|(_, ok)| *ok);
        for (name, ok) in checks.into_iter().chain([("7 P+C+D", region), ("8 all six", all)]) {
            *right.entry(name).or_default() += usize::from(ok);
        }
        if show && !all {
            let got = [of(&parsed.name), of(&parsed.province), of(&parsed.city), of(&parsed.district), parsed.detail]
                .join(" ");
            println!("{} | {got}", text("text"));
        }
    }
    for (name, count) in &right {
        println!("{name:12} {:6.2} %", *count as f64 * 100.0 / rows.len().max(1) as f64);
    }
    speed(&rows);
    Ok(())
}

fn speed(rows: &[Value]) {
    let texts: Vec<&str> = rows.iter().filter_map(|row| row["text"].as_str()).collect();
    let start = Instant::now();
    let rounds = 20;
    let mut length = 0;
    for _ in 0..rounds {
        length += texts.iter().map(|text| address::parse(text).detail.len()).sum::<usize>();
    }
    let parsed = (texts.len() * rounds) as f64;
    println!("parse   {:9.0} texts/s ({length} bytes)", parsed / start.elapsed().as_secs_f64());
    let start = Instant::now();
    let found: usize =
        (0..rounds).map(|_| texts.iter().filter(|text| address::locate("", "", "", text).is_ok()).count()).sum();
    println!("locate  {:9.0} cells/s ({found} found)", parsed / start.elapsed().as_secs_f64());
}

fn bare(name: &str) -> &str {
    ["特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix))
        .unwrap_or(name)
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
