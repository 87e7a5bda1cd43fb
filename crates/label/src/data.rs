//! What a label says.

use serde::{Deserialize, Serialize};

/// The words of one label. The service sends exactly this to the page; names, phones and addresses are masked before
/// (see [`crate::privacy`]): what is in here is what gets printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LabelData {
    /// The number both barcodes carry; ASCII, 1 to 48 characters.
    pub waybill_no: String,
    /// The carrier's sorting code (三段码); opaque.
    pub route_code: String,
    /// The name of the hub where bags are made (集包地).
    pub bag_hub: String,
    /// The service in words, such as 标准快递.
    pub service: String,
    pub sender: Party,
    pub receiver: Party,
    /// What is inside, in words.
    pub goods: String,
    pub quantity: String,
    /// Weight in words with its unit, such as `1.25 kg`.
    pub weight: String,
    pub remark: String,
    pub order_no: String,
    /// What the QR code opens.
    pub track_url: String,
    /// When the label was made, in words.
    pub printed_at: String,
    /// Place in its print batch, such as `3/120`.
    pub sequence: String,
    /// Whether this waybill was printed before; marks the paper with 补打.
    pub reprint: bool,
}

/// One end of a shipment, as it may be printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Party {
    pub name: String,
    pub phone: String,
    /// Province, city and district.
    pub region: String,
    /// Street, house and what follows.
    pub detail: String,
}

/// Personal data stays out of logs, so a party shows nothing of itself.
impl std::fmt::Debug for Party {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Party(…)")
    }
}

/// Names a template can use in `{braces}`, with what each one stands for.
impl LabelData {
    /// The text of a field, or nothing if no field has that name.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        Some(match name {
            "waybill_no" => &self.waybill_no,
            "route_code" => &self.route_code,
            "bag_hub" => &self.bag_hub,
            "service" => &self.service,
            "sender.name" => &self.sender.name,
            "sender.phone" => &self.sender.phone,
            "sender.region" => &self.sender.region,
            "sender.detail" => &self.sender.detail,
            "receiver.name" => &self.receiver.name,
            "receiver.phone" => &self.receiver.phone,
            "receiver.region" => &self.receiver.region,
            "receiver.detail" => &self.receiver.detail,
            "goods" => &self.goods,
            "quantity" => &self.quantity,
            "weight" => &self.weight,
            "remark" => &self.remark,
            "order_no" => &self.order_no,
            "track_url" => &self.track_url,
            "printed_at" => &self.printed_at,
            "sequence" => &self.sequence,
            "reprint" if self.reprint => "补打",
            "reprint" => "",
            _ => return None,
        })
    }
}
