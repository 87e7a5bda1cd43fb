//! Texts made by hand for each trap of pasted addresses; the people and numbers are invented.

mod forms;
mod names;
mod phones;
mod regions;

use address::{Level, parse};

/// name|phone|province|city|district|detail
fn parts(text: &str) -> String {
    let found = parse(text);
    let word = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".into());
    let region = [&found.province, &found.city, &found.district].map(word).join("|");
    format!("{}|{}|{region}|{}", word(&found.name), word(&found.phone), found.detail)
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, expected)| parts(text) != *expected)
        .map(|(text, expected)| format!("{text}\n  is       {}\n  expected {expected}", parts(text)))
        .collect();
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn names_of_every_kind() {
    check(names::CASES);
}

#[test]
fn regions_of_every_kind() {
    check(regions::CASES);
}

#[test]
fn phones_of_every_kind() {
    check(phones::CASES);
}

#[test]
fn labelled_forms() {
    check(forms::CASES);
}

#[test]
fn inferred_levels_are_listed() {
    use Level::{City, District, Province};
    for (text, expected) in [
        ("广东省佛山市南海区桂城街道1号", &[][..]),
        ("北京朝阳区建国路1号", &[]),
        ("广东省南海区桂城街道1号", &[City]),
        ("佛山市南海区桂城街道1号", &[Province]),
        ("义乌市江滨西路1号", &[Province, City]),
        ("东莞市长安镇1号", &[Province]),
        ("海淀区中关村大街1号", &[Province, City]),
        ("陕西省西安市高新区科技路1号", &[]),
        ("人民路1号", &[]),
    ] {
        let found = parse(text);
        assert_eq!(found.inferred, expected, "{text}");
        assert!(!found.inferred.contains(&District), "nothing names a district from above: {text}");
    }
}

#[test]
fn towns_postcodes_and_further_phones() {
    let found = parse("钱多多 13800000000转12 0757-80000000 广东省佛山市南海区桂城街道南海大道1号 528200");
    assert_eq!(found.town.as_deref(), Some("桂城街道"));
    assert_eq!(found.detail, "桂城街道南海大道1号");
    assert_eq!(found.postcode.as_deref(), Some("528200"));
    assert_eq!((found.phone.as_deref(), found.extension.as_deref()), (Some("13800000000-12"), Some("12")));
    assert_eq!(found.other_phones, ["0757-80000000"]);
    for text in
        ["528200广东省佛山市南海区1号钱多多", "钱多多 广东省佛山市南海区1号(528200)", "邮编：528200 佛山市南海区1号"]
    {
        assert_eq!(parse(text).postcode.as_deref(), Some("528200"), "{text}");
    }
    for text in ["广东省佛山市南海区1号楼528200室", "佛山市南海区桂城街道123456号", "订单5282001 佛山市南海区1号"]
    {
        assert_eq!(parse(text).postcode, None, "{text}");
    }
}

#[test]
fn what_is_surer_has_more_confidence() {
    let name = |text: &str| parse(text).confidence.name;
    let labelled = name("收件人：钱多多 电话：13800000000 地址：广东省佛山市南海区桂城街道1号");
    let apart = name("钱多多 13800000000 广东省佛山市南海区桂城街道1号");
    let glued = name("广东省佛山市南海区桂城街道1号钱多多13800000000");
    let odd = name("广东省佛山市南海区桂城街道新华喻中13800000000");
    assert!(labelled > apart && apart >= glued && glued > odd && odd > 0, "{labelled} {apart} {glued} {odd}");
    assert_eq!(name("广东省佛山市南海区桂城街道1号"), 0);

    let whole = parse("广东省佛山市南海区桂城街道1号").confidence;
    let short = parse("南海区桂城街道1号").confidence;
    let former = parse("上海市闸北区共和新路1号").confidence;
    assert!(whole.province > short.province && whole.district > former.district);
    assert_eq!(parse("").confidence, address::Confidence::default());
}
