//! zto.open.createOrder: every kind of order, and what became of one.

mod wire_order;

use super::{
    Zto,
    call::{Api, Payload},
    errors::invalid,
    wire::{Code, some_text},
};
use crate::{
    Route,
    remote::{Account, Created, NewOrder, OrderKind, Party, RemoteError, RemotePorts, ReturnReceipt, Service, Site},
};

const CREATE: Api = Api::creates("zto.open.createOrder");
/// Our own limits; the platform publishes none.
const PARTNER_CODE_CHARS_MAX: usize = 64;
const TEXT_CHARS_MAX: usize = 200;
const ITEMS_MAX: usize = 100;

pub(super) async fn create(zto: &Zto, ports: &RemotePorts<'_>, order: &NewOrder) -> Result<Created, RemoteError> {
    check(order)?;
    let payload = Payload::json(&wire_order::CreateOrder::of(order))?;
    let answer: Answer = zto.call(ports, &CREATE, payload).await?;
    // An answer without what makes an order is as good as none.
    created(order, answer).ok_or(RemoteError::OutcomeUnknown)
}

/// The platform knows an order by its `partnerOrderCode`: the same order sent again makes none and tells the one there is. `getOrderInfo`
/// cannot be asked by that code. A refusal of the order itself is final, because the first sending was the same order; whatever is about the
/// account or the settings says nothing about the first sending, and neither does a platform that cannot be asked now.
pub(super) async fn resolve(zto: &Zto, ports: &RemotePorts<'_>, order: &NewOrder) -> Result<Created, RemoteError> {
    create(zto, ports, order).await.map_err(|error| match error {
        RemoteError::Config(_) | RemoteError::AskPerson { .. } => RemoteError::OutcomeUnknown,
        decided => decided,
    })
}

/// Partner type and order type as the platform counts them; the latter differs by the former.
fn types(order: &NewOrder) -> Result<(&'static str, &'static str), RemoteError> {
    match (&order.account, order.kind) {
        (Account::Group { .. }, OrderKind::Waybill) => Ok(("1", "1")),
        (Account::Group { .. }, OrderKind::PickupWithWaybill) => Ok(("1", "2")),
        (Account::Group { .. }, OrderKind::PickupOnly | OrderKind::SharedWaybill) => Err(invalid(
            "kind",
            "kind_not_for_group",
            "集团客户没有这种下单方式",
            "group customers have no such kind of order",
        )),
        (Account::Waybill { .. }, OrderKind::Waybill) => Ok(("2", "1")),
        (Account::Waybill { .. }, OrderKind::PickupWithWaybill) => Ok(("2", "2")),
        (Account::Waybill { .. }, OrderKind::PickupOnly) => Ok(("2", "3")),
        (Account::Waybill { .. }, OrderKind::SharedWaybill) => Ok(("2", "4")),
    }
}

/// What the platform would refuse anyway is refused here, with the name of the field.
fn check(order: &NewOrder) -> Result<(), RemoteError> {
    types(order)?;
    let code = &order.partner_code;
    if code.is_empty() || code.len() > PARTNER_CODE_CHARS_MAX || !code.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(invalid(
            "partner_code",
            "partner_code",
            "商家订单号须为 1 至 64 个字母、数字或符号",
            "the order code is 1 to 64 letters, digits or signs",
        ));
    }
    party("sender", &order.sender)?;
    party("receiver", &order.receiver)?;
    if order.items.len() > ITEMS_MAX {
        return Err(invalid("items", "too_many_items", "物品最多 100 项", "at most 100 items"));
    }
    if order.remark.as_ref().is_some_and(|remark| remark.chars().count() > TEXT_CHARS_MAX) {
        return Err(too_long("remark"));
    }
    if order.pickup.is_some_and(|pickup| pickup.to <= pickup.from) {
        return Err(invalid(
            "pickup",
            "pickup_window",
            "取件结束时间须晚于开始时间",
            "the pickup ends before it begins",
        ));
    }
    if order.locker.as_ref().is_some_and(|locker| !(1..=3).contains(&locker.size)) {
        return Err(invalid("locker", "locker_size", "柜格大小须为 1、2 或 3", "the size of a locker is 1, 2 or 3"));
    }
    order.services.iter().try_for_each(service)
}

fn too_long(field: &str) -> RemoteError {
    invalid(field, "too_long", "内容太长", "too long")
}

fn service(service: &Service) -> Result<(), RemoteError> {
    match service {
        Service::CashOnDelivery { amount, collection_account } => {
            if collection_account.trim().is_empty() {
                return Err(invalid(
                    "services",
                    "cod_account",
                    "代收货款须有收款账号",
                    "cash on delivery needs the account it is paid to",
                ));
            }
            positive(amount.fen())
        }
        Service::Insured { value } => positive(value.fen()),
        Service::ReturnReceipt { site_code, .. } if site_code.trim().is_empty() => {
            Err(invalid("services", "receipt_site", "签单返回须有网点", "a returned receipt needs its outlet"))
        }
        Service::ReturnReceipt { .. } | Service::Vip | Service::TwoHours | Service::Express => Ok(()),
    }
}

fn positive(fen: i64) -> Result<(), RemoteError> {
    if fen > 0 {
        Ok(())
    } else {
        Err(invalid("services", "amount", "金额须大于零", "the amount is not above zero"))
    }
}

fn party(whose: &str, party: &Party) -> Result<(), RemoteError> {
    let texts = [
        ("name", &party.name),
        ("province", &party.province),
        ("city", &party.city),
        ("district", &party.district),
        ("address", &party.address),
    ];
    for (name, text) in texts {
        if text.trim().is_empty() {
            return Err(invalid(format!("{whose}.{name}"), "missing", "请填写", "needed"));
        }
        if text.chars().count() > TEXT_CHARS_MAX {
            return Err(too_long(&format!("{whose}.{name}")));
        }
    }
    let given = |number: &Option<String>| number.as_ref().is_some_and(|number| !number.trim().is_empty());
    if !given(&party.mobile) && !given(&party.phone) {
        let field = format!("{whose}.mobile");
        return Err(invalid(field, "party_phone", "手机和座机至少填一个", "a mobile or a landline number is needed"));
    }
    Ok(())
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    big_mark_info: Option<Mark>,
    verify_code: Option<String>,
    site_code: Option<String>,
    #[serde(alias = "SiteName")]
    site_name: Option<String>,
    sign_bill_info: Option<SignBill>,
    #[serde(default)]
    bill_code: Code,
    #[serde(default)]
    order_code: Code,
    partner_order_code: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mark {
    mark: Option<String>,
    bag_addr: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignBill {
    #[serde(default)]
    bill_code: Code,
    #[serde(default)]
    order_code: Code,
}

/// None where the answer is not about this order or lacks its numbers.
fn created(order: &NewOrder, answer: Answer) -> Option<Created> {
    if answer.partner_order_code.as_ref().is_some_and(|code| *code != order.partner_code) {
        return None;
    }
    let waybill_no = answer.bill_code.some();
    if waybill_no.as_ref().is_some_and(|number| !plausible(number)) {
        return None;
    }
    let numbered = match (&order.account, order.kind) {
        // A group's pickup may get its number when the courier comes.
        (Account::Group { .. }, OrderKind::PickupWithWaybill) | (_, OrderKind::PickupOnly) => true,
        _ => waybill_no.is_some(),
    };
    let order_code = answer.order_code.some();
    if !numbered || (order_code.is_none() && waybill_no.is_none()) {
        return None;
    }
    let route = answer.big_mark_info.and_then(|mark| {
        let route_code = some_text(mark.mark)?;
        Some(Route { route_code, bag_hub: some_text(mark.bag_addr).unwrap_or_default() })
    });
    let site =
        some_text(answer.site_code).map(|code| Site { code, name: some_text(answer.site_name).unwrap_or_default() });
    let return_receipt = answer
        .sign_bill_info
        .and_then(|bill| Some(ReturnReceipt { waybill_no: bill.bill_code.some()?, order_code: bill.order_code.0 }));
    Some(Created {
        partner_code: order.partner_code.clone(),
        order_code: order_code.unwrap_or_default(),
        waybill_no,
        route,
        site,
        pickup_code: some_text(answer.verify_code),
        return_receipt,
    })
}

/// Something that can be printed as a barcode and looked up, of today's form or an older one.
fn plausible(number: &str) -> bool {
    (8..=32).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests;
