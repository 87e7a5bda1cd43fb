use std::collections::BTreeSet;

use shared::Role;

use super::{Access, OPERATIONS, body_of, document, operations, send_broken, things};
use crate::{
    operators::joined,
    support::{Caller, TestApp, samples::NOBODY},
};

#[test]
fn the_table_is_the_document() {
    let documented: BTreeSet<String> = operations().into_iter().map(|operation| operation.id).collect();
    let listed: BTreeSet<String> = OPERATIONS.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(documented, listed);
}

#[test]
fn the_document_says_what_is_public() {
    for operation in operations() {
        let open = operation.spec.get("security").is_some_and(|security| security == &serde_json::json!([{}]));
        assert_eq!(open, operation.access() == Access::Public, "{}", operation.id);
    }
    assert_eq!(document()["security"], serde_json::json!([{ "bearer": [] }]));
}

#[actix_web::test]
async fn nobody_gets_in_without_a_token_and_no_body_is_read_before() {
    let app = TestApp::new().await;
    for operation in operations() {
        let answer = send_broken(&app.anonymous(), &operation, "not-an-id").await;
        if operation.access() == Access::Public {
            assert_ne!(answer.status, 500, "{}", operation.id);
        } else {
            assert_eq!(answer.status, 401, "{}: {}", operation.id, answer.text());
            answer.problem(401, "unauthenticated");
        }
    }
}

#[actix_web::test]
async fn a_role_without_the_permission_is_refused_before_the_body_is_read() {
    let app = TestApp::new().await;
    let callers: [(Role, Caller); 3] = [
        (Role::MerchantOwner, app.owner().await),
        (Role::Clerk, app.clerk().await),
        (Role::StaffAdmin, app.staff().await),
    ];
    let mut refused = 0;
    for operation in operations() {
        let Some(permission) = operation.access().permission() else { continue };
        let mut somebody_lacks_it = false;
        for (role, caller) in callers.iter().filter(|(role, _)| !role.may(permission)) {
            somebody_lacks_it = true;
            let answer = send_broken(caller, &operation, NOBODY).await;
            assert_eq!(answer.status, 403, "{} as {role:?}: {}", operation.id, answer.text());
            answer.problem(403, "forbidden");
            refused += 1;
        }
        assert!(somebody_lacks_it, "{} is open to everybody who is signed in", operation.id);
    }
    assert!(refused >= 36, "{refused}");
}

#[actix_web::test]
async fn whoever_reads_neither_shipments_nor_merchants_is_on_no_side() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let role = owner.makes_role("只打印", &["labels_print"]).await;
    let neither = joined(&app, &owner, "neither", serde_json::json!({ "role_id": role.id })).await;
    let sides = [owner, app.clerk().await, app.staff().await];
    let of_both = operations().into_iter().filter(|operation| operation.access() == Access::EitherSide);
    let mut refused = 0;
    for operation in of_both {
        send_broken(&neither, &operation, NOBODY).await.problem(403, "forbidden");
        for caller in &sides {
            let answer = send_broken(caller, &operation, NOBODY).await;
            assert_ne!(answer.status, 403, "{}: {}", operation.id, answer.text());
        }
        refused += 1;
    }
    assert!(refused >= 1, "{refused}");
}

#[actix_web::test]
async fn a_print_station_may_print_and_nothing_else() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let printer = owner.sets_up_printer().await;
    let (_, station) = app.station(&owner, "打包台 1", &[&printer]).await;
    let mut refused = 0;
    // A stream that is open does not end, so it cannot be read to its end.
    for operation in operations().into_iter().filter(|operation| operation.id != "stream_station_events") {
        let answer = send_broken(&station, &operation, NOBODY).await;
        if operation.access().is_open_to_stations() {
            assert_ne!(answer.status, 403, "{}: {}", operation.id, answer.text());
        } else {
            assert_eq!(answer.status, 403, "{}: {}", operation.id, answer.text());
            answer.problem(403, "forbidden");
            refused += 1;
        }
    }
    assert!(refused >= 45, "{refused}");
    for operation in operations().into_iter().filter(|operation| operation.access() == Access::Station) {
        let answer = send_broken(&owner, &operation, NOBODY).await;
        assert_eq!(answer.status, 403, "{} as a person: {}", operation.id, answer.text());
    }
}

#[actix_web::test]
async fn what_belongs_to_another_merchant_is_not_there() {
    let app = TestApp::new().await;
    let things = things(&app).await;
    let (merchants, outlets) = (
        (app.owner().await, app.other_merchant().await),
        // Staff of one outlet are to another what merchants are to each other.
        (app.reviewer().await, app.other_reviewer().await),
    );
    for operation in operations().into_iter().filter(super::Operation::has_id) {
        let kind = operation.path.split('/').nth(1).unwrap();
        let (owner, other) = match kind {
            "applications" => &outlets,
            // The network's own, whoever asks.
            "merchants" | "staff" | "outlets" | "number-pools" | "network" => continue,
            _ => &merchants,
        };
        let id = things.get(kind).unwrap_or_else(|| panic!("{} is about a kind that `things` lacks", operation.id));
        let path = match operation.id.as_str() {
            "get_shipment_label" => format!("{}?format=zpl", operation.at(id)),
            _ => operation.at(id),
        };
        let send = async |caller: &Caller<'_>, path: &str| {
            let request = caller.request(operation.method.clone(), path);
            match body_of(&operation.id) {
                Some(body) => caller.send(request.set_json(body)).await,
                None => caller.send(request).await,
            }
        };
        let answer = send(other, &path).await;
        assert_eq!(answer.status, 404, "{}: {}", operation.id, answer.text());
        answer.problem(404, "not_found");
        for bad in ["x", "1", "%00", "..%2F..", NOBODY, &"9".repeat(500)] {
            let answer = send(owner, &path.replace(id, bad)).await;
            assert_eq!(answer.status, 404, "{} at {bad}: {}", operation.id, answer.text());
        }
        // It is there for its owner: the test would pass with ids of nothing otherwise.
        if operation.method == actix_web::http::Method::GET {
            let answer = send(owner, &path).await;
            assert_eq!(answer.status, 200, "{}: {}", operation.id, answer.text());
        }
    }
}

#[actix_web::test]
async fn what_the_network_does_not_have_is_not_there() {
    let app = TestApp::new().await;
    app.hires("helper", app.default_outlet().await, Role::StaffCustomerService).await;
    let (staff, helper, reviewer) = (app.staff().await, app.signed_in("helper").await, app.reviewer().await);
    let mut asked = 0;
    for operation in operations().into_iter().filter(super::Operation::has_id) {
        if !matches!(
            operation.path.split('/').nth(1),
            Some("merchants" | "staff" | "number-pools" | "outlets" | "network")
        ) {
            continue;
        }
        let caller = match operation.id.as_str() {
            "view_merchant" => &helper,
            "renew_activation_link" => &reviewer,
            _ => &staff,
        };
        for bad in ["x", "1", "%00", "..%2F..", NOBODY, &"9".repeat(500)] {
            let request = caller.request(operation.method.clone(), &operation.at(bad));
            let answer = match body_of(&operation.id) {
                // Somebody must be there to be named; nobody is a fault of its own.
                Some(_) if operation.id == "update_merchant" => {
                    caller.send(request.set_json(serde_json::json!({ "account_manager_id": null }))).await
                }
                Some(body) => caller.send(request.set_json(body)).await,
                None => caller.send(request).await,
            };
            assert_eq!(answer.status, 404, "{} at {bad}: {}", operation.id, answer.text());
            asked += 1;
        }
    }
    assert!(asked >= 54, "{asked}");
}
