//! Payments by QR code.

use fake_pay::{Provider, State};
use payment::{Begun, Closing, PaymentError, PaymentState};
use units::Money;

use crate::support::Desk;

#[actix_web::test]
async fn a_payment_from_its_code_to_its_end() {
    let desk = Desk::wechat().await;
    let (ports, no) = (desk.ports(), "YD2026112800001".parse().unwrap());
    assert_eq!(desk.gateway.query(&ports, &no).await, Ok(PaymentState::Missing));
    let Begun::Qr { code } = desk.shown("YD2026112800001", 1250).await else { panic!("a code") };
    assert!(code.starts_with("weixin://wxpay/bizpayurl?pr="), "{code}");
    // The same again is the same payment.
    assert_eq!(desk.shown("YD2026112800001", 1250).await, Begun::Qr { code });
    assert_eq!(desk.gateway.query(&ports, &no).await, Ok(PaymentState::Waiting));
    desk.fake.pay(Provider::Wechat, "YD2026112800001").await.unwrap();
    let Ok(PaymentState::Paid(capture)) = desk.gateway.query(&ports, &no).await else { panic!("paid") };
    let kept = desk.fake.book(|book| book.payment(Provider::Wechat, no.as_str()).cloned()).unwrap();
    assert_eq!((capture.amount, &capture.provider_no), (Money::from_fen(1250), &kept.provider_no));
    assert_eq!(capture.paid_at.timestamp(), kept.paid_at.unwrap().timestamp());
    assert_eq!((kept.subject.as_str(), kept.asked), ("云单 充值, \"十二\"元五", 2));
    let again = desk.gateway.begin(&ports, &desk.payment("YD2026112800001", 1250)).await;
    assert!(matches!(again, Err(PaymentError::Refused(refusal)) if refusal.code == "paid"));
    let closed = desk.gateway.close(&ports, &no).await;
    assert!(matches!(closed, Err(PaymentError::Refused(refusal)) if refusal.code == "paid"));
    assert_eq!(desk.fake.book(|book| book.refused_signatures()), 0);
    desk.stop().await;
}

#[actix_web::test]
async fn a_number_is_one_payment() {
    let desk = Desk::wechat().await;
    desk.shown("YD2026112800001", 1250).await;
    let other = desk.gateway.begin(&desk.ports(), &desk.payment("YD2026112800001", 1251)).await;
    assert!(matches!(other, Err(PaymentError::Refused(refusal)) if refusal.code == "invalid"));
    desk.stop().await;
}

#[actix_web::test]
async fn what_is_closed_is_not_paid() {
    let desk = Desk::wechat().await;
    let (ports, no) = (desk.ports(), "YD2026112800001".parse().unwrap());
    assert_eq!(desk.gateway.close(&ports, &no).await, Ok(Closing::Missing));
    desk.shown("YD2026112800001", 1250).await;
    for _ in 0..2 {
        assert_eq!(desk.gateway.close(&ports, &no).await, Ok(Closing::Closed));
    }
    assert_eq!(desk.gateway.query(&ports, &no).await, Ok(PaymentState::Closed));
    assert!(desk.fake.pay(Provider::Wechat, "YD2026112800001").await.is_err());
    let again = desk.gateway.begin(&ports, &desk.payment("YD2026112800001", 1250)).await;
    assert!(matches!(again, Err(PaymentError::Refused(refusal)) if refusal.code == "closed"));
    desk.stop().await;
}

#[actix_web::test]
async fn what_the_provider_would_not_take_is_not_sent() {
    let desk = Desk::wechat().await;
    let payment = desk.payment("YD2026112800001", 1250);
    for (wrong, named) in [
        (payment::NewPayment { subject: " ".to_owned(), ..payment.clone() }, "subject"),
        (payment::NewPayment { subject: "云".repeat(128), ..payment.clone() }, "subject"),
        (payment::NewPayment { notify_url: "ftp://a".to_owned(), ..payment.clone() }, "notify_url"),
        (payment::NewPayment { notify_url: "https://a/?b=1".to_owned(), ..payment.clone() }, "notify_url"),
    ] {
        let Err(PaymentError::Invalid { field, .. }) = desk.gateway.begin(&desk.ports(), &wrong).await else {
            panic!("{named}")
        };
        assert_eq!(field, named);
    }
    assert_eq!(desk.fake.book(|book| book.calls("native")), 0);
    desk.stop().await;
}

#[actix_web::test]
async fn a_wrong_merchant_is_a_matter_of_settings() {
    for change in [
        |merchant: &mut payment::wechat::WechatMerchant| merchant.serial_no = "01".to_owned(),
        |merchant: &mut payment::wechat::WechatMerchant| merchant.mchid = "1900000002".to_owned(),
        |merchant: &mut payment::wechat::WechatMerchant| {
            let other = secrecy::SecretString::from(fake_pay::APP_KEY);
            merchant.key = payment::MerchantKey::read(&other).unwrap();
        },
    ] {
        let desk = Desk::wechat_with(fake_pay::Settings::default(), change).await;
        let begun = desk.gateway.begin(&desk.ports(), &desk.payment("YD2026112800001", 1250)).await;
        assert!(matches!(begun, Err(PaymentError::Config(refusal)) if refusal.code == "bad_signature"));
        assert_eq!(desk.fake.book(|book| book.refused_signatures()), 1);
        assert_eq!(desk.fake.book(|book| book.payments(Provider::Wechat).count()), 0);
        desk.stop().await;
    }
}

#[actix_web::test]
async fn a_clock_that_is_wrong_is_a_matter_of_settings() {
    let desk = Desk::wechat().await;
    desk.clock.set_off(600);
    let begun = desk.gateway.begin(&desk.ports(), &desk.payment("YD2026112800001", 1250)).await;
    assert!(matches!(begun, Err(PaymentError::Config(_))), "{begun:?}");
    desk.stop().await;
}

#[actix_web::test]
async fn the_app_must_be_the_merchants() {
    let desk = Desk::wechat_with(fake_pay::Settings::default(), |merchant| merchant.appid = "wx1".to_owned()).await;
    let begun = desk.gateway.begin(&desk.ports(), &desk.payment("YD2026112800001", 1250)).await;
    assert!(matches!(begun, Err(PaymentError::Config(refusal)) if refusal.code == "not_bound"));
    desk.stop().await;
    // Nor is a payment of another app believed.
    let desk = Desk::wechat().await;
    desk.shown("YD2026112800001", 1250).await;
    let other = crate::support::merchant(desk.fake.base_url());
    let other = payment::wechat::Wechat::new(payment::wechat::WechatMerchant { appid: "wx1".to_owned(), ..other });
    let told = payment::PaymentGateway::query(&other, &desk.ports(), &"YD2026112800001".parse().unwrap()).await;
    assert!(matches!(told, Err(PaymentError::Refused(refusal)) if refusal.code == "not_ours"));
    let state = desk.fake.book(|book| book.payment(Provider::Wechat, "YD2026112800001").map(|payment| payment.state));
    assert_eq!(state, Some(State::Waiting));
    desk.stop().await;
}
