//! What carriers are asked to do about problems, and what they answer. For the embedded network the answers are its people's; carriers over
//! the network are asked by a job.

use std::collections::{HashMap, hash_map::Entry};

use carrier::{Capability, RemoteCarrier, embedded};
use shared::{
    InstructionId, Page, ProblemId, ShipmentState, UserId,
    contacts::Party,
    limits::REASON_CHARS,
    problems::{
        CLAIM_UNINSURED_MAX, INSTRUCTIONS_MAX, Instruction, InstructionAnswer, InstructionCreate, InstructionFilter,
        InstructionKind, InstructionState, NetworkInstruction, NoteKind, PROBLEM_TEXT_CHARS, ProblemKind, ProblemState,
    },
    shipments::RevealRequest,
};
use store::{
    CarrierWords, IdempotencyKey, InstructionQuery, InstructionRecord, MerchantRecord, PartyPii, PlaceRecord,
    ProblemNoteRecord, ProblemRecord, ShipmentRecord, TenantScope, WriteTx,
};
use units::Money;

use super::keeping;
use crate::app::{
    App, AppError, Caller, Language, Words,
    contacts::CREATED,
    error::FieldFault,
    idempotency::{Once, once},
    paging::PageRequest,
    parties, tracks,
    validation::Faults,
};

/// What a carrier that stops parcels can be asked: it brings them back, or elsewhere.
const BY_INTERCEPT: &[InstructionKind] = &[InstructionKind::ChangeAddress, InstructionKind::Return];

/// What a carrier can be asked to do at all.
fn capabilities(app: &App, carrier: &str) -> &'static [InstructionKind] {
    if carrier == embedded::CODE {
        return InstructionKind::ALL;
    }
    let line = app.settings.carriers.line(carrier);
    let stops = line.is_some_and(|line| line.carrier.capabilities().has(Capability::Intercept));
    if stops { BY_INTERCEPT } else { &[] }
}

/// What can be asked of it as far as the parcel has come.
fn fits(kind: InstructionKind, state: ShipmentState) -> bool {
    let is_out = !tracks::is_voidable(state)
        && !store::is_over(state)
        && !matches!(state, ShipmentState::Lost | ShipmentState::ReturnedToSender);
    let is_going_back = matches!(state, ShipmentState::ReturnInitiated | ShipmentState::InReturnTransit);
    match kind {
        InstructionKind::Claim => !tracks::is_voidable(state) && state != ShipmentState::OrderCancelled,
        InstructionKind::Hold => is_out,
        InstructionKind::Redeliver | InstructionKind::ChangeAddress | InstructionKind::Return => {
            is_out && !is_going_back
        }
    }
}

/// What can be asked now; not what was asked and is not done yet. `asked` are the instructions of the case.
pub fn can_ask(
    app: &App,
    case: &ProblemRecord,
    shipment: &ShipmentRecord,
    asked: &[InstructionRecord],
) -> Vec<InstructionKind> {
    let is_asked = |kind| asked.iter().any(|one| one.kind == kind && one.state.is_open());
    let is_possible = |kind: &InstructionKind| fits(*kind, shipment.state) && !is_asked(*kind);
    if case.state == ProblemState::Settled || asked.len() >= INSTRUCTIONS_MAX {
        return Vec::new();
    }
    capabilities(app, &shipment.carrier).iter().copied().filter(is_possible).collect()
}

/// The declared value, or what is paid without one.
pub fn claim_max(shipment: &ShipmentRecord) -> Money {
    shipment.insured.unwrap_or(CLAIM_UNINSURED_MAX)
}

/// Carriers' systems say it in both languages.
pub fn told(record: InstructionRecord, language: Language) -> InstructionRecord {
    if record.answer.is_empty() {
        let answer = language.pick(&record.words.zh, &record.words.en).clone();
        return InstructionRecord { answer, ..record };
    }
    record
}

pub fn view(record: InstructionRecord, name: impl Fn(UserId) -> String) -> Instruction {
    let can_withdraw = record.state.is_open() && record.carrier != embedded::CODE;
    Instruction {
        id: record.id,
        kind: record.kind,
        state: record.state,
        amount: record.amount,
        address: record.address.as_ref().map(|(place, party)| parties::masked(place, party)),
        text: record.text,
        asked_by: name(record.asked_by),
        asked_at: record.asked_at,
        answered_at: record.answered_at,
        answer: record.answer,
        can_withdraw: can_withdraw && !record.is_withdrawn,
        is_withdrawing: record.is_withdrawn && record.state.is_open(),
    }
}

/// What is asked, checked as far as it can be without the shipment.
struct Asked {
    text: String,
    address: Option<(PlaceRecord, PartyPii)>,
}

fn checked(request: &InstructionCreate) -> Result<Asked, AppError> {
    let mut faults = Faults::default();
    let is_claim = request.kind == InstructionKind::Claim;
    let text = faults.text("/text", &request.text, is_claim, PROBLEM_TEXT_CHARS);
    let mut out_of_place = |pointer: &str, is_there: bool, is_wanted: bool| {
        let (code, words) = match (is_there, is_wanted) {
            (false, true) => ("required", Words::new("这一项必填。", "This field is required.")),
            (true, false) => {
                ("out_of_place", Words::new("这种指令没有这一项。", "This instruction does not have this field."))
            }
            _ => return,
        };
        faults.add(FieldFault::new(pointer, code, words));
    };
    out_of_place("/address", request.address.is_some(), request.kind == InstructionKind::ChangeAddress);
    out_of_place("/amount", request.amount.is_some(), is_claim);
    let address = request.address.as_ref().and_then(|party| parties::resolve(party, "/address", &mut faults));
    faults.settle()?;
    Ok(Asked { text, address: address.map(|resolved| (resolved.place, resolved.pii)) })
}

fn check_amount(amount: Option<Money>, shipment: &ShipmentRecord) -> Result<(), AppError> {
    let most = claim_max(shipment);
    if amount.is_none_or(|amount| amount > Money::ZERO && amount <= most) {
        return Ok(());
    }
    Err(AppError::Invalid(vec![FieldFault::new(
        "/amount",
        "out_of_range",
        Words::new(
            format!("理赔金额须大于 0，最多 {most} 元（声明价值或未保价上限）。"),
            format!("A claim is above 0 and at most {most} (the declared value, or the limit without one)."),
        ),
    )]))
}

fn cannot_ask(
    app: &App,
    case: &ProblemRecord,
    shipment: &ShipmentRecord,
    kind: InstructionKind,
    asked: &[InstructionRecord],
) -> AppError {
    let (code, words) = if case.state == ProblemState::Settled {
        (
            "already_settled",
            Words::new("这个问题件已经结案，请先重新打开。", "This problem is settled; open it again first."),
        )
    } else if asked.len() >= INSTRUCTIONS_MAX {
        let words = Words::new(
            format!("一个问题件最多 {INSTRUCTIONS_MAX} 条指令。"),
            format!("A problem has at most {INSTRUCTIONS_MAX} instructions."),
        );
        ("too_many", words)
    } else if asked.iter().any(|one| one.kind == kind && one.state.is_open()) {
        return already_asked();
    } else if !capabilities(app, &shipment.carrier).contains(&kind) {
        let words = Words::new(
            "这票运单的快递公司不能代为这样处理，请直接联系快递公司。",
            "The carrier of this shipment cannot be asked for this here; contact the carrier.",
        );
        ("carrier_cannot", words)
    } else {
        let words = Words::new(
            "这票运单现在不能这样处理，请看可用的操作。",
            "This cannot be asked for this shipment now; see what can.",
        );
        ("cannot_ask", words)
    };
    AppError::Conflict { code, words }
}

fn already_asked() -> AppError {
    AppError::Conflict {
        code: "already_asked",
        words: Words::new(
            "已经向承运商提出同样的要求，请等待回复。",
            "The carrier was asked for the same already; wait for its answer.",
        ),
    }
}

/// Asks the carrier to do something. The case waits for its answer.
pub async fn ask(
    app: &App,
    caller: &Caller,
    id: ProblemId,
    key: Option<IdempotencyKey>,
    request: &InstructionCreate,
) -> Result<Once<Instruction>, AppError> {
    let asked = checked(request)?;
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                let mut case = tx.problems_for_update(&[id]).await?.pop().ok_or(AppError::NotFound)?;
                let shipment = tx.shipment(case.shipment).await?.ok_or(AppError::NotFound)?;
                let before = tx.instructions_of(id).await?;
                if !can_ask(app, &case, &shipment, &before).contains(&request.kind) {
                    return Err(cannot_ask(app, &case, &shipment, request.kind, &before));
                }
                check_amount(request.amount, &shipment)?;
                let record = InstructionRecord {
                    id: InstructionId(app.id()),
                    problem: id,
                    shipment: shipment.id,
                    kind: request.kind,
                    state: InstructionState::Requested,
                    amount: request.amount,
                    address: asked.address.clone(),
                    text: asked.text.clone(),
                    asked_by: caller.user,
                    asked_at: app.now(),
                    answered_by: None,
                    answered_at: None,
                    answer: String::new(),
                    carrier: shipment.carrier.clone(),
                    run_at: (shipment.carrier != embedded::CODE).then(|| app.now()),
                    tries: 0,
                    is_withdrawn: false,
                    words: CarrierWords::default(),
                };
                tx.add_instruction(&record).await?;
                (case.state, case.updated_at) = (ProblemState::Waiting, app.now());
                tx.save_problem(&case).await?;
                let text = Some(asked.text.clone()).filter(|text| !text.is_empty());
                let note = keeping::note(app, id, NoteKind::Asked, request.kind.as_str(), Some(caller.user));
                tx.add_problem_notes(&[ProblemNoteRecord { text, ..note }]).await?;
                let detail = format!("{} {}", shipment.waybill_no, request.kind.as_str());
                tx.add_audit_entry(caller.audit(app, "problem.ask", format!("problem {id}"), detail)).await?;
                keeping::tell(app, &tx, 1).await?;
                let by = tx.operator_name(caller.user).await?.unwrap_or_default();
                Ok(view(record, |_| by.clone()))
            })
            .await
        })
        .await
        // Another case of the same shipment asked for it at the same moment, or before.
        .map_err(|error| if matches!(error, AppError::UniqueViolation) { already_asked() } else { error })
}

/// What the network's people are asked to do, oldest first.
pub async fn network_list(app: &App, filter: &InstructionFilter) -> Result<Page<NetworkInstruction>, AppError> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref())?;
    if filter.state.is_some_and(|state| !state.is_open()) {
        let words = Words::new("须为 requested 或 accepted。", "It must be requested or accepted.");
        return Err(AppError::Invalid(vec![FieldFault::new("?state", "out_of_range", words)]));
    }
    let query = InstructionQuery { state: filter.state, after: page.after.map(InstructionId), limit: page.probe() };
    let rows = app.store.network().instructions(embedded::CODE, &query).await?;
    let mut views = Vec::with_capacity(rows.len());
    let mut merchants: HashMap<TenantScope, MerchantRecord> = HashMap::new();
    for (scope, record) in rows {
        let merchant = match merchants.entry(scope) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(app.store.read(scope).merchant().await?),
        };
        views.push(network_view(app, scope, merchant, record).await?);
    }
    Ok(page.page(views, |one| one.instruction.id.0, |one| one))
}

async fn network_view(
    app: &App,
    scope: TenantScope,
    merchant: &MerchantRecord,
    record: InstructionRecord,
) -> Result<NetworkInstruction, AppError> {
    let reader = app.store.read(scope);
    let shipment = reader.shipment(record.shipment).await?;
    let shipment = shipment.ok_or_else(|| AppError::internal("an instruction without its shipment"))?;
    let problem = reader.problem(record.problem).await?.map_or(ProblemKind::Exception, |case| case.kind);
    let by = reader.operator_name(record.asked_by).await?.unwrap_or_default();
    Ok(NetworkInstruction {
        instruction: view(record, |_| by.clone()),
        merchant_code: merchant.code.clone(),
        merchant_name: merchant.name.clone(),
        waybill_no: shipment.waybill_no.clone(),
        problem,
        receiver: parties::masked_short(&shipment.place, &shipment.receiver),
        route_code: shipment.route_code.clone(),
    })
}

/// Shows the new address of an instruction in full to who carries it out, and writes down why.
pub async fn reveal(app: &App, caller: &Caller, id: InstructionId, request: &RevealRequest) -> Result<Party, AppError> {
    let mut faults = Faults::default();
    let reason = faults.text("/reason", &request.reason, true, REASON_CHARS);
    faults.settle()?;
    let scope = app.store.network().find_instruction(embedded::CODE, id).await?.ok_or(AppError::NotFound)?;
    app.store
        .write(scope, async |tx| {
            let record = tx.instruction(id).await?.filter(|record| record.state.is_open()).ok_or(AppError::NotFound)?;
            let (place, party) = record.address.as_ref().ok_or(AppError::NotFound)?;
            let subject = format!("shipment {}", record.shipment);
            let detail = format!("instruction {id}: {reason}");
            tx.add_audit_entry(caller.audit(app, "personal_data_revealed", subject, detail)).await?;
            Ok(parties::revealed(place, party))
        })
        .await
}

fn said(request: &InstructionAnswer) -> Result<String, AppError> {
    let mut faults = Faults::default();
    let is_refused = request.state == InstructionState::Refused;
    if !matches!(request.state, InstructionState::Accepted | InstructionState::Refused | InstructionState::Done) {
        let words = Words::new("须为 accepted、refused 或 done。", "It must be accepted, refused or done.");
        faults.add(FieldFault::new("/state", "out_of_range", words));
    }
    let text = faults.text("/text", &request.text, is_refused, PROBLEM_TEXT_CHARS);
    faults.settle()?;
    Ok(text)
}

/// What the network's people answer. A parcel is sent back, or out again, by a scan, never by the answer.
pub async fn answer(
    app: &App,
    caller: &Caller,
    id: InstructionId,
    request: &InstructionAnswer,
) -> Result<NetworkInstruction, AppError> {
    let text = said(request)?;
    let scope = app.store.network().find_instruction(embedded::CODE, id).await?.ok_or(AppError::NotFound)?;
    let record = app
        .store
        .write(scope, async |tx| {
            // The case first, as everybody does who changes both.
            let problem = tx.instruction(id).await?.ok_or(AppError::NotFound)?.problem;
            let mut case = tx.problems_for_update(&[problem]).await?.pop().ok_or(AppError::NotFound)?;
            let mut record = tx.instruction_for_update(id).await?.ok_or(AppError::NotFound)?;
            let is_again = record.state == request.state;
            if !record.state.is_open() || is_again {
                let words = Words::new("这条指令已经答复过。", "This instruction was answered already.");
                return Err(AppError::Conflict { code: "already_answered", words });
            }
            record.state = request.state;
            record.answered_by = Some(caller.user);
            record.answer.clone_from(&text);
            keep_answer(app, &tx, &mut case, &mut record, Some(caller.user)).await?;
            let detail = keeping::answered(&record);
            tx.add_audit_entry(caller.audit(app, "problem.answer", format!("problem {problem}"), detail)).await?;
            Ok(record)
        })
        .await?;
    let merchant = app.store.read(scope).merchant().await?;
    network_view(app, scope, &merchant, record).await
}

/// An instruction is as far as it says now: kept with its case and in the history, and told.
pub async fn keep_answer(
    app: &App,
    tx: &WriteTx<'_>,
    case: &mut ProblemRecord,
    record: &mut InstructionRecord,
    by: Option<UserId>,
) -> Result<(), AppError> {
    record.answered_at = Some(app.now());
    tx.save_instruction(record).await?;
    if case.state == ProblemState::Waiting && !still_waits(record) {
        (case.state, case.updated_at) = (ProblemState::Open, app.now());
        tx.save_problem(case).await?;
    }
    let said = keeping::note(app, case.id, NoteKind::Answered, &keeping::answered(record), by);
    let text = Some(record.answer.clone()).filter(|text| !text.is_empty());
    tx.add_problem_notes(&[ProblemNoteRecord { text, words: record.words.clone(), ..said }]).await?;
    keeping::tell(app, tx, 1).await
}

/// Whether the case waits on for the carrier: it said that it does it, or it did and the parcel's next scan shows it. A claim, and what
/// was refused, is the merchant's turn.
fn still_waits(record: &InstructionRecord) -> bool {
    match record.state {
        InstructionState::Requested | InstructionState::Accepted => true,
        InstructionState::Done => record.kind != InstructionKind::Claim,
        InstructionState::Refused
        | InstructionState::Lapsed
        | InstructionState::Failed
        | InstructionState::Withdrawn => false,
    }
}
