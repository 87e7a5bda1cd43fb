//! What people do with cases.

use serde_json::{Value, json};
use shared::{
    operators::Operator,
    problems::{
        Assignee, InstructionKind, NoteKind, ProblemCounts, ProblemDetail, ProblemKind, ProblemNote, ProblemOutcomes,
        ProblemState, SettledWhy,
    },
    shipments::Shipment,
    tracks::Tracks,
};

use super::{cases, detail, found, made_since, quiet};
use crate::{operators::joined, support::samples};

#[actix_web::test]
async fn a_case_is_assigned_commented_escalated_settled_and_opened_again() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let case = found(&app, &clerk.ships("P-1").await, "refused").await;
    let path = format!("/problems/{}", case.id);
    let people: Vec<Assignee> = clerk.read("/problems/assignees").await;
    let me = people.iter().find(|one| one.name == "clerk").expect("the clerk takes care of problems");
    for _ in 0..2 {
        let body = json!({ "assignee_id": me.operator_id });
        let given: ProblemDetail = clerk.post(&format!("{path}/assign"), &body).await.expect(200).json();
        assert_eq!(given.case.assignee.as_ref(), Some(me));
    }
    assert_eq!(clerk.read::<ProblemCounts>("/problems/counts").await.mine, 1);
    assert_eq!(cases(&clerk, &format!("?assignee_id={}", me.operator_id)).await.len(), 1);
    assert_eq!(cases(&clerk, "?unassigned=true").await, []);
    let both = format!("/problems?unassigned=true&assignee_id={}", me.operator_id);
    clerk.get(&both).await.faults(&[("?unassigned", "contradicts")]);

    let said = json!({ "text": "客户说明天在家，电话 13812345670" });
    let first = clerk.post_once(&format!("{path}/comment"), "key", &said).await.expect(201);
    let again = clerk.post_once(&format!("{path}/comment"), "key", &said).await.expect(201);
    assert_eq!(first.json::<ProblemNote>(), again.json::<ProblemNote>());
    clerk.post(&format!("{path}/comment"), &json!({ "text": " " })).await.faults(&[("/text", "required")]);
    let pushed: ProblemDetail =
        clerk.post(&format!("{path}/escalate"), &json!({ "text": "客户投诉" })).await.expect(200).json();
    assert_eq!(pushed.case.level, 1);

    let tracks = json!({ "why": "delivered" });
    clerk.post(&format!("{path}/settle"), &tracks).await.faults(&[("/why", "not_a_persons")]);
    let settle = json!({ "why": "solved", "text": "客户同意再派" });
    let settled: ProblemDetail = clerk.post(&format!("{path}/settle"), &settle).await.expect(200).json();
    assert_eq!(settled.case.settled.as_ref().and_then(|settled| settled.by.as_deref()), Some("clerk"));
    clerk.post(&format!("{path}/settle"), &settle).await.problem(409, "already_settled");
    clerk.post(&format!("{path}/assign"), &json!({})).await.problem(409, "already_settled");
    let back: ProblemDetail =
        clerk.post(&format!("{path}/reopen"), &json!({ "text": "客户又拒收" })).await.expect(200).json();
    assert_eq!((back.case.state, back.case.level), (ProblemState::Open, 0));
    clerk.post(&format!("{path}/reopen"), &json!({ "text": "x" })).await.problem(409, "not_settled");
    let kinds: Vec<NoteKind> = back.notes.iter().rev().map(|note| note.kind).collect();
    assert_eq!(
        kinds,
        [
            NoteKind::Found,
            NoteKind::Assigned,
            NoteKind::Comment,
            NoteKind::Escalated,
            NoteKind::Settled,
            NoteKind::Reopened,
        ]
    );
    assert_eq!(back.notes.iter().rev().nth(1).map(|note| note.text.as_str()), Some("clerk"));
    let log: Value = app.owner().await.read("/audit-log?limit=200").await;
    let log = log.to_string();
    for action in ["problem.assign", "problem.comment", "problem.escalate", "problem.settle", "problem.reopen"] {
        assert!(log.contains(action), "{action}");
    }
    assert!(!log.contains("13812345670"), "what people say is not in the log");
    app.work().await;
}

#[actix_web::test]
async fn many_are_given_and_settled_and_each_has_its_outcome() {
    let app = quiet().await;
    let owner = app.owner().await;
    let (mut ids, made_at) = (Vec::new(), app.app.now());
    for at in 0..3 {
        ids.push(found(&app, &owner.ships(&format!("P-{at}")).await, "refused").await.id);
    }
    owner.post(&format!("/problems/{}/settle", ids[2]), &json!({ "why": "given_up" })).await.expect(200);
    let named = json!([ids[0], ids[1], ids[0], ids[2], samples::NOBODY]);
    let clerk: Operator = owner.operator("clerk").await;
    let give = json!({ "problem_ids": named, "assignee_id": clerk.id });
    let given: ProblemOutcomes = owner.post("/problems/assign", &give).await.expect(200).json();
    let outcomes: Vec<_> = given.items.iter().map(|item| (item.ok, item.code.as_deref())).collect();
    let expected = [(true, None), (true, None), (false, Some("already_settled")), (false, Some("not_found"))];
    assert_eq!(outcomes, expected);
    let unknown = json!({ "problem_ids": [ids[0]], "assignee_id": samples::NOBODY });
    owner.post("/problems/assign", &unknown).await.faults(&[("/assignee_id", "unknown_operator")]);
    let settle = json!({ "problem_ids": named, "why": "no_action", "text": "已处理" });
    let settled: ProblemOutcomes = owner.post("/problems/settle", &settle).await.expect(200).json();
    let outcomes: Vec<_> = settled.items.iter().map(|item| (item.ok, item.code.as_deref())).collect();
    assert_eq!(outcomes, expected);
    assert_eq!(cases(&owner, "").await, []);
    assert_eq!(made_since(&app, made_at).await.len(), 3);
    owner
        .post("/problems/settle", &json!({ "problem_ids": [], "why": "solved" }))
        .await
        .faults(&[("/problem_ids", "wrong_count")]);
    app.work().await;
}

#[actix_web::test]
async fn who_sees_a_part_of_the_merchant_sees_its_problems_alone() {
    let app = quiet().await;
    let owner = app.owner().await;
    let tea = owner.adds_owner("TEA").await;
    let mut body = samples::shipment("T-1");
    body["owner_id"] = json!(tea.id);
    let of_tea: Shipment = owner.post("/shipments", &body).await.expect(201).json();
    let other = owner.ships("O-1").await;
    let (of_tea, other) = (found(&app, &of_tea, "refused").await, found(&app, &other, "refused").await);
    let narrow =
        joined(&app, &owner, "tea", json!({ "role": "clerk", "data_scope": "owners", "scope_ids": [tea.id] })).await;
    let seen: Vec<_> = cases(&narrow, "").await.into_iter().map(|case| case.id).collect();
    assert_eq!(seen, [of_tea.id]);
    assert_eq!(narrow.read::<ProblemCounts>("/problems/counts").await.open, 1);
    narrow.get(&format!("/problems/{}", other.id)).await.problem(404, "not_found");
    let settle = json!({ "problem_ids": [of_tea.id, other.id], "why": "solved" });
    let outcomes: ProblemOutcomes = narrow.post("/problems/settle", &settle).await.expect(200).json();
    assert_eq!(outcomes.items.iter().map(|item| item.ok).collect::<Vec<_>>(), [true, false]);
    assert_eq!(cases(&owner, &format!("?owner_id={}", tea.id)).await, []);
    // A case is not given to who does not see it.
    let seat = owner.operator("tea").await.id;
    let give = json!({ "assignee_id": seat });
    owner.post(&format!("/problems/{}/assign", other.id), &give).await.problem(422, "assignee_cannot_see");
    let give = json!({ "problem_ids": [other.id], "assignee_id": seat });
    let outcomes: ProblemOutcomes = owner.post("/problems/assign", &give).await.expect(200).json();
    assert_eq!(outcomes.items[0].code.as_deref(), Some("assignee_cannot_see"));
    app.work().await;
}

#[actix_web::test]
async fn what_is_due_first_stands_first_page_by_page() {
    let app = quiet().await;
    let owner = app.owner().await;
    let mut expected = Vec::new();
    for (at, code) in ["weather", "lost", "unreachable", "refused", "other"].into_iter().enumerate() {
        expected.push(found(&app, &owner.ships(&format!("P-{at}")).await, code).await);
    }
    expected.sort_by_key(|case| (case.due_at, case.id));
    let (mut got, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let at = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let page: shared::Page<shared::problems::ProblemCase> = owner.read(&format!("/problems?limit=2{at}")).await;
        assert!(page.items.len() <= 2);
        got.extend(page.items.into_iter().map(|case| case.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(got, expected.iter().map(|case| case.id).collect::<Vec<_>>());
    assert_eq!(detail(&owner, &expected[0]).await.case.id, expected[0].id);
}

#[actix_web::test]
async fn what_is_on_its_way_is_stopped_though_nothing_is_wrong_with_it() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let shipment = clerk.ships("P-1").await;
    let path = format!("/shipments/{}/problems", shipment.id);
    clerk.post(&path, &()).await.problem(409, "not_on_its_way");
    crate::problems::scanned(&app, &shipment, "GOT", None).await;
    let case: ProblemDetail = clerk.post(&path, &()).await.expect(200).json();
    assert_eq!((case.case.kind, case.case.state), (ProblemKind::OnRequest, ProblemState::Open));
    assert_eq!(case.notes.iter().map(|note| note.by.as_deref()).collect::<Vec<_>>(), [Some("clerk")]);
    assert!(case.can_ask.contains(&InstructionKind::Return));
    let again: ProblemDetail = clerk.post(&path, &()).await.expect(200).json();
    assert_eq!(again.case.id, case.case.id);
    let seen: Shipment = clerk.read(&format!("/shipments/{}", shipment.id)).await;
    assert_eq!(seen.problem_id, Some(case.case.id));
    let query = json!({ "waybill_nos": [shipment.waybill_no] });
    let tracks: Tracks = clerk.post("/tracks/query", &query).await.expect(200).json();
    let problem = tracks.items[0].problem.expect("the case");
    assert_eq!((problem.id, problem.kind), (case.case.id, ProblemKind::OnRequest));
    assert_eq!((tracks.items[0].is_problem, tracks.counts.problems), (true, 1));

    clerk.post(&format!("/problems/{}/actions", case.case.id), &json!({ "kind": "return" })).await.expect(201);
    // It goes on its way meanwhile, and that settles nothing.
    crate::problems::scanned(&app, &shipment, "DEPARTURE", None).await;
    assert_eq!(detail(&clerk, &case.case).await.case.state, ProblemState::Waiting);
    crate::problems::scanned(&app, &shipment, "RETURN_SCAN", None).await;
    let over = detail(&clerk, &case.case).await;
    assert_eq!(over.case.settled.map(|settled| settled.why), Some(SettledWhy::ReturnBegun));
    app.other_merchant().await.post(&path, &()).await.problem(404, "not_found");
}
