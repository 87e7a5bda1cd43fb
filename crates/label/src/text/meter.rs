//! How wide a line is, and where on it each character stands.

use crate::font::{Face, Shape, bold_dots};

/// Adds up the width of a line in dots.
pub(super) trait Measure {
    fn add(&mut self, shape: &Shape);
    fn width(&self) -> u32;
}

pub(super) struct Meter<'a> {
    face: &'a Face<'a>,
    size: u16,
    bold: u32,
    width: u32,
}

impl<'a> Meter<'a> {
    pub(super) fn new(face: &'a Face<'a>, size: u16, bold: bool) -> Meter<'a> {
        Meter { face, size, bold: if bold { bold_dots(size) } else { 0 }, width: 0 }
    }

    /// The room of one character. Hanzi have white of their own around, enough for the ink that bold adds.
    pub(super) fn advance(&self, shape: &Shape) -> u32 {
        let plain = self.face.scale(shape.advance, self.size);
        if self.face.is_whole_em(shape.advance) { plain } else { plain + self.bold }
    }
}

impl Measure for Meter<'_> {
    fn add(&mut self, shape: &Shape) {
        self.width += self.advance(shape);
    }

    fn width(&self) -> u32 {
        self.width
    }
}
