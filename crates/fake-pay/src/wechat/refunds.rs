//! Refunds: accepted first, settled when it is told to.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data, Path},
};
use serde_json::{Value, json};

use super::{Answer, Asked};
use crate::{
    Stand,
    book::{NoRefund, Payment, Provider, Refund, RefundStatus, rfc3339},
    locked,
};

pub(crate) fn status(status: RefundStatus) -> &'static str {
    match status {
        RefundStatus::Processing => "PROCESSING",
        RefundStatus::Success => "SUCCESS",
        RefundStatus::Closed => "CLOSED",
        RefundStatus::Abnormal => "ABNORMAL",
    }
}

fn told(payment: &Payment, refund: &Refund) -> Value {
    let mut told = json!({
        "refund_id": refund.provider_no,
        "out_refund_no": refund.no,
        "transaction_id": payment.provider_no,
        "out_trade_no": refund.payment_no,
        "channel": "ORIGINAL",
        "create_time": rfc3339(refund.at),
        "status": status(refund.status),
        "amount": {"total": payment.amount_fen, "refund": refund.amount_fen, "currency": "CNY"},
    });
    if refund.status == RefundStatus::Success {
        told["success_time"] = json!(rfc3339(refund.at));
    }
    told
}

pub(super) async fn ask(stand: Data<Stand>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let asked = Asked { stand: &stand, request: &request, body: &body, api: "refund" };
    asked.answer(|| async { given_back(&stand, &serde_json::from_slice(&body).unwrap_or_default()) }).await
}

fn given_back(stand: &Stand, order: &Value) -> Answer {
    let text = |name: &str| order[name].as_str().unwrap_or_default();
    let payment_no = text("out_trade_no");
    let (Some(amount), Some(total)) = (order["amount"]["refund"].as_i64(), order["amount"]["total"].as_i64()) else {
        return Answer::Refused(400, "PARAM_ERROR", "金额不正确");
    };
    let mut book = locked(&stand.book);
    if book.payment(Provider::Wechat, payment_no).is_some_and(|payment| payment.amount_fen != total) {
        return Answer::Refused(400, "INVALID_REQUEST", "订单金额或退款金额与之前请求不一致");
    }
    let notify_url = order["notify_url"].as_str().map(str::to_owned);
    let refund = match book.give_back(Provider::Wechat, payment_no, text("out_refund_no"), amount, notify_url) {
        Ok(refund) => refund.clone(),
        Err(NoRefund::NoPayment) => return Answer::Refused(404, "RESOURCE_NOT_EXISTS", "订单不存在"),
        Err(NoRefund::NotPaid) => return Answer::Refused(403, "TRADE_ERROR", "订单未支付"),
        Err(NoRefund::Differs) => {
            return Answer::Refused(400, "INVALID_REQUEST", "订单金额或退款金额与之前请求不一致");
        }
        Err(NoRefund::TooMuch) => return Answer::Refused(400, "INVALID_REQUEST", "申请退款金额大于订单可退金额"),
    };
    book.payment(Provider::Wechat, payment_no).map_or(MISSING, |payment| Answer::Done(told(payment, &refund)))
}

const MISSING: Answer = Answer::Refused(404, "RESOURCE_NOT_EXISTS", "退款单不存在");

pub(super) async fn query(stand: Data<Stand>, request: HttpRequest, no: Path<String>, body: Bytes) -> HttpResponse {
    let asked = Asked { stand: &stand, request: &request, body: &body, api: "refund-state" };
    asked
        .answer(|| async {
            let book = locked(&stand.book);
            let refund = book.refund(Provider::Wechat, &no);
            let found = refund.and_then(|refund| Some((book.payment(Provider::Wechat, &refund.payment_no)?, refund)));
            found.map_or(MISSING, |(payment, refund)| Answer::Done(told(payment, refund)))
        })
        .await
}
