//! One glyph as packed dots, and the store of drawn glyphs.

use std::collections::HashMap;
use std::sync::Arc;

use ttf_parser::{Face, GlyphId, OutlineBuilder};
use zeno::{Command, Format, Mask, Vector};

/// Below this size thin strokes would break at half coverage, so less ink is enough for black.
const SMALL_TEXT_DOTS: u16 = 22;
/// Coverage (of 255) from which a dot of small text is black; seen best at 16 to 20 dots.
const SMALL_TEXT_COVERAGE: u8 = 96;
/// Coverage from which a dot is black.
const COVERAGE: u8 = 128;
/// 8 MiB: some 80 000 glyphs of address size, more than the font has at one size.
const MAX_CACHE_BYTES: usize = 8 << 20;
/// What an entry takes besides its dots.
const ENTRY_BYTES: usize = 96;

/// Which glyph, how large, how heavy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct GlyphKey {
    pub glyph: u16,
    /// Dots of the em square.
    pub size: u16,
    pub bold: bool,
}

/// Dots of a glyph around its origin on the baseline.
#[derive(Debug, Default)]
pub(crate) struct Glyph {
    /// From the origin to the leftmost dot.
    pub left: i32,
    /// From the baseline up to the top of the first row.
    pub top: i32,
    pub bytes_per_row: usize,
    pub bits: Vec<u8>,
}

/// How many dots of ink bold text gains to the right: the font has one weight, and a smear of whole dots stays sharp.
pub(crate) fn bold_dots(size: u16) -> u32 {
    (u32::from(size) + 14) / 28
}

impl Glyph {
    pub(crate) fn draw(face: &Face<'_>, key: GlyphKey) -> Glyph {
        let scale = f32::from(key.size) / f32::from(face.units_per_em());
        let mut path = Path { scale, commands: Vec::new() };
        if face.outline_glyph(GlyphId(key.glyph), &mut path).is_none() {
            return Glyph::default();
        }
        let (coverage, placement) = Mask::new(path.commands.as_slice()).format(Format::Alpha).render();
        let threshold = if key.size < SMALL_TEXT_DOTS { SMALL_TEXT_COVERAGE } else { COVERAGE };
        let smear = if key.bold { bold_dots(key.size) as usize } else { 0 };
        let width = placement.width as usize;
        let bytes_per_row = (width + smear).div_ceil(8);
        let mut bits = vec![0_u8; bytes_per_row * placement.height as usize];
        for (source, target) in coverage.chunks_exact(width.max(1)).zip(bits.chunks_exact_mut(bytes_per_row.max(1))) {
            for x in (0..width).filter(|x| source[*x] >= threshold) {
                for x in x..=x + smear {
                    target[x / 8] |= 0x80 >> (x % 8);
                }
            }
        }
        Glyph { left: placement.left, top: -placement.top, bytes_per_row, bits }
    }
}

/// An outline collected for the rasteriser, in dots; its y grows downwards as rows do.
struct Path {
    scale: f32,
    commands: Vec<Command>,
}

impl Path {
    fn point(&self, x: f32, y: f32) -> Vector {
        Vector::new(x * self.scale, -y * self.scale)
    }
}

impl OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.commands.push(Command::MoveTo(self.point(x, y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.commands.push(Command::LineTo(self.point(x, y)));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.commands.push(Command::QuadTo(self.point(cx, cy), self.point(x, y)));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.commands.push(Command::CurveTo(self.point(cx0, cy0), self.point(cx1, cy1), self.point(x, y)));
    }

    fn close(&mut self) {
        self.commands.push(Command::Close);
    }
}

/// Drawn glyphs up to [`MAX_CACHE_BYTES`]; when full it starts anew, which costs one label a millisecond and needs no bookkeeping.
#[derive(Default)]
pub(crate) struct GlyphCache {
    glyphs: HashMap<GlyphKey, Arc<Glyph>>,
    bytes: usize,
}

impl GlyphCache {
    pub(crate) fn get(&self, key: GlyphKey) -> Option<Arc<Glyph>> {
        self.glyphs.get(&key).cloned()
    }

    pub(crate) fn insert(&mut self, key: GlyphKey, glyph: Arc<Glyph>) {
        let bytes = glyph.bits.len() + ENTRY_BYTES;
        if self.bytes + bytes > MAX_CACHE_BYTES {
            self.glyphs.clear();
            self.bytes = 0;
        }
        if self.glyphs.insert(key, glyph).is_none() {
            self.bytes += bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_stays_bounded() {
        let mut cache = GlyphCache::default();
        for glyph in 0..5_000 {
            let key = GlyphKey { glyph, size: 200, bold: false };
            cache.insert(key, Arc::new(Glyph { bits: vec![0; 5_000], bytes_per_row: 25, ..Glyph::default() }));
            assert!(cache.bytes <= MAX_CACHE_BYTES);
            assert!(cache.get(key).is_some());
        }
    }
}
