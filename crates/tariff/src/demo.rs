//! The tariff of the demo network: from an outlet in Shanghai to everywhere, first and continued weight by zone.

use rust_decimal::Decimal;
use units::{Grams, Money};

use crate::{Rule, Service, Share, Surcharge, SurchargeAmount, Tariff, Zone};

fn zone(name: &str, divisions: &[u32], first_fen: i64, step_fen: i64) -> Zone {
    let (kilogram, yuan) = (Grams::new(1_000), Money::from_fen);
    Zone {
        name: name.to_owned(),
        divisions: divisions.to_vec(),
        rule: Rule::first_and_continued(kilogram, yuan(first_fen), kilogram, yuan(step_fen)),
    }
}

fn service(code: &str, service: Service, amount: SurchargeAmount) -> Surcharge {
    Surcharge { service: Some(service), ..Surcharge::always(code, service.zh(), service.en(), amount) }
}

fn fixed(fen: i64) -> SurchargeAmount {
    SurchargeAmount::Fixed { amount: Money::from_fen(fen) }
}

/// Zones as outlets around Shanghai commonly cut them; prices invented.
pub fn demo() -> Tariff {
    Tariff {
        name: "演示网点 电商标准价".to_owned(),
        valid_from: None,
        valid_to: None,
        volumetric_divisor: Some(8_000),
        volumetric_above: None,
        tolerance: Grams::new(20),
        rounding: None,
        default_weight: Grams::new(1_000),
        zones: vec![
            zone("一区", &[31, 32, 33, 34], 240, 80),
            zone("二区", &[11, 12, 13, 35, 36, 37, 41, 42, 43, 44], 320, 120),
            zone("三区", &[14, 21, 22, 23, 45, 50, 51, 52, 53, 61], 400, 160),
            zone("四区", &[15, 46, 62, 63, 64], 600, 300),
            zone("五区", &[54, 65], 1_300, 1_000),
            zone("港澳台", &[71, 81, 82], 3_000, 1_500),
        ],
        surcharges: vec![
            Surcharge {
                divisions: vec![54, 65],
                ..Surcharge::always("remote", "偏远附加费", "remote area", fixed(500))
            },
            Surcharge::always(
                "insurance",
                "保价",
                "insurance",
                SurchargeAmount::OfDeclaredValue(Share {
                    percent: Decimal::new(5, 1),
                    min: Some(Money::from_fen(100)),
                    max: None,
                }),
            ),
            service(
                "cod",
                Service::Cod,
                SurchargeAmount::OfCollected(Share {
                    percent: Decimal::new(1, 0),
                    min: Some(Money::from_fen(300)),
                    max: Some(Money::from_fen(5_000)),
                }),
            ),
            service("receiver_pays", Service::ReceiverPays, fixed(200)),
            service("signed_return", Service::SignedReturn, fixed(600)),
            service("delivery_window", Service::DeliveryWindow, fixed(300)),
        ],
    }
}
