//! Measures `parse` on labelled texts: `cargo run --release -p address --example accuracy -- FILE [--show | --learn]`.
//!
//! FILE has JSON lines with `text`, `name`, `phone`, `province`, `city`, `district`, `detail`. Provinces and cities are
//! compared without 省/市/自治区; old county names by today's; details without blanks and marks.
//!
//! The figures are those of ten-fold cross-validation: each text is parsed with name weights learned from the other folds.
//! `--shipped` parses with the weights of the crate; `--show` lists what came out wrong; `--learn` prints weights learned from all
//! texts, for `data/weights.txt`.

use std::collections::BTreeMap;
use std::time::Instant;

use address::NameModel;
use serde_json::Value;

const FOLDS: usize = 10;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| args.iter().any(|arg| arg == flag);
    let file =
        args.iter().find(|arg| !arg.starts_with("--")).ok_or("usage: accuracy FILE [--shipped] [--show] [--learn]")?;
    let rows: Vec<Value> =
        std::fs::read_to_string(file)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    if has("--learn") {
        print!("{}", learned(&rows, |_| true));
        return Ok(());
    }
    let mut right = BTreeMap::new();
    if has("--shipped") {
        rows.iter().for_each(|row| judge(row, NameModel::shipped(), &mut right, has("--show")));
    } else {
        for fold in 0..FOLDS {
            let model = learned(&rows, |index| index % FOLDS != fold);
            let held_out = rows.iter().skip(fold).step_by(FOLDS);
            held_out.for_each(|row| judge(row, &model, &mut right, has("--show")));
        }
    }
    for (name, count) in &right {
        println!("{name:12} {:6.2} %", *count as f64 * 100.0 / rows.len().max(1) as f64);
    }
    speed(&rows);
    Ok(())
}

fn learned(rows: &[Value], seen: impl Fn(usize) -> bool) -> NameModel {
    let rows: Vec<(&str, &str)> = rows
        .iter()
        .enumerate()
        .filter(|(index, _)| seen(*index))
        .filter_map(|(_, row)| Some((row["detail"].as_str()?, row["name"].as_str()?)))
        .collect();
    NameModel::learn(&rows)
}

fn judge(row: &Value, model: &NameModel, right: &mut BTreeMap<&'static str, usize>, show: bool) {
    let text = |key: &str| row[key].as_str().unwrap_or("");
    let parsed = address::parse_with(text("text"), model);
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
        let got =
            [of(&parsed.name), of(&parsed.province), of(&parsed.city), of(&parsed.district), parsed.detail].join(" ");
        println!("{} | {got}", text("text"));
    }
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
