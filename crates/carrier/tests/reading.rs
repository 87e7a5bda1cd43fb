//! The matchers of number forms against the published forms.

use carrier::reading::{KnownCarrier, carrier_of, read, split};
use proptest::prelude::*;

#[derive(serde::Deserialize)]
struct Form {
    carrier: String,
    regex: String,
}

static FORMS: std::sync::LazyLock<Vec<(String, regex::Regex)>> = std::sync::LazyLock::new(|| {
    let forms: Vec<Form> = serde_json::from_str(include_str!("../data/foreign-numbers.json")).expect("the file");
    // What carriers gave out long ago fits every second number, and says nothing.
    let forms = forms.into_iter().filter(|form| !form.carrier.contains("historic"));
    forms.map(|form| (form.carrier.to_lowercase(), regex::Regex::new(&form.regex).expect("a form"))).collect()
});

/// By the published forms, and ours.
fn expected(number: &str) -> Option<String> {
    let own = regex::Regex::new(r"^XW\d{13}$").expect("a form").is_match(number).then(|| "embedded".to_owned());
    let mut found =
        FORMS.iter().filter(|(_, form)| form.is_match(number)).map(|(carrier, _)| carrier.clone()).chain(own);
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

#[test]
fn every_published_form_has_its_carrier() {
    for (code, _) in FORMS.iter() {
        assert!(KnownCarrier::ALL.iter().any(|carrier| carrier.as_str() == code), "{code}");
    }
    assert_eq!(FORMS.len(), KnownCarrier::ALL.len() - 1);
    for (number, code) in [
        ("73123456789012", "zto"),
        ("773123456789012", "sto"),
        ("YT1234567890123", "yto"),
        ("312345678901234", "yunda"),
        ("SF1234567890123", "sf"),
        ("JT1234567890123", "jt"),
        ("JDVA12345678901", "jd"),
        ("9812345678901", "ems"),
        ("EA123456785CN", "ems"),
        ("DPK123456789012", "dpk"),
        ("621123456789012", "cn"),
    ] {
        assert_eq!(carrier_of(number).map(KnownCarrier::as_str), Some(code), "{number}");
    }
    assert_eq!(carrier_of("431234567890123"), None, "two carriers have such numbers");
}

proptest! {
    #[test]
    fn carriers_are_told_as_the_published_forms_tell_them(
        number in "(7[0-9]|43|YT|[3-5]|SF[0-9A-Z]|JT|JD[0-9A-Z]{2}|[189]|P[A-Z]|[A-Z]{2}|DPK|621|XW)[0-9]{8,15}([A-Z]{2})?"
    ) {
        prop_assert_eq!(carrier_of(&number).map(|carrier| carrier.as_str().to_owned()), expected(&number), "{}", number);
    }

    #[test]
    fn nothing_breaks_the_reader(text in any::<String>()) {
        for reading in split(&text).iter().filter_map(|one| read(one)) {
            prop_assert!(reading.number.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()));
            prop_assert!((6..=32).contains(&reading.number.len()));
        }
        let _ = read(&text);
    }

    #[test]
    fn reading_what_was_read_changes_nothing(text in "[ -~]{0,60}") {
        if let Some(reading) = read(&text) {
            prop_assert_eq!(read(&reading.number), Some(reading));
        }
    }
}
