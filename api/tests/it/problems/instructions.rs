//! What the carrier is asked to do, through to what its people answer.

use serde_json::json;
use shared::{
    Page,
    contacts::Party,
    problems::{
        Instruction, InstructionKind, InstructionState, NetworkInstruction, NoteKind, ProblemKind, ProblemState,
        SettledWhy,
    },
    shipments::Shipment,
};

use super::{cases, detail, found, quiet, scanned};
use crate::support::{Caller, samples};

async fn to_do(staff: &Caller<'_>, query: &str) -> Vec<NetworkInstruction> {
    staff.read::<Page<NetworkInstruction>>(&format!("/network/instructions{query}")).await.items
}

#[actix_web::test]
async fn a_return_is_asked_for_accepted_and_begun_by_its_scan_alone() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let shipment = clerk.ships("P-1").await;
    let case = found(&app, &shipment, "refused").await;
    let before = detail(&clerk, &case).await;
    assert_eq!(before.can_ask, InstructionKind::ALL);
    let path = format!("/problems/{}/actions", case.id);
    let body = json!({ "kind": "return", "text": "客户不要了" });
    let asked = clerk.post_once(&path, "key", &body).await.expect(201);
    let again = clerk.post_once(&path, "key", &body).await.expect(201);
    let asked: Instruction = asked.json();
    assert_eq!(asked, again.json());
    clerk.post(&path, &body).await.problem(409, "already_asked");
    let waiting = detail(&clerk, &case).await;
    assert_eq!(waiting.case.state, ProblemState::Waiting);
    assert!(!waiting.can_ask.contains(&InstructionKind::Return));

    let staff = app.staff().await;
    let listed = to_do(&staff, "?state=requested").await;
    assert_eq!((listed.len(), listed[0].waybill_no.as_str()), (1, shipment.waybill_no.as_str()));
    assert_eq!((listed[0].problem, listed[0].merchant_code.as_str()), (ProblemKind::Refused, "K100001"));
    assert!(!listed[0].receiver.name.contains(crate::support::RECEIVER));
    let answer = format!("/network/instructions/{}/answer", asked.id);
    let refusal = json!({ "state": "refused" });
    staff.post(&answer, &refusal).await.faults(&[("/text", "required")]);
    staff.post(&answer, &json!({ "state": "lapsed" })).await.faults(&[("/state", "out_of_range")]);
    let accepted = json!({ "state": "accepted", "text": "已通知网点拦截" });
    staff.post(&answer, &accepted).await.expect(200);
    staff.post(&answer, &accepted).await.problem(409, "already_answered");
    let after: Shipment = clerk.read(&format!("/shipments/{}", shipment.id)).await;
    assert!(after.track.iter().all(|event| event.code != "RETURN_SCAN"), "an answer is no scan");
    assert_eq!(detail(&clerk, &case).await.case.state, ProblemState::Waiting);

    scanned(&app, &shipment, "RETURN_SCAN", None).await;
    let over = detail(&clerk, &case).await;
    assert_eq!(over.case.settled.map(|settled| settled.why), Some(SettledWhy::ReturnBegun));
    assert_eq!(over.instructions[0].state, InstructionState::Done);
    assert!(over.notes.iter().any(|note| note.kind == NoteKind::Answered && note.what == "return:accepted"));
    assert_eq!(to_do(&staff, "").await, []);
    staff.post(&answer, &json!({ "state": "done" })).await.problem(409, "already_answered");
}

#[actix_web::test]
async fn a_refusal_gives_the_case_back_and_other_things_can_be_asked() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let shipment = clerk.ships("P-1").await;
    let case = found(&app, &shipment, "unreachable").await;
    let path = format!("/problems/{}/actions", case.id);
    let asked: Instruction = clerk.post(&path, &json!({ "kind": "hold" })).await.expect(201).json();
    let staff = app.staff().await;
    let no = json!({ "state": "refused", "text": "网点没有地方" });
    staff.post(&format!("/network/instructions/{}/answer", asked.id), &no).await.expect(200);
    let after = detail(&clerk, &case).await;
    assert_eq!((after.case.state, after.instructions[0].answer.as_str()), (ProblemState::Open, "网点没有地方"));
    clerk.post(&path, &json!({ "kind": "redeliver" })).await.expect(201);
    scanned(&app, &shipment, "DISPATCH", None).await;
    let over = detail(&clerk, &case).await;
    assert_eq!((over.case.state, over.instructions[0].state), (ProblemState::Settled, InstructionState::Done));
    clerk.post(&path, &json!({ "kind": "hold" })).await.problem(409, "already_settled");
}

#[actix_web::test]
async fn a_new_address_is_sealed_masked_and_shown_to_who_delivers() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let case = found(&app, &clerk.ships("P-1").await, "address_wrong").await;
    let path = format!("/problems/{}/actions", case.id);
    clerk.post(&path, &json!({ "kind": "change_address" })).await.faults(&[("/address", "required")]);
    let mut there = samples::receiver();
    there["name"] = json!("慕容秋白");
    there["detail"] = json!("文三路1888号9幢303室");
    let elsewhere = json!({ "kind": "hold", "address": there });
    clerk.post(&path, &elsewhere).await.faults(&[("/address", "out_of_place")]);
    let body = json!({ "kind": "change_address", "address": there });
    let asked: Instruction = clerk.post(&path, &body).await.expect(201).json();
    let masked = asked.address.expect("the address as it is shown");
    assert!(!masked.name.contains("慕容秋白") && !masked.detail.contains("303"), "{masked:?}");
    let staff = app.staff().await;
    let listed = to_do(&staff, "").await;
    assert!(!serde_json::to_string(&listed).unwrap().contains("慕容秋白"));
    let reveal = format!("/network/instructions/{}/reveal", asked.id);
    staff.post(&reveal, &json!({ "reason": " " })).await.faults(&[("/reason", "required")]);
    let party: Party = staff.post(&reveal, &json!({ "reason": "派送前核对" })).await.expect(200).json();
    assert_eq!((party.name.as_str(), party.detail.as_str()), ("慕容秋白", "文三路1888号9幢303室"));
    let log: serde_json::Value = app.owner().await.read("/audit-log?limit=200").await;
    assert!(log.to_string().contains("personal_data_revealed") && log.to_string().contains("派送前核对"));
    for (table, column) in app.db_text_columns().await {
        for secret in ["慕容秋白", "文三路1888号"] {
            let open = app.db_count(&table, &format!("{column} LIKE '%{secret}%'")).await;
            assert_eq!(open, 0, "{table}.{column}");
        }
    }
}

#[actix_web::test]
async fn a_claim_has_a_limit_and_is_settled_by_people() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let mut body = samples::shipment("P-1");
    body["insured"] = json!("200.00");
    let shipment: Shipment = clerk.post("/shipments", &body).await.expect(201).json();
    let case = found(&app, &shipment, "lost").await;
    assert_eq!(detail(&clerk, &case).await.claim_max, units::Money::from_fen(20_000));
    let path = format!("/problems/{}/actions", case.id);
    let claim = |amount: &str| json!({ "kind": "claim", "text": "整件丢失", "amount": amount });
    clerk.post(&path, &json!({ "kind": "claim" })).await.faults(&[("/text", "required"), ("/amount", "required")]);
    for amount in ["200.01", "0.00", "-1.00"] {
        clerk.post(&path, &claim(amount)).await.faults(&[("/amount", "out_of_range")]);
    }
    let asked: Instruction = clerk.post(&path, &claim("200.00")).await.expect(201).json();
    // Found again and delivered: the claim keeps the case, whatever the track says.
    scanned(&app, &shipment, "ARRIVAL", None).await;
    assert_eq!(detail(&clerk, &case).await.case.state, ProblemState::Waiting);
    let staff = app.staff().await;
    let paid = json!({ "state": "done", "text": "已赔付 200 元" });
    staff.post(&format!("/network/instructions/{}/answer", asked.id), &paid).await.expect(200);
    assert_eq!(detail(&clerk, &case).await.case.state, ProblemState::Open);
    let settle = json!({ "why": "compensated" });
    clerk.post(&format!("/problems/{}/settle", case.id), &settle).await.expect(200);
    assert_eq!(cases(&clerk, "").await, []);
    app.work().await;
}

#[actix_web::test]
async fn what_cannot_be_done_any_more_cannot_be_asked() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let shipment = clerk.ships("P-1").await;
    let case = found(&app, &shipment, "damaged").await;
    let path = format!("/problems/{}/actions", case.id);
    let asked: Instruction = clerk.post(&path, &json!({ "kind": "hold" })).await.expect(201).json();
    scanned(&app, &shipment, "SIGNED", None).await;
    let after = detail(&clerk, &case).await;
    assert_eq!((after.case.state, after.instructions[0].state), (ProblemState::Open, InstructionState::Lapsed));
    assert_eq!(after.can_ask, [InstructionKind::Claim]);
    clerk.post(&path, &json!({ "kind": "redeliver" })).await.problem(409, "cannot_ask");
    let answer = format!("/network/instructions/{}/answer", asked.id);
    app.staff().await.post(&answer, &json!({ "state": "done" })).await.problem(409, "already_answered");
    app.reviewer().await.get("/network/instructions").await.problem(403, "forbidden");
}
