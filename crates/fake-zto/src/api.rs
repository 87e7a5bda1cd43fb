//! The APIs by name.

mod account;
mod after_sale;
mod orders;
mod places;
mod tracks;

pub(crate) use tracks::{china, sentence};

use serde_json::Value;

use crate::{Stand, envelope::Reply, locked, pusher};

pub(crate) fn answer(stand: &actix_web::web::Data<Stand>, api: &str, fields: &Value) -> Reply {
    let mut network = locked(&stand.network);
    match api {
        "zto.open.createOrder" => orders::create(&mut network, fields),
        "zto.open.getOrderInfo" => orders::info(&mut network, fields),
        "zto.open.cancelPreOrder" => orders::cancel(&mut network, fields),
        "zto.innovate.bagAddrMark" => places::mark(fields),
        "zto.open.areaUnobstructed" => places::open(fields),
        "zto.open.obtainPicePrescription" => places::price(fields),
        "zto.sp.findAllForbServiceGateway" => places::regions(),
        "zto.merchant.waybill.track.query" => tracks::query(&mut network, stand.seed, fields),
        "zto.merchant.waybill.track.subsrcibe" => tracks::subscribe(&mut network, fields),
        "zto.merchant.preorder.subsrcibe" => tracks::subscribe_order(&mut network, fields),
        "zto.open.queryAvailableBalanceNew" => account::balance(&network, fields),
        "zto.open.bindingEaccount" => account::bind(&mut network, fields),
        "zto.open.order.print" => {
            let (reply, wanted) = orders::print(&mut network, fields);
            if let Some(label) = wanted {
                let stand = stand.clone().into_inner();
                actix_web::rt::spawn(async move { pusher::label(&stand, label).await });
            }
            reply
        }
        "thirdcenter.createIntercept" => after_sale::create(&mut network, fields),
        "thirdcenter.cancelIntercept" => after_sale::cancel(&mut network, fields),
        "thirdcenter.queryInterceptAndReturnStatus" => after_sale::state(&network, fields),
        _ => Reply::refused("S207", "API不存在"),
    }
}

/// A text that is there and not blank.
fn text<'a>(fields: &'a Value, name: &str) -> Option<&'a str> {
    fields[name].as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// As many last digits of a phone as are asked for at a track.
fn tail(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(4)..].iter().collect()
}
