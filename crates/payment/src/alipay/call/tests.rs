use secrecy::SecretString;

use super::*;
use crate::{
    MerchantKey, ProviderKey,
    alipay::{AlipayApp, QUERY, REFUND, wire::Trade},
    ports::fixture::{Noon, Parrot},
};

/// Public test keys, made with openssl (`crates/fake-pay/keys`).
const APP: &str = include_str!("../../../../fake-pay/keys/alipay-app.key.pem");
const APP_PUBLIC: &str = include_str!("../../../../fake-pay/keys/alipay-app.pub.pem");
const ALIPAY: &str = include_str!("../../../../fake-pay/keys/alipay.key.pem");
const ALIPAY_PUBLIC: &str = include_str!("../../../../fake-pay/keys/alipay.pub.pem");

const TRADE: &str = r#"{"code":"10000","msg":"Success","out_trade_no":"YD0001","trade_no":"2","trade_status":"WAIT_BUYER_PAY","total_amount":"12.50","buyer":"a/b} {\"c\":\"\\\""}"#;

fn key(pem: &str) -> MerchantKey {
    MerchantKey::read(&SecretString::from(pem)).unwrap()
}

fn alipay() -> Alipay {
    Alipay::new(AlipayApp {
        gateway: "http://127.0.0.1:1/gateway.do".to_owned(),
        app_id: "2021000000000001".to_owned(),
        seller_id: "2088000000000001".to_owned(),
        key: key(APP),
        alipay_key: ProviderKey::read(ALIPAY_PUBLIC).unwrap(),
    })
}

fn judged(body: &str) -> Result<Trade, PaymentError> {
    alipay().judged(&QUERY, body.as_bytes())
}

#[test]
fn the_answers_own_text_is_what_is_signed() {
    let sign = key(ALIPAY).sign(TRADE.as_bytes());
    let trade = judged(&format!(r#"{{"alipay_trade_query_response":{TRADE},"sign":"{sign}"}}"#)).unwrap();
    assert_eq!((trade.out_trade_no.as_str(), trade.total_amount.fen()), ("YD0001", 1250));
    // In any order, and with space around it.
    assert!(judged(&format!("{{\"sign\" : \"{sign}\",\n \"alipay_trade_query_response\" : {TRADE} }}")).is_ok());
    let other = TRADE.replace("12.50", "12.51");
    for body in [
        format!(r#"{{"alipay_trade_query_response":{other},"sign":"{sign}"}}"#),
        format!(r#"{{"alipay_trade_query_response":{TRADE},"sign":"{}"}}"#, key(APP).sign(TRADE.as_bytes())),
        format!(r#"{{"alipay_trade_query_response":{TRADE},"sign":""}}"#),
        format!(r#"{{"alipay_trade_query_response":{TRADE}}}"#),
        format!(r#"{{"alipay_trade_close_response":{TRADE},"sign":"{sign}"}}"#),
        format!(r#"{{"error_response":{TRADE},"sign":"{}"}}"#, key(APP).sign(TRADE.as_bytes())),
        TRADE.to_owned(),
        "<html>".to_owned(),
        String::new(),
    ] {
        assert!(matches!(judged(&body), Err(PaymentError::Unavailable { .. })), "{body}");
        let changed = alipay().judged::<Trade>(&REFUND, body.as_bytes());
        assert!(matches!(changed, Err(PaymentError::OutcomeUnknown)), "{body}");
    }
}

#[test]
fn a_refusal_may_come_unsigned_but_not_with_a_wrong_signature() {
    let refusal = r#"{"code":"40002","msg":"Invalid Arguments","sub_code":"isv.invalid-app-id","sub_msg":"…"}"#;
    let unsigned = judged(&format!(r#"{{"alipay_trade_query_response":{refusal}}}"#));
    assert!(matches!(unsigned, Err(PaymentError::Config(_))));
    let in_error = judged(&format!(r#"{{"error_response":{refusal}}}"#));
    assert!(matches!(in_error, Err(PaymentError::Config(_))));
    let forged = judged(&format!(r#"{{"alipay_trade_query_response":{refusal},"sign":"AAAA"}}"#));
    assert!(matches!(forged, Err(PaymentError::Unavailable { .. })));
}

#[test]
fn a_page_is_signed_over_its_sorted_pairs() {
    let now = DateTime::from_timestamp(1_764_322_496, 0).unwrap();
    let addresses = [("notify_url", Some("https://a.example/n?x=1&y=2")), ("return_url", None)];
    let url = alipay().page_url(now, "alipay.trade.page.pay", &["充值 a+b"], &addresses).unwrap();
    let (gateway, query) = url.split_once('?').unwrap();
    assert_eq!(gateway, "http://127.0.0.1:1/gateway.do");
    let pairs: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    assert_eq!(pairs["timestamp"], "2025-11-28 17:34:56");
    assert_eq!((pairs["biz_content"].as_str(), pairs["sign_type"].as_str()), (r#"["充值 a+b"]"#, "RSA2"));
    assert!(!pairs.contains_key("return_url"));
    let signed: Vec<String> =
        pairs.iter().filter(|(name, _)| *name != "sign").map(|(name, value)| format!("{name}={value}")).collect();
    assert!(ProviderKey::read(APP_PUBLIC).unwrap().verifies(signed.join("&").as_bytes(), &pairs["sign"]));
}

#[tokio::test]
async fn bills_come_over_tls_or_from_the_gateway_itself() {
    let transport = Parrot { asked: Vec::new().into(), status: 200, body: b"PK".to_vec() };
    let ports = Ports { transport: &transport, clock: &Noon };
    for url in ["https://dwbillcenter.alipay.com/downloadBillFile.resource?a=1", "http://127.0.0.1:1/bill?a=1"] {
        assert_eq!(alipay().download(&ports, url).await.as_deref(), Ok(b"PK".as_slice()), "{url}");
    }
    for url in ["http://dwbillcenter.alipay.com/", "http://127.0.0.1:11/", "file:///etc/passwd", ""] {
        assert!(alipay().download(&ports, url).await.is_err(), "{url}");
    }
    assert_eq!(transport.asked.borrow().len(), 2);
}

#[test]
fn origins_end_with_the_host() {
    assert_eq!(origin("http://127.0.0.1:8098/gateway.do"), "http://127.0.0.1:8098/");
    assert_eq!(origin("https://openapi.alipay.com/gateway.do"), "https://openapi.alipay.com/");
}
