//! Whatever the text, nothing panics and nothing grows.

use address::{DETAIL_MAX, Lang, PARSE_MAX, divisions, locate, name, parse, phone};
use proptest::prelude::*;

/// Texts that come near the real ones: parts of addresses, digits, marks and any character at all.
fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        any::<String>(),
        "[0-9+ ()-]{0,16}",
        "1[3-9][0-9]{9}",
        prop::sample::select(vec![
            "广东省",
            "广东",
            "佛山市",
            "南海区",
            "吉林",
            "吉林市",
            "北京",
            "北京市",
            "市辖区",
            "鼓楼区",
            "东莞市",
            "长安镇",
            "收件人：",
            "电话",
            "地址:",
            "转",
            "路",
            "号",
            "张三丰",
            "欧阳",
            "(528000)",
            "****",
            "##",
            "\n",
            " ",
            "，",
            "\u{200B}",
            "𠀀",
            "高新区",
            "香港",
            "台湾",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

/// Words whose characters are no labels, placeholders or remarks to be left out.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "广东省佛山市南海区",
            "桂城街道",
            "南海大道1号",
            "3栋2单元501室",
            "张三丰",
            "李雷",
            "小王",
            "佛山市某某五金厂",
            "Tom",
            "A座",
            "东门",
            "13800000000",
            "0757-80000000",
            "528200",
            "鼓楼区",
            "阿依古丽·买买提",
        ])
        .prop_map(str::to_owned),
        "[\u{4e00}-\u{4e40}]{1,6}",
        "[a-z]{1,5}",
        "[0-9]{1,4}",
    ]
}

proptest! {
    #[test]
    fn parse_is_total_and_bounded(text in texts()) {
        let found = parse(&text);
        let length = |part: &Option<String>| part.as_ref().map_or(0, |part| part.chars().count());
        prop_assert!(found.detail.chars().count() <= PARSE_MAX + 16);
        prop_assert!(length(&found.name) <= name::NAME_MAX);
        prop_assert!(length(&found.phone) <= 24);
        prop_assert!(!found.detail.chars().any(char::is_control));
        if let Some(phone) = &found.phone {
            prop_assert!(phone::check(phone).is_ok(), "{phone}");
        }
        if let Some(code) = found.division_code {
            let place = address::division(code);
            prop_assert_eq!(place.map(|place| place.province), found.province.as_deref());
        }
    }

    /// Every letter and digit of the text is in some part. Regions and phones that stand twice are told once, so each word stands once.
    #[test]
    fn nothing_is_lost(words in prop::collection::vec(words(), 1..8)) {
        let once: Vec<&String> =
            words.iter().enumerate().filter(|(at, word)| !words[..*at].contains(word)).map(|(_, word)| word).collect();
        let text = once.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(" ");
        let found = parse(&text);
        let parts = [found.name, found.phone, found.postcode, Some(found.detail)];
        let mut kept: String = parts.into_iter().flatten().chain(found.other_phones).collect();
        for region in [found.province, found.city, found.district].into_iter().flatten() {
            kept.push_str(&region);
        }
        let mut left: Vec<char> = kept.chars().collect();
        for c in text.chars().filter(|c| c.is_alphanumeric()) {
            let at = left.iter().position(|other| *other == c);
            prop_assert!(at.is_some(), "{c} of {text:?} is lost: {kept}");
            at.map(|at| left.swap_remove(at));
        }
    }

    /// What was understood, written out, is understood the same again.
    #[test]
    fn written_out_it_is_read_the_same(
        place in prop::sample::select(divisions().iter().collect::<Vec<_>>()),
        name in prop::sample::select(vec!["张三丰", "李雷", "欧阳修远", "王小明", "阿依古丽·买买提", "Tom Smith"]),
        number in 1..999u32,
        phone in "1[3-9][0-9]{9}",
        order in 0..6usize,
    ) {
        let city = if place.city == place.province { "" } else { place.city };
        let address = format!("{}{city}{}人民路{number}号", place.province, place.district);
        let text = match order {
            0 => format!("{name} {phone} {address}"),
            1 => format!("{address} {name} {phone}"),
            2 => format!("{phone}，{address}，{name}"),
            3 => format!("收件人：{name} 电话：{phone} 地址：{address}"),
            4 => format!("{name}\n{phone}\n{address}"),
            _ => format!("{address} {phone} {name}"),
        };
        let found = parse(&text);
        prop_assert_eq!(found.name.as_deref(), Some(name), "{}", text);
        prop_assert_eq!(found.phone.as_deref(), Some(phone.as_str()), "{}", text);
        prop_assert_eq!(found.division_code, Some(place.code), "{}", text);
        prop_assert_eq!(&found.detail, &format!("人民路{number}号"), "{}", text);
        let region = [&found.province, &found.city, &found.district].map(|part| part.clone().unwrap_or_default());
        let again = parse(&format!("{name} {phone} {}{}{} {}", region[0], if region[1] == region[0] { "" } else { &region[1] }, region[2], found.detail));
        prop_assert_eq!(again.division_code, found.division_code);
        prop_assert_eq!((again.name, again.phone, again.detail), (found.name, found.phone, found.detail));
    }

    #[test]
    fn full_width_reads_as_half_width(text in texts()) {
        let wide: String = text.chars().map(|c| match c {
            '0'..='9' | 'A'..='Z' | 'a'..='z' | '+' | '#' | '*' | ':' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
            c => c,
        }).collect();
        prop_assert_eq!(parse(&wide), parse(&text));
    }

    #[test]
    fn locate_is_total_and_bounded(row in [texts(), texts(), texts(), texts()]) {
        match locate(&row[0], &row[1], &row[2], &row[3]) {
            Ok(found) => {
                prop_assert!(!found.detail.is_empty());
                prop_assert!(found.detail.chars().count() <= DETAIL_MAX);
                prop_assert!(!found.detail.chars().any(char::is_control));
                prop_assert!(address::division(found.division_code).is_some());
                // what was located once is found again as it stands
                let again = locate(&found.province, &found.city, &found.district, "人民路1号");
                prop_assert_eq!(again.map(|again| again.division_code), Ok(found.division_code));
            }
            Err(problem) => {
                prop_assert!(problem.code.starts_with("address_"));
                prop_assert!(problem.words(Lang::Zh) != problem.code);
                let unfilled = problem.words(Lang::En).contains("{0}") && !row.concat().contains("{0}");
                prop_assert!(!unfilled, "words of {} lack a value", problem.code);
            }
        }
    }

    #[test]
    fn columns_are_total(text in texts()) {
        if let Ok(phone) = phone::check(&text) {
            let printed = phone.to_string();
            prop_assert_eq!(phone::check(&printed).ok(), Some(phone));
        }
        if let Ok(name) = name::check(&text) {
            prop_assert!(!name.is_empty() && name.chars().count() <= name::NAME_MAX);
        }
    }
}

#[test]
fn every_division_is_found_by_its_own_names() {
    for place in divisions() {
        let columns = locate(place.province, place.city, place.district, "人民路1号");
        assert_eq!(columns.map(|found| found.division_code), Ok(place.code), "{place:?}");
        let city = if place.city == place.province { "" } else { place.city };
        let glued = format!("{}{city}{}人民路1号", place.province, place.district);
        assert_eq!(locate("", "", "", &glued).map(|found| found.division_code), Ok(place.code), "{glued}");
        assert_eq!(parse(&glued).division_code, Some(place.code), "{glued}");
    }
}
