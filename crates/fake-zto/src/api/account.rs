//! E-waybill accounts.

use serde_json::{Value, json};

use super::text;
use crate::{envelope::Reply, network::Network};

pub(super) fn balance(network: &Network, fields: &Value) -> Reply {
    for field in ["datetime", "partner", "verify"] {
        if text(fields, field).is_none() {
            return Reply::missing(field);
        }
    }
    let account = text(fields, "partner").and_then(|id| network.accounts.get(id));
    match account.filter(|account| text(fields, "verify") == Some(account.password.as_str())) {
        // Counts come as text here.
        Some(account) => Reply::Done(json!({
            "recharge": account.bought.to_string(),
            "available": account.available.to_string(),
            "back": "0",
            "recovery": "0",
        })),
        None => Reply::refused("E404", "未绑定电子面单账号"),
    }
}

pub(super) fn bind(network: &mut Network, fields: &Value) -> Reply {
    let Some(id) = text(fields, "eaccount") else { return Reply::missing("eaccount") };
    let known = network.accounts.get(id);
    if known.is_none_or(|account| text(fields, "eaccountPwd") != Some(account.password.as_str())) {
        return Reply::refused("E404", "电子面单账号或密码不正确");
    }
    network.bound.insert(id.to_owned());
    Reply::Done(Value::Null)
}
