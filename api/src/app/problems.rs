//! The problem workbench (问题件): what is wrong with shipments, found by their tracks and by time, and taken care of by people.

mod finding;
mod handling;
mod instructions;
mod keeping;
mod watching;
mod withdrawing;

use std::collections::{HashMap, HashSet};

use carrier::{Lang, ProblemCode};
use shared::{
    OperatorId, Page, ProblemId, ShipmentId, UserId,
    problems::{
        Assignee, CHECK_EVERY_H, NoteKind, ProblemCase, ProblemCounts, ProblemDetail, ProblemFilter, ProblemKindCount,
        ProblemNote, ProblemSettings, ProblemState, Settlement, THRESHOLD_MAX_H,
    },
};
use store::{Connection, ProblemNoteRecord, ProblemOf, ProblemQuery, ProblemRecord, Scoped, ShipmentRecord};

pub use handling::{assign, assign_many, comment, escalate, open_on_request, reopen, settle, settle_many};
pub use instructions::{answer, ask, keep_answer, network_list, reveal};
pub use keeping::{Followed, after_cancelling, after_scans, after_voiding};
pub use watching::watch;
pub use withdrawing::withdraw;

use crate::app::{
    App, AppError, Caller, Language, Words, error::FieldFault, paging::PageRequest, shipments, tracks,
    validation::Faults,
};

/// Names of people and their seats, as cases need them.
struct Names {
    by_seat: HashMap<OperatorId, String>,
    by_person: HashMap<UserId, String>,
}

impl Names {
    async fn read<C: Connection>(reader: &Scoped<'_, C>) -> Result<Names, AppError> {
        let operators = reader.operators().await?;
        Ok(Names {
            by_seat: operators.iter().map(|one| (one.id, one.user_name.clone())).collect(),
            by_person: operators.into_iter().map(|one| (one.user, one.user_name)).collect(),
        })
    }

    fn person(&self, user: UserId) -> String {
        self.by_person.get(&user).cloned().unwrap_or_default()
    }
}

fn reason(code: &str, language: Language) -> String {
    let code = ProblemCode::parse(code);
    code.map_or_else(String::new, |code| code.words(language.pick(Lang::Zh, Lang::En)).to_owned())
}

fn case_view(
    app: &App,
    caller: &Caller,
    names: &Names,
    record: &ProblemRecord,
    shipment: &ShipmentRecord,
) -> ProblemCase {
    let assignee =
        |id: OperatorId| Assignee { operator_id: id, name: names.by_seat.get(&id).cloned().unwrap_or_default() };
    ProblemCase {
        id: record.id,
        shipment: shipments::summary(caller, shipment),
        kind: record.kind,
        state: record.state,
        reason: reason(&record.reason, caller.language),
        since: record.since,
        found_at: record.found_at,
        due_at: record.due_at,
        is_overdue: record.state != ProblemState::Settled && record.due_at < app.now(),
        level: record.level,
        assignee: record.assignee.map(assignee),
        settled: record.settled.map(|settled| Settlement {
            at: settled.at,
            why: settled.why,
            by: settled.by.map(|user| names.person(user)),
        }),
        updated_at: record.updated_at,
    }
}

/// Cases whose shipment is gone are left out; there are none.
async fn case_views<C: Connection>(
    app: &App,
    caller: &Caller,
    reader: &Scoped<'_, C>,
    records: &[ProblemRecord],
) -> Result<Vec<ProblemCase>, AppError> {
    let mut ids: Vec<ShipmentId> = records.iter().map(|record| record.shipment).collect();
    ids.sort_unstable();
    ids.dedup();
    let found: HashMap<ShipmentId, ShipmentRecord> =
        reader.shipments_by_id(&ids).await?.into_iter().map(|record| (record.id, record)).collect();
    let names = Names::read(reader).await?;
    let view = |record: &ProblemRecord| Some(case_view(app, caller, &names, record, found.get(&record.shipment)?));
    Ok(records.iter().filter_map(view).collect())
}

pub async fn list(app: &App, caller: &Caller, filter: &ProblemFilter) -> Result<Page<ProblemCase>, AppError> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref())?;
    let of = match (filter.assignee_id, filter.unassigned) {
        (None, None | Some(false)) => ProblemOf::Anybody,
        (None, Some(true)) => ProblemOf::Nobody,
        (Some(id), None | Some(false)) => ProblemOf::Operator(id),
        (Some(_), Some(true)) => {
            let words = Words::new("unassigned 与 assignee_id 只能用一个。", "Give either unassigned or assignee_id.");
            return Err(AppError::Invalid(vec![FieldFault::new("?unassigned", "contradicts", words)]));
        }
    };
    let query = ProblemQuery {
        state: filter.state,
        kind: filter.kind,
        of,
        overdue: filter.overdue.map(|overdue| (overdue, app.now())),
        owner: filter.owner_id,
        shipment: filter.shipment_id,
        after: page.after.map(ProblemId),
        limit: page.probe(),
    };
    let reader = app.store.read(caller.scope()?);
    let rows = reader.problems(&query).await?;
    let shown = case_views(app, caller, &reader, &rows).await?;
    Ok(page.page(shown, |case| case.id.0, |case| case))
}

pub async fn counts(app: &App, caller: &Caller) -> Result<ProblemCounts, AppError> {
    let reader = app.store.read(caller.scope()?);
    let (open, overdue) = (reader.count_problems(None).await?, reader.count_problems(Some(app.now())).await?);
    let overdue_of = |kind| overdue.iter().find(|(known, _)| *known == kind).map_or(0, |(_, count)| *count);
    let seat = reader.operators().await?.into_iter().find(|operator| operator.user == caller.user);
    let mine = match seat {
        Some(seat) => reader.count_problems_of(Some(seat.id)).await?,
        None => 0,
    };
    Ok(ProblemCounts {
        open: open.iter().map(|(_, count)| count).sum(),
        overdue: overdue.iter().map(|(_, count)| count).sum(),
        mine,
        unassigned: reader.count_problems_of(None).await?,
        kinds: open.iter().map(|&(kind, open)| ProblemKindCount { kind, open, overdue: overdue_of(kind) }).collect(),
    })
}

pub async fn get(app: &App, caller: &Caller, id: ProblemId) -> Result<ProblemDetail, AppError> {
    let reader = app.store.read(caller.scope()?);
    let record = reader.problem(id).await?.ok_or(AppError::NotFound)?;
    detail(app, caller, &reader, &record).await
}

/// The case with its track, its history, and what the carrier was and can be asked.
async fn detail<C: Connection>(
    app: &App,
    caller: &Caller,
    reader: &Scoped<'_, C>,
    record: &ProblemRecord,
) -> Result<ProblemDetail, AppError> {
    let shipment = reader.shipment(record.shipment).await?.ok_or(AppError::NotFound)?;
    let names = Names::read(reader).await?;
    let events = reader.scan_events(record.shipment).await?;
    let asked = reader.instructions_of(record.id).await?;
    let notes = reader.problem_notes(record.id).await?;
    Ok(ProblemDetail {
        case: case_view(app, caller, &names, record, &shipment),
        track: tracks::track(&events, caller.language),
        notes: notes.into_iter().map(|note| note_view(app, caller.language, &names, note)).collect(),
        can_ask: instructions::can_ask(app, record, &shipment, &asked),
        claim_max: instructions::claim_max(&shipment),
        instructions: asked
            .into_iter()
            .map(|record| instructions::view(instructions::told(record, caller.language), |user| names.person(user)))
            .collect(),
    })
}

/// Who takes care from now on is kept as an id, and shown by name.
fn note_view(app: &App, language: Language, names: &Names, note: ProblemNoteRecord) -> ProblemNote {
    let assigned = (note.kind == NoteKind::Assigned).then(|| {
        let seat = note.what.parse().ok().map(OperatorId);
        seat.and_then(|seat| names.by_seat.get(&seat).cloned()).unwrap_or_default()
    });
    ProblemNote {
        id: note.id,
        at: note.at,
        kind: note.kind,
        what: if assigned.is_some() { String::new() } else { note.what },
        text: assigned.or(note.text).unwrap_or_else(|| language.pick(note.words.zh, note.words.en)),
        // The network's people have no names here.
        by: note
            .user
            .map(|user| names.by_person.get(&user).cloned().unwrap_or_else(|| app.settings.network_name.clone())),
    }
}

/// Who can take care of cases: everybody who may sign in and may do so.
pub async fn assignees(app: &App, caller: &Caller) -> Result<Vec<Assignee>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let mut people = Vec::new();
    for operator in reader.operators().await?.into_iter().filter(|operator| operator.disabled_at.is_none()) {
        if reader.standing(&operator).await?.permissions.may(shared::Permission::ProblemsWrite) {
            people.push(Assignee { operator_id: operator.id, name: operator.user_name });
        }
    }
    Ok(people)
}

pub async fn settings(app: &App, caller: &Caller) -> Result<ProblemSettings, AppError> {
    Ok(app.store.read(caller.scope()?).problem_settings().await?)
}

pub async fn set_settings(app: &App, caller: &Caller, request: &ProblemSettings) -> Result<ProblemSettings, AppError> {
    let mut faults = Faults::default();
    for (name, hours) in request.named() {
        faults.range(&format!("/{name}"), hours, CHECK_EVERY_H, THRESHOLD_MAX_H);
    }
    faults.settle()?;
    app.store
        .write(caller.scope()?, async |tx| {
            let before = tx.problem_settings().await?;
            let changed = before.named().into_iter().zip(request.named()).filter(|(before, after)| before != after);
            let detail: Vec<String> =
                changed.map(|((name, before), (_, after))| format!("{name} {before} → {after}")).collect();
            tx.set_problem_settings(*request, app.now()).await?;
            let entry = caller.audit(app, "problem.settings", "problems", detail.join(", "));
            Ok::<(), AppError>(tx.add_audit_entry(entry).await?)
        })
        .await?;
    Ok(*request)
}

/// Those named, each once, in the order asked.
fn each_once(ids: &[ProblemId]) -> Vec<ProblemId> {
    let mut seen = HashSet::new();
    ids.iter().copied().filter(|id| seen.insert(*id)).collect()
}
