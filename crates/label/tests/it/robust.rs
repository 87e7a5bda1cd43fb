//! Odd words on labels: no panic, no ink outside its place, a warning for whatever is missing.

use std::collections::BTreeSet;

use label::{
    Condition, Dpi, LabelData, Party, Problem, Raster, RenderError, Template, render, standard_template,
    standard_templates,
};
use proptest::prelude::*;

use crate::placed::placed;
use crate::{FONT, draw, samples};

#[test]
fn usual_labels_have_no_warnings() {
    for template in standard_templates() {
        let sheet = template.paper.width_mm == label::Mm::whole(210);
        for dpi in Dpi::ALL.into_iter().filter(|dpi| !sheet || *dpi == Dpi::D203) {
            assert_eq!(draw(&template.id, &samples::usual(), dpi).warnings, []);
            assert_eq!(draw(&template.id, &samples::bare(), dpi).warnings, []);
        }
    }
}

#[test]
fn what_is_cut_or_missing_is_reported() {
    let long = draw("standard-76x130", &samples::long(), Dpi::D203).warnings;
    let cut: BTreeSet<&str> =
        long.iter().filter(|warning| warning.problem == Problem::Truncated).map(|warning| &*warning.element).collect();
    assert!(cut.is_superset(&BTreeSet::from(["receiver_address", "sender_address", "remark", "goods"])), "{cut:?}");

    let odd = draw("standard-76x130", &samples::odd(), Dpi::D203).warnings;
    let missing = odd.iter().find(|warning| warning.element == "sender_name").expect("a warning");
    assert_eq!(missing.problem, Problem::MissingGlyphs { characters: "👩👧👦🎉".to_owned() });
    let json = serde_json::to_value(missing).expect("JSON");
    let index = json["index"].clone();
    assert_eq!(
        json,
        serde_json::json!({"element": "sender_name", "part": 0, "index": index, "code": "missing_glyphs", "characters": "👩👧👦🎉"})
    );
}

#[test]
fn missing_characters_leave_a_box() {
    let with =
        |name: &str| LabelData { receiver: Party { name: name.to_owned(), ..Party::default() }, ..samples::bare() };
    let ink = |data: &LabelData| {
        draw("standard-76x130", data, Dpi::D203).raster.bits().iter().map(|byte| byte.count_ones()).sum::<u32>()
    };
    assert!(ink(&with("🎉")) > ink(&with("")) + 60);
}

#[test]
fn one_font_draws_for_many_threads() {
    let expected = draw("standard-76x130", &samples::long(), Dpi::D203);
    let font = label::Font::from_bytes(include_bytes!("../../assets/label-font.ttf").as_slice()).expect("a font");
    let template = standard_template("standard-76x130").expect("known");
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| render(template, &samples::long(), &font, Dpi::D203))).collect();
        for thread in threads {
            assert_eq!(thread.join().expect("no panic").as_ref(), Ok(&expected));
        }
    });
}

#[test]
fn labels_that_could_not_be_scanned_are_refused() {
    let template = standard_template("standard-76x130").expect("known");
    let refused = |waybill_no: &str| {
        render(template, &LabelData { waybill_no: waybill_no.to_owned(), ..samples::usual() }, &FONT, Dpi::D203)
    };
    assert!(matches!(refused(""), Err(RenderError::Barcode { .. })));
    assert!(matches!(refused("运单1"), Err(RenderError::Barcode { .. })));
    assert!(matches!(refused(&"W".repeat(40)), Err(RenderError::BarcodeTooWide { .. })));
    let far = LabelData { track_url: format!("https://yundan.example/{}", "x".repeat(3000)), ..samples::usual() };
    let warnings = draw("standard-76x130", &far, Dpi::D203).warnings;
    assert!(warnings.iter().any(|warning| warning.problem == Problem::QrTooLong));
}

#[test]
fn wrong_templates_are_refused() {
    let good = standard_template("standard-76x130").expect("known");
    let broken = |change: fn(&mut Template)| {
        let mut template = good.clone();
        change(&mut template);
        render(&template, &samples::usual(), &FONT, Dpi::D203).expect_err("a wrong template")
    };
    broken(|template| template.paper.width_mm = label::Mm::new(5000.0));
    broken(|template| template.paper.height_mm = label::Mm::new(0.0));
    broken(|template| template.parts[0].height_mm = label::Mm::whole(131));
    broken(|template| template.parts[0].elements[0].show = Condition::Filled("password".to_owned()));
    broken(|template| {
        let element = template.parts[0].elements[0].clone();
        template.parts[0].elements = vec![element; 501];
    });
}

/// Dots that differ between two pictures, as the names of the elements they lie in.
fn touched(template: &str, before: &Raster, after: &Raster) -> BTreeSet<String> {
    let elements = placed(template);
    let mut names = BTreeSet::new();
    for y in 0..before.height_dots() {
        if before.row(y) == after.row(y) {
            continue;
        }
        for x in (0..before.width_dots()).filter(|x| before.is_black(*x, y) != after.is_black(*x, y)) {
            let inside = |(from, length): (u32, u32), at: u32| (from..from + length).contains(&at);
            let element = elements
                .iter()
                .find(|element| inside(element.dots_across(Dpi::D203), x) && inside(element.dots_down(Dpi::D203), y));
            names.insert(element.map_or_else(|| format!("nothing at {x}, {y}"), |element| element.name.clone()));
        }
    }
    names
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_words_stay_in_their_places(name in "\\PC{0,80}", detail in "(\\PC|[一-龥]|[a-z ]){0,500}", goods in "[\\x00-\\u{ffff}]{0,300}") {
        let template = "standard-100x180";
        let plain = samples::usual();
        let mut data = plain.clone();
        data.receiver = Party { name, detail, ..plain.receiver.clone() };
        data.goods = goods;
        let (before, after) = (draw(template, &plain, Dpi::D203), draw(template, &data, Dpi::D203));
        let touched = touched(template, &before.raster, &after.raster);
        let allowed = ["receiver_name", "receiver_address", "goods", "copy_receiver_name", "copy_receiver_address", "copy_goods"];
        prop_assert!(touched.iter().all(|name| allowed.contains(&&**name)), "{touched:?}");
    }

    #[test]
    fn any_waybill_number_is_drawn_or_refused(waybill_no in "\\PC{0,60}", dpi in prop::sample::select(Dpi::ALL.to_vec())) {
        let template = standard_template("standard-100x180").expect("known");
        let data = LabelData { waybill_no, ..LabelData::default() };
        let drawn = render(template, &data, &FONT, dpi);
        prop_assert_eq!(label::drawable(template, &data, dpi), drawn.map(|_| ()), "what is promised before is kept");
    }
}
