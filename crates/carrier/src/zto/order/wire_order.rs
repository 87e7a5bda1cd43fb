//! The body of createOrder.

use secrecy::ExposeSecret;
use serde::Serialize;
use units::Millimetres;

use super::{
    super::wire::{Fen, WireGrams, Yuan, to_text},
    types,
};
use crate::remote::{Account, Item, Locker, NewOrder, OrderKind, Parcel, Party, PickupWindow, Service};

/// 普通电子面单.
const ORDINARY_NUMBERS: u32 = 1;
/// 星联.
const SHARED_NUMBERS: u32 = 74;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateOrder<'a> {
    partner_type: &'static str,
    order_type: &'static str,
    partner_order_code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_info: Option<AccountInfo<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bill_code: Option<&'a str>,
    sender_info: Sender<'a>,
    receive_info: Receiver<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    order_vas_list: Vec<Vas<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hall_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary_info: Option<Summary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    order_items: Vec<OrderItem<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cabinet: Option<Cabinet<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AccountInfo<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_password: Option<&'a str>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    number_type: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sender<'a> {
    sender_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sender_phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sender_mobile: Option<&'a str>,
    sender_province: &'a str,
    sender_city: &'a str,
    sender_district: &'a str,
    sender_address: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Receiver<'a> {
    receiver_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    receiver_phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receiver_mobile: Option<&'a str>,
    receiver_province: &'a str,
    receiver_city: &'a str,
    receiver_district: &'a str,
    receiver_address: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Vas<'a> {
    vas_type: &'static str,
    /// In fen, unlike the summary's amounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    vas_amount: Option<Fen>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_no: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<Yuan>,
    #[serde(skip_serializing_if = "Option::is_none")]
    freight: Option<Yuan>,
    #[serde(skip_serializing_if = "Option::is_none")]
    premium: Option<Yuan>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderItem<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    material: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<WireGrams>,
    /// The platform's example has 50000 for a notebook computer, so it is fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    unitprice: Option<Fen>,
    quantity: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<&'a str>,
}

#[derive(Serialize)]
struct Cabinet<'a> {
    address: &'a str,
    specification: u8,
    code: &'a str,
}

impl<'a> CreateOrder<'a> {
    /// Of an order that was checked.
    pub(super) fn of(order: &'a NewOrder) -> CreateOrder<'a> {
        let (partner_type, order_type) = types(order).unwrap_or_default();
        let receipt_site = order.services.iter().find_map(|service| match service {
            Service::ReturnReceipt { site_code, site_name } => Some((site_code.as_str(), site_name.as_str())),
            _ => None,
        });
        CreateOrder {
            partner_type,
            order_type,
            partner_order_code: &order.partner_code,
            account_info: account(&order.account, order.kind),
            bill_code: order.waybill_no.as_deref(),
            sender_info: sender(&order.sender),
            receive_info: receiver(&order.receiver),
            order_vas_list: order.services.iter().map(vas).collect(),
            hall_code: order.hall_code.as_deref(),
            site_code: receipt_site.map(|(code, _)| code),
            site_name: receipt_site.map(|(_, name)| name),
            summary_info: summary(&order.parcel, order.pickup),
            remark: order.remark.as_deref(),
            order_items: order.items.iter().map(item).collect(),
            cabinet: order.locker.as_ref().map(cabinet),
        }
    }
}

/// A pickup without a number uses up none, so its order carries no account.
fn account(account: &Account, kind: OrderKind) -> Option<AccountInfo<'_>> {
    match account {
        Account::Waybill { .. } if kind == OrderKind::PickupOnly => None,
        Account::Waybill { id, password } => Some(AccountInfo {
            account_id: Some(id),
            account_password: Some(password.expose_secret()),
            number_type: Some(if kind == OrderKind::SharedWaybill { SHARED_NUMBERS } else { ORDINARY_NUMBERS }),
            customer_id: None,
        }),
        Account::Group { customer_id } => Some(AccountInfo {
            account_id: None,
            account_password: None,
            number_type: None,
            customer_id: Some(customer_id),
        }),
    }
}

fn sender(party: &Party) -> Sender<'_> {
    Sender {
        sender_name: &party.name,
        sender_phone: party.phone.as_deref(),
        sender_mobile: party.mobile.as_deref(),
        sender_province: &party.province,
        sender_city: &party.city,
        sender_district: &party.district,
        sender_address: &party.address,
    }
}

fn receiver(party: &Party) -> Receiver<'_> {
    Receiver {
        receiver_name: &party.name,
        receiver_phone: party.phone.as_deref(),
        receiver_mobile: party.mobile.as_deref(),
        receiver_province: &party.province,
        receiver_city: &party.city,
        receiver_district: &party.district,
        receiver_address: &party.address,
    }
}

fn vas(service: &Service) -> Vas<'_> {
    let (vas_type, amount, account_no) = match service {
        Service::CashOnDelivery { amount, collection_account } => {
            ("COD", Some(*amount), Some(collection_account.as_str()))
        }
        Service::Insured { value } => ("insured", Some(*value), None),
        Service::ReturnReceipt { .. } => ("receiveReturnService", None, None),
        Service::Vip => ("vip", None, None),
        Service::TwoHours => ("twoHour", None, None),
        Service::Express => ("standardExpress", None, None),
    };
    Vas { vas_type, vas_amount: amount.map(Fen), account_no }
}

fn summary(parcel: &Parcel, pickup: Option<PickupWindow>) -> Option<Summary> {
    if *parcel == Parcel::default() && pickup.is_none() {
        return None;
    }
    Some(Summary {
        size: size(parcel),
        quantity: parcel.quantity,
        price: parcel.goods_value.map(Yuan),
        freight: parcel.freight.map(Yuan),
        premium: parcel.premium.map(Yuan),
        start_time: pickup.map(|pickup| to_text(pickup.from)),
        end_time: pickup.map(|pickup| to_text(pickup.to)),
    })
}

/// `L,W,H` in whole centimetres, rounded up; only where all three are known.
fn size(parcel: &Parcel) -> Option<String> {
    let centimetres = |side: Millimetres| side.get().div_ceil(10);
    let (length, width, height) = (parcel.length?, parcel.width?, parcel.height?);
    Some(format!("{},{},{}", centimetres(length), centimetres(width), centimetres(height)))
}

fn item(item: &Item) -> OrderItem<'_> {
    OrderItem {
        name: &item.name,
        category: item.category.as_deref(),
        material: item.material.as_deref(),
        weight: item.weight.map(WireGrams),
        unitprice: item.unit_price.map(Fen),
        quantity: item.quantity,
        remark: item.remark.as_deref(),
    }
}

fn cabinet(locker: &Locker) -> Cabinet<'_> {
    Cabinet { address: &locker.address, specification: locker.size, code: &locker.code }
}
