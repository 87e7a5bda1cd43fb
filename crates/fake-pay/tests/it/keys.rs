//! WeChat Pay's certificates and public key.

use fake_pay::{PUBLIC_KEY, PUBLIC_KEY_ID, Provider, Settings, Signer};
use payment::{IncomingNotice, NoticeError, PaymentError, ProviderKey};

use crate::support::Desk;

const NO: &str = "YD2026112800001";

fn asked(desk: &Desk) -> u64 {
    desk.fake.book(|book| book.calls("certificates"))
}

fn with_public_key(merchant: &mut payment::wechat::WechatMerchant) {
    merchant.public_key = Some((PUBLIC_KEY_ID.to_owned(), ProviderKey::read(PUBLIC_KEY).expect("a key")));
}

#[actix_web::test]
async fn certificates_are_asked_for_once() {
    let desk = Desk::wechat().await;
    for at in 0..3 {
        desk.paid(&format!("YD202611280000{at}"), 1250).await;
    }
    assert_eq!(asked(&desk), 1);
    desk.stop().await;
}

#[actix_web::test]
async fn many_at_once_ask_once() {
    let desk = Desk::wechat().await;
    let desk_ref = &desk;
    let shown = (0..10).map(|at| async move { desk_ref.shown(&format!("YD202611280000{at}"), 1250).await });
    assert_eq!(futures_util::future::join_all(shown).await.len(), 10);
    assert_eq!(asked(&desk), 1);
    desk.stop().await;
}

#[actix_web::test]
async fn a_new_certificate_is_asked_for_when_something_is_signed_with_it() {
    let desk = Desk::wechat().await;
    desk.paid(NO, 1250).await;
    desk.fake.set_signer(Signer::PlatformNext);
    // A minute later; the clock of the merchant may be that far off.
    desk.clock.set_off(61);
    desk.paid("YD2026112800002", 1250).await;
    assert_eq!(asked(&desk), 2);
    // The old one is good as long as it is listed.
    desk.fake.set_signer(Signer::Platform);
    desk.paid("YD2026112800003", 1250).await;
    assert_eq!(asked(&desk), 2);
    desk.stop().await;
}

#[actix_web::test]
async fn strangers_cannot_make_us_ask() {
    let desk = Desk::wechat().await;
    desk.paid(NO, 1250).await;
    desk.clock.set_off(61);
    for at in 0..20 {
        let now = payment::Clock::now(&desk.clock).timestamp().to_string();
        let headers = [
            ("Wechatpay-Timestamp", now.as_str()),
            ("Wechatpay-Nonce", "n"),
            ("Wechatpay-Signature", "c2lnbmVk"),
            ("Wechatpay-Serial", &format!("STRANGER{at}")),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let notice = IncomingNotice { headers: &headers, body: b"{}" };
        let heard = desk.gateway.notice(&desk.ports(), &notice).await;
        assert_eq!(heard, Err(NoticeError::UnknownKey { serial: format!("STRANGER{at}") }));
    }
    assert_eq!(asked(&desk), 2);
    desk.stop().await;
}

#[actix_web::test]
async fn without_the_api_key_nothing_is_believed() {
    let desk = Desk::wechat_with(Settings::default(), |merchant| {
        let other = secrecy::SecretString::from("another-key-of-the-same-length-0");
        merchant.api_v3_key = payment::wechat::ApiV3Key::new(other).unwrap();
    })
    .await;
    let begun = desk.gateway.begin(&desk.ports(), &desk.payment(NO, 1250)).await;
    assert_eq!(begun, Err(PaymentError::OutcomeUnknown));
    desk.fake.pay(Provider::Wechat, NO).await.unwrap();
    let heard = desk.inbox.take();
    assert!(heard.iter().all(|heard| *heard == Err(NoticeError::Unavailable)), "{heard:?}");
    assert_eq!(asked(&desk), 1, "and nobody is asked again and again");
    desk.stop().await;
}

#[actix_web::test]
async fn a_public_key_needs_no_certificates() {
    let settings = Settings { signer: Signer::PublicKey, ..Settings::default() };
    let desk = Desk::wechat_with(settings, with_public_key).await;
    desk.paid(NO, 1250).await;
    assert_eq!(asked(&desk), 0);
    // Who has only certificates does not believe it, and asks for none: ids of public keys are not listed there.
    desk.stop().await;
    let desk = Desk::wechat_with(Settings { signer: Signer::PublicKey, ..Settings::default() }, |_| ()).await;
    let begun = desk.gateway.begin(&desk.ports(), &desk.payment(NO, 1250)).await;
    assert_eq!(begun, Err(PaymentError::OutcomeUnknown));
    assert_eq!(asked(&desk), 0);
    desk.stop().await;
}

#[actix_web::test]
async fn while_a_merchant_changes_both_are_good() {
    // Answers come with the public key, because it is asked for; notices still with a certificate.
    let desk = Desk::wechat_with(Settings::default(), with_public_key).await;
    desk.paid(NO, 1250).await;
    assert_eq!(asked(&desk), 1);
    desk.fake.set_signer(Signer::PublicKey);
    desk.paid("YD2026112800002", 1250).await;
    assert_eq!(asked(&desk), 1);
    desk.stop().await;
}
