//! Template and data to pictures.

mod check;
mod drawing;
mod expand;
mod frame;
mod pages;
mod picture;
pub(crate) mod piece;
mod symbol;
mod table;

use serde::{Deserialize, Serialize};

use crate::data::LabelData;
use crate::fields::Scope;
use crate::font::Font;
use crate::length::{Dpi, Mm};
use crate::raster::Raster;
use crate::symbol::code128::Code128Error;
use crate::template::{Fault, Template};

pub use pages::{Pages, draft, pages, render_pages};

/// A drawn label.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub raster: Raster,
    /// The exact size of the paper, which dots can only approximate.
    pub width_mm: Mm,
    pub height_mm: Mm,
    /// What the reader of the label will miss; empty for almost all labels.
    pub warnings: Vec<Warning>,
    /// The elements as they lie on the paper, for printers that draw some of them by themselves.
    pub(crate) pieces: Vec<piece::Piece>,
}

/// Something that could not be printed as given, or will not be read well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The element's name in the template.
    pub element: String,
    /// Where the element stands in the template: names need not be unique.
    #[serde(default)]
    pub part: usize,
    #[serde(default)]
    pub index: usize,
    #[serde(flatten)]
    pub problem: Problem,
}

/// What went wrong in one element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Problem {
    /// The font lacks these characters; boxes stand in their place.
    MissingGlyphs { characters: String },
    /// The text was cut and ends with `…`.
    Truncated,
    /// The QR code was left out because its text is too long for the box.
    QrTooLong,
    /// The type is smaller than this print head can draw readably.
    TooSmall { dots: u16, readable_dots: u16 },
    /// The label's main barcode has bars thinner than three dots, which a worn print head can break.
    ThinBars { dots: u16 },
    /// Another element has ink where this barcode needs white.
    QuietZone { by: String },
    /// The box reaches over the edge of the paper; what lies outside is not printed.
    OutsidePaper,
    /// A merchant's element reaches into the carrier's zone.
    InCarrierZone,
    /// The table has no room for so many lines.
    LinesLeftOut { lines: usize },
    /// The picture cannot be decoded; nothing stands in its place.
    BadPicture,
    /// The barcode cannot be drawn. A shipment's label is refused instead, if it is more than a draft.
    Undrawable { reason: String },
}

/// Why a label cannot be drawn. Nothing is printed rather than a label that cannot be scanned.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RenderError {
    #[error("the barcode {element}: {error}")]
    Barcode { element: String, error: Code128Error },
    #[error("the barcode {element} does not fit its place")]
    BarcodeTooWide { element: String },
    #[error("the barcode {element} reaches over the edge of the paper")]
    BarcodeOutside { element: String },
    #[error("template: {0}")]
    Template(Fault),
    #[error("the document has more than {} pages", crate::limits::PAGES_MAX)]
    TooManyPages,
}

/// Draws a label, or the first page of a document. The same inputs give the same bits on every machine and in the browser.
///
/// # Errors
/// When the template is wrong, or a barcode cannot carry its value or does not fit.
pub fn render(template: &Template, data: &LabelData, font: &Font, dpi: Dpi) -> Result<Label, RenderError> {
    sound(template)?;
    drawing::draw(template, Scope::of(data), font, dpi, drawing::Mode::Print)
}

/// Whether [`render`] would draw the label, at a fraction of its cost: for bundles that are sent while they are being drawn and
/// cannot take back what they began.
///
/// # Errors
/// As [`render`].
pub fn drawable(template: &Template, data: &LabelData, dpi: Dpi) -> Result<(), RenderError> {
    sound(template)?;
    drawing::check_barcodes(template, Scope::of(data), dpi)
}

fn sound(template: &Template) -> Result<(), RenderError> {
    template.faults().into_iter().next().map_or(Ok(()), |fault| Err(RenderError::Template(fault)))
}

/// Problems of one element while it is drawn.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    missing: String,
    others: Vec<Problem>,
}

impl Problems {
    /// The cells of a table have the same problem many times; it is told once.
    pub(crate) fn add(&mut self, problem: Problem) {
        if !self.others.contains(&problem) {
            self.others.push(problem);
        }
    }

    pub(crate) fn truncated(&self) -> bool {
        self.others.contains(&Problem::Truncated)
    }

    pub(crate) fn missing(&mut self, character: char) {
        if !self.missing.contains(character) {
            self.missing.push(character);
        }
    }

    fn into_warnings(mut self, element: &str, part: usize, index: usize) -> impl Iterator<Item = Warning> {
        if !self.missing.is_empty() {
            self.others.push(Problem::MissingGlyphs { characters: self.missing });
        }
        self.others.into_iter().map(move |problem| Warning { element: element.to_owned(), part, index, problem })
    }
}
