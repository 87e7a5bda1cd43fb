//! How a name can be built.

use super::tables::{PLACE, is_han, tables};

/// Titles behind a surname or a name.
pub(super) const TITLES: &[&str] = &[
    "先生", "女士", "小姐", "老师", "师傅", "经理", "主任", "老板", "医生", "大夫", "阿姨", "叔叔", "大哥", "大姐",
    "同学", "书记", "校长", "院长", "店长", "厂长", "队长", "站长", "主管", "会计", "律师", "教授", "护士", "警官",
    "总", "哥", "姐", "工", "叔", "姨", "嫂",
];
/// Before a surname or a given name: 小王, 阿强.
const NICKS: &str = "小老阿大";
/// Second surnames of double-barrelled names are common ones.
const COMMON: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Surname of one character with a given name of one or two.
    Single2,
    Single3,
    /// Surname of two characters with a given name of one or two.
    Compound3,
    Compound4,
    /// Two surnames and a given name of two characters.
    Double,
    /// 王先生, 李总, 欧阳老师.
    Titled,
    /// 小王, 阿强.
    Nick,
    /// No surname known.
    Unknown2,
    Unknown3,
}

impl Shape {
    pub fn surname_length(self) -> usize {
        match self {
            Shape::Unknown2 | Shape::Unknown3 => 0,
            Shape::Compound3 | Shape::Compound4 | Shape::Double => 2,
            _ => 1,
        }
    }

    /// Where the given name ends: before a title.
    pub fn given_end(self, name: &[char]) -> usize {
        match self {
            Shape::Titled => title(name).map_or(name.len(), |length| name.len() - length).max(1),
            _ => name.len(),
        }
    }
}

/// The shape of a text that can be a name as a whole.
pub(crate) fn of(name: &[char]) -> Option<Shape> {
    if !name.iter().all(|c| is_han(*c)) {
        return None;
    }
    let tables = tables();
    let surname = tables.rank(name[0]);
    if is_titled(name) {
        return Some(Shape::Titled);
    }
    let compound = name.len() > 2 && tables.is_compound(name[0], name[1]);
    match name.len() {
        3 if compound => Some(Shape::Compound3),
        4 if compound => Some(Shape::Compound4),
        2 if NICKS.contains(name[0]) => Some(Shape::Nick),
        2 if surname.is_some() => Some(Shape::Single2),
        3 if surname.is_some() => Some(Shape::Single3),
        4 if surname.is_some() && tables.rank(name[1]).is_some_and(|rank| rank < COMMON) => Some(Shape::Double),
        2 | 3 if name.iter().any(|c| PLACE.contains(*c)) => None,
        2 => Some(Shape::Unknown2),
        3 => Some(Shape::Unknown3),
        _ => None,
    }
}

/// A surname or a nickname with a title: 王先生, 小李师傅.
pub(crate) fn is_titled(name: &[char]) -> bool {
    let Some(length) = title(name) else { return false };
    let person = &name[..name.len() - length];
    let Some(first) = person.first() else { return false };
    let known = tables().rank(*first).is_some() || NICKS.contains(*first);
    // titles of one character follow nothing but a surname: 李总, but not 李小工
    known && if length == 1 { person.len() == 1 } else { person.len() <= 4 }
}

/// The length of the title at the end.
fn title(name: &[char]) -> Option<usize> {
    let ends = |title: &&&str| title.chars().rev().zip(name.iter().rev()).all(|(a, b)| a == *b);
    TITLES.iter().find(ends).map(|title| title.chars().count()).filter(|length| *length <= name.len())
}
