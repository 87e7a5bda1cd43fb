//! Standard templates as such: nothing overlaps, nothing leaves its part, quiet zones are white.

use label::{Dpi, Mm, standard_template, standard_templates};

use crate::{
    draw,
    placed::{Placed, placed},
    samples,
};

#[test]
fn elements_keep_apart_and_inside() {
    for template in standard_templates() {
        let elements = placed(&template.id);
        for (index, element) in elements.iter().enumerate() {
            assert!(
                element.right <= template.paper.width_mm && element.bottom <= element.part_bottom,
                "{}",
                element.name
            );
            // Lines meet lines, and frames go around what they frame.
            let may_touch = |other: &&Placed| !(element.is_line && other.is_line || element.is_frame || other.is_frame);
            for other in elements[index + 1..].iter().filter(may_touch) {
                assert!(!element.overlaps(other), "{}: {} and {}", template.id, element.name, other.name);
            }
        }
    }
}

#[test]
fn barcodes_have_white_around_and_bars_of_whole_dots() {
    for template in standard_templates() {
        for dpi in Dpi::ALL {
            if template.paper.width_mm == Mm::whole(210) && dpi == Dpi::D600 {
                continue;
            }
            let raster = draw(&template.id, &samples::usual(), dpi).raster;
            for element in placed(&template.id).iter().filter(|element| element.is_barcode) {
                let ((x, width), (y, height)) = (element.dots_across(dpi), element.dots_down(dpi));
                let along: Vec<bool> = if element.turned {
                    (y..y + height).map(|y| raster.is_black(x + width / 2, y)).collect()
                } else {
                    (x..x + width).map(|x| raster.is_black(x, y + height / 2)).collect()
                };
                let first = along.iter().position(|black| *black).expect("bars");
                let last = along.iter().rposition(|black| *black).expect("bars");
                let runs: Vec<usize> = along[first..=last].chunk_by(|a, b| a == b).map(<[bool]>::len).collect();
                let module = *runs.iter().min().expect("runs");
                assert!(
                    runs.iter().all(|run| run % module == 0 && run / module <= 4),
                    "{} {dpi:?}: {runs:?}",
                    element.name
                );
                assert!(
                    module as f64 / Mm::new(1.0).dots(dpi) as f64 > 0.24,
                    "{} {dpi:?}: module of {module} dots",
                    element.name
                );
                let quiet = first.min(along.len() - 1 - last) / module;
                assert!(quiet >= 10, "{} {dpi:?}: quiet zone of {quiet} modules", element.name);
            }
        }
    }
}

#[test]
fn templates_are_documents() {
    for template in standard_templates() {
        let json = serde_json::to_string(template).expect("JSON");
        assert_eq!(serde_json::from_str::<label::Template>(&json).expect("the same JSON"), *template);
        assert!(json.contains(r#""kind":"code128""#) && json.contains(r#""width_mm":"#), "{json}");
    }
    assert!(standard_template("standard-1x1").is_none());
}
