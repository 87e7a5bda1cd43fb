//! createOrder, getOrderInfo, cancelPreOrder, order.print.

use chrono::Utc;
use serde_json::{Value, json};

use super::{places, tail, text};
use crate::{
    envelope::Reply,
    network::{Network, ORDERS_MAX, Order},
    numbers::is_waybill,
    pusher::WantedLabel,
};

const PARTY: [&str; 5] = ["Name", "Province", "City", "District", "Address"];

/// Repeated with the same partnerOrderCode it makes nothing and tells what it told before.
pub(super) fn create(network: &mut Network, fields: &Value) -> Reply {
    let Some(partner_code) = text(fields, "partnerOrderCode") else { return Reply::missing("partnerOrderCode") };
    let tells_mark = network.tells_marks;
    if let Some(order) = network.orders.get_mut(partner_code) {
        order.asked += 1;
        return Reply::Done(created(order, tells_mark));
    }
    let kind = match Kind::of(fields) {
        Ok(kind) => kind,
        Err(reply) => return reply,
    };
    if let Some(field) = missing_in_party(fields) {
        return Reply::missing(&field);
    }
    if network.orders.len() >= ORDERS_MAX {
        return Reply::refused("S203", "服务不可用");
    }
    if let Err(reply) = take_number(network, fields, &kind) {
        return reply;
    }
    let order = make(network, fields, &kind, partner_code);
    let reply = created(&order, tells_mark);
    network.keep(order);
    Reply::Done(reply)
}

struct Kind {
    group: bool,
    pickup: bool,
    /// Gets a number at once.
    numbered: bool,
    /// 星联.
    shared: bool,
}

impl Kind {
    fn of(fields: &Value) -> Result<Kind, Reply> {
        let kind = |group, pickup, numbered, shared| Ok(Kind { group, pickup, numbered, shared });
        match (text(fields, "partnerType"), text(fields, "orderType")) {
            (None, _) => Err(Reply::missing("partnerType")),
            (_, None) => Err(Reply::missing("orderType")),
            (Some("1"), Some("1")) => kind(true, false, true, false),
            (Some("1"), Some("2")) => kind(true, true, true, false),
            (Some("2"), Some("1")) => kind(false, false, true, false),
            (Some("2"), Some("2")) => kind(false, true, true, false),
            (Some("2"), Some("3")) => kind(false, true, false, false),
            (Some("2"), Some("4")) => kind(false, false, true, true),
            _ => Err(Reply::refused("p-o001", "partnerType或orderType不正确")),
        }
    }
}

fn missing_in_party(fields: &Value) -> Option<String> {
    for (object, prefix) in [("senderInfo", "sender"), ("receiveInfo", "receiver")] {
        let party = &fields[object];
        for part in PARTY {
            let name = format!("{prefix}{part}");
            if text(party, &name).is_none() {
                return Some(format!("{object}.{name}"));
            }
        }
        let reachable = ["Mobile", "Phone"].iter().any(|part| text(party, &format!("{prefix}{part}")).is_some());
        if !reachable {
            return Some(format!("{object}.{prefix}Mobile"));
        }
    }
    None
}

/// Checks the account, and takes one of its numbers where the order has none of its own.
fn take_number(network: &mut Network, fields: &Value, kind: &Kind) -> Result<(), Reply> {
    let info = &fields["accountInfo"];
    if kind.group {
        let customer = text(info, "customerId").ok_or_else(|| Reply::missing("accountInfo.customerId"))?;
        if network.closed_customers.contains(customer) {
            return Err(Reply::refused("p-o003", "该客户没有下单权限"));
        }
        return Ok(());
    }
    let given = text(fields, "billCode");
    if given.is_some_and(|number| !is_waybill(number)) {
        return Err(Reply::refused("E416", "不符合中通运单号规则校验"));
    }
    if !kind.numbered {
        return Ok(());
    }
    let id = text(info, "accountId").ok_or_else(|| Reply::missing("accountInfo.accountId"))?;
    let account = network.accounts.get_mut(id);
    let account = account.filter(|account| text(info, "accountPassword") == Some(account.password.as_str()));
    let account = account.ok_or_else(|| Reply::refused("p-o003", "该电子面单账号没有下单权限"))?;
    if given.is_none() {
        account.available =
            account.available.checked_sub(1).ok_or_else(|| Reply::refused("p-o004", "电子面单账号可用单号不足"))?;
    }
    Ok(())
}

fn make(network: &mut Network, fields: &Value, kind: &Kind, partner_code: &str) -> Order {
    let given = text(fields, "billCode").map(str::to_owned);
    let bill_code = if kind.numbered { given.or_else(|| Some(network.next_waybill(kind.shared))) } else { None };
    let receiver = &fields["receiveInfo"];
    let (mark, bag_addr) = places::route([
        receiver["receiverProvince"].as_str().unwrap_or_default(),
        receiver["receiverCity"].as_str().unwrap_or_default(),
        receiver["receiverDistrict"].as_str().unwrap_or_default(),
        receiver["receiverAddress"].as_str().unwrap_or_default(),
    ]);
    let phone = |object: &str, prefix: &str| {
        let party = &fields[object];
        let number = text(party, &format!("{prefix}Mobile")).or_else(|| text(party, &format!("{prefix}Phone")));
        tail(number.unwrap_or_default())
    };
    let now = Utc::now();
    Order {
        partner_order_code: partner_code.to_owned(),
        order_code: format!("{}{:012}", now.format("%y%m%d"), network.next_serial()),
        bill_code,
        is_pickup: kind.pickup,
        partner_type: fields["partnerType"].as_str().unwrap_or_default().to_owned(),
        order_type: fields["orderType"].as_str().unwrap_or_default().to_owned(),
        status: 0,
        cancel_type: None,
        services: fields["orderVasList"].clone(),
        phones: [phone("senderInfo", "sender"), phone("receiveInfo", "receiver")],
        mark,
        bag_addr,
        asked: 1,
        created_at: now,
    }
}

fn created(order: &Order, tells_mark: bool) -> Value {
    json!({
        "bigMarkInfo": tells_mark.then(|| json!({"mark": order.mark, "bagAddr": order.bag_addr})),
        "verifyCode": null,
        "siteCode": "02100",
        "siteName": "上海",
        "signBillInfo": null,
        "billCode": order.bill_code,
        "orderCode": order.order_code,
        "partnerOrderCode": order.partner_order_code,
    })
}

/// Pickup orders by order code, the others by waybill number only.
fn named<'a>(network: &'a mut Network, fields: &Value) -> Option<&'a mut Order> {
    match (text(fields, "orderCode"), text(fields, "billCode")) {
        (Some(code), _) => network.by_order_code(code),
        (None, Some(number)) => network.by_bill(number),
        (None, None) => None,
    }
}

pub(super) fn info(network: &mut Network, fields: &Value) -> Reply {
    let wants_pickups = match fields["type"].as_i64() {
        Some(0) => true,
        Some(1) => false,
        _ => return Reply::missing("type"),
    };
    let fits = |order: &&mut Order| if wants_pickups { order.is_pickup } else { text(fields, "billCode").is_some() };
    let Some(order) = named(network, fields).filter(fits) else { return Reply::Done(json!([])) };
    Reply::Done(json!([{
        "orderType": order.order_type,
        "orderCode": order.order_code,
        "billCode": order.bill_code,
        "tradeId": order.partner_order_code,
        "orderStatus": order.status,
        "secStatus": order.cancel_type,
        "cancelReason": null,
        "orderCreateDate": order.created_at.timestamp_millis(),
        "assignSite": if order.status == 0 { Value::Null } else { Value::from("上海") },
        "assignSiteCode": if order.status == 0 { Value::Null } else { Value::from("02100") },
        "parcelWeight": 1000,
        "parcelFreight": 1000,
        "parcelOrderSum": 1000,
    }]))
}

pub(super) fn cancel(network: &mut Network, fields: &Value) -> Reply {
    let known = text(fields, "cancelType").filter(|kind| matches!(*kind, "1" | "2" | "3" | "4" | "5" | "6" | "7"));
    let Some(cancel_type) = known else { return Reply::missing("cancelType") };
    let Some(order) = named(network, fields).filter(|order| order.is_pickup && order.status != -2) else {
        return Reply::refused("p-o002", "查询不到该订单");
    };
    if order.status == 99 {
        return Reply::refused("p-o005", "订单已完成，不能取消");
    }
    order.status = -2;
    order.cancel_type = Some(cancel_type.to_owned());
    Reply::Done(Value::Null)
}

/// The file comes later, by push.
pub(super) fn print(network: &mut Network, fields: &Value) -> (Reply, Option<WantedLabel>) {
    let Some(bill_code) = text(fields, "billCode") else { return (Reply::missing("billCode"), None) };
    if network.by_bill(bill_code).is_none() {
        return (Reply::refused("E416", "不符合中通运单号规则校验"), None);
    }
    let print_type = fields["printType"].as_i64().unwrap_or(1);
    (Reply::Done(Value::Null), Some(WantedLabel { bill_code: bill_code.to_owned(), print_type }))
}
