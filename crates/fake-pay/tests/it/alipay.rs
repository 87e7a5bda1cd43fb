//! Payments on a page.

use fake_pay::Provider;
use payment::{Begun, Closing, PaymentError, PaymentState};
use units::Money;

use crate::support::{Desk, browse};

#[actix_web::test]
async fn a_payment_from_its_page_to_its_end() {
    let desk = Desk::alipay().await;
    let (ports, no) = (desk.ports(), "YD2026112800001".parse().unwrap());
    let Ok(Begun::Page { url }) = desk.gateway.begin(&ports, &desk.payment("YD2026112800001", 1250)).await else {
        panic!("a page")
    };
    // Nobody knows of it before the payer has opened the page.
    assert_eq!(desk.gateway.query(&ports, &no).await, Ok(PaymentState::Missing));
    assert_eq!(desk.gateway.close(&ports, &no).await, Ok(Closing::Missing));
    assert_eq!(browse(&url).await, (200, "请付款".to_owned()));
    assert_eq!(desk.gateway.query(&ports, &no).await, Ok(PaymentState::Waiting));
    desk.fake.pay(Provider::Alipay, "YD2026112800001").await.unwrap();
    let Ok(PaymentState::Paid(capture)) = desk.gateway.query(&ports, &no).await else { panic!("paid") };
    let kept = desk.fake.book(|book| book.payment(Provider::Alipay, no.as_str()).cloned()).unwrap();
    assert_eq!((capture.amount, capture.provider_no), (Money::from_fen(1250), kept.provider_no));
    assert_eq!(capture.paid_at.timestamp(), kept.paid_at.unwrap().timestamp());
    assert_eq!(kept.subject, "云单 充值, \"十二\"元五");
    let closed = desk.gateway.close(&ports, &no).await;
    assert!(matches!(closed, Err(PaymentError::Refused(refusal)) if refusal.code == "state"));
    assert_eq!(browse(&url).await, (200, "订单已支付".to_owned()));
    assert_eq!(desk.fake.book(|book| book.refused_signatures()), 0);
    desk.stop().await;
}

#[actix_web::test]
async fn a_page_that_somebody_changed_is_not_opened() {
    let desk = Desk::alipay().await;
    let Ok(Begun::Page { url }) = desk.gateway.begin(&desk.ports(), &desk.payment("YD2026112800001", 1250)).await
    else {
        panic!("a page")
    };
    assert!(url.contains("12.50"), "{url}");
    let (_, answer) = browse(&url.replace("12.50", "0.01")).await;
    assert!(answer.contains("isv.invalid-signature"), "{answer}");
    assert_eq!(desk.fake.book(|book| book.payments(Provider::Alipay).count()), 0);
    desk.stop().await;
}

#[actix_web::test]
async fn what_is_closed_is_not_paid() {
    let desk = Desk::alipay().await;
    let (ports, no) = (desk.ports(), "YD2026112800001".parse().unwrap());
    desk.shown("YD2026112800001", 1250).await;
    assert_eq!(desk.gateway.close(&ports, &no).await, Ok(Closing::Closed));
    assert_eq!(desk.gateway.query(&ports, &no).await, Ok(PaymentState::Closed));
    assert!(desk.fake.pay(Provider::Alipay, "YD2026112800001").await.is_err());
    desk.stop().await;
}

#[actix_web::test]
async fn what_the_provider_would_not_take_is_no_page() {
    let desk = Desk::alipay().await;
    let payment = desk.payment("YD2026112800001", 1250);
    for (wrong, named) in [
        (payment::NewPayment { subject: String::new(), ..payment.clone() }, "subject"),
        (payment::NewPayment { subject: "a&b".to_owned(), ..payment.clone() }, "subject"),
        (payment::NewPayment { notify_url: "a".to_owned(), ..payment.clone() }, "notify_url"),
        (payment::NewPayment { return_url: Some("javascript:1".to_owned()), ..payment.clone() }, "return_url"),
    ] {
        let Err(PaymentError::Invalid { field, .. }) = desk.gateway.begin(&desk.ports(), &wrong).await else {
            panic!("{named}")
        };
        assert_eq!(field, named);
    }
    desk.stop().await;
}

#[actix_web::test]
async fn wrong_keys_and_applications_are_a_matter_of_settings() {
    let no = "YD2026112800001".parse().unwrap();
    let desk = Desk::alipay_with(|app| {
        let other = secrecy::SecretString::from(fake_pay::MERCHANT_KEY);
        app.key = payment::MerchantKey::read(&other).unwrap();
    })
    .await;
    let told = desk.gateway.query(&desk.ports(), &no).await;
    assert!(matches!(told, Err(PaymentError::Config(refusal)) if refusal.code == "bad_signature"));
    assert_eq!(desk.fake.book(|book| book.refused_signatures()), 1);
    desk.stop().await;
    let desk = Desk::alipay_with(|app| app.app_id = "2021000000000002".to_owned()).await;
    let told = desk.gateway.query(&desk.ports(), &no).await;
    assert!(matches!(told, Err(PaymentError::Config(refusal)) if refusal.code == "no_merchant"));
    desk.stop().await;
    // What is not signed with Alipay's key is not believed, whatever it says.
    let desk =
        Desk::alipay_with(|app| app.alipay_key = payment::ProviderKey::read(fake_pay::PUBLIC_KEY).unwrap()).await;
    desk.shown("YD2026112800001", 1250).await;
    let told = desk.gateway.query(&desk.ports(), &no).await;
    assert!(matches!(told, Err(PaymentError::Unavailable { .. })), "{told:?}");
    assert_eq!(desk.gateway.close(&desk.ports(), &no).await, Err(PaymentError::OutcomeUnknown));
    desk.stop().await;
}
