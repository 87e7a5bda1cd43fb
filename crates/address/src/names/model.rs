//! Weighs the readings of a text's end against each other.

use std::fmt;
use std::sync::OnceLock;

use super::glued::{self, Reading, SIGNS};

const WEIGHTS: &str = include_str!("../../data/weights.txt");
/// Weights are stored as whole hundredths.
const UNIT: f32 = 100.0;

/// How strongly each sign speaks for a name at the end of an address, learned from labelled texts.
///
/// Its text form (`Display` and [`NameModel::read`]) is one whole number a sign, in hundredths of a natural logarithm.
#[derive(Debug, Clone, PartialEq)]
pub struct NameModel {
    weights: Vec<f32>,
}

/// A name at the end of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    pub start: usize,
    /// How sure the model is, 0 to 100.
    pub percent: u8,
}

impl NameModel {
    /// The model in `data/weights.txt`.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<NameModel> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::read(WEIGHTS))
    }

    /// Weights as `Display` writes them; what is missing weighs nothing.
    pub fn read(text: &str) -> Self {
        let mut weights = vec![0.0; glued::feature_count()];
        for (weight, number) in weights.iter_mut().zip(text.split_whitespace()) {
            *weight = number.parse::<i16>().map_or(0.0, |hundredths| f32::from(hundredths) / UNIT);
        }
        Self { weights }
    }

    /// Learns from addresses with the names that belong to them. Each address is seen with several of the names, and without one.
    pub fn learn(rows: &[(&str, &str)]) -> Self {
        Self { weights: super::learn::weights(rows) }
    }

    /// The name at the end of the text; `None` when it reads better without one.
    pub(crate) fn cut(&self, text: &[char]) -> Option<Cut> {
        let readings = glued::readings(text);
        let scores: Vec<f32> = readings.iter().map(|reading| self.score(reading)).collect();
        let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
        let length = readings[best].length;
        if length == 0 {
            return None;
        }
        let all: f32 = scores.iter().map(|score| (score - scores[best]).exp()).sum();
        Some(Cut { start: text.len() - length, percent: (100.0 / all) as u8 })
    }

    fn score(&self, reading: &Reading) -> f32 {
        score(&self.weights, reading)
    }
}

pub(super) fn score(weights: &[f32], reading: &Reading) -> f32 {
    reading.features.iter().map(|(feature, value)| weights[*feature] * value).sum()
}

/// The signs on the first line, then a line of pairs for the characters that end addresses.
impl fmt::Display for NameModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole: Vec<String> =
            self.weights.iter().map(|weight| ((weight * UNIT).round() as i16).to_string()).collect();
        writeln!(f, "{}\n{}", whole[..SIGNS].join(" "), whole[SIGNS..].join(" "))
    }
}
