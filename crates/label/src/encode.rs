//! A picture in the languages of label printers. Every language gets the same dots.

mod cpcl;
mod epl;
mod escpos;
mod tspl;
mod zpl;

use serde::{Deserialize, Serialize};

use crate::raster::{Raster, Region};

/// What a printer understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Zebra and its likes.
    Zpl,
    /// TSC and most Chinese label printers (TSPL, TSPL2).
    Tspl,
    /// Mobile printers: Zebra, HPRT.
    Cpcl,
    /// Receipt printers.
    EscPos,
    /// Eltron and old Zebra (EPL2).
    Epl,
}

/// A word that names no language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown printer language; use zpl, tspl, cpcl, escpos or epl")]
pub struct UnknownLanguage;

impl Language {
    pub const ALL: [Language; 5] = [Language::Zpl, Language::Tspl, Language::Cpcl, Language::EscPos, Language::Epl];

    /// The name in addresses and settings.
    pub const fn name(self) -> &'static str {
        match self {
            Language::Zpl => "zpl",
            Language::Tspl => "tspl",
            Language::Cpcl => "cpcl",
            Language::EscPos => "escpos",
            Language::Epl => "epl",
        }
    }
}

impl std::str::FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(name: &str) -> Result<Language, UnknownLanguage> {
        Language::ALL.into_iter().find(|language| language.name() == name).ok_or(UnknownLanguage)
    }
}

/// How labels follow each other on the roll.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Gap {
    /// White backing between labels.
    Gap {
        mm: f64,
    },
    /// A black mark on the back.
    BlackMark {
        mm: f64,
    },
    Continuous,
}

/// Which end of the label leaves the printer first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    #[default]
    TopFirst,
    /// The picture is turned by 180 degrees before it is sent, so it works the same in every language.
    BottomFirst,
}

/// How ZPL carries the dots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ZplCompression {
    /// Deflate in base64 with a checksum: the shortest. Zebra's own firmware of the last twenty years reads it.
    #[default]
    Z64,
    /// Run lengths; every ZPL printer reads it, also clones without Z64.
    Acs,
    /// Plain hexadecimal.
    Hex,
}

/// What a printer's profile says about a print. Unset options are not sent, so the printer keeps its own setting; nothing is stored in the printer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PrintOptions {
    pub paper_w_mm: f64,
    pub paper_h_mm: f64,
    pub gap: Gap,
    pub direction: Direction,
    /// Of each label; at least 1.
    pub copies: u16,
    /// How dark, 0 to 15 (ZPL 0 to 30: doubled). Not sent to CPCL and ESC/POS printers.
    pub density: Option<u8>,
    /// In inches a second. Not sent to ESC/POS printers.
    pub speed: Option<u8>,
    /// For clones that print white on black.
    pub invert: bool,
    pub zpl_compression: ZplCompression,
    /// CPCL graphics as bytes (`CG`) instead of hexadecimal (`EG`): half as long, but not every connection is clean for bytes.
    pub cpcl_binary: bool,
}

impl Default for PrintOptions {
    fn default() -> PrintOptions {
        PrintOptions {
            paper_w_mm: 76.0,
            paper_h_mm: 130.0,
            gap: Gap::Gap { mm: 2.0 },
            direction: Direction::TopFirst,
            copies: 1,
            density: None,
            speed: None,
            invert: false,
            zpl_compression: ZplCompression::default(),
            cpcl_binary: false,
        }
    }
}

impl PrintOptions {
    /// The defaults for the paper of a template.
    pub fn for_paper(paper: crate::Paper) -> PrintOptions {
        PrintOptions { paper_w_mm: paper.width_mm.get(), paper_h_mm: paper.height_mm.get(), ..PrintOptions::default() }
    }

    fn copies(&self) -> u16 {
        self.copies.max(1)
    }
}

/// One label as bytes for the printer, complete: whatever the printer did before, it prints this label next.
pub fn encode(raster: &Raster, language: Language, options: &PrintOptions) -> Vec<u8> {
    let turned;
    let mut picture = raster;
    if options.direction == Direction::BottomFirst {
        turned = raster.turned(2);
        picture = &turned;
    }
    let inverted;
    if options.invert {
        let mut copy = picture.clone();
        copy.invert();
        inverted = copy;
        picture = &inverted;
    }
    match language {
        Language::Zpl => zpl::encode(picture, options),
        Language::Tspl => tspl::encode(picture, options),
        Language::Cpcl => cpcl::encode(picture, options),
        Language::EscPos => escpos::encode(picture, options),
        Language::Epl => epl::encode(picture, options),
    }
}

/// The bytes of a region for the languages in which 0 is black: every bit turned over, so the padding is white too.
fn push_inverted(bytes: &mut Vec<u8>, raster: &Raster, region: Region) {
    for row in 0..region.rows {
        bytes.extend(raster.region_row(region, row).iter().map(|byte| !byte));
    }
}

/// A length in millimetres as TSPL writes it: at most two decimals, no exponent, never negative.
fn millimetres(length: f64) -> String {
    const LARGEST: f64 = 9_999.0;
    let bounded = if length.is_nan() { 0.0 } else { length.clamp(0.0, LARGEST) };
    let hundredths = (bounded * 100.0).round() as u32;
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, part) => format!("{whole}.{part:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_plainly() {
        for (length, text) in
            [(76.0, "76"), (100.5, "100.50"), (-3.0, "0"), (f64::NAN, "0"), (1e300, "9999"), (0.004, "0")]
        {
            assert_eq!(millimetres(length), text);
        }
    }
}
