//! Services of an order, as they may be asked for.

use shared::services::{COD_MAX, Services};
use tariff::{ParcelServices, Service};
use units::Money;

use crate::app::{Words, error::FieldFault, validation::Faults};

/// Services as they are kept; what is wrong with them stands in `faults`, below `base`.
pub fn checked(base: &str, services: &Services, faults: &mut Faults) -> Services {
    if let Some(cod) = services.cod
        && (cod <= Money::ZERO || cod > COD_MAX)
    {
        faults.add(FieldFault::new(
            format!("{base}/cod"),
            "out_of_range",
            Words::new(
                format!("代收货款须大于 0，不超过 {COD_MAX} 元。"),
                format!("It must be above 0 and at most {COD_MAX} yuan."),
            ),
        ));
    }
    if services.delivery.is_some_and(|window| !window.is_valid()) {
        faults.add(FieldFault::new(
            format!("{base}/delivery"),
            "out_of_range",
            Words::new(
                "派送时段须在 8 点到 22 点之间，先开始后结束。",
                "The window lies between 8 and 22 o'clock and begins before it ends.",
            ),
        ));
    }
    *services
}

/// What an order says, with what a rule adds.
pub fn with_added(own: Services, added: Services) -> Services {
    Services {
        cod: own.cod,
        receiver_pays: own.receiver_pays || added.receiver_pays,
        signed_return: own.signed_return || added.signed_return,
        delivery: own.delivery.or(added.delivery),
    }
}

/// As the tariff asks for them.
pub fn of_parcel(services: &Services) -> ParcelServices {
    ParcelServices {
        cod: services.cod,
        receiver_pays: services.receiver_pays,
        signed_return: services.signed_return,
        delivery_window: services.delivery.is_some(),
    }
}

/// Where a service stands in a request, and in an order file.
pub const fn places(service: Service) -> (&'static str, sheet::Field) {
    match service {
        Service::Cod => ("/services/cod", sheet::Field::Cod),
        Service::ReceiverPays => ("/services/receiver_pays", sheet::Field::ToPay),
        // No file says these; a rule does.
        Service::SignedReturn => ("/services/signed_return", sheet::Field::Goods),
        Service::DeliveryWindow => ("/services/delivery", sheet::Field::Goods),
    }
}

/// What the courier must know at the door, as the label says it; short, because it stands in the place of the service's name.
pub fn on_label(services: &Services, from_receiver: Money) -> Option<String> {
    let mut words = Vec::new();
    if let Some(cod) = services.cod {
        words.push(format!("代收¥{cod}"));
    }
    if services.receiver_pays {
        words.push(format!("到付¥{from_receiver}"));
    }
    if services.signed_return {
        words.push("签单返还".to_owned());
    }
    if let Some(window) = services.delivery {
        words.push(format!("派送{}", window.text()));
    }
    (!words.is_empty()).then(|| words.join(" "))
}
