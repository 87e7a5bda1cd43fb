//! The services of an order: in words, and as they are typed.

mod fields;

use leptos::prelude::*;
use shared::services::{COD_MAX, DELIVERY_HOURS, DeliveryWindow, Services};
use units::Money;

pub use fields::ServiceFields;

use crate::{
    amount::{halfwidth, money, parse_yuan},
    texts::parcel_services as texts,
};

/// A few words for each service there is.
pub fn words(services: &Services) -> Vec<String> {
    let cod = services.cod.map(|amount| texts::MARK_COD.fill(&[("amount", &format!("¥{}", money(amount)))]));
    let delivery = services.delivery.map(|window| texts::MARK_DELIVERY.fill(&[("when", &window.text())]));
    let plain =
        [(services.receiver_pays, texts::MARK_RECEIVER_PAYS), (services.signed_return, texts::MARK_SIGNED_RETURN)];
    let plain = plain.into_iter().filter(|(is_on, _)| *is_on).map(|(_, text)| text.t().to_owned());
    cod.into_iter().chain(plain).chain(delivery).collect()
}

/// A small mark for each service.
pub fn marks(services: &Services) -> impl IntoView + use<> {
    let mark = |words: String| view! { <span class="service-mark">{words}</span> };
    words(services).into_iter().map(mark).collect_view()
}

/// What is typed of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceText {
    pub cod: String,
    pub receiver_pays: bool,
    pub signed_return: bool,
    pub day: String,
    pub from_hour: String,
    pub to_hour: String,
}

impl ServiceText {
    pub fn of(services: &Services) -> ServiceText {
        let window = services.delivery;
        let hour = |hour: Option<u8>| hour.map(|hour| hour.to_string()).unwrap_or_default();
        ServiceText {
            cod: services.cod.map(|amount| amount.to_string()).unwrap_or_default(),
            receiver_pays: services.receiver_pays,
            signed_return: services.signed_return,
            day: window.and_then(|window| window.day).map(|day| day.to_string()).unwrap_or_default(),
            from_hour: hour(window.map(|window| window.from_hour)),
            to_hour: hour(window.map(|window| window.to_hour)),
        }
    }

    /// The services, or nothing where something is wrong.
    pub fn read(&self) -> Option<Services> {
        Some(Services {
            cod: self.cod()?,
            receiver_pays: self.receiver_pays,
            signed_return: self.signed_return,
            delivery: self.delivery()?,
        })
    }

    /// Nothing inside where none is typed.
    fn cod(&self) -> Option<Option<Money>> {
        if halfwidth(&self.cod).trim().is_empty() {
            return Some(None);
        }
        parse_yuan(&self.cod).filter(|amount| *amount > Money::ZERO && *amount <= COD_MAX).map(Some)
    }

    fn delivery(&self) -> Option<Option<DeliveryWindow>> {
        if self.from_hour.is_empty() {
            return self.day.is_empty().then_some(None);
        }
        let day = if self.day.is_empty() { None } else { Some(self.day.parse().ok()?) };
        let window =
            DeliveryWindow { day, from_hour: self.from_hour.parse().ok()?, to_hour: self.to_hour.parse().ok()? };
        window.is_valid().then_some(Some(window))
    }

    /// The hours in which it may begin, and in which it may then end.
    fn hours(&self) -> (Vec<u8>, Vec<u8>) {
        let end = *DELIVERY_HOURS.end();
        let from: Option<u8> = self.from_hour.parse().ok();
        let until = from.map(|from| (from + 1..=end).collect());
        ((*DELIVERY_HOURS.start()..end).collect(), until.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{self, Language};

    fn text(cod: &str, day: &str, hours: [&str; 2]) -> ServiceText {
        let [from_hour, to_hour] = hours.map(str::to_owned);
        ServiceText { cod: cod.to_owned(), day: day.to_owned(), from_hour, to_hour, ..ServiceText::default() }
    }

    #[test]
    fn what_is_read_is_what_was_typed() {
        let typed = ServiceText { signed_return: true, ..text("199.00", "2026-11-28", ["18", "21"]) };
        let services = typed.read().expect("all is right");
        assert_eq!(ServiceText::of(&services), typed);
        i18n::set_current(Language::Zh);
        assert_eq!(words(&services), ["代收 ¥199.00", "签单", "派送 11-28 18:00–21:00"]);
        assert_eq!(ServiceText::default().read(), Some(Services::default()));
    }

    #[test]
    fn what_is_wrong_gives_nothing() {
        for typed in [
            text("0", "", ["", ""]),
            text("10000.01", "", ["", ""]),
            text("x", "", ["", ""]),
            text("", "2026-11-28", ["", ""]),
            text("", "", ["18", "18"]),
            text("", "", ["18", ""]),
            text("", "soon", ["18", "21"]),
        ] {
            assert_eq!(typed.read(), None, "{typed:?}");
        }
    }
}
