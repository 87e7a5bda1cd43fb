//! A rule as it is typed.

use leptos::prelude::*;
use shared::rules::{OrderRule, OrderRuleWrite, RuleConditions, RuleOutcome};

use crate::{
    amount::{kilogram_number, parse_kilograms},
    console::{new_shipment::services::ServiceFields, parcel_services},
};

#[derive(Clone, Copy)]
pub struct Draft {
    pub name: RwSignal<String>,
    pub is_active: RwSignal<bool>,
    pub shops: RwSignal<Vec<String>>,
    pub sources: RwSignal<Vec<String>>,
    pub divisions: RwSignal<Vec<u32>>,
    pub goods: RwSignal<Vec<String>>,
    pub weight_from: RwSignal<String>,
    pub weight_below: RwSignal<String>,
    pub sender: RwSignal<String>,
    pub owner: RwSignal<String>,
    pub department: RwSignal<String>,
    /// The account of the carrier it is sent with.
    pub account: RwSignal<String>,
    pub template: RwSignal<String>,
    pub services: ServiceFields,
    pub hold: RwSignal<bool>,
    pub flag: RwSignal<String>,
}

impl Draft {
    /// Of a rule there is, or of a new one.
    pub fn of(rule: Option<&OrderRule>) -> Draft {
        let conditions = rule.map(|rule| rule.conditions.clone()).unwrap_or_default();
        let outcome = rule.map(|rule| rule.outcome.clone()).unwrap_or_default();
        let id = |id: Option<String>| RwSignal::new(id.unwrap_or_default());
        let weight = |grams: Option<u32>| {
            RwSignal::new(grams.map(|grams| kilogram_number(grams).replace(',', "")).unwrap_or_default())
        };
        let services = ServiceFields::new();
        services.set(parcel_services::typed(&outcome.services));
        Draft {
            name: RwSignal::new(rule.map(|rule| rule.name.clone()).unwrap_or_default()),
            is_active: RwSignal::new(rule.is_none_or(|rule| rule.is_active)),
            shops: RwSignal::new(conditions.shops),
            sources: RwSignal::new(conditions.sources),
            divisions: RwSignal::new(conditions.divisions),
            goods: RwSignal::new(conditions.goods),
            weight_from: weight(conditions.weight_from_g),
            weight_below: weight(conditions.weight_below_g),
            sender: id(outcome.sender_contact_id.map(|id| id.to_string())),
            owner: id(outcome.owner_id.map(|id| id.to_string())),
            department: id(outcome.department_id.map(|id| id.to_string())),
            account: id(outcome.carrier_account_id.map(|id| id.to_string())),
            template: id(outcome.template_id),
            services,
            hold: RwSignal::new(outcome.hold),
            flag: RwSignal::new(outcome.flag),
        }
    }

    /// What is to be saved, or nothing where something is wrong.
    pub fn write(self) -> Option<OrderRuleWrite> {
        let name = self.name.get().trim().to_owned();
        if name.is_empty() || self.weight_from_wrong() || self.weight_below_wrong() || self.is_upside_down() {
            return None;
        }
        let outcome = self.outcome().filter(|outcome| *outcome != RuleOutcome::default())?;
        Some(OrderRuleWrite {
            name,
            is_active: self.is_active.get(),
            conditions: RuleConditions {
                shops: self.shops.get(),
                sources: self.sources.get(),
                divisions: self.divisions.get(),
                goods: self.goods.get(),
                weight_from_g: weight_of(self.weight_from),
                weight_below_g: weight_of(self.weight_below),
            },
            outcome,
        })
    }

    /// Nothing where the services are wrong.
    fn outcome(self) -> Option<RuleOutcome> {
        Some(RuleOutcome {
            sender_contact_id: self.sender.get().parse().ok(),
            owner_id: self.owner.get().parse().ok(),
            department_id: self.department.get().parse().ok(),
            carrier_account_id: self.account.get().parse().ok(),
            template_id: Some(self.template.get()).filter(|id| !id.is_empty()),
            services: parcel_services::read(&self.services.text())?,
            hold: self.hold.get(),
            flag: self.flag.get(),
        })
    }

    /// It would arrange nothing.
    pub fn arranges_nothing(self) -> bool {
        self.outcome() == Some(RuleOutcome::default())
    }

    pub fn weight_from_wrong(self) -> bool {
        is_no_weight(self.weight_from)
    }

    pub fn weight_below_wrong(self) -> bool {
        is_no_weight(self.weight_below)
    }

    /// It is to weigh more than it is to weigh less than.
    pub fn is_upside_down(self) -> bool {
        weight_of(self.weight_from).zip(weight_of(self.weight_below)).is_some_and(|(from, below)| from >= below)
    }
}

fn weight_of(typed: RwSignal<String>) -> Option<u32> {
    typed.with(|text| parse_kilograms(text))
}

fn is_no_weight(typed: RwSignal<String>) -> bool {
    typed.with(|text| !text.trim().is_empty() && parse_kilograms(text).is_none())
}
