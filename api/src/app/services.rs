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
        // No order asks for it: it is what a parcel costs that comes back.
        returned: false,
    }
}

/// Where a service stands in a request, and in an order file.
pub const fn places(service: Service) -> (&'static str, sheet::Field) {
    match service {
        Service::Cod => ("/services/cod", sheet::Field::Cod),
        Service::ReceiverPays => ("/services/receiver_pays", sheet::Field::ToPay),
        // No file says these: the first two come of a rule, and no order asks for a return.
        Service::SignedReturn => ("/services/signed_return", sheet::Field::Goods),
        Service::DeliveryWindow => ("/services/delivery", sheet::Field::Goods),
        Service::Return => ("/services", sheet::Field::Goods),
    }
}

/// What the courier must know at the door, as a label says it.
#[derive(Debug, PartialEq, Eq)]
pub struct OnLabel {
    /// In the place of the service's name. What is to be collected stands here, and always has room.
    pub service: Option<String>,
    /// In front of the remark, what had none.
    pub remark: String,
}

/// The widest text that standard templates draw in the place of the service's name, in widths of a Chinese character.
const SERVICE_EM: f32 = 14.5;

pub fn on_label(services: &Services, from_receiver: Money) -> OnLabel {
    let mut money = Vec::new();
    if let Some(cod) = services.cod {
        money.push(format!("代收¥{}", short(cod)));
    }
    if services.receiver_pays {
        money.push(format!("到付¥{}", short(from_receiver)));
    }
    let mut handling = Vec::new();
    if services.signed_return {
        handling.push("签单返还".to_owned());
    }
    if let Some(window) = services.delivery {
        handling.push(format!("派送 {}", window.text()));
    }
    let all = money.iter().chain(&handling).cloned().collect::<Vec<_>>().join(" ");
    if handling.is_empty() || width_em(&all) <= SERVICE_EM {
        return OnLabel { service: Some(all).filter(|all| !all.is_empty()), remark: String::new() };
    }
    let service = Some(money.join(" ")).filter(|money| !money.is_empty());
    OnLabel { service, remark: handling.iter().map(|word| format!("【{word}】")).collect() }
}

/// Whole yuan without decimals: the place is small.
fn short(amount: Money) -> String {
    let text = amount.to_string();
    text.strip_suffix(".00").map_or(text.clone(), str::to_owned)
}

fn width_em(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() || c == '¥' || c == '–' { 0.5 } else { 1.0 }).sum()
}

#[cfg(test)]
mod tests {
    use shared::services::DeliveryWindow;

    use super::*;

    fn services() -> Services {
        Services { cod: Some(Money::from_fen(1_000_000)), receiver_pays: true, ..Services::default() }
    }

    #[test]
    fn what_is_collected_always_has_room() {
        let on = on_label(&services(), Money::from_fen(999_999));
        assert_eq!(on.service.as_deref(), Some("代收¥10000 到付¥9999.99"));
        assert!(width_em(&on.service.unwrap_or_default()) <= SERVICE_EM);
    }

    #[test]
    fn what_has_no_room_stands_before_the_remark() {
        let delivery = DeliveryWindow { day: None, from_hour: 18, to_hour: 21 };
        let alone = Services { delivery: Some(delivery), ..Services::default() };
        assert_eq!(on_label(&alone, Money::ZERO).service.as_deref(), Some("派送 18:00–21:00"));
        let all = Services { signed_return: true, delivery: Some(delivery), ..services() };
        let on = on_label(&all, Money::from_fen(440));
        assert_eq!(on.service.as_deref(), Some("代收¥10000 到付¥4.40"));
        assert_eq!(on.remark, "【签单返还】【派送 18:00–21:00】");
        assert_eq!(on_label(&Services::default(), Money::ZERO), OnLabel { service: None, remark: String::new() });
    }
}
