//! What others make of our bytes: `labelize` draws the printer languages, `rxing` and `zbarimg` read the barcodes.

use std::{
    process::{Command, Stdio},
    sync::LazyLock,
};

use image::GrayImage;
use label::{
    Content, Dpi, Font, Label, LabelData, Language, PrintOptions, Raster, TemplateKind, ZplCompression, encode,
    encode_label, standard_template, standard_templates,
};
use rxing::BarcodeFormat;

use placed::{Placed, placed};

#[path = "../../tests/it/fields.rs"]
mod fields;
#[path = "../../tests/it/placed.rs"]
mod placed;
#[path = "../../tests/it/samples.rs"]
mod samples;

static FONT: LazyLock<Font> = LazyLock::new(|| {
    let bytes: &[u8] = include_bytes!("../../assets/label-font.ttf");
    Font::from_bytes(bytes).expect("the font of the repository")
});

fn draw(template: &str, data: &LabelData, dpi: Dpi) -> Label {
    label::render(standard_template(template).expect(template), data, &FONT, dpi).expect(template)
}

/// The judge's picture of the first label.
fn judged(bytes: &[u8], language: labelize::Language, raster: &Raster) -> GrayImage {
    let dpmm = match raster.dpi() {
        Dpi::D203 => 8,
        Dpi::D300 => 12,
        Dpi::D600 => 24,
    };
    // The judge counts whole dots a millimetre, so its paper is given the size at which its dots are ours.
    let millimetres = |dots: u32| Some(f64::from(dots) / f64::from(dpmm));
    let settings = labelize::RenderOptions {
        language: Some(language),
        width_mm: millimetres(raster.width_dots()),
        height_mm: millimetres(raster.height_dots()),
        dpmm,
        antialias: false,
    };
    let rendered = labelize::render_png(bytes, settings).expect("the judge draws it");
    assert_eq!(rendered.labels, 1);
    image::load_from_memory(&rendered.bytes).expect("a PNG").to_luma8()
}

fn assert_same(picture: &GrayImage, raster: &Raster, what: &str) {
    let mut differing = 0;
    for y in 0..raster.height_dots() {
        for x in 0..raster.width_dots() {
            let black = picture.get_pixel_checked(x, y).is_some_and(|pixel| pixel[0] < 128);
            differing += u32::from(black != raster.is_black(x, y));
        }
    }
    assert_eq!(differing, 0, "{what}: dots that differ");
}

/// The templates that are judged at a resolution: no label printer takes an A4 sheet, so those are drawn at the usual one only.
fn judged_at(dpi: Dpi) -> impl Iterator<Item = &'static label::Template> {
    let is_sheet = |template: &label::Template| template.id.ends_with("-a4");
    standard_templates().iter().filter(move |template| dpi == Dpi::D203 || !is_sheet(template))
}

/// At each resolution on its own, so that they run beside each other: the judge takes its time with fine print.
fn the_judge_draws_every_dot(dpi: Dpi) {
    for template in judged_at(dpi) {
        let raster = draw(&template.id, &samples::usual(), dpi).raster;
        let paper = PrintOptions::for_paper(template.paper);
        for compression in [ZplCompression::Acs, ZplCompression::Z64, ZplCompression::Hex] {
            if compression == ZplCompression::Hex && dpi != Dpi::D203 {
                continue;
            }
            let options = PrintOptions { zpl_compression: compression, ..paper.clone() };
            let bytes = encode(&raster, Language::Zpl, &options);
            let picture = judged(&bytes, labelize::Language::Zpl, &raster);
            assert_same(&picture, &raster, &format!("{} {dpi:?} ZPL {compression:?}", template.id));
        }
        for (ours, theirs) in [(Language::Tspl, labelize::Language::Tspl), (Language::Cpcl, labelize::Language::Cpcl)] {
            let bytes = encode(&raster, ours, &paper);
            assert_same(&judged(&bytes, theirs, &raster), &raster, &format!("{} {dpi:?} {ours:?}", template.id));
        }
    }
}

#[test]
fn the_judge_draws_every_dot_of_zpl_tspl_and_cpcl_at_203_dpi() {
    the_judge_draws_every_dot(Dpi::D203);
}

#[test]
fn the_judge_draws_every_dot_of_zpl_tspl_and_cpcl_at_300_dpi() {
    the_judge_draws_every_dot(Dpi::D300);
}

#[test]
fn the_judge_draws_every_dot_of_zpl_tspl_and_cpcl_at_600_dpi() {
    the_judge_draws_every_dot(Dpi::D600);
}

/// labelize 1.10 prints EPL's `GW` white on black, against Zebra's page on the command ("1 = white dot"): so we expect the
/// opposite inside the fields it drew.
#[test]
fn the_judge_draws_epl_inverted_as_it_is_known_to() {
    for (template, dpi) in
        [Dpi::D203, Dpi::D300].into_iter().flat_map(|dpi| judged_at(dpi).map(move |one| (&one.id, dpi)))
    {
        let raster = draw(template, &samples::usual(), dpi).raster;
        let options = PrintOptions::default();
        let bytes = encode(&raster, Language::Epl, &options);
        let picture = judged(&bytes, labelize::Language::Epl, &raster);
        let fields = fields::epl_fields(&bytes);
        for y in 0..raster.height_dots() {
            for x in 0..raster.width_dots() {
                let inside = fields.iter().any(|field| field.holds(x, y));
                let black = picture.get_pixel(x, y)[0] < 128;
                assert_eq!(black, inside && !raster.is_black(x, y), "{template} {dpi:?}: dot {x}, {y}");
            }
        }
    }
}

fn gray(raster: &Raster) -> GrayImage {
    GrayImage::from_fn(raster.width_dots(), raster.height_dots(), |x, y| {
        image::Luma([if raster.is_black(x, y) { 0 } else { 255 }])
    })
}

fn read(picture: &GrayImage, format: BarcodeFormat) -> Option<String> {
    let (width, height) = picture.dimensions();
    let read = rxing::helpers::detect_in_luma(picture.as_raw().clone(), width, height, Some(format));
    read.ok().map(|read| read.getText().to_owned())
}

/// What zbar reads, each line one barcode. `cargo xtask test` installs it; without it (on other systems) the second opinion is missing.
fn zbar(picture: &GrayImage) -> Option<String> {
    let mut file = Vec::new();
    picture.write_to(&mut std::io::Cursor::new(&mut file), image::ImageFormat::Png).expect("a PNG");
    let mut child = Command::new("zbarimg")
        .args(["--raw", "--quiet", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .inspect_err(|error| assert!(std::env::var_os("YUNDAN_NEEDS_ZBAR").is_none(), "zbarimg: {error}"))
        .ok()?;
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), &file).expect("zbarimg reads");
    let output = child.wait_with_output().expect("zbarimg ends");
    Some(String::from_utf8(output.stdout).expect("text"))
}

#[test]
fn barcode_and_qr_are_read_from_the_judges_picture() {
    for template in standard_templates().iter().filter(|template| template.kind == TemplateKind::Waybill) {
        let data = samples::long();
        let raster = draw(&template.id, &data, Dpi::D203).raster;
        let options = PrintOptions::for_paper(template.paper);
        let picture = judged(&encode(&raster, Language::Zpl, &options), labelize::Language::Zpl, &raster);
        for (format, text) in [(BarcodeFormat::CODE_128, &data.waybill_no), (BarcodeFormat::QR_CODE, &data.track_url)] {
            assert_eq!(read(&picture, format).as_ref(), Some(text), "{} {format}", template.id);
        }
        if let Some(lines) = zbar(&picture) {
            for text in [&data.waybill_no, &data.track_url] {
                assert!(lines.lines().any(|line| line == text), "{}: zbar read {lines:?}", template.id);
            }
        }
    }
}

/// The part of a picture in which an element lies, upright.
fn cut(raster: &Raster, element: &Placed) -> GrayImage {
    let dpi = raster.dpi();
    let ((x, width), (y, height)) = (element.dots_across(dpi), element.dots_down(dpi));
    let part = GrayImage::from_fn(width, height, |dx, dy| {
        image::Luma([if raster.is_black(x + dx, y + dy) { 0 } else { 255 }])
    });
    if height > width { image::imageops::rotate270(&part) } else { part }
}

/// What the barcodes of a template say.
fn barcode_value(kind: TemplateKind) -> String {
    let data = samples::usual();
    if kind == TemplateKind::Item { data.items[0].code.clone() } else { data.waybill_no }
}

/// Each barcode alone, the upright ones turned, so that none is read in place of another.
#[test]
fn every_barcode_of_a_template_is_read_alone() {
    for dpi in Dpi::ALL {
        for template in judged_at(dpi) {
            let raster = draw(&template.id, &samples::usual(), dpi).raster;
            for element in placed(&template.id).into_iter().filter(|element| element.is_barcode) {
                let text = read(&cut(&raster, &element), BarcodeFormat::CODE_128);
                let expected = Some(barcode_value(template.kind));
                assert_eq!(text, expected, "{} {} {dpi:?}", template.id, element.name);
            }
        }
    }
}

/// A hot head burns bars wide, a worn one leaves them thin: one dot of each bar is eaten from one side.
#[test]
fn main_barcodes_survive_a_dot_eaten_from_each_bar() {
    for template in standard_templates().iter().filter(|template| template.kind == TemplateKind::Waybill) {
        let raster = draw(&template.id, &samples::usual(), Dpi::D203).raster;
        let main = placed(&template.id).into_iter().find(|element| element.name == "barcode").expect("a main barcode");
        let part = cut(&raster, &main);
        let black = |x: i64, y: u32| x >= 0 && part.get_pixel(x as u32, y)[0] == 0;
        let eaten = GrayImage::from_fn(part.width(), part.height(), |x, y| {
            let stays = black(i64::from(x), y) && black(i64::from(x) - 1, y);
            image::Luma([if stays { 0 } else { 255 }])
        });
        let ink = |picture: &GrayImage| picture.pixels().filter(|pixel| pixel[0] == 0).count();
        assert!(ink(&eaten) < ink(&part), "something was eaten");
        let number = Some(barcode_value(template.kind));
        assert_eq!(read(&eaten, BarcodeFormat::CODE_128), number, "{}", template.id);
        if let Some(lines) = zbar(&eaten) {
            assert_eq!(lines.lines().next(), number.as_deref(), "{}: zbar", template.id);
        }
    }
}

/// The whole label turned by three degrees, as it lies on a parcel under a camera.
#[test]
fn labels_lying_askew_are_read() {
    for template in standard_templates().iter().filter(|template| template.kind == TemplateKind::Waybill) {
        let data = samples::usual();
        let askew = turned_by_degrees(&gray(&draw(&template.id, &data, Dpi::D203).raster), 3.0);
        for (format, text) in [(BarcodeFormat::CODE_128, &data.waybill_no), (BarcodeFormat::QR_CODE, &data.track_url)] {
            assert_eq!(read(&askew, format).as_ref(), Some(text), "{} {format}", template.id);
        }
        if let Some(lines) = zbar(&askew) {
            assert!(lines.lines().any(|line| *line == data.waybill_no), "{}: zbar read {lines:?}", template.id);
        }
    }
}

/// Turned around its middle on white paper; every pixel mixes the four it came from.
fn turned_by_degrees(picture: &GrayImage, degrees: f64) -> GrayImage {
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let margin = picture.height() / 10;
    let (width, height) = (picture.width() + 2 * margin, picture.height() + 2 * margin);
    let level = |x: i64, y: i64| match (u32::try_from(x), u32::try_from(y)) {
        (Ok(x), Ok(y)) => picture.get_pixel_checked(x, y).map_or(255.0, |pixel| f64::from(pixel[0])),
        _ => 255.0,
    };
    GrayImage::from_fn(width, height, |x, y| {
        let (dx, dy) = (f64::from(x) - f64::from(width) / 2.0, f64::from(y) - f64::from(height) / 2.0);
        let from_x = dx * cosine + dy * sine + f64::from(picture.width()) / 2.0;
        let from_y = -dx * sine + dy * cosine + f64::from(picture.height()) / 2.0;
        let (left, top) = (from_x.floor(), from_y.floor());
        let (right_share, low_share) = (from_x - left, from_y - top);
        let (left, top) = (left as i64, top as i64);
        let upper = level(left, top) * (1.0 - right_share) + level(left + 1, top) * right_share;
        let lower = level(left, top + 1) * (1.0 - right_share) + level(left + 1, top + 1) * right_share;
        image::Luma([(upper * (1.0 - low_share) + lower * low_share) as u8])
    })
}

/// Barcodes that the printer draws by itself stand where ours stand, and say the same.
#[test]
fn native_barcodes_are_read_where_ours_stand() {
    for template in ["standard-76x130", "standard-100x180", "standard-100x100"] {
        let data = samples::usual();
        let label = draw(template, &data, Dpi::D203);
        let paper = standard_template(template).expect("known").paper;
        let options = PrintOptions { native: true, ..PrintOptions::for_paper(paper) };
        for (ours, theirs) in [
            (Language::Zpl, labelize::Language::Zpl),
            (Language::Tspl, labelize::Language::Tspl),
            (Language::Cpcl, labelize::Language::Cpcl),
        ] {
            let bytes = encode_label(&label, ours, &options);
            let shown = String::from_utf8_lossy(&bytes);
            let command = match ours {
                Language::Zpl => "^BC",
                Language::Tspl => "BARCODE ",
                _ => "BARCODE 128",
            };
            assert!(shown.contains(command), "{template} {ours:?}");
            let picture = judged(&bytes, theirs, &label.raster);
            for element in placed(template).into_iter().filter(|element| element.is_barcode) {
                let ((x, width), (y, height)) = (element.dots_across(Dpi::D203), element.dots_down(Dpi::D203));
                let part = image::imageops::crop_imm(&picture, x, y, width, height).to_image();
                let part = if height > width { image::imageops::rotate270(&part) } else { part };
                let text = read(&part, BarcodeFormat::CODE_128);
                assert_eq!(text.as_ref(), Some(&data.waybill_no), "{template} {ours:?} {}", element.name);
            }
        }
    }
}

#[test]
fn templates_with_pictures_and_every_turn_are_judged() {
    let mut template = standard_template("standard-76x130").expect("known").clone();
    let logo = {
        use base64::Engine;
        let mut file = Vec::new();
        let ramp = GrayImage::from_fn(90, 60, |x, y| image::Luma([((x * 2 + y) % 256) as u8]));
        ramp.write_to(&mut std::io::Cursor::new(&mut file), image::ImageFormat::Png).expect("a PNG");
        base64::engine::general_purpose::STANDARD.encode(file)
    };
    for (at, (dither, rotation)) in
        [("threshold", 0), ("floyd_steinberg", 90), ("ordered", 180)].into_iter().enumerate()
    {
        let element = serde_json::json!({"kind": "image", "name": "logo", "x_mm": 3 + at * 22, "y_mm": 22.5, "width_mm": 20, "height_mm": 8,
            "rotation": rotation, "png": logo, "dither": dither});
        template.parts[1].elements.push(serde_json::from_value(element).expect("an element"));
    }
    assert!(matches!(template.parts[1].elements.last().map(|element| &element.content), Some(Content::Image(_))));
    let label = label::render(&template, &samples::usual(), &FONT, Dpi::D203).expect("a label");
    assert_eq!(label.warnings, []);
    let bytes = encode(&label.raster, Language::Zpl, &PrintOptions::default());
    assert_same(&judged(&bytes, labelize::Language::Zpl, &label.raster), &label.raster, "pictures");
}
