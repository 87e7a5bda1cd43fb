//! Learns the weights of the model: a softmax over the readings of each text, by gradient descent.

use super::glued::{self, Reading};
use super::model::score;
use super::{shape, tables};

/// Names put to each address besides its own.
const NAMES_EACH: usize = 8;
/// One address in so many is also seen without a name.
const BARE_EACH: usize = 2;
/// Of the names in the last round, one in so many gets a title, one becomes a nickname and one is given 小 as in 李小龙.
const VARIANT_EACH: usize = 5;
const ROUNDS: usize = 12;
const RATE: f32 = 0.3;
/// Pull towards zero in each step, so that rare signs stay modest.
const DECAY: f32 = 1e-5;

struct Sample {
    readings: Vec<Reading>,
    right: usize,
}

pub(super) fn weights(rows: &[(&str, &str)]) -> Vec<f32> {
    let mut weights = vec![0.0; glued::feature_count()];
    let mut slopes = vec![1e-3; weights.len()];
    let samples = samples(rows);
    for _ in 0..ROUNDS {
        for sample in &samples {
            step(&mut weights, &mut slopes, sample);
        }
    }
    weights
}

/// Addresses with their own names and with those of rows far away, some of them longer by a word of places, so that the model learns
/// such words rather than the few that stand at the end of these addresses.
fn samples(rows: &[(&str, &str)]) -> Vec<Sample> {
    let words: Vec<&str> = tables::place_words().collect();
    let mut samples = Vec::with_capacity(rows.len() * (NAMES_EACH + 2));
    for round in 0..=NAMES_EACH {
        for (index, (address, _)) in rows.iter().enumerate() {
            let name = rows[(index + round * (rows.len() / (NAMES_EACH + 1) + 1)) % rows.len()].1;
            let word = if round % 2 == 1 { words[(index * NAMES_EACH + round) % words.len()] } else { "" };
            let address = format!("{address}{word}");
            samples.extend(sample(&address, &variant(name, index, round)));
            if round < 2 && index % BARE_EACH == round {
                samples.extend(sample(&address, ""));
            }
        }
    }
    samples
}

/// In the last round some names become a surname with a title, a nickname, or a name with 小 in it.
fn variant(name: &str, index: usize, round: usize) -> String {
    match (round, index % VARIANT_EACH, name.chars().next()) {
        (NAMES_EACH, 0, Some(surname)) => format!("{surname}{}", shape::TITLES[index % shape::TITLES.len()]),
        (NAMES_EACH, 1, Some(surname)) => format!("小{surname}"),
        (NAMES_EACH, 2, Some(surname)) => format!("{surname}小{}", name.chars().last().unwrap_or('小')),
        _ => name.to_owned(),
    }
}

fn sample(address: &str, name: &str) -> Option<Sample> {
    let text: Vec<char> = address.chars().chain(name.chars()).collect();
    let length = name.chars().count();
    let readings = glued::readings(&text);
    let right = readings.iter().position(|reading| reading.length == length)?;
    Some(Sample { readings, right })
}

/// One step of AdaGrad along the gradient of the right reading's log-likelihood.
fn step(weights: &mut [f32], slopes: &mut [f32], sample: &Sample) {
    let scores: Vec<f32> = sample.readings.iter().map(|reading| score(weights, reading)).collect();
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let all: f32 = scores.iter().map(|score| (score - top).exp()).sum();
    for (index, reading) in sample.readings.iter().enumerate() {
        let chance = (scores[index] - top).exp() / all;
        let error = f32::from(u8::from(index == sample.right)) - chance;
        for (feature, value) in &reading.features {
            let slope = error * value - DECAY * weights[*feature];
            slopes[*feature] += slope * slope;
            weights[*feature] += RATE * slope / slopes[*feature].sqrt();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::NameModel;

    #[test]
    fn a_model_learns_from_few_texts() {
        let places = [
            "南海大道1号",
            "阳光花园3栋",
            "金溪村5组",
            "人民路东段",
            "科技园A座",
            "建设路2号楼",
            "第一中学",
            "和平小区",
        ];
        let names = ["张三丰", "李雷", "韩梅梅", "钱多多", "孙小美", "赵子龙", "周星星", "吴用"];
        let rows: Vec<(&str, &str)> = places.into_iter().zip(names).collect();
        let model = NameModel::learn(&rows);
        let text: Vec<char> = "文明路8号郑小雨".chars().collect();
        assert_eq!(model.cut(&text).map(|cut| cut.start), Some(5));
        let bare: Vec<char> = "文明路8号".chars().collect();
        assert_eq!(model.cut(&bare), None);
        assert_eq!(NameModel::learn(&[]), NameModel::read(""));
    }
}
