//! How a parcel was received, in words.

use shared::proofs::ReceivedBy;

use crate::{i18n::Text, texts::proofs};

pub const fn words(by: ReceivedBy) -> Text {
    match by {
        ReceivedBy::Receiver => proofs::BY_SELF,
        ReceivedBy::Family => proofs::BY_FAMILY,
        ReceivedBy::FrontDesk => proofs::BY_FRONT_DESK,
        ReceivedBy::PickupPoint => proofs::BY_PICKUP_POINT,
        ReceivedBy::Locker => proofs::BY_LOCKER,
        ReceivedBy::Other => proofs::BY_OTHER,
    }
}
