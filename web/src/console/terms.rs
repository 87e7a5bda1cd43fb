//! The terms of a contract, as they are offered.

use leptos::prelude::*;
use serde::Deserialize;
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
#[serde(tag = "kind", rename_all = "snake_case")]
enum Rule {
    FirstAndContinued {
        first_weight: u32,
        first_price: Money,
        step: u32,
        step_price: Money,
        #[serde(default)]
        min_charge: Option<Money>,
    },
    Brackets {
        brackets: Vec<Bracket>,
        step: u32,
        step_price: Money,
        #[serde(default)]
        min_charge: Option<Money>,
    },
}

#[derive(Deserialize)]
struct Bracket {
    up_to: u32,
    price: Money,
}

#[derive(Deserialize)]
struct Surcharge {
    zh: String,
    en: String,
    amount: SurchargeAmount,
    #[serde(default)]
    divisions: Vec<u32>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum SurchargeAmount {
    Fixed {
        amount: Money,
    },
    OfDeclaredValue {
        percent: String,
        min: Money,
    },
    OfCollected {
        percent: String,
        min: Money,
        #[serde(default)]
        max: Option<Money>,
    },
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
    let (first, step, step_price, least) = match zone.rule {
        Rule::FirstAndContinued { first_weight, first_price, step, step_price, min_charge } => {
            (up_to(first_weight, first_price), step, step_price, min_charge)
        }
        Rule::Brackets { brackets, step, step_price, min_charge } => {
            let all: Vec<String> = brackets.iter().map(|bracket| up_to(bracket.up_to, bracket.price)).collect();
            (all.join(" · "), step, step_price, min_charge)
        }
    };
    let then = texts::PRICE_STEP.fill(&[("weight", &amount::kilograms(step)), ("price", &amount::yuan(step_price))]);
    let least = least.filter(|least| least.fen() > 0);
    let least = least.map(|least| format!(" · {}", texts::PRICE_LEAST.fill(&[("price", &amount::yuan(least))])));
    view! {
        <tr>
            <th scope="row">{zone.name}</th>
            <td>{first}</td>
            <td>{then}{least}</td>
        </tr>
    }
}

fn surcharge(surcharge: Surcharge) -> impl IntoView {
    let name = if i18n::current() == Language::Zh { surcharge.zh } else { surcharge.en };
    let price = match surcharge.amount {
        SurchargeAmount::Fixed { amount } => texts::PRICE_EACH.fill(&[("price", &amount::yuan(amount))]),
        SurchargeAmount::OfDeclaredValue { percent, min } => {
            texts::PRICE_OF_VALUE.fill(&[("percent", &percent), ("price", &amount::yuan(min))])
        }
        SurchargeAmount::OfCollected { percent, min, max } => {
            let of_collected = texts::PRICE_OF_COLLECTED.fill(&[("percent", &percent), ("price", &amount::yuan(min))]);
            match max {
                Some(max) => {
                    format!("{of_collected}{}", texts::PRICE_MOST.fill(&[("price", &amount::yuan(max))]))
                }
                None => of_collected,
            }
        }
    };
    let some = (!surcharge.divisions.is_empty()).then(|| format!(" · {}", texts::SURCHARGE_SOME.t()));
    view! { <li>{name}" · "{price}{some}</li> }
}

fn up_to(grams: u32, price: Money) -> String {
    texts::PRICE_UP_TO.fill(&[("weight", &amount::kilograms(grams)), ("price", &amount::yuan(price))])
}
