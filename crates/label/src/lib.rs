#![doc = include_str!("../README.md")]

mod data;
mod encode;
mod font;
mod length;
mod pages;
pub mod privacy;
mod raster;
mod render;
mod symbol;
mod template;
mod text;

pub use data::{LabelData, Party};
pub use encode::{Direction, Gap, Language, PrintOptions, UnknownLanguage, ZplCompression, encode};
pub use font::{Font, FontError, LABEL_FONT_SHA256};
pub use length::{Dpi, Mm, UnknownDpi};
pub use pages::{pdf, png, svg};
pub use raster::Raster;
pub use render::{Label, Problem, RenderError, Warning, render};
pub use symbol::code128::Code128Error;
pub use template::{
    Align, Condition, Content, Element, Fit, Paper, Part, Rotation, Template, Text, VerticalAlign, standard_template,
    standard_templates,
};
