//! Rules as they stand in databases. Two earlier forms are read as what they mean; what is written is always the present one.

use serde::Deserialize;
use units::{Grams, Money};

use crate::{Lookup, Rule, Segment};

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum StoredRule {
    Segments {
        segments: Vec<Segment>,
        #[serde(default)]
        lookup: Lookup,
        #[serde(default)]
        min_charge: Money,
    },
    Kinds(RuleOfKinds),
}

/// A rule was one of two kinds before.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum RuleOfKinds {
    FirstAndContinued {
        first_weight: Grams,
        first_price: Money,
        step: Grams,
        step_price: Money,
        #[serde(default)]
        min_charge: Money,
    },
    Brackets {
        brackets: Vec<Bracket>,
        step: Grams,
        step_price: Money,
        #[serde(default)]
        min_charge: Money,
    },
}

#[derive(Deserialize)]
pub(crate) struct Bracket {
    up_to: Grams,
    price: Money,
}

impl From<StoredRule> for Rule {
    fn from(stored: StoredRule) -> Rule {
        match stored {
            StoredRule::Segments { segments, lookup, min_charge } => Rule { segments, lookup, min_charge },
            StoredRule::Kinds(RuleOfKinds::FirstAndContinued {
                first_weight,
                first_price,
                step,
                step_price,
                min_charge,
            }) => {
                let rule = Rule::first_and_continued(first_weight, first_price, step, step_price);
                Rule { min_charge, ..rule }
            }
            StoredRule::Kinds(RuleOfKinds::Brackets { brackets, step, step_price, min_charge }) => {
                let brackets: Vec<_> = brackets.iter().map(|bracket| (bracket.up_to, bracket.price)).collect();
                Rule { min_charge, ..Rule::brackets(&brackets, step, step_price) }
            }
        }
    }
}
