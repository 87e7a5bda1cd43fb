//! Tells a person's name from an address.

mod foreign;
mod glued;
mod learn;
mod model;
mod shape;
mod tables;

pub(crate) use foreign::{foreign_start, is_foreign};
pub use model::NameModel;
pub(crate) use shape::is_titled;
use tables::{ENDINGS, PLACE, PLACE_ENDS, is_han, tables};

const ORGANISATIONS: &[&str] = &[
    "公司",
    "集团",
    "有限",
    "商行",
    "经营部",
    "事务所",
    "合作社",
    "工作室",
    "厂",
    "店",
    "馆",
    "铺",
    "银行",
    "学校",
    "医院",
    "中心",
];
/// The longest nickname without any character of places, in characters.
const NICKNAME_MAX: usize = 6;
/// From this level on a character stands in names rather than places.
const GIVEN_SURE: i8 = 1;
/// Nobody is called so.
const REMARKS: &[&str] = &[
    "请",
    "勿",
    "不要",
    "务必",
    "尽快",
    "送货",
    "派送",
    "放快递",
    "快递柜",
    "发货",
    "签收",
    "打电话",
    "谢谢",
    "放门口",
    "工作日",
    "周末",
];

/// A text that as a whole can be the name of a person or a company.
pub(crate) fn is_plausible(text: &[char]) -> bool {
    let length = text.len();
    if length == 0 || length > crate::name::NAME_MAX || text.iter().any(|c| c.is_ascii_digit()) {
        return false;
    }
    text.iter().any(|c| c.is_alphabetic()) && !is_remark(text)
}

/// Words to the courier: 请放门口, 周末不要送货.
fn is_remark(text: &[char]) -> bool {
    REMARKS.iter().any(|word| has(text, word))
}

fn has(text: &[char], word: &str) -> bool {
    (0..text.len()).any(|at| crate::region::prefix(&text[at..], word).is_some())
}

/// A company, shop or office; a person's name may stand beside it, and both belong on the label.
pub(crate) fn names_organisation(text: &[char]) -> bool {
    is_plausible(text) && ORGANISATIONS.iter().any(|word| has(text, word))
}

/// How well a text reads as a person's full name; 0 when it does not.
pub(crate) fn score(text: &[char]) -> u32 {
    if !(2..=4).contains(&text.len()) || !text.iter().all(|c| is_han(*c)) {
        return 0;
    }
    let tables = tables();
    let given = if text.len() > 2 && tables.is_compound(text[0], text[1]) {
        &text[2..]
    } else if tables.rank(text[0]).is_some() && text.len() < 4 {
        &text[1..]
    } else {
        return 0;
    };
    if given.last().is_some_and(|c| PLACE_ENDS.contains(*c)) {
        return 0;
    }
    let places = given.iter().filter(|c| PLACE.contains(**c)).count() as u32;
    let rank = tables.rank(text[0]).unwrap_or(500) as u32;
    let base = 40u32.saturating_sub(rank / 25) + given.len() as u32 * 10;
    base.saturating_sub(places * 40)
}

/// A full name whose given part hardly names a place: safe to take off the beginning of an address.
pub(crate) fn reads_in_front(text: &[char]) -> bool {
    let given = if text.len() > 2 && tables().is_compound(text[0], text[1]) { &text[2..] } else { &text[1..] };
    let sure = given.iter().all(|c| tables().level(*c) >= GIVEN_SURE);
    score(text) > 0 && sure && !tables().is_place(text[0], text[1])
}

/// A short word without a surname that says nothing of a place: 小明, 快乐的小鱼.
pub(crate) fn is_given(word: &[char]) -> bool {
    (2..=NICKNAME_MAX).contains(&word.len())
        && word.iter().all(|c| is_han(*c) && (*c == '的' || !PLACE.contains(*c) && !ENDINGS.contains(*c)))
        && !tables().is_place(word[word.len() - 2], word[word.len() - 1])
        && !is_remark(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_the_end_of_addresses() {
        for (text, name) in [
            ("桂城街道南海大道1号钱军", Some("钱军")),
            ("人民北路王柳", Some("王柳")),
            ("人民路100号路遥远", Some("路遥远")),
            ("向东500米舒雅", Some("舒雅")),
            ("1号楼701室欧阳娜娜", Some("欧阳娜娜")),
            ("建设路中段干小芬", Some("干小芬")),
            ("3号楼王伟", Some("王伟")),
            ("3号楼小王", Some("小王")),
            ("3号楼502王先生", Some("王先生")),
            ("商业街门卫林芳", Some("林芳")),
            ("人民路100号", None),
            ("科技园路1号", None),
            ("万达广场", None),
            ("高新园", None),
            ("人民医院", None),
            ("小区南门", None),
            ("王家庄", None),
            ("", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found = NameModel::shipped().cut(&chars).map(|cut| chars[cut.start..].iter().collect::<String>());
            assert_eq!(found.as_deref(), name, "{text}");
        }
    }

    #[test]
    fn the_shipped_model_is_read_as_it_is_written() {
        let shipped = NameModel::shipped();
        assert_eq!(&NameModel::read(&shipped.to_string()), shipped);
        assert!(shipped.to_string().split_whitespace().any(|weight| weight != "0"));
    }
}
