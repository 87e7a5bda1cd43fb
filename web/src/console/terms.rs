//! The terms of a contract, as they are offered.

use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, de::IgnoredAny};
use shared::applications::OfferedTerms;
use units::Money;

use super::application_words;
use crate::{
    amount,
    browser::dates,
    i18n::{self, Language},
    texts::applications as texts,
};

/// As much of a tariff as people compare; whoever wants all of it has the contract.
#[derive(Deserialize)]
struct Tariff {
    name: String,
    #[serde(default)]
    volumetric_divisor: Option<u32>,
    zones: Vec<Zone>,
    #[serde(default)]
    surcharges: Vec<Surcharge>,
}

#[derive(Deserialize)]
struct Zone {
    name: String,
    rule: Rule,
}

#[derive(Deserialize)]
struct Rule {
    segments: Vec<Segment>,
    #[serde(default)]
    min_charge: Money,
}

#[derive(Deserialize)]
struct Segment {
    #[serde(default)]
    up_to: Option<u32>,
    #[serde(flatten)]
    price: SegmentPrice,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum SegmentPrice {
    Fixed {
        price: Money,
    },
    Continued {
        #[serde(default)]
        base: Money,
        #[serde(default)]
        beyond: u32,
        step: u32,
        rates: Vec<StepRate>,
    },
}

#[derive(Deserialize)]
struct StepRate {
    #[serde(default)]
    up_to: Option<u32>,
    price: Money,
}

#[derive(Deserialize)]
struct Surcharge {
    zh: String,
    en: String,
    amount: SurchargeAmount,
    #[serde(default)]
    divisions: Vec<u32>,
    #[serde(default)]
    from: Option<NaiveDate>,
    #[serde(default)]
    to: Option<NaiveDate>,
    // Windows: only whether there is one is told.
    #[serde(default)]
    weight: Option<IgnoredAny>,
    #[serde(default)]
    longest_side: Option<IgnoredAny>,
    #[serde(default)]
    sides: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum SurchargeAmount {
    Fixed {
        amount: Money,
    },
    OfWeight {
        price: Money,
        step: u32,
        beyond: u32,
        #[serde(flatten)]
        bounds: Bounds,
    },
    OfFreight {
        percent: String,
        #[serde(flatten)]
        bounds: Bounds,
    },
    OfDeclaredValue {
        percent: String,
        #[serde(flatten)]
        bounds: Bounds,
    },
    OfCollected {
        percent: String,
        #[serde(flatten)]
        bounds: Bounds,
    },
}

#[derive(Deserialize)]
struct Bounds {
    #[serde(default)]
    min: Option<Money>,
    #[serde(default)]
    max: Option<Money>,
}

/// Everything that is agreed on.
#[component]
pub fn TermsFacts(terms: OfferedTerms) -> impl IntoView {
    let tariff = serde_json::from_value::<Tariff>(terms.tariff).ok();
    view! {
        <dl class="facts">
            <dt>{texts::SETTLEMENT.t()}</dt>
            <dd>{application_words::settlement(terms.settlement).t()}</dd>
            {terms
                .credit_limit
                .map(|limit| {
                    view! {
                        <dt>{texts::LIMIT.t()}</dt>
                        <dd>{amount::yuan(limit)}</dd>
                    }
                })}
            <dt>{texts::AGREEMENT_NO.t()}</dt>
            <dd>{terms.agreement_no}</dd>
            <dt>{texts::EXPIRES_ON.t()}</dt>
            <dd>{terms.agreement_expires_on.to_string()}</dd>
            {terms
                .accepted_at
                .map(|at| {
                    view! {
                        <dt>{texts::ACCEPTED_AT.t()}</dt>
                        <dd title=dates::full(at)>{dates::moment(at)}</dd>
                    }
                })}
            <dt>{texts::HASH.t()}</dt>
            <dd class="hash">{terms.hash}</dd>
        </dl>
        {tariff.map(|tariff| view! { <Prices tariff /> })}
    }
}

#[component]
fn Prices(tariff: Tariff) -> impl IntoView {
    let volume = tariff
        .volumetric_divisor
        .map(|divisor| texts::VOLUME.fill(&[("divisor", &amount::grouped(u64::from(divisor)))]));
    let surcharges: Vec<_> = tariff.surcharges.into_iter().map(surcharge).collect();
    view! {
        <details class="tariff">
            <summary>{texts::TARIFF.t()}" · "{tariff.name}</summary>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{texts::ZONE.t()}</th>
                        <th scope="col">{texts::FIRST.t()}</th>
                        <th scope="col">{texts::STEP.t()}</th>
                    </tr>
                </thead>
                <tbody>{tariff.zones.into_iter().map(zone_line).collect_view()}</tbody>
            </table>
            {(!surcharges.is_empty())
                .then(|| {
                    view! {
                        <p class="sub">{texts::SURCHARGES.t()}</p>
                        <ul>{surcharges}</ul>
                    }
                })}
            {volume.map(|volume| view! { <p class="sub">{volume}</p> })}
        </details>
    }
}

fn zone_line(zone: Zone) -> impl IntoView {
    let Rule { segments, min_charge } = zone.rule;
    let first = first_prices(&segments).join(" · ");
    let mut then = continued_prices(&segments);
    if min_charge > Money::ZERO {
        then.push(texts::PRICE_LEAST.fill(&[("price", &amount::yuan(min_charge))]));
    }
    view! {
        <tr>
            <th scope="row">{zone.name}</th>
            <td>{first}</td>
            <td>{then.join(" · ")}</td>
        </tr>
    }
}

/// What a price stands for as a whole; where continued prices begin at the last of them, that is not said twice.
fn first_prices(segments: &[Segment]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for segment in segments {
        let text = match &segment.price {
            SegmentPrice::Fixed { price } => match segment.up_to {
                Some(weight) => up_to(weight, *price),
                None => amount::yuan(*price),
            },
            SegmentPrice::Continued { beyond: 0, .. } => continue,
            SegmentPrice::Continued { base, beyond, .. } => up_to(*beyond, *base),
        };
        if all.last() != Some(&text) {
            all.push(text);
        }
    }
    all
}

fn continued_prices(segments: &[Segment]) -> Vec<String> {
    let mut all = Vec::new();
    for segment in segments {
        let SegmentPrice::Continued { base, beyond, step, rates } = &segment.price else { continue };
        let rates: Vec<String> = rates.iter().map(|rate| rate_text(rate, *beyond, *step)).collect();
        let mut then = rates.join(" · ");
        if *beyond == 0 && *base > Money::ZERO {
            then = format!("{} + {then}", amount::yuan(*base));
        }
        all.push(match segment.up_to {
            Some(weight) => texts::PRICE_WITHIN.fill(&[("weight", &amount::kilograms(weight)), ("then", &then)]),
            None => then,
        });
    }
    all
}

fn rate_text(rate: &StepRate, beyond: u32, step: u32) -> String {
    let each = if beyond == 0 { texts::PRICE_WHOLE } else { texts::PRICE_STEP };
    let each = each.fill(&[("weight", &amount::kilograms(step)), ("price", &amount::yuan(rate.price))]);
    match rate.up_to {
        Some(weight) => texts::PRICE_PART_WITHIN.fill(&[("weight", &amount::kilograms(weight)), ("then", &each)]),
        None => each,
    }
}

fn surcharge(surcharge: Surcharge) -> impl IntoView {
    let mut text = vec![surcharge_amount(&surcharge.amount)];
    for (holds, condition) in [
        (!surcharge.divisions.is_empty(), texts::SURCHARGE_SOME),
        (surcharge.from.is_some() || surcharge.to.is_some(), texts::SURCHARGE_DAYS),
        (
            surcharge.weight.is_some() || surcharge.longest_side.is_some() || surcharge.sides.is_some(),
            texts::SURCHARGE_PARCELS,
        ),
    ] {
        if holds {
            text.push(condition.t().to_owned());
        }
    }
    let name = if i18n::current() == Language::Zh { surcharge.zh } else { surcharge.en };
    view! { <li>{name}" · "{text.join(" · ")}</li> }
}

fn surcharge_amount(amount: &SurchargeAmount) -> String {
    let (text, percent, bounds) = match amount {
        SurchargeAmount::Fixed { amount } => return texts::PRICE_EACH.fill(&[("price", &amount::yuan(*amount))]),
        SurchargeAmount::OfWeight { price, step, beyond, bounds } => {
            let each =
                texts::PRICE_STEP.fill(&[("weight", &amount::kilograms(*step)), ("price", &amount::yuan(*price))]);
            let each = match beyond {
                0 => each,
                beyond => texts::PRICE_BEYOND.fill(&[("weight", &amount::kilograms(*beyond)), ("then", &each)]),
            };
            return within(each, bounds);
        }
        SurchargeAmount::OfFreight { percent, bounds } => (texts::PRICE_OF_FREIGHT, percent, bounds),
        SurchargeAmount::OfDeclaredValue { percent, bounds } => (texts::PRICE_OF_VALUE, percent, bounds),
        SurchargeAmount::OfCollected { percent, bounds } => (texts::PRICE_OF_COLLECTED, percent, bounds),
    };
    within(text.fill(&[("percent", percent)]), bounds)
}

fn within(mut text: String, bounds: &Bounds) -> String {
    for (bound, words) in [(bounds.min, texts::PRICE_NO_LESS), (bounds.max, texts::PRICE_MOST)] {
        if let Some(bound) = bound {
            text.push_str(&words.fill(&[("price", &amount::yuan(bound))]));
        }
    }
    text
}

fn up_to(grams: u32, price: Money) -> String {
    texts::PRICE_UP_TO.fill(&[("weight", &amount::kilograms(grams)), ("price", &amount::yuan(price))])
}
