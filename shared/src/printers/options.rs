//! How one printer prints: set up once, shared by every workstation of the merchant.

use serde::{Deserialize, Serialize};

use crate::limits::PRINTER_PORT_DEFAULT;

/// How labels follow each other on the roll.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PaperGap {
    /// White backing between labels, so high.
    Gap {
        mm: f64,
    },
    /// A black mark on the back, so high.
    BlackMark {
        mm: f64,
    },
    Continuous,
}

impl Default for PaperGap {
    fn default() -> PaperGap {
        PaperGap::Gap { mm: 2.0 }
    }
}

/// Which end of the label leaves the printer first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PrintDirection {
    #[default]
    TopFirst,
    BottomFirst,
}

/// What the printer does with a label that is printed. Unset leaves it as the printer is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    Tear,
    Cut,
    Peel,
}

/// How ZPL carries the dots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ZplCompression {
    /// Run lengths; every ZPL printer reads it.
    #[default]
    Acs,
    /// Deflate in base64 with a checksum: the shortest, but many clones lack it.
    Z64,
}

/// Who says on a serial line that the printer can take no more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FlowControl {
    #[default]
    None,
    /// RTS and CTS, as printers with a real RS-232 plug want it.
    Hardware,
}

/// Where a network printer listens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NetworkAddress {
    /// A name or an IP address as the service reaches it; 1 to 253 characters.
    pub host: String,
    /// 9100 to 9109.
    #[serde(default = "port_default")]
    pub port: u16,
}

const fn port_default() -> u16 {
    PRINTER_PORT_DEFAULT
}

/// How a printer prints. What is not set is not sent, so the printer keeps its own setting; no job changes a setting for good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PrinterOptions {
    /// How dark, 0 to 15.
    pub density: Option<u8>,
    /// In inches a second, 1 to 14.
    pub speed: Option<u8>,
    pub gap: PaperGap,
    pub direction: PrintDirection,
    /// Left and right swapped.
    pub mirror: bool,
    /// Moves the whole picture to the right (or left, below 0); at most 20 mm.
    pub offset_x_mm: f64,
    /// Moves the whole picture down (or up, below 0); at most 20 mm.
    pub offset_y_mm: f64,
    /// Of each label; 1 to 10.
    pub copies: u16,
    pub finish: Option<Finish>,
    /// For clones that print white on black.
    pub invert: bool,
    pub zpl_compression: ZplCompression,
    /// Barcodes and plain text in the printer's own commands instead of dots: for slow lines.
    pub native: bool,
    /// CPCL graphics as bytes instead of hexadecimal: half as long, but not every line is clean for bytes.
    pub cpcl_binary: bool,
    /// A write is cut into pieces of so many bytes; 64 to 65 536.
    pub chunk_bytes: u32,
    /// Rest between pieces, for printers with a small buffer and no flow control; 0 to 1 000.
    pub chunk_delay_ms: u32,
    pub flow_control: FlowControl,
}

impl Default for PrinterOptions {
    fn default() -> PrinterOptions {
        PrinterOptions {
            density: None,
            speed: None,
            gap: PaperGap::default(),
            direction: PrintDirection::default(),
            mirror: false,
            offset_x_mm: 0.0,
            offset_y_mm: 0.0,
            copies: 1,
            finish: None,
            invert: false,
            zpl_compression: ZplCompression::default(),
            native: false,
            cpcl_binary: false,
            chunk_bytes: crate::limits::PRINTER_CHUNK_BYTES_DEFAULT,
            chunk_delay_ms: 0,
            flow_control: FlowControl::default(),
        }
    }
}
