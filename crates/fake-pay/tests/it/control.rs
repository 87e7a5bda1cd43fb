//! The stand-in is told what to do over HTTP as well.

use fake_pay::{Provider, RefundStatus};
use payment::RefundState;

use crate::support::Desk;

async fn told(desk: &Desk, method: &str, path: &str, body: &str) -> (u16, String) {
    let url = format!("{}/_fake/{path}", desk.fake.base_url());
    let client = reqwest::Client::new();
    let request = match method {
        "GET" => client.get(url),
        "PUT" => client.put(url),
        _ => client.post(url),
    };
    let answer =
        request.header("content-type", "application/json").body(body.to_owned()).send().await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("text"))
}

#[actix_web::test]
async fn what_the_readme_says_can_be_told() {
    for desk in Desk::both().await {
        let (no, provider) = ("YD2026112800001", desk.provider);
        let name = if provider == Provider::Wechat { "wechat" } else { "alipay" };
        let of = |number: &str| format!(r#"{{"provider":"{name}","no":"{number}"}}"#);
        let (status, why) = told(&desk, "POST", "payments", &of(no)).await;
        assert_eq!((status, why.as_str()), (400, r#"{"error":"no such payment"}"#));
        desk.shown(no, 1250).await;
        let next = r#"{"faults":["callback-lost"]}"#;
        assert_eq!(told(&desk, "POST", "faults/next", next).await.0, 204);
        let lost = told(&desk, "POST", "payments", &of(no)).await;
        assert_eq!(lost, (200, r#"{"taken":0,"lost":1,"refused":0}"#.to_owned()));
        let taken = (200, r#"{"taken":1,"lost":0,"refused":0}"#.to_owned());
        assert_eq!(told(&desk, "POST", "notices", &of(no)).await, taken);
        assert!(matches!(desk.inbox.take().as_slice(), [Ok(_)]));
        desk.gateway.refund(&desk.ports(), &desk.refund(no, "RF2026112800001", 250, 1250)).await.expect("a refund");
        let settled = format!(r#"{{"provider":"{name}","no":"RF2026112800001","status":"success"}}"#);
        assert_eq!(told(&desk, "POST", "refunds", &settled).await, taken);
        let (payment, refund) = (no.parse().unwrap(), "RF2026112800001".parse().unwrap());
        let state = desk.gateway.refund_state(&desk.ports(), &payment, &refund).await;
        assert!(matches!(state, Ok(RefundState::Done { .. })), "{state:?}");
        let kept = desk.fake.book(|book| book.refund(provider, "RF2026112800001").map(|refund| refund.status));
        assert_eq!(kept, Some(RefundStatus::Success));
        let (_, all) = told(&desk, "GET", "state", "").await;
        assert!(all.contains(no) && all.contains(r#""state":"paid""#) && all.contains(r#""refundedFen":250"#), "{all}");
        desk.stop().await;
    }
}

#[actix_web::test]
async fn what_makes_no_sense_is_refused() {
    let desk = Desk::wechat().await;
    for (method, path, body) in [
        ("POST", "faults/next", r#"{"faults":["no-such"]}"#),
        ("POST", "payments", r#"{"provider":"cash","no":"1"}"#),
        ("POST", "refunds", r#"{"provider":"wechat","no":"RF0","status":"success"}"#),
        ("PUT", "signer", r#"{"signer":"nobody"}"#),
    ] {
        assert_eq!(told(&desk, method, path, body).await.0, 400, "{path}");
    }
    assert_eq!(told(&desk, "PUT", "signer", r#"{"signer":"platform-next"}"#).await.0, 204);
    let (status, names) = told(&desk, "GET", "faults", "").await;
    assert_eq!(status, 200);
    assert!(fake_pay::Fault::ALL.iter().all(|fault| names.contains(fault.name())), "{names}");
    desk.stop().await;
}
