//! Proof of delivery (签收凭证): who received a parcel, and a picture of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The name of who signed.
pub const SIGNER_CHARS: usize = 30;
/// A picture as it is sent, before it is drawn anew.
pub const PROOF_PICTURE_BYTES: usize = 3 * 1024 * 1024;

/// Who took a parcel, or where it was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceivedBy {
    /// 本人: the receiver.
    #[serde(rename = "self")]
    Receiver,
    /// 家人.
    Family,
    /// 前台: a reception, a guard, a post room.
    FrontDesk,
    /// 驿站.
    PickupPoint,
    /// 快递柜.
    Locker,
    /// Somebody or somewhere else.
    Other,
}

impl ReceivedBy {
    pub const ALL: [ReceivedBy; 6] = [
        ReceivedBy::Receiver,
        ReceivedBy::Family,
        ReceivedBy::FrontDesk,
        ReceivedBy::PickupPoint,
        ReceivedBy::Locker,
        ReceivedBy::Other,
    ];

    /// The stable code.
    pub const fn as_str(self) -> &'static str {
        match self {
            ReceivedBy::Receiver => "self",
            ReceivedBy::Family => "family",
            ReceivedBy::FrontDesk => "front_desk",
            ReceivedBy::PickupPoint => "pickup_point",
            ReceivedBy::Locker => "locker",
            ReceivedBy::Other => "other",
        }
    }

    pub fn parse(text: &str) -> Option<ReceivedBy> {
        ReceivedBy::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// What a courier tells of a parcel that was received. No `Debug`: it names a person.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProofOfDelivery {
    /// As it is scanned or typed; the link of the label's QR code too.
    pub waybill_no: String,
    pub received_by: ReceivedBy,
    /// The name of who signed; at most 30 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// A JPEG, PNG or WebP picture of at most 3 MB, in base64. Its pixels are kept, and nothing else of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// Where it was received, such as `杭州余杭网点`; at most 60 characters.
    pub place: String,
    pub at: DateTime<Utc>,
}

/// How a parcel was received, as its merchant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryProof {
    pub received_by: ReceivedBy,
    /// Masked.
    pub signer: Option<String>,
    pub place: String,
    pub at: DateTime<Utc>,
    /// There is a picture; it is shown for a reason.
    pub has_picture: bool,
}

/// How a parcel was received, as everybody may see it who follows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicProof {
    pub received_by: ReceivedBy,
    /// Masked.
    pub signer: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_what_is_sent() {
        for one in ReceivedBy::ALL {
            assert_eq!(serde_json::to_value(one).unwrap(), one.as_str());
            assert_eq!(ReceivedBy::parse(one.as_str()), Some(one));
        }
        assert_eq!(ReceivedBy::parse(""), None);
    }
}
