//! The printer languages read by parsers of our own, written from the manuals.

use label::{Direction, Dpi, Finish, Gap, Language, PrintOptions, Raster, ZplCompression, encode, encode_label};

use crate::{
    draw,
    fields::{Field, epl_fields, find},
    samples,
};

fn assert_same(fields: &[Field], raster: &Raster) {
    for y in 0..raster.height_dots() {
        for x in 0..raster.width_dots() {
            let black = fields.iter().any(|field| field.holds(x, y) && field.is_black(x, y));
            assert_eq!(black, raster.is_black(x, y), "dot {x}, {y}");
        }
    }
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
        (Language::Zpl, vec!["~SD", "^MD", "^MM", "^PR", "^MN", "^MT", "^JU", "!"], vec!["^MD2^PR4", "^PQ3,0,1,N"]),
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

/// ESC/POS from the specification alone: `ESC @`, `GS v 0 m xL xH yL yH d…`, `GS FF`, `ESC d n`, `GS V 66 n`; anything else fails.
fn escpos_labels(bytes: &[u8]) -> Vec<Vec<Field>> {
    let mut labels = vec![Vec::new()];
    let (mut rest, mut y) = (bytes, 0);
    while let Some((head, after)) = rest.split_first_chunk::<2>() {
        rest = match head {
            b"\x1b@" => after,
            b"\x1dv" => {
                let [b'0', 0, x_low, x_high, y_low, y_high] = after[..6] else { panic!("mode {:?}", &after[..2]) };
                let (width, rows) =
                    (usize::from(u16::from_le_bytes([x_low, x_high])), u16::from_le_bytes([y_low, y_high]));
                assert!(width > 0 && rows > 0 && rows <= 2303);
                let (bits, after) = after[6..].split_at(width * usize::from(rows));
                let field = Field { x: 0, y, width, rows: rows.into(), bits: bits.to_vec() };
                labels.last_mut().expect("one").push(field);
                y += u32::from(rows);
                after
            }
            b"\x1d\x0c" | b"\x1bd" => {
                labels.push(Vec::new());
                y = 0;
                if head == b"\x1bd" { &after[1..] } else { after }
            }
            b"\x1dV" => {
                assert_eq!(after[..2], [66, 0], "feed and cut");
                &after[2..]
            }
            other => panic!("unknown command {other:?}"),
        };
    }
    assert!(rest.is_empty(), "a byte too many");
    assert!(labels.pop().is_some_and(|last| last.is_empty()), "each label is fed out");
    labels
}

#[test]
fn escpos_is_read_back_dot_by_dot_for_every_template() {
    for template in label::standard_templates() {
        for (name, data) in samples::all() {
            if template.paper.width_mm == label::Mm::whole(210) && name != "usual" {
                continue;
            }
            let raster = draw(&template.id, &data, Dpi::D203).raster;
            let options = PrintOptions { copies: 2, finish: Some(Finish::Cut), ..PrintOptions::default() };
            for options in [options.clone(), PrintOptions { gap: Gap::Continuous, ..options }] {
                let labels = escpos_labels(&encode(&raster, Language::EscPos, &options));
                assert_eq!(labels.len(), 2, "{} {name}", template.id);
                labels.iter().for_each(|fields| assert_same(fields, &raster));
            }
        }
    }
}

#[test]
fn finishes_mirrors_and_offsets() {
    let raster = draw("standard-60x40", &samples::usual(), Dpi::D203).raster;
    let with = |finish| PrintOptions { finish: Some(finish), ..PrintOptions::default() };
    let text =
        |language, options: &PrintOptions| String::from_utf8_lossy(&encode(&raster, language, options)).into_owned();
    for (language, finish, words) in [
        (Language::Zpl, Finish::Tear, "^MMT"),
        (Language::Zpl, Finish::Peel, "^MMP"),
        (Language::Zpl, Finish::Cut, "^MMC"),
        (Language::Tspl, Finish::Tear, "SET TEAR ON\r\n"),
        (Language::Tspl, Finish::Peel, "SET PEEL ON\r\n"),
        (Language::Tspl, Finish::Cut, "SET CUTTER 1\r\n"),
        (Language::Epl, Finish::Cut, "P1\r\nC\r\n"),
    ] {
        assert!(text(language, &with(finish)).contains(words), "{language:?} {finish:?}");
        assert!(!text(language, &PrintOptions::default()).contains(words), "{language:?} {finish:?}");
    }
    let dots = |options: &PrintOptions| {
        let fields = escpos_labels(&encode(&raster, Language::EscPos, options)).remove(0);
        move |x: u32, y: u32| fields.iter().any(|field| field.holds(x, y) && field.is_black(x, y))
    };
    let mirrored = dots(&PrintOptions { mirror: true, ..PrintOptions::default() });
    let moved = dots(&PrintOptions { offset_x_mm: 2.0, offset_y_mm: -1.0, ..PrintOptions::default() });
    let (width, height) = (raster.width_dots(), raster.height_dots());
    for y in 0..height {
        for x in 0..width {
            assert_eq!(mirrored(x, y), raster.is_black(width - 1 - x, y), "mirrored {x}, {y}");
            let expected = x >= 16 && y + 8 < height && raster.is_black(x - 16, y + 8);
            assert_eq!(moved(x, y), expected, "moved {x}, {y}");
        }
    }
    assert_eq!(raster.mirrored().mirrored(), raster);
}

/// Every control and command character of every language, in every field: the native mode sends none of it as text.
#[test]
fn native_text_cannot_carry_commands() {
    let evil = "^XZ~JR\"\r\nPRINT 9,9\r\n! 0 200\r\n\u{1b}@\\";
    let mut data = samples::usual();
    data.service = evil.to_owned();
    data.order_no = format!("A{evil}");
    data.receiver.name = "plain name".to_owned();
    data.track_url = format!("https://yundan.example/{evil}");
    let label = draw("standard-76x130", &data, Dpi::D203);
    let options = PrintOptions { native: true, ..PrintOptions::default() };
    for language in Language::ALL {
        let bytes = encode_label(&label, language, &options);
        for word in ["~JR", "PRINT 9", "! 0 200\r\n\u{1b}", "\u{1b}@\\", "yundan.example/^"] {
            assert!(find(&bytes, word.as_bytes()).is_none(), "{language:?} {word:?}");
        }
        if language == Language::Zpl {
            assert_eq!(bytes.windows(3).filter(|window| window == b"^XZ").count(), 1);
            assert!(find(&bytes, b"^FDplain name^FS").is_some());
        }
    }
}

#[test]
fn native_mode_of_a_label_in_ascii_is_at_most_a_kilobyte_and_a_half() {
    let template = ascii_template();
    let mut data = samples::usual();
    data.service = "Standard".to_owned();
    data.bag_hub = "Hangzhou Hub".to_owned();
    data.shop = "Qinghe".to_owned();
    data.goods = "Cardigan L".to_owned();
    data.remark = "Fragile".to_owned();
    for party in [&mut data.sender, &mut data.receiver] {
        *party = label::Party {
            name: "Li W".to_owned(),
            phone: "138-55".to_owned(),
            region: "Zhejiang Hangzhou".to_owned(),
            detail: "Wensan Lu 199".to_owned(),
        };
    }
    let label = label::render(&template, &data, &crate::FONT, Dpi::D203).expect("a label");
    let options = PrintOptions { native: true, ..PrintOptions::for_paper(template.paper) };
    let bytes = encode_label(&label, Language::Zpl, &options);
    assert!(bytes.len() <= 1_536, "{} bytes\n{}", bytes.len(), String::from_utf8_lossy(&bytes));
    // The upright barcode is lines there.
    let bytes = encode_label(&label, Language::Tspl, &options);
    assert!(bytes.len() <= 2_560, "{} bytes\n{}", bytes.len(), String::from_utf8_lossy(&bytes));
}

/// The usual label without the hanzi of its own.
fn ascii_template() -> label::Template {
    let mut template = label::standard_template("standard-76x130").expect("known").clone();
    for part in &mut template.parts {
        part.elements.retain_mut(|element| {
            if let label::Content::Text(text) = &mut element.content {
                text.value = text.value.chars().filter(char::is_ascii).collect();
                text.inverse = false;
                return !text.value.trim().is_empty() && element.rotation == label::Rotation::None;
            }
            true
        });
    }
    template
}
