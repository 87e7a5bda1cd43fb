//! What a zone's weights cost: one shape for every way of pricing them.

use serde::{Deserialize, Serialize};
use units::{Grams, Money};

use crate::stored::StoredRule;

/// Weights are cut into segments; each says how its price is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "StoredRule")]
pub struct Rule {
    /// By rising weight. One begins where the one before it ends, so there is neither gap nor overlap.
    pub segments: Vec<Segment>,
    pub lookup: Lookup,
    /// The least a parcel costs, surcharges counted in.
    pub min_charge: Money,
}

/// By which weight a segment is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lookup {
    /// As it is billed: after rounding up.
    #[default]
    Billed,
    /// As it was before rounding up.
    Raw,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Included. None: whatever is heavier; without such a segment, what is heavier has no price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<Grams>,
    #[serde(flatten)]
    pub price: SegmentPrice,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SegmentPrice {
    /// 一口价.
    Fixed { price: Money },
    /// A base, and a price for each step begun.
    Continued(Continued),
}

/// 续重: what the part of the weight beyond a weight adds to a base.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Continued {
    #[serde(default)]
    pub base: Money,
    /// What the base covers. Zero: the whole weight counts (全续).
    #[serde(default)]
    pub beyond: Grams,
    /// What one price is for; 100 g prices by the hundred grams (百克续).
    pub step: Grams,
    /// The price of every step, chosen by the continued part; most tariffs have one, without a bound.
    pub rates: Vec<StepRate>,
    /// At least so many steps are charged in this segment.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub min_steps: u32,
    /// A step that is begun costs only its share, rounded half up to the fen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pro_rata: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRate {
    /// Of the continued part, included; none: however much it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<Grams>,
    pub price: Money,
}

fn is_zero(steps: &u32) -> bool {
    *steps == 0
}

impl Rule {
    pub fn of(segments: Vec<Segment>) -> Rule {
        Rule { segments, lookup: Lookup::Billed, min_charge: Money::ZERO }
    }

    /// 首重 + 续重: a price up to the first weight, then a price for each step begun.
    pub fn first_and_continued(first: Grams, first_price: Money, step: Grams, step_price: Money) -> Rule {
        Rule::of(vec![Segment::above(Continued::beyond(first, first_price, step, step_price))])
    }

    /// 分段一口价: one price a bracket, above the last one continued by steps. Without brackets there is no price.
    pub fn brackets(brackets: &[(Grams, Money)], step: Grams, step_price: Money) -> Rule {
        let mut segments: Vec<Segment> = brackets.iter().map(|(up_to, price)| Segment::fixed(*up_to, *price)).collect();
        if let Some((last, price)) = brackets.last() {
            segments.push(Segment::above(Continued::beyond(*last, *price, step, step_price)));
        }
        Rule::of(segments)
    }

    /// Where the segment before this one ends.
    pub(crate) fn lower_bound(&self, segment: usize) -> Grams {
        let before = segment.checked_sub(1).and_then(|before| self.segments.get(before));
        before.and_then(|segment| segment.up_to).unwrap_or(Grams::ZERO)
    }
}

impl Segment {
    pub const fn fixed(up_to: Grams, price: Money) -> Segment {
        Segment { up_to: Some(up_to), price: SegmentPrice::Fixed { price } }
    }

    pub const fn continued(up_to: Grams, continued: Continued) -> Segment {
        Segment { up_to: Some(up_to), price: SegmentPrice::Continued(continued) }
    }

    /// Whatever is heavier than the segment before.
    pub const fn above(continued: Continued) -> Segment {
        Segment { up_to: None, price: SegmentPrice::Continued(continued) }
    }
}

impl Continued {
    /// A base that covers a weight, and one price for each step beyond it.
    pub fn beyond(beyond: Grams, base: Money, step: Grams, step_price: Money) -> Continued {
        let rates = vec![StepRate { up_to: None, price: step_price }];
        Continued { base, beyond, step, rates, min_steps: 0, pro_rata: false }
    }

    /// 全续: the whole weight, step by step.
    pub fn whole(base: Money, step: Grams, step_price: Money) -> Continued {
        Continued::beyond(Grams::ZERO, base, step, step_price)
    }
}
