//! Native orders.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data, Path},
};
use serde_json::{Value, json};

use super::{Answer, Asked};
use crate::{
    Stand,
    book::{Payment, Provider, State, rfc3339},
    faults::Fault,
    keys::{APPID, MCHID},
    locked, pusher,
};

const NO_ORDER: Answer = Answer::Refused(404, "ORDER_NOT_EXIST", "订单不存在");

pub(super) async fn begin(stand: Data<Stand>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let asked = Asked { stand: &stand, request: &request, body: &body, api: "native" };
    asked
        .answer(|| async {
            let order: Value = serde_json::from_slice(&body).unwrap_or_default();
            let (answer, no) = begun(&stand, &order);
            if matches!(answer, Answer::Done(_)) && stand.fault(|fault| fault == Fault::CallbackEarly).is_some() {
                // What becomes of the notice is seen where it goes.
                let _ = pusher::pay(&stand, Provider::Wechat, &no).await;
            }
            answer
        })
        .await
}

fn begun(stand: &Stand, order: &Value) -> (Answer, String) {
    let text = |name: &str| order[name].as_str().unwrap_or_default();
    let no = text("out_trade_no").to_owned();
    let wrong = |message| (Answer::Refused(400, "PARAM_ERROR", message), String::new());
    if text("mchid") != MCHID || text("appid") != APPID {
        return (Answer::Refused(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配"), no);
    }
    let (Some(total), "CNY") =
        (order["amount"]["total"].as_i64(), order["amount"]["currency"].as_str().unwrap_or("CNY"))
    else {
        return wrong("金额或币种不正确");
    };
    if !(6..=32).contains(&no.len()) || total <= 0 || text("description").is_empty() || text("notify_url").is_empty() {
        return wrong("参数不正确");
    }
    let mut book = locked(&stand.book);
    let Some(payment) = book.begin(Provider::Wechat, &no, total, text("description"), text("notify_url")) else {
        return (Answer::Refused(429, "FREQUENCY_LIMITED", "频率超限"), no);
    };
    let answer = match payment.state {
        _ if payment.amount_fen != total => Answer::Refused(400, "INVALID_REQUEST", "商户订单号重复，参数不一致"),
        State::Paid => Answer::Refused(400, "ORDERPAID", "该订单已支付"),
        State::Closed => Answer::Refused(400, "ORDER_CLOSED", "该订单已关闭"),
        State::Waiting => {
            Answer::Done(json!({"code_url": format!("weixin://wxpay/bizpayurl?pr={}", payment.provider_no)}))
        }
    };
    (answer, no)
}

/// As queries and notices tell it.
pub(crate) fn transaction(payment: &Payment) -> Value {
    let mut told = json!({
        "appid": APPID,
        "mchid": MCHID,
        "out_trade_no": payment.no,
        "amount": {"total": payment.amount_fen, "currency": "CNY"},
        "trade_state_desc": "…",
        "trade_state": match payment.state {
            State::Waiting => "NOTPAY",
            State::Closed => "CLOSED",
            State::Paid if payment.refunded_fen > 0 => "REFUND",
            State::Paid => "SUCCESS",
        },
    });
    if let Some(at) = payment.paid_at {
        told["transaction_id"] = json!(payment.provider_no);
        told["success_time"] = json!(rfc3339(at));
        told["trade_type"] = json!("NATIVE");
        told["payer"] = json!({"openid": "oFake"});
        told["amount"]["payer_total"] = json!(payment.amount_fen);
    }
    told
}

pub(super) async fn query(stand: Data<Stand>, request: HttpRequest, no: Path<String>, body: Bytes) -> HttpResponse {
    let asked = Asked { stand: &stand, request: &request, body: &body, api: "query" };
    asked
        .answer(|| async {
            if request.query_string() != format!("mchid={MCHID}") {
                return Answer::Refused(400, "PARAM_ERROR", "mchid不正确");
            }
            locked(&stand.book)
                .payment(Provider::Wechat, &no)
                .map_or(NO_ORDER, |payment| Answer::Done(transaction(payment)))
        })
        .await
}

pub(super) async fn close(stand: Data<Stand>, request: HttpRequest, no: Path<String>, body: Bytes) -> HttpResponse {
    let asked = Asked { stand: &stand, request: &request, body: &body, api: "close" };
    asked
        .answer(|| async {
            let mut book = locked(&stand.book);
            let Some(payment) = book.payment_mut(Provider::Wechat, &no) else { return NO_ORDER };
            if payment.state == State::Paid {
                return Answer::Refused(400, "ORDERPAID", "该订单已支付");
            }
            payment.state = State::Closed;
            Answer::Nothing
        })
        .await
}
