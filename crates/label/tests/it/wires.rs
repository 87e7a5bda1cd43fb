//! The printer languages read by parsers of our own, written from the manuals.

use label::{Direction, Dpi, Gap, Language, PrintOptions, Raster, ZplCompression, encode};

use crate::{draw, samples};

/// A raster field: rows of bytes at a place, 1 = black.
pub struct Field {
    x: u32,
    y: u32,
    width: usize,
    rows: usize,
    bits: Vec<u8>,
}

impl Field {
    pub fn holds(&self, x: u32, y: u32) -> bool {
        (self.x..self.x + self.width as u32 * 8).contains(&x) && (self.y..self.y + self.rows as u32).contains(&y)
    }

    fn is_black(&self, x: u32, y: u32) -> bool {
        let (x, y) = ((x - self.x) as usize, (y - self.y) as usize);
        self.bits[y * self.width + x / 8] & (0x80 >> (x % 8)) != 0
    }
}

fn assert_same(fields: &[Field], raster: &Raster) {
    for y in 0..raster.height_dots() {
        for x in 0..raster.width_dots() {
            let black = fields.iter().any(|field| field.holds(x, y) && field.is_black(x, y));
            assert_eq!(black, raster.is_black(x, y), "dot {x}, {y}");
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// Fields of `GW x,y,bytes,rows,DATA` in which 0 is black.
pub fn epl_fields(bytes: &[u8]) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut rest = &bytes[find(bytes, b"GW").expect("a field")..];
    while rest.starts_with(b"GW") {
        let mut numbers = rest[2..].splitn(5, |byte| *byte == b',');
        let mut next = || -> usize {
            std::str::from_utf8(numbers.next().expect("a number")).expect("text").parse().expect("a number")
        };
        let (x, y, width, rows) = (next(), next(), next(), next());
        let start = rest.len() - numbers.next().expect("data").len();
        let end = start + width * rows;
        let bits = rest[start..end].iter().map(|byte| !byte).collect();
        fields.push(Field { x: x as u32, y: y as u32, width, rows, bits });
        rest = rest[end..].strip_prefix(b"\r\n").expect("a line end after the data");
    }
    assert!(rest.starts_with(b"P1\r\n"), "the print command follows the fields");
    fields
}

#[test]
fn epl_holds_every_dot() {
    for template in ["standard-76x130", "standard-100x180"] {
        let raster = draw(template, &samples::usual(), Dpi::D203).raster;
        let bytes = encode(&raster, Language::Epl, &PrintOptions::default());
        assert!(
            bytes.starts_with(
                format!("\r\nN\r\nq{}\r\nQ{},16\r\n", raster.width_dots(), raster.height_dots()).as_bytes()
            )
        );
        assert_same(&epl_fields(&bytes), &raster);
    }
}

#[test]
fn escpos_holds_every_dot_in_bands() {
    for dpi in [Dpi::D203, Dpi::D300] {
        let raster = draw("standard-100x180", &samples::long(), dpi).raster;
        let bytes = encode(&raster, Language::EscPos, &PrintOptions::default());
        let mut rest = bytes.strip_prefix(b"\x1b@").expect("initialised");
        let (mut fields, mut y) = (Vec::new(), 0);
        while let Some(field) = rest.strip_prefix(b"\x1dv0\x00") {
            let width = usize::from(u16::from_le_bytes([field[0], field[1]]));
            let rows = usize::from(u16::from_le_bytes([field[2], field[3]]));
            assert!(rows <= 1024 && width > 0);
            fields.push(Field { x: 0, y, width, rows, bits: field[4..4 + width * rows].to_vec() });
            y += rows as u32;
            rest = &field[4 + width * rows..];
        }
        assert_eq!(rest, b"\x1d\x0c", "the next label");
        assert_same(&fields, &raster);
    }
}

#[test]
fn z64_carries_the_checksum_of_its_characters() {
    let raster = draw("standard-76x130", &samples::usual(), Dpi::D203).raster;
    let options = PrintOptions { zpl_compression: ZplCompression::Z64, ..PrintOptions::default() };
    let zpl = String::from_utf8(encode(&raster, Language::Zpl, &options)).expect("ASCII");
    let (coded, rest) = zpl.split_once(":Z64:").expect("a field").1.split_once(':').expect("a checksum");
    let mut crc = 0_u32;
    for byte in coded.bytes() {
        crc ^= u32::from(byte) << 8;
        for _ in 0..8 {
            crc <<= 1;
            if crc & 0x10000 != 0 {
                crc ^= 0x11021;
            }
        }
    }
    assert_eq!(&rest[..4], format!("{crc:04X}"));
}

#[test]
fn a_usual_label_is_at_most_ten_kilobytes_of_zpl() {
    let raster = draw("standard-76x130", &samples::usual(), Dpi::D203).raster;
    let options = PrintOptions { zpl_compression: ZplCompression::Z64, ..PrintOptions::default() };
    let wire = encode(&raster, Language::Zpl, &options).len();
    assert!(wire <= 10_240, "{wire} bytes");
}

#[test]
fn options_appear_only_when_set() {
    let raster = draw("standard-76x130", &samples::bare(), Dpi::D203).raster;
    let text =
        |language, options: &PrintOptions| String::from_utf8_lossy(&encode(&raster, language, options)).into_owned();
    let plain = PrintOptions { zpl_compression: ZplCompression::Acs, ..PrintOptions::default() };
    let set =
        PrintOptions { density: Some(9), speed: Some(4), copies: 3, gap: Gap::BlackMark { mm: 3.5 }, ..plain.clone() };
    for (language, unset, wanted) in [
        (Language::Zpl, vec!["~SD", "^PR", "^MN", "^MT", "^JU", "!"], vec!["~SD18", "^PR4", "^PQ3,0,1,N"]),
        (
            Language::Tspl,
            vec!["DENSITY", "SPEED"],
            vec!["DENSITY 9\r\n", "SPEED 4\r\n", "BLINE 3.50 mm,0 mm", "PRINT 1,3\r\n"],
        ),
        (Language::Epl, vec!["\r\nD", "\r\nS"], vec!["\r\nD9\r\n", "\r\nS4\r\n", "Q1040,B28\r\n", "P3\r\n"]),
        (Language::Cpcl, vec!["SPEED"], vec!["SPEED 4\r\n", "! 0 200 200 1040 3\r\n"]),
    ] {
        let (without, with) = (text(language, &plain), text(language, &set));
        assert!(unset.iter().all(|word| !without.contains(word)), "{language:?}");
        assert!(wanted.iter().all(|word| with.contains(word)), "{language:?}: {wanted:?}");
    }
}

#[test]
fn bottom_first_and_inverted_change_every_language_alike() {
    let raster = draw("standard-76x130", &samples::bare(), Dpi::D203).raster;
    let plain = PrintOptions::default();
    let turned = PrintOptions { direction: Direction::BottomFirst, ..plain.clone() };
    let inverted = PrintOptions { invert: true, ..plain.clone() };
    for language in Language::ALL {
        assert_eq!(encode(&raster, language, &turned), encode(&raster.turned(2), language, &plain), "{language:?}");
        assert_ne!(encode(&raster, language, &inverted), encode(&raster, language, &plain), "{language:?}");
    }
    let field = &epl_fields(&encode(&raster, Language::Epl, &inverted))[0];
    assert!(field.is_black(0, 0) && !raster.is_black(0, 0));
}

#[test]
fn options_are_stored_as_json() {
    let options: PrintOptions =
        serde_json::from_str(r#"{"zpl_compression":"acs","gap":{"kind":"gap","mm":3},"direction":"bottom_first"}"#)
            .expect("JSON");
    assert_eq!((options.zpl_compression, options.gap, options.copies), (ZplCompression::Acs, Gap::Gap { mm: 3.0 }, 1));
    for language in Language::ALL {
        assert_eq!(language.name().parse(), Ok(language));
        assert_eq!(serde_json::to_string(&language).expect("JSON"), format!("\"{}\"", language.name()));
    }
}
