//! Notices, and how they go wrong.

use fake_pay::{Delivered, Fault, Provider};
use payment::{Notice, NoticeError, PaymentState, Told};
use units::Money;

use crate::support::{Desk, browse};

const NO: &str = "YD2026112800001";

fn amount(notice: &Notice) -> Money {
    let Told::Payment { no, state: PaymentState::Paid(capture) } = &notice.told else { panic!("{notice:?}") };
    assert_eq!(no.as_str(), NO);
    capture.amount
}

#[actix_web::test]
async fn a_payment_is_told_of() {
    for desk in Desk::both().await {
        desk.shown(NO, 1250).await;
        let delivered = desk.fake.pay(desk.provider, NO).await;
        assert_eq!(delivered, Ok(Delivered { taken: 1, ..Delivered::default() }), "{:?}", desk.provider);
        let heard = desk.inbox.take();
        let [Ok(notice)] = heard.as_slice() else { panic!("{heard:?}") };
        assert_eq!(amount(notice), Money::from_fen(1250));
        assert!(!notice.id.is_empty());
        desk.stop().await;
    }
}

#[actix_web::test]
async fn what_was_not_taken_comes_again() {
    for desk in Desk::both().await {
        desk.shown(NO, 1250).await;
        desk.inbox.is_busy_for(3);
        assert_eq!(desk.fake.pay(desk.provider, NO).await.map(|delivered| delivered.taken), Ok(1));
        let heard = desk.inbox.take();
        assert_eq!(heard.len(), 4);
        assert!(heard.iter().flatten().all(|notice| amount(notice) == Money::from_fen(1250)));
        desk.stop().await;
    }
}

#[actix_web::test]
async fn twice_is_the_same_twice() {
    for desk in Desk::both().await {
        desk.shown(NO, 1250).await;
        desk.fake.next_faults(&[Fault::CallbackTwice]);
        assert_eq!(desk.fake.pay(desk.provider, NO).await.map(|delivered| delivered.taken), Ok(2));
        let heard = desk.inbox.take();
        let [Ok(one), Ok(other)] = heard.as_slice() else { panic!("{heard:?}") };
        assert_eq!(one.told, other.told);
        desk.stop().await;
    }
}

#[actix_web::test]
async fn what_is_never_told_is_found_by_asking() {
    for desk in Desk::both().await {
        desk.shown(NO, 1250).await;
        desk.fake.next_faults(&[Fault::CallbackLost]);
        assert_eq!(desk.fake.pay(desk.provider, NO).await.map(|delivered| delivered.lost), Ok(1));
        assert_eq!(desk.inbox.take(), []);
        let state = desk.gateway.query(&desk.ports(), &NO.parse().unwrap()).await;
        assert!(matches!(state, Ok(PaymentState::Paid(capture)) if capture.amount == Money::from_fen(1250)));
        desk.stop().await;
    }
}

#[actix_web::test]
async fn a_notice_may_be_there_before_the_answer() {
    for desk in Desk::both().await {
        desk.fake.next_faults(&[Fault::CallbackEarly]);
        let begun = desk.gateway.begin(&desk.ports(), &desk.payment(NO, 1250)).await.expect("a payment");
        if let payment::Begun::Page { url } = &begun {
            browse(url).await;
        }
        let heard = desk.inbox.take();
        let [Ok(notice)] = heard.as_slice() else { panic!("{heard:?}") };
        assert_eq!(amount(notice), Money::from_fen(1250));
        desk.stop().await;
    }
}

#[actix_web::test]
async fn another_amount_is_told_as_it_is() {
    for desk in Desk::both().await {
        desk.shown(NO, 1250).await;
        desk.fake.next_faults(&[Fault::WrongAmount]);
        desk.fake.pay(desk.provider, NO).await.unwrap();
        let heard = desk.inbox.take();
        let [Ok(notice)] = heard.as_slice() else { panic!("{heard:?}") };
        assert_eq!(amount(notice), Money::from_fen(1249), "genuine; to be compared by whoever asked for 12.50");
        desk.stop().await;
    }
}

#[actix_web::test]
async fn what_is_forged_stale_or_not_ours_is_not_believed() {
    for desk in Desk::both().await {
        let seller = if desk.provider == Provider::Wechat { "mchid" } else { "seller_id" };
        let mut expected = vec![
            (Fault::BadSignature, NoticeError::BadSignature),
            (Fault::WrongMerchant, NoticeError::NotOurs { what: seller }),
            (Fault::OtherCurrency, NoticeError::Currency),
        ];
        // Alipay's notices carry no time of their signing.
        if desk.provider == Provider::Wechat {
            expected.push((Fault::CallbackLate, NoticeError::Stale));
        }
        for (at, (fault, error)) in expected.into_iter().enumerate() {
            let no = format!("YD2026112800{at}");
            desk.shown(&no, 1250).await;
            desk.fake.next_faults(&[fault]);
            let delivered = desk.fake.pay(desk.provider, &no).await;
            assert_eq!(delivered, Ok(Delivered { refused: 1, ..Delivered::default() }), "{}", fault.name());
            assert_eq!(desk.inbox.take(), [Err(error)], "{}", fault.name());
            // The right one, later, is.
            assert_eq!(desk.fake.notify(desk.provider, &no).await.map(|delivered| delivered.taken), Ok(1));
            assert!(matches!(desk.inbox.take().as_slice(), [Ok(_)]));
        }
        desk.stop().await;
    }
}

#[actix_web::test]
async fn a_payment_after_its_closing_is_told_as_paid() {
    for desk in Desk::both().await {
        let no = NO.parse().unwrap();
        desk.shown(NO, 1250).await;
        desk.gateway.close(&desk.ports(), &no).await.expect("closed");
        desk.fake.next_faults(&[Fault::PaidLate]);
        desk.fake.pay(desk.provider, NO).await.expect("paid all the same");
        let heard = desk.inbox.take();
        let [Ok(notice)] = heard.as_slice() else { panic!("{heard:?}") };
        assert_eq!(amount(notice), Money::from_fen(1250));
        assert!(matches!(desk.gateway.query(&desk.ports(), &no).await, Ok(PaymentState::Paid(_))));
        desk.stop().await;
    }
}
