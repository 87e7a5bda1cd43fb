use futures_util::future::join_all;
use serde_json::json;
use shared::applications::{Application, ApplicationApproved, ApplicationState};

use super::request;
use crate::support::{Caller, TestApp};

#[actix_web::test]
async fn of_two_who_take_it_at_once_one_has_it() {
    let app = TestApp::new().await;
    let (one, two) = (app.reviewer().await, app.second_reviewer().await);
    for _ in 0..8 {
        let number = app.applies(&request()).await;
        let id = one.application_id(&number).await;
        let body = json!({});
        let (a, b) = futures_util::future::join(one.does(&id, "take", &body), two.does(&id, "take", &body)).await;
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        let loser = if a.status == 409 { &a } else { &b };
        loser.problem(409, "application_taken");
    }
}

#[actix_web::test]
async fn approving_many_times_at_once_opens_one_account() {
    let app = TestApp::new().await;
    let reviewer = app.reviewer().await;
    let number = app.applies(&request()).await;
    let id = reviewer.comes_to_terms(&number).await;
    let body = json!({});
    let answers = join_all((0..8).map(|_| reviewer.does(&id, "approve", &body))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        answer.problem(409, "application_state");
    }
    assert_eq!(app.db_count("merchants", "1=1").await, 3);
    assert_eq!(app.db_count("contracts", "1=1").await, 1);
}

#[actix_web::test]
async fn approval_and_rejection_at_once_end_in_one_of_them() {
    let app = TestApp::new().await;
    let reviewer = app.reviewer().await;
    for round in 0..8 {
        let number = app.applies(&request()).await;
        let id = reviewer.comes_to_terms(&number).await;
        let (body, reason) = (json!({}), json!({ "text": "重复申请" }));
        let approve = reviewer.does(&id, "approve", &body);
        let reject = reviewer.does(&id, "reject", &reason);
        let (approved, rejected) = if round % 2 == 0 {
            futures_util::future::join(approve, reject).await
        } else {
            let (rejected, approved) = futures_util::future::join(reject, approve).await;
            (approved, rejected)
        };
        assert_ne!(approved.status == 200, rejected.status == 200, "{} {}", approved.text(), rejected.text());
        let seen: Application = reviewer.read(&format!("/applications/{id}")).await;
        let expected = if approved.status == 200 { ApplicationState::Approved } else { ApplicationState::Rejected };
        assert_eq!((seen.row.state, seen.merchant_id.is_some()), (expected, approved.status == 200));
    }
}

#[actix_web::test]
async fn customer_codes_are_given_once() {
    let app = TestApp::new().await;
    let reviewer = app.reviewer().await;
    let mut ids = Vec::new();
    for _ in 0..6 {
        let number = app.applies(&request()).await;
        ids.push(reviewer.comes_to_terms(&number).await);
    }
    let body = json!({});
    let approve = async |caller: &Caller<'_>, id: &str| -> String {
        caller.does(id, "approve", &body).await.expect(200).json::<ApplicationApproved>().customer_code
    };
    let mut codes = join_all(ids.iter().map(|id| approve(&reviewer, id))).await;
    codes.sort_unstable();
    assert_eq!(codes, ["K100003", "K100004", "K100005", "K100006", "K100007", "K100008"]);
}
