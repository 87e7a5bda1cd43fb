//! Which rule takes an order, and why.

use shared::{
    OrderRuleId,
    rules::{ConditionAnswer, RuleAnswer, RuleConditions, RuleSample},
};
use store::OrderRuleRecord;

use crate::app::{
    Language,
    parts::{SentBy, Within},
    services,
    shipping::{Draft, SentWith},
};

/// What rules ask about an order.
pub struct Facts<'a> {
    shop: &'a str,
    source: &'a str,
    /// GB/T 2260; two, four or six digits, as far as it is known.
    division: Option<u32>,
    goods: &'a str,
    weight_g: Option<u32>,
}

impl<'a> Facts<'a> {
    pub fn of(draft: &'a Draft) -> Facts<'a> {
        Facts {
            shop: &draft.shop,
            source: &draft.source,
            division: Some(draft.place.division_code),
            goods: &draft.goods,
            weight_g: draft.weight_g,
        }
    }

    pub fn of_sample(sample: &'a RuleSample, division: Option<u32>) -> Facts<'a> {
        let RuleSample { shop, source, goods, weight_g, .. } = sample;
        Facts { shop: shop.trim(), source: source.trim(), division, goods, weight_g: *weight_g }
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// The name of a division of two, four or six digits; none where there is no such division.
pub fn division_name(code: u32) -> Option<&'static str> {
    let within = |scale: u32| address::divisions().iter().find(|division| division.code / scale == code);
    // Some cities have no counties, and some counties no city.
    let first = |names: [&'static str; 2]| names.into_iter().find(|name| !name.is_empty());
    match code {
        10..=99 => within(10_000).map(|division| division.province),
        1_000..=9_999 => within(100).and_then(|division| first([division.city, division.province])),
        100_000..=999_999 => within(1).and_then(|division| first([division.district, division.city])),
        _ => None,
    }
}

fn lies_in(division: u32, code: u32) -> bool {
    division.to_string().starts_with(&code.to_string())
}

/// Province, city and county, as far as the code says.
pub fn whole_name(code: u32) -> String {
    let mut names: Vec<&str> = [code / 10_000, code / 100, code].into_iter().filter_map(division_name).collect();
    names.dedup();
    names.concat()
}

/// Does every condition hold?
fn fits(conditions: &RuleConditions, facts: &Facts) -> bool {
    let RuleConditions { shops, sources, divisions, goods, weight_from_g, weight_below_g } = conditions;
    let any = |values: &[String], said: &str| values.is_empty() || values.iter().any(|value| same(value, said));
    any(shops, facts.shop)
        && any(sources, facts.source)
        && (divisions.is_empty()
            || facts.division.is_some_and(|division| divisions.iter().any(|code| lies_in(division, *code))))
        && (goods.is_empty() || word_in(goods, facts.goods).is_some())
        && weighs(*weight_from_g, *weight_below_g, facts.weight_g)
}

fn word_in<'a>(words: &'a [String], goods: &str) -> Option<&'a str> {
    let goods = goods.to_lowercase();
    words.iter().map(String::as_str).find(|word| goods.contains(&word.to_lowercase()))
}

fn weighs(from: Option<u32>, below: Option<u32>, weight: Option<u32>) -> bool {
    if from.is_none() && below.is_none() {
        return true;
    }
    weight.is_some_and(|weight| from.is_none_or(|from| weight >= from) && below.is_none_or(|below| weight < below))
}

/// The first active rule that fits takes the order: what the order does not say itself, it gets.
///
/// A rule never takes an order out of what the person may ship for.
pub fn apply(rules: &[OrderRuleRecord], within: &Within, draft: &mut Draft) {
    let facts = Facts::of(draft);
    let Some(rule) = rules.iter().find(|rule| rule.is_active && fits(&rule.conditions, &facts)) else { return };
    let outcome = &rule.outcome;
    draft.rule = Some(rule.id);
    let said = SentBy { sender: outcome.sender_contact_id, owner: outcome.owner_id, department: outcome.department_id };
    within.fill(&mut draft.by, said);
    if draft.sent_with == SentWith::Unsaid {
        draft.sent_with = SentWith::of(outcome.carrier_account_id);
    }
    draft.template = draft.template.take().or_else(|| outcome.template_id.clone());
    draft.services = services::with_added(draft.services, outcome.services);
    draft.is_held |= outcome.hold;
    if draft.flag.is_empty() {
        draft.flag.clone_from(&outcome.flag);
    }
}

/// The rule that takes it, and what each rule up to it answers.
pub fn asked(rules: &[OrderRuleRecord], facts: &Facts, language: Language) -> (Option<OrderRuleId>, Vec<RuleAnswer>) {
    let mut answers = Vec::new();
    for rule in rules.iter().filter(|rule| rule.is_active) {
        let conditions = explained(&rule.conditions, facts, language);
        let fits = conditions.iter().all(|answer| answer.holds);
        answers.push(RuleAnswer { rule_id: rule.id, name: rule.name.clone(), fits, conditions });
        if fits {
            return (Some(rule.id), answers);
        }
    }
    (None, answers)
}

/// Every condition of a rule, with why it holds or does not.
fn explained(conditions: &RuleConditions, facts: &Facts, language: Language) -> Vec<ConditionAnswer> {
    let RuleConditions { shops, sources, divisions, goods, weight_from_g, weight_below_g } = conditions;
    let mut answers = Vec::new();
    let mut add = |condition: &str, holds: bool, zh: String, en: String| {
        answers.push(ConditionAnswer { condition: condition.to_owned(), holds, text: language.pick(zh, en) });
    };
    let said = |text: &str| {
        if text.is_empty() { language.pick("（空）", "(nothing)").to_owned() } else { text.to_owned() }
    };
    for (name, zh, en, values, fact) in
        [("shops", "店铺", "shop", shops, facts.shop), ("sources", "来源", "source", sources, facts.source)]
    {
        if !values.is_empty() {
            let (holds, all) = (values.iter().any(|value| same(value, fact)), values.join(language.pick("、", ", ")));
            let fact = said(fact);
            add(name, holds, format!("{zh}是“{fact}”，要求：{all}"), format!("{en} is “{fact}”, wanted: {all}"));
        }
    }
    if !divisions.is_empty() {
        let holds = facts.division.is_some_and(|division| divisions.iter().any(|code| lies_in(division, *code)));
        let names: Vec<&str> = divisions.iter().filter_map(|code| division_name(*code)).collect();
        let to = facts.division.map_or_else(|| said(""), whole_name);
        let all = names.join(language.pick("、", ", "));
        add("divisions", holds, format!("寄往{to}，要求：{all}"), format!("goes to {to}, wanted: {all}"));
    }
    if !goods.is_empty() {
        let all = goods.join(language.pick("、", ", "));
        match word_in(goods, facts.goods) {
            Some(word) => add("goods", true, format!("品名含“{word}”"), format!("the goods hold “{word}”")),
            None => {
                let fact = said(facts.goods);
                add(
                    "goods",
                    false,
                    format!("品名“{fact}”不含：{all}"),
                    format!("the goods “{fact}” hold none of: {all}"),
                );
            }
        }
    }
    if weight_from_g.is_some() || weight_below_g.is_some() {
        let holds = weighs(*weight_from_g, *weight_below_g, facts.weight_g);
        let fact = facts.weight_g.map_or_else(|| said(""), |grams| format!("{grams} g"));
        let bound = |bound: Option<u32>| bound.map_or_else(|| "…".to_owned(), |grams| format!("{grams} g"));
        let range = format!("[{}, {})", bound(*weight_from_g), bound(*weight_below_g));
        add("weight", holds, format!("重量 {fact}，要求 {range}"), format!("weighs {fact}, wanted {range}"));
    }
    answers
}

#[cfg(test)]
mod tests {
    use shared::rules::RuleOutcome;

    use super::*;

    fn rule(place: i32, conditions: RuleConditions, flag: &str) -> OrderRuleRecord {
        OrderRuleRecord {
            id: OrderRuleId(uuid::Uuid::from_u128(place.unsigned_abs().into())),
            place,
            name: format!("rule {place}"),
            is_active: true,
            conditions,
            outcome: RuleOutcome { flag: flag.to_owned(), ..RuleOutcome::default() },
        }
    }

    fn draft() -> Draft {
        let mut draft = Draft { shop: "Silk Shop".into(), goods: "真丝围巾 Scarf".into(), ..Draft::default() };
        draft.weight_g = Some(500);
        draft.place.division_code = 440_305;
        draft
    }

    fn flag_of(rules: &[OrderRuleRecord]) -> String {
        let mut draft = draft();
        apply(rules, &Within::default(), &mut draft);
        draft.flag
    }

    #[test]
    fn every_condition_must_hold() {
        let holds = RuleConditions {
            shops: vec!["other".into(), "silk shop".into()],
            divisions: vec![11, 4403],
            goods: vec!["scarf".into()],
            weight_from_g: Some(500),
            weight_below_g: Some(501),
            ..RuleConditions::default()
        };
        assert_eq!(flag_of(&[rule(1, holds.clone(), "yes")]), "yes");
        for broken in [
            RuleConditions { shops: vec!["other".into()], ..holds.clone() },
            RuleConditions { sources: vec!["taobao".into()], ..holds.clone() },
            RuleConditions { divisions: vec![11, 4401, 440_306], ..holds.clone() },
            RuleConditions { goods: vec!["tea".into()], ..holds.clone() },
            RuleConditions { weight_from_g: Some(501), weight_below_g: None, ..holds.clone() },
            RuleConditions { weight_from_g: None, weight_below_g: Some(500), ..holds },
        ] {
            assert_eq!(flag_of(&[rule(1, broken.clone(), "yes")]), "", "{broken:?}");
        }
    }

    #[test]
    fn the_first_that_fits_takes_it_and_what_is_off_takes_nothing() {
        let all = RuleConditions::default();
        let off = OrderRuleRecord { is_active: false, ..rule(1, all.clone(), "off") };
        assert_eq!(flag_of(&[off, rule(2, all.clone(), "first"), rule(3, all, "second")]), "first");
    }

    #[test]
    fn what_is_asked_and_what_is_applied_agree() {
        let rules = [
            rule(1, RuleConditions { divisions: vec![31], ..RuleConditions::default() }, "a"),
            rule(2, RuleConditions { goods: vec!["围巾".into()], ..RuleConditions::default() }, "b"),
        ];
        let mut taken = draft();
        let (by, answers) = asked(&rules, &Facts::of(&draft()), Language::Zh);
        apply(&rules, &Within::default(), &mut taken);
        assert_eq!((by, taken.rule), (Some(rules[1].id), Some(rules[1].id)));
        assert_eq!(answers.iter().map(|answer| answer.fits).collect::<Vec<_>>(), [false, true]);
        assert!(answers[0].conditions[0].text.contains("上海"), "{}", answers[0].conditions[0].text);
    }

    #[test]
    fn divisions_are_named_at_every_level() {
        assert_eq!(division_name(44), Some("广东省"));
        assert_eq!(division_name(4403), Some("深圳市"));
        assert_eq!(division_name(440_305), Some("南山区"));
        assert_eq!([division_name(4), division_name(99), division_name(999_999)], [None; 3]);
    }
}
