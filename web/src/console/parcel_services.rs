//! The services of an order in words, and changing them.

#[cfg(target_arch = "wasm32")]
mod choice;

use leptos::prelude::*;
use shared::services::Services;

#[cfg(target_arch = "wasm32")]
pub use choice::{ServiceChoice, wrong_or_refused};

use super::new_shipment::draft::ServicesText;
use crate::{amount::money, texts::parcel_services as texts};

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

/// The services of an order there is, to be changed; its day stays.
pub fn typed(services: &Services) -> ServicesText {
    let day = services.delivery.and_then(|window| window.day);
    ServicesText { day: day.map(|day| day.to_string()).unwrap_or_default(), ..ServicesText::of(services) }
}

/// The services that are typed, or nothing where something is wrong.
pub fn read(text: &ServicesText) -> Option<Services> {
    let mut wrong = Vec::new();
    let services = text.services(&mut wrong);
    wrong.is_empty().then_some(services)
}

#[cfg(test)]
mod tests {
    use shared::services::DeliveryWindow;
    use units::Money;

    use super::*;
    use crate::i18n::{self, Language};

    #[test]
    fn services_are_said_and_kept_as_they_are() {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 28);
        let services = Services {
            cod: Some(Money::from_fen(19_900)),
            signed_return: true,
            delivery: Some(DeliveryWindow { day, from_hour: 18, to_hour: 21 }),
            ..Services::default()
        };
        i18n::set_current(Language::Zh);
        assert_eq!(words(&services), ["代收 ¥199.00", "签单", "派送 11-28 18:00–21:00"]);
        assert_eq!(read(&typed(&services)), Some(services));
        assert_eq!(read(&ServicesText { has_cod: true, ..ServicesText::default() }), None);
    }
}
