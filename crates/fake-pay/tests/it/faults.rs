//! Spoilt answers: what may have happened is never called done or undone.

use fake_pay::{Fault, Provider};
use payment::{PaymentError, PaymentState};

use crate::support::Desk;

const NO: &str = "YD2026112800001";
const CALLS: [Fault; 4] = [Fault::Slow, Fault::ErrorBefore, Fault::ErrorAfter, Fault::AnswerBadSignature];

#[actix_web::test]
async fn a_reading_question_is_unavailable() {
    for desk in Desk::both().await {
        desk.paid(NO, 1250).await;
        for fault in CALLS {
            desk.fake.next_faults(&[fault]);
            let told = desk.gateway.query(&desk.ports(), &NO.parse().unwrap()).await;
            assert!(matches!(told, Err(PaymentError::Unavailable { .. })), "{}: {told:?}", fault.name());
            assert!(told.is_err_and(|error| error.is_transient()));
            let again = desk.gateway.query(&desk.ports(), &NO.parse().unwrap()).await;
            assert!(matches!(again, Ok(PaymentState::Paid(_))), "{}: {again:?}", fault.name());
        }
        desk.stop().await;
    }
}

#[actix_web::test]
async fn a_refund_is_unknown_and_the_same_again_gives_nothing_twice() {
    for desk in Desk::both().await {
        desk.paid(NO, 1250).await;
        for (at, fault) in CALLS.into_iter().enumerate() {
            let refund = desk.refund(NO, &format!("RF202611280000{at}"), 100, 1250);
            desk.fake.next_faults(&[fault]);
            let told = desk.gateway.refund(&desk.ports(), &refund).await;
            assert_eq!(told, Err(PaymentError::OutcomeUnknown), "{}", fault.name());
            desk.gateway.refund(&desk.ports(), &refund).await.expect("the same again");
            let given = desk.fake.book(|book| book.payment(desk.provider, NO).map(|payment| payment.refunded_fen));
            assert_eq!(given, Some(100 * (at as i64 + 1)), "{}", fault.name());
        }
        desk.stop().await;
    }
}

#[actix_web::test]
async fn a_code_that_was_not_told_is_asked_for_again() {
    let desk = Desk::wechat().await;
    for (at, fault) in CALLS.into_iter().enumerate() {
        let payment = desk.payment(&format!("YD202611280000{at}"), 1250);
        desk.fake.next_faults(&[fault]);
        let told = desk.gateway.begin(&desk.ports(), &payment).await;
        assert_eq!(told, Err(PaymentError::OutcomeUnknown), "{}", fault.name());
        desk.gateway.begin(&desk.ports(), &payment).await.expect("the same again");
    }
    assert_eq!(desk.fake.book(|book| book.payments(Provider::Wechat).count()), CALLS.len());
    desk.stop().await;
}

#[actix_web::test]
async fn a_closing_is_unknown_and_may_be_repeated() {
    for desk in Desk::both().await {
        for (at, fault) in CALLS.into_iter().enumerate() {
            let no = format!("YD202611280000{at}");
            desk.shown(&no, 1250).await;
            let no = no.parse().unwrap();
            desk.fake.next_faults(&[fault]);
            assert_eq!(desk.gateway.close(&desk.ports(), &no).await, Err(PaymentError::OutcomeUnknown));
            // Alipay refuses to close what is closed already; its state tells.
            let again = desk.gateway.close(&desk.ports(), &no).await;
            assert!(!matches!(again, Err(ref error) if error.is_transient()), "{}: {again:?}", fault.name());
            assert_eq!(desk.gateway.query(&desk.ports(), &no).await, Ok(PaymentState::Closed), "{}", fault.name());
        }
        desk.stop().await;
    }
}

#[actix_web::test]
async fn nobody_listening_is_not_an_unknown_outcome() {
    let gone = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = gone.local_addr().expect("an address");
    drop(gone);
    let base_url = format!("http://{address}");
    let wechat =
        Desk::wechat_with(fake_pay::Settings::default(), |merchant| merchant.base_url = base_url.clone()).await;
    let alipay = Desk::alipay_with(|app| app.gateway = format!("{base_url}/gateway.do")).await;
    for desk in [wechat, alipay] {
        let refund = desk.refund(NO, "RF2026112800001", 100, 1250);
        let told = desk.gateway.refund(&desk.ports(), &refund).await;
        assert!(matches!(told, Err(PaymentError::Unavailable { .. })), "{told:?}");
        desk.stop().await;
    }
}
