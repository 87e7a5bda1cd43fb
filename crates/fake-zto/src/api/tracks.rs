//! Tracks: asked for and subscribed to.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::text;
use crate::{
    envelope::Reply,
    network::{Network, TraceEvent},
    numbers::{is_waybill, number_of, shuffled},
};

/// The phone has to be the sender's or the receiver's; without one the order has to be this application's, as all here are.
fn may_see(network: &mut Network, fields: &Value) -> Result<String, Reply> {
    let Some(number) = text(fields, "billCode") else { return Err(Reply::missing("billCode")) };
    if !is_waybill(number) {
        return Err(Reply::refused("E416", "不符合中通运单号规则校验"));
    }
    let phone = text(fields, "mobilePhone");
    match (network.by_bill(number), phone) {
        (Some(order), Some(phone)) if !order.phones.iter().any(|known| known == phone) => {
            Err(Reply::refused("E409", "收寄件人电话校验不一致"))
        }
        (None, None) => Err(Reply::refused("E413", "请输入收寄件人电话后四位")),
        _ => Ok(number.to_owned()),
    }
}

/// In no particular order, and with either form of time: clients have seen both.
pub(super) fn query(network: &mut Network, seed: u64, fields: &Value) -> Reply {
    let number = match may_see(network, fields) {
        Ok(number) => number,
        Err(reply) => return reply,
    };
    let signer = network.signer(&number);
    let rows: Vec<Value> =
        network.track(&number).iter().enumerate().map(|(at, event)| row(&number, at, event, signer)).collect();
    Reply::Done(Value::Array(shuffled(rows, seed ^ number_of(&number))))
}

fn row(number: &str, at: usize, event: &TraceEvent, signer: &str) -> Value {
    let time =
        if at.is_multiple_of(2) { Value::from(event.at.timestamp_millis()) } else { Value::from(china(event.at)) };
    json!({
        "billCode": number,
        "scanType": scan_type(event.action),
        "scanDate": time,
        "desc": sentence(event, signer),
        "signMan": if event.action == "SIGNED" { Value::from(signer) } else { Value::Null },
        "operateUser": "王五",
        "operateUserPhone": "13800000000",
        "scanSite": {"code": event.site_code, "name": event.site_name, "city": event.city, "isCenter": "F"},
        "preOrNextSite": null,
    })
}

/// As the platform puts it into words.
pub(crate) fn sentence(event: &TraceEvent, signer: &str) -> String {
    let TraceEvent { city, site_name: site, .. } = event;
    match event.action {
        "GOT" => format!("【{city}】【{site}】的业务员王五,13800000000已揽收"),
        "SIGNED" => format!("【{city}】快件已由【{signer}】签收，签收网点：【{site}】"),
        "PROBLEM" => format!("【{city}】【{site}】收件人电话无人接听，请联系13800000000"),
        _ => format!("【{city}】快件在【{site}】"),
    }
}

pub(crate) fn china(time: DateTime<Utc>) -> String {
    (time + chrono::TimeDelta::hours(8)).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// The same scan has another name here than in pushes.
fn scan_type(action: &str) -> &str {
    match action {
        "GOT" => "收件",
        "DEPARTURE" => "发件",
        "ARRIVAL" => "到件",
        "DISPATCH" => "派件",
        "INBOUND" => "ARRIVAL",
        "DEPARTURE_SIGNED" => "SIGNED",
        "SIGNED" => "签收",
        "PROBLEM" => "问题件",
        "RETURN_SCAN" => "退件",
        "RETURN_SIGNED" => "退件签收",
        "HANDOVERSCAN_SIGNED" => "7",
        other => other,
    }
}

pub(super) fn subscribe(network: &mut Network, fields: &Value) -> Reply {
    match may_see(network, fields) {
        Ok(number) => {
            network.subscribed.insert(number);
            Reply::Done(Value::Null)
        }
        Err(reply) => reply,
    }
}

pub(super) fn subscribe_order(network: &mut Network, fields: &Value) -> Reply {
    let Some(code) = text(fields, "orderCode") else { return Reply::missing("orderCode") };
    if network.by_order_code(code).is_none() {
        return Reply::refused("p-o002", "查询不到该订单");
    }
    network.subscribed_orders.insert(code.to_owned());
    Reply::Done(Value::Null)
}
