//! Orders at a carrier: made, asked about, taken back.

use std::fmt;

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use units::{Grams, Millimetres, Money};

use crate::{Route, ShipmentState};

/// Who pays and whose numbers are used.
#[derive(Clone, Debug)]
pub enum Account {
    /// An e-waybill account of the merchant (电子面单账号).
    Waybill { id: String, password: SecretString },
    /// A group customer (集团客户) of the carrier.
    Group { customer_id: String },
}

/// What kind of order it is; which of them a carrier has is its own matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderKind {
    /// 全网件: a waybill number at once; the pickup is arranged with the outlet.
    Waybill,
    /// 预约件: the carrier sends a courier, and there is a waybill number at once.
    PickupWithWaybill,
    /// 预约件 without a number: the courier brings one.
    PickupOnly,
    /// 星联全网件: like `Waybill`, with numbers of the shared network.
    SharedWaybill,
}

impl OrderKind {
    pub const ALL: [OrderKind; 4] =
        [OrderKind::Waybill, OrderKind::PickupWithWaybill, OrderKind::PickupOnly, OrderKind::SharedWaybill];

    /// A courier is sent for it, so it is an order that can be taken back.
    pub const fn is_pickup(self) -> bool {
        matches!(self, OrderKind::PickupWithWaybill | OrderKind::PickupOnly)
    }
}

/// A sender or receiver. At least one of the two numbers.
#[derive(Clone, PartialEq, Eq)]
pub struct Party {
    pub name: String,
    pub mobile: Option<String>,
    /// Landline.
    pub phone: Option<String>,
    pub province: String,
    pub city: String,
    pub district: String,
    /// Without province, city and district.
    pub address: String,
}

/// Personal: never in a log by accident.
impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Party(masked)")
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Service {
    /// 代收货款, paid out to the merchant's collection account.
    CashOnDelivery { amount: Money, collection_account: String },
    /// 保价.
    Insured { value: Money },
    /// 签单返回, to the named outlet.
    ReturnReceipt { site_code: String, site_name: String },
    /// 尊享 / 中通标快.
    Vip,
    /// 两小时.
    TwoHours,
    /// 标快 / 中通好快.
    Express,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub name: String,
    pub category: Option<String>,
    pub material: Option<String>,
    pub weight: Option<Grams>,
    pub unit_price: Option<Money>,
    pub quantity: u32,
    pub remark: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parcel {
    pub length: Option<Millimetres>,
    pub width: Option<Millimetres>,
    pub height: Option<Millimetres>,
    /// How many things are inside.
    pub quantity: Option<u32>,
    pub goods_value: Option<Money>,
    pub freight: Option<Money>,
    pub premium: Option<Money>,
}

/// When the courier may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PickupWindow {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locker {
    pub code: String,
    pub address: String,
    /// 1 large, 2 middle, 3 small.
    pub size: u8,
}

#[derive(Clone, Debug)]
pub struct NewOrder {
    /// Ours, one an order and never used twice: by it the carrier knows a repetition.
    pub partner_code: String,
    pub kind: OrderKind,
    pub account: Account,
    /// A number that was given out before.
    pub waybill_no: Option<String>,
    pub sender: Party,
    pub receiver: Party,
    pub services: Vec<Service>,
    pub parcel: Parcel,
    pub items: Vec<Item>,
    pub pickup: Option<PickupWindow>,
    /// Shop or warehouse of a group customer.
    pub hall_code: Option<String>,
    pub locker: Option<Locker>,
    pub remark: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    pub code: String,
    pub name: String,
}

/// The waybill that brings the signed receipt back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnReceipt {
    pub waybill_no: String,
    pub order_code: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    pub partner_code: String,
    /// The carrier's.
    pub order_code: String,
    /// None only for [`OrderKind::PickupOnly`], or where the carrier assigns it later.
    pub waybill_no: Option<String>,
    /// None where the carrier did not know one yet.
    pub route: Option<Route>,
    /// Who picks it up, where that is known.
    pub site: Option<Site>,
    pub pickup_code: Option<String>,
    pub return_receipt: Option<ReturnReceipt>,
}

/// How an order is named when asking about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderRef {
    /// The carrier's order code, for pickup orders.
    OrderCode(String),
    WaybillNo(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemoteOrderState {
    Placed,
    SiteAssigned,
    CourierAssigned,
    PickingUp,
    Cancelled,
    Completed,
    /// Not in the carrier's documents.
    Unknown(String),
}

impl RemoteOrderState {
    /// What it says about the shipment. A completed order says nothing: its parcel may be anywhere, and only scans tell.
    pub fn shipment_state(&self) -> Option<ShipmentState> {
        match self {
            RemoteOrderState::Placed => Some(ShipmentState::OrderCreated),
            RemoteOrderState::SiteAssigned | RemoteOrderState::CourierAssigned | RemoteOrderState::PickingUp => {
                Some(ShipmentState::PickupScheduled)
            }
            RemoteOrderState::Cancelled => Some(ShipmentState::OrderCancelled),
            RemoteOrderState::Completed | RemoteOrderState::Unknown(_) => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteOrder {
    pub order_code: String,
    pub waybill_no: Option<String>,
    /// Our code of the order, where the carrier tells it.
    pub partner_code: Option<String>,
    pub state: RemoteOrderState,
    pub cancel_reason: Option<String>,
    pub site: Option<Site>,
    pub courier_code: Option<String>,
    pub weight: Option<Grams>,
    pub freight: Option<Money>,
    pub total: Option<Money>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelReason {
    NotWanted,
    WrongOrder,
    Duplicate,
    TooExpensive,
    NobodyCalled,
    PickupTooSlow,
    BadService,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelRequest {
    pub kind: OrderKind,
    pub order: OrderRef,
    pub reason: CancelReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelOutcome {
    Cancelled,
    /// The carrier knows no such order any more.
    AlreadyGone,
    /// The carrier takes such orders back only by letting them lapse: void it here and never use its number again. The account's count of
    /// numbers is not restored at once.
    LocalOnly,
}
