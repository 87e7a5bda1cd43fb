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
