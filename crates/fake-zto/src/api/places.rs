//! Routes, prices and suspended places, all made up from the names of places.

use serde_json::{Value, json};

use super::text;
use crate::{
    envelope::Reply,
    numbers::{mixed, number_of},
};

/// A district or address with this word in it takes nothing at the moment.
const SUSPENDED: &str = "停发";

/// 大头笔 and 集包地 of a receiver; only the first part where there is no address to go by.
pub(super) fn route([province, city, district, address]: [&str; 4]) -> (String, String) {
    let hub = mixed(&[number_of(province), number_of(city)]);
    let mark = if address.chars().count() < 2 {
        format!("{:03}-", hub % 900 + 100)
    } else {
        let outlet = mixed(&[hub, number_of(district)]);
        let letter = char::from(b'A' + u8::try_from(outlet % 26).unwrap_or(0));
        format!("{:03}- {letter}{:02} {:02}", hub % 900 + 100, outlet % 90 + 10, outlet / 100 % 90 + 10)
    };
    (mark, city.trim_end_matches('市').to_owned())
}

pub(super) fn mark(fields: &Value) -> Reply {
    for field in ["unionCode", "receive_province", "receive_city", "receive_district"] {
        if text(fields, field).is_none() {
            return Reply::missing(field);
        }
    }
    let part = |name: &str| fields[name].as_str().unwrap_or_default();
    let (mark, bag_addr) =
        route([part("receive_province"), part("receive_city"), part("receive_district"), part("receive_address")]);
    Reply::Done(json!({"mark": mark, "bagAddr": bag_addr}))
}

pub(super) fn open(fields: &Value) -> Reply {
    if text(fields, "province").is_none() {
        return Reply::missing("province");
    }
    let has = |field: &str| fields[field].as_str().is_some_and(|text| text.contains(SUSPENDED));
    let (code, reason, blocked) = match (has("district"), has("address")) {
        (true, _) => ("A02", "区县停发", 1),
        (false, true) => ("A03", "网点停发", 1),
        (false, false) => ("B04", "", 0),
    };
    Reply::Done(json!({"forbidType": code, "forbidReason": reason, "isUnobstructed": blocked}))
}

/// Ten yuan for the first kilogram (eight within a province), two for each that follows. Up to one kilogram the whole price is left out.
pub(super) fn price(fields: &Value) -> Reply {
    let weight = fields["weight"].as_f64().unwrap_or_default();
    if weight <= 0.0 {
        return Reply::missing("weight");
    }
    let (from, to) = (&fields["sender"]["province"], &fields["addresser"]["province"]);
    if from.as_str().is_none() || to.as_str().is_none() {
        return Reply::missing("sender.province");
    }
    let first = if from == to { 8.0 } else { 10.0 };
    let price = if weight <= 1.0 { Value::Null } else { Value::from(first + 2.0 * (weight - 1.0).ceil()) };
    Reply::Done(json!({"price": price, "firstWeightPrice": first}))
}

pub(super) fn regions() -> Reply {
    Reply::Done(json!([
        {"id": 1, "parentId": 0, "code": "310000", "nationalCode": "310000", "fullName": "上海", "layer": 1, "enabled": true},
        {"id": 2, "parentId": 1, "code": "310100", "nationalCode": "310100", "fullName": "上海市", "layer": 2, "enabled": true},
        {"id": 3, "parentId": 2, "code": "310118", "nationalCode": "310118", "fullName": "青浦区", "layer": 3, "enabled": true},
        {"id": 4, "parentId": 2, "code": "310119", "nationalCode": "310119", "fullName": "南汇区", "layer": 3, "enabled": false},
    ]))
}
