//! How a label is laid out: the one model behind standard templates and those that merchants make.
//!
//! Its JSON is the file in which templates are exported and imported; [`Template::from_json`] reads files from elsewhere.

mod calibration;
mod content;
mod fault;
mod file;
mod lock;
mod shape;
mod standard;

use serde::{Deserialize, Serialize};

use crate::data::Party;
use crate::length::Mm;
use crate::privacy::{mask_detail, mask_name, mask_phone};

pub use calibration::{CALIBRATION_CROSS_MM, calibration};
pub use content::{
    Align, Column, Content, Dither, Fit, Flow, Overflow, Picture, PictureFault, RowSource, Table, Text, VerticalAlign,
};
pub use fault::{Fault, Rule};
#[cfg(feature = "engine")]
pub(crate) use lock::leaves;
pub use lock::{LockedChange, LockedWhat};
pub use standard::{standard_template, standard_templates};

/// The layout of one kind of label or document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// Stable name in settings and addresses, such as `standard-76x130`.
    pub id: String,
    /// For people.
    pub name: String,
    #[serde(default)]
    pub kind: TemplateKind,
    /// The standard template this one was made from; its carrier zones must stay as they are (see [`Template::check_against`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub based_on: Option<String>,
    /// What may be read of a person.
    #[serde(default)]
    pub privacy: Privacy,
    pub paper: Paper,
    /// Pieces and zones, from the top; their heights add up to at most the paper's.
    pub parts: Vec<Part>,
}

/// What a template is printed for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateKind {
    /// The label of a shipment (电子面单).
    #[default]
    Waybill,
    /// A small label for a piece of goods; one for each goods line.
    Item,
    /// What is in a parcel (装箱单); as many pages as its goods need.
    PackingList,
    /// What was handed over to the carrier (交接单); as many pages as its parcels need.
    Manifest,
}

impl TemplateKind {
    pub const ALL: [TemplateKind; 4] =
        [TemplateKind::Waybill, TemplateKind::Item, TemplateKind::PackingList, TemplateKind::Manifest];
}

/// What of sender and receiver is hidden (GB/T 41833-2022 asks for all of it): of a name at least one character, of a phone at
/// least six digits, of an address the unit and room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Privacy {
    pub name: Masking,
    pub phone: Masking,
    pub address: Masking,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Masking {
    #[default]
    Hide,
    Show,
}

impl Privacy {
    /// Whether anything is shown that the standard asks to hide.
    pub fn shows_something(self) -> bool {
        [self.name, self.phone, self.address].contains(&Masking::Show)
    }

    /// The party as this template may print it.
    pub fn apply(self, party: Party) -> Party {
        let mask = |masking: Masking, text: String, mask: fn(&str) -> String| match masking {
            Masking::Hide => mask(&text),
            Masking::Show => text,
        };
        Party {
            name: mask(self.name, party.name, mask_name),
            phone: mask(self.phone, party.phone, mask_phone),
            region: party.region,
            detail: mask(self.address, party.detail, mask_detail),
        }
    }
}

/// The size of one label, without the gap to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub width_mm: Mm,
    pub height_mm: Mm,
}

/// One piece or zone of a label; its elements are placed from its own top left corner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    #[serde(default)]
    pub zone: Zone,
    pub height_mm: Mm,
    pub elements: Vec<Element>,
}

/// Whose part of the label it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// What the network's scanners, sorters and couriers rely on; locked.
    #[default]
    Carrier,
    /// The merchant's own.
    Customer,
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
    /// If the named field says exactly this, spaces around aside.
    Equals { field: String, value: String },
}

impl Condition {
    /// The field asked about.
    pub fn field(&self) -> Option<&str> {
        match self {
            Condition::Always => None,
            Condition::Filled(field) | Condition::Empty(field) | Condition::Equals { field, .. } => Some(field),
        }
    }
}
