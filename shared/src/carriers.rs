//! Carriers beside the embedded network: the accounts that merchants bring, orders on their way to a carrier, and the calls that were made.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use units::Money;

use crate::{CarrierAccountId, CarrierCallId, ContactId, OrderId, ShipmentId};

/// Accounts of a merchant.
pub const CARRIER_ACCOUNTS_MAX: usize = 20;
/// Where a balance counts as low unless the merchant says otherwise.
pub const LOW_BALANCE: u32 = 100;
pub const LOW_BALANCE_MAX: u32 = 1_000_000;
pub const ACCOUNT_CHARS: usize = 60;
pub const COD_ACCOUNT_CHARS: usize = 40;
/// A parcel that is as many grams heavier or lighter than was stated was weighed, or stated, wrong.
pub const SETTLED_WEIGHT_APART_G: u32 = 500;

/// A carrier that can be shipped with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CarrierView {
    /// `zto`.
    pub code: String,
    pub name: String,
    /// The network has set it up; otherwise no account can be bound.
    pub is_available: bool,
    /// What can be asked of it, such as `create`, `track` or `balance`; and the services of parcels it takes: `cash_on_delivery`,
    /// `receiver_pays`, `signed_return`, `delivery_window`.
    pub capabilities: Vec<String>,
    pub accounts: Vec<CarrierAccount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CarrierAccountState {
    /// The carrier took it.
    Bound,
    /// The carrier refused it last time; see `problem`.
    Failing,
}

impl CarrierAccountState {
    pub const fn as_str(self) -> &'static str {
        match self {
            CarrierAccountState::Bound => "bound",
            CarrierAccountState::Failing => "failing",
        }
    }

    pub fn parse(text: &str) -> Option<CarrierAccountState> {
        [CarrierAccountState::Bound, CarrierAccountState::Failing].into_iter().find(|state| state.as_str() == text)
    }
}

/// What a merchant is to its carrier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CarrierAccountKind {
    /// 电子面单账号: an account with numbers of its own and a password.
    #[default]
    Waybill,
    /// 集团客户: a contract with the carrier itself, known by the customer's code; there are no numbers to run out of.
    Group,
}

impl CarrierAccountKind {
    pub const ALL: [CarrierAccountKind; 2] = [CarrierAccountKind::Waybill, CarrierAccountKind::Group];

    pub const fn as_str(self) -> &'static str {
        match self {
            CarrierAccountKind::Waybill => "waybill",
            CarrierAccountKind::Group => "group",
        }
    }

    pub fn parse(text: &str) -> Option<CarrierAccountKind> {
        CarrierAccountKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// An account of the merchant at a carrier; its password is never told again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CarrierAccount {
    pub id: CarrierAccountId,
    pub carrier: String,
    #[serde(default)]
    pub kind: CarrierAccountKind,
    pub name: String,
    /// The carrier's name of it: an e-waybill account (电子面单账号), or the code of a group customer (集团客户编码).
    pub account: String,
    pub state: CarrierAccountState,
    /// What the carrier said, where it is failing.
    pub problem: Option<String>,
    /// Waybill numbers that are left, as the carrier said last; none of a group customer.
    pub balance: Option<u64>,
    pub balance_at: Option<DateTime<Utc>>,
    /// Below this many numbers somebody is warned.
    pub low_at: u32,
    pub is_low: bool,
    /// The end of the account that the carrier pays out to what it collects (代收货款); none where it collects nothing.
    pub cod_account: Option<String>,
    /// Orders that are on their way to the carrier.
    pub placing: u64,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CarrierAccountCreate {
    /// `zto`.
    pub carrier: String,
    #[serde(default)]
    pub kind: CarrierAccountKind,
    /// What the merchant calls it.
    pub name: String,
    /// The e-waybill account, or the code of a group customer.
    pub account: String,
    /// Of an e-waybill account; a group customer has none.
    #[serde(default)]
    pub password: String,
    /// The outlet that gave out the e-waybill account; the carrier wants it for binding.
    #[serde(default)]
    pub site_code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low_at: Option<u32>,
    /// Where the carrier pays out what it collects (代收货款), as agreed with it; letters, digits and hyphens, at most 40. Empty: nothing is collected.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cod_account: String,
}

/// Only what is there is changed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CarrierAccountPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Checked with the carrier before it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low_at: Option<u32>,
    /// Empty: nothing is collected any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cod_account: Option<String>,
}

/// How an order that is given to a carrier stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlacementState {
    /// The carrier is still to be asked, or has not answered.
    Placing,
    /// It gave a number; there is a shipment.
    Placed,
    /// It will not take it: the order is back in the pool, held.
    Refused,
}

impl PlacementState {
    pub const fn as_str(self) -> &'static str {
        match self {
            PlacementState::Placing => "placing",
            PlacementState::Placed => "placed",
            PlacementState::Refused => "refused",
        }
    }

    pub fn parse(text: &str) -> Option<PlacementState> {
        use PlacementState::{Placed, Placing, Refused};
        [Placing, Placed, Refused].into_iter().find(|state| state.as_str() == text)
    }
}

/// The last time an order was given to a carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Placement {
    pub order_id: OrderId,
    pub account_id: CarrierAccountId,
    pub state: PlacementState,
    /// What the carrier said, where it refused; or why it takes so long.
    pub words: Option<String>,
    pub tries: u32,
    pub asked_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// The shipment with the carrier's number, once it is placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipment_id: Option<ShipmentId>,
}

/// What is asked of a carrier about a parcel that is not ordered yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CarrierPreviewRequest {
    /// Where it goes; or `receiver_contact_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<PreviewPlace>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_contact_id: Option<ContactId>,
    /// From where; without it from the default sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_contact_id: Option<ContactId>,
    /// Without a weight there is no price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u32>,
}

/// An address without a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewPlace {
    pub province: String,
    pub city: String,
    pub district: String,
    pub detail: String,
}

/// Whether a carrier delivers somewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CarrierReach {
    Open,
    /// Nothing is taken there at the moment.
    Closed,
    /// It did not say, or not in time. Nothing follows from that.
    #[default]
    Unknown,
}

/// What a carrier says about a parcel that is not ordered yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CarrierPreview {
    pub reach: CarrierReach,
    /// Why it does not deliver there, in the carrier's words.
    pub reason: Option<String>,
    /// Its list price; what is paid follows from the contract. None where it names none.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "12.00"))]
    pub price: Option<Money>,
    /// The list price of the first kilogram.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "10.00"))]
    pub first_weight_price: Option<Money>,
}

/// What the carrier weighed and charges for a shipment, as it told it last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CarrierSettlement {
    /// In the caller's language.
    pub carrier_name: String,
    /// None where it did not say.
    pub weight_g: Option<u32>,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "4.20"))]
    pub fee: Money,
    pub at: DateTime<Utc>,
    /// More than 500 g away from what was stated.
    pub is_weight_apart: bool,
}

/// How the track of a parcel that goes with a carrier over the network comes here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CarrierTrack {
    /// In the caller's language.
    pub carrier_name: String,
    /// The carrier does not tell on its own what happens to it (未订阅): it is asked now and then.
    pub is_polled: bool,
    /// When it was asked and answered last.
    pub asked_at: Option<DateTime<Utc>>,
}

/// A question to a carrier and its answer, as they are kept: secrets and personal data are masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CarrierCall {
    pub id: CarrierCallId,
    pub merchant_code: String,
    pub carrier: String,
    /// The carrier's name of the operation.
    pub api: String,
    pub at: DateTime<Utc>,
    pub took_ms: u32,
    pub http_status: Option<u16>,
    pub carrier_code: String,
    /// `done`, `refused`, `unavailable`, `unknown`, `config`, `not_asked`; of a push `received` or `ignored`.
    pub outcome: String,
    pub request: String,
    pub answer: String,
}

/// Which calls, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct CarrierCallFilter {
    /// Only this merchant's, by its customer code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_code: Option<String>,
    /// Only this operation, as the carrier names it; of a push `push ` and its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api: Option<String>,
    /// Only what is about this waybill number, or about the order that was given to the carrier by this code (`partnerOrderCode`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Only those with this outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
