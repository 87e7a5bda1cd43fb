//! The ledger through the API: what is kept back, paid, freed and refused, whatever comes in between.

use carrier::embedded;
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::{
    Page,
    ledger::{Posting, PostingKind, Wallet},
    merchants::MerchantRow,
    shipments::Shipment,
};
use units::Money;

use crate::support::{Caller, TestApp, samples};

fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

/// Where the network's finance finds the wallet of the first demo merchant.
async fn path_of(staff: &Caller<'_>, code: &str) -> String {
    let found: Page<MerchantRow> = staff.read(&format!("/merchants?q={code}")).await;
    format!("/merchants/{}/wallet", found.items[0].id)
}

async fn wallet(owner: &Caller<'_>) -> Wallet {
    owner.read("/wallet").await
}

async fn kinds(owner: &Caller<'_>, shipment: &Shipment) -> Vec<PostingKind> {
    let page: Page<Posting> = owner.read(&format!("/wallet/postings?shipment_id={}", shipment.id)).await;
    page.items.iter().rev().map(|posting| posting.kind).collect()
}

async fn scan(app: &TestApp, shipment: &Shipment, code: &str, weight_g: Option<u32>) {
    let at = (app.app.now() + TimeDelta::minutes(1)).to_rfc3339();
    app.clock.advance(TimeDelta::minutes(2));
    let scan = json!({
        "waybill_no": shipment.waybill_no, "code": code, "at": at, "place": "上海青浦", "weight_g": weight_g,
    });
    app.staff().await.post("/scans", &json!({ "scans": [scan] })).await.expect(200);
}

async fn prove(app: &TestApp) {
    let report = app.app.store.system().verify_ledger(embedded::CODE).await.unwrap();
    assert_eq!(report.faults, []);
    assert!(report.postings > 0 && report.shipments > 0, "{report:?}");
}

/// Leaves this much available to the first merchant, and refuses what goes below nothing.
async fn leave(staff: &Caller<'_>, owner: &Caller<'_>, amount: &str) {
    let path = path_of(staff, "K100001").await;
    let floor = wallet(owner).await.available.checked_sub(yuan(amount)).unwrap();
    let terms = json!({ "settlement": "prepaid", "credit_limit": "0.00", "floor": floor, "warn_below": null });
    staff.put(&format!("{path}/terms"), &terms).await.expect(200);
}

#[actix_web::test]
async fn a_price_is_kept_back_then_paid_and_the_balance_explains_itself() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let before = wallet(&owner).await;
    let made = owner.ships("W-1").await;
    let ordered = wallet(&owner).await;
    assert_eq!(ordered.available, before.available.checked_sub(made.charge.total).unwrap());
    assert_eq!(ordered.frozen, before.frozen.checked_add(made.charge.total).unwrap());
    scan(&app, &made, "GOT", None).await;
    let paid = wallet(&owner).await;
    assert_eq!((paid.balance, paid.frozen), (ordered.balance, before.frozen));
    // Scans that go on, or come twice, cost nothing more.
    scan(&app, &made, "DEPARTURE", None).await;
    scan(&app, &made, "SIGNED", None).await;
    assert_eq!(wallet(&owner).await.balance, paid.balance);
    assert_eq!(kinds(&owner, &made).await, [PostingKind::Frozen, PostingKind::Settled]);
    let page: Page<Posting> = owner.read("/wallet/postings?limit=2").await;
    let (settled, frozen) = (&page.items[0], &page.items[1]);
    assert_eq!((settled.nth, settled.amount, settled.balance_after), (frozen.nth + 1, Money::ZERO, paid.balance));
    assert_eq!(frozen.amount, Money::ZERO.checked_sub(made.charge.total).unwrap());
    assert_eq!(frozen.waybill_no.as_deref(), Some(made.waybill_no.as_str()));
    let older: Page<Posting> =
        owner.read(&format!("/wallet/postings?limit=2&cursor={}", page.next_cursor.unwrap())).await;
    assert_eq!(older.items[0].nth, frozen.nth - 1);
    prove(&app).await;
}

#[actix_web::test]
async fn what_is_voided_is_free_again_and_what_is_changed_is_kept_back_anew() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let before = wallet(&owner).await;
    let (voided, changed) = (owner.ships("W-1").await, owner.ships("W-2").await);
    owner.post(&format!("/shipments/{}/void", voided.id), &json!({})).await.expect(200);
    owner.post(&format!("/shipments/{}/void", voided.id), &json!({})).await.expect(200);
    let answer = owner.patch(&format!("/shipments/{}", changed.id), &json!({ "weight_g": 8_000 })).await.expect(200);
    let dearer: Shipment = answer.json();
    assert!(dearer.charge.total > changed.charge.total);
    let after = wallet(&owner).await;
    assert_eq!(after.available, before.available.checked_sub(dearer.charge.total).unwrap());
    assert_eq!(after.frozen, before.frozen.checked_add(dearer.charge.total).unwrap());
    assert_eq!(kinds(&owner, &voided).await, [PostingKind::Frozen, PostingKind::Released]);
    assert_eq!(kinds(&owner, &changed).await, [PostingKind::Frozen, PostingKind::FrozenAgain]);
    prove(&app).await;
}

#[actix_web::test]
async fn orders_below_the_floor_are_refused_one_by_one() {
    let app = TestApp::new().await;
    let (staff, owner) = (app.staff().await, app.owner().await);
    let price = owner.ships("W-0").await.charge.total;
    let two = price.checked_add(price).unwrap().to_string();
    leave(&staff, &owner, &two).await;
    owner.ships("W-1").await;
    // Of orders that are shipped together, the first is paid for, and the others say why they are not.
    let mut ids = Vec::new();
    for no in ["W-2", "W-3", "W-4"] {
        ids.push(owner.keeps_order(no).await.id);
    }
    let outcomes: Value = owner.post("/orders/ship", &json!({ "order_ids": ids })).await.expect(200).json();
    let codes: Vec<&Value> = outcomes["items"].as_array().unwrap().iter().map(|item| &item["code"]).collect();
    assert_eq!(codes, [&Value::Null, &json!("balance_too_low"), &json!("balance_too_low")]);
    owner.post("/shipments", &samples::shipment("W-5")).await.problem(422, "balance_too_low");
    assert_eq!(app.db_count("shipments", "order_no = 'W-5'").await, 0);
    // A shipment that is there is not made dearer than the balance covers.
    let made: Page<shared::shipments::ShipmentSummary> = owner.read("/shipments?limit=1").await;
    let heavier = json!({ "weight_g": 9_000 });
    owner.patch(&format!("/shipments/{}", made.items[0].id), &heavier).await.problem(422, "balance_too_low");
    // Money opens it again.
    let path = path_of(&staff, "K100001").await;
    staff.post(&format!("{path}/top-ups"), &json!({ "amount": "500.00", "voucher_no": "T-1" })).await.expect(201);
    owner.ships("W-5").await;
    prove(&app).await;
}

#[actix_web::test]
async fn an_order_file_ships_what_the_balance_covers_and_keeps_the_rest() {
    let app = TestApp::new().await;
    let (staff, owner) = (app.staff().await, app.owner().await);
    let price = owner.ships("W-0").await.charge.total;
    leave(&staff, &owner, &price.checked_add(price).unwrap().to_string()).await;
    let rows: String = (1..=4)
        .map(|n| format!("F-{n},欧阳春晓,13812345670,浙江省杭州市余杭区西溪路569号7幢402室,茶叶,1.2\n"))
        .collect();
    let file = format!("订单编号,收件人姓名,收件人电话,收件人地址,物品名称,重量kg\n{rows}");
    owner.uploads("orders.csv", file.as_bytes(), &[]).await.expect(202);
    app.work().await;
    assert_eq!(app.db_count("shipments", "order_no LIKE 'F-%'").await, 2);
    assert_eq!(app.db_count("orders", "order_no LIKE 'F-%' AND state = 'open' AND flag = '余额不足'").await, 2);
    prove(&app).await;
}

#[actix_web::test]
async fn a_transfer_is_taken_once_and_can_be_taken_back_once() {
    let app = TestApp::new().await;
    let (staff, owner) = (app.staff().await, app.owner().await);
    let path = path_of(&staff, "K100001").await;
    let before = wallet(&owner).await.balance;
    let transfer = json!({ "amount": "1234.56", "voucher_no": "ICBC-20260615-7" });
    let top_ups = format!("{path}/top-ups");
    let first: Posting = staff.post_once(&top_ups, "k-1", &transfer).await.expect(201).json();
    let again: Posting = staff.post_once(&top_ups, "k-1", &transfer).await.expect(201).json();
    assert_eq!(first, again);
    // A colleague who confirms the same transfer is told, however it is written.
    let lower = json!({ "amount": "1234.56", "voucher_no": " icbc-20260615-7 " });
    staff.post(&top_ups, &lower).await.problem(409, "voucher_taken");
    assert_eq!(wallet(&owner).await.balance, before.checked_add(yuan("1234.56")).unwrap());
    let reversal = json!({ "posting_id": first.id, "reason": "记错商家" });
    let back: Posting = staff.post(&format!("{path}/reversals"), &reversal).await.expect(201).json();
    assert_eq!((back.amount, back.corrects), (yuan("-1234.56"), Some(first.id)));
    staff.post(&format!("{path}/reversals"), &reversal).await.problem(409, "reversed_before");
    assert_eq!(wallet(&owner).await.balance, before);
    let not_one = json!({ "posting_id": back.id, "reason": "再试" });
    staff.post(&format!("{path}/reversals"), &not_one).await.problem(409, "not_a_top_up");
    // It is another merchant's nowhere.
    let other = path_of(&staff, "K100002").await;
    staff.post(&format!("{other}/reversals"), &reversal).await.problem(404, "not_found");
    for (amount, code) in [("0.00", "out_of_range"), ("-5.00", "out_of_range"), ("10000000.01", "out_of_range")] {
        staff.post(&top_ups, &json!({ "amount": amount, "voucher_no": "X" })).await.faults(&[("/amount", code)]);
    }
    staff.post(&top_ups, &json!({ "amount": "1.005", "voucher_no": "X" })).await.expect(422);
    prove(&app).await;
}

#[actix_web::test]
async fn whoever_pays_by_credit_owes_up_to_the_limit_and_pays_what_is_owed_first() {
    let app = TestApp::new().await;
    let (staff, owner) = (app.staff().await, app.other_merchant().await);
    let path = path_of(&staff, "K100002").await;
    let terms = |settlement: &str| json!({ "settlement": settlement, "credit_limit": "10.00", "floor": "0.00", "warn_below": null });
    let path_of_terms = format!("{path}/terms");
    staff.put(&path_of_terms, &terms("prepaid")).await.faults(&[("/credit_limit", "not_with_prepaid")]);
    staff.put(&path_of_terms, &terms("credit")).await.expect(200);
    let before = wallet(&owner).await;
    let made = owner.ships("C-1").await;
    let ordered = wallet(&owner).await;
    assert_eq!((ordered.balance, ordered.frozen), (before.balance, made.charge.total));
    assert_eq!(ordered.available, before.available.checked_sub(made.charge.total).unwrap());
    scan(&app, &made, "GOT", None).await;
    let owed = wallet(&owner).await;
    assert_eq!(owed.balance, before.balance.checked_sub(made.charge.total).unwrap());
    assert_eq!((owed.available, owed.frozen), (ordered.available, Money::ZERO));
    let voided = owner.ships("C-2").await;
    owner.post(&format!("/shipments/{}/void", voided.id), &json!({})).await.expect(200);
    assert_eq!(wallet(&owner).await, owed);
    let transfer = json!({ "amount": "100.00", "voucher_no": "C-9" });
    staff.post(&format!("{path}/top-ups"), &transfer).await.expect(201);
    assert_eq!(wallet(&owner).await.balance, owed.balance.checked_add(yuan("100.00")).unwrap());
    prove(&app).await;
}

#[actix_web::test]
async fn people_of_an_owner_see_no_wallet_and_the_forecast_follows_what_goes() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let seen = wallet(&owner).await;
    assert!(seen.days_left.is_some_and(|days| days > 100), "{seen:?}");
    assert!(!seen.is_low && seen.warn_below.is_some());
    let postings: Page<Posting> = owner.read("/wallet/postings?kind=topped_up").await;
    assert_eq!(postings.items.len(), 1);
    let tomorrow = (app.app.now() + TimeDelta::days(1)).format("%Y-%m-%dT%H:%M:%SZ");
    let none: Page<Posting> = owner.read(&format!("/wallet/postings?from={tomorrow}")).await;
    assert_eq!(none.items, []);
    let all: Page<Posting> = owner.read(&format!("/wallet/postings?to={tomorrow}")).await;
    assert!(all.items.len() > 5);
    let silk = owner.adds_owner("SILK").await;
    let grant = json!({ "role": "finance", "data_scope": "owners", "scope_ids": [silk.id] });
    let silks = crate::operators::joined(&app, &owner, "silk", grant).await;
    silks.get("/wallet").await.problem(403, "forbidden");
    silks.get("/wallet/postings").await.problem(403, "forbidden");
}

#[actix_web::test]
async fn a_parcel_is_paid_for_as_it_was_weighed_last_and_says_so() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.ships("H-1").await;
    let before = wallet(&owner).await;
    let weigh = async |code: &str, minutes: i64, grams: u32| {
        let at = (app.app.now() + TimeDelta::minutes(minutes)).to_rfc3339();
        let scan = json!({
            "waybill_no": made.waybill_no, "code": code, "at": at, "place": "上海转运中心", "weight_g": grams,
        });
        app.staff().await.post("/scans", &json!({ "scans": [scan] })).await.expect(200);
        owner.read::<Shipment>(&format!("/shipments/{}", made.id)).await
    };
    let heavy = weigh("GOT", -3, 8_200).await;
    assert!(heavy.charge.total > made.charge.total, "{:?}", heavy.charge);
    assert_eq!(heavy.charge.billed_weight_g, 9_000);
    let line = &heavy.charge.lines[0];
    assert_eq!((line.code.as_str(), line.text.as_str()), ("weighed", "网络称重 8.200 kg，下单 1.200 kg"));
    let seen = heavy.settlement.expect("what was weighed is shown");
    assert_eq!((seen.weight_g, seen.is_weight_apart), (Some(8_200), true));
    let more = heavy.charge.total.checked_sub(made.charge.total).unwrap();
    assert_eq!(wallet(&owner).await.balance, before.balance.checked_sub(more).unwrap());
    // Weighed again further on, it costs what it weighs there; a scan told late, of before, changes nothing.
    let lighter = weigh("ARRIVAL", -1, 2_900).await;
    assert!(lighter.charge.total < heavy.charge.total);
    let late = weigh("DEPARTURE", -2, 9_900).await;
    assert_eq!(late.charge.total, lighter.charge.total);
    assert_eq!(kinds(&owner, &made).await, [PostingKind::Frozen, PostingKind::Settled, PostingKind::Corrected]);
    let nothing = json!({ "waybill_no": made.waybill_no, "code": "ARRIVAL", "at": "2026-06-15T03:00:00Z", "place": "上海", "weight_g": 0 });
    let outcomes: Value = app.staff().await.post("/scans", &json!({ "scans": [nothing] })).await.expect(200).json();
    assert_eq!(outcomes["items"][0]["code"], "bad_weight");
    prove(&app).await;
}

/// Any interleaving: orders, changes, voids, scans, transfers and reversals, with little money. No order passes the floor, and the ledger
/// proves itself at the end.
#[actix_web::test]
async fn whatever_comes_in_between_the_ledger_proves_itself() {
    let app = TestApp::new().await;
    let (staff, owner) = (app.staff().await, app.owner().await);
    leave(&staff, &owner, "40.00").await;
    let path = path_of(&staff, "K100001").await;
    let floor = wallet(&owner).await.floor.unwrap();
    let mut seed: u64 = 20_260_615;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let (mut made, mut paid_in): (Vec<Shipment>, Vec<Posting>) = (Vec::new(), Vec::new());
    let mut refused = 0;
    for step in 0..120 {
        // The clock goes on, and tokens do not live that long.
        let (staff, owner) = (app.staff().await, app.owner().await);
        let before = wallet(&owner).await;
        match next(12) {
            0..5 => {
                let answer = owner.post("/shipments", &samples::shipment(&format!("R-{step}"))).await;
                match answer.status {
                    201 => {
                        assert!(wallet(&owner).await.available >= floor, "step {step}");
                        made.push(answer.json());
                    }
                    _ => {
                        answer.problem(422, "balance_too_low");
                        refused += 1;
                        assert_eq!(wallet(&owner).await, before, "step {step}");
                    }
                }
            }
            5..7 if !made.is_empty() => {
                let at = next(made.len());
                let grams = 500 + 700 * next(9);
                let answer = owner.patch(&format!("/shipments/{}", made[at].id), &json!({ "weight_g": grams })).await;
                assert!([200, 409, 422].contains(&answer.status), "{}", answer.text());
            }
            7..9 if !made.is_empty() => {
                let at = next(made.len());
                let answer = owner.post(&format!("/shipments/{}/void", made[at].id), &json!({})).await;
                assert!([200, 409].contains(&answer.status), "{}", answer.text());
            }
            9..11 if !made.is_empty() => {
                let at = next(made.len());
                let code = ["GOT", "ARRIVAL", "SIGNED"][next(3)];
                let weighed = [None, Some(3_700), Some(900)][next(3)];
                scan(&app, &made[at], code, weighed).await;
            }
            _ if paid_in.is_empty() || next(2) == 0 => {
                let transfer = json!({ "amount": "15.00", "voucher_no": format!("R-{step}") });
                paid_in.push(staff.post(&format!("{path}/top-ups"), &transfer).await.expect(201).json());
            }
            _ => {
                let posting = paid_in.swap_remove(next(paid_in.len()));
                let reversal = json!({ "posting_id": posting.id, "reason": "退回" });
                staff.post(&format!("{path}/reversals"), &reversal).await.expect(201);
            }
        }
    }
    assert!(refused > 0 && made.len() > 10, "{refused} refused, {} made", made.len());
    prove(&app).await;
}
