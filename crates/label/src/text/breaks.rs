//! Where lines may break: between hanzi, at spaces and after hyphens, never inside a word or number that fits on a line,
//! and never so that closing punctuation starts a line or opening punctuation ends one.

use super::meter::Measure;
use crate::font::Shape;

const NOT_AT_START: &str = "，。、；：？！）」』】》〉〕］｝”’…·,.;:?!)]}%％°℃";
const NOT_AT_END: &str = "（「『【《〈〔［｛“‘([{#￥$№";

/// Lines no wider than `width`, as long as a single character fits.
pub(super) fn wrap<M: Measure>(shapes: &[Shape], width: u32, meter: impl Fn() -> M) -> Vec<Vec<Shape>> {
    let mut lines = Vec::new();
    let mut rest = shapes;
    while !rest.is_empty() {
        let length = line_length(rest, width, meter());
        let (line, after) = rest.split_at(length);
        lines.push(without_trailing_spaces(line));
        rest = after;
        while let Some((Shape { character: ' ', .. }, after)) = rest.split_first() {
            rest = after;
        }
    }
    lines
}

/// How many shapes the next line takes; at least one.
fn line_length(shapes: &[Shape], width: u32, mut meter: impl Measure) -> usize {
    let mut fitting = 0;
    for shape in shapes {
        meter.add(shape);
        // A space may hang over the edge: it prints nothing.
        if shape.character != ' ' && meter.width() > width {
            break;
        }
        fitting += 1;
    }
    if fitting == shapes.len() {
        return fitting;
    }
    let best = (1..=fitting).rev().find(|at| may_break(shapes[at - 1].character, shapes[*at].character));
    best.unwrap_or(fitting).max(1)
}

fn may_break(before: char, after: char) -> bool {
    if NOT_AT_START.contains(after) || NOT_AT_END.contains(before) {
        return false;
    }
    let joined =
        |character: char| character.is_ascii_graphic() || (character.is_alphabetic() && character < '\u{2e80}');
    before == ' ' || after == ' ' || before == '-' || !(joined(before) && joined(after))
}

fn without_trailing_spaces(line: &[Shape]) -> Vec<Shape> {
    let end = line.iter().rposition(|shape| shape.character != ' ').map_or(0, |last| last + 1);
    line[..end].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Columns(u32);

    impl Measure for Columns {
        fn add(&mut self, shape: &Shape) {
            self.0 += if shape.character.is_ascii() { 1 } else { 2 };
        }

        fn width(&self) -> u32 {
            self.0
        }
    }

    fn wrapped(text: &str, width: u32) -> Vec<String> {
        let shapes: Vec<Shape> =
            text.chars().map(|character| Shape { character, glyph: Some(1), advance: 1 }).collect();
        let lines = wrap(&shapes, width, || Columns(0));
        lines.into_iter().map(|line| line.into_iter().map(|shape| shape.character).collect()).collect()
    }

    #[test]
    fn lines_break_where_readers_expect() {
        for (text, width, lines) in [
            ("幸福路十八号", 6, vec!["幸福路", "十八号"]),
            ("幸福路，十八号", 6, vec!["幸福", "路，十", "八号"]),
            ("长路（东段）", 6, vec!["长路", "（东", "段）"]),
            ("Main Street 12", 8, vec!["Main", "Street", "12"]),
            ("12345678901", 4, vec!["1234", "5678", "901"]),
            ("路1024号", 4, vec!["路", "1024", "号"]),
            ("宽", 1, vec!["宽"]),
            ("", 4, vec![]),
        ] {
            assert_eq!(wrapped(text, width), lines, "{text} in {width}");
        }
    }
}
