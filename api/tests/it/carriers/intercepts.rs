//! What is asked about a parcel that a carrier's system stops, through to what became of it.

use fake_zto::{Ending, FakeZto, Fault, FaultPlan, InterceptState};
use serde_json::json;
use shared::{
    Page, ShipmentState,
    problems::{
        Instruction, InstructionKind, InstructionState, NetworkInstruction, NoteKind, ProblemCase, ProblemDetail,
        ProblemKind, ProblemState,
    },
    shipments::{Shipment, ShipmentSummary},
};

use super::{PushStyle, TimeDelta, bound, listening, network, place, pooled};
use crate::support::{Caller, TestApp};

const CREATE: &str = "thirdcenter.createIntercept";
const LOOK: &str = "thirdcenter.queryInterceptAndReturnStatus";

async fn shipped(fake: &FakeZto, app: &TestApp, count: usize) -> (Vec<ShipmentSummary>, actix_web::dev::ServerHandle) {
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let orders = pooled(&owner, count).await;
    place(&owner, &account, &orders).await;
    app.work().await;
    let handle = listening(fake, app);
    let shipped: Page<ShipmentSummary> = owner.read(&format!("/shipments?limit={count}")).await;
    (shipped.items, handle)
}

async fn moved(fake: &FakeZto, app: &TestApp, shipment: &ShipmentSummary, ending: Ending) {
    let pushed = fake.journey(&shipment.waybill_no, ending, PushStyle::default()).await.unwrap();
    assert_eq!(pushed.lost, 0);
    app.work().await;
}

async fn cases(caller: &Caller<'_>, shipment: &ShipmentSummary) -> Vec<ProblemCase> {
    caller.read::<Page<ProblemCase>>(&format!("/problems?shipment_id={}", shipment.id)).await.items
}

async fn detail(caller: &Caller<'_>, case: &ProblemCase) -> ProblemDetail {
    caller.read(&format!("/problems/{}", case.id)).await
}

async fn asked(caller: &Caller<'_>, case: &ProblemCase, kind: &str) -> Instruction {
    caller.post(&format!("/problems/{}/actions", case.id), &json!({ "kind": kind })).await.expect(201).json()
}

/// Works until the case's last instruction is in this state.
async fn until(app: &TestApp, case: &ProblemCase, state: InstructionState) -> ProblemDetail {
    for _ in 0..20 {
        app.work().await;
        let now = detail(&app.owner().await, case).await;
        if now.instructions[0].state == state {
            return now;
        }
        app.clock.advance(TimeDelta::seconds(61));
    }
    panic!("it is not {state:?}");
}

#[actix_web::test]
async fn a_parcel_is_stopped_once_whatever_goes_wrong_and_the_networks_people_hear_nothing() {
    let (fake, app) = network(FaultPlan::none()).await;
    let (shipments, server) = shipped(&fake, &app, 1).await;
    moved(&fake, &app, &shipments[0], Ending::Held).await;
    let owner = app.owner().await;
    let case = cases(&owner, &shipments[0]).await.remove(0);
    assert_eq!(detail(&owner, &case).await.can_ask, [InstructionKind::ChangeAddress, InstructionKind::Return]);
    let path = format!("/problems/{}/actions", case.id);
    for kind in ["hold", "redeliver"] {
        owner.post(&path, &json!({ "kind": kind })).await.problem(409, "carrier_cannot");
    }
    let claim = json!({ "kind": "claim", "text": "破损", "amount": "10.00" });
    owner.post(&path, &claim).await.problem(409, "carrier_cannot");

    fake.set_faults(FaultPlan::next(Some(CREATE), &[Fault::DropAfter, Fault::TimeoutBefore, Fault::Html]));
    let instruction = asked(&owner, &case, "return").await;
    assert!(instruction.state == InstructionState::Requested && instruction.can_withdraw);
    owner.post(&path, &json!({ "kind": "return" })).await.problem(409, "already_asked");
    let staff = app.staff().await;
    let listed: Page<NetworkInstruction> = staff.read("/network/instructions").await;
    assert!(listed.items.is_empty());
    let answer = format!("/network/instructions/{}/answer", instruction.id);
    staff.post(&answer, &json!({ "state": "accepted" })).await.problem(404, "not_found");
    until(&app, &case, InstructionState::Accepted).await;
    let known: Vec<String> = fake.network(|network| network.intercepts().map(|(request, _)| request.clone()).collect());
    assert_eq!(known, [instruction.id.to_string()]);
    assert!(fake.network(|network| network.calls(CREATE)) >= 4);

    fake.set_faults(FaultPlan::next(Some(LOOK), &[Fault::Flow, Fault::Empty, Fault::BadSignature]));
    assert!(fake.network(|network| network.end_intercept(&shipments[0].waybill_no, InterceptState::Success)));
    let done = until(&app, &case, InstructionState::Done).await;
    assert_eq!(done.instructions[0].answer, "拦截成功。");
    let said =
        |what: &str| done.notes.iter().filter(|note| note.kind == NoteKind::Answered && note.what == what).count();
    assert_eq!((said("return:accepted"), said("return:done")), (1, 1));
    assert!(done.notes.iter().any(|note| note.text == "拦截成功。" && note.by.is_none()));
    let after: Shipment = app.owner().await.read(&format!("/shipments/{}", shipments[0].id)).await;
    assert_ne!(after.state, ShipmentState::ReturnInitiated, "a parcel comes back by its scans");
    server.stop(true).await;
    fake.stop().await;
}

#[actix_web::test]
async fn what_the_carrier_refuses_or_fails_at_is_the_merchants_turn_with_its_words() {
    let (fake, app) = network(FaultPlan::none()).await;
    let (shipments, server) = shipped(&fake, &app, 2).await;
    moved(&fake, &app, &shipments[0], Ending::Problem).await;
    moved(&fake, &app, &shipments[1], Ending::Held).await;
    let owner = app.owner().await;
    let late = cases(&owner, &shipments[0]).await.remove(0);
    asked(&owner, &late, "return").await;
    let refused = until(&app, &late, InstructionState::Refused).await;
    assert!(refused.instructions[0].answer.contains("快件已在派送"), "{}", refused.instructions[0].answer);
    assert_eq!(refused.case.state, ProblemState::Open);
    assert!(refused.can_ask.contains(&InstructionKind::Return), "it may be asked for again");

    let owner = app.owner().await;
    let case = cases(&owner, &shipments[1]).await.remove(0);
    asked(&owner, &case, "return").await;
    until(&app, &case, InstructionState::Accepted).await;
    assert!(fake.network(|network| network.end_intercept(&shipments[1].waybill_no, InterceptState::Delivering)));
    let failed = until(&app, &case, InstructionState::Failed).await;
    assert_eq!(failed.case.state, ProblemState::Open);
    assert!(!failed.instructions[0].can_withdraw && !failed.instructions[0].answer.is_empty());
    server.stop(true).await;
    fake.stop().await;
}

#[actix_web::test]
async fn what_is_taken_back_is_taken_back_at_the_carrier() {
    let (fake, app) = network(FaultPlan::none()).await;
    let (shipments, server) = shipped(&fake, &app, 1).await;
    moved(&fake, &app, &shipments[0], Ending::Held).await;
    let owner = app.owner().await;
    let case = cases(&owner, &shipments[0]).await.remove(0);
    let withdraw = |one: &Instruction| format!("/problem-actions/{}/withdraw", one.id);
    // Nobody was asked yet, and nobody is.
    let early = asked(&owner, &case, "return").await;
    app.other_merchant().await.post(&withdraw(&early), &json!({})).await.problem(404, "not_found");
    let taken: Instruction = owner.post(&withdraw(&early), &json!({})).await.expect(200).json();
    assert_eq!(taken.state, InstructionState::Withdrawn);
    app.work().await;
    assert_eq!(fake.network(|network| network.calls(CREATE)), 0);
    owner.post(&withdraw(&early), &json!({})).await.problem(409, "cannot_withdraw");

    let running = asked(&owner, &case, "return").await;
    until(&app, &case, InstructionState::Accepted).await;
    fake.set_faults(FaultPlan::next(Some("thirdcenter.cancelIntercept"), &[Fault::DropAfter]));
    let owner = app.owner().await;
    let taken: Instruction = owner.post(&withdraw(&running), &json!({})).await.expect(200).json();
    assert!(taken.is_withdrawing && !taken.can_withdraw);
    let over = until(&app, &case, InstructionState::Withdrawn).await;
    assert!(fake.network(|network| network.intercepts().all(|(_, one)| one.state == InterceptState::Cancel)));
    assert_eq!(over.case.state, ProblemState::Open);
    assert_eq!(over.notes.iter().filter(|note| note.kind == NoteKind::Withdrawn).count(), 2);
    server.stop(true).await;
    fake.stop().await;
}

#[actix_web::test]
async fn an_order_that_the_carrier_cancels_is_a_problem_once_and_a_late_word_is_none() {
    let (fake, app) = network(FaultPlan::none()).await;
    let (shipments, server) = shipped(&fake, &app, 2).await;
    let (cancelled, picked_up) = (&shipments[0], &shipments[1]);
    let code = |one: &ShipmentSummary| {
        let number = Some(one.waybill_no.clone());
        fake.network(|network| {
            network.orders().find(|order| order.bill_code == number).map(|order| order.order_code.clone())
        })
        .expect("its order")
    };
    moved(&fake, &app, picked_up, Ending::Held).await;
    let owner = app.owner().await;
    let before = detail(&owner, &cases(&owner, picked_up).await[0]).await;
    for (one, status) in [(cancelled, 6), (cancelled, 6), (cancelled, 1), (picked_up, 6)] {
        assert_eq!(fake.push_order_status(&code(one), status).await.unwrap().taken, 1);
    }
    app.work().await;
    let found = cases(&owner, cancelled).await;
    assert_eq!((found.len(), found[0].kind, found[0].state), (1, ProblemKind::Exception, ProblemState::Open));
    let told = detail(&owner, &found[0]).await;
    assert_eq!(told.notes.iter().filter(|note| note.kind == NoteKind::CarrierCancelled).count(), 1);
    assert_eq!(detail(&owner, &before.case).await, before);
    server.stop(true).await;
    fake.stop().await;
}
