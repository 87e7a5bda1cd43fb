//! What postings are called, and how their amounts are written.

use shared::ledger::PostingKind;
use units::Money;

use crate::{amount, i18n::Text, texts::wallet as texts};

pub const fn kind(kind: PostingKind) -> Text {
    match kind {
        PostingKind::Frozen => texts::KIND_FROZEN,
        PostingKind::FrozenAgain => texts::KIND_FROZEN_AGAIN,
        PostingKind::Released => texts::KIND_RELEASED,
        PostingKind::Settled => texts::KIND_SETTLED,
        PostingKind::Corrected => texts::KIND_CORRECTED,
        PostingKind::ToppedUp => texts::KIND_TOPPED_UP,
        PostingKind::TopUpReversed => texts::KIND_TOP_UP_REVERSED,
    }
}

/// A change with its sign, `+500.00` or `-3.50`, and the class of its colour.
pub fn signed(change: Money) -> (String, &'static str) {
    let text = amount::money(change);
    match change.fen() {
        0 => (text, "num sub"),
        1.. => (format!("+{text}"), "num plus"),
        _ => (text, "num minus"),
    }
}
