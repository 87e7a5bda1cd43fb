//! The words of the groups, and finding them in a text.

use aho_corasick::AhoCorasick;
use serde::Deserialize;
use shared::goods::GoodsLevel;
use unicode_normalization::UnicodeNormalization;

use crate::app::AppError;

/// The groups of the appendix of 《禁止寄递物品管理规定》 (2016), with the words they are commonly sold under.
const AS_IT_CAME: &str = include_str!("dictionary.json");
/// Stands where harmless goods stood, so that nothing is read across them.
const GAP: &str = "\u{0}";

#[derive(Clone, Debug, Deserialize)]
pub struct Group {
    pub group: u8,
    pub zh: String,
    pub en: String,
    pub level: GoodsLevel,
    pub words: Vec<String>,
    pub exceptions: Vec<String>,
}

/// A word of a group that a text holds.
pub struct Found<'a> {
    pub group: &'a Group,
    pub word: &'a str,
}

pub struct Dictionary {
    groups: Vec<Group>,
    words: AhoCorasick,
    /// Group and word of each pattern of `words`.
    places: Vec<(usize, usize)>,
    exceptions: AhoCorasick,
}

pub fn as_it_came() -> Result<Vec<Group>, AppError> {
    serde_json::from_str(AS_IT_CAME).map_err(AppError::internal)
}

/// As texts are compared: half width, small letters, and no blanks between Chinese characters, with which words are hidden.
fn folded(text: &str) -> String {
    let text: Vec<char> = text.nfkc().flat_map(char::to_lowercase).collect();
    let is_word = |at: usize| text.get(at).is_some_and(char::is_ascii_alphanumeric);
    let mut folded = String::with_capacity(text.len() * 3);
    for (at, &c) in text.iter().enumerate() {
        let hides = c.is_whitespace() || matches!(c, '·' | '.' | '_' | '-' | '*' | '\u{200b}');
        if !hides || is_word(at + 1) || at.checked_sub(1).is_some_and(is_word) {
            folded.push(c);
        }
    }
    folded
}

impl Dictionary {
    pub fn new(groups: Vec<Group>) -> Result<Dictionary, AppError> {
        let (mut places, mut words, mut exceptions) = (Vec::new(), Vec::new(), Vec::new());
        for (at, group) in groups.iter().enumerate() {
            exceptions.extend(group.exceptions.iter().map(|word| folded(word)));
            if group.level == GoodsLevel::Off {
                continue;
            }
            for (place, word) in group.words.iter().enumerate() {
                places.push((at, place));
                words.push(folded(word));
            }
        }
        Ok(Dictionary {
            words: AhoCorasick::new(words).map_err(AppError::internal)?,
            exceptions: AhoCorasick::builder()
                .match_kind(aho_corasick::MatchKind::LeftmostLongest)
                .build(exceptions.into_iter().filter(|word| !word.is_empty()))
                .map_err(AppError::internal)?,
            groups,
            places,
        })
    }

    /// Each group that is found, with its longest word; the most serious first.
    pub fn find(&self, text: &str) -> Vec<Found<'_>> {
        let text = folded(text);
        let mut dangerous = String::with_capacity(text.len());
        self.exceptions.replace_all_with(&text, &mut dangerous, |_, _, rest| {
            rest.push_str(GAP);
            true
        });
        let mut found: Vec<Found<'_>> = Vec::new();
        for hit in self.words.find_overlapping_iter(&dangerous) {
            if hit.is_empty() || !stands_alone(&dangerous, hit.range()) {
                continue;
            }
            let (group, word) = self.places[hit.pattern().as_usize()];
            let group = &self.groups[group];
            let word = group.words[word].as_str();
            match found.iter_mut().find(|other| other.group.group == group.group) {
                Some(other) if other.word.len() < word.len() => other.word = word,
                Some(_) => {}
                None => found.push(Found { group, word }),
            }
        }
        found.sort_by_key(|found| (std::cmp::Reverse(found.group.level), found.group.group));
        found
    }
}

/// A word in Latin letters is a word of the text, not a piece of one: `rifle` is not in `trifle`.
fn stands_alone(text: &str, range: std::ops::Range<usize>) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let (before, word, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
    let glued_before = latin(word.chars().next()) && latin(before.chars().next_back());
    let glued_after = latin(word.chars().next_back()) && latin(after.chars().next());
    !glued_before && !glued_after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(u8, String)> {
        let dictionary = Dictionary::new(as_it_came().unwrap()).unwrap();
        dictionary.find(text).into_iter().map(|found| (found.group.group, found.word.to_owned())).collect()
    }

    #[test]
    fn there_are_nineteen_groups_with_words() {
        let groups = as_it_came().unwrap();
        let numbers: Vec<u8> = groups.iter().map(|group| group.group).collect();
        assert_eq!(numbers, (1..=19).collect::<Vec<u8>>());
        assert!(groups.iter().all(|group| !group.words.is_empty() && !group.zh.is_empty() && !group.en.is_empty()));
    }

    #[test]
    fn dangerous_goods_are_found_however_they_are_written() {
        for (text, group) in [
            ("汽油 5L", 5),
            ("９５＃汽油", 5),
            ("汽 油", 5),
            ("汽·油 一桶", 5),
            ("ZIPPO 打火机油", 4),
            ("一次性打火机 50 只", 4),
            ("仿真枪 成人", 1),
            ("弹簧刀", 2),
            ("烟花爆竹", 3),
            ("Fireworks set", 3),
            ("象牙手镯", 17),
            ("充电宝 20000mAh", 19),
        ] {
            assert_eq!(words(text).first().map(|(group, _)| *group), Some(group), "{text}");
        }
    }

    #[test]
    fn harmless_goods_are_not() {
        for text in [
            "茶叶",
            "酒精棉片 100 片",
            "象牙白连衣裙",
            "打火机收纳盒",
            "硫磺皂",
            "虎皮鹦鹉粮",
            "镭射纸",
            "水枪玩具",
            "trifle bowl",
            "无汞电池",
            "刀削面",
            "苯板",
            "电子鞭炮 过年",
            "冰壶玩具 桌面",
            "Ivory white dress",
        ] {
            assert_eq!(words(text), Vec::<(u8, String)>::new(), "{text}");
        }
    }

    #[test]
    fn what_is_harmless_hides_nothing_beside_it() {
        assert_eq!(words("酒精棉片、汽油").first().map(|(group, _)| *group), Some(5));
    }

    #[test]
    fn a_group_that_is_off_finds_nothing() {
        let mut groups = as_it_came().unwrap();
        for group in &mut groups {
            group.level = GoodsLevel::Off;
        }
        assert!(Dictionary::new(groups).unwrap().find("汽油").is_empty());
    }

    #[test]
    fn the_most_serious_comes_first() {
        assert_eq!(words("充电宝和烟花").iter().map(|(group, _)| *group).collect::<Vec<_>>(), [3, 19]);
    }
}
