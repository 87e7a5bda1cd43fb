//! A picture in the languages of label printers. Every language gets the same dots.

mod cpcl;
mod epl;
mod escpos;
mod native;
mod tspl;
mod zpl;

use crate::length::Mm;
use crate::raster::{Raster, Region};
use crate::render::Label;
use crate::settings::{Direction, Finish, Gap, Language, PrintOptions, ZplCompression};

/// One picture as bytes for the printer, complete: whatever the printer did before, it prints this next.
pub fn encode(raster: &Raster, language: Language, options: &PrintOptions) -> Vec<u8> {
    match adjust(raster, options) {
        Some(adjusted) => speak(&adjusted, language, options, b""),
        None => speak(raster, language, options, b""),
    }
}

/// One label as bytes for the printer: [`encode`], or with [`PrintOptions::native`] barcodes, lines and plain text by the printer's own
/// commands and only the rest as dots. A label that is turned, mirrored or inverted is sent as dots alone.
pub fn encode_label(label: &Label, language: Language, options: &PrintOptions) -> Vec<u8> {
    let plain = options.direction == Direction::TopFirst && !options.mirror && !options.invert;
    if !options.native || !plain {
        return encode(&label.raster, language, options);
    }
    let shift = |mm: f64| Mm::new(mm).dots(label.raster.dpi());
    let (own, rest) = native::split(label, language, (shift(options.offset_x_mm), shift(options.offset_y_mm)));
    match adjust(&rest, options) {
        Some(adjusted) => speak(&adjusted, language, options, &own),
        None => speak(&rest, language, options, &own),
    }
}

/// The dots in a language, followed by commands of its own.
fn speak(picture: &Raster, language: Language, options: &PrintOptions, own: &[u8]) -> Vec<u8> {
    match language {
        Language::Zpl => zpl::encode(picture, options, own),
        Language::Tspl => tspl::encode(picture, options, own),
        Language::Cpcl => cpcl::encode(picture, options, own),
        Language::EscPos => escpos::encode(picture, options),
        Language::Epl => epl::encode(picture, options, own),
    }
}

/// The picture as this printer needs it, by turning the dots themselves, so that it works the same in every language; nothing if it
/// can stay as it is.
fn adjust(raster: &Raster, options: &PrintOptions) -> Option<Raster> {
    let shift = |mm: f64| Mm::new(mm).dots(raster.dpi());
    let (x, y) = (shift(options.offset_x_mm), shift(options.offset_y_mm));
    let plain = options.direction == Direction::TopFirst && !options.mirror && !options.invert;
    if plain && (x, y) == (0, 0) {
        return None;
    }
    let mut picture = raster.clone();
    if options.direction == Direction::BottomFirst {
        picture = picture.turned(2);
    }
    if options.mirror {
        picture = picture.mirrored();
    }
    if (x, y) != (0, 0) {
        let mut moved = Raster::new(picture.width_dots(), picture.height_dots(), picture.dpi());
        moved.draw(&picture, x, y);
        picture = moved;
    }
    if options.invert {
        picture.invert();
    }
    Some(picture)
}

/// The bytes of a region for the languages in which 0 is black: every bit turned over, so the padding is white too.
fn push_inverted(bytes: &mut Vec<u8>, raster: &Raster, region: Region) {
    for row in 0..region.rows {
        bytes.extend(raster.region_row(region, row).iter().map(|byte| !byte));
    }
}

/// A length in millimetres as TSPL writes it: at most two decimals, no exponent, never negative.
fn millimetres(length: f64) -> String {
    const LARGEST: f64 = 9_999.0;
    let bounded = if length.is_nan() { 0.0 } else { length.clamp(0.0, LARGEST) };
    let hundredths = (bounded * 100.0).round() as u32;
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, part) => format!("{whole}.{part:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_plainly() {
        for (length, text) in
            [(76.0, "76"), (100.5, "100.50"), (-3.0, "0"), (f64::NAN, "0"), (1e300, "9999"), (0.004, "0")]
        {
            assert_eq!(millimetres(length), text);
        }
    }
}
