//! Prices a second on one core: `cargo run --release -p tariff --example tariff-speed [-- --json]`.

use std::{
    error::Error,
    hint::black_box,
    time::{Duration, Instant},
};

use chrono::NaiveDate;
use tariff::{Parcel, ParcelServices, Rule, Tariff, demo, price, total};
use units::{Grams, Millimetres, Money};

/// Long enough for a steady figure.
const MEASURED: Duration = Duration::from_millis(1_500);
const TARGET: f64 = 1_000_000.0;

fn main() -> Result<(), Box<dyn Error>> {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).ok_or("no such day")?;
    let parcels: Vec<Parcel> = (0..10_000).map(parcel).collect();
    for (name, tariff) in [("first and continued weight", demo()), ("brackets", brackets())] {
        let untraced = a_second(&parcels, |parcel| total(&tariff, parcel, day).map(|total| total.total.fen()))?;
        print(&format!("totals, {name}"), untraced, "≥ 1 000 000/s on one core", untraced >= TARGET);
        let traced = a_second(&parcels, |parcel| price(&tariff, parcel, day).map(|price| price.total.fen()))?;
        print(&format!("prices with their trace, {name}"), traced, "", true);
    }
    Ok(())
}

/// Everywhere, of every weight, a third of them with a size, some insured, some with services.
fn parcel(number: u32) -> Parcel {
    const DESTINATIONS: [u32; 8] = [310_112, 320_506, 110_105, 440_309, 510_104, 650_102, 150_102, 810_101];
    Parcel {
        destination: DESTINATIONS[number as usize % DESTINATIONS.len()],
        weight: Some(Grams::new(1 + number * 7_919 % 35_000)),
        size: number.is_multiple_of(3).then(|| [400, 300, 100 + number % 300].map(Millimetres::new)),
        insured: number.is_multiple_of(5).then(|| Money::from_fen(i64::from(number) * 37)),
        services: ParcelServices {
            cod: number.is_multiple_of(7).then(|| Money::from_fen(19_900)),
            signed_return: number.is_multiple_of(11),
            ..ParcelServices::default()
        },
    }
}

fn brackets() -> Tariff {
    let mut tariff = demo();
    let prices = [(500, 220), (1_000, 240), (2_000, 350), (3_000, 470)]
        .map(|(up_to, fen)| (Grams::new(up_to), Money::from_fen(fen)));
    for zone in &mut tariff.zones {
        zone.rule = Rule::brackets(&prices, Grams::new(1_000), Money::from_fen(80));
    }
    tariff
}

fn a_second<E: Error + 'static>(
    parcels: &[Parcel],
    priced: impl Fn(&Parcel) -> Result<i64, E>,
) -> Result<f64, Box<dyn Error>> {
    let start = Instant::now();
    let mut count = 0u64;
    while start.elapsed() < MEASURED {
        for parcel in parcels {
            black_box(priced(black_box(parcel))?);
        }
        count += parcels.len() as u64;
    }
    Ok(count as f64 / start.elapsed().as_secs_f64())
}

fn print(name: &str, figure: f64, target: &str, met: bool) {
    if std::env::args().any(|arg| arg == "--json") {
        let target =
            if target.is_empty() { String::new() } else { format!(", \"target\": \"{target}\", \"met\": {met}") };
        println!("{{\"name\": \"{name}\", \"figure\": {figure:.0}, \"unit\": \"/s\"{target}}}");
    } else {
        println!("{name}: {figure:.0} /s {target}");
    }
}
