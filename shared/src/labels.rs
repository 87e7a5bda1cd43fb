//! Labels: what is printed and stuck on.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{PrinterId, ShipmentId};

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
    /// Without a template: as a batch on this printer would choose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printer_id: Option<PrinterId>,
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
    /// Who sends: the merchant's name.
    #[serde(default)]
    pub merchant: String,
    /// The shop the order came from.
    #[serde(default)]
    pub shop: String,
    /// Whose goods they are, where the merchant ships for several owners.
    #[serde(default)]
    pub owner: String,
    /// What is inside, line by line.
    #[serde(default)]
    pub items: Vec<LabelGoods>,
}

/// One kind of goods in a parcel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct LabelGoods {
    pub name: String,
    pub spec: String,
    pub code: String,
    pub quantity: String,
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LabelParty {
    pub name: String,
    pub phone: String,
    pub region: String,
    pub detail: String,
}

/// A template that can be chosen: a standard one, or one the merchant made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LabelTemplate {
    /// A name such as `standard-76x130`, or a UUID.
    pub id: String,
    pub name: String,
    /// `waybill`, `item`, `packing_list` or `manifest`.
    pub kind: String,
    /// Every merchant has it and nobody changes it.
    pub standard: bool,
    /// The standard template whose carrier zone it keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_id: Option<String>,
    pub width_mm: u32,
    pub height_mm: u32,
    /// Names, phones or addresses are printed in full.
    pub shows_personal_data: bool,
    /// The newest version, counted from 1; standard templates have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
    /// The user name of whoever saved it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
}

/// A template with its layout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LabelTemplateDetail {
    #[serde(flatten)]
    pub template: LabelTemplate,
    /// The layout, as the file of an export holds it.
    pub body: Value,
}

/// A new template: a copy of another one, or a layout. Exactly one of `copy_of` and `body`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LabelTemplateCreate {
    /// 1 to 40 characters.
    pub name: String,
    /// A standard template, or one of the merchant's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LabelTemplateUpdate {
    /// 1 to 40 characters.
    pub name: String,
    pub body: Value,
}

/// One saved state of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LabelTemplateVersion {
    /// Counted from 1.
    pub version: u32,
    pub name: String,
    /// The version it was taken back from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored_from: Option<u32>,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
}

/// Where an order came from, as far as a template can be chosen by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum OrderSource {
    Taobao,
    Pdd,
    Douyin,
    Jd,
    Alibaba1688,
    Shopify,
    WooCommerce,
    /// A file by our own template.
    Template,
    /// Any other file.
    Generic,
    /// The form of the page, and programs.
    Api,
}

impl OrderSource {
    pub const ALL: [OrderSource; 10] = [
        OrderSource::Taobao,
        OrderSource::Pdd,
        OrderSource::Douyin,
        OrderSource::Jd,
        OrderSource::Alibaba1688,
        OrderSource::Shopify,
        OrderSource::WooCommerce,
        OrderSource::Template,
        OrderSource::Generic,
        OrderSource::Api,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            OrderSource::Taobao => "taobao",
            OrderSource::Pdd => "pdd",
            OrderSource::Douyin => "douyin",
            OrderSource::Jd => "jd",
            OrderSource::Alibaba1688 => "alibaba1688",
            OrderSource::Shopify => "shopify",
            OrderSource::WooCommerce => "woocommerce",
            OrderSource::Template => "template",
            OrderSource::Generic => "generic",
            OrderSource::Api => "api",
        }
    }

    pub fn parse(text: &str) -> Option<OrderSource> {
        OrderSource::ALL.into_iter().find(|source| source.as_str() == text)
    }
}

/// Which template is used where none is asked for. Paper comes first: a default of another size than the printer's is passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LabelTemplateDefault {
    /// Orders of this source; without it all that have no choice of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<OrderSource>,
    /// `null` in a request takes the choice away.
    #[serde(deserialize_with = "present")]
    pub template_id: Option<String>,
}

/// So that leaving the field out is not taken for `null`.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer)
}
