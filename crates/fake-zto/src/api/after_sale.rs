//! Intercepts.

use serde_json::{Value, json};

use super::text;
use crate::{
    envelope::Reply,
    network::{Intercept, InterceptState, Network},
};

/// Scans after which it is too late, with the platform's codes.
const TOO_LATE: [(&str, &str, &str); 5] = [
    ("SIGNED", "E23101", "快件已签收"),
    ("DEPARTURE_SIGNED", "E23101", "快件已签收"),
    ("RETURN_SCAN", "E23123", "快件已退回"),
    ("INBOUND", "E23112", "快件已入驿站"),
    ("DISPATCH", "E23120", "快件已派送"),
];

pub(super) fn create(network: &mut Network, fields: &Value) -> Reply {
    let Some(number) = text(fields, "billCode") else { return Reply::missing("billCode") };
    let Some(request) = text(fields, "requestId") else { return Reply::missing("requestId") };
    let destination = fields["destinationType"].as_u64().filter(|kind| (1..=4).contains(kind));
    let Some(destination) = destination else { return Reply::refused("E23108", "退改类型不正确") };
    if destination >= 3 && text(fields, "receivePhone").is_none() {
        return Reply::refused("E23148", "手机号码不正确");
    }
    if let Some(known) = network.intercepts.get(request) {
        return Reply::Done(json!({"centerBizNo": known.number}));
    }
    if network.by_bill(number).is_none() {
        return Reply::refused("E23102", "运单不存在");
    }
    let track = network.track(number);
    if track.is_empty() {
        return Reply::refused("E23119", "快件暂无轨迹");
    }
    for (action, code, message) in TOO_LATE {
        if track.iter().any(|event| event.action == action) {
            return Reply::refused(code, message);
        }
    }
    let running =
        |intercept: &Intercept| intercept.bill_code == number && intercept.state == InterceptState::Intercepting;
    if network.intercepts.values().any(running) {
        return Reply::refused("E23121", "已存在拦截");
    }
    let center = format!("TG{:012}", network.next_serial());
    let intercept =
        Intercept { bill_code: number.to_owned(), number: center.clone(), state: InterceptState::Intercepting };
    network.intercepts.insert(request.to_owned(), intercept);
    Reply::Done(json!({"centerBizNo": center}))
}

pub(super) fn cancel(network: &mut Network, fields: &Value) -> Reply {
    let intercept = text(fields, "requestId").and_then(|request| network.intercepts.get_mut(request));
    match intercept.filter(|intercept| intercept.state == InterceptState::Intercepting) {
        Some(intercept) => {
            intercept.state = InterceptState::Cancel;
            Reply::Done(Value::Null)
        }
        None => Reply::refused("E23130", "没有进行中的拦截"),
    }
}

pub(super) fn state(network: &Network, fields: &Value) -> Reply {
    match text(fields, "requestId").and_then(|request| network.intercepts.get(request)) {
        Some(intercept) => Reply::Done(json!({"billCode": intercept.bill_code, "interceptStatus": intercept.state})),
        None => Reply::refused("E23102", "运单不存在"),
    }
}
