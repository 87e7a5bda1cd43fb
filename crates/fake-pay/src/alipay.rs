//! Alipay's gateway: every question's signature is verified, every answer signed over its own text.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Bytes, Data, ServiceConfig},
};
use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::{
    Stand, bills,
    book::{NoRefund, Provider, RefundStatus, State, china, yuan},
    faults::Fault,
    keys::APP_ID,
    locked, pusher,
};

type Pairs = BTreeMap<String, String>;

const PAGE: &str = "alipay.trade.page.pay";
const NO_TRADE: Answer = Answer::Refused("ACQ.TRADE_NOT_EXIST", "交易不存在");

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .route("/gateway.do", web::get().to(call))
        .route("/gateway.do", web::post().to(call))
        .route("/bill-file", web::get().to(file));
}

enum Answer {
    Done(Value),
    /// 40004 with what is behind it.
    Refused(&'static str, &'static str),
}

/// `a=1&b=2`, sorted, without empty ones.
pub(crate) fn joined(pairs: &Pairs, left_out: &[&str]) -> String {
    let signed = pairs.iter().filter(|(name, value)| !value.is_empty() && !left_out.contains(&name.as_str()));
    signed.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

async fn call(stand: Data<Stand>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let mut pairs: Pairs = form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect();
    pairs.extend(form_urlencoded::parse(&body).into_owned());
    let get = |name: &str| pairs.get(name).map(String::as_str).unwrap_or_default();
    let method = get("method").to_owned();
    if get("app_id") != APP_ID {
        return invalid(&method, "isv.invalid-app-id", "无效的AppID参数");
    }
    if get("sign_type") != "RSA2" || !stand.keys.is_apps(joined(&pairs, &["sign"]).as_bytes(), get("sign")) {
        locked(&stand.book).refused_signatures += 1;
        return invalid(&method, "isv.invalid-signature", "无效签名");
    }
    *locked(&stand.book).calls.entry(method.clone()).or_default() += 1;
    let fault = stand.fault(Fault::of_calls);
    if fault == Some(Fault::ErrorBefore) {
        return HttpResponse::InternalServerError().finish();
    }
    let content: Value = serde_json::from_str(get("biz_content")).unwrap_or_default();
    if method == PAGE {
        return page(&stand, &content, get("notify_url")).await;
    }
    let answer = work(&stand, &request, &method, &content);
    match fault {
        Some(Fault::ErrorAfter) => return HttpResponse::InternalServerError().finish(),
        Some(Fault::Slow) => actix_web::rt::time::sleep(stand.slow).await,
        _ => {}
    }
    signed(&stand, &method, answer, fault == Some(Fault::AnswerBadSignature))
}

fn name(method: &str) -> String {
    format!("{}_response", method.replace('.', "_"))
}

/// Who asked is not known, so the answer has no signature.
fn invalid(method: &str, sub_code: &str, message: &str) -> HttpResponse {
    let answer = json!({"code": "40002", "msg": "Invalid Arguments", "sub_code": sub_code, "sub_msg": message});
    HttpResponse::Ok().json(json!({name(method): answer}))
}

fn signed(stand: &Stand, method: &str, answer: Answer, is_broken: bool) -> HttpResponse {
    let answer = match answer {
        Answer::Done(mut value) => {
            value["code"] = json!("10000");
            value["msg"] = json!("Success");
            value
        }
        Answer::Refused(sub_code, message) => {
            json!({"code": "40004", "msg": "Business Failed", "sub_code": sub_code, "sub_msg": message})
        }
    };
    let text = answer.to_string();
    let added = if is_broken { " " } else { "" };
    let sign = stand.keys.sign_as_alipay(format!("{text}{added}").as_bytes());
    let body = format!(r#"{{"{}":{text},"sign":"{sign}"}}"#, name(method));
    HttpResponse::Ok().content_type("text/html;charset=utf-8").body(body)
}

/// `12.50` is 1250 fen.
fn fen(text: &Value) -> Option<i64> {
    let (whole, part) = text.as_str()?.split_once('.')?;
    let part = (part.len() == 2).then(|| part.parse::<i64>().ok()).flatten()?;
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part)
}

/// The payer's browser opens the page; only now there is a trade.
async fn page(stand: &Stand, content: &Value, notify_url: &str) -> HttpResponse {
    let text = |name: &str| content[name].as_str().unwrap_or_default();
    let no = text("out_trade_no");
    let is_whole = text("product_code") == "FAST_INSTANT_TRADE_PAY" && !no.is_empty() && !text("subject").is_empty();
    let Some(amount) = fen(&content["total_amount"]).filter(|amount| *amount > 0 && is_whole) else {
        return HttpResponse::BadRequest().content_type("text/html;charset=utf-8").body("订单参数不正确");
    };
    let words = {
        let mut book = locked(&stand.book);
        match book.begin(Provider::Alipay, no, amount, text("subject"), notify_url) {
            None => "请稍后再试",
            Some(payment) if payment.amount_fen != amount => "订单信息不一致",
            Some(payment) => match payment.state {
                State::Waiting => "请付款",
                State::Paid => "订单已支付",
                State::Closed => "订单已关闭",
            },
        }
    };
    if words == "请付款" && stand.fault(|fault| fault == Fault::CallbackEarly).is_some() {
        // What becomes of the notice is seen where it goes.
        let _ = pusher::pay(stand, Provider::Alipay, no).await;
    }
    HttpResponse::Ok().content_type("text/html;charset=utf-8").body(words)
}

fn work(stand: &Stand, request: &HttpRequest, method: &str, content: &Value) -> Answer {
    let no = content["out_trade_no"].as_str().unwrap_or_default();
    match method {
        "alipay.trade.query" => query(stand, no),
        "alipay.trade.close" => close(stand, no),
        "alipay.trade.refund" => refund(stand, no, content),
        "alipay.trade.fastpay.refund.query" => refund_state(stand, content),
        "alipay.data.dataservice.bill.downloadurl.query" => bill(stand, request, content),
        _ => Answer::Refused("isv.invalid-method", "不存在的方法名"),
    }
}

pub(crate) fn trade_status(state: State, is_all_back: bool) -> &'static str {
    match state {
        State::Waiting => "WAIT_BUYER_PAY",
        State::Paid if !is_all_back => "TRADE_SUCCESS",
        State::Paid | State::Closed => "TRADE_CLOSED",
    }
}

fn query(stand: &Stand, no: &str) -> Answer {
    let book = locked(&stand.book);
    let Some(payment) = book.payment(Provider::Alipay, no) else { return NO_TRADE };
    let mut told = json!({
        "trade_no": payment.provider_no,
        "out_trade_no": payment.no,
        "buyer_logon_id": "a/b***@example.com",
        "trade_status": trade_status(payment.state, payment.refunded_fen == payment.amount_fen),
        "total_amount": yuan(payment.amount_fen),
    });
    if let Some(at) = payment.paid_at {
        told["send_pay_date"] = json!(china(at));
    }
    Answer::Done(told)
}

fn close(stand: &Stand, no: &str) -> Answer {
    let mut book = locked(&stand.book);
    let Some(payment) = book.payment_mut(Provider::Alipay, no) else { return NO_TRADE };
    if payment.state != State::Waiting {
        return Answer::Refused("ACQ.TRADE_STATUS_ERROR", "交易状态不合法");
    }
    payment.state = State::Closed;
    Answer::Done(json!({"trade_no": payment.provider_no, "out_trade_no": no}))
}

fn refund(stand: &Stand, no: &str, content: &Value) -> Answer {
    let Some(amount) = fen(&content["refund_amount"]) else {
        return Answer::Refused("ACQ.INVALID_PARAMETER", "参数无效");
    };
    let refund_no = content["out_request_no"].as_str().unwrap_or_default();
    let mut book = locked(&stand.book);
    let asked = match book.give_back(Provider::Alipay, no, refund_no, amount, None) {
        Ok(refund) => refund.asked,
        Err(NoRefund::NoPayment) => return NO_TRADE,
        Err(NoRefund::NotPaid) => return Answer::Refused("ACQ.TRADE_STATUS_ERROR", "交易状态不合法"),
        Err(NoRefund::Differs) => return Answer::Refused("ACQ.DISCORDANT_REPEAT_REQUEST", "请求信息不一致"),
        Err(NoRefund::TooMuch) => return Answer::Refused("ACQ.REASON_TRADE_REFUND_FEE_ERR", "退款金额无效"),
    };
    let Some(payment) = book.payment(Provider::Alipay, no) else { return NO_TRADE };
    Answer::Done(json!({
        "trade_no": payment.provider_no,
        "out_trade_no": no,
        "buyer_logon_id": "a/b***@example.com",
        "fund_change": if asked == 1 { "Y" } else { "N" },
        "refund_fee": yuan(payment.refunded_fen),
    }))
}

fn refund_state(stand: &Stand, content: &Value) -> Answer {
    let book = locked(&stand.book);
    let no = content["out_request_no"].as_str().unwrap_or_default();
    let Some(refund) = book.refund(Provider::Alipay, no) else { return Answer::Done(json!({})) };
    Answer::Done(json!({
        "trade_no": refund.provider_no,
        "out_trade_no": refund.payment_no,
        "out_request_no": refund.no,
        "refund_amount": yuan(refund.amount_fen),
        "refund_status": if refund.status == RefundStatus::Success { "REFUND_SUCCESS" } else { "" },
        "gmt_refund_pay": china(refund.at),
    }))
}

fn bill(stand: &Stand, request: &HttpRequest, content: &Value) -> Answer {
    let day = content["bill_date"].as_str().and_then(|day| day.parse::<NaiveDate>().ok());
    let Some(day) = day.filter(|_| content["bill_type"] == "trade") else {
        return Answer::Refused("isv.invalid-arguments", "参数有误");
    };
    let fault = stand.fault(Fault::of_bills);
    if bills::alipay(&locked(&stand.book), day, fault).is_none() {
        return Answer::Refused("isp.bill_not_exist", "账单不存在");
    }
    let (host, fault) = (request.connection_info().host().to_owned(), fault.map_or("none", Fault::name));
    Answer::Done(json!({"bill_download_url": format!("http://{host}/bill-file?day={day}&fault={fault}")}))
}

async fn file(stand: Data<Stand>, request: HttpRequest) -> HttpResponse {
    let pairs: Pairs = form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect();
    let day = pairs.get("day").and_then(|day| day.parse::<NaiveDate>().ok());
    let fault = pairs.get("fault").and_then(|name| Fault::parse(name));
    match day.and_then(|day| bills::alipay(&locked(&stand.book), day, fault)) {
        Some(archive) => HttpResponse::Ok().content_type("application/zip").body(archive),
        None => HttpResponse::NotFound().finish(),
    }
}
