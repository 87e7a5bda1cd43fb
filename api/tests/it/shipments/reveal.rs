use serde_json::json;
use shared::shipments::RevealedParties;

use crate::support::{DETAIL, PHONE, RECEIVER, TestApp};

#[actix_web::test]
async fn shows_in_full_and_writes_down_who_saw_it() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.ships("SO-1").await;
    let path = format!("/shipments/{}/reveal", made.id);
    owner.post(&path, &json!({ "reason": " " })).await.faults(&[("/reason", "required")]);
    assert_eq!(app.db_count("audit_log", "action = 'personal_data_revealed'").await, 0);
    let seen: RevealedParties = owner.post(&path, &json!({ "reason": "客户来电" })).await.expect(200).json();
    assert_eq!((seen.receiver.name.as_str(), seen.receiver.phone.as_str()), (RECEIVER, PHONE));
    assert_eq!(seen.receiver.detail, DETAIL);
    assert_eq!(app.db_count("audit_log", "action = 'personal_data_revealed'").await, 1);
    app.clerk().await.post(&path, &json!({ "reason": "x" })).await.problem(403, "forbidden");
}
