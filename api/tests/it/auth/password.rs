use serde_json::{Value, json};
use shared::{
    OutletId, Role, StaffId, UserId,
    auth::{AccessToken, Me},
};
use store::{NewStaff, NewUser, Seat};
use yundan::app::password;

use crate::support::{Caller, PASSWORD, TestApp};

const FIRST: &str = "First-Password-26";
const NEXT: &str = "Second-Password-26";

/// Somebody whose password was set by somebody else.
async fn newcomer(app: &TestApp) {
    let (store, now) = (&app.app.store, app.app.now());
    let staff = store.network().find_user_by_name("staff").await.unwrap().unwrap();
    let seats = store.network().seats(staff.id).await.unwrap();
    let outlet: Vec<OutletId> = seats
        .iter()
        .filter_map(|seat| if let Seat::Staff { outlet, .. } = seat { Some(*outlet) } else { None })
        .collect();
    let user = NewUser {
        id: UserId(app.app.id()),
        user_name: Some("newcomer".to_owned()),
        phone: None,
        email: None,
        display_name: "新同事".to_owned(),
        password_hash: password::hash(FIRST).unwrap(),
        must_change_password: true,
    };
    store.system().create_user(&user, now).await.unwrap();
    let seat = NewStaff { id: StaffId(app.app.id()), user: user.id, outlet: outlet[0], role: Role::StaffAdmin };
    store.system().create_staff(&seat, now).await.unwrap();
}

async fn sign_in<'a>(app: &'a TestApp, account: &str, password: &str) -> (AccessToken, Caller<'a>) {
    let answer = app.anonymous().post("/auth/sign-in", &json!({ "account": account, "password": password })).await;
    let token: AccessToken = answer.expect(200).json();
    let caller = Caller::new(app, Some(token.access_token.clone()));
    (token, caller)
}

fn change(current: &str, new: &str) -> Value {
    json!({ "current_password": current, "new_password": new })
}

#[actix_web::test]
async fn a_first_password_opens_nothing_but_its_change() {
    let app = TestApp::new().await;
    newcomer(&app).await;
    let (token, caller) = sign_in(&app, "newcomer", FIRST).await;
    assert!(token.must_change_password);
    assert!(caller.read::<Me>("/me").await.must_change_password);
    caller.post("/scans", &json!({ "scans": [] })).await.problem(403, "password_change_required");
    caller.get("/shipments").await.problem(403, "password_change_required");
    let answer = caller.post("/auth/change-password", &change(FIRST, NEXT)).await.expect(200);
    assert!(!answer.json::<AccessToken>().must_change_password);
    caller.post("/scans", &json!({ "scans": [] })).await.problem(422, "invalid_fields");
    caller.get("/shipments").await.problem(403, "forbidden");
    let refused = app.anonymous().post("/auth/sign-in", &json!({ "account": "newcomer", "password": FIRST })).await;
    refused.problem(401, "wrong_credentials");
    sign_in(&app, "newcomer", NEXT).await;
}

#[actix_web::test]
async fn a_change_ends_every_other_session() {
    let app = TestApp::new().await;
    let (here, there) = (app.owner().await, app.owner().await);
    here.post("/auth/change-password", &change(PASSWORD, NEXT)).await.expect(200);
    here.get("/me").await.expect(200);
    there.get("/me").await.problem(401, "unauthenticated");
}

#[actix_web::test]
async fn a_weak_password_is_refused_and_the_current_one_must_be_known() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    for (new, code) in [
        ("Short-1", "password_length"),
        ("", "password_length"),
        ("onlylowercase", "password_too_simple"),
        ("Meadow-Owner-27", "password_has_user_name"),
    ] {
        owner.post("/auth/change-password", &change(PASSWORD, new)).await.faults(&[("/new_password", code)]);
    }
    let long = format!("Aa1-{}", "x".repeat(200));
    owner.post("/auth/change-password", &change(PASSWORD, &long)).await.faults(&[("/new_password", "password_length")]);
    let wrong = owner.post("/auth/change-password", &change("Wrong-Password-1", NEXT)).await;
    wrong.faults(&[("/current_password", "wrong_password")]);
    owner.get("/me").await.expect(200);
}
