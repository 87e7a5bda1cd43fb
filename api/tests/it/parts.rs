//! Owners and departments, and operators who see a part of the merchant.

use serde_json::{Value, json};
use shared::{
    Page,
    contacts::Contact,
    dashboard::Dashboard,
    operators::Operator,
    parts::{Department, Owner},
    shipments::{Shipment, ShipmentSummary},
};

use crate::{
    operators::joined,
    support::{Caller, TestApp, samples, workbooks},
};

fn shipment_for(order_no: &str, part: &str, id: &impl ToString) -> Value {
    let mut body = samples::shipment(order_no);
    body[part] = json!(id.to_string());
    body
}

async fn listed(caller: &Caller<'_>, query: &str) -> Vec<String> {
    let page: Page<ShipmentSummary> = caller.read(&format!("/shipments{query}")).await;
    page.items.into_iter().map(|item| item.order_no.unwrap_or_default()).collect()
}

#[actix_web::test]
async fn an_owner_is_kept_changed_and_shipped_for() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let sender = owner.adds_contact("sender").await;
    let body = json!({ "code": " TEA ", "name": "云栖茶业", "sender_contact_id": sender.id });
    let made: Owner = owner.post("/owners", &body).await.expect(201).json();
    assert_eq!((made.code.as_str(), made.is_active), ("TEA", true));
    owner.post("/owners", &json!({ "code": "TEA", "name": "别家" })).await.faults(&[("/code", "code_taken")]);
    owner
        .post("/owners", &json!({ "code": "", "name": "" }))
        .await
        .faults(&[("/code", "required"), ("/name", "required")]);
    assert_eq!(owner.read::<Vec<Owner>>("/owners").await, std::slice::from_ref(&made));
    let others: Vec<Owner> = app.other_merchant().await.read("/owners").await;
    assert!(!others.is_empty() && others.iter().all(|other| other.id != made.id));

    let shipped: Shipment =
        owner.post("/shipments", &shipment_for("O-1", "owner_id", &made.id)).await.expect(201).json();
    assert_eq!((shipped.owner_id, shipped.sender_contact_id), (Some(made.id), Some(sender.id)));
    assert_eq!(shipped.sender.city, "杭州市", "sent from the owner's own address");
    owner.ships("O-2").await;
    assert_eq!(listed(&owner, &format!("?owner_id={}", made.id)).await, ["O-1"]);

    let labelled = json!({ "code": "TEA", "name": "云栖茶业", "template_id": "standard-100x180" });
    let labelled: Owner = owner.put(&format!("/owners/{}", made.id), &labelled).await.expect(200).json();
    assert_eq!(labelled.template_id.as_deref(), Some("standard-100x180"));
    owner.post("/shipments", &shipment_for("O-5", "owner_id", &made.id)).await.expect(201);
    assert_eq!(app.db_count("shipments", "template_id = 'standard-100x180' AND order_no = 'O-5'").await, 1);
    let nothing = json!({ "code": "NONE", "name": "别家", "template_id": "packing-list-a4" });
    owner.post("/owners", &nothing).await.faults(&[("/template_id", "wrong_kind")]);

    let off = json!({ "code": "TEA", "name": "云栖茶业", "is_active": false });
    owner.put(&format!("/owners/{}", made.id), &off).await.expect(200);
    let refused = owner.post("/shipments", &shipment_for("O-3", "owner_id", &made.id)).await;
    refused.faults(&[("/owner_id", "owner_inactive")]);
    let nobody = owner.post("/shipments", &shipment_for("O-4", "owner_id", &samples::NOBODY)).await;
    nobody.faults(&[("/owner_id", "unknown_owner")]);
}

#[actix_web::test]
async fn a_department_pays_for_what_is_imported_for_it() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let body = json!({ "code": "M", "name": "市场部" });
    let made: Department = owner.post("/departments", &body).await.expect(201).json();
    let file = workbooks::csv(&[workbooks::row("D-1"), workbooks::row("D-2")]);
    let id = made.id.to_string();
    owner.uploads("orders.csv", &file, &[("department_id", &id)]).await.expect(202);
    app.work().await;
    owner.ships("D-3").await;
    let mut of_it = listed(&owner, &format!("?department_id={id}")).await;
    of_it.sort();
    assert_eq!(of_it, ["D-1", "D-2"]);
    let wrong = owner.uploads("more.csv", &workbooks::csv(&[workbooks::row("D-9")]), &[("department_id", "x")]).await;
    wrong.faults(&[("/department_id", "wrong_type")]);
}

#[actix_web::test]
async fn who_works_for_an_owner_finds_nothing_of_others() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (tea, silk) = (owner.adds_owner("TEA").await, owner.adds_owner("SILK").await);
    for (order_no, of) in [("T-1", &tea), ("S-1", &silk)] {
        owner.post("/shipments", &shipment_for(order_no, "owner_id", &of.id)).await.expect(201);
    }
    let mut contact = samples::contact("receiver");
    contact["owner_id"] = json!(silk.id);
    owner.post("/contacts", &contact).await.expect(201);

    let grant = json!({ "role": "clerk", "data_scope": "owners", "scope_ids": [tea.id] });
    let narrow = joined(&app, &owner, "tea", grant).await;
    assert_eq!(listed(&narrow, "").await, ["T-1"]);
    let found: Page<ShipmentSummary> =
        narrow.post("/shipments/search", &json!({ "q": samples::RECEIVER })).await.expect(200).json();
    assert_eq!(found.items.len(), 1);
    assert_eq!(narrow.read::<Dashboard>("/dashboard").await.created_today, 1);
    let all: Page<ShipmentSummary> = owner.read("/shipments").await;
    let other = all.items.iter().find(|item| item.order_no.as_deref() == Some("S-1")).unwrap();
    narrow.get(&format!("/shipments/{}", other.id)).await.problem(404, "not_found");
    let goods = json!({ "goods": "茶具" });
    narrow.patch(&format!("/shipments/{}", other.id), &goods).await.problem(404, "not_found");
    assert_eq!(narrow.read::<Vec<Owner>>("/owners").await, std::slice::from_ref(&tea));
    assert_eq!(narrow.read::<Page<Contact>>("/contacts?kind=receiver").await.items, []);
    let search = json!({ "q": samples::RECEIVER });
    assert_eq!(narrow.post("/contacts/search", &search).await.expect(200).json::<Vec<Contact>>(), []);
    assert_eq!(owner.post("/contacts/search", &search).await.expect(200).json::<Vec<Contact>>().len(), 1);
    let exported = narrow.post("/shipments/export", &json!({ "format": "csv" })).await.expect(200).text();
    assert!(exported.contains("T-1") && !exported.contains(",S-1,"), "{exported}");

    // With one owner to choose from nothing need be said; of others nothing can be said.
    let shipped: Shipment = narrow.ships("T-2").await;
    assert_eq!(shipped.owner_id, Some(tea.id));
    let refused = narrow.post("/shipments", &shipment_for("T-3", "owner_id", &silk.id)).await;
    refused.faults(&[("/owner_id", "unknown_owner")]);

    // The choice holds from the next request on.
    let seat = owner.operator("tea").await;
    assert_eq!(seat.grant.scope_ids, [tea.id.0]);
    let both = json!({ "role": "clerk", "data_scope": "owners", "scope_ids": [tea.id, silk.id] });
    owner.patch(&format!("/operators/{}", seat.id), &both).await.expect(200);
    assert_eq!(listed(&narrow, "").await.len(), 3);
    narrow.post("/shipments", &samples::shipment("T-4")).await.faults(&[("/owner_id", "required")]);
    let all = json!({ "role": "clerk", "data_scope": "all" });
    let changed: Operator = owner.patch(&format!("/operators/{}", seat.id), &all).await.expect(200).json();
    assert!(changed.grant.scope_ids.is_empty());
}

#[actix_web::test]
async fn who_sends_for_a_department_or_from_an_address_finds_that_alone() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let department = json!({ "code": "M", "name": "市场部" });
    let department: Department = owner.post("/departments", &department).await.expect(201).json();
    let sender = owner.adds_contact("sender").await;
    owner.post("/shipments", &shipment_for("D-1", "department_id", &department.id)).await.expect(201);
    owner.post("/shipments", &shipment_for("A-1", "sender_contact_id", &sender.id)).await.expect(201);

    let grant = json!({ "role": "clerk", "data_scope": "departments", "scope_ids": [department.id] });
    let office = joined(&app, &owner, "office", grant).await;
    assert_eq!(listed(&office, "").await, ["D-1"]);
    assert_eq!(office.ships("D-2").await.department_id, Some(department.id));

    let grant = json!({ "role": "clerk", "data_scope": "senders", "scope_ids": [sender.id] });
    let desk = joined(&app, &owner, "desk", grant).await;
    assert_eq!(listed(&desk, "").await, ["A-1"]);
    assert_eq!(desk.read::<Page<Contact>>("/contacts?kind=sender").await.items.len(), 1);
    assert_eq!(desk.ships("A-2").await.sender_contact_id, Some(sender.id));
}

#[actix_web::test]
async fn a_choice_names_what_is_there() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let grant = |scope: &str, ids: Value| {
        json!({ "user_name": "new", "display_name": "新人",
            "grant": { "role": "clerk", "data_scope": scope, "scope_ids": ids } })
    };
    for (scope, ids, code) in [
        ("owners", json!([]), "wrong_count"),
        ("owners", json!([samples::NOBODY]), "unknown_choice"),
        ("departments", json!([samples::NOBODY]), "unknown_choice"),
        ("senders", json!([owner.adds_contact("receiver").await.id]), "unknown_choice"),
        ("all", json!([samples::NOBODY]), "wrong_count"),
    ] {
        owner.post("/invitations", &grant(scope, ids)).await.faults(&[("/grant/scope_ids", code)]);
    }
}
