//! The font of labels: outlines to crisp 1-bit glyphs.

mod glyph;

use std::sync::{Arc, PoisonError, RwLock};

use glyph::GlyphCache;
pub(crate) use glyph::{Glyph, GlyphKey, bold_dots};

/// 64 MiB; the largest CJK fonts in use have 20.
const MAX_FONT_BYTES: usize = 64 << 20;

/// A font, checked once and shared freely: drawing needs `&Font` only, from any thread.
///
/// Keeps the glyphs it has drawn, up to a bound, because a batch of labels uses the same few hundred.
pub struct Font {
    bytes: Arc<[u8]>,
    units_per_em: u16,
    cache: RwLock<GlyphCache>,
}

/// Why bytes are no usable font.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    #[error("the font has {0} bytes, more than {MAX_FONT_BYTES}")]
    TooLarge(usize),
    #[error("this is no TrueType or OpenType font: {0}")]
    NotAFont(String),
    #[error("the font has no outlines or no character table")]
    NoOutlines,
}

/// A character with its glyph and width, before a size is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub character: char,
    /// Missing in the font if `None`; drawn as a hollow box.
    pub glyph: Option<u16>,
    /// In font units.
    pub advance: u16,
}

impl Font {
    /// Checks the font (TrueType or OpenType, one face) and keeps it.
    ///
    /// # Errors
    /// When the bytes are no font, or one without outlines or characters.
    pub fn from_bytes(bytes: impl Into<Arc<[u8]>>) -> Result<Font, FontError> {
        let bytes: Arc<[u8]> = bytes.into();
        if bytes.len() > MAX_FONT_BYTES {
            return Err(FontError::TooLarge(bytes.len()));
        }
        let face = ttf_parser::Face::parse(&bytes, 0).map_err(|error| FontError::NotAFont(error.to_string()))?;
        let tables = face.tables();
        if (tables.glyf.is_none() && tables.cff.is_none()) || tables.cmap.is_none() {
            return Err(FontError::NoOutlines);
        }
        let units_per_em = face.units_per_em();
        Ok(Font { bytes, units_per_em, cache: RwLock::default() })
    }

    /// The project's own font, inside the binary.
    #[cfg(feature = "embedded-font")]
    pub fn embedded() -> &'static Font {
        static EMBEDDED: std::sync::LazyLock<Font> = std::sync::LazyLock::new(|| {
            let bytes: &[u8] = include_bytes!("../assets/label-font.ttf");
            Font::from_bytes(bytes).expect("the font in the repository is valid; a test loads it")
        });
        &EMBEDDED
    }

    /// A view for drawing; made once a label.
    pub(crate) fn face(&self) -> Face<'_> {
        let face = ttf_parser::Face::parse(&self.bytes, 0).expect("checked in from_bytes and never changed");
        Face { face, font: self }
    }
}

impl std::fmt::Debug for Font {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Font").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// A font opened for one label.
pub(crate) struct Face<'a> {
    font: &'a Font,
    face: ttf_parser::Face<'a>,
}

impl Face<'_> {
    /// The glyph and width of a character.
    pub(crate) fn shape(&self, character: char) -> Shape {
        let glyph = self.face.glyph_index(character).filter(|glyph| glyph.0 != 0);
        let advance = glyph.and_then(|glyph| self.face.glyph_hor_advance(glyph)).unwrap_or(self.font.units_per_em);
        Shape { character, glyph: glyph.map(|glyph| glyph.0), advance }
    }

    /// A width in font units as whole dots at a size.
    pub(crate) fn scale(&self, units: u16, size: u16) -> u32 {
        let em = u32::from(self.font.units_per_em);
        (u32::from(units) * u32::from(size) + em / 2) / em
    }

    /// Whether a width is that of a hanzi.
    pub(crate) fn is_whole_em(&self, units: u16) -> bool {
        units == self.font.units_per_em
    }

    /// The drawn glyph, from the cache when it was drawn before.
    pub(crate) fn glyph(&self, key: GlyphKey) -> Arc<Glyph> {
        let cached = self.font.cache.read().unwrap_or_else(PoisonError::into_inner).get(key);
        cached.unwrap_or_else(|| {
            let glyph = Arc::new(Glyph::draw(&self.face, key));
            self.font.cache.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&glyph));
            glyph
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LABEL_FONT_SHA256;

    #[test]
    fn bad_bytes_are_refused() {
        assert!(matches!(Font::from_bytes(Vec::new()), Err(FontError::NotAFont(_))));
        assert!(matches!(Font::from_bytes(vec![7; 4000]), Err(FontError::NotAFont(_))));
        let whole: &[u8] = include_bytes!("../assets/label-font.ttf");
        for length in [4, 12, 100, 300, 1000] {
            assert!(Font::from_bytes(&whole[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn the_asset_is_the_one_with_the_published_hash() {
        use sha2::{Digest, Sha256};
        let bytes: &[u8] = include_bytes!("../assets/label-font.ttf");
        let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, LABEL_FONT_SHA256);
        let font = Font::from_bytes(bytes).unwrap();
        let face = font.face();
        for character in "圳鑫喆堃翀玥旻昇珺璟祎犇垚浬甪堽峧硚（），。、；：「」【】《》￥①ＡＺ０９AZaz09é".chars()
        {
            assert!(face.shape(character).glyph.is_some(), "{character}");
        }
    }
}
