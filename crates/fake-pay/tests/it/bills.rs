//! Bills of a day.

use chrono::Utc;
use fake_pay::{Fault, Provider, RefundStatus, day};
use payment::{Bill, BillKind, PaymentError};
use units::Money;

use crate::support::Desk;

/// Two payments and a refund; the day is read once, so that midnight does not matter more than it must.
async fn busy_day(desk: &Desk) -> Option<Bill> {
    let today = day(Utc::now());
    assert_eq!(desk.gateway.bill(&desk.ports(), today).await, Ok(None), "nothing was paid yet");
    desk.paid("YD2026112800001", 1250).await;
    desk.paid("YD2026112800002", 10_000).await;
    desk.shown("YD2026112800003", 300).await;
    let refund = desk.refund("YD2026112800002", "RF2026112800001", 2_500, 10_000);
    desk.gateway.refund(&desk.ports(), &refund).await.expect("a refund");
    desk.fake.settle(desk.provider, "RF2026112800001", RefundStatus::Success).await.expect("settled");
    desk.gateway.bill(&desk.ports(), today).await.expect("a bill")
}

#[actix_web::test]
async fn a_bill_has_what_was_paid_and_given_back() {
    for desk in Desk::both().await {
        let lines = busy_day(&desk).await.expect("a bill").lines;
        assert_eq!(lines.len(), 3, "{lines:?}");
        let [one, other, back] = lines.as_slice() else { panic!("three lines") };
        assert_eq!((one.kind, one.payment_no.as_str()), (BillKind::Payment, "YD2026112800001"));
        assert_eq!((one.amount, one.fee), (Money::from_fen(1250), Money::from_fen(8)));
        assert_eq!((other.amount, other.fee), (Money::from_fen(10_000), Money::from_fen(60)));
        assert_eq!((back.kind, back.refund_no.as_deref()), (BillKind::Refund, Some("RF2026112800001")));
        assert_eq!((back.amount, back.fee), (Money::from_fen(2_500), Money::from_fen(-15)));
        assert_eq!(back.payment_no, "YD2026112800002");
        let kept = desk.fake.book(|book| book.payment(desk.provider, "YD2026112800001").cloned()).unwrap();
        assert_eq!(one.provider_no, kept.provider_no);
        assert_eq!(one.at.timestamp(), kept.paid_at.unwrap().timestamp());
        let before = desk.gateway.bill(&desk.ports(), day(Utc::now()).pred_opt().unwrap()).await;
        assert_eq!(before, Ok(None));
        desk.stop().await;
    }
}

#[actix_web::test]
async fn missing_and_extra_lines_are_seen_as_they_are() {
    for desk in Desk::both().await {
        busy_day(&desk).await;
        let bill = async |fault| {
            desk.fake.next_faults(&[fault]);
            desk.gateway.bill(&desk.ports(), day(Utc::now())).await.expect("a bill").expect("of today").lines
        };
        let missing = bill(Fault::BillMissing).await;
        assert_eq!(missing.len(), 2);
        assert!(missing.iter().all(|line| line.payment_no != "YD2026112800001"));
        let extra = bill(Fault::BillExtra).await;
        assert_eq!(extra.len(), 4);
        assert_eq!(extra[3].payment_no, "YDSTRANGER0001");
        desk.stop().await;
    }
}

#[actix_web::test]
async fn a_file_that_was_changed_is_not_read() {
    for desk in Desk::both().await {
        busy_day(&desk).await;
        desk.fake.next_faults(&[Fault::BillChanged]);
        let bill = desk.gateway.bill(&desk.ports(), day(Utc::now())).await;
        match desk.provider {
            Provider::Wechat => assert!(matches!(bill, Err(PaymentError::Unavailable { .. })), "{bill:?}"),
            Provider::Alipay => {
                assert!(matches!(bill, Err(PaymentError::Refused(refusal)) if refusal.code == "bill_unreadable"))
            }
        }
        assert!(desk.gateway.bill(&desk.ports(), day(Utc::now())).await.is_ok());
        desk.stop().await;
    }
}
