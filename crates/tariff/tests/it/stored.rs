//! Tariffs that were stored when a rule was one of two kinds. `prices.csv` was written by the program of that time, from the same files.

use tariff::{Parcel, ParcelServices, Tariff, demo, price, total};
use units::{Grams, Millimetres, Money};

use crate::common::day;

const DEMO: &str = include_str!("../fixtures/demo.json");
const BRACKETS: &str = include_str!("../fixtures/brackets.json");
const FIRST_AND_CONTINUED: &str = include_str!("../fixtures/first_and_continued.json");
const PRICES: &str = include_str!("../fixtures/prices.csv");

fn read(json: &str) -> Tariff {
    serde_json::from_str(json).expect("a stored tariff")
}

fn amount(text: &str) -> Option<Money> {
    if text.is_empty() { None } else { Some(text.parse().expect("an amount")) }
}

fn parcel(cells: &[&str]) -> Parcel {
    let number = |text: &str| text.parse::<u32>().expect("a number");
    let side = |sides: &mut std::str::Split<'_, char>| Millimetres::new(number(sides.next().expect("a side")));
    let mut sides = cells[3].split('x');
    Parcel {
        destination: number(cells[1]),
        weight: Some(Grams::new(number(cells[2]))).filter(|weight| *weight > Grams::ZERO),
        size: (!cells[3].is_empty()).then(|| [side(&mut sides), side(&mut sides), side(&mut sides)]),
        insured: amount(cells[4]),
        services: ParcelServices {
            cod: amount(cells[5]),
            receiver_pays: cells[6] == "true",
            signed_return: cells[7] == "true",
            delivery_window: cells[8] == "true",
            returned: false,
        },
    }
}

#[test]
fn stored_tariffs_price_as_they_did() {
    let mut checked = 0;
    for row in PRICES.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let json = match cells[0] {
            "demo" => DEMO,
            "brackets" => BRACKETS,
            _ => FIRST_AND_CONTINUED,
        };
        let tariff = read(json);
        let priced = price(&tariff, &parcel(&cells), day()).expect(row);
        let found =
            [priced.total.to_string(), priced.from_receiver.to_string(), priced.billed_weight.get().to_string()];
        assert_eq!(found.each_ref().map(String::as_str), cells[9..12], "{row}");
        // What is written now prices the same again.
        let written = serde_json::to_string(&tariff).expect("JSON");
        let again = total(&read(&written), &parcel(&cells), day()).expect(row);
        assert_eq!((again.total, again.from_receiver), (priced.total, priced.from_receiver), "{row}");
        checked += 1;
    }
    assert_eq!(checked, 600);
}

#[test]
fn stored_tariffs_are_sound_and_written_in_the_present_form() {
    for json in [DEMO, BRACKETS, FIRST_AND_CONTINUED] {
        let tariff = read(json);
        assert_eq!(tariff.validate(), Ok(()));
        let written = serde_json::to_value(&tariff).expect("JSON");
        let rule = &written["zones"][0]["rule"];
        assert!(rule["segments"].is_array() && rule.get("kind").is_none(), "{rule}");
        assert_eq!(serde_json::from_value::<Tariff>(written).expect("a tariff"), tariff);
    }
    assert_eq!(read(DEMO), demo());
}

#[test]
fn a_rule_as_it_is_written() {
    let written = serde_json::to_value(&demo().zones[0].rule).expect("JSON");
    let expected = serde_json::json!({
        "segments": [{
            "kind": "continued", "base": "2.40", "beyond": 1000, "step": 1000, "rates": [{ "price": "0.80" }],
        }],
        "lookup": "billed",
        "min_charge": "0.00",
    });
    assert_eq!(written, expected);
}

#[test]
fn what_is_no_rule_is_refused() {
    for rule in
        ["{}", r#"{"kind":"free"}"#, r#"{"segments":[{"kind":"fixed"}]}"#, "[]", r#"{"segments":[{"up_to":-1}]}"#]
    {
        assert!(serde_json::from_str::<tariff::Rule>(rule).is_err(), "{rule}");
    }
}
