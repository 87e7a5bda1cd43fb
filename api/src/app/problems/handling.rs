//! What people do with cases: take them, say something, push, settle, and open them again.

use shared::{
    OperatorId, Permission, ProblemId, ProblemNoteId, ShipmentId,
    limits::BULK_MAX,
    problems::{
        ESCALATE_EVERY_H, NoteKind, PROBLEM_LEVEL_MAX, PROBLEM_TEXT_CHARS, ProblemAssign, ProblemDetail, ProblemNote,
        ProblemOutcome, ProblemOutcomes, ProblemSettle, ProblemState, ProblemText, ProblemsAssign, ProblemsSettle,
        SettledWhy,
    },
};
use store::{IdempotencyKey, OperatorRecord, ProblemNoteRecord, ProblemRecord, WriteTx};

use super::{detail, each_once, keeping};
use crate::app::{
    App, AppError, Caller, Words,
    caller::narrowed,
    contacts::CREATED,
    error::FieldFault,
    idempotency::{Once, once},
    validation::Faults,
};

fn is_settled() -> AppError {
    AppError::Conflict {
        code: "already_settled",
        words: Words::new("这个问题件已经结案，请先重新打开。", "This problem is settled; open it again first."),
    }
}

fn subject(id: ProblemId) -> String {
    format!("problem {id}")
}

async fn open_case(tx: &WriteTx<'_>, id: ProblemId) -> Result<ProblemRecord, AppError> {
    let record = tx.problems_for_update(&[id]).await?.pop().ok_or(AppError::NotFound)?;
    if record.state == ProblemState::Settled { Err(is_settled()) } else { Ok(record) }
}

/// Who is to take care of it: somebody who may sign in and see it.
async fn assignee(tx: &WriteTx<'_>, id: OperatorId) -> Result<OperatorRecord, AppError> {
    let operator = tx.operator(id).await?.filter(|operator| operator.disabled_at.is_none());
    let unknown = || {
        AppError::Invalid(vec![FieldFault::new(
            "/assignee_id",
            "unknown_operator",
            Words::new(
                "没有这位操作员，或不能处理问题件。",
                "There is no such operator, or they may not take care of problems.",
            ),
        )])
    };
    let operator = operator.ok_or_else(unknown)?;
    let may_work = tx.standing(&operator).await?.permissions.may(Permission::ProblemsWrite);
    if may_work { Ok(operator) } else { Err(unknown()) }
}

/// Which of these shipments the operator sees: a case of another one would be lost with them.
async fn seen_by(tx: &WriteTx<'_>, operator: &OperatorRecord, ids: &[ShipmentId]) -> Result<Vec<ShipmentId>, AppError> {
    let theirs = tx.narrowed_to(narrowed(operator.user, Some(operator.id), operator.data_scope));
    Ok(theirs.waybill_nos(ids).await?.into_iter().map(|(id, _)| id).collect())
}

fn cannot_see() -> AppError {
    AppError::Unacceptable {
        code: "assignee_cannot_see",
        words: Words::new(
            "这位操作员看不到这票运单，请另选一位。",
            "This operator does not see the shipment; choose another.",
        ),
    }
}

/// Gives a case to somebody; the same again changes nothing.
async fn give(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    case: &mut ProblemRecord,
    to: Option<OperatorId>,
) -> Result<(), AppError> {
    if case.assignee == to {
        return Ok(());
    }
    (case.assignee, case.updated_at) = (to, app.now());
    tx.save_problem(case).await?;
    let what = to.map(|id| id.to_string()).unwrap_or_default();
    tx.add_problem_notes(&[keeping::note(app, case.id, NoteKind::Assigned, &what, Some(caller.user))]).await?;
    Ok(())
}

pub async fn assign(
    app: &App,
    caller: &Caller,
    id: ProblemId,
    request: &ProblemAssign,
) -> Result<ProblemDetail, AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            let mut case = open_case(&tx, id).await?;
            if let Some(to) = request.assignee_id {
                let operator = assignee(&tx, to).await?;
                if seen_by(&tx, &operator, &[case.shipment]).await?.is_empty() {
                    return Err(cannot_see());
                }
            }
            give(app, caller, &tx, &mut case, request.assignee_id).await?;
            let to = request.assignee_id.map_or_else(|| "nobody".to_owned(), |to| to.to_string());
            tx.add_audit_entry(caller.audit(app, "problem.assign", subject(id), to)).await?;
            keeping::tell(app, &tx, 1).await?;
            detail(app, caller, &tx, &case).await
        })
        .await
}

fn said(request: &ProblemText) -> Result<String, AppError> {
    let mut faults = Faults::default();
    let text = faults.text("/text", &request.text, true, PROBLEM_TEXT_CHARS);
    faults.settle()?;
    Ok(text)
}

/// A note of the caller's.
fn note_of(app: &App, caller: &Caller, id: ProblemId, kind: NoteKind, what: &str, text: String) -> ProblemNoteRecord {
    let text = Some(text).filter(|text| !text.is_empty());
    ProblemNoteRecord { text, ..keeping::note(app, id, kind, what, Some(caller.user)) }
}

/// Says something about a case, settled or not.
pub async fn comment(
    app: &App,
    caller: &Caller,
    id: ProblemId,
    key: Option<IdempotencyKey>,
    request: &ProblemText,
) -> Result<Once<ProblemNote>, AppError> {
    let text = said(request)?;
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                let case = tx.problem(id).await?.ok_or(AppError::NotFound)?;
                let note = note_of(app, caller, case.id, NoteKind::Comment, "", text.clone());
                tx.add_problem_notes(std::slice::from_ref(&note)).await?;
                tx.add_audit_entry(caller.audit(app, "problem.comment", subject(id), "")).await?;
                keeping::tell(app, &tx, 1).await?;
                Ok(ProblemNote {
                    id: ProblemNoteId(note.id.0),
                    at: note.at,
                    kind: note.kind,
                    what: note.what,
                    text: text.clone(),
                    by: tx.operator_name(caller.user).await?,
                })
            })
            .await
        })
        .await
}

/// A case for a shipment that nothing is wrong with, so that its carrier can be asked to stop it or bring it elsewhere. Where there is an open
/// one, that is it.
pub async fn open_on_request(app: &App, caller: &Caller, shipment: ShipmentId) -> Result<ProblemDetail, AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            let case = keeping::open_on_request(app, caller, &tx, shipment).await?;
            let entry = caller.audit(app, "problem.open", subject(case.id), format!("shipment {shipment}"));
            tx.add_audit_entry(entry).await?;
            detail(app, caller, &tx, &case).await
        })
        .await
}

/// Pushes a case one level up, for a reason. It is escalated by itself from there.
pub async fn escalate(
    app: &App,
    caller: &Caller,
    id: ProblemId,
    request: &ProblemText,
) -> Result<ProblemDetail, AppError> {
    let text = said(request)?;
    app.store
        .write(caller.scope()?, async |tx| {
            let mut case = open_case(&tx, id).await?;
            if case.level >= PROBLEM_LEVEL_MAX {
                let words = Words::new("已经升级到最高级。", "It is escalated as far as it goes.");
                return Err(AppError::Conflict { code: "highest_level", words });
            }
            raise(app, &mut case);
            tx.save_problem(&case).await?;
            let level = case.level.to_string();
            tx.add_problem_notes(&[note_of(app, caller, id, NoteKind::Escalated, &level, text.clone())]).await?;
            tx.add_audit_entry(caller.audit(app, "problem.escalate", subject(id), format!("level {level}"))).await?;
            keeping::tell(app, &tx, 1).await?;
            detail(app, caller, &tx, &case).await
        })
        .await
}

/// One level up, and the next one a day later where there is one.
pub(super) fn raise(app: &App, case: &mut ProblemRecord) {
    let next = app.now() + chrono::TimeDelta::hours(i64::from(ESCALATE_EVERY_H));
    case.level += 1;
    case.escalate_at = Some(next).filter(|_| case.level < PROBLEM_LEVEL_MAX);
    case.updated_at = app.now();
}

/// Only people's reasons are people's to give.
fn why(request_why: SettledWhy, text: &str) -> Result<String, AppError> {
    let mut faults = Faults::default();
    if !SettledWhy::PERSONS.contains(&request_why) {
        let words = Words::new(
            "须为 solved、compensated、no_action 或 given_up。",
            "It must be solved, compensated, no_action or given_up.",
        );
        faults.add(FieldFault::new("/why", "not_a_persons", words));
    }
    let text = faults.text("/text", text, false, PROBLEM_TEXT_CHARS);
    faults.settle()?;
    Ok(text)
}

async fn close(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    case: &mut ProblemRecord,
    why: SettledWhy,
    text: &str,
) -> Result<(), AppError> {
    keeping::settle(case, why, Some(caller.user), app.now());
    tx.save_problem(case).await?;
    let note = note_of(app, caller, case.id, NoteKind::Settled, why.as_str(), text.to_owned());
    Ok(tx.add_problem_notes(&[note]).await?)
}

pub async fn settle(
    app: &App,
    caller: &Caller,
    id: ProblemId,
    request: &ProblemSettle,
) -> Result<ProblemDetail, AppError> {
    let text = why(request.why, &request.text)?;
    app.store
        .write(caller.scope()?, async |tx| {
            let mut case = open_case(&tx, id).await?;
            close(app, caller, &tx, &mut case, request.why, &text).await?;
            tx.add_audit_entry(caller.audit(app, "problem.settle", subject(id), request.why.as_str())).await?;
            keeping::tell(app, &tx, 1).await?;
            detail(app, caller, &tx, &case).await
        })
        .await
}

pub async fn reopen(
    app: &App,
    caller: &Caller,
    id: ProblemId,
    request: &ProblemText,
) -> Result<ProblemDetail, AppError> {
    let text = said(request)?;
    app.store
        .write(caller.scope()?, async |tx| {
            let mut case = tx.problems_for_update(&[id]).await?.pop().ok_or(AppError::NotFound)?;
            if case.state != ProblemState::Settled {
                let words = Words::new("这个问题件没有结案。", "This problem is not settled.");
                return Err(AppError::Conflict { code: "not_settled", words });
            }
            // What the track said until now is known; it settles the case again when something more happens.
            keeping::begin(&mut case, app.now());
            case.since = app.now();
            tx.save_problem(&case).await?;
            tx.add_problem_notes(&[note_of(app, caller, id, NoteKind::Reopened, "", text.clone())]).await?;
            tx.add_audit_entry(caller.audit(app, "problem.reopen", subject(id), "")).await?;
            keeping::tell(app, &tx, 1).await?;
            detail(app, caller, &tx, &case).await
        })
        .await
}

/// One case's outcome; faults of ours are not an item's outcome and end the whole request.
fn outcome(id: ProblemId, result: Result<(), AppError>, caller: &Caller) -> Result<ProblemOutcome, AppError> {
    let refused = |code: &str, words: &Words| ProblemOutcome {
        problem_id: id,
        ok: false,
        code: Some(code.to_owned()),
        detail: Some(words.in_language(caller.language).to_owned()),
    };
    match result {
        Ok(()) => Ok(ProblemOutcome { problem_id: id, ok: true, code: None, detail: None }),
        Err(AppError::NotFound) => {
            Ok(refused("not_found", &Words::new("没有找到这个问题件。", "This problem was not found.")))
        }
        Err(AppError::Conflict { code, words } | AppError::Unacceptable { code, words }) => Ok(refused(code, &words)),
        Err(other) => Err(other),
    }
}

fn counted(ids: &[ProblemId]) -> Result<Vec<ProblemId>, AppError> {
    let mut faults = Faults::default();
    faults.count("/problem_ids", ids.len(), BULK_MAX);
    faults.settle()?;
    Ok(each_once(ids))
}

/// Gives many to somebody; one that cannot be given keeps no other back.
pub async fn assign_many(app: &App, caller: &Caller, request: &ProblemsAssign) -> Result<ProblemOutcomes, AppError> {
    let ids = counted(&request.problem_ids)?;
    app.store
        .write(caller.scope()?, async |tx| {
            let mut cases = tx.problems_for_update(&ids).await?;
            let shipments: Vec<ShipmentId> = cases.iter().map(|case| case.shipment).collect();
            let seen = match request.assignee_id {
                Some(to) => seen_by(&tx, &assignee(&tx, to).await?, &shipments).await?,
                None => shipments,
            };
            let (mut items, mut entries) = (Vec::with_capacity(ids.len()), Vec::new());
            for &id in &ids {
                let result = match cases.iter_mut().find(|case| case.id == id) {
                    None => Err(AppError::NotFound),
                    Some(case) if case.state == ProblemState::Settled => Err(is_settled()),
                    Some(case) if !seen.contains(&case.shipment) => Err(cannot_see()),
                    Some(case) => give(app, caller, &tx, case, request.assignee_id).await,
                };
                let to = request.assignee_id.map_or_else(|| "nobody".to_owned(), |to| to.to_string());
                entries.extend(result.is_ok().then(|| caller.audit(app, "problem.assign", subject(id), to)));
                items.push(outcome(id, result, caller)?);
            }
            let count = entries.len();
            tx.add_audit_entries(entries).await?;
            keeping::tell(app, &tx, count).await?;
            Ok(ProblemOutcomes { items })
        })
        .await
}

/// Settles many for one reason; one that cannot be settled keeps no other back.
pub async fn settle_many(app: &App, caller: &Caller, request: &ProblemsSettle) -> Result<ProblemOutcomes, AppError> {
    let ids = counted(&request.problem_ids)?;
    let text = why(request.why, &request.text)?;
    app.store
        .write(caller.scope()?, async |tx| {
            let mut cases = tx.problems_for_update(&ids).await?;
            let (mut items, mut entries) = (Vec::with_capacity(ids.len()), Vec::new());
            for &id in &ids {
                let result = match cases.iter_mut().find(|case| case.id == id) {
                    None => Err(AppError::NotFound),
                    Some(case) if case.state == ProblemState::Settled => Err(is_settled()),
                    Some(case) => close(app, caller, &tx, case, request.why, &text).await,
                };
                let why = request.why.as_str();
                entries.extend(result.is_ok().then(|| caller.audit(app, "problem.settle", subject(id), why)));
                items.push(outcome(id, result, caller)?);
            }
            let count = entries.len();
            tx.add_audit_entries(entries).await?;
            keeping::tell(app, &tx, count).await?;
            Ok(ProblemOutcomes { items })
        })
        .await
}
