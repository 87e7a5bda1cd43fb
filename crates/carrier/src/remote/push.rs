//! What carriers send on their own.

use std::fmt;

use units::{Grams, Money};

use super::{RemoteScan, track::key_of};
use crate::ShipmentState;

/// A push as it came in.
#[derive(Clone, Copy)]
pub struct IncomingPush<'a> {
    pub content_type: Option<&'a str>,
    pub body: &'a [u8],
}

/// How far what was pushed can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authenticity {
    /// Signed with the secret that only the carrier and we know.
    Signed,
    /// With a checksum that anybody can compute: take it only where it was asked for, and for what it was asked for.
    ChecksumOnly,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub push: Push,
    pub authenticity: Authenticity,
    /// What to answer, so that the carrier does not send it again. Only once it is kept.
    pub reply: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Push {
    Scan(Box<RemoteScan>),
    Order(OrderNews),
    Settlement(Settlement),
    Label(Label),
    /// Signed, and not in the carrier's documents.
    Unknown {
        kind: String,
    },
}

impl Push {
    /// The same push has the same key, whenever it comes.
    pub fn key(&self) -> String {
        match self {
            Push::Scan(scan) => scan.key(),
            Push::Order(news) => {
                key_of(&["order", &news.order_code, news.waybill_no.as_deref().unwrap_or_default(), &news.carrier_code])
            }
            Push::Settlement(settlement) => key_of(&[
                "settlement",
                &settlement.waybill_no,
                &settlement.weight.map_or(0, Grams::get).to_string(),
                &settlement.amount.fen().to_string(),
            ]),
            Push::Label(label) => key_of(&["label", &label.waybill_no, &label.checksum]),
            Push::Unknown { kind } => key_of(&["unknown", kind]),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderStage {
    Assigned,
    PickedUp,
    Signed,
    Cancelled,
    NumberAssigned,
    Unknown,
}

impl OrderStage {
    /// What it says about the shipment. That it was signed for is taken from scans alone.
    pub const fn shipment_state(self) -> Option<ShipmentState> {
        match self {
            OrderStage::Assigned => Some(ShipmentState::PickupScheduled),
            OrderStage::PickedUp => Some(ShipmentState::PickedUp),
            OrderStage::Cancelled => Some(ShipmentState::OrderCancelled),
            OrderStage::Signed | OrderStage::NumberAssigned | OrderStage::Unknown => None,
        }
    }
}

/// How a pickup order stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderNews {
    pub order_code: String,
    pub waybill_no: Option<String>,
    pub stage: OrderStage,
    /// As the carrier names it.
    pub carrier_code: String,
    pub reason: Option<String>,
}

/// What the carrier weighed and charges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    pub waybill_no: String,
    pub weight: Option<Grams>,
    pub amount: Money,
}

/// The carrier's own picture of a label.
#[derive(Clone, PartialEq, Eq)]
pub struct Label {
    pub waybill_no: String,
    pub media_type: &'static str,
    pub file: Vec<u8>,
    pub checksum: String,
}

/// The picture shows names and addresses.
impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Label({}, {} bytes)", self.media_type, self.file.len())
    }
}

/// None of these texts repeats what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    #[error("the push is larger than any the carrier sends")]
    TooLarge,
    #[error("the push is not readable: {0}")]
    Malformed(&'static str),
    #[error("the signature of the push is wrong")]
    Forged,
    #[error("the push is for another application")]
    NotOurs,
    #[error("the carrier pushes nothing")]
    Unsupported,
}
