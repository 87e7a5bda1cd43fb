//! What others make of our bytes: `labelize` draws the printer languages, `rxing` reads the barcodes.

use image::GrayImage;
use label::{Dpi, Language, PrintOptions, Raster, ZplCompression, encode, standard_template};
use rxing::BarcodeFormat;

use crate::{draw, samples};

const TEMPLATES: [&str; 2] = ["standard-76x130", "standard-100x180"];

/// The judge's picture of the first label.
fn judged(bytes: &[u8], language: labelize::Language, raster: &Raster) -> GrayImage {
    let dpmm = if raster.dpi() == Dpi::D203 { 8 } else { 12 };
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

#[test]
fn the_judge_draws_every_dot_of_zpl_tspl_and_cpcl() {
    for template in TEMPLATES {
        for dpi in [Dpi::D203, Dpi::D300] {
            let raster = draw(template, &samples::usual(), dpi).raster;
            let paper = PrintOptions::for_paper(standard_template(template).expect("known").paper);
            for compression in [ZplCompression::Z64, ZplCompression::Acs, ZplCompression::Hex] {
                let options = PrintOptions { zpl_compression: compression, ..paper.clone() };
                let bytes = encode(&raster, Language::Zpl, &options);
                let picture = judged(&bytes, labelize::Language::Zpl, &raster);
                assert_same(&picture, &raster, &format!("{template} {dpi:?} ZPL {compression:?}"));
            }
            for (ours, theirs) in
                [(Language::Tspl, labelize::Language::Tspl), (Language::Cpcl, labelize::Language::Cpcl)]
            {
                let bytes = encode(&raster, ours, &paper);
                assert_same(&judged(&bytes, theirs, &raster), &raster, &format!("{template} {dpi:?} {ours:?}"));
            }
        }
    }
}

/// labelize 1.10 prints EPL's `GW` white on black, against Zebra's page on the command ("1 = white dot"): so we expect the
/// opposite inside the fields it drew.
#[test]
fn the_judge_draws_epl_inverted_as_it_is_known_to() {
    let raster = draw("standard-76x130", &samples::usual(), Dpi::D203).raster;
    let options = PrintOptions::default();
    let bytes = encode(&raster, Language::Epl, &options);
    let picture = judged(&bytes, labelize::Language::Epl, &raster);
    let fields = crate::wires::epl_fields(&bytes);
    for y in 0..raster.height_dots() {
        for x in 0..raster.width_dots() {
            let inside = fields.iter().any(|field| field.holds(x, y));
            let black = picture.get_pixel(x, y)[0] < 128;
            assert_eq!(black, inside && !raster.is_black(x, y), "dot {x}, {y}");
        }
    }
}

#[test]
fn barcode_and_qr_are_read_from_the_judges_picture() {
    for template in TEMPLATES {
        let data = samples::long();
        let raster = draw(template, &data, Dpi::D203).raster;
        let options = PrintOptions::for_paper(standard_template(template).expect("known").paper);
        let picture = judged(&encode(&raster, Language::Zpl, &options), labelize::Language::Zpl, &raster);
        let (width, height) = picture.dimensions();
        for (format, text) in [(BarcodeFormat::CODE_128, &data.waybill_no), (BarcodeFormat::QR_CODE, &data.track_url)] {
            let read = rxing::helpers::detect_in_luma(picture.as_raw().clone(), width, height, Some(format));
            assert_eq!(read.expect("a barcode").getText(), text, "{template} {format}");
        }
    }
}

/// Each barcode alone, the upright ones turned, so that none is read in place of another.
#[test]
fn every_barcode_of_a_template_is_read_alone() {
    for template in TEMPLATES {
        let data = samples::usual();
        for dpi in Dpi::ALL {
            let raster = draw(template, &data, dpi).raster;
            for element in crate::layout::placed(template).into_iter().filter(|element| element.is_barcode) {
                let ((x, width), (y, height)) = (element.dots_across(dpi), element.dots_down(dpi));
                let part = GrayImage::from_fn(width, height, |dx, dy| {
                    image::Luma([if raster.is_black(x + dx, y + dy) { 0 } else { 255 }])
                });
                let part = if height > width { image::imageops::rotate270(&part) } else { part };
                let (width, height) = part.dimensions();
                let read =
                    rxing::helpers::detect_in_luma(part.into_raw(), width, height, Some(BarcodeFormat::CODE_128));
                assert_eq!(read.expect("a barcode").getText(), data.waybill_no, "{template} {} {dpi:?}", element.name);
            }
        }
    }
}
