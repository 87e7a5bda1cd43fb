//! A network that begins without anybody.

use secrecy::ExposeSecret;
use serde_json::json;
use yundan::app::{
    AppError,
    first_setup::{self, FirstSetup},
};

use crate::support::TestApp;

fn setup() -> FirstSetup {
    FirstSetup {
        outlet_code: "0001".to_owned(),
        outlet_name: "宁波总部".to_owned(),
        account: "admin".to_owned(),
        display_name: "沈毅".to_owned(),
        serials: 1_000..=9_999,
    }
}

#[actix_web::test]
async fn the_administrator_signs_in_once_with_what_was_printed_and_then_with_their_own() {
    let app = TestApp::empty_with(|_| {}).await;
    let first = first_setup::run(&app.app, &setup()).await.unwrap();
    let admin = app.signed_in_with("admin", first.expose_secret()).await;
    // Nothing else is open before.
    admin.get("/staff").await.problem(403, "password_change_required");
    let change = json!({ "current_password": first.expose_secret(), "new_password": "Ningbo-Harbour-26" });
    admin.post("/auth/change-password", &change).await.expect(200);
    let admin = app.signed_in_with("admin", "Ningbo-Harbour-26").await;
    admin.get("/staff").await.expect(200);
    assert_eq!(app.db_count("outlets", "is_default").await, 1);
    assert_eq!(app.db_count("number_ranges", "next_serial = 1000 AND last_serial = 9999").await, 1);
}

#[actix_web::test]
async fn a_network_is_set_up_once_and_what_broke_off_is_gone_on_with() {
    let app = TestApp::empty_with(|_| {}).await;
    let taken = FirstSetup { account: "a b".to_owned(), outlet_name: String::new(), ..setup() };
    let Err(AppError::Invalid(faults)) = first_setup::run(&app.app, &taken).await else { panic!("it is refused") };
    let pointers: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(pointers, ["/outlet_name", "/account"]);
    assert_eq!(app.db_count("outlets", "1 = 1").await, 0, "nothing is half done");
    // An attempt that was cut off after the numbers.
    let system = app.app.store.system();
    system.create_number_pool(&first_setup::network_pool(&app.app), 1_000..=9_999, app.app.now()).await.unwrap();
    first_setup::run(&app.app, &setup()).await.unwrap();
    assert_eq!(app.db_count("outlets", "1 = 1").await, 1);
    assert_eq!(app.db_count("number_ranges", "1 = 1").await, 1, "no second range is given");
    let again = first_setup::run(&app.app, &FirstSetup { account: "other".to_owned(), ..setup() }).await;
    assert!(matches!(again, Err(AppError::Conflict { code: "set_up_already", .. })));
    assert_eq!(app.db_count("staff", "1 = 1").await, 1);
}
