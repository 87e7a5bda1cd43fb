//! The terms of a contract, as they are offered.

use leptos::prelude::*;
use serde::Deserialize;
use shared::applications::OfferedTerms;
use units::Money;

use super::application_words;
use crate::{amount, browser::dates, texts::applications as texts};

/// As much of a tariff as people compare; whoever wants all of it has the contract.
#[derive(Deserialize)]
struct Tariff {
    name: String,
    zones: Vec<Zone>,
}

#[derive(Deserialize)]
struct Zone {
    name: String,
    rule: Rule,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Rule {
    FirstAndContinued { first_weight: u32, first_price: Money, step: u32, step_price: Money },
    Brackets { brackets: Vec<Bracket>, step: u32, step_price: Money },
}

#[derive(Deserialize)]
struct Bracket {
    up_to: u32,
    price: Money,
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
    let line = |zone: Zone| {
        let (first, step, step_price) = match zone.rule {
            Rule::FirstAndContinued { first_weight, first_price, step, step_price } => {
                (up_to(first_weight, first_price), step, step_price)
            }
            Rule::Brackets { brackets, step, step_price } => {
                let all: Vec<String> = brackets.iter().map(|bracket| up_to(bracket.up_to, bracket.price)).collect();
                (all.join(" · "), step, step_price)
            }
        };
        let then =
            texts::PRICE_STEP.fill(&[("weight", &amount::kilograms(step)), ("price", &amount::yuan(step_price))]);
        view! {
            <tr>
                <th scope="row">{zone.name}</th>
                <td>{first}</td>
                <td>{then}</td>
            </tr>
        }
    };
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
                <tbody>{tariff.zones.into_iter().map(line).collect_view()}</tbody>
            </table>
        </details>
    }
}

fn up_to(grams: u32, price: Money) -> String {
    texts::PRICE_UP_TO.fill(&[("weight", &amount::kilograms(grams)), ("price", &amount::yuan(price))])
}
