//! Cases follow their shipments: found, settled and answered by what scanners say, and by time.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use shared::{
    OutboxId, ProblemId, ProblemNoteId, ShipmentId, ShipmentState, UserId,
    problems::{CHECK_EVERY_H, InstructionKind, NoteKind, ProblemKind, ProblemSettings, ProblemState, SettledWhy},
};
use store::{
    CarrierWords, InstructionRecord, Lane, ProblemNoteRecord, ProblemRecord, ScanEventRecord, SettledRecord,
    ShipmentRecord, WriteTx,
};

use super::finding::{self, Look, Reason};
use crate::app::{App, AppError, Caller, Words, live::PROBLEMS_CHANGED, timeliness, tracks};

/// A shipment as it is after a write, with its whole track, oldest first.
pub struct Followed {
    pub shipment: ShipmentRecord,
    pub state: ShipmentState,
    pub events: Vec<ScanEventRecord>,
}

impl Followed {
    fn look(&self) -> Look<'_> {
        Look { shipment: &self.shipment, state: self.state, events: &self.events }
    }
}

/// What a write does to cases, gathered so that it is written together.
#[derive(Default)]
pub struct Changes {
    made: Vec<ProblemRecord>,
    saved: Vec<ProblemRecord>,
    notes: Vec<ProblemNoteRecord>,
    answered: Vec<InstructionRecord>,
}

/// A step in the history of a case.
pub fn note(app: &App, problem: ProblemId, kind: NoteKind, what: &str, by: Option<UserId>) -> ProblemNoteRecord {
    let (id, what) = (ProblemNoteId(app.id()), what.to_owned());
    ProblemNoteRecord { id, problem, kind, what, text: None, user: by, at: app.now(), words: CarrierWords::default() }
}

/// What was asked and what was answered, as the history has it.
pub fn answered(instruction: &InstructionRecord) -> String {
    format!("{}:{}", instruction.kind.as_str(), instruction.state.as_str())
}

/// Until when a case of this kind should be over, found now.
fn due_at(kind: ProblemKind, now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::hours(i64::from(kind.due_h()))
}

/// Begins a case, or begins one that was over anew.
pub fn begin(case: &mut ProblemRecord, now: DateTime<Utc>) {
    case.state = ProblemState::Open;
    case.found_at = now;
    case.due_at = due_at(case.kind, now);
    case.escalate_at = Some(case.due_at);
    case.level = 0;
    case.settled = None;
    case.updated_at = now;
}

pub fn settle(case: &mut ProblemRecord, why: SettledWhy, by: Option<UserId>, now: DateTime<Utc>) {
    case.state = ProblemState::Settled;
    case.escalate_at = None;
    case.settled = Some(SettledRecord { at: now, by, why });
    case.updated_at = now;
}

impl Changes {
    fn is_empty(&self) -> bool {
        self.made.is_empty() && self.saved.is_empty() && self.notes.is_empty() && self.answered.is_empty()
    }

    /// Writes everything, and tells open pages.
    pub async fn write(self, app: &App, tx: &WriteTx<'_>) -> Result<(), AppError> {
        if self.is_empty() {
            return Ok(());
        }
        tx.add_problems(&self.made).await?;
        for case in &self.saved {
            tx.save_problem(case).await?;
        }
        for instruction in &self.answered {
            tx.save_instruction(instruction).await?;
        }
        tx.add_problem_notes(&self.notes).await?;
        tell(app, tx, self.made.len() + self.saved.len()).await
    }

    /// What one shipment's track, and the time where it is asked, do to its cases. Answers when it may be wrong next by time alone.
    fn follow(
        &mut self,
        app: &App,
        look: &Look<'_>,
        cases: Vec<ProblemRecord>,
        instructions: Vec<InstructionRecord>,
        settings: Option<ProblemSettings>,
    ) -> Option<DateTime<Utc>> {
        let mut follower = Follower { app, now: app.now(), cases, touched: Vec::new(), notes: Vec::new() };
        let claimed: Vec<ProblemId> = instructions
            .iter()
            .filter(|instruction| instruction.kind == InstructionKind::Claim)
            .map(|instruction| instruction.problem)
            .collect();
        let mut asked: Vec<ProblemId> = Vec::new();
        for instruction in instructions.into_iter().filter(|one| one.state.is_open()) {
            let problem = instruction.problem;
            match follower.answer(look, instruction) {
                Some(answered) => self.answered.push(answered),
                None => asked.push(problem),
            }
        }
        follower.settle_what_is_over(look, &claimed);
        follower.open_what_nobody_answers(&asked);
        for reason in look.reasons() {
            follower.find(look.shipment.id, reason, false, &mut self.made);
        }
        let next = settings.and_then(|settings| follower.watch(look, settings, &mut self.made));
        self.saved.extend(follower.cases.into_iter().filter(|case| follower.touched.contains(&case.id)));
        self.notes.extend(follower.notes);
        next
    }
}

/// The cases of one shipment while they are followed.
struct Follower<'a> {
    app: &'a App,
    now: DateTime<Utc>,
    cases: Vec<ProblemRecord>,
    touched: Vec<ProblemId>,
    notes: Vec<ProblemNoteRecord>,
}

impl Follower<'_> {
    fn answer(&mut self, look: &Look<'_>, mut instruction: InstructionRecord) -> Option<InstructionRecord> {
        instruction.state = look.answer_to(&instruction)?;
        instruction.answered_at = Some(self.now);
        let what = answered(&instruction);
        self.notes.push(note(self.app, instruction.problem, NoteKind::Answered, &what, None));
        Some(instruction)
    }

    /// A case that waits for the carrier, who is asked for nothing any more, is people's again. `asked`: the cases of what is still open.
    fn open_what_nobody_answers(&mut self, asked: &[ProblemId]) {
        let waiting = self.cases.iter_mut().filter(|case| case.state == ProblemState::Waiting);
        for case in waiting.filter(|case| !asked.contains(&case.id)) {
            case.state = ProblemState::Open;
            case.updated_at = self.now;
            self.touched.push(case.id);
        }
    }

    /// A case that a claim is made in stays for people.
    fn settle_what_is_over(&mut self, look: &Look<'_>, claimed: &[ProblemId]) {
        for case in self.cases.iter_mut().filter(|case| case.state != ProblemState::Settled) {
            let Some(why) = look.why_over(case.kind, case.since).filter(|_| !claimed.contains(&case.id)) else {
                continue;
            };
            settle(case, why, None, self.now);
            self.touched.push(case.id);
            self.notes.push(note(self.app, case.id, NoteKind::Settled, why.as_str(), None));
        }
    }

    /// Opens a case where there is none. One that was settled is opened again by what happened since; `again`: by what lasts.
    fn find(&mut self, shipment: ShipmentId, reason: Reason, again: bool, made: &mut Vec<ProblemRecord>) {
        let Some(case) = self.cases.iter_mut().find(|case| case.kind == reason.kind) else {
            let mut case = ProblemRecord {
                id: ProblemId(self.app.id()),
                shipment,
                kind: reason.kind,
                state: ProblemState::Open,
                reason: reason.code,
                since: reason.since,
                found_at: self.now,
                due_at: self.now,
                escalate_at: None,
                level: 0,
                assignee: None,
                settled: None,
                updated_at: self.now,
            };
            begin(&mut case, self.now);
            self.notes.push(note(self.app, case.id, NoteKind::Found, "", None));
            made.push(case);
            return;
        };
        let is_settled = case.state == ProblemState::Settled;
        if is_settled && (again || reason.since > case.since) {
            begin(case, self.now);
            self.notes.push(note(self.app, case.id, NoteKind::FoundAgain, "", None));
        } else if is_settled || reason.since <= case.since {
            return;
        }
        // It happened once more, perhaps for another reason: who asked for it to be tried again waits no longer.
        case.state = ProblemState::Open;
        (case.reason, case.since, case.updated_at) = (reason.code, reason.since, self.now);
        self.touched.push(case.id);
    }

    /// Finds what lasted too long; answers when the next of it does.
    fn watch(
        &mut self,
        look: &Look<'_>,
        settings: ProblemSettings,
        made: &mut Vec<ProblemRecord>,
    ) -> Option<DateTime<Utc>> {
        let mut next = None;
        let is_open = |case: &ProblemRecord| case.state != ProblemState::Settled;
        let is_known = self.cases.iter().any(is_open) || made.iter().any(|case| case.shipment == look.shipment.id);
        let promised_days = timeliness::promised_days(self.app, &Lane::of(look.shipment));
        for silence in look.silences(settings, promised_days) {
            let before = self.cases.iter().find(|case| case.kind == silence.kind);
            // What stands still because of a problem that somebody takes care of is not wrong twice.
            if before.is_some_and(is_open) || silence.kind == ProblemKind::NoMovement && look.is_stuck() && is_known {
                continue;
            }
            let wrong_at = if look.is_stuck() {
                silence.wrong_after(self.cases.iter())
            } else {
                silence.wrong_after(before.into_iter().filter(|case| silence.since <= case.since))
            };
            if wrong_at > self.now {
                next = Some(next.map_or(wrong_at, |next: DateTime<Utc>| next.min(wrong_at)));
                continue;
            }
            let reason = Reason { kind: silence.kind, code: String::new(), since: silence.since };
            self.find(look.shipment.id, reason, true, made);
        }
        next
    }
}

/// Tells open pages that cases changed.
pub async fn tell(app: &App, tx: &WriteTx<'_>, count: usize) -> Result<(), AppError> {
    if count == 0 {
        return Ok(());
    }
    let payload = serde_json::json!({ "count": count }).to_string();
    Ok(tx.send(OutboxId(app.id()), PROBLEMS_CHANGED, payload, app.now()).await?)
}

/// The cases of these shipments, and what carriers were asked and have not done, each by its shipment.
async fn known(
    tx: &WriteTx<'_>,
    ids: &[ShipmentId],
) -> Result<(HashMap<ShipmentId, Vec<ProblemRecord>>, HashMap<ShipmentId, Vec<InstructionRecord>>), AppError> {
    let (mut cases, mut instructions) = (HashMap::new(), HashMap::new());
    for case in tx.problems_of_for_update(ids).await? {
        cases.entry(case.shipment).or_insert_with(Vec::new).push(case);
    }
    // Carriers are asked in cases only.
    let with_cases: Vec<ShipmentId> = cases.keys().copied().collect();
    if !with_cases.is_empty() {
        for instruction in tx.open_instructions_and_claims_for_update(&with_cases).await? {
            instructions.entry(instruction.shipment).or_insert_with(Vec::new).push(instruction);
        }
    }
    Ok((cases, instructions))
}

/// Finds, answers and settles what follows from new scans, in the transaction that records them. The shipments are locked.
pub async fn after_scans(app: &App, tx: &WriteTx<'_>, followed: &[Followed]) -> Result<(), AppError> {
    if followed.is_empty() {
        return Ok(());
    }
    let ids: Vec<ShipmentId> = followed.iter().map(|one| one.shipment.id).collect();
    let (mut cases, mut instructions) = known(tx, &ids).await?;
    let mut changes = Changes::default();
    for one in followed {
        let cases = cases.remove(&one.shipment.id).unwrap_or_default();
        let instructions = instructions.remove(&one.shipment.id).unwrap_or_default();
        changes.follow(app, &one.look(), cases, instructions, None);
    }
    changes.write(app, tx).await
}

/// A shipment was voided: nothing can be wrong with it any more.
pub async fn after_voiding(app: &App, tx: &WriteTx<'_>, shipment: &ShipmentRecord) -> Result<(), AppError> {
    let one = Followed { shipment: shipment.clone(), state: ShipmentState::OrderCancelled, events: Vec::new() };
    after_scans(app, tx, std::slice::from_ref(&one)).await
}

/// The carrier says that it cancelled the order of a shipment that nobody has picked up yet: that is the merchant's turn, in the case there
/// is or in one of its own. Said again it changes nothing.
pub async fn after_cancelling(
    app: &App,
    tx: &WriteTx<'_>,
    id: ShipmentId,
    why: Option<String>,
) -> Result<(), AppError> {
    let Some(shipment) = tx.shipments_for_update(&[id]).await?.pop() else { return Ok(()) };
    let mut cases = tx.problems_of_for_update(&[id]).await?;
    let known: Vec<ProblemId> = cases.iter().map(|case| case.id).collect();
    if !tracks::is_voidable(shipment.state) || tx.is_noted(&known, NoteKind::CarrierCancelled).await? {
        return Ok(());
    }
    let mut changes = Changes::default();
    let open = cases.iter_mut().find(|case| case.state != ProblemState::Settled);
    let case = if let Some(case) = open {
        (case.state, case.updated_at) = (ProblemState::Open, app.now());
        let id = case.id;
        changes.saved.push(case.clone());
        id
    } else {
        let mut follower = Follower { app, now: app.now(), cases, touched: Vec::new(), notes: Vec::new() };
        let reason = Reason { kind: ProblemKind::Exception, code: String::new(), since: app.now() };
        follower.find(id, reason, true, &mut changes.made);
        changes.notes = follower.notes;
        changes.saved.extend(follower.cases.into_iter().filter(|case| follower.touched.contains(&case.id)));
        let found = changes.made.iter().chain(&changes.saved).map(|case| case.id).next();
        found.ok_or_else(|| AppError::internal("a cancelled order without a case"))?
    };
    changes.notes.push(ProblemNoteRecord { text: why, ..note(app, case, NoteKind::CarrierCancelled, "", None) });
    changes.write(app, tx).await
}

/// The open case of a shipment that somebody wants stopped or brought elsewhere: the one there is, or one of its own.
pub async fn open_on_request(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    id: ShipmentId,
) -> Result<ProblemRecord, AppError> {
    let shipment = tx.shipments_for_update(&[id]).await?.pop().ok_or(AppError::NotFound)?;
    let cases = tx.problems_of_for_update(&[id]).await?;
    if let Some(open) = cases.iter().find(|case| case.state != ProblemState::Settled) {
        return Ok(open.clone());
    }
    let mut follower = Follower { app, now: app.now(), cases, touched: Vec::new(), notes: Vec::new() };
    let mut changes = Changes::default();
    let reason = Reason { kind: ProblemKind::OnRequest, code: String::new(), since: app.now() };
    if tracks::is_voidable(shipment.state) || finding::is_over(shipment.state) {
        return Err(not_on_its_way());
    }
    follower.find(id, reason, true, &mut changes.made);
    changes.saved.extend(follower.cases.into_iter().filter(|case| follower.touched.contains(&case.id)));
    let found = changes.made.iter().chain(&changes.saved).next().cloned();
    let found = found.ok_or_else(|| AppError::internal("a request without a case"))?;
    // A person began it.
    let by = |note: ProblemNoteRecord| ProblemNoteRecord { user: Some(caller.user), ..note };
    changes.notes = follower.notes.into_iter().map(by).collect();
    changes.write(app, tx).await?;
    Ok(found)
}

fn not_on_its_way() -> AppError {
    AppError::Conflict {
        code: "not_on_its_way",
        words: Words::new(
            "这票运单不在途：还没揽收的可以直接作废或修改，已结束的不能再拦截。",
            "It is not on its way: before the pickup it can be voided or edited, and what is over cannot be stopped.",
        ),
    }
}

/// Looks at shipments under way: finds what lasted too long, and what the track says and nobody heard. Says when to look again.
pub async fn check(app: &App, tx: &WriteTx<'_>, ids: &[ShipmentId]) -> Result<(), AppError> {
    let mut ids = ids.to_vec();
    // One order for all writers, so that two never wait for each other in a circle.
    ids.sort_unstable();
    let settings = tx.problem_settings().await?;
    let latest = app.now() + TimeDelta::hours(i64::from(CHECK_EVERY_H));
    let shipments = tx.shipments_for_update(&ids).await?;
    let mut events: HashMap<ShipmentId, Vec<ScanEventRecord>> = HashMap::new();
    for event in tx.scan_events_of(&ids).await? {
        events.entry(event.shipment).or_default().push(event);
    }
    let (mut cases, mut instructions) = known(tx, &ids).await?;
    let mut changes = Changes::default();
    let mut again: HashMap<DateTime<Utc>, Vec<ShipmentId>> = HashMap::new();
    for shipment in shipments {
        let (id, events) = (shipment.id, events.remove(&shipment.id).unwrap_or_default());
        let one = Followed { state: shipment.state, shipment, events };
        let cases = cases.remove(&id).unwrap_or_default();
        let instructions = instructions.remove(&id).unwrap_or_default();
        let next = changes.follow(app, &one.look(), cases, instructions, Some(settings));
        again.entry(next.map_or(latest, |next| next.min(latest))).or_default().push(id);
    }
    for (at, ids) in again {
        tx.check_shipments_at(&ids, at).await?;
    }
    changes.write(app, tx).await
}
