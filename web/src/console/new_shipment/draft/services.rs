//! The services as they are typed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::services::{COD_MAX, DeliveryWindow, Services};
use units::Money;

use super::Wrong;
use crate::{amount, texts::new_shipment};

/// What is typed for a service stays when its box is ticked off, and is not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServicesText {
    pub has_cod: bool,
    pub cod: String,
    pub receiver_pays: bool,
    pub signed_return: bool,
    pub has_delivery: bool,
    /// Empty for any day.
    pub day: String,
    pub from_hour: String,
    pub to_hour: String,
}

impl Default for ServicesText {
    fn default() -> ServicesText {
        ServicesText {
            has_cod: false,
            cod: String::new(),
            receiver_pays: false,
            signed_return: false,
            has_delivery: false,
            day: String::new(),
            // Office hours: who wants others wants them for a reason, and says so.
            from_hour: "9".to_owned(),
            to_hour: "18".to_owned(),
        }
    }
}

impl ServicesText {
    /// The same services again; the day is another one.
    pub fn of(services: &Services) -> ServicesText {
        let mut text = ServicesText {
            has_cod: services.cod.is_some(),
            cod: services.cod.map(|amount| amount.to_string()).unwrap_or_default(),
            receiver_pays: services.receiver_pays,
            signed_return: services.signed_return,
            has_delivery: services.delivery.is_some(),
            ..ServicesText::default()
        };
        if let Some(window) = services.delivery {
            text.from_hour = window.from_hour.to_string();
            text.to_hour = window.to_hour.to_string();
        }
        text
    }

    /// The services that are right, with what is wrong about the others added to `wrong`.
    pub fn services(&self, wrong: &mut Wrong) -> Services {
        let mut refuse = |pointer: &str, words: String| wrong.push((pointer.to_owned(), words));
        let cod = self.has_cod.then(|| self.cod()).and_then(|cod| {
            if cod.is_none() {
                refuse("/services/cod", new_shipment::COD_WRONG.fill(&[("most", &amount::money(COD_MAX))]));
            }
            cod
        });
        let delivery = self.has_delivery.then(|| self.delivery()).and_then(|window| match window {
            Ok(window) => Some(window),
            Err((pointer, words)) => {
                refuse(pointer, words);
                None
            }
        });
        Services { cod, receiver_pays: self.receiver_pays, signed_return: self.signed_return, delivery }
    }

    fn cod(&self) -> Option<Money> {
        amount::parse_money(&self.cod).filter(|amount| *amount > Money::ZERO && *amount <= COD_MAX)
    }

    fn delivery(&self) -> Result<DeliveryWindow, (&'static str, String)> {
        let day = match self.day.trim() {
            "" => None,
            text => {
                let wrong = |_| ("/services/delivery/day", new_shipment::DELIVERY_DAY_WRONG.t().to_owned());
                Some(text.parse::<NaiveDate>().map_err(wrong)?)
            }
        };
        let hour = |text: &str| text.parse::<u8>().unwrap_or_default();
        let window = DeliveryWindow { day, from_hour: hour(&self.from_hour), to_hour: hour(&self.to_hour) };
        if window.is_valid() {
            Ok(window)
        } else {
            Err(("/services/delivery/to_hour", new_shipment::DELIVERY_HOURS_WRONG.t().to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &ServicesText) -> Vec<String> {
        let mut wrong = Wrong::new();
        text.services(&mut wrong);
        wrong.into_iter().map(|(pointer, _)| pointer).collect()
    }

    #[test]
    fn only_what_is_ticked_is_asked_for() {
        let mut text = ServicesText { cod: "￥199".to_owned(), day: "nonsense".to_owned(), ..ServicesText::default() };
        assert!(text.services(&mut Wrong::new()).is_empty());
        assert_eq!(wrong(&text), [""; 0]);
        (text.has_cod, text.receiver_pays, text.signed_return) = (true, true, true);
        let services = text.services(&mut Wrong::new());
        assert_eq!(services.cod, Some(Money::from_fen(19_900)));
        assert!(services.receiver_pays && services.signed_return && services.delivery.is_none());
    }

    #[test]
    fn what_is_wrong_stands_at_its_field_and_the_rest_is_priced() {
        let mut text =
            ServicesText { has_cod: true, has_delivery: true, signed_return: true, ..ServicesText::default() };
        for cod in ["", "0", "10000.01", "many"] {
            text.cod = cod.to_owned();
            assert_eq!(wrong(&text), ["/services/cod"], "{cod}");
        }
        text.cod = "10000".to_owned();
        text.to_hour = "9".to_owned();
        assert_eq!(wrong(&text), ["/services/delivery/to_hour"]);
        text.day = "tomorrow".to_owned();
        assert_eq!(wrong(&text), ["/services/delivery/day"]);
        let services = text.services(&mut Wrong::new());
        assert_eq!((services.cod, services.signed_return, services.delivery), (Some(COD_MAX), true, None));
    }

    #[test]
    fn a_copy_has_the_same_services_on_any_day() {
        let delivery = DeliveryWindow { day: NaiveDate::from_ymd_opt(2026, 11, 28), from_hour: 18, to_hour: 21 };
        let services = Services { cod: Some(Money::from_fen(100)), delivery: Some(delivery), ..Services::default() };
        let copied = ServicesText::of(&services).services(&mut Wrong::new());
        assert_eq!(copied, Services { delivery: Some(DeliveryWindow { day: None, ..delivery }), ..services });
    }
}
