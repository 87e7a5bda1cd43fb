//! Template files: what is read, what is refused and how it says so; what a merchant may change.

use std::time::Instant;

use label::{Condition, Content, LockedWhat, Masking, Party, Privacy, Template, Zone, limits, standard_templates};
use proptest::prelude::*;
use serde_json::{Value, json};

fn standard(id: &str) -> Template {
    label::standard_template(id).expect("known").clone()
}

fn document() -> Value {
    serde_json::from_str(&standard("standard-76x130").to_json()).expect("JSON")
}

/// What is wrong with the standard template after a change: `pointer code element`.
fn faults(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut document = document();
    change(&mut document);
    faults_of(&document.to_string())
}

fn faults_of(json: &str) -> Vec<String> {
    let start = Instant::now();
    let faults = Template::from_json(json).expect_err("a bad template");
    assert!(start.elapsed().as_secs() < 2, "{:?} for a file", start.elapsed());
    for fault in &faults {
        assert!(!fault.rule.zh().is_empty() && !fault.rule.en().is_empty() && fault.to_string().len() < 1_000);
    }
    faults
        .iter()
        .map(|fault| {
            let element = fault.element.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
            format!("{} {}{element}", fault.pointer, fault.rule.code())
        })
        .collect()
}

#[test]
fn every_standard_template_is_a_file_that_reads_back() {
    for template in standard_templates() {
        assert_eq!(template.faults(), [], "{}", template.id);
        assert_eq!(Template::from_json(&template.to_json()).as_ref(), Ok(template));
        assert!(template.to_json().len() < limits::TEMPLATE_BYTES_MAX / 4);
    }
}

#[test]
fn a_small_file_gets_defaults() {
    let template = Template::from_json(
        r#"{"id":"mine","name":"我的","paper":{"width_mm":60,"height_mm":40},"parts":[{"name":"a","height_mm":40,"elements":[
            {"kind":"text","name":"t","x_mm":1,"y_mm":1,"width_mm":50,"height_mm":6,"value":"{item.name}","size_mm":4,"min_size_mm":2}]}]}"#,
    )
    .expect("a template");
    assert_eq!(template.parts[0].zone, Zone::Carrier);
    assert_eq!((template.privacy, template.parts[0].elements[0].show.clone()), (Privacy::default(), Condition::Always));
}

#[test]
fn faults_name_element_and_field() {
    let element = |document: &mut Value, field: &str, value: Value| {
        document["parts"][0]["elements"][0][field] = value;
    };
    for (field, value, code) in [
        ("x_mm", json!(1e308), "out_of_range"),
        ("width_mm", json!(-1), "out_of_range"),
        ("size_mm", json!(0), "out_of_range"),
        ("size_mm", json!("4"), "wrong_type"),
        ("size_mm", json!(null), "wrong_type"),
        ("rotation", json!(45), "no_such_value"),
        ("rotation", json!(1e300), "no_such_value"),
        ("kind", json!("video"), "no_such_value"),
        ("fit", json!("stretch"), "no_such_value"),
        ("show", json!("sometimes"), "no_such_value"),
        ("show", json!({"filled": "password"}), "unknown_variable"),
        ("show", json!({"filled": "goods", "empty": "goods"}), "no_such_value"),
        ("value", json!("{password}"), "unknown_variable"),
        ("value", json!("{goods"), "open_brace"),
        ("value", json!("a".repeat(2_001)), "too_long"),
        ("colour", json!("red"), "unknown_field"),
    ] {
        let pointer = format!("/parts/0/elements/0/{field}");
        assert_eq!(
            faults(|document| element(document, field, value.clone())),
            [format!("{pointer} {code} service")],
            "{value}"
        );
    }
    assert_eq!(faults(|document| document["parts"][0]["height_mm"] = json!(120)), ["/parts outside_paper"]);
    assert_eq!(faults(|document| document["paper"]["width_mm"] = json!(0.5)), ["/paper/width_mm out_of_range"]);
    assert_eq!(faults(|document| document["name"] = json!(" ")), ["/name empty"]);
    assert_eq!(
        faults(|document| {
            document.as_object_mut().expect("an object").remove("paper");
            document["owner"] = json!(1);
        }),
        ["/owner unknown_field", "/paper missing"]
    );
}

#[test]
fn hostile_files_are_refused_at_once() {
    let mut many = document();
    let element = many["parts"][0]["elements"][0].clone();
    many["parts"][0]["elements"] = Value::Array(vec![element.clone(); 10_000]);
    assert_eq!(faults_of(&many.to_string()), [" file_too_large"]);
    let small = json!({"kind": "line", "name": "", "x_mm": 0, "y_mm": 0, "width_mm": 1, "height_mm": 1});
    let halves: Vec<Value> =
        (0..2).map(|_| json!({"name": "p", "height_mm": 1, "elements": vec![small.clone(); 400]})).collect();
    assert_eq!(faults(|document| document["parts"] = Value::Array(halves)), ["/parts too_many"]);
    assert_eq!(
        faults(|document| document["parts"][0]["elements"] = Value::Array(vec![small.clone(); 501])),
        ["/parts/0/elements too_many"]
    );
    assert_eq!(faults_of(&"[".repeat(100_000)), [" not_json"]);
    assert_eq!(faults_of(&format!("{{\"id\": {}", "[".repeat(100_000))), [" not_json"]);
    assert_eq!(faults_of(&" ".repeat(limits::TEMPLATE_BYTES_MAX + 1)), [" file_too_large"]);
    for text in ["", "null", "NaN", "{\"x\": NaN}", "{\"x\": 1e999}", "\u{0}", "[1,2", "<svg/>"] {
        assert!(!faults_of(text).is_empty());
    }
    // Each element has its fault; the list stays readable.
    let wrong = json!({"kind": "line", "name": "n", "x_mm": "a", "y_mm": "b", "width_mm": {}, "height_mm": []});
    assert_eq!(faults(|document| document["parts"][0]["elements"] = Value::Array(vec![wrong.clone(); 400])).len(), 50);
}

/// A PNG header that promises this size, and nothing after it.
fn header(width: u32, height: u32) -> String {
    use base64::Engine;
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn pictures_are_judged_by_their_header() {
    let picture = |png: String| json!({"kind": "image", "name": "logo", "x_mm": 0, "y_mm": 0, "width_mm": 20, "height_mm": 20, "png": png});
    let with = |png: String| faults(|document| document["parts"][1]["elements"][0] = picture(png));
    let refused = ["/parts/1/elements/0/png picture logo"];
    assert_eq!(with(header(20_000, 20_000)), refused);
    assert_eq!(with(header(4_096, 4_096)), refused);
    assert_eq!(with(header(u32::MAX, u32::MAX)), refused);
    assert_eq!(with(header(0, 10)), refused);
    assert_eq!(with("A".repeat(limits::PICTURE_BYTES_MAX * 4 / 3 + 8)), refused);
    assert_eq!(with("not base64 at all, but long enough to hold a whole header".to_owned()), refused);
    assert_eq!(with("短".repeat(40)), refused);
    let mut good = document();
    good["parts"][1]["elements"][0] = picture(header(300, 200));
    let template = Template::from_json(&good.to_string()).expect("a picture of fair size");
    // Its header promises what is not there; the label is drawn without it and says so.
    let drawn = label::render(&template, &label::sample_data(), &crate::FONT, label::Dpi::D203).expect("a label");
    assert_eq!(drawn.warnings.iter().map(|warning| &*warning.element).collect::<Vec<_>>(), ["logo"]);
    let Content::Image(picture) = &template.parts[1].elements[0].content else { panic!("an image") };
    assert_eq!(picture.check(), Ok((300, 200)));
}

#[test]
fn carrier_zones_are_locked_and_the_customer_zone_is_free() {
    let standard = standard("standard-76x130");
    let changed = |change: fn(&mut Template)| {
        let mut own = standard.clone();
        own.id = "own".to_owned();
        own.name = "我的面单".to_owned();
        own.privacy.name = Masking::Show;
        change(&mut own);
        let changes = own.check_against(&standard);
        changes.into_iter().map(|change| (change.pointer, change.name, change.what)).collect::<Vec<_>>()
    };
    let one = |pointer: &str, name: &str, what| vec![(pointer.to_owned(), name.to_owned(), what)];
    assert_eq!(changed(|_| {}), []);
    assert_eq!(changed(|own| own.parts[1].elements.clear()), []);
    assert_eq!(changed(|own| own.parts[1].elements[0].y = label::Mm::whole(20)), []);
    assert_eq!(
        changed(|own| own.parts[0].elements[1].x = label::Mm::new(42.01)),
        one("/parts/0/elements/1", "reprint", LockedWhat::Changed)
    );
    assert_eq!(
        changed(|own| own.parts[0].elements[0].show = Condition::Filled("goods".to_owned())),
        one("/parts/0/elements/0", "service", LockedWhat::Changed)
    );
    let last = standard.parts[0].elements.len() - 1;
    assert_eq!(
        changed(|own| drop(own.parts[0].elements.pop())),
        one(&format!("/parts/0/elements/{last}"), "line", LockedWhat::Removed)
    );
    assert_eq!(
        changed(|own| {
            let extra = own.parts[1].elements[0].clone();
            own.parts[0].elements.push(extra);
        }),
        one(&format!("/parts/0/elements/{}", last + 1), "goods", LockedWhat::Added)
    );
    assert_eq!(changed(|own| own.parts[1].zone = Zone::Carrier), one("/parts/1", "客户自定义区", LockedWhat::Changed));
    assert_eq!(changed(|own| own.parts[0].zone = Zone::Customer), one("/parts/0", "承运区", LockedWhat::Changed));
    assert_eq!(changed(|own| drop(own.parts.pop())), one("/parts/1", "客户自定义区", LockedWhat::Removed));
    assert_eq!(changed(|own| own.paper.height_mm = label::Mm::whole(140)), one("/paper", "paper", LockedWhat::Changed));
    assert_eq!(
        changed(|own| own.parts[1].elements[0].y = label::Mm::new(-0.01)),
        one("/parts/1/elements/0", "goods", LockedWhat::Intrudes)
    );
}

#[test]
fn privacy_is_what_the_template_says() {
    let party = || Party {
        name: "张三丰".to_owned(),
        phone: "13812345678".to_owned(),
        region: "浙江省 杭州市".to_owned(),
        detail: "文三路199号3栋2单元501".to_owned(),
    };
    let hidden = Privacy::default().apply(party());
    assert_eq!((&*hidden.name, &*hidden.phone, &*hidden.detail), ("张**", "138******78", "文三路199号***"));
    assert!(!Privacy::default().shows_something());
    let shown = Privacy { phone: Masking::Show, ..Privacy::default() };
    assert!(
        shown.shows_something() && shown.apply(party()).phone == "13812345678" && shown.apply(party()).name == "张**"
    );
    let json = serde_json::to_value(shown).expect("JSON");
    assert_eq!(json, json!({"name": "hide", "phone": "show", "address": "hide"}));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any value in any place: read or refused, and what is read can be drawn.
    #[test]
    fn any_change_is_read_or_refused(at in 0usize..400, value in prop::sample::select(vec![
        json!(null), json!(true), json!(-1), json!(1e308), json!(-1e308), json!(0), json!(299.99), json!(18446744073709551615_u64), json!(""),
        json!("{"), json!("{item.name}{page}"), json!([]), json!([[]]), json!({}), json!({"filled": "x"}), json!("\u{0}\u{202e}🎉"),
    ])) {
        let mut document = document();
        let mut places = Vec::new();
        leaves("", &document, &mut places);
        let place = &places[at % places.len()];
        *document.pointer_mut(place).expect("a place") = value;
        if let Ok(template) = Template::from_json(&document.to_string()) {
            let _ = label::render(&template, &label::sample_data(), &crate::FONT, label::Dpi::D203);
            prop_assert!(label::draft(&template, &label::sample_data(), &crate::FONT, label::Dpi::D203, 1).is_ok());
        }
    }
}

/// Pointers to everything that holds nothing else.
fn leaves(at: &str, value: &Value, places: &mut Vec<String>) {
    match value {
        Value::Object(object) => object.iter().for_each(|(name, value)| leaves(&format!("{at}/{name}"), value, places)),
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(index, value)| leaves(&format!("{at}/{index}"), value, places));
        }
        _ => places.push(at.to_owned()),
    }
}
