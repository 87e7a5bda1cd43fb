use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::{
    Problem,
    applications::{Application, ApplicationState, Wanted},
};

use super::{APPLICANT_PHONE, proof, request, request_from_hangzhou, terms};
use crate::support::{TestApp, samples};

/// All that a refusal says, but the name of the request.
fn told(problem: Problem) -> Value {
    let mut told = serde_json::to_value(problem).unwrap();
    told["request_id"] = json!("");
    told
}

#[actix_web::test]
async fn a_wrong_phone_and_a_wrong_number_are_answered_alike() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let anonymous = app.anonymous();
    let mut answers = Vec::new();
    for (number, phone) in [
        (number.as_str(), "13700004568"),
        (&number, ""),
        (&number, "not a phone"),
        ("22222-22222", APPLICANT_PHONE),
        ("22222-22222", "13700004568"),
        ("", APPLICANT_PHONE),
        ("%", APPLICANT_PHONE),
        ("\u{0}", APPLICANT_PHONE),
        (&"9".repeat(500), APPLICANT_PHONE),
    ] {
        let body = json!({ "application_no": number, "phone": phone });
        answers.push(told(anonymous.post("/applications/follow", &body).await.problem(422, "application_unknown")));
        let mut amend = body.clone();
        amend["form"] = samples::application_form();
        answers.push(told(anonymous.post("/applications/amend", &amend).await.problem(422, "application_unknown")));
        let mut accept = body;
        accept["terms_hash"] = json!("");
        answers.push(told(anonymous.post("/applications/accept", &accept).await.problem(422, "application_unknown")));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
}

#[actix_web::test]
async fn the_number_is_read_as_people_write_it() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    for written in [number.to_lowercase(), number.replace('-', ""), number.replace('-', " ")] {
        let body = json!({ "application_no": written, "phone": "+86 137 0000 4567" });
        app.anonymous().post("/applications/follow", &body).await.expect(200);
    }
}

#[actix_web::test]
async fn guessing_phones_is_stopped_and_opens_again() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let anonymous = app.anonymous();
    for number in [number.as_str(), "22222-22222"] {
        for guess in 0..10 {
            let body = json!({ "application_no": number, "phone": format!("1380000000{guess}") });
            anonymous.post("/applications/follow", &body).await.problem(422, "application_unknown");
        }
        // Whether there is such a number is not to be seen from the limit either.
        let answer = anonymous.post("/applications/follow", &proof(number)).await;
        answer.problem(429, "too_many_tries");
        assert_eq!(answer.header("retry-after"), "900");
    }
    app.clock.advance(TimeDelta::minutes(15));
    app.follows(&number).await;
}

#[actix_web::test]
async fn following_does_not_use_the_limit_up() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    for _ in 0..30 {
        app.follows(&number).await;
    }
}

#[actix_web::test]
async fn a_question_is_answered_with_the_form() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let reviewer = app.reviewer().await;
    let id = reviewer.application_id(&number).await;
    reviewer.does(&id, "take", &json!({})).await.expect(200);
    reviewer.does(&id, "ask", &json!({ "text": "地址请写到楼层" })).await.expect(200);
    let status = app.follows(&number).await;
    assert_eq!((status.state, status.question.as_deref()), (ApplicationState::Asked, Some("地址请写到楼层")));
    assert_eq!(status.wanted, [Wanted::Licence, Wanted::Answer]);
    let mut form = serde_json::to_value(status.form.expect("the form to correct")).unwrap();
    assert_eq!(form["identity_number"], samples::IDENTITY_NUMBER);
    form["detail"] = json!("华新镇华腾路1288号5号楼3层");
    let mut amend = proof(&number);
    amend["answer"] = json!("在三层");
    amend["form"] = form.clone();
    amend["form"]["contact_phone"] = json!("13700004568");
    app.anonymous().post("/applications/amend", &amend).await.faults(&[("/form/contact_phone", "phone_fixed")]);
    amend["form"] = form;
    app.anonymous().post("/applications/amend", &amend).await.expect(200);
    app.anonymous().post("/applications/amend", &amend).await.problem(409, "application_state");
    let seen: Value = reviewer.read(&format!("/applications/{id}")).await;
    assert_eq!(seen["form"]["detail"], "华新镇华腾路1288号5号楼3层");
    let last = seen["history"].as_array().unwrap().last().unwrap();
    assert_eq!((last["kind"].as_str(), last["text"].as_str()), (Some("amended"), Some("在三层")));
    for (action, times) in [("application.create", 1), ("application.amend", 1), ("application.accept", 0)] {
        let condition = format!("action = '{action}' AND actor = 'applicant' AND subject = '{id}'");
        assert_eq!(app.db_count("network_audit_log", &condition).await, times, "{action}");
    }
}

#[actix_web::test]
async fn whoever_took_an_application_keeps_it_when_its_address_becomes_anothers() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let reviewer = app.reviewer().await;
    let id = reviewer.application_id(&number).await;
    reviewer.does(&id, "take", &json!({})).await.expect(200);
    let before: Application = reviewer.read(&format!("/applications/{id}")).await;
    let amended = async |form: &Value| {
        reviewer.does(&id, "ask", &json!({ "text": "请核对地址" })).await.expect(200);
        let mut amend = proof(&number);
        amend["form"] = form.clone();
        app.anonymous().post("/applications/amend", &amend).await.expect(200);
        let seen: Application = reviewer.read(&format!("/applications/{id}")).await;
        assert_eq!(seen.row.outlet_id, before.row.outlet_id);
        seen.history.iter().filter(|event| event.kind == "outlet_kept").count()
    };
    assert_eq!(amended(&request()["form"]).await, 0, "the address is the same outlet's");
    assert_eq!(amended(&request_from_hangzhou()["form"]).await, 1);
    let told = app.follows(&number).await.history;
    assert!(told.iter().any(|event| event.kind == "outlet_kept" && event.words.contains("原网点")));
    app.other_reviewer().await.get(&format!("/applications/{id}")).await.problem(404, "not_found");
}

#[actix_web::test]
async fn only_the_terms_that_were_read_are_accepted() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let reviewer = app.reviewer().await;
    let id = reviewer.application_id(&number).await;
    reviewer.does(&id, "take", &json!({})).await.expect(200);
    reviewer.does(&id, "offer", &terms()).await.expect(200);
    let read = app.follows(&number).await.terms.expect("terms are offered");
    assert_eq!(read.hash.len(), 64);
    let mut better = terms();
    better["credit_limit"] = json!("8000.00");
    reviewer.does(&id, "offer", &better).await.expect(200);
    let mut body = proof(&number);
    for unread in [read.hash.as_str(), ""] {
        body["terms_hash"] = json!(unread);
        app.anonymous().post("/applications/accept", &body).await.problem(409, "terms_changed");
    }
    app.accepts(&number).await.expect(200);
    app.accepts(&number).await.problem(409, "application_state");
    reviewer.does(&id, "offer", &terms()).await.problem(409, "application_state");
}

#[actix_web::test]
async fn where_sms_are_sent_the_phone_is_verified_by_a_code() {
    let app = TestApp::with_outbox().await;
    let mut application = request();
    let anonymous = app.anonymous();
    anonymous.post("/applications", &application).await.faults(&[("/phone_code", "phone_code_required")]);
    let code = json!({ "purpose": "application", "phone": APPLICANT_PHONE });
    anonymous.post("/auth/codes", &code).await.expect(200);
    application["phone_code"] = json!("000000");
    anonymous.post("/applications", &application).await.faults(&[("/phone_code", "wrong_code")]);
    application["phone_code"] = json!(app.last_code().await);
    let number = app.applies(&application).await;
    // The same request again is the same application: the code is used, and not asked for.
    assert_eq!(anonymous.post("/applications", &application).await.header("idempotent-replayed"), "true");
    assert!(app.reviewer().await.queue().await[0].phone_verified);
    let told = app.follows(&number).await.history;
    assert_eq!(told.iter().filter(|event| event.kind == "phone_verified").count(), 1);
    // Another application needs a code of its own.
    application["request_id"] = json!(uuid::Uuid::now_v7());
    anonymous.post("/applications", &application).await.faults(&[("/phone_code", "wrong_code")]);
}
