//! Setting text into a box: cleaning, breaking, fitting, drawing.

mod breaks;
mod columns;
mod meter;

use crate::font::{Face, GlyphKey, Shape};
use crate::raster::Raster;
use crate::render::{Problem, Problems};
use crate::template::{Align, Fit, Flow, VerticalAlign};
use meter::{Measure, Meter};

/// From the top of a line to its baseline, in hundredths of the size: room for capitals with accents and every hanzi.
const ASCENT_PERCENT: i32 = 92;
/// From one baseline to the next: hanzi fill 95 %, Latin descenders need the rest.
const LINE_PERCENT: i32 = 118;
/// Longer values are cut before setting; no label has room for them, and the work stays bounded.
const MAX_CHARACTERS: usize = 2_000;
const ELLIPSIS: char = '…';

/// How a text wants to be set, all in dots.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Style {
    pub size: u16,
    pub min_size: u16,
    /// Text set smaller than this is reported.
    pub readable: u16,
    pub bold: bool,
    pub flow: Flow,
    pub align: Align,
    pub vertical: VerticalAlign,
    pub fit: Fit,
}

/// How a text was set of which nothing had to be cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Set {
    pub size: u16,
    pub align: Align,
    /// Each line with the way from the top of the box to the top of its em squares.
    pub lines: Vec<(String, i32)>,
}

/// Draws the text into `canvas`, which is exactly its box, so nothing can leave it. Tells how, if all of it is there.
pub(crate) fn draw(
    canvas: &mut Raster,
    face: &Face<'_>,
    text: &str,
    style: Style,
    problems: &mut Problems,
) -> Option<Set> {
    let shapes: Vec<Shape> = clean(text).map(|character| face.shape(character)).collect();
    if shapes.is_empty() {
        return None;
    }
    for shape in shapes.iter().filter(|shape| shape.glyph.is_none() && shape.character != ' ') {
        problems.missing(shape.character);
    }
    let (width, height) = (canvas.width_dots(), canvas.height_dots() as i32);
    let setting = Setting { face, bold: style.bold };
    if style.flow == Flow::Down {
        columns::draw(canvas, &setting, &shapes, style, problems);
        return None;
    }
    let before = problems.truncated();
    let (size, lines) = setting.fit(&shapes, style, width, height, problems);
    report_small(size, style, problems);
    let line_height = line_height(size);
    let block = line_height * lines.len() as i32;
    let top = match style.vertical {
        VerticalAlign::Top => 0,
        VerticalAlign::Middle => (height - block) / 2,
        VerticalAlign::Bottom => height - block,
    };
    // A line is a little taller than its ink; the leading is shared so that text looks centred.
    let lead = (line_height - i32::from(size)) / 2;
    for (index, line) in lines.iter().enumerate() {
        let room = width as i32 - setting.width(line, size) as i32;
        let x = match style.align {
            Align::Start => 0,
            Align::Centre => room / 2,
            Align::End => room,
        };
        let baseline = top + line_height * index as i32 + lead + i32::from(size) * (ASCENT_PERCENT - 4) / 100;
        setting.draw_line(canvas, line, size, x, baseline);
    }
    let set = lines.iter().enumerate().map(|(index, line)| {
        (line.iter().map(|shape| shape.character).collect(), top + line_height * index as i32 + lead)
    });
    let whole = problems.truncated() == before;
    whole.then(|| Set { size, align: style.align, lines: set.collect() })
}

fn report_small(size: u16, style: Style, problems: &mut Problems) {
    if size < style.readable {
        problems.add(Problem::TooSmall { dots: size, readable_dots: style.readable });
    }
}

pub(crate) fn line_height(size: u16) -> i32 {
    (i32::from(size) * LINE_PERCENT + 99) / 100
}

/// What of the text can be set: line breaks and tabs become spaces, runs of spaces one, invisible characters nothing.
fn clean(text: &str) -> impl Iterator<Item = char> {
    let mut last = ' ';
    let mut characters: Vec<char> = text
        .chars()
        .map(|character| if character.is_whitespace() { ' ' } else { character })
        .filter(|character| !is_invisible(*character))
        .filter(move |character| {
            let repeated = *character == ' ' && last == ' ';
            last = *character;
            !repeated
        })
        .take(MAX_CHARACTERS)
        .collect();
    if characters.last() == Some(&' ') {
        characters.pop();
    }
    characters.into_iter()
}

/// Controls, joiners, direction marks, variation selectors, tags: they print nothing and must not become boxes.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

struct Setting<'a> {
    face: &'a Face<'a>,
    bold: bool,
}

impl Setting<'_> {
    /// The largest size down to the minimum at which everything fits, and its lines. At the minimum the rest is cut, with a warning.
    fn fit(
        &self,
        shapes: &[Shape],
        style: Style,
        width: u32,
        height: i32,
        problems: &mut Problems,
    ) -> (u16, Vec<Vec<Shape>>) {
        let smallest = style.min_size.clamp(1, style.size.max(1));
        for size in (smallest..=style.size.max(1)).rev() {
            let lines = self.lines(shapes, style.fit, size, width);
            let fits_across = lines.iter().all(|line| self.width(line, size) <= width);
            if fits_across && line_height(size) * lines.len() as i32 <= height {
                return (size, lines);
            }
        }
        problems.add(Problem::Truncated);
        let room = (height / line_height(smallest)).max(1) as usize;
        let mut lines = self.lines(shapes, style.fit, smallest, width);
        let cut = lines.len() > room || lines.iter().any(|line| self.width(line, smallest) > width);
        lines.truncate(room);
        if cut && let Some(last) = lines.last_mut() {
            self.end_with_ellipsis(last, smallest, width);
        }
        (smallest, lines)
    }

    fn lines(&self, shapes: &[Shape], fit: Fit, size: u16, width: u32) -> Vec<Vec<Shape>> {
        match fit {
            Fit::Line => vec![shapes.to_vec()],
            Fit::Wrap => breaks::wrap(shapes, width, || self.meter(size)),
        }
    }

    fn end_with_ellipsis(&self, line: &mut Vec<Shape>, size: u16, width: u32) {
        let ellipsis = self.face.shape(ELLIPSIS);
        while line.pop().is_some() {
            line.push(ellipsis);
            if self.width(line, size) <= width {
                return;
            }
            line.pop();
        }
    }

    fn meter(&self, size: u16) -> Meter<'_> {
        Meter::new(self.face, size, self.bold)
    }

    fn width(&self, line: &[Shape], size: u16) -> u32 {
        let mut meter = self.meter(size);
        line.iter().for_each(|shape| meter.add(shape));
        meter.width()
    }

    fn draw_line(&self, canvas: &mut Raster, line: &[Shape], size: u16, left: i32, baseline: i32) {
        let meter = self.meter(size);
        let mut x = left;
        for shape in line {
            let advance = meter.advance(shape) as i32;
            match shape.glyph {
                Some(glyph) => {
                    let glyph = self.face.glyph(GlyphKey { glyph, size, bold: self.bold });
                    canvas.draw_rows(&glyph.bits, glyph.bytes_per_row, x + glyph.left, baseline - glyph.top);
                }
                None => draw_missing(canvas, x, baseline, advance, i32::from(size)),
            }
            x += advance;
        }
    }
}

/// A hollow box the size of a hanzi: whoever holds the paper sees that something is missing.
fn draw_missing(canvas: &mut Raster, x: i32, baseline: i32, advance: i32, size: i32) {
    let stroke = (size / 16).max(1);
    let (left, top) = (x + stroke, baseline - size * 84 / 100);
    let (width, height) = (advance - 2 * stroke, size * 90 / 100);
    canvas.fill(left, top, width, stroke);
    canvas.fill(left, top + height - stroke, width, stroke);
    canvas.fill(left, top, stroke, height);
    canvas.fill(left + width - stroke, top, stroke, height);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cleaned_of_what_cannot_be_seen() {
        for (text, cleaned) in [
            ("  a\r\n\tb  ", "a b"),
            ("\u{feff}张\u{200d}三\u{fe0f}", "张三"),
            ("\u{202e}abc\u{0}", "abc"),
            ("", ""),
            ("\u{3000}", ""),
        ] {
            assert_eq!(clean(text).collect::<String>(), cleaned, "{text:?}");
        }
    }
}
