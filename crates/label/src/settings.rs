//! What a printer's profile says: its language and how it is to print.

use serde::{Deserialize, Serialize};

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

/// What happens to the paper after a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// It stops at the tear bar.
    Tear,
    /// It is peeled from its backing, and the next one waits until it is taken.
    Peel,
    Cut,
}

/// How ZPL carries the dots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ZplCompression {
    /// Deflate in base64 with a checksum: the shortest. Zebra's own firmware of the last twenty years reads it, many clones do not.
    Z64,
    /// Run lengths; every ZPL printer reads it.
    #[default]
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
    /// Left and right change places, for transparent film that is read from behind.
    pub mirror: bool,
    /// Moves the picture to the right and down (below zero: to the left and up) where a printer holds its paper askew. What
    /// leaves the paper is cut off.
    pub offset_x_mm: f64,
    pub offset_y_mm: f64,
    /// Of each label; at least 1.
    pub copies: u16,
    /// What happens to the paper after each label; unset leaves it to the printer.
    pub finish: Option<Finish>,
    /// How dark, 0 to 15 (ZPL 0 to 30: doubled). Not sent to CPCL and ESC/POS printers.
    pub density: Option<u8>,
    /// In inches a second. Not sent to ESC/POS printers.
    pub speed: Option<u8>,
    /// For clones that print white on black.
    pub invert: bool,
    pub zpl_compression: ZplCompression,
    /// CPCL graphics as bytes (`CG`) instead of hexadecimal (`EG`): half as long, but not every connection is clean for bytes.
    pub cpcl_binary: bool,
    /// Barcodes and plain ASCII text by the printer's own means, for slow connections. They look as the printer draws them; Chinese
    /// text stays a picture.
    pub native: bool,
    /// How many bytes the transport gives the printer at once; the bytes are the same.
    pub chunk_bytes: Option<u32>,
}

impl Default for PrintOptions {
    fn default() -> PrintOptions {
        PrintOptions {
            paper_w_mm: 76.0,
            paper_h_mm: 130.0,
            gap: Gap::Gap { mm: 2.0 },
            direction: Direction::TopFirst,
            mirror: false,
            offset_x_mm: 0.0,
            offset_y_mm: 0.0,
            copies: 1,
            finish: None,
            density: None,
            speed: None,
            invert: false,
            zpl_compression: ZplCompression::default(),
            cpcl_binary: false,
            native: false,
            chunk_bytes: None,
        }
    }
}

impl PrintOptions {
    /// The defaults for the paper of a template.
    pub fn for_paper(paper: crate::Paper) -> PrintOptions {
        PrintOptions::default().on_paper(paper)
    }

    /// The same options for the paper of a template.
    #[must_use]
    pub fn on_paper(self, paper: crate::Paper) -> PrintOptions {
        PrintOptions { paper_w_mm: paper.width_mm.get(), paper_h_mm: paper.height_mm.get(), ..self }
    }

    #[cfg(feature = "engine")]
    pub(crate) fn copies(&self) -> u16 {
        self.copies.max(1)
    }
}
