//! The calibration page: rulers, a cross, barcodes and patterns, to see where a printer prints and how dark.

use super::{Content, Element, Fit, Paper, Part, Privacy, Template, TemplateKind, Text, VerticalAlign, Zone};
use crate::length::{Dpi, Mm};

/// Where the cross is meant to be, from the left and the top edge of the paper.
pub const CALIBRATION_CROSS_MM: f64 = 20.0;
const TICK_MM: f64 = 0.2;
/// What stands beside the rulers begins here.
const INSIDE_MM: f64 = 9.0;
const BARCODE_TEXT: &str = "12345678";
/// Start, four pairs of digits, check, stop and the quiet zones of [`BARCODE_TEXT`].
const BARCODE_MODULES: f64 = 11.0 + 44.0 + 11.0 + 13.0 + 20.0;
const BARCODE_DOTS: [u16; 3] = [2, 3, 4];

/// The page for a paper. With a darkness it is one of the darkness steps and says which.
pub fn calibration(paper: Paper, dpi: Dpi, darkness: Option<u8>) -> Template {
    let (width, height) = (paper.width_mm.get(), paper.height_mm.get());
    let mut elements = rulers(width, height);
    elements.extend(cross());
    let words = match darkness {
        Some(step) => format!("{step}"),
        None => format!("{} × {} mm · {} dpi", width, height, u16::from(dpi)),
    };
    let size = if darkness.is_some() { 8.0 } else { 3.0 };
    elements.push(text("words", (34.0, INSIDE_MM, (width - 36.0).max(4.0), size + 1.0), size, &words));
    elements.extend(patterns(width, height));
    elements.extend(barcodes(width, height, dpi));
    let part = Part { name: "calibration".to_owned(), zone: Zone::Customer, height_mm: paper.height_mm, elements };
    Template {
        id: "calibration".to_owned(),
        name: "calibration".to_owned(),
        kind: TemplateKind::default(),
        based_on: None,
        privacy: Privacy::default(),
        paper,
        parts: vec![part],
    }
}

type Place = (f64, f64, f64, f64);

fn element(name: &str, (x, y, width, height): Place, content: Content) -> Element {
    Element {
        name: name.to_owned(),
        x: Mm::new(x),
        y: Mm::new(y),
        width: Mm::new(width),
        height: Mm::new(height),
        rotation: Default::default(),
        show: Default::default(),
        content,
    }
}

fn line(place: Place) -> Element {
    element("line", place, Content::Line)
}

fn text(name: &str, place: Place, size_mm: f64, value: &str) -> Element {
    let text = Text {
        value: value.to_owned(),
        size_mm: Mm::new(size_mm),
        min_size_mm: Mm::new(size_mm.min(1.5)),
        bold: false,
        inverse: false,
        flow: Default::default(),
        fit: Fit::Line,
        align: Default::default(),
        vertical: VerticalAlign::Middle,
    };
    element(name, place, Content::Text(text))
}

/// A tick a millimetre from the edge inwards, longer at 5 and 10, with the number at 10.
fn rulers(width: f64, height: f64) -> Vec<Element> {
    let mut elements = Vec::new();
    // Sheets of A4 would have more ticks than a template may have elements.
    let every = if width + height > 400.0 { 5 } else { 1 };
    for (length, is_across) in [(width, true), (height, false)] {
        let mut at: u16 = every;
        while f64::from(at) <= length - 1.0 {
            let mm = f64::from(at);
            let reach = match at {
                _ if at.is_multiple_of(10) => 4.5,
                _ if at.is_multiple_of(5) => 3.0,
                _ => 1.8,
            };
            let middle = mm - TICK_MM / 2.0;
            elements.push(line(if is_across { (middle, 0.0, TICK_MM, reach) } else { (0.0, middle, reach, TICK_MM) }));
            // The corner belongs to both rulers; its numbers would stand in each other's way.
            if at.is_multiple_of(10) && mm <= length - 4.0 {
                let place = if is_across { (mm - 1.4, 4.6, 5.0, 2.4) } else { (4.8, mm - 1.2, 5.0, 2.4) };
                elements.push(text("number", place, 2.2, &at.to_string()));
            }
            at += every;
        }
    }
    elements
}

fn cross() -> Vec<Element> {
    let (arm, thin) = (6.0, 0.25);
    vec![
        line((CALIBRATION_CROSS_MM - arm, CALIBRATION_CROSS_MM - thin / 2.0, 2.0 * arm, thin)),
        line((CALIBRATION_CROSS_MM - thin / 2.0, CALIBRATION_CROSS_MM - arm, thin, 2.0 * arm)),
        element(
            "cross",
            (CALIBRATION_CROSS_MM - 2.0, CALIBRATION_CROSS_MM - 2.0, 4.0, 4.0),
            Content::Frame { stroke_mm: Mm::new(thin), radius_mm: Mm::default(), fill: false },
        ),
        text("cross", (CALIBRATION_CROSS_MM + 2.6, CALIBRATION_CROSS_MM + 0.8, 12.0, 2.4), 2.2, "20/20"),
    ]
}

/// Full black, thin lines in both directions, and the smallest type: too light leaves gaps, too dark closes them.
fn patterns(width: f64, height: f64) -> Vec<Element> {
    let top = 29.0;
    if height < top + 9.0 || width < 46.0 {
        return Vec::new();
    }
    let mut elements = vec![element(
        "black",
        (INSIDE_MM + 1.0, top, 10.0, 8.0),
        Content::Frame { stroke_mm: Mm::new(0.5), radius_mm: Mm::default(), fill: true },
    )];
    for step in 0..8_u8 {
        let at = f64::from(step);
        elements.push(line((INSIDE_MM + 13.0, top + at, 8.0, 0.13)));
        elements.push(line((INSIDE_MM + 23.0 + at, top, 0.13, 8.0)));
    }
    if width >= 60.0 {
        elements.push(text("small", (INSIDE_MM + 33.0, top, 24.0, 2.4), 2.0, "鑫喆堃 0123 ABC"));
        let mut inverse = text("inverse", (INSIDE_MM + 33.0, top + 4.0, 14.0, 4.0), 3.0, "反白 Aa");
        if let Content::Text(text) = &mut inverse.content {
            text.inverse = true;
        }
        elements.push(inverse);
    }
    elements
}

/// The same code in modules of 2, 3 and 4 dots, as far as they fit.
fn barcodes(width: f64, height: f64, dpi: Dpi) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut top = 40.0;
    for dots in BARCODE_DOTS {
        let module_mm = f64::from(dots) * 25.4 / f64::from(u16::from(dpi));
        let long = BARCODE_MODULES * module_mm + 1.0;
        if INSIDE_MM + long > width || top + 12.0 > height {
            break;
        }
        // A hair more than the module, or rounding to hundredths could leave a dot less.
        let module = Mm::new(module_mm + 0.01);
        let content = Content::Code128 {
            value: BARCODE_TEXT.to_owned(),
            min_module_mm: Mm::new(module_mm - 0.02),
            max_module_mm: module,
        };
        elements.push(element("barcode", (INSIDE_MM, top, long, 8.0), content));
        elements.push(text("dots", (INSIDE_MM + 2.0, top + 8.2, 20.0, 2.4), 2.0, &format!("{dots} dots")));
        top += 13.0;
    }
    elements
}

#[cfg(all(test, feature = "engine"))]
mod tests {
    use super::*;
    use crate::{Font, LabelData, render, standard_templates};

    #[test]
    fn every_paper_at_every_resolution_has_its_ruler_in_whole_millimetres() {
        let font = Font::from_bytes(include_bytes!("../../assets/label-font.ttf").as_slice()).expect("a font");
        for template in standard_templates().iter().filter(|template| template.paper.width_mm.get() <= 110.0) {
            for dpi in Dpi::ALL {
                let page = calibration(template.paper, dpi, None);
                let label = render(&page, &LabelData::default(), &font, dpi).expect("the page is drawn");
                let (width, height) = (template.paper.width_mm.get(), template.paper.height_mm.get());
                let black_at = |x_mm: f64, y_mm: f64| {
                    let (x, y) = (Mm::new(x_mm).dots(dpi), Mm::new(y_mm).dots(dpi));
                    // A tick is 0.2 mm wide and centred on its millimetre.
                    let black = |x: i32, y: i32| label.raster.is_black(x.unsigned_abs(), y.unsigned_abs());
                    (-1..=1).any(|by| black(x + by, y) || black(x, y + by))
                };
                for at in [1.0, 5.0, 10.0, 20.0] {
                    assert!(black_at(at, 1.0), "{} {dpi:?} across at {at}", template.id);
                    assert!(black_at(1.0, at), "{} {dpi:?} down at {at}", template.id);
                    // At one millimetre the ticks of the other ruler are there too.
                    if at > 2.0 {
                        assert!(!black_at(at + 0.5, 1.0), "{} {dpi:?} across beside {at}", template.id);
                    }
                }
                if width > 30.0 && height > 30.0 {
                    assert!(black_at(CALIBRATION_CROSS_MM + 5.0, CALIBRATION_CROSS_MM));
                    assert!(black_at(CALIBRATION_CROSS_MM, CALIBRATION_CROSS_MM + 5.0));
                }
            }
        }
    }
}
