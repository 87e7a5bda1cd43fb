//! How a label is laid out: the one model behind standard templates and those that merchants make.

mod builder;
mod one_part;
mod two_part;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::length::Mm;

/// The layout of one kind of label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// Stable name in settings and addresses, such as `standard-76x130`.
    pub id: String,
    /// For people.
    pub name: String,
    pub paper: Paper,
    /// Pieces that are torn apart, from the top; their heights add up to at most the paper's.
    pub parts: Vec<Part>,
}

/// The size of one label, without the gap to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub width_mm: Mm,
    pub height_mm: Mm,
}

/// One piece of a label; its elements are placed from its own top left corner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub height_mm: Mm,
    pub elements: Vec<Element>,
}

/// Something drawn in a box. Nothing of it is ever drawn outside that box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Element {
    /// Names the element in warnings.
    pub name: String,
    #[serde(rename = "x_mm")]
    pub x: Mm,
    #[serde(rename = "y_mm")]
    pub y: Mm,
    /// Width and height of the box as seen on the paper, also when the content is turned.
    #[serde(rename = "width_mm")]
    pub width: Mm,
    #[serde(rename = "height_mm")]
    pub height: Mm,
    #[serde(default)]
    pub rotation: Rotation,
    /// When the element is there at all.
    #[serde(default)]
    pub show: Condition,
    #[serde(flatten)]
    pub content: Content,
}

/// How far content is turned, clockwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u16", try_from = "u16")]
pub enum Rotation {
    #[default]
    None,
    Quarter,
    Half,
    ThreeQuarters,
}

impl From<Rotation> for u16 {
    fn from(rotation: Rotation) -> u16 {
        rotation as u16 * 90
    }
}

impl TryFrom<u16> for Rotation {
    type Error = String;

    fn try_from(degrees: u16) -> Result<Rotation, String> {
        match degrees {
            0 => Ok(Rotation::None),
            90 => Ok(Rotation::Quarter),
            180 => Ok(Rotation::Half),
            270 => Ok(Rotation::ThreeQuarters),
            _ => Err(format!("{degrees} degrees; use 0, 90, 180 or 270")),
        }
    }
}

/// Whether an element is drawn; a field counts as empty when it holds nothing but spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    #[default]
    Always,
    /// If the named field has text.
    Filled(String),
    /// If the named field is empty.
    Empty(String),
}

/// What an element draws. Texts may hold `{field}` places (see [`crate::LabelData`]; `{{` is a brace).
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
    /// The box itself in black: a line, if it is thin.
    Line,
    /// The outline of the box.
    Frame {
        stroke_mm: Mm,
    },
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
    pub fit: Fit,
    #[serde(default)]
    pub align: Align,
    #[serde(default)]
    pub vertical: VerticalAlign,
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

/// The templates every merchant has: `standard-76x130` (one part) and `standard-100x180` (two parts, 110 mm and 70 mm).
pub fn standard_templates() -> &'static [Template] {
    static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| vec![one_part::template(), two_part::template()]);
    &TEMPLATES
}

/// A standard template by its id.
pub fn standard_template(id: &str) -> Option<&'static Template> {
    standard_templates().iter().find(|template| template.id == id)
}
