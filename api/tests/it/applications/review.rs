use serde_json::{Value, json};
use shared::{
    Page,
    applications::{Application, ApplicationApproved, ApplicationRow, ApplicationState},
    auth::Me,
    merchants::Merchant,
    operators::InvitationIssued,
};

use super::{request, request_from_hangzhou, terms};
use crate::support::{Caller, TestApp, samples};

async fn state(caller: &Caller<'_>, id: &str) -> ApplicationState {
    caller.read::<Application>(&format!("/applications/{id}")).await.row.state
}

fn body_of(step: &str) -> Value {
    match step {
        "ask" | "reject" => json!({ "text": "请补充" }),
        "offer" => terms(),
        _ => json!({}),
    }
}

#[actix_web::test]
async fn an_account_is_opened_step_by_step() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let reviewer = app.reviewer().await;
    let id = reviewer.comes_to_terms(&number).await;
    let seen: Application = reviewer.read(&format!("/applications/{id}")).await;
    assert_eq!(seen.row.state, ApplicationState::Accepted);
    assert_eq!(seen.reviewer_name.as_deref(), Some("何洁"));
    assert_eq!(seen.form.identity_number, samples::IDENTITY_NUMBER);
    let approved: ApplicationApproved = reviewer.does(&id, "approve", &json!({})).await.expect(200).json();
    // The demo has given K100001 and K100002.
    assert_eq!(approved.customer_code, "K100003");
    let accept = json!({ "token": approved.invitation.token, "password": "Zhiyun-First-26" });
    app.anonymous().post("/invitation/accept", &accept).await.expect(200);
    let sign_in = json!({ "account": "K100003", "password": "Zhiyun-First-26" });
    app.anonymous().post("/auth/sign-in", &sign_in).await.expect(200);
    let logged = format!("action LIKE 'application.%' AND subject = '{id}'");
    // What the applicant did and what the reviewer did.
    assert_eq!(app.db_count("network_audit_log", &logged).await, 5);
    let seen: Application = reviewer.read(&format!("/applications/{id}")).await;
    let kinds: Vec<&str> = seen.history.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["submitted", "taken", "offered", "accepted", "approved"]);
    assert_eq!(seen.history[1].staff_name.as_deref(), Some("何洁"));
    assert_eq!(seen.customer_code.as_deref(), Some("K100003"));
    let status = app.follows(&number).await;
    assert_eq!((status.state, status.customer_code.as_deref()), (ApplicationState::Approved, Some("K100003")));
    assert!(status.history.iter().all(|event| event.staff_name.is_none()));
    let merchant = format!("code = 'K100003' AND name = '{}'", seen.form.company_name);
    assert_eq!(app.db_count("merchants", &merchant).await, 1);
    let hash = seen.terms.unwrap().hash;
    let contract = format!(
        "settlement = 'credit' AND credit_limit_fen = 500000 AND agreement_no = 'XY-2026-0188' AND terms_hash = '{hash}'"
    );
    assert_eq!(app.db_count("contracts", &contract).await, 1);
    assert_eq!(app.db_count("tariffs", "1=1").await, 3);
}

#[actix_web::test]
async fn steps_that_are_not_open_are_refused() {
    let app = TestApp::new().await;
    let reviewer = app.reviewer().await;
    let number = app.applies(&request()).await;
    let id = reviewer.application_id(&number).await;
    let refused = async |steps: &[&str]| {
        let before = state(&reviewer, &id).await;
        for step in steps {
            reviewer.does(&id, step, &body_of(step)).await.problem(409, "application_state");
        }
        assert_eq!(state(&reviewer, &id).await, before);
    };
    refused(&["ask", "offer", "approve", "reject"]).await;
    app.accepts(&number).await.problem(409, "application_state");
    reviewer.does(&id, "take", &json!({})).await.expect(200);
    refused(&["take", "approve"]).await;
    reviewer.does(&id, "ask", &body_of("ask")).await.expect(200);
    refused(&["take", "ask", "offer", "approve"]).await;
    reviewer.does(&id, "reject", &body_of("reject")).await.expect(200);
    refused(&["take", "ask", "offer", "approve", "reject"]).await;
    app.accepts(&number).await.problem(409, "application_state");
    assert_eq!(app.follows(&number).await.reason.as_deref(), Some("请补充"));

    let number = app.applies(&request()).await;
    let id = reviewer.comes_to_terms(&number).await;
    reviewer.does(&id, "ask", &body_of("ask")).await.problem(409, "application_state");
    reviewer.does(&id, "approve", &json!({})).await.expect(200);
    for step in ["take", "ask", "offer", "approve", "reject"] {
        reviewer.does(&id, step, &body_of(step)).await.problem(409, "application_state");
    }
    assert_eq!(app.db_count("merchants", "1=1").await, 3);
}

#[actix_web::test]
async fn an_outlet_sees_its_own_and_the_default_one_sees_all() {
    let app = TestApp::new().await;
    let (ours, theirs) = (app.applies(&request()).await, app.applies(&request_from_hangzhou()).await);
    let (reviewer, other) = (app.reviewer().await, app.other_reviewer().await);
    let numbers = async |caller: &Caller<'_>| -> Vec<String> {
        caller.queue().await.into_iter().map(|row| row.application_no).collect()
    };
    assert_eq!(numbers(&reviewer).await, [theirs.clone(), ours.clone()]);
    assert_eq!(numbers(&other).await, [theirs.as_str()]);
    let id = reviewer.application_id(&ours).await;
    other.get(&format!("/applications/{id}")).await.problem(404, "not_found");
    for step in ["take", "ask", "offer", "approve", "reject"] {
        other.does(&id, step, &body_of(step)).await.problem(404, "not_found");
    }
    let id = other.application_id(&theirs).await;
    other.does(&id, "take", &json!({})).await.expect(200);
    // The default outlet may help out, but openly.
    reviewer.does(&id, "offer", &terms()).await.problem(409, "application_taken");
    reviewer.does(&id, "take", &json!({})).await.problem(409, "application_taken");
    reviewer.does(&id, "take", &json!({ "over": true })).await.expect(200);
    other.does(&id, "offer", &terms()).await.problem(409, "application_taken");
    reviewer.does(&id, "offer", &terms()).await.expect(200);
    // Who reviews is the network's own business.
    assert!(app.follows(&theirs).await.history.iter().all(|event| event.kind != "taken_over"));
}

#[actix_web::test]
async fn who_only_reads_sees_masks() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let id = app.reviewer().await.application_id(&number).await;
    let staff = app.staff().await;
    let seen: Value = staff.read(&format!("/applications/{id}")).await;
    let text = seen.to_string();
    let form = samples::application_form();
    for field in ["responsible_name", "identity_number", "contact_name", "contact_phone", "contact_email"] {
        assert!(!text.contains(form[field].as_str().unwrap()), "{field}: {text}");
    }
    staff.does(&id, "take", &json!({})).await.problem(403, "forbidden");
}

#[actix_web::test]
async fn the_queue_is_paged_and_filtered() {
    let app = TestApp::new().await;
    let reviewer = app.reviewer().await;
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(app.applies(&request()).await);
    }
    let first: Page<ApplicationRow> = reviewer.read("/applications?limit=3").await;
    let cursor = first.next_cursor.expect("there is more");
    let second: Page<ApplicationRow> = reviewer.read(&format!("/applications?limit=3&cursor={cursor}")).await;
    assert!(second.next_cursor.is_none());
    let mut seen: Vec<String> = first.items.into_iter().chain(second.items).map(|row| row.application_no).collect();
    seen.reverse();
    assert_eq!(seen, made);
    let id = reviewer.application_id(&made[0]).await;
    reviewer.does(&id, "take", &json!({})).await.expect(200);
    let taken: Page<ApplicationRow> = reviewer.read("/applications?state=in_review").await;
    assert_eq!(taken.items.len(), 1);
    assert_eq!(reviewer.read::<Page<ApplicationRow>>("/applications?state=submitted").await.items.len(), 4);
}

#[actix_web::test]
async fn terms_are_checked() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let reviewer = app.reviewer().await;
    let id = reviewer.application_id(&number).await;
    reviewer.does(&id, "take", &json!({})).await.expect(200);
    for (field, value, pointer, code) in [
        ("credit_limit", Value::Null, "/credit_limit", "out_of_range"),
        ("credit_limit", json!("0.00"), "/credit_limit", "out_of_range"),
        ("credit_limit", json!("-1.00"), "/credit_limit", "out_of_range"),
        ("credit_limit", json!("10000000.01"), "/credit_limit", "out_of_range"),
        ("settlement", json!("prepaid"), "/credit_limit", "not_with_prepaid"),
        ("agreement_no", json!(" "), "/agreement_no", "required"),
        ("agreement_expires_on", json!("2026-06-14"), "/agreement_expires_on", "in_the_past"),
        ("tariff", json!({ "zones": [] }), "/tariff", "tariff"),
        ("tariff", json!("x"), "/tariff", "tariff"),
        ("tariff", json!({ "name": "价", "default_weight": 1000, "zones": [] }), "/tariff/zones", "empty"),
        (
            "tariff",
            json!({ "name": "价", "default_weight": 1000, "zones": [{
                "name": "一区", "divisions": [31],
                "rule": { "segments": [
                    { "up_to": 1000, "kind": "fixed", "price": "2.40" },
                    { "up_to": 500, "kind": "fixed", "price": "3.20" },
                ] },
            }] }),
            "/tariff/zones/0/rule/segments/1/up_to",
            "not_rising",
        ),
    ] {
        let mut wrong = terms();
        wrong[field] = value;
        reviewer.does(&id, "offer", &wrong).await.faults(&[(pointer, code)]);
    }
    let mut last_day = terms();
    last_day["agreement_expires_on"] = json!("2026-06-15");
    reviewer.does(&id, "offer", &last_day).await.expect(200);
    for text in ["", "  ", "有\u{0}"] {
        let code = if text.trim().is_empty() { "required" } else { "bad_characters" };
        reviewer.does(&id, "reject", &json!({ "text": text })).await.faults(&[("/text", code)]);
    }
}

#[actix_web::test]
async fn a_merchant_that_was_just_opened_is_set_up_before_anything_else() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let reviewer = app.reviewer().await;
    let id = reviewer.comes_to_terms(&number).await;
    let approved: ApplicationApproved = reviewer.does(&id, "approve", &json!({})).await.expect(200).json();
    let accept = json!({ "token": approved.invitation.token, "password": "Zhiyun-First-26" });
    app.anonymous().post("/invitation/accept", &accept).await.expect(200);
    let owner = app.signed_in_with("K100003", "Zhiyun-First-26").await;
    assert!(owner.read::<Me>("/me").await.must_set_up_merchant);
    for path in ["/shipments", "/contacts?kind=sender", "/operators", "/settings/privacy"] {
        owner.get(path).await.problem(403, "setup_required");
    }
    owner.post("/shipments", &samples::shipment("X-1")).await.problem(403, "setup_required");
    let mut setup = json!({ "display_name": " ", "sender": samples::receiver() });
    setup["sender"]["phone"] = json!("12");
    let refused = owner.post("/setup", &setup).await.problem(422, "invalid_fields");
    let at: Vec<&str> = refused.errors.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(at, ["/display_name", "/sender/phone"]);
    assert!(owner.read::<Me>("/me").await.must_set_up_merchant);
    let setup = json!({ "display_name": "钱满满", "sender": samples::receiver() });
    owner.post("/setup", &setup).await.expect(204);
    let me: Me = owner.read("/me").await;
    assert_eq!((me.display_name.as_str(), me.must_set_up_merchant), ("钱满满", false));
    // It ships from there, without saying so again.
    owner.post("/shipments", &samples::shipment("X-1")).await.expect(201);
    owner.post("/setup", &setup).await.problem(409, "is_set_up");
    app.owner().await.post("/setup", &setup).await.problem(409, "is_set_up");
    assert_eq!(app.db_count("audit_log", "action = 'merchant.setup'").await, 1);
}

#[actix_web::test]
async fn whoever_lost_the_activation_link_gets_another_until_they_took_the_seat() {
    let app = TestApp::with_outbox().await;
    let (staff, reviewer) = (app.staff().await, app.reviewer().await);
    let code = json!({ "purpose": "application", "phone": super::APPLICANT_PHONE });
    app.anonymous().post("/auth/codes", &code).await.expect(200);
    let mut application = request();
    application["phone_code"] = json!(app.last_code().await);
    let number = app.applies(&application).await;
    let id = reviewer.comes_to_terms(&number).await;
    let approved: ApplicationApproved = reviewer.does(&id, "approve", &json!({})).await.expect(200).json();
    let merchant = format!("/merchants/{}", approved.merchant_id);
    let path = format!("{merchant}/activation-link");
    let until = async || staff.read::<Merchant>(&merchant).await.activation_expires_at;
    assert_eq!(until().await, Some(approved.invitation.invitation.expires_at));
    app.clock.advance(chrono::TimeDelta::hours(73));
    let (staff, reviewer) = (app.staff().await, app.reviewer().await);
    staff.post(&path, &()).await.problem(403, "forbidden");
    // What another outlet opened is not there for this one.
    app.other_reviewer().await.post(&path, &()).await.problem(404, "not_found");
    let second: InvitationIssued = reviewer.post(&path, &()).await.expect(200).json();
    assert_eq!(second.invitation.expires_at, app.app.now() + chrono::TimeDelta::hours(72));
    assert!(app.outbox().await.iter().any(|message| message.text.contains(&second.token)));
    let third: InvitationIssued = reviewer.post(&path, &()).await.expect(200).json();
    let accept = async |token: &str| {
        let accept = json!({ "token": token, "password": "Zhiyun-First-26" });
        app.anonymous().post("/invitation/accept", &accept).await
    };
    for dead in [&approved.invitation.token, &second.token] {
        accept(dead).await.problem(404, "not_found");
    }
    accept(&third.token).await.expect(200);
    app.signed_in_with(&approved.customer_code, "Zhiyun-First-26").await;
    reviewer.post(&path, &()).await.problem(409, "merchant_activated");
    assert_eq!(staff.read::<Merchant>(&merchant).await.activation_expires_at, None);
    let logged = format!("action = 'merchant.link' AND subject = '{}'", approved.merchant_id);
    assert_eq!(app.db_count("network_audit_log", &logged).await, 2);
}

#[actix_web::test]
async fn whoever_sees_an_application_in_full_is_written_down() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let licence = super::licence::picture(image::ImageFormat::Png);
    app.sends_licence(&number, "image/png", licence).await.expect(200);
    let (staff, reviewer) = (app.staff().await, app.reviewer().await);
    let id = reviewer.application_id(&number).await;
    let path = format!("/applications/{id}");
    let seen = async |what: &str| {
        let logged = format!(
            "action = 'personal_data_revealed' AND subject = 'application {id}' AND detail = '{what}' AND user_id IS NOT NULL"
        );
        app.db_count("network_audit_log", &logged).await
    };
    let masked: Application = staff.read(&path).await;
    assert_ne!(masked.form.identity_number, samples::IDENTITY_NUMBER);
    assert_eq!((seen("form").await, seen("licence").await), (0, 0), "nothing was shown in full");
    let full: Application = reviewer.read(&path).await;
    assert_eq!(full.form.identity_number, samples::IDENTITY_NUMBER);
    reviewer.get(&format!("{path}/licence")).await.expect(200);
    assert_eq!((seen("form").await, seen("licence").await), (1, 1));
    app.other_reviewer().await.get(&path).await.problem(404, "not_found");
    assert_eq!(seen("form").await, 1);
}
