//! One cell: a fixed price `2.40`, or a continued one.
//!
//! `4.70+0.80/1kg` is a base and a price for each kilogram above the column's lower bound. What differs follows it, separated by spaces:
//! `>1kg` counts from another weight (`>0kg` the whole weight), `min2` charges at least two steps, `exact` charges a step that is begun
//! by its share. Prices chosen by the continued part stand one after another: `50.00+1.20≤40kg;1.10≤270kg;1.00/1kg`.

use rust_decimal::{Decimal, prelude::ToPrimitive};
use units::Grams;

use crate::{Continued, SegmentPrice, StepRate, text::number_of_kilograms};

const EXACT: &str = "exact";
const LEAST: &str = "min";

/// A weight in kilograms with at most three decimals, with or without its unit.
pub(super) fn grams(text: &str) -> Option<Grams> {
    let text = text.trim();
    let number =
        ["kg", "KG", "Kg", "公斤", "千克"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text).trim();
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let grams = number.parse::<Decimal>().ok()?.checked_mul(Decimal::ONE_THOUSAND)?;
    if grams.is_integer() { grams.to_u32().map(Grams::new) } else { None }
}

/// `above`: where the segment begins.
pub(super) fn read(text: &str, above: Grams) -> Option<SegmentPrice> {
    let text: String = text.chars().map(half_width).collect();
    let mut words = text.split_whitespace();
    let first = words.next()?;
    let Some((base, rest)) = first.split_once('+') else {
        return if words.next().is_none() {
            first.parse().ok().map(|price| SegmentPrice::Fixed { price })
        } else {
            None
        };
    };
    let (rates, step) = rest.split_once('/')?;
    let mut continued = Continued {
        base: base.parse().ok()?,
        beyond: above,
        step: grams(step)?,
        rates: rates.split(';').map(rate).collect::<Option<_>>()?,
        min_steps: 0,
        pro_rata: false,
    };
    for word in words {
        if let Some(beyond) = word.strip_prefix('>') {
            continued.beyond = grams(beyond)?;
        } else if let Some(least) = word.strip_prefix(LEAST) {
            continued.min_steps = least.parse().ok()?;
        } else if word == EXACT {
            continued.pro_rata = true;
        } else {
            return None;
        }
    }
    Some(SegmentPrice::Continued(continued))
}

fn rate(text: &str) -> Option<StepRate> {
    match text.split_once('≤') {
        Some((price, up_to)) => Some(StepRate { up_to: Some(grams(up_to)?), price: price.parse().ok()? }),
        None => Some(StepRate { up_to: None, price: text.parse().ok()? }),
    }
}

/// As people type with a Chinese keyboard.
fn half_width(c: char) -> char {
    match c {
        '＋' => '+',
        '／' => '/',
        '；' => ';',
        '＞' => '>',
        '．' => '.',
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
        _ => c,
    }
}

pub(super) fn write(price: &SegmentPrice, above: Grams) -> String {
    let continued = match price {
        SegmentPrice::Fixed { price } => return price.to_string(),
        SegmentPrice::Continued(continued) => continued,
    };
    let kg = |weight: Grams| format!("{}kg", number_of_kilograms(weight));
    let rate = |rate: &StepRate| match rate.up_to {
        Some(up_to) => format!("{}≤{}", rate.price, kg(up_to)),
        None => rate.price.to_string(),
    };
    let rates: Vec<String> = continued.rates.iter().map(rate).collect();
    let mut text = format!("{}+{}/{}", continued.base, rates.join(";"), kg(continued.step));
    if continued.beyond != above {
        text.push_str(&format!(" >{}", kg(continued.beyond)));
    }
    if continued.min_steps > 0 {
        text.push_str(&format!(" {LEAST}{}", continued.min_steps));
    }
    if continued.pro_rata {
        text.push_str(&format!(" {EXACT}"));
    }
    text
}
