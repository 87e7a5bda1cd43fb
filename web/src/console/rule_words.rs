//! Rules in words.

use shared::{
    labels::OrderSource,
    rules::{OrderRule, RuleConditions, RuleOutcome},
};
use uuid::Uuid;

use super::{divisions, flags, parcel_services};
use crate::{
    amount::kilograms,
    features::parts::PartNames,
    i18n::Text,
    texts::{rules as texts, templates},
};

/// What the things a rule names are called.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    pub parts: PartNames,
    pub senders: Vec<(Uuid, String)>,
    /// Id and name of carrier accounts.
    pub accounts: Vec<(String, String)>,
    /// Id and name of label templates.
    pub templates: Vec<(String, String)>,
}

/// Where orders come from: value and words.
pub fn sources() -> Vec<(String, String)> {
    OrderSource::ALL.map(|one| (one.as_str().to_owned(), source_text(one).t().to_owned())).to_vec()
}

/// A source in words; one that is not known here by its own name.
pub fn source(value: &str) -> String {
    OrderSource::parse(value).map_or_else(|| value.to_owned(), |one| source_text(one).t().to_owned())
}

const fn source_text(source: OrderSource) -> Text {
    match source {
        OrderSource::Taobao => templates::SOURCE_TAOBAO,
        OrderSource::Pdd => templates::SOURCE_PDD,
        OrderSource::Douyin => templates::SOURCE_DOUYIN,
        OrderSource::Jd => templates::SOURCE_JD,
        OrderSource::Alibaba1688 => templates::SOURCE_1688,
        OrderSource::Shopify => templates::SOURCE_SHOPIFY,
        OrderSource::WooCommerce => templates::SOURCE_WOO,
        OrderSource::Template => templates::SOURCE_TEMPLATE,
        OrderSource::Generic => templates::SOURCE_GENERIC,
        OrderSource::Api => templates::SOURCE_API,
    }
}

/// What an order must be for the rule to take it.
pub fn when(conditions: &RuleConditions) -> String {
    let one_of = |text: Text, values: Vec<String>| {
        (!values.is_empty()).then(|| text.fill(&[("values", &listed(&values, texts::OR.t()))]))
    };
    let parts = [
        one_of(texts::IF_SHOPS, conditions.shops.clone()),
        one_of(texts::IF_SOURCES, conditions.sources.iter().map(|value| source(value)).collect()),
        one_of(texts::IF_DIVISIONS, conditions.divisions.iter().map(|code| divisions::name(*code)).collect()),
        one_of(texts::IF_GOODS, conditions.goods.clone()),
        weight(conditions.weight_from_g, conditions.weight_below_g),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { texts::EVERY.t().to_owned() } else { parts.join(texts::AND.t()) }
}

fn weight(from: Option<u32>, below: Option<u32>) -> Option<String> {
    let text = match (from, below) {
        (Some(_), Some(_)) => texts::IF_WEIGHT_BETWEEN,
        (Some(_), None) => texts::IF_WEIGHT_FROM,
        (None, Some(_)) => texts::IF_WEIGHT_BELOW,
        (None, None) => return None,
    };
    let words = |grams: Option<u32>| grams.map(kilograms).unwrap_or_default();
    Some(text.fill(&[("from", &words(from)), ("below", &words(below))]))
}

/// What becomes of an order the rule takes.
pub fn then(outcome: &RuleOutcome, names: &Names) -> String {
    let named = |text: Text, name: Option<String>| {
        let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| texts::UNKNOWN.t().to_owned());
        text.fill(&[("name", &name)])
    };
    let sender = outcome.sender_contact_id.map(|id| {
        let known = names.senders.iter().find(|(other, _)| *other == id.0);
        named(texts::SO_SENDER, known.map(|(_, words)| words.clone()))
    });
    let account = outcome.carrier_account_id.map(|id| {
        let id = id.to_string();
        let known = names.accounts.iter().find(|(other, _)| *other == id);
        named(texts::SO_CARRIER, known.map(|(_, words)| words.clone()))
    });
    let template = outcome.template_id.as_ref().map(|id| {
        let known = names.templates.iter().find(|(other, _)| other == id);
        named(texts::SO_TEMPLATE, known.map(|(_, words)| words.clone()))
    });
    let services = parcel_services::words(&outcome.services);
    let services =
        (!services.is_empty()).then(|| texts::SO_SERVICES.fill(&[("values", &services.join(texts::BETWEEN.t()))]));
    let parts = [
        sender,
        outcome.owner_id.map(|id| named(texts::SO_OWNER, Some(names.parts.owner(Some(id))))),
        outcome.department_id.map(|id| named(texts::SO_DEPARTMENT, Some(names.parts.department(Some(id))))),
        account,
        template,
        services,
        outcome.hold.then(|| texts::SO_HOLD.t().to_owned()),
        (!outcome.flag.is_empty()).then(|| named(texts::SO_FLAG, Some(flags::words(&outcome.flag)))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(texts::ALSO.t())
}

/// The rule's name in a mark on what it took; some words where it is not known, as when it was deleted.
pub fn mark(rules: &[OrderRule], id: shared::OrderRuleId) -> String {
    let known = rules.iter().find(|rule| rule.id == id);
    known.map_or_else(|| texts::MARK_UNKNOWN.t().to_owned(), |rule| texts::MARK.fill(&[("name", &rule.name)]))
}

/// What a condition is called, by the name the service has for it.
pub fn condition(name: &str) -> String {
    let text = match name {
        "shops" => texts::COND_SHOPS,
        "sources" => texts::COND_SOURCES,
        "divisions" => texts::COND_DIVISIONS,
        "goods" => texts::COND_GOODS,
        "weight" => texts::COND_WEIGHT,
        other => return other.to_owned(),
    };
    text.t().to_owned()
}

/// Several values as people say them, with `last` before the last.
fn listed(values: &[String], last: &str) -> String {
    match values {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{}{last}{end}", first.join(texts::BETWEEN.t())),
    }
}

#[cfg(test)]
mod tests {
    use shared::{OwnerId, services::Services};

    use super::*;
    use crate::i18n::{self, Language};

    fn owner() -> shared::parts::Owner {
        shared::parts::Owner {
            id: OwnerId(Uuid::from_u128(7)),
            code: "SR".to_owned(),
            name: "丝路".to_owned(),
            is_active: true,
            sender_contact_id: None,
            template_id: None,
            markup: shared::parts::Markup::default(),
        }
    }

    #[test]
    fn a_rule_reads_like_a_sentence() {
        let conditions = RuleConditions {
            shops: vec!["SILK".to_owned(), "SATIN".to_owned(), "TULLE".to_owned()],
            sources: vec!["taobao".to_owned()],
            divisions: vec![44],
            weight_from_g: Some(1_000),
            weight_below_g: Some(3_500),
            ..RuleConditions::default()
        };
        let outcome = RuleOutcome {
            owner_id: Some(owner().id),
            services: Services { signed_return: true, ..Services::default() },
            flag: "red".to_owned(),
            ..RuleOutcome::default()
        };
        let parts = PartNames { owners: vec![owner()], departments: Vec::new() };
        let names = Names { parts, ..Names::default() };
        i18n::set_current(Language::Zh);
        assert_eq!(
            when(&conditions),
            "店铺是 SILK、SATIN或TULLE，且来自 淘宝 / 天猫，且寄往 广东省，且重 1 kg 或以上、不到 3.5 kg"
        );
        assert_eq!(then(&outcome, &names), "归货主“丝路”，加上 签单，标记“红”");
        assert_eq!(when(&RuleConditions::default()), "任何订单");
        i18n::set_current(Language::En);
        assert_eq!(
            then(&outcome, &Names::default()),
            "it belongs to the owner “the chosen one”, it gets signed return, it is flagged “Red”"
        );
        i18n::set_current(Language::Zh);
    }
}
