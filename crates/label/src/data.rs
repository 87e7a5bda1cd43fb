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
    /// Who sends: the merchant's name, as on its packing lists.
    pub merchant: String,
    /// The shop the order came from.
    pub shop: String,
    /// Whose goods they are, where a warehouse ships for several owners.
    pub owner: String,
    /// The outlet that takes the parcels over.
    pub outlet: String,
    /// How many parcels or pieces a list holds, in words.
    pub total: String,
    /// What they weigh together, in words with its unit.
    pub total_weight: String,
    /// The goods of a packing list or of item labels, one line each; see [`crate::limits::ITEMS_MAX`].
    pub items: Vec<GoodsLine>,
    /// The parcels of a handover manifest, one line each; see [`crate::limits::ROWS_MAX`].
    pub rows: Vec<ManifestRow>,
}

/// One kind of goods in a parcel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GoodsLine {
    pub name: String,
    /// Colour, size and the like.
    pub spec: String,
    /// The merchant's own number of the goods (SKU); what an item label's barcode carries.
    pub code: String,
    pub quantity: String,
    pub note: String,
}

/// One parcel of a handover manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ManifestRow {
    pub waybill_no: String,
    /// Province, city and district of the receiver; a manifest shows no more of a person.
    pub region: String,
    pub weight: String,
    pub note: String,
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
