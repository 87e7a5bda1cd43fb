//! What of a person may be read on a label, as GB/T 41833-2022 asks: of a name at least one character is hidden, of a
//! phone at least six digits, of an address the building's unit and room.
//!
//! All functions take any text, also what is no name, phone or address, and rather hide too much than too little.

mod unit;

const STAR: char = '*';
/// More stars would only tell how long the name is and take room on the label.
const MAX_NAME_STARS: usize = 3;
/// GB/T 41833-2022 asks for six; the common `138****1234` hides four.
const HIDDEN_DIGITS: usize = 6;
const SHOWN_FIRST_DIGITS: usize = 3;
const SHOWN_LAST_DIGITS: usize = 2;
const CUT: &str = "***";

/// The first character and a star for each other one, at most three: `张*`, `张**`, `欧***`. A single character is hidden.
pub fn mask_name(name: &str) -> String {
    let name = name.trim();
    let mut characters = name.chars();
    let Some(first) = characters.next() else { return String::new() };
    match characters.count().min(MAX_NAME_STARS) {
        0 => STAR.to_string(),
        stars => std::iter::once(first).chain(std::iter::repeat_n(STAR, stars)).collect(),
    }
}

/// The first three and the last two digits, fewer where six would not stay hidden: `138******66`, `*******6`. Separators stay,
/// everything else becomes stars.
pub fn mask_phone(phone: &str) -> String {
    let phone = phone.trim();
    let digits = phone.chars().filter(|character| character.is_numeric()).count();
    let shown = digits.saturating_sub(HIDDEN_DIGITS);
    let last = shown.min(SHOWN_LAST_DIGITS);
    let first = (shown - last).min(SHOWN_FIRST_DIGITS);
    let mut seen = 0;
    let masked = phone.chars().map(|character| {
        if is_separator(character) {
            return character;
        }
        if !character.is_numeric() {
            return STAR;
        }
        seen += 1;
        if seen <= first || seen > digits - last { character } else { STAR }
    });
    masked.collect()
}

fn is_separator(character: char) -> bool {
    matches!(
        character,
        ' ' | '-' | '+' | '(' | ')' | ',' | ';' | '/' | '#' | '－' | '（' | '）' | '，' | '；' | '＋' | '、'
    )
}

/// The address up to the first building, unit, floor or room, then `***`: `文三路199号翠苑小区3栋2单元501` becomes `文三路199号翠苑小区***`.
/// Street numbers (`199号`, `12弄`) stay.
pub fn mask_detail(detail: &str) -> String {
    let characters: Vec<char> = detail.trim().chars().collect();
    match (0..characters.len()).find(|at| unit::starts_at(&characters, *at)) {
        None => characters.into_iter().collect(),
        Some(at) => {
            let kept: String = characters[..at].iter().collect();
            format!("{}{CUT}", kept.trim_end().trim_end_matches([',', '，', '第']))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names() {
        for (name, masked) in [
            ("张三", "张*"),
            ("王小明", "王**"),
            ("欧阳娜娜", "欧***"),
            ("杭州某某电子商务有限公司", "杭***"),
            ("李", "*"),
            (" ", ""),
            ("John Smith", "J***"),
            ("𠮷野", "𠮷*"),
            ("👩‍👩‍👧‍👦", "👩***"),
        ] {
            assert_eq!(mask_name(name), masked, "{name}");
        }
    }

    #[test]
    fn phones() {
        for (phone, masked) in [
            ("13812345678", "138******78"),
            ("138 1234 5678", "138 **** **78"),
            ("+86 138-1234-5678", "+86 1**-****-**78"),
            ("0571-88886666", "057*-******66"),
            ("0571-88886666-123", "057*-********-*23"),
            ("88886666", "******66"),
            ("1234567", "******7"),
            ("110", "***"),
            ("１３８１２３４５６７８", "１３８******７８"),
            ("138****5678", "**********8"),
            ("没有", "**"),
            ("", ""),
        ] {
            assert_eq!(mask_phone(phone), masked, "{phone}");
        }
    }

    #[test]
    fn addresses() {
        for (detail, masked) in [
            ("文三路199号翠苑小区3栋2单元501室", "文三路199号翠苑小区***"),
            ("文三路199号", "文三路199号"),
            ("翠苑小区三号楼五单元二楼", "翠苑小区***"),
            ("阳光花园 12-3-501", "阳光花园***"),
            ("阳光花园12－301（放门口）", "阳光花园***"),
            ("建国路93号万达广场A座1201", "建国路93号万达广场***"),
            ("万科城B栋", "万科城***"),
            ("翠苑小区1203", "翠苑小区***"),
            ("翠苑小区B1203，请轻放", "翠苑小区***"),
            ("文三路199-1号", "文三路199-1号"),
            ("文三路199-1号楼", "文三路***"),
            ("五楼村12号", "五楼村12号"),
            ("三座桥胡同8号", "三座桥胡同8号"),
            ("北户部街21号", "北户部街21号"),
            ("318国道旁", "318国道旁"),
            ("T3航站楼出发层", "T3航站楼出发层"),
            ("幸福路1号院7号楼", "幸福路1号院***"),
            ("龙湖时代天街2幢1-1-1204室", "龙湖时代天街***"),
            ("义乌国际商贸城二区F2-1234", "义乌国际商贸城二区***"),
            ("清华园街道1号学生公寓紫荆 5#楼402B", "清华园街道1号学生公寓紫荆***"),
            ("浦东大道12弄8号301", "浦东大道12弄8号***"),
            ("科技园３栋５楼", "科技园***"),
            ("国贸大厦12F", "国贸大厦***"),
            ("幸福里东户", "幸福里***"),
            ("幸福里第三单元", "幸福里***"),
            ("彌敦道100號A座12樓", "彌敦道100號***"),
            ("Flat 12B, Tower 3, Nathan Road", "***"),
            ("88 Nathan Road, Room 1203", "88 Nathan Road***"),
            ("5#402", "***"),
            ("", ""),
        ] {
            assert_eq!(mask_detail(detail), masked, "{detail}");
        }
    }

    proptest! {
        #[test]
        fn any_name_loses_a_character(name in "\\PC{1,12}") {
            let masked = mask_name(&name);
            let plain = |text: &str| text.trim().chars().filter(|character| *character != STAR).count();
            prop_assert!(plain(&masked) <= 1 && (plain(&name) != 1 || name.trim().chars().count() > 1 || plain(&masked) == 0));
        }

        #[test]
        fn any_phone_loses_six_digits(phone in "[0-9 ()+－#转a-z０-９-]{0,30}") {
            let digits = |text: &str| text.chars().filter(|character| character.is_numeric()).count();
            let (before, after) = (digits(&phone), digits(&mask_phone(&phone)));
            prop_assert!(after <= 5 && before - after >= before.min(HIDDEN_DIGITS), "{} of {}", after, before);
        }

        #[test]
        fn units_and_rooms_are_never_shown(
            street in "[路街巷园里苑]{1,4}[1-9][0-9]{0,2}号(小区|花园|大厦)?",
            building in "([1-9][0-9]?|[一二三四五]|[A-F])(号楼|栋|幢|座| 栋)",
            unit in "([1-9]|[一二三四])单元",
            room in "[1-9][0-9]{2,3}(室|户)?",
        ) {
            prop_assert_eq!(mask_detail(&format!("{street}{building}{unit}{room}")), format!("{street}***"));
            prop_assert_eq!(mask_detail(&format!("{street}{unit}{room}")), format!("{street}***"));
            prop_assert_eq!(mask_detail(&format!("{street}{room}")), format!("{street}***"));
        }

        #[test]
        fn masking_takes_any_text_and_is_stable(text in "\\PC{0,40}") {
            prop_assert_eq!(mask_detail(&mask_detail(&text)), mask_detail(&text));
            prop_assert_eq!(mask_name(&mask_name(&text)), mask_name(&text));
            mask_phone(&text);
        }
    }
}
