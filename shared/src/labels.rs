//! Labels: what is printed and stuck on.

use serde::{Deserialize, Serialize};

use crate::ShipmentId;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum LabelFormat {
    Zpl,
    Tspl,
    Cpcl,
    Escpos,
    Epl,
    Pdf,
    Png,
    Svg,
}

impl LabelFormat {
    pub const ALL: [LabelFormat; 8] = [
        LabelFormat::Zpl,
        LabelFormat::Tspl,
        LabelFormat::Cpcl,
        LabelFormat::Escpos,
        LabelFormat::Epl,
        LabelFormat::Pdf,
        LabelFormat::Png,
        LabelFormat::Svg,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            LabelFormat::Zpl => "zpl",
            LabelFormat::Tspl => "tspl",
            LabelFormat::Cpcl => "cpcl",
            LabelFormat::Escpos => "escpos",
            LabelFormat::Epl => "epl",
            LabelFormat::Pdf => "pdf",
            LabelFormat::Png => "png",
            LabelFormat::Svg => "svg",
        }
    }

    pub fn parse(text: &str) -> Option<LabelFormat> {
        LabelFormat::ALL.into_iter().find(|format| format.as_str() == text)
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            LabelFormat::Pdf => "application/pdf",
            LabelFormat::Png => "image/png",
            LabelFormat::Svg => "image/svg+xml",
            LabelFormat::Zpl | LabelFormat::Tspl | LabelFormat::Cpcl | LabelFormat::Escpos | LabelFormat::Epl => {
                "application/octet-stream"
            }
        }
    }
}

/// One bundle of labels, in the order asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LabelBundleRequest {
    /// 1 to 1 000.
    pub shipment_ids: Vec<ShipmentId>,
    /// A printer language, or `pdf`.
    pub format: LabelFormat,
    /// 203, 300 or 600; default 203.
    #[serde(default = "dpi_203")]
    pub dpi: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_id: Option<String>,
}

const fn dpi_203() -> u32 {
    203
}

/// What a label says, ready to be laid out: personal data already masked as the template asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LabelContent {
    pub waybill_no: String,
    pub route_code: String,
    pub bag_hub: String,
    pub service: String,
    pub sender: LabelParty,
    pub receiver: LabelParty,
    pub goods: String,
    pub quantity: String,
    pub weight: String,
    pub remark: String,
    pub order_no: String,
    pub track_url: String,
    pub printed_at: String,
    pub sequence: String,
    pub reprint: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LabelParty {
    pub name: String,
    pub phone: String,
    pub region: String,
    pub detail: String,
}

/// A template that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LabelTemplate {
    pub id: String,
    pub name: String,
    pub width_mm: u32,
    pub height_mm: u32,
}
