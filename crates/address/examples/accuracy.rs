//! Measures `parse`: `cargo run --release -p address --example accuracy -- [FILE] [--json | --shipped | --show | --learn]`.
//!
//! FILE, or the file that `ADDRESS_TEXTS` names, has JSON lines with `text`, `name`, `phone`, `province`, `city`, `district`, `detail`.
//! Provinces and cities are compared without 省/市/自治区; old county names by today's; details without blanks and marks.
//! Without a file only the speed on invented texts is measured.
//!
//! The figures are those of ten-fold cross-validation: each text is parsed with name weights learned from the other folds.
//! `--shipped` parses with the weights of the crate; `--show` lists what came out wrong; `--learn` prints weights learned from all
//! texts, for `data/weights.txt`; `--json` prints lines for `cargo xtask bench`.

use std::collections::BTreeMap;
use std::time::Instant;

use address::NameModel;
use serde_json::{Value, json};

const FOLDS: usize = 10;
/// What is compared, the target in percent, and the best published parser: address-parse 1.2.19 on all 2 000 texts of express_ner.
const FIELDS: [(&str, Option<f64>, f64); 8] = [
    ("name", Some(90.0), 67.3),
    ("phone", None, 99.9),
    ("province", None, 99.9),
    ("city", None, 99.9),
    ("district", None, 99.1),
    ("detail", None, 63.9),
    ("province + city + district", Some(99.5), 99.0),
    ("all six", Some(85.0), 63.8),
];
const SPEED_MIN: f64 = 50_000.0;
/// Parsed when there is no file; the people are invented.
const INVENTED: [&str; 4] = [
    "张三丰13800000000广东省佛山市南海区桂城街道南海大道1号",
    "广东省佛山市南海区桂城街道南海大道1号3栋2单元501室赵子龙13800000000",
    "收货人：钱多多\n手机号码：13800000000\n所在地区：浙江省杭州市余杭区\n详细地址：五常街道文一西路1号",
    "李雷，13800000000-1234，内蒙古自治区锡林郭勒盟锡林浩特市那达慕街1号",
];

type Right = BTreeMap<&'static str, usize>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| args.iter().any(|arg| arg == flag);
    let file = args.iter().find(|arg| !arg.starts_with("--")).cloned().or_else(|| std::env::var("ADDRESS_TEXTS").ok());
    let rows: Vec<Value> = match file {
        Some(file) => std::fs::read_to_string(file)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?,
        None => Vec::new(),
    };
    if has("--learn") {
        print!("{}", learned(&rows, |_| true));
        return Ok(());
    }
    let right = if has("--shipped") { shipped(&rows, has("--show")) } else { cross_validated(&rows, has("--show")) };
    for (field, target, published) in FIELDS.into_iter().filter(|_| !rows.is_empty()) {
        let percent = right.get(field).copied().unwrap_or(0) as f64 * 100.0 / rows.len() as f64;
        let aim = target.map_or_else(String::new, |target| format!("≥ {target} %, "));
        let words = format!("{aim}published {published} %");
        print(&format!("{field} right"), percent, "%", &words, percent >= target.unwrap_or(published), has("--json"));
    }
    let texts: Vec<&str> = rows.iter().filter_map(|row| row["text"].as_str()).collect();
    let speed = speed(if texts.is_empty() { &INVENTED } else { &texts });
    print("parsed on one core", speed, "texts/s", "≥ 50000 texts/s", speed >= SPEED_MIN, has("--json"));
    Ok(())
}

fn print(name: &str, figure: f64, unit: &str, target: &str, met: bool, json: bool) {
    if json {
        println!("{}", json!({"name": name, "figure": figure, "unit": unit, "target": target, "met": met}));
    } else {
        println!("{name:34} {figure:10.2} {unit:8} {target}{}", if met { "" } else { "  MISSED" });
    }
}

fn shipped(rows: &[Value], show: bool) -> Right {
    let mut right = Right::new();
    rows.iter().for_each(|row| judge(row, NameModel::shipped(), &mut right, show));
    right
}

fn cross_validated(rows: &[Value], show: bool) -> Right {
    let mut right = Right::new();
    for fold in 0..FOLDS.min(rows.len()) {
        let model = learned(rows, |index| index % FOLDS != fold);
        rows.iter().skip(fold).step_by(FOLDS).for_each(|row| judge(row, &model, &mut right, show));
    }
    right
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

fn judge(row: &Value, model: &NameModel, right: &mut Right, show: bool) {
    let text = |key: &str| row[key].as_str().unwrap_or("");
    let parsed = address::parse_with(text("text"), model);
    let of = |part: &Option<String>| part.clone().unwrap_or_default();
    let today = address::locate(text("province"), text("city"), text("district"), "1").ok();
    let (city, district) = today.as_ref().map_or((text("city"), text("district")), |a| (&a.city, &a.district));
    let single = [
        text("name") == of(&parsed.name),
        text("phone") == of(&parsed.phone),
        bare(text("province")) == bare(&of(&parsed.province)),
        bare(city) == bare(&of(&parsed.city)),
        district == of(&parsed.district),
        plain(text("detail")) == plain(&parsed.detail),
    ];
    let all = single.iter().all(|ok| *ok);
    let together = [single[2..5].iter().all(|ok| *ok), all];
    for ((field, ..), ok) in FIELDS.into_iter().zip(single.into_iter().chain(together)) {
        *right.entry(field).or_default() += usize::from(ok);
    }
    if show && !all {
        let got = [of(&parsed.name), of(&parsed.province), of(&parsed.city), of(&parsed.district), parsed.detail];
        println!("{} | {}", text("text"), got.join(" "));
    }
}

/// Texts a second, of about a second.
fn speed(texts: &[&str]) -> f64 {
    let start = Instant::now();
    let mut parsed = 0;
    while start.elapsed().as_secs_f64() < 1.0 {
        parsed += texts.iter().filter(|text| !address::parse(text).detail.is_empty()).count();
    }
    parsed as f64 / start.elapsed().as_secs_f64()
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
