//! The tariff of the demo network: from an outlet in Shanghai to everywhere, first and continued weight by zone.

use rust_decimal::Decimal;
use units::{Grams, Money};

use crate::{Rule, Service, Surcharge, SurchargeAmount, Tariff, Zone};

fn zone(name: &str, divisions: &[u32], first_fen: i64, step_fen: i64) -> Zone {
    Zone {
        name: name.to_owned(),
        divisions: divisions.to_vec(),
        rule: Rule::FirstAndContinued {
            first_weight: Grams::new(1_000),
            first_price: Money::from_fen(first_fen),
            step: Grams::new(1_000),
            step_price: Money::from_fen(step_fen),
            min_charge: Money::ZERO,
        },
    }
}

fn service(service: Service, amount: SurchargeAmount) -> Surcharge {
    let code = match service {
        Service::Cod => "cod",
        Service::ReceiverPays => "receiver_pays",
        Service::SignedReturn => "signed_return",
        Service::DeliveryWindow => "delivery_window",
    };
    Surcharge {
        code: code.to_owned(),
        zh: service.zh().to_owned(),
        en: service.en().to_owned(),
        amount,
        divisions: Vec::new(),
        service: Some(service),
    }
}

/// Zones as outlets around Shanghai commonly cut them; prices invented.
pub fn demo() -> Tariff {
    Tariff {
        name: "演示网点 电商标准价".to_owned(),
        valid_from: None,
        valid_to: None,
        volumetric_divisor: Some(8_000),
        tolerance: Grams::new(20),
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
                code: "remote".to_owned(),
                zh: "偏远附加费".to_owned(),
                en: "remote area".to_owned(),
                amount: SurchargeAmount::Fixed { amount: Money::from_fen(500) },
                divisions: vec![54, 65],
                service: None,
            },
            Surcharge {
                code: "insurance".to_owned(),
                zh: "保价".to_owned(),
                en: "insurance".to_owned(),
                amount: SurchargeAmount::OfDeclaredValue { percent: Decimal::new(5, 1), min: Money::from_fen(100) },
                divisions: Vec::new(),
                service: None,
            },
            service(
                Service::Cod,
                SurchargeAmount::OfCollected {
                    percent: Decimal::new(1, 0),
                    min: Money::from_fen(300),
                    max: Some(Money::from_fen(5_000)),
                },
            ),
            service(Service::ReceiverPays, SurchargeAmount::Fixed { amount: Money::from_fen(200) }),
            service(Service::SignedReturn, SurchargeAmount::Fixed { amount: Money::from_fen(600) }),
            service(Service::DeliveryWindow, SurchargeAmount::Fixed { amount: Money::from_fen(300) }),
        ],
    }
}
