//! Refunds.

use fake_pay::{Provider, RefundStatus};
use payment::{PaymentError, PaymentState, RefundState, Told};
use units::Money;

use crate::support::Desk;

const NO: &str = "YD2026112800001";

#[actix_web::test]
async fn wechat_accepts_first_and_settles_later() {
    let desk = Desk::wechat().await;
    let (ports, payment, no) = (desk.ports(), NO.parse().unwrap(), "RF2026112800001".parse().unwrap());
    desk.paid(NO, 1250).await;
    assert_eq!(desk.gateway.refund_state(&ports, &payment, &no).await, Ok(RefundState::Missing));
    let refund = desk.refund(NO, "RF2026112800001", 250, 1250);
    for _ in 0..2 {
        assert_eq!(desk.gateway.refund(&ports, &refund).await, Ok(RefundState::Processing));
    }
    let given = desk.fake.book(|book| book.payment(Provider::Wechat, NO).map(|payment| payment.refunded_fen));
    assert_eq!(given, Some(250), "once");
    let delivered = desk.fake.settle(Provider::Wechat, "RF2026112800001", RefundStatus::Success).await;
    assert_eq!(delivered.map(|delivered| delivered.taken), Ok(1));
    let Ok(state) = desk.gateway.refund_state(&ports, &payment, &no).await else { panic!("a state") };
    let RefundState::Done { amount, refunded_at: Some(_), .. } = &state else { panic!("{state:?}") };
    assert_eq!(*amount, Money::from_fen(250));
    let heard = desk.inbox.take();
    let [Ok(notice)] = heard.as_slice() else { panic!("{heard:?}") };
    assert_eq!(notice.told, Told::Refund { payment: payment.clone(), no, state });
    assert!(matches!(desk.gateway.query(&ports, &payment).await, Ok(PaymentState::Refunded(_))));
    desk.stop().await;
}

#[actix_web::test]
async fn wechat_tells_what_did_not_go_through() {
    let desk = Desk::wechat().await;
    desk.paid(NO, 1250).await;
    for (number, status, state) in [
        ("RF2026112800001", RefundStatus::Abnormal, RefundState::Abnormal),
        ("RF2026112800002", RefundStatus::Closed, RefundState::Closed),
    ] {
        desk.gateway.refund(&desk.ports(), &desk.refund(NO, number, 100, 1250)).await.expect("accepted");
        desk.fake.settle(Provider::Wechat, number, status).await.expect("told");
        let (payment, no) = (NO.parse().unwrap(), number.parse().unwrap());
        assert_eq!(desk.gateway.refund_state(&desk.ports(), &payment, &no).await, Ok(state.clone()));
        let heard = desk.inbox.take();
        let [Ok(notice)] = heard.as_slice() else { panic!("{heard:?}") };
        assert_eq!(notice.told, Told::Refund { payment, no, state });
    }
    desk.stop().await;
}

#[actix_web::test]
async fn alipay_gives_back_at_once_and_once() {
    let desk = Desk::alipay().await;
    let (ports, payment, no) = (desk.ports(), NO.parse().unwrap(), "RF2026112800001".parse().unwrap());
    desk.paid(NO, 1250).await;
    assert_eq!(desk.gateway.refund_state(&ports, &payment, &no).await, Ok(RefundState::Missing));
    let refund = desk.refund(NO, "RF2026112800001", 250, 1250);
    let Ok(RefundState::Done { amount, .. }) = desk.gateway.refund(&ports, &refund).await else { panic!("done") };
    assert_eq!(amount, Money::from_fen(250));
    // Again no money moves, so whether it did is to be asked.
    assert_eq!(desk.gateway.refund(&ports, &refund).await, Ok(RefundState::Processing));
    let Ok(RefundState::Done { amount, refunded_at: Some(_), .. }) =
        desk.gateway.refund_state(&ports, &payment, &no).await
    else {
        panic!("done")
    };
    assert_eq!(amount, Money::from_fen(250));
    let given = desk.fake.book(|book| book.payment(Provider::Alipay, NO).map(|payment| payment.refunded_fen));
    assert_eq!(given, Some(250), "once");
    desk.fake.settle(Provider::Alipay, "RF2026112800001", RefundStatus::Success).await.expect("told");
    let heard = desk.inbox.take();
    let [Ok(notice)] = heard.as_slice() else { panic!("{heard:?}") };
    assert_eq!(notice.told, Told::Refund { payment: payment.clone(), no, state: RefundState::Processing });
    assert!(matches!(desk.gateway.query(&ports, &payment).await, Ok(PaymentState::Paid(_))), "a part of it");
    let rest = desk.refund(NO, "RF2026112800002", 1000, 1250);
    assert!(matches!(desk.gateway.refund(&ports, &rest).await, Ok(RefundState::Done { .. })));
    assert!(matches!(desk.gateway.query(&ports, &payment).await, Ok(PaymentState::Refunded(_))));
    desk.stop().await;
}

#[actix_web::test]
async fn never_more_than_was_paid_and_never_of_nothing() {
    for desk in Desk::both().await {
        let ports = desk.ports();
        let missing = desk.gateway.refund(&ports, &desk.refund(NO, "RF2026112800001", 250, 1250)).await;
        assert!(matches!(missing, Err(PaymentError::Refused(refusal)) if refusal.code == "not_found"));
        desk.shown(NO, 1250).await;
        let unpaid = desk.gateway.refund(&ports, &desk.refund(NO, "RF2026112800001", 250, 1250)).await;
        assert!(matches!(unpaid, Err(PaymentError::Refused(_))), "{unpaid:?}");
        desk.fake.pay(desk.provider, NO).await.unwrap();
        let more = desk.gateway.refund(&ports, &desk.refund(NO, "RF2026112800001", 1251, 1250)).await;
        assert!(matches!(more, Err(PaymentError::Invalid { field: "amount", .. })), "{more:?}");
        desk.gateway.refund(&ports, &desk.refund(NO, "RF2026112800001", 1000, 1250)).await.expect("a refund");
        for (number, fen) in [("RF2026112800002", 251), ("RF2026112800001", 999)] {
            let refused = desk.gateway.refund(&ports, &desk.refund(NO, number, fen, 1250)).await;
            assert!(matches!(refused, Err(PaymentError::Refused(refusal)) if refusal.code == "invalid"), "{fen}");
        }
        let given = desk.fake.book(|book| book.payment(desk.provider, NO).map(|payment| payment.refunded_fen));
        assert_eq!(given, Some(1000));
        desk.stop().await;
    }
}
