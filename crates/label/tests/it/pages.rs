//! PNG, SVG and PDF of the same picture.

use label::{Dpi, pdf, png, svg};

use crate::{draw, samples};

#[test]
fn png_holds_every_dot_and_its_resolution() {
    let raster = draw("standard-76x130", &samples::usual(), Dpi::D300).raster;
    let bytes = png(&raster);
    let image = image::load_from_memory(&bytes).expect("a PNG").to_luma8();
    assert_eq!(image.dimensions(), (898, 1535));
    assert!(image.enumerate_pixels().all(|(x, y, pixel)| (pixel[0] == 0) == raster.is_black(x, y)));
    let physical = bytes.windows(4).position(|window| window == b"pHYs").expect("a pHYs chunk");
    assert_eq!(bytes[physical + 4..physical + 8], 11811_u32.to_be_bytes());
}

#[test]
fn svg_paths_cover_exactly_the_black_dots() {
    let label = draw("standard-100x180", &samples::usual(), Dpi::D203);
    let svg = svg(&label);
    assert!(
        svg.starts_with(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="180mm" viewBox="0 0 800 1440""#
        )
    );
    let path = svg.rsplit_once(" d=\"").expect("a path").1.split_once('"').expect("an end").0;
    let mut ink = vec![false; 800 * 1440];
    for rectangle in path.split_terminator('z') {
        let numbers: Vec<usize> = rectangle[1..]
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().expect("a number"))
            .collect();
        let [x, y, width, height, back] = numbers[..] else { panic!("{rectangle}") };
        assert_eq!(width, back);
        for at_y in y..y + height {
            for at_x in x..x + width {
                assert!(!std::mem::replace(&mut ink[at_y * 800 + at_x], true), "{at_x}, {at_y} is covered twice");
            }
        }
    }
    assert!((0..1440).all(|y| (0..800).all(|x| ink[(y * 800 + x) as usize] == label.raster.is_black(x, y))));
}

#[test]
fn pdf_has_a_page_of_exact_size_for_each_label() {
    let labels =
        [draw("standard-76x130", &samples::usual(), Dpi::D203), draw("standard-100x180", &samples::long(), Dpi::D300)];
    let bytes = pdf(&labels);
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.starts_with("%PDF-1.7") && text.contains("/Count 2"));
    assert!(
        text.contains("/MediaBox [0 0 215.43307 368.50394]") && text.contains("/MediaBox [0 0 283.46457 510.2362]"),
        "page sizes"
    );
    assert!(text.contains("/Width 608") && text.contains("/Width 1181") && text.contains("/BitsPerComponent 1"));
    // Every object lies where the table says.
    let table = bytes.windows(6).rposition(|window| window == b"\nxref\n").expect("a table");
    let lines = String::from_utf8_lossy(&bytes[table..]).into_owned();
    let offsets: Vec<usize> = lines
        .lines()
        .filter_map(|line| line.strip_suffix(" 00000 n "))
        .map(|at| at.parse().expect("a number"))
        .collect();
    assert_eq!(offsets.len(), 8);
    for (index, offset) in offsets.into_iter().enumerate() {
        assert!(bytes[offset..].starts_with(format!("{} 0 obj", index + 1).as_bytes()), "object {}", index + 1);
    }
    assert!(bytes.len() < 60_000, "{} bytes", bytes.len());
    assert!(String::from_utf8_lossy(&pdf::<&label::Label>([])).contains("/Count 0"));
}
