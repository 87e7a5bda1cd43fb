//! The ledger: what every merchant has with the network, and every posting that made it so.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use units::Money;

use crate::{PostingId, ShipmentId, applications::Settlement};

/// What is paid in at once: ten million yuan.
pub const TOP_UP_FEN_MAX: i64 = 1_000_000_000;
/// The floor and the warning of a wallet, either way: ten million yuan.
pub const WALLET_LIMIT_FEN_MAX: i64 = 1_000_000_000;
/// A bank's own number of a transfer.
pub const VOUCHER_NO_CHARS: usize = 64;

/// An account of the ledger. What the network owes a merchant, and what it earned, counts up; what it has or is owed counts down: every
/// posting adds up to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LedgerAccount {
    /// What the merchant paid in and has not spent (余额).
    Wallet,
    /// What is kept back for orders that are not settled (冻结).
    Frozen,
    /// The part of the credit limit that such orders take; never above nothing (占用额度).
    Credit,
    /// What the merchant owes for settled shipments; above nothing where what was paid is corrected down (应收).
    Receivable,
    /// What the network earned (运费收入).
    Revenue,
    /// What was collected from receivers and is the merchant's (代收货款).
    CodPayable,
    /// What is paid for parcels that were lost or broken (理赔).
    Claims,
    /// What came in and went out by banks and payment services (资金).
    Bank,
}

impl LedgerAccount {
    pub const ALL: [LedgerAccount; 8] = [
        LedgerAccount::Wallet,
        LedgerAccount::Frozen,
        LedgerAccount::Credit,
        LedgerAccount::Receivable,
        LedgerAccount::Revenue,
        LedgerAccount::CodPayable,
        LedgerAccount::Claims,
        LedgerAccount::Bank,
    ];
}

/// Why something was posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PostingKind {
    /// A shipment was ordered: its price is kept back (冻结).
    Frozen,
    /// What is kept back follows a shipment that was changed (冻结变更).
    FrozenAgain,
    /// A shipment was voided: what was kept back is free again (解冻).
    Released,
    /// A parcel was picked up and is paid for (扣费).
    Settled,
    /// A settled shipment costs another price, since it was weighed (补差).
    Corrected,
    /// The merchant paid in (充值).
    ToppedUp,
    /// A payment was taken back (冲正).
    TopUpReversed,
}

impl PostingKind {
    pub const ALL: [PostingKind; 7] = [
        PostingKind::Frozen,
        PostingKind::FrozenAgain,
        PostingKind::Released,
        PostingKind::Settled,
        PostingKind::Corrected,
        PostingKind::ToppedUp,
        PostingKind::TopUpReversed,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            PostingKind::Frozen => "frozen",
            PostingKind::FrozenAgain => "frozen_again",
            PostingKind::Released => "released",
            PostingKind::Settled => "settled",
            PostingKind::Corrected => "corrected",
            PostingKind::ToppedUp => "topped_up",
            PostingKind::TopUpReversed => "top_up_reversed",
        }
    }

    pub fn parse(text: &str) -> Option<PostingKind> {
        PostingKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What a merchant has with the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wallet {
    pub settlement: Settlement,
    /// What it paid in and has not spent, less what it owes; below nothing where it owes.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "1280.50"))]
    pub balance: Money,
    /// Of orders that are not settled.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "36.00"))]
    pub frozen: Money,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "0.00"))]
    pub credit_limit: Money,
    /// What orders can still cost: the balance and the credit limit, less what open orders take of it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "1280.50"))]
    pub available: Money,
    /// Orders that would leave less available are refused; none: nothing is refused.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "0.00"))]
    pub floor: Option<Money>,
    /// People are warned when less is available.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "200.00"))]
    pub warn_below: Option<Money>,
    pub is_low: bool,
    /// Days what is available lasts, as the last seven days went; none where nothing was shipped, or nothing is refused.
    pub days_left: Option<u32>,
}

/// One posting (流水), as the merchant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Posting {
    pub id: PostingId,
    /// Counted from 1 for each merchant; none is missing.
    pub nth: u64,
    pub kind: PostingKind,
    /// What it changed the balance by.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "-3.50"))]
    pub amount: Money,
    /// What it changed the frozen amount by.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "3.50"))]
    pub frozen: Money,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "1280.50"))]
    pub balance_after: Money,
    pub shipment_id: Option<ShipmentId>,
    pub waybill_no: Option<String>,
    /// The posting that this one corrects or takes back.
    pub corrects: Option<PostingId>,
    /// In words: the number of a transfer, or why it was taken back.
    pub reason: String,
    pub at: DateTime<Utc>,
}

/// Network side: money that came by bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TopUpCreate {
    /// More than nothing, at most ten million yuan.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "5000.00"))]
    pub amount: Money,
    /// The bank's number of the transfer, which is taken once; at most 64 characters.
    pub voucher_no: String,
}

/// Network side: takes a top-up back, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TopUpReversal {
    pub posting_id: PostingId,
    pub reason: String,
}

/// Network side: how a merchant pays, what it may owe, what is refused to it, and when its people are warned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WalletTerms {
    pub settlement: Settlement,
    /// Nothing, for who pays beforehand; at most ten million yuan.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "10000.00"))]
    pub credit_limit: Money,
    /// Orders that would leave less available are refused; none: nothing is refused.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "0.00"))]
    pub floor: Option<Money>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "200.00"))]
    pub warn_below: Option<Money>,
}
