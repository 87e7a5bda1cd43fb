//! zto.open.getOrderInfo and zto.open.cancelPreOrder.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Zto,
    call::{Api, Payload},
    wire::{Code, Fen, WireGrams, some_text},
};
use crate::remote::{
    CancelOutcome, CancelReason, CancelRequest, OrderRef, Refusal, RemoteError, RemoteOrder, RemoteOrderState,
    RemotePorts, Site,
};

const INFO: Api = Api::reads("zto.open.getOrderInfo");
/// Taken back twice is taken back once, so an unclear answer may simply be asked again; but it is no answer.
const CANCEL: Api = Api::creates("zto.open.cancelPreOrder");
const PICKUP_ORDERS: u8 = 0;
const WAYBILL_ORDERS: u8 = 1;
/// Said of orders that are gone.
const GONE: &str = "查询不到该订单";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Named<'a> {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancel_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bill_code: Option<&'a str>,
}

impl<'a> Named<'a> {
    fn of(order: &'a OrderRef) -> Named<'a> {
        let (order_code, bill_code) = match order {
            OrderRef::OrderCode(code) => (Some(code.as_str()), None),
            OrderRef::WaybillNo(number) => (None, Some(number.as_str())),
        };
        Named { kind: None, cancel_type: None, order_code, bill_code }
    }
}

/// The platform spells the receiver's fields `receiv…`; they are personal, ours already, and not read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Info {
    #[serde(default)]
    order_code: Code,
    #[serde(default)]
    bill_code: Code,
    trade_id: Option<String>,
    #[serde(default)]
    order_status: Code,
    cancel_reason: Option<String>,
    assign_site: Option<String>,
    assign_site_code: Option<String>,
    assign_emp_code: Option<String>,
    parcel_weight: Option<WireGrams>,
    parcel_freight: Option<Fen>,
    parcel_order_sum: Option<Fen>,
}

pub(super) async fn query(zto: &Zto, ports: &RemotePorts<'_>, order: &OrderRef) -> Result<RemoteOrder, RemoteError> {
    let kind = match order {
        OrderRef::OrderCode(_) => PICKUP_ORDERS,
        OrderRef::WaybillNo(_) => WAYBILL_ORDERS,
    };
    let payload = Payload::json(&Named { kind: Some(kind), ..Named::of(order) })?;
    let found: Option<Vec<Info>> = zto.call(ports, &INFO, payload).await?;
    let asked_for = |info: &Info| match order {
        OrderRef::OrderCode(code) => info.order_code.0 == *code,
        OrderRef::WaybillNo(number) => info.bill_code.0 == *number,
    };
    found.unwrap_or_default().into_iter().find(asked_for).map(remote_order).ok_or_else(|| {
        RemoteError::Refused(Box::new(Refusal::new("no_such_order", "中通没有这个订单", "ZTO has no such order")))
    })
}

fn state(code: &str) -> RemoteOrderState {
    match code {
        "0" => RemoteOrderState::Placed,
        "1" => RemoteOrderState::SiteAssigned,
        "2" => RemoteOrderState::CourierAssigned,
        "3" => RemoteOrderState::PickingUp,
        "-2" => RemoteOrderState::Cancelled,
        "99" => RemoteOrderState::Completed,
        other => RemoteOrderState::Unknown(other.to_owned()),
    }
}

fn remote_order(info: Info) -> RemoteOrder {
    let site = some_text(info.assign_site_code)
        .map(|code| Site { code, name: some_text(info.assign_site).unwrap_or_default() });
    RemoteOrder {
        order_code: info.order_code.0,
        waybill_no: info.bill_code.some(),
        partner_code: some_text(info.trade_id),
        state: state(&info.order_status.0),
        cancel_reason: some_text(info.cancel_reason),
        site,
        courier_code: some_text(info.assign_emp_code),
        weight: info.parcel_weight.map(|weight| weight.0),
        freight: info.parcel_freight.map(|amount| amount.0),
        total: info.parcel_order_sum.map(|amount| amount.0),
    }
}

const fn reason(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::NotWanted => "1",
        CancelReason::WrongOrder => "2",
        CancelReason::Duplicate => "3",
        CancelReason::TooExpensive => "4",
        CancelReason::NobodyCalled => "5",
        CancelReason::PickupTooSlow => "6",
        CancelReason::BadService => "7",
    }
}

/// Only a courier can be called off. A number of a 全网件 lapses by itself when nobody scans it for 30 to 60 days.
pub(super) async fn cancel(
    zto: &Zto,
    ports: &RemotePorts<'_>,
    request: &CancelRequest,
) -> Result<CancelOutcome, RemoteError> {
    if !request.kind.is_pickup() {
        return Ok(CancelOutcome::LocalOnly);
    }
    let named = Named { cancel_type: Some(reason(request.reason)), ..Named::of(&request.order) };
    match zto.call::<Option<Value>>(ports, &CANCEL, Payload::json(&named)?).await {
        Ok(_) => Ok(CancelOutcome::Cancelled),
        Err(RemoteError::Refused(refusal)) if refusal.said.as_deref().is_some_and(|said| said.contains(GONE)) => {
            Ok(CancelOutcome::AlreadyGone)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use units::{Grams, Money};

    use super::*;
    use crate::ShipmentState;

    #[test]
    fn states_of_orders_and_one_nobody_knows() {
        for (code, shipment) in [
            ("0", Some(ShipmentState::OrderCreated)),
            ("1", Some(ShipmentState::PickupScheduled)),
            ("3", Some(ShipmentState::PickupScheduled)),
            ("-2", Some(ShipmentState::OrderCancelled)),
            ("99", None),
            ("100", None),
            ("", None),
        ] {
            assert_eq!(state(code).shipment_state(), shipment, "{code}");
        }
        assert_eq!(state("100"), RemoteOrderState::Unknown("100".to_owned()));
    }

    #[test]
    fn an_order_is_read_with_its_units() {
        let info = json!({"orderCode": 250522000006047100_u64, "billCode": "73100196611386", "orderStatus": 2,
            "assignSite": "上海", "assignSiteCode": "02100", "parcelWeight": "1250", "parcelFreight": 1250,
            "receivName": "张三", "parcelOrderSum": null});
        let order = remote_order(serde_json::from_value(info).unwrap());
        assert_eq!(order.order_code, "250522000006047100");
        assert_eq!(order.state, RemoteOrderState::CourierAssigned);
        assert_eq!(order.weight, Some(Grams::new(1250)));
        assert_eq!((order.freight, order.total), (Some(Money::from_fen(1250)), None));
    }
}
