//! The carrier that was chosen for a shipment, and what it does not take.

use shared::{
    CarrierAccountId,
    carriers::{CarrierAccountState, CarrierView},
};

use super::draft::{ServicesText, Wrong};
use crate::{i18n::Text, texts::new_shipment as texts};

/// A service of parcels that not every carrier takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    Cod,
    ReceiverPays,
    SignedReturn,
    Delivery,
}

impl Service {
    pub const ALL: [Service; 4] = [Service::Cod, Service::ReceiverPays, Service::SignedReturn, Service::Delivery];

    /// Among what a carrier can do.
    const fn capability(self) -> &'static str {
        match self {
            Service::Cod => "cash_on_delivery",
            Service::ReceiverPays => "receiver_pays",
            Service::SignedReturn => "signed_return",
            Service::Delivery => "delivery_window",
        }
    }

    /// Where it stands in the request.
    const fn pointer(self) -> &'static str {
        match self {
            Service::Cod => "/services/cod",
            Service::ReceiverPays => "/services/receiver_pays",
            Service::SignedReturn => "/services/signed_return",
            Service::Delivery => "/services/delivery",
        }
    }

    const fn cannot(self) -> Text {
        match self {
            Service::Cod => texts::NO_COD,
            Service::ReceiverPays => texts::NO_RECEIVER_PAYS,
            Service::SignedReturn => texts::NO_SIGNED_RETURN,
            Service::Delivery => texts::NO_DELIVERY,
        }
    }

    fn is_asked(self, services: &ServicesText) -> bool {
        match self {
            Service::Cod => services.has_cod,
            Service::ReceiverPays => services.receiver_pays,
            Service::SignedReturn => services.signed_return,
            Service::Delivery => services.has_delivery,
        }
    }
}

/// An account of the merchant that was chosen, with what the form has to know of its carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub account: CarrierAccountId,
    /// What the merchant calls the account, and what people call the carrier.
    pub name: String,
    pub carrier: String,
    /// Why the account fails, where it does.
    pub problem: Option<String>,
    capabilities: Vec<String>,
    /// It says where the carrier pays out what it collects.
    has_cod_account: bool,
}

impl Chosen {
    /// The account that is chosen by its id; nothing for the network, or as the rules say.
    pub fn of(carriers: &[CarrierView], value: &str) -> Option<Chosen> {
        let id: CarrierAccountId = value.parse().ok()?;
        carriers.iter().filter(|carrier| carrier.is_available).find_map(|carrier| {
            let account = carrier.accounts.iter().find(|account| account.id == id)?;
            Some(Chosen {
                account: id,
                name: account.name.clone(),
                carrier: carrier.name.clone(),
                problem: account.problem.clone().filter(|_| account.state == CarrierAccountState::Failing),
                capabilities: carrier.capabilities.clone(),
                has_cod_account: account.cod_account.is_some(),
            })
        })
    }

    /// Why this service cannot be had there.
    pub fn refuses(&self, service: Service) -> Option<String> {
        let has = self.capabilities.iter().any(|capability| capability == service.capability());
        if has && service == Service::Cod && !self.has_cod_account {
            return Some(texts::NO_COD_ACCOUNT.fill(&[("account", &self.name)]));
        }
        (!has).then(|| service.cannot().fill(&[("carrier", &self.carrier)]))
    }

    /// What is asked for and cannot be had there.
    pub fn wrong(&self, services: &ServicesText) -> Wrong {
        let asked = Service::ALL.into_iter().filter(|service| service.is_asked(services));
        asked.filter_map(|service| Some((service.pointer().to_owned(), self.refuses(service)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use shared::carriers::{CarrierAccount, CarrierAccountKind};
    use uuid::Uuid;

    use super::*;

    fn zto(capabilities: &[&str], is_available: bool) -> CarrierView {
        let account = CarrierAccount {
            id: CarrierAccountId(Uuid::from_u128(7)),
            carrier: "zto".to_owned(),
            kind: CarrierAccountKind::Waybill,
            name: "中通一号".to_owned(),
            account: "test".to_owned(),
            state: CarrierAccountState::Bound,
            problem: None,
            balance: Some(3),
            balance_at: None,
            low_at: 100,
            is_low: true,
            cod_account: None,
            placing: 0,
            created_at: DateTime::UNIX_EPOCH,
        };
        CarrierView {
            code: "zto".to_owned(),
            name: "中通快递".to_owned(),
            is_available,
            capabilities: capabilities.iter().map(|one| (*one).to_owned()).collect(),
            accounts: vec![account],
        }
    }

    fn id() -> String {
        Uuid::from_u128(7).to_string()
    }

    #[test]
    fn an_account_is_chosen_by_its_id_and_nothing_else_is_one() {
        let carriers = [zto(&["create"], true)];
        assert_eq!(Chosen::of(&carriers, &id()).map(|chosen| chosen.name), Some("中通一号".to_owned()));
        for other in ["", "network", "00000000-0000-0000-0000-000000000008"] {
            assert_eq!(Chosen::of(&carriers, other), None, "{other}");
        }
        assert_eq!(Chosen::of(&[zto(&["create"], false)], &id()), None, "the network took it down");
    }

    #[test]
    fn what_its_carrier_does_not_take_is_wrong_only_where_it_is_asked_for() {
        let chosen = Chosen::of(&[zto(&["create", "receiver_pays"], true)], &id()).expect("it is chosen");
        let mut services = ServicesText::default();
        assert!(chosen.wrong(&services).is_empty());
        (services.has_cod, services.receiver_pays) = (true, true);
        (services.signed_return, services.has_delivery) = (true, true);
        let pointers: Vec<String> = chosen.wrong(&services).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(pointers, ["/services/cod", "/services/signed_return", "/services/delivery"]);
        assert_eq!(chosen.refuses(Service::ReceiverPays), None);
        assert!(chosen.refuses(Service::Cod).is_some_and(|words| words.contains("中通快递")));
        let mut collects = zto(&["create", "cash_on_delivery"], true);
        let refuses = |carrier: &CarrierView| {
            Chosen::of(std::slice::from_ref(carrier), &id()).expect("it is chosen").refuses(Service::Cod)
        };
        assert!(refuses(&collects).is_some_and(|words| words.contains("中通一号")), "where would it be paid out to?");
        collects.accounts[0].cod_account = Some("…6222".to_owned());
        assert_eq!(refuses(&collects), None);
    }
}
