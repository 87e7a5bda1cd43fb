//! Scans as carriers tell them.

use std::fmt;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use crate::Scan;

/// The last four digits of a phone, as carriers want them to show a track.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneTail(String);

impl PhoneTail {
    /// Of a phone or of its last digits; none where there are fewer than four.
    pub fn of(phone: &str) -> Option<PhoneTail> {
        let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
        let from = digits.len().checked_sub(4)?;
        Some(PhoneTail(digits[from..].iter().collect()))
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Personal: never in a log by accident.
impl fmt::Debug for PhoneTail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneTail(masked)")
    }
}

#[derive(Clone, Debug)]
pub struct TrackRequest {
    pub waybill_no: String,
    /// Of sender or receiver, where the carrier does not know the waybill as ours.
    pub phone: Option<PhoneTail>,
}

#[derive(Clone, Debug)]
pub enum Subscription {
    /// Its scans.
    Waybill { waybill_no: String, phone: Option<PhoneTail> },
    /// The states of a pickup order.
    Order { order_code: String },
}

/// What an event means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Scan(Scan),
    /// Not in the carrier's documents: kept and shown, and moves nothing.
    Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanPlace {
    pub code: String,
    pub name: String,
    pub city: String,
}

#[derive(Clone, PartialEq, Eq)]
pub struct RemoteScan {
    pub waybill_no: String,
    pub happened_at: DateTime<Utc>,
    pub meaning: Meaning,
    /// As the carrier names it.
    pub carrier_code: String,
    /// The carrier's code of a problem; there is no published list of them.
    pub problem_code: Option<String>,
    /// A ready sentence. It may name a courier and their phone.
    pub description: String,
    pub place: ScanPlace,
    /// Where it goes (a departure) or came from (an arrival).
    pub other_place: Option<ScanPlace>,
    pub signer: Option<String>,
    pub courier: Option<String>,
    pub courier_phone: Option<String>,
}

impl RemoteScan {
    /// Equal for the same event however often and by whichever way it comes: pushes and answers to questions name the same scan differently,
    /// so its meaning counts, and its second.
    pub fn key(&self) -> String {
        let meaning = match self.meaning {
            Meaning::Scan(scan) => scan.code.as_str(),
            Meaning::Unknown => &self.carrier_code,
        };
        let second = self.happened_at.timestamp().to_string();
        key_of(&[&self.waybill_no, meaning, &second, &self.place.code])
    }
}

/// Sentences, signers and couriers are personal; the rest says enough.
impl fmt::Debug for RemoteScan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteScan")
            .field("waybill_no", &self.waybill_no)
            .field("happened_at", &self.happened_at)
            .field("carrier_code", &self.carrier_code)
            .field("meaning", &self.meaning)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// 32 hexadecimal digits; parts cannot run into each other.
pub(crate) fn key_of(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_of_a_phone() {
        assert_eq!(PhoneTail::of("139-0000 5514").unwrap().expose(), "5514");
        assert_eq!(PhoneTail::of("5514").unwrap().expose(), "5514");
        assert!(PhoneTail::of("551").is_none());
        assert!(!format!("{:?}", PhoneTail::of("5514")).contains("5514"));
    }

    #[test]
    fn keys_keep_their_parts_apart() {
        assert_ne!(key_of(&["ab", "c"]), key_of(&["a", "bc"]));
        assert_eq!(key_of(&["ab", "c"]), key_of(&["ab", "c"]));
        assert_eq!(key_of(&[]).len(), 32);
    }
}
