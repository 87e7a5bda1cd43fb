use super::*;

fn hear(unit: Unit, bytes: &[u8]) -> Vec<Reading> {
    Listener::new(unit).hear(bytes)
}

/// What scales say in kilograms where they name nothing, after a line that was begun before anybody listened.
fn said(text: &[u8]) -> Vec<Said> {
    hear(Unit::Kilogram, &[b"\r\n", text].concat()).into_iter().map(|reading| reading.said).collect()
}

const fn weight(grams: i32, is_stable: Option<bool>) -> Said {
    Said::Weight { grams, is_stable }
}

#[test]
fn lines_are_read_as_scales_write_them() {
    const STABLE: Option<bool> = Some(true);
    const MOVING: Option<bool> = Some(false);
    let table: [(&str, Said); 31] = [
        ("ST,GS,+  1.234kg", weight(1234, STABLE)),
        ("US,GS,+  1.230kg", weight(1230, MOVING)),
        ("ST,NT,-  0.500 kg", weight(-500, STABLE)),
        ("ST,GS,     0.0,kg", weight(0, STABLE)),
        ("ST,GS,    12.5, g", weight(13, STABLE)),
        ("ST,+00123.4  g", weight(123, STABLE)),
        ("st,gs,+  1.234kg", weight(1234, STABLE)),
        ("ST,GS,1,2,   0.880 kg", weight(880, STABLE)),
        ("ST,GS,+  2.000lb", weight(907, STABLE)),
        ("ST,GS,+  8.0oz", weight(227, STABLE)),
        ("ST,GS,+  1.234", weight(1234, STABLE)),
        ("OL,GS,+------kg", Said::OutOfRange),
        ("OL,+9999999E+19", Said::OutOfRange),
        ("UL,GS,-  0.200kg", Said::OutOfRange),
        ("S S      1.234 kg", weight(1234, STABLE)),
        ("S D      1.200 kg", weight(1200, MOVING)),
        ("S S      -12.0 g", weight(-12, STABLE)),
        ("S +", Said::OutOfRange),
        ("S -", Said::OutOfRange),
        ("wn01.234kg", weight(1234, None)),
        ("ww001234g", weight(1234, None)),
        ("WN-00.050kg", weight(-50, None)),
        ("  1.234 kg", weight(1234, None)),
        ("1.234 kg ?", weight(1234, MOVING)),
        ("1.234 kg S", weight(1234, STABLE)),
        ("G     +    250.0 g", weight(250, None)),
        ("Gross:   1.5 kg", weight(1500, None)),
        ("+001.234", weight(1234, None)),
        ("0.035", weight(35, None)),
        ("-0.000", weight(0, None)),
        ("OVER", Said::OutOfRange),
    ];
    for (line, expected) in table {
        for end in ["\r\n", "\r", "\n", "\x03"] {
            assert_eq!(said(format!("{line}{end}").as_bytes()), [expected], "{line:?} with {end:?}");
        }
        assert_eq!(said(format!("\x02{line}\x03").as_bytes()), [expected], "{line:?} framed");
    }
}

#[test]
fn what_is_no_weight_is_dropped() {
    let lines = [
        "",
        "5",
        "42",
        "QT,GS,+  12 PC",
        "ST,TR,+  0.200kg",
        "wt00.200kg",
        "T 0.200 kg",
        "S I",
        "S S kg",
        "1.2.3 kg",
        "1.234 kg 5.60 6.91",
        "123456789 g",
        "99999999 kg",
        "ST,GS,",
        "ST,GS,kg",
        "HELLO",
        "1.234 km",
        "+",
        "-",
        ".",
        "kg",
        "=",
        "==",
        "=-",
        "=1",
        "=123.45.6",
        "￥1.234kg",
    ];
    for line in lines {
        assert_eq!(said(format!("{line}\r\n").as_bytes()), [], "{line:?}");
    }
}

#[test]
fn the_rest_of_a_line_is_no_line() {
    // What is left of `ST,GS,+ 12.345kg` would be 5 g or 2.345 kg.
    for cut in [".345kg\r\n", "2.345kg\r\n", "345kg\r\n"] {
        assert_eq!(hear(Unit::Kilogram, cut.as_bytes()), [], "{cut:?}");
    }
    let heard = hear(Unit::Kilogram, b"345kg\r\nST,GS,+ 12.345kg\r\n");
    assert_eq!(heard, [Reading { protocol: Protocol::Flagged, said: weight(12_345, Some(true)) }]);
    // After what was too long, too.
    let long = [b"\r\n".as_slice(), &[b'7'; 500], b"1.234 kg\r\n0.500 kg\r\n"].concat();
    assert_eq!(said(&long), [weight(500, None)]);
}

#[test]
fn digits_behind_an_equals_sign_are_read_the_way_they_stand() {
    let grams = |text: &str| -> Vec<(Protocol, i32)> {
        let weight = |reading: Reading| match reading.said {
            Said::Weight { grams, .. } => (reading.protocol, grams),
            Said::OutOfRange => (reading.protocol, i32::MAX),
        };
        hear(Unit::Kilogram, text.as_bytes()).into_iter().map(weight).collect()
    };
    let (forwards, backwards) = (Protocol::Equals, Protocol::Backwards);
    // The point tells the way.
    assert_eq!(grams("=0003.000=0003.000="), [(forwards, 3000), (forwards, 3000)]);
    assert_eq!(grams("=000.3000=432.1000\r"), [(backwards, 3000), (backwards, 1234)]);
    assert_eq!(grams("=00.00000=01.20000="), [(backwards, 0), (backwards, 2100)]);
    // So does the sign.
    assert_eq!(grams("=-001.00="), [(forwards, -1000)]);
    assert_eq!(grams("=00.100-="), [(backwards, -1000)]);
    assert_eq!(grams("=  1.234=   0.5"), [], "no digit where a scale has five");
    assert_eq!(grams("= 01.234\r\n"), [(forwards, 1234)]);
    // Elsewhere zeros do, once two lines agree: 5.000 kg and 0.500 kg look the same.
    assert_eq!(grams("=005.000=005.000="), []);
    assert_eq!(grams("=000.000=005.001=005.002=005.000="), [(backwards, 0), (forwards, 5002), (forwards, 5000)]);
    assert_eq!(grams("=000.000=100.500=200.500=005.000="), [(backwards, 0), (backwards, 5002), (backwards, 500)]);
    assert_eq!(grams("=0.500kg\r\n"), [(Protocol::Plain, 500)]);
}

#[test]
fn a_yaohua_frame_needs_its_checksum() {
    let frame = b"\x02+0020002\x31\x42\x03";
    assert_eq!(hear(Unit::Kilogram, frame), [Reading { protocol: Protocol::Yaohua, said: weight(20_000, None) }]);
    assert_eq!(hear(Unit::Kilogram, b"\x02+0021002\x31\x42\x03"), []);
    assert_eq!(hear(Unit::Kilogram, b"\x02-0002500\x31\x38\x03"), [], "a wrong sum");
    let body = b"-0001233";
    let sum = body.iter().fold(0, |sum, byte| sum ^ byte);
    let text = format!("\x02{}{sum:02X}\x03", std::str::from_utf8(body).unwrap());
    assert_eq!(hear(Unit::Kilogram, text.as_bytes())[0].said, weight(-123, None));
}

/// A frame of Toledo, without checksum.
fn toledo(a: u8, b: u8, weight: &str) -> Vec<u8> {
    [&[STX, a, b, 0x20], weight.as_bytes(), b"     0", b"\r"].concat()
}

fn with_checksum(mut frame: Vec<u8>) -> Vec<u8> {
    let sum = frame.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
    frame.push(sum.wrapping_neg() & 0x7f);
    frame
}

#[test]
fn a_toledo_frame_says_its_point_sign_and_motion() {
    const KG: u8 = 0x30;
    let table = [
        (toledo(0x25, KG, "  1234"), weight(1234, Some(true))),
        (toledo(0x24, KG, "000150"), weight(1500, Some(true))),
        (toledo(0x22, KG, "    12"), weight(12_000, Some(true))),
        (toledo(0x21, KG, "     1"), weight(10_000, Some(true))),
        (toledo(0x25, KG | 0x08, "  1234"), weight(1234, Some(false))),
        (toledo(0x25, KG | 0x02, "  1234"), weight(-1234, Some(true))),
        (toledo(0x25, KG | 0x04, "  1234"), Said::OutOfRange),
        (toledo(0x24, 0x20, "   200"), weight(907, Some(true))),
        // Its first word may be the sign of other scales.
        (toledo(b'=', KG, "  1234"), weight(1234, Some(true))),
    ];
    for (frame, expected) in table {
        let twice = [frame.clone(), frame.clone(), vec![STX]].concat();
        assert_eq!(said(&twice), [expected; 2], "{frame:?}");
        let checked = with_checksum(frame);
        assert_eq!(said(&[checked.clone(), checked.clone()].concat()), [expected; 2], "{checked:?} with its sum");
        let mut wrong = checked.clone();
        *wrong.last_mut().unwrap() ^= 0x41;
        if !matches!(wrong.last(), Some(&STX | &CR | &LF)) {
            assert_eq!(said(&wrong), [], "{wrong:?} with a wrong sum");
        }
    }
    assert_eq!(said(&toledo(0x25, KG, "12a456")), []);
}

#[test]
fn seven_bits_with_parity_are_heard_on_a_line_of_eight() {
    let even = |byte: u8| if byte.count_ones().is_multiple_of(2) { byte } else { byte | 0x80 };
    let bytes: Vec<u8> = b"\r\nST,GS,+  1.234kg\r\n".iter().copied().map(even).collect();
    assert_eq!(hear(Unit::Kilogram, &bytes).len(), 1);
}

#[test]
fn a_scale_without_a_unit_counts_in_the_chosen_one() {
    let table = [(Unit::Gram, 1234), (Unit::Kilogram, 1_234_000), (Unit::Pound, 559_733)];
    for (unit, grams) in table {
        assert_eq!(hear(unit, b"\r\n001234\r\n")[0].said, weight(grams, None), "{unit:?}");
        assert_eq!(hear(unit, b"\r\n1.5kg\r\n")[0].said, weight(1500, None), "a unit it says goes before");
    }
}

mod any {
    use proptest::prelude::*;

    use super::*;

    /// Bytes as scales may send them, more often than pure chance would.
    fn stream() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..24),
            "(ST|US|OL),(GS|NT),[+ -] {0,4}[0-9.]{1,8} ?(kg|g|lb)\r\n".prop_map(String::into_bytes),
            "=[-0-9. ]{0,9}".prop_map(String::into_bytes),
            "\u{2}[ -?]{3}[ 0-9]{12}\r.?".prop_map(String::into_bytes),
            "\u{2}[+-][0-9]{7}[0-9A-F]{2}\u{3}".prop_map(String::into_bytes),
        ];
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn nothing_that_comes_breaks_it_however_it_is_cut(bytes in stream(), cuts in proptest::collection::vec(1usize..9, 0..40)) {
            let whole = hear(Unit::Kilogram, &bytes);
            let mut listener = Listener::new(Unit::Kilogram);
            let (mut heard, mut rest) = (Vec::new(), bytes.as_slice());
            for cut in cuts {
                let (piece, left) = rest.split_at(cut.min(rest.len()));
                heard.extend(listener.hear(piece));
                rest = left;
                prop_assert!(listener.line.len() <= LINE_BYTES_MAX);
            }
            heard.extend(listener.hear(rest));
            prop_assert_eq!(heard, whole);
        }

        #[test]
        fn a_weight_comes_through_every_form(grams in 0i32..50_000, is_stable: bool) {
            let kilograms = format!("{}.{:03}", grams / 1000, grams % 1000);
            let flag = if is_stable { "ST" } else { "US" };
            let text = format!("\r\n{flag},GS,+{kilograms:>8}kg\r\nwn{kilograms:0>7}kg\r\n={kilograms:0>8}=");
            let weights: Vec<Said> = hear(Unit::Gram, text.as_bytes()).into_iter().map(|reading| reading.said).collect();
            let known = [weight(grams, Some(is_stable)), weight(grams, None)];
            prop_assert_eq!(&weights[..2], &known[..]);
        }
    }
}
