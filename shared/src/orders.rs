//! The order pool: what a merchant wants shipped and has not shipped yet.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use units::Money;

use crate::{
    CarrierAccountId, ContactId, DepartmentId, ImportId, OrderId, OrderRuleId, OwnerId, ShipmentId,
    contacts::{MaskedParty, Party},
    goods::GoodsFinding,
    services::Services,
    skip::is_false,
};

/// Orders put together at once, and parcels one order is split into.
pub const MERGE_MAX: usize = 50;
pub const SPLIT_MAX: usize = 20;
pub const FLAG_CHARS: usize = 20;
pub const SHOP_CHARS: usize = 60;
pub const GOODS_CODES_MAX: usize = 20;
pub const GOODS_CODE_CHARS: usize = 40;
/// Twenty of them are looked up by an index, whose rows are bounded.
pub const GOODS_CODE_BYTES: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Waits in the pool.
    Open,
    /// It is on its way to a carrier, which has not given a number yet.
    Placing,
    /// A shipment was made of it; it is in the pool no more.
    Shipped,
    /// Put together with another, `parent_id`.
    Merged,
    /// It is not going to be shipped.
    Cancelled,
}

impl OrderState {
    pub const ALL: [OrderState; 5] =
        [OrderState::Open, OrderState::Placing, OrderState::Shipped, OrderState::Merged, OrderState::Cancelled];

    pub const fn as_str(self) -> &'static str {
        match self {
            OrderState::Open => "open",
            OrderState::Placing => "placing",
            OrderState::Shipped => "shipped",
            OrderState::Merged => "merged",
            OrderState::Cancelled => "cancelled",
        }
    }

    pub fn parse(text: &str) -> Option<OrderState> {
        OrderState::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Order {
    pub id: OrderId,
    pub order_no: Option<String>,
    pub state: OrderState,
    /// `api`, `form`, or the format of the import.
    pub source: String,
    pub import_id: Option<ImportId>,
    pub receiver: MaskedParty,
    pub goods: String,
    pub quantity: u32,
    pub weight_g: Option<u32>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "200.00"))]
    pub insured: Option<Money>,
    pub remark: String,
    pub sender_contact_id: Option<ContactId>,
    pub owner_id: Option<OwnerId>,
    pub department_id: Option<DepartmentId>,
    /// Waits for a person; it is not shipped with others.
    pub is_held: bool,
    /// A mark of the merchant's own, such as `red`; empty: none.
    pub flag: String,
    pub parent_id: Option<OrderId>,
    pub shop: String,
    /// The merchant's own codes of its goods (SKU).
    pub goods_codes: Vec<String>,
    pub services: Services,
    /// The merchant's account at the carrier it is sent with; none: with the network.
    pub carrier_account_id: Option<CarrierAccountId>,
    /// The label template a rule gave it.
    pub template_id: Option<String>,
    /// The rule that took it when it came in.
    pub rule_id: Option<OrderRuleId>,
    /// Words in its goods that must not be sent.
    pub goods_findings: Vec<GoodsFinding>,
    pub created_at: DateTime<Utc>,
}

/// An order that is kept and shipped later.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderCreate {
    /// Who receives it; or `receiver_contact_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<Party>,
    /// A receiver of the address book, in place of `receiver`: their name and address need not be seen to send to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_contact_id: Option<ContactId>,
    /// The merchant's own number, unique among its orders; 1 to 64 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_no: Option<String>,
    /// 1 to 200 characters.
    pub goods: String,
    #[serde(default = "one")]
    pub quantity: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u32>,
    /// Declared value for insurance, in yuan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "200.00"))]
    pub insured: Option<Money>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_contact_id: Option<ContactId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<OwnerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// Sent with this account of the merchant at a carrier; without it as the rules say, or with the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_account_id: Option<CarrierAccountId>,
    /// The shop it was ordered in; up to 60 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub shop: String,
    /// The merchant's own codes of its goods (SKU), as their barcodes carry them; up to 20 of 40 characters without spaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goods_codes: Vec<String>,
    /// Services besides being carried.
    #[serde(default, skip_serializing_if = "Services::is_empty")]
    pub services: Services,
}

const fn one() -> u32 {
    1
}

/// What is changed of orders in the pool; what is left out stays.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_contact_id: Option<ContactId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<OwnerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// Sent with this account of the merchant at a carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_account_id: Option<CarrierAccountId>,
    /// Sent with the network: the account is taken off.
    #[serde(default, skip_serializing_if = "is_false")]
    pub by_network: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_held: Option<bool>,
    /// Up to 20 characters; empty takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<String>,
    /// All services it is to have then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub services: Option<Services>,
}

/// One order's change.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderUpdate {
    /// Left out: who receives it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<Party>,
    #[serde(default)]
    pub change: OrderPatch,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderIds {
    /// 1 to 1 000.
    pub order_ids: Vec<OrderId>,
}

/// Which orders are shipped, and how.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderShip {
    /// 1 to 1 000.
    pub order_ids: Vec<OrderId>,
    /// All with this account of the merchant at a carrier; without it each as the order says: with its own account, or with the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_account_id: Option<CarrierAccountId>,
    /// All with the network, whatever the orders say.
    #[serde(default, skip_serializing_if = "is_false")]
    pub by_network: bool,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderBatchEdit {
    /// 1 to 1 000.
    pub order_ids: Vec<OrderId>,
    pub change: OrderPatch,
    /// Only tell how the orders would look; nothing is changed.
    #[serde(default)]
    pub preview: bool,
}

/// One parcel of an order that is split.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ParcelPart {
    /// Left out: the order's goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods: Option<String>,
    pub quantity: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u32>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderSplit {
    /// 2 to 20; the first stays the order itself.
    pub parcels: Vec<ParcelPart>,
}

/// Open orders to the same receiver at the same address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderGroup {
    /// Two or more, oldest first.
    pub orders: Vec<Order>,
}

/// One order's outcome of a bulk request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderOutcome {
    pub order_id: OrderId,
    pub ok: bool,
    /// It is on its way to a carrier; the shipment comes with the carrier's answer.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_placing: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipment_id: Option<ShipmentId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waybill_no: Option<String>,
    /// Why not, where it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderOutcomes {
    pub items: Vec<OrderOutcome>,
}
