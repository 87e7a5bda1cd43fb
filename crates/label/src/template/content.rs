//! What an element draws.

use serde::{Deserialize, Serialize};

use crate::length::Mm;
use crate::limits::{PICTURE_BYTES_MAX, PICTURE_PIXELS_MAX, PICTURE_SIDE_MAX};

/// What an element draws. Texts may hold `{field}` places (see [`crate::fields`]; `{{` is a brace).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    Text(Text),
    /// Code 128 in modules of whole dots, as wide as the box allows, with ten white modules on each side.
    #[serde(rename = "code128")]
    Code128 {
        value: String,
        min_module_mm: Mm,
        max_module_mm: Mm,
    },
    /// QR code of medium correction in modules of whole dots, with four white modules around. Left out with a warning if the text is too long for the box.
    Qr {
        value: String,
        min_module_mm: Mm,
        max_module_mm: Mm,
    },
    /// The box itself in black: a line as thick as the box is thin.
    Line,
    /// The outline of the box, or all of it.
    Frame {
        stroke_mm: Mm,
        #[serde(default)]
        radius_mm: Mm,
        /// Black inside, too.
        #[serde(default)]
        fill: bool,
    },
    /// A logo, as large as the box allows, its proportions kept.
    Image(Picture),
    /// Goods or parcels, one line each.
    Table(Table),
}

/// Text set into a box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub value: String,
    /// Height of the em square; hanzi fill it.
    pub size_mm: Mm,
    /// Text that does not fit shrinks down to this; what still does not fit is cut and reported.
    pub min_size_mm: Mm,
    #[serde(default)]
    pub bold: bool,
    /// White on black.
    #[serde(default)]
    pub inverse: bool,
    #[serde(default)]
    pub flow: Flow,
    #[serde(default)]
    pub fit: Fit,
    /// Where lines stand along their direction.
    #[serde(default)]
    pub align: Align,
    /// Where the lines stand together across it.
    #[serde(default)]
    pub vertical: VerticalAlign,
}

/// Which way the text runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    #[default]
    Across,
    /// Characters below each other, columns from right to left, as old books are set. `align` goes down the column, and
    /// `vertical` `top` means the right edge, where the first column stands.
    Down,
}

/// Whether text may take several lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    #[default]
    Line,
    Wrap,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    #[default]
    Start,
    Centre,
    End,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerticalAlign {
    Top,
    #[default]
    Middle,
    Bottom,
}

/// A picture and how its greys become dots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// A PNG file in base64; what is transparent is white.
    pub png: String,
    #[serde(default)]
    pub dither: Dither,
    /// Grey (0 black to 255 white) below which a dot is black; without effect on `ordered`.
    #[serde(default = "half")]
    pub threshold: u8,
    #[serde(default)]
    pub inverse: bool,
}

const fn half() -> u8 {
    128
}

/// How greys become black and white dots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dither {
    /// Black or white by one limit; best for logos and drawings.
    #[default]
    Threshold,
    /// Errors are passed on to the neighbours (Floyd and Steinberg); best for photographs.
    FloydSteinberg,
    /// An 8 × 8 pattern (Bayer); even greys, and shorter on the wire.
    Ordered,
}

/// Why a picture is refused, found in its header before anything is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    #[error("this is no PNG file in base64")]
    NotPng,
    #[error("the picture has more than {PICTURE_BYTES_MAX} bytes")]
    TooManyBytes,
    #[error(
        "the picture has {0} × {1} pixels; at most {PICTURE_SIDE_MAX} on a side and {PICTURE_PIXELS_MAX} in all are allowed"
    )]
    TooManyPixels(u32, u32),
}

/// Lines of goods or parcels in columns. Lines that do not fit stand on the next page, or are counted in a last line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub rows: RowSource,
    pub columns: Vec<Column>,
    pub row_height_mm: Mm,
    pub size_mm: Mm,
    pub min_size_mm: Mm,
    /// A first line with the columns' titles, again on each page.
    #[serde(default = "yes")]
    pub header: bool,
    /// Thin lines around every cell.
    #[serde(default = "yes")]
    pub grid: bool,
    #[serde(default)]
    pub overflow: Overflow,
    /// The last line if some are left out; `{more}` counts them.
    #[serde(default = "more")]
    pub more: String,
}

const fn yes() -> bool {
    true
}

fn more() -> String {
    "…… 还有 {more} 项".to_owned()
}

/// What the lines of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowSource {
    /// [`crate::LabelData::items`]: fields `item.…`.
    Items,
    /// [`crate::LabelData::rows`]: fields `row.…`.
    Rows,
}

/// What happens to lines for which the table has no room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overflow {
    /// The last line says how many more there are.
    #[default]
    More,
    /// They stand on another page; see [`crate::render_pages`].
    NextPage,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub title: String,
    /// Text with places, also those of its line (`{item.name}`, `{row.weight}`, `{number}`).
    pub value: String,
    pub width_mm: Mm,
    #[serde(default)]
    pub align: Align,
}
