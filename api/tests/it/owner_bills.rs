//! What owners pay, and who sees which price.

use serde_json::json;
use shared::{
    Page,
    parts::{Department, DepartmentCost, Owner, OwnerBill},
    shipments::{Shipment, ShipmentSummary},
};
use units::Money;

use crate::{
    operators::joined,
    support::{Caller, TestApp, samples, workbooks},
};

async fn ships_for(caller: &Caller<'_>, no: &str, owner: &Owner) -> Shipment {
    let mut body = samples::shipment(no);
    body["owner_id"] = json!(owner.id);
    caller.post("/shipments", &body).await.expect(201).json()
}

async fn marked_up(caller: &Caller<'_>, basis_points: u32, a_parcel: &str) -> Owner {
    let body =
        json!({ "code": "TEA", "name": "云栖茶业", "markup": { "basis_points": basis_points, "a_parcel": a_parcel } });
    caller.post("/owners", &body).await.expect(201).json()
}

#[actix_web::test]
async fn an_owner_pays_the_price_with_the_markup_rounded_to_the_fen() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let tea = marked_up(&owner, 1_250, "0.30").await;
    let made = ships_for(&owner, "O-1", &tea).await;
    let price = made.charge.total;
    // 12.5 % of the price, half a fen up, and 0.30.
    let expected = price.fen() + (price.fen() * 1_250 + 5_000) / 10_000 + 30;
    assert_eq!(made.owner_price, Some(Money::from_fen(expected)));
    let heavier = json!({ "weight_g": 5_000 });
    let after: Shipment = owner.patch(&format!("/shipments/{}", made.id), &heavier).await.expect(200).json();
    assert!(after.owner_price > made.owner_price);
    assert_eq!(owner.ships("O-2").await.owner_price, None);
    let wrong = json!({ "code": "X", "name": "x", "markup": { "basis_points": 100_001, "a_parcel": "-0.01" } });
    owner
        .post("/owners", &wrong)
        .await
        .faults(&[("/markup/basis_points", "out_of_range"), ("/markup/a_parcel", "out_of_range")]);
}

#[actix_web::test]
async fn a_bill_adds_up_what_is_not_voided() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let tea = marked_up(&owner, 1_000, "0.00").await;
    let (first, second) = (ships_for(&owner, "O-1", &tea).await, ships_for(&owner, "O-2", &tea).await);
    let gone = ships_for(&owner, "O-3", &tea).await;
    owner.post(&format!("/shipments/{}/void", gone.id), &json!({})).await.expect(200);
    let day = app.app.now().date_naive();
    let bills: Vec<OwnerBill> = owner.read(&format!("/owner-bills?from={day}&to={day}")).await;
    assert_eq!(bills.len(), 1);
    assert_eq!((bills[0].owner_code.as_str(), bills[0].parcels), ("TEA", 2));
    let sum = |price: fn(&Shipment) -> Money| Money::from_fen(price(&first).fen() + price(&second).fen());
    assert_eq!(bills[0].cost, Some(sum(|made| made.charge.total)));
    assert_eq!(bills[0].amount, sum(|made| made.owner_price.unwrap()));
    let export = json!({ "owner_id": tea.id, "from": day, "to": day, "format": "csv" });
    let file = owner.post("/owner-bills/export", &export).await.expect(200).text();
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(lines.len(), 3, "{file}");
    assert!(
        lines[1].contains(&first.owner_price.unwrap().to_string())
            || lines[2].contains(&first.owner_price.unwrap().to_string())
    );
    owner.get(&format!("/owner-bills?from={day}&to=2020-01-01")).await.faults(&[("/to", "out_of_range")]);
}

#[actix_web::test]
async fn an_owners_person_never_sees_what_the_merchant_pays() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let tea = marked_up(&owner, 5_000, "1.00").await;
    let made = ships_for(&owner, "O-1", &tea).await;
    let mine = joined(
        &app,
        &owner,
        "tea-reader",
        json!({ "role": "read_only", "data_scope": "owners", "scope_ids": [tea.id] }),
    )
    .await;
    let owner_price = made.owner_price.unwrap();
    let seen: Shipment = mine.read(&format!("/shipments/{}", made.id)).await;
    assert_eq!(seen.charge.total, owner_price);
    assert_eq!(seen.charge.lines.iter().map(|line| line.amount).collect::<Vec<_>>(), [Some(owner_price)]);
    let list: Page<ShipmentSummary> = mine.read("/shipments").await;
    assert_eq!(list.items[0].price, owner_price);
    let day = app.app.now().date_naive();
    let bills: Vec<OwnerBill> = mine.read(&format!("/owner-bills?from={day}&to={day}")).await;
    assert_eq!((bills[0].cost, bills[0].amount), (None, owner_price));
    let theirs: Vec<Owner> = mine.read("/owners").await;
    assert_eq!(theirs[0].markup, shared::parts::Markup::default());
    let place = json!({ "province": "浙江省", "city": "杭州市", "district": "余杭区", "weight_g": 1200 });
    let quote: shared::shipments::Quote = mine.post("/quotes", &place).await.expect(200).json();
    assert_eq!(quote.charge.total, owner_price);
    let mut of_nobody = place.clone();
    of_nobody["owner_id"] = json!(samples::NOBODY);
    mine.post("/quotes", &of_nobody).await.faults(&[("/owner_id", "unknown_owner")]);
    let packed = owner.post("/packings", &json!({ "code": "O-1", "weight_g": 1200 })).await.expect(201).value();
    assert_eq!(packed["price"], json!(made.charge.total));
    let packings: Page<shared::packing::Packing> = mine.read("/packings").await;
    assert_eq!(packings.items[0].price, owner_price);
    let file = mine.post("/shipments/export", &json!({ "format": "csv" })).await.expect(200).text();
    assert!(!file.contains(&format!(",{},", made.charge.total)), "{file}");
}

#[actix_web::test]
async fn departments_cost_what_was_sent_for_them() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let body = json!({ "code": "MKT", "name": "市场部" });
    let department: Department = owner.post("/departments", &body).await.expect(201).json();
    let mut body = samples::shipment("D-1");
    body["department_id"] = json!(department.id);
    let made: Shipment = owner.post("/shipments", &body).await.expect(201).json();
    let day = app.app.now().date_naive();
    let costs: Vec<DepartmentCost> = owner.read(&format!("/department-costs?from={day}&to={day}")).await;
    let of_it = costs.iter().find(|cost| cost.department_id == Some(department.id)).unwrap();
    assert_eq!((of_it.parcels, of_it.cost, of_it.department_name.as_str()), (1, made.charge.total, "市场部"));
}

#[actix_web::test]
async fn a_file_ships_for_nobody_its_maker_does_not_see() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (tea, silk) = (marked_up(&owner, 5_000, "0.00").await, owner.adds_owner("SILK").await);
    let rule = json!({ "name": "丝绸", "outcome": { "owner_id": silk.id, "flag": "red" } });
    owner.post("/order-rules", &rule).await.expect(201);
    let grant = json!({ "role": "clerk", "data_scope": "owners", "scope_ids": [tea.id] });
    let mine = joined(&app, &owner, "tea-clerk", grant).await;
    let file = format!("{},货主\n{},SILK\n{},\n", workbooks::HEADER, workbooks::row("F-1"), workbooks::row("F-2"));
    let import = mine.imports("owners.csv", file.as_bytes()).await;
    assert_eq!((import.accepted, import.rejected), (1, 1));
    assert_eq!(mine.rows_of(&import).await.iter().flat_map(|row| &row.problems).next().unwrap().code, "unknown_owner");
    let list: Page<ShipmentSummary> = owner.read("/shipments?order_no=F-2").await;
    assert_eq!(list.items[0].owner_id, Some(tea.id), "the rule takes nothing out of what they see");
    assert!(import.price_total > list.items[0].price, "they are told what the owner pays");
}

#[actix_web::test]
async fn columns_called_so_mean_nothing_where_there_are_no_owners() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let file = format!("{},货主,部门\n{},别家,仓库\n", workbooks::HEADER, workbooks::row("N-1"));
    assert_eq!(owner.imports("none.csv", file.as_bytes()).await.accepted, 1);
}

#[actix_web::test]
async fn a_change_that_says_nothing_of_the_markup_keeps_it() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let tea = marked_up(&owner, 1_250, "0.30").await;
    let body = json!({ "code": "TEA", "name": "云栖" });
    let after: Owner = owner.put(&format!("/owners/{}", tea.id), &body).await.expect(200).json();
    assert_eq!(after.markup, tea.markup);
}
