//! What a designer is told before anything is printed.

use label::{Content, Dpi, Element, GoodsLine, Label, LabelData, Mm, Problem, Rotation, Template, draft, render};
use serde_json::json;

use crate::{FONT, samples};

fn template() -> Template {
    label::standard_template("standard-76x130").expect("known").clone()
}

fn element(value: serde_json::Value) -> Element {
    serde_json::from_value(value).expect("an element")
}

/// A label of the standard template whose customer zone holds only these elements.
fn with(elements: Vec<serde_json::Value>, dpi: Dpi) -> Label {
    let mut template = template();
    template.parts[1].elements = elements.into_iter().map(element).collect();
    render(&template, &samples::usual(), &FONT, dpi).expect("a label")
}

fn problems(label: &Label) -> Vec<(String, Problem)> {
    label.warnings.iter().map(|warning| (warning.element.clone(), warning.problem.clone())).collect()
}

fn text(name: &str, place: [f64; 4], size_mm: f64, value: &str) -> serde_json::Value {
    json!({"kind": "text", "name": name, "x_mm": place[0], "y_mm": place[1], "width_mm": place[2], "height_mm": place[3],
        "value": value, "size_mm": size_mm, "min_size_mm": size_mm})
}

#[test]
fn small_type_is_reported_for_the_head_that_cannot_draw_it() {
    let small = |dpi| problems(&with(vec![text("t", [3.0, 1.0, 40.0, 5.0], 1.75, "小字")], dpi));
    assert_eq!(small(Dpi::D203), [("t".to_owned(), Problem::TooSmall { dots: 14, readable_dots: 16 })]);
    assert_eq!(small(Dpi::D300), []);
    let tiny = problems(&with(vec![text("t", [3.0, 1.0, 40.0, 5.0], 1.25, "小字")], Dpi::D600));
    assert!(matches!(tiny[..], [(_, Problem::TooSmall { readable_dots: 35, .. })]), "{tiny:?}");
}

#[test]
fn ink_in_a_quiet_zone_is_reported_with_its_owner() {
    let barcode = |y: f64, rotation: u16, width: f64, height: f64| {
        json!({"kind": "code128", "name": "second", "x_mm": 5, "y_mm": y, "width_mm": width, "height_mm": height, "rotation": rotation,
            "value": "{waybill_no}", "min_module_mm": 0.25, "max_module_mm": 0.25})
    };
    let line = |x: f64, y: f64| json!({"kind": "line", "name": "stray", "x_mm": x, "y_mm": y, "width_mm": 0.5, "height_mm": 4});
    let clean = with(vec![barcode(2.0, 0, 60.0, 10.0), line(70.0, 2.0)], Dpi::D203);
    assert_eq!(problems(&clean), []);
    let disturbed = [("second".to_owned(), Problem::QuietZone { by: "stray".to_owned() })];
    assert_eq!(problems(&with(vec![barcode(2.0, 0, 60.0, 10.0), line(15.5, 4.0)], Dpi::D203)), disturbed);
    // In the box but outside of the bars and their ten modules.
    assert_eq!(problems(&with(vec![barcode(2.0, 0, 60.0, 10.0), line(5.5, 4.0)], Dpi::D203)), []);
    let mut template = template();
    template.parts.remove(0);
    template.parts[0].height_mm = Mm::whole(130);
    for rotation in [90, 270] {
        template.parts[0].elements = vec![element(barcode(10.0, rotation, 10.0, 60.0)), element(line(8.0, 21.0))];
        let drawn = render(&template, &samples::usual(), &FONT, Dpi::D203).expect("a label");
        let found = problems(&drawn);
        assert!(found.contains(&disturbed[0]), "{rotation}: {found:?}");
        template.parts[0].elements[1].y = Mm::whole(5);
        let drawn = render(&template, &samples::usual(), &FONT, Dpi::D203).expect("a label");
        assert!(!problems(&drawn).contains(&disturbed[0]), "{rotation}");
    }
}

#[test]
fn thin_main_barcodes_are_reported() {
    let data = LabelData { waybill_no: "YDABCDEFGHIJKLMNOPQR".to_owned(), ..samples::usual() };
    let drawn = render(&template(), &data, &FONT, Dpi::D203);
    // The upright barcode has less room; where it does not fit, the label is refused.
    match drawn {
        Ok(label) => assert!(problems(&label).contains(&("barcode".to_owned(), Problem::ThinBars { dots: 2 }))),
        Err(error) => {
            assert!(matches!(error, label::RenderError::BarcodeTooWide { .. }), "{error}");
            let (label, _) = draft(&template(), &data, &FONT, Dpi::D203, 1).expect("a draft");
            let found = problems(&label);
            assert!(found.contains(&("barcode".to_owned(), Problem::ThinBars { dots: 2 })), "{found:?}");
            assert!(
                found
                    .iter()
                    .any(|(name, problem)| { name == "side_barcode" && matches!(problem, Problem::Undrawable { .. }) })
            );
        }
    }
}

#[test]
fn what_leaves_its_place_is_reported() {
    let outside = with(vec![text("wide", [60.0, 1.0, 40.0, 5.0], 3.0, "出纸了")], Dpi::D203);
    assert_eq!(problems(&outside), [("wide".to_owned(), Problem::OutsidePaper)]);
    let left = with(vec![text("left", [-5.0, 1.0, 40.0, 5.0], 3.0, "出纸了")], Dpi::D203);
    assert_eq!(problems(&left), [("left".to_owned(), Problem::OutsidePaper)]);
    let intruder = with(vec![text("up", [3.0, -3.0, 40.0, 5.0], 3.0, "越界")], Dpi::D203);
    assert!(problems(&intruder).contains(&("up".to_owned(), Problem::InCarrierZone)));
    let mut template = template();
    template.parts[0].elements.iter_mut().find(|element| element.name == "barcode").expect("one").x = Mm::whole(40);
    assert!(matches!(
        render(&template, &samples::usual(), &FONT, Dpi::D203),
        Err(label::RenderError::BarcodeOutside { .. })
    ));
    let (label, _) = draft(&template, &samples::usual(), &FONT, Dpi::D203, 1).expect("a draft");
    let barcode: Vec<&Problem> = label.warnings.iter().filter(|w| w.element == "barcode").map(|w| &w.problem).collect();
    assert!(matches!(barcode[..], [Problem::OutsidePaper, Problem::Undrawable { .. }]), "{barcode:?}");
    assert_eq!((label.warnings[0].part, label.warnings[0].index), (0, 7));
}

#[test]
fn a_table_counts_what_it_leaves_out() {
    let table = json!({"kind": "table", "name": "goods", "x_mm": 3, "y_mm": 1, "width_mm": 70, "height_mm": 25, "rows": "items",
        "columns": [{"title": "名称", "value": "{number}. {item.name}", "width_mm": 50}, {"title": "数量", "value": "{item.quantity}", "width_mm": 20}],
        "row_height_mm": 5, "size_mm": 2.5, "min_size_mm": 2});
    let mut template = template();
    template.parts[1].elements = vec![element(table)];
    let lines = |count: usize| LabelData {
        items: vec![GoodsLine { name: "袜".to_owned(), quantity: "1".to_owned(), ..GoodsLine::default() }; count],
        ..samples::usual()
    };
    let found = |count: usize| problems(&render(&template, &lines(count), &FONT, Dpi::D203).expect("a label"));
    assert_eq!(found(0), []);
    assert_eq!(found(4), []);
    assert_eq!(found(5), [("goods".to_owned(), Problem::LinesLeftOut { lines: 2 })]);
    assert_eq!(found(1_200), [("goods".to_owned(), Problem::LinesLeftOut { lines: 1_197 })]);
}

#[test]
fn text_runs_down_and_turns_its_brackets() {
    let mut down = text("down", [3.0, 1.0, 4.0, 28.0], 3.5, "收件人（张）");
    down["flow"] = json!("down");
    let label = with(vec![down], Dpi::D203);
    assert_eq!(problems(&label), []);
    let inked = |rows: std::ops::Range<u32>| rows.filter(|y| (24..56).any(|x| label.raster.is_black(x, *y))).count();
    // Six characters of 28 dots, from the top of the box at 99 mm.
    assert!((0..6).all(|place| inked(792 + place * 28..792 + place * 28 + 28) > 3));
    assert_eq!(inked(792 + 6 * 28 + 2..1_016), 0);
    let mut long = text("down", [3.0, 1.0, 4.0, 28.0], 3.5, "一列写不下的很长很长的竖排文字");
    long["flow"] = json!("down");
    assert_eq!(problems(&with(vec![long], Dpi::D203)), [("down".to_owned(), Problem::Truncated)]);
}

#[test]
fn conditions_and_turned_frames() {
    let mut template = template();
    let mut shown = text("only", [3.0, 1.0, 40.0, 5.0], 3.0, "是");
    shown["show"] = json!({"equals": {"field": "service", "value": "标准快递"}});
    template.parts[1].elements = vec![element(shown)];
    let ink = |data: &LabelData| {
        let label = render(&template, data, &FONT, Dpi::D203).expect("a label");
        (790..832).any(|y| (24..344).any(|x| label.raster.is_black(x, y)))
    };
    assert!(ink(&samples::usual()));
    assert!(!ink(&LabelData { service: "特快".to_owned(), ..samples::usual() }));
    let frame = element(
        json!({"kind": "frame", "name": "f", "x_mm": 1, "y_mm": 1, "width_mm": 10, "height_mm": 5, "rotation": 90,
        "stroke_mm": 0.25, "radius_mm": 1.5, "fill": true}),
    );
    assert_eq!(frame.rotation, Rotation::Quarter);
    assert!(matches!(frame.content, Content::Frame { fill: true, .. }));
}
