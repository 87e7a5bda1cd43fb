//! Lengths on paper and the dots of a print head.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A length or a position on the paper, kept as whole hundredths of a millimetre so that every machine computes the same dots.
///
/// In JSON it is a plain number of millimetres (`65.6`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mm(i32);

const HUNDREDTHS_PER_MM: i32 = 100;
/// Ten metres; far above any label and far below where sums of a few lengths could overflow.
const MAX_MM: f64 = 10_000.0;

impl Mm {
    /// From whole millimetres.
    pub const fn whole(millimetres: u16) -> Mm {
        Mm(millimetres as i32 * HUNDREDTHS_PER_MM)
    }

    /// From millimetres with a fraction, rounded to the hundredth. What is no number becomes 0, what is too large the largest length.
    pub fn new(millimetres: f64) -> Mm {
        let bounded = if millimetres.is_nan() { 0.0 } else { millimetres.clamp(-MAX_MM, MAX_MM) };
        Mm((bounded * f64::from(HUNDREDTHS_PER_MM)).round() as i32)
    }

    /// Millimetres as a number, for documents that measure in them (SVG, TSPL).
    pub fn get(self) -> f64 {
        f64::from(self.0) / f64::from(HUNDREDTHS_PER_MM)
    }

    /// How many whole times `part` fits into this length; nothing fits if the part is no length.
    #[cfg(feature = "engine")]
    pub(crate) fn times(self, part: Mm) -> usize {
        if part.0 <= 0 { 0 } else { usize::try_from(self.0 / part.0).unwrap_or(0) }
    }

    /// The nearest whole number of dots.
    pub fn dots(self, dpi: Dpi) -> i32 {
        let (dots, hundredths) = dpi.dots_per_hundredths();
        let product = i64::from(self.0) * dots;
        ((product * 2 + hundredths * product.signum()) / (hundredths * 2)) as i32
    }
}

impl Serialize for Mm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.get())
    }
}

impl<'de> Deserialize<'de> for Mm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Mm, D::Error> {
        f64::deserialize(deserializer).map(Mm::new)
    }
}

impl std::ops::Add for Mm {
    type Output = Mm;

    fn add(self, other: Mm) -> Mm {
        Mm(self.0.saturating_add(other.0))
    }
}

/// The resolution of a print head. In JSON the number itself: `203`, `300`, `600`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "u16", try_from = "u16")]
pub enum Dpi {
    /// 8 dots a millimetre, the common desktop printer.
    #[default]
    D203,
    /// 300 dots an inch.
    D300,
    /// 600 dots an inch.
    D600,
}

/// A resolution that no supported print head has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} dpi is not supported; use 203, 300 or 600")]
pub struct UnknownDpi(pub u16);

impl Dpi {
    /// Every resolution, coarsest first.
    pub const ALL: [Dpi; 3] = [Dpi::D203, Dpi::D300, Dpi::D600];

    /// The number printed on the printer.
    pub const fn dots_per_inch(self) -> u16 {
        match self {
            Dpi::D203 => 203,
            Dpi::D300 => 300,
            Dpi::D600 => 600,
        }
    }

    /// Dots per hundredths of a millimetre, as a fraction: "203 dpi" heads have 8 dots a millimetre exactly, the others count by the inch.
    const fn dots_per_hundredths(self) -> (i64, i64) {
        match self {
            Dpi::D203 => (8, 100),
            Dpi::D300 => (300, 2540),
            Dpi::D600 => (600, 2540),
        }
    }

    /// Dots a metre, as PNG's pHYs chunk wants them.
    #[cfg(feature = "engine")]
    pub(crate) const fn dots_per_metre(self) -> u32 {
        match self {
            Dpi::D203 => 8000,
            Dpi::D300 => 11811,
            Dpi::D600 => 23622,
        }
    }
}

impl From<Dpi> for u16 {
    fn from(dpi: Dpi) -> u16 {
        dpi.dots_per_inch()
    }
}

impl TryFrom<u16> for Dpi {
    type Error = UnknownDpi;

    fn try_from(dots_per_inch: u16) -> Result<Dpi, UnknownDpi> {
        Dpi::ALL.into_iter().find(|dpi| dpi.dots_per_inch() == dots_per_inch).ok_or(UnknownDpi(dots_per_inch))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millimetres_become_the_nearest_dots() {
        for (mm, dpi, dots) in [
            (76.0, Dpi::D203, 608),
            (130.0, Dpi::D203, 1040),
            (76.0, Dpi::D300, 898),
            (130.0, Dpi::D300, 1535),
            (180.0, Dpi::D300, 2126),
            (0.25, Dpi::D203, 2),
            (0.25, Dpi::D300, 3),
            (-1.0, Dpi::D203, -8),
            (0.0, Dpi::D600, 0),
        ] {
            assert_eq!(Mm::new(mm).dots(dpi), dots, "{mm} mm at {dpi:?}");
        }
    }

    #[test]
    fn odd_numbers_are_bounded() {
        assert_eq!(Mm::new(f64::NAN), Mm::default());
        assert_eq!(Mm::new(f64::INFINITY), Mm::new(10_000.0));
        assert_eq!(Dpi::try_from(204), Err(UnknownDpi(204)));
    }
}
