//! Tells a person's name from an address.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

const SURNAMES: &str = include_str!("../data/surnames.txt");
/// Characters that end a part of an address; a name may follow them.
const ENDINGS: &str = "号楼室栋幢座层弄巷路街道镇乡村组队区园院苑城店厅厦馆站场口旁侧面边内外处东西南北中米里屯庄寨坊湾庙桥桩段期排户元库厂司校所局部房府门铺底角下上后前头委会会行叉汇近";
/// Characters at the end of a text that say: this is a place, not a given name.
const PLACE_ENDS: &str =
    "号楼室栋幢座层弄巷路街道镇乡村组县市区省园院苑厅厦馆站场口旁侧处屯寨厂校所局店铺湾府郡邸墅库桥";
/// Characters that hardly ever stand in a given name but often in an address.
const PLACE: &str = "号楼室栋幢座层弄巷路街道镇乡村组区县市省园院苑厅厦馆站场口旁侧边处米屯寨坊厂司校所局部房铺底店第段期排面内外对往附近与交叉至的城";
/// Surnames that are far more often the end of an address, with the characters before them that tell.
const DOUBTFUL: &[(char, &str)] = &[
    ('路', "东南西北中一二三四五六七八九十新大"),
    ('街', "东南西北中一二三四五六七八九十新大"),
    ('巷', "东南西北中一二三四五六七八九十新大"),
    ('段', "东南西北中上下一二三四五六七八九十"),
    ('米', "0123456789十百"),
    ('边', "旁东西南北里外后前左右河路"),
    ('东', "路街道口侧向往米村"),
    ('南', "路街道口侧向往米村"),
    ('西', "路街道口侧向往米村"),
    ('北', "路街道口侧向往米村"),
    ('楼', "0123456789号栋一二三四五六七八九十大"),
    ('院', "0123456789号大"),
    ('门', "大前后东西南北"),
    ('店', "酒商饭"),
];
/// Words that end an address: no name stands behind them.
const PLACE_WORDS: &[&str] = &[
    "路东",
    "路南",
    "路西",
    "路北",
    "街东",
    "街南",
    "街西",
    "街北",
    "口东",
    "口南",
    "口西",
    "口北",
    "米东",
    "米南",
    "米西",
    "米北",
    "道东",
    "道南",
    "道西",
    "道北",
    "以东",
    "以南",
    "以西",
    "以北",
    "东门",
    "南门",
    "西门",
    "北门",
    "正门",
    "后门",
    "东首",
    "南首",
    "西首",
    "北首",
    "东行",
    "南行",
    "西行",
    "北行",
    "北角",
    "南角",
    "楼上",
    "楼下",
    "楼前",
    "楼后",
    "底商",
    "商服",
    "门市",
    "单元",
    "安置房",
    "公里",
    "蒙古包",
    "后身",
    "前台",
    "十字",
    "中段",
    "东段",
    "南段",
    "西段",
    "北段",
    "之间",
    "中心",
    "广场",
    "印象城",
    "万象城",
    "国际",
    "家园",
    "花园",
    "公寓",
    "车库",
    "柜台",
    "超市",
    "驿站",
    "丰巢",
    "快递柜",
    "门岗",
    "保安室",
    "收发室",
    "传达室",
    "医院",
    "银行",
    "学校",
    "大学",
    "中学",
    "小学",
    "幼儿园",
    "公司",
    "集团",
    "工业区",
    "开发区",
];
/// Without an ending before it, a text must read this well as a name to be taken off an address.
const GLUED_MIN: u32 = 35;

struct Surnames {
    single: HashSet<char>,
    compound: HashSet<[char; 2]>,
    /// The commonest first; used to weigh two readings against each other.
    rank: HashMap<char, u16>,
}

fn surnames() -> &'static Surnames {
    static SURNAMES_READ: OnceLock<Surnames> = OnceLock::new();
    SURNAMES_READ.get_or_init(|| {
        let mut all = Surnames { single: HashSet::new(), compound: HashSet::new(), rank: HashMap::new() };
        for (number, word) in SURNAMES.split_whitespace().enumerate() {
            let chars: Vec<char> = word.chars().collect();
            match chars[..] {
                [one] => {
                    all.single.insert(one);
                    all.rank.entry(one).or_insert(number as u16);
                }
                [one, two] => {
                    all.compound.insert([one, two]);
                }
                _ => {}
            }
        }
        all
    })
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}' | '〇' | '·')
}

/// A text that as a whole can be the name of a person or a company.
pub(crate) fn is_plausible(text: &[char]) -> bool {
    let length = text.len();
    if length == 0 || length > crate::name::NAME_MAX || text.iter().any(|c| c.is_ascii_digit()) {
        return false;
    }
    text.iter().any(|c| c.is_alphabetic())
}

/// How well a text reads as a person's full name; 0 when it does not.
pub(crate) fn score(text: &[char]) -> u32 {
    if !(2..=4).contains(&text.len()) || !text.iter().all(|c| is_han(*c)) {
        return 0;
    }
    let all = surnames();
    let given = if text.len() > 2 && all.compound.contains(&[text[0], text[1]]) {
        &text[2..]
    } else if all.single.contains(&text[0]) && text.len() < 4 {
        &text[1..]
    } else {
        return 0;
    };
    if given.last().is_some_and(|c| PLACE_ENDS.contains(*c)) {
        return 0;
    }
    let places = given.iter().filter(|c| PLACE.contains(**c)).count() as u32;
    let rank = all.rank.get(&text[0]).map_or(500, |rank| u32::from(*rank));
    let base = 40u32.saturating_sub(rank / 25) + given.len() as u32 * 10;
    base.saturating_sub(places * 40)
}

/// A short word without a surname that says nothing of a place: 小明.
pub(crate) fn is_given(word: &[char]) -> bool {
    (2..=3).contains(&word.len())
        && word.iter().all(|c| is_han(*c) && !PLACE.contains(*c) && !ENDINGS.contains(*c))
        && !PLACE_WORDS.iter().any(|place| ends_with(word, place))
}

/// Where the name begins that is glued to the end of an address; `None` when none is there.
pub(crate) fn glued_start(text: &[char]) -> Option<usize> {
    if PLACE_WORDS.iter().any(|word| ends_with(text, word)) {
        return None;
    }
    let mut best: Option<(u32, usize)> = None;
    // shorter readings first: a longer one must not swallow the end of the address
    let mut shorter = false;
    for length in 2..=4 {
        let Some(start) = text.len().checked_sub(length) else { break };
        let mut points = score(&text[start..]);
        if points == 0 {
            continue;
        }
        let before = start.checked_sub(1).map(|at| text[at]);
        if shorter && before.is_some_and(|before| is_doubtful(before, text[start])) {
            continue;
        }
        shorter = true;
        if length > 2 && surnames().compound.contains(&[text[start], text[start + 1]]) {
            points += 60;
        }
        if before.is_none_or(|before| before.is_ascii_alphanumeric() || ENDINGS.contains(before)) {
            points += 60;
        } else if points < GLUED_MIN {
            continue;
        }
        if best.is_none_or(|(known, _)| points > known) {
            best = Some((points, start));
        }
    }
    best.map(|(_, start)| start)
}

fn ends_with(text: &[char], word: &str) -> bool {
    let mut at = text.len();
    word.chars().rev().all(|c| {
        at = at.wrapping_sub(1);
        text.get(at) == Some(&c)
    })
}

fn is_doubtful(before: char, surname: char) -> bool {
    DOUBTFUL.iter().any(|(doubtful, tells)| *doubtful == surname && tells.contains(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_the_end_of_addresses() {
        for (text, name) in [
            ("桂城街道南海大道1号邢军", Some("邢军")),
            ("人民北路王槐", Some("王槐")),
            ("人民路100号路遥远", Some("路遥远")),
            ("向东500米舒美", Some("舒美")),
            ("1号楼701室欧阳娜娜", Some("欧阳娜娜")),
            ("人民路中段干海芬", Some("干海芬")),
            ("3号楼王伟", Some("王伟")),
            ("科技园路1号", None),
            ("万达广场", None),
            ("高新园", None),
            ("人民医院", None),
            ("美凯龙东方城市", None),
            ("", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found = glued_start(&chars).map(|start| chars[start..].iter().collect::<String>());
            assert_eq!(found.as_deref(), name, "{text}");
        }
    }
}
