#![doc = include_str!("../README.md")]

mod data;
#[cfg(feature = "engine")]
mod encode;
pub mod fields;
#[cfg(feature = "engine")]
mod font;
mod length;
pub mod limits;
#[cfg(feature = "engine")]
mod pages;
pub mod privacy;
#[cfg(feature = "engine")]
mod raster;
#[cfg(feature = "engine")]
mod render;
mod settings;
#[cfg(feature = "engine")]
mod symbol;
mod template;
#[cfg(feature = "engine")]
mod text;

pub use data::{GoodsLine, LabelData, ManifestRow, Party};
pub use fields::{Field, FieldScope, fields, sample_data};
pub use length::{Dpi, Mm, UnknownDpi};
pub use settings::{Direction, Finish, Gap, Language, PrintOptions, UnknownLanguage, ZplCompression};
pub use template::{
    Align, CALIBRATION_CROSS_MM, Column, Condition, Content, Dither, Element, Fault, Fit, Flow, LockedChange,
    LockedWhat, Masking, Overflow, Paper, Part, Picture, PictureFault, Privacy, Rotation, RowSource, Rule, Table,
    Template, TemplateKind, Text, VerticalAlign, Zone, calibration, standard_template, standard_templates,
};

#[cfg(feature = "engine")]
pub use encode::{encode, encode_label};
#[cfg(feature = "engine")]
pub use font::{Font, FontError};
#[cfg(feature = "engine")]
pub use pages::{PdfWriter, pdf, png, svg};
#[cfg(feature = "engine")]
pub use raster::Raster;
#[cfg(feature = "engine")]
pub use render::{
    Label, Pages, Problem, RenderError, Warning, draft, drawable, pages as label_pages, render, render_pages,
};
#[cfg(feature = "engine")]
pub use symbol::code128::{Code128Error, encode as code128};

/// SHA-256 of `assets/label-font.ttf`, the font that service and page both draw with. Who fetches the file compares it,
/// because another font would print other bytes.
pub const LABEL_FONT_SHA256: &str = "da5cb5c997aefb89a0954426ee33e26f1da470d28755c2e860144762fcf211ad";
