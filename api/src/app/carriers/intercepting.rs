//! What a carrier over the network is asked about parcels on their way: to stop one, and to let one go on after all. The instruction is
//! the reservation; the carrier is asked outside of any transaction, always by the instruction's own id, so that it is asked for once.

use carrier::{
    RemoteCarrier, RemoteError,
    remote::{InterceptDestination, InterceptRef, InterceptRequest, InterceptState},
};
use chrono::TimeDelta;
use futures_util::future::join_all;
use shared::{
    InstructionId,
    problems::{InstructionKind, InstructionState},
};
use store::{CarrierWords, InstructionRecord, ProblemRecord, TenantScope, WriteTx};

use super::{Line, order, seconds, words};
use crate::app::{App, AppError, problems};

/// Instructions that carriers are asked about at once; each is one connection.
const AT_ONCE: u32 = 4;
/// Longer than a carrier may take: who is killed while asking is followed by another after it.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Where something has to be mended before the carrier can be asked.
const NOT_ASKED_S: u32 = 60;
/// Waits between tries, in seconds; the last one repeats.
const BACKOFF_S: [u32; 7] = [2, 5, 15, 60, 120, 300, 600];
/// Waits between two looks at what became of it, in seconds; the last one repeats.
const LOOK_S: [u32; 6] = [15, 30, 60, 300, 900, 1800];
/// After so long nobody asks any more.
const FOLLOWED: TimeDelta = TimeDelta::days(30);

/// Asks carriers about what is due; answers whether there was anything.
pub async fn work_on_intercepts(app: &App) -> Result<bool, AppError> {
    let now = app.now();
    let room = app.settings.carriers.room(AT_ONCE, now);
    if room == 0 {
        return Ok(false);
    }
    let leased = app.store.system().lease_instructions(room, now, now + LEASE).await?;
    let is_any = !leased.is_empty();
    let asked = join_all(leased.into_iter().map(|(scope, record)| async move {
        let id = record.id;
        if let Err(error) = work_on(app, scope, &record).await {
            // The lease ends, and it is looked at again.
            tracing::error!(?error, instruction = %id, "a carrier could not be asked for an instruction");
        }
    }));
    asked.await;
    Ok(is_any)
}

fn said(zh: &str, en: &str) -> CarrierWords {
    CarrierWords { zh: zh.to_owned(), en: en.to_owned() }
}

/// One leased instruction with what is needed to ask about it.
struct Errand<'a> {
    app: &'a App,
    scope: TenantScope,
    line: &'a Line,
    record: &'a InstructionRecord,
    named: InterceptRef,
}

async fn work_on(app: &App, scope: TenantScope, record: &InstructionRecord) -> Result<(), AppError> {
    if app.now() > record.asked_at + FOLLOWED {
        let words =
            said("快递公司一直没有结果，不再查询。", "The carrier never told an outcome; it is not asked any more.");
        return settle(app, scope, record.id, InstructionState::Lapsed, &words).await;
    }
    let Some(line) = app.settings.carriers.line(&record.carrier) else {
        let gone = said("网络管理员断开了这家快递公司。", "The network has taken down the connection to this carrier.");
        return put_off(app, scope, record.id, NOT_ASKED_S, gone).await;
    };
    let shipment = app.store.read(scope).shipment(record.shipment).await?;
    let shipment = shipment.ok_or_else(|| AppError::internal("an instruction without its shipment"))?;
    let named = InterceptRef { waybill_no: shipment.waybill_no, request_id: record.id.to_string() };
    let errand = Errand { app, scope, line, record, named };
    match record.state {
        _ if record.is_withdrawn => errand.take_back().await,
        InstructionState::Requested => errand.ask().await,
        _ => errand.follow().await,
    }
}

impl Errand<'_> {
    async fn ask(&self) -> Result<(), AppError> {
        let destination = match (self.record.kind, &self.record.address) {
            (InstructionKind::ChangeAddress, Some((place, party))) => {
                InterceptDestination::NewAddress(order::party(place, party))
            }
            // The address was erased meanwhile; without one it would be brought back, which nobody asked for.
            (InstructionKind::ChangeAddress, None) => {
                let gone = said("新地址已按要求清除，不再改址。", "The new address was erased; nothing is changed.");
                return self.settle(InstructionState::Lapsed, &gone).await;
            }
            _ => InterceptDestination::Sender,
        };
        let request = InterceptRequest {
            waybill_no: self.named.waybill_no.clone(),
            request_id: self.named.request_id.clone(),
            destination,
        };
        let question = self
            .line
            .ask_and_note(self.app, self.scope, async |carrier, ports| carrier.intercept(ports, &request).await);
        match question.await {
            (Ok(_), _) => self.settle(InstructionState::Accepted, &CarrierWords::default()).await,
            (Err(error), was_asked) if is_passing(&error) => self.again(&error, was_asked, &BACKOFF_S).await,
            // What was asked for before may have arrived, and this says nothing about it.
            (Err(error), _) if self.record.tries > 0 => match self.look().await {
                (Ok(state), _) => self.take(state).await,
                (Err(RemoteError::Refused(_)), _) => self.settle(InstructionState::Refused, &words(&error)).await,
                (Err(error), was_asked) => self.again(&error, was_asked, &BACKOFF_S).await,
            },
            (Err(error), _) => self.settle(InstructionState::Refused, &words(&error)).await,
        }
    }

    async fn follow(&self) -> Result<(), AppError> {
        match self.look().await {
            (Ok(state), _) => self.take(state).await,
            (Err(error), was_asked) => self.again(&error, was_asked, &LOOK_S).await,
        }
    }

    /// The carrier is told that it may go on.
    async fn take_back(&self) -> Result<(), AppError> {
        let question = self.line.ask_and_note(self.app, self.scope, async |carrier, ports| {
            carrier.cancel_intercept(ports, &self.named).await
        });
        match question.await {
            (Ok(()), _) => self.settle(InstructionState::Withdrawn, &CarrierWords::default()).await,
            (Err(error), was_asked) if is_passing(&error) => self.again(&error, was_asked, &BACKOFF_S).await,
            // It may be over, taken back already, or never have arrived.
            (Err(error), _) => match self.look().await {
                (Ok(InterceptState::Asked | InterceptState::Unknown(_)), _) => self.goes_on(words(&error)).await,
                (Ok(state), _) => self.take(state).await,
                (Err(RemoteError::Refused(_)), _) if self.record.state == InstructionState::Requested => {
                    self.settle(InstructionState::Withdrawn, &CarrierWords::default()).await
                }
                (Err(error), was_asked) => self.again(&error, was_asked, &BACKOFF_S).await,
            },
        }
    }

    async fn look(&self) -> (Result<InterceptState, RemoteError>, bool) {
        self.line
            .ask_and_note(self.app, self.scope, async |carrier, ports| {
                carrier.intercept_state(ports, &self.named).await
            })
            .await
    }

    /// What the carrier says of it. A parcel comes back by its scans, never by this answer.
    async fn take(&self, state: InterceptState) -> Result<(), AppError> {
        let (state, words) = match state {
            InterceptState::Asked | InterceptState::Unknown(_) if self.record.state == InstructionState::Requested => {
                (InstructionState::Accepted, CarrierWords::default())
            }
            InterceptState::Asked | InterceptState::Unknown(_) => return self.later(&LOOK_S, None, 0).await,
            InterceptState::Succeeded => (InstructionState::Done, said("拦截成功。", "The parcel was stopped.")),
            InterceptState::Cancelled => (InstructionState::Withdrawn, said("拦截已取消。", "It was taken back.")),
            InterceptState::Failed => (InstructionState::Failed, said("拦截失败。", "The parcel was not stopped.")),
            InterceptState::Delivering => {
                let words = said("没有拦住，快件继续派送。", "It was not stopped, and goes on to its receiver.");
                (InstructionState::Failed, words)
            }
            InterceptState::Discontinued => {
                (InstructionState::Failed, said("快递公司终止了拦截。", "The carrier gave it up."))
            }
        };
        self.settle(state, &words).await
    }

    async fn settle(&self, state: InstructionState, words: &CarrierWords) -> Result<(), AppError> {
        settle(self.app, self.scope, self.record.id, state, words).await
    }

    /// The carrier does not let it be taken back: it is followed as before.
    async fn goes_on(&self, words: CarrierWords) -> Result<(), AppError> {
        let app = self.app;
        app.store
            .write(self.scope, async |tx| {
                let Some((mut case, mut record)) = with_case(&tx, self.record.id).await? else { return Ok(()) };
                (record.state, record.tries, record.words) = (InstructionState::Accepted, 0, words.clone());
                (record.is_withdrawn, record.run_at) = (false, Some(app.now() + seconds(LOOK_S[0])));
                problems::keep_answer(app, &tx, &mut case, &mut record, None).await
            })
            .await
    }

    /// It could not be found out this time. Where nobody was asked, it was no try.
    async fn again(&self, error: &RemoteError, was_asked: bool, waits: &[u32]) -> Result<(), AppError> {
        match error {
            RemoteError::Unavailable { retry_after_s } if !was_asked => {
                put_off(self.app, self.scope, self.record.id, *retry_after_s, words(error)).await
            }
            RemoteError::Unavailable { retry_after_s } => self.later(waits, Some(words(error)), *retry_after_s).await,
            _ => self.later(waits, Some(words(error)), 0).await,
        }
    }

    /// Not before `least_s` seconds, and the longer apart the oftener it was tried.
    async fn later(&self, waits: &[u32], said: Option<CarrierWords>, least_s: u32) -> Result<(), AppError> {
        let app = self.app;
        change(app, self.scope, self.record.id, |record| {
            let step = (record.tries.saturating_sub(1) as usize).min(waits.len() - 1);
            // Who wants it back since does not wait for the next look.
            let is_news = record.is_withdrawn && !self.record.is_withdrawn;
            let wait = if is_news { least_s } else { waits[step].max(least_s) };
            record.run_at = Some(app.now() + seconds(wait));
            if let Some(said) = &said {
                record.words = said.clone();
            }
        })
        .await
    }
}

/// It says nothing about the instruction.
fn is_passing(error: &RemoteError) -> bool {
    matches!(error, RemoteError::Unavailable { .. } | RemoteError::OutcomeUnknown)
}

/// The instruction, locked, while it is open; nothing where its parcel's track has answered it meanwhile.
async fn open(tx: &WriteTx<'_>, id: InstructionId) -> Result<Option<InstructionRecord>, AppError> {
    Ok(tx.instruction_for_update(id).await?.filter(|record| record.state.is_open()))
}

/// The same with its case: the case first, as everybody does who changes both.
async fn with_case(
    tx: &WriteTx<'_>,
    id: InstructionId,
) -> Result<Option<(ProblemRecord, InstructionRecord)>, AppError> {
    let Some(known) = tx.instruction(id).await? else { return Ok(None) };
    let case = tx.problems_for_update(&[known.problem]).await?.pop();
    Ok(case.zip(open(tx, id).await?))
}

async fn change(
    app: &App,
    scope: TenantScope,
    id: InstructionId,
    change: impl Fn(&mut InstructionRecord),
) -> Result<(), AppError> {
    app.store
        .write(scope, async |tx| {
            if let Some(mut record) = open(&tx, id).await? {
                change(&mut record);
                tx.save_instruction(&record).await?;
            }
            Ok(())
        })
        .await
}

/// Nobody was asked, and nobody is for so long: this was no try.
async fn put_off(
    app: &App,
    scope: TenantScope,
    id: InstructionId,
    after_s: u32,
    said: CarrierWords,
) -> Result<(), AppError> {
    change(app, scope, id, |record| {
        record.tries = record.tries.saturating_sub(1);
        record.run_at = Some(app.now() + seconds(after_s));
        record.words = said.clone();
    })
    .await
}

/// It is as far as this now: kept, and told in the history of its case.
async fn settle(
    app: &App,
    scope: TenantScope,
    id: InstructionId,
    state: InstructionState,
    words: &CarrierWords,
) -> Result<(), AppError> {
    app.store
        .write(scope, async |tx| {
            let Some((mut case, mut record)) = with_case(&tx, id).await? else { return Ok(()) };
            if record.state == state {
                return Ok(());
            }
            (record.state, record.tries, record.words) = (state, 0, words.clone());
            let wait = if record.is_withdrawn { TimeDelta::zero() } else { seconds(LOOK_S[0]) };
            record.run_at = Some(app.now() + wait);
            problems::keep_answer(app, &tx, &mut case, &mut record, None).await
        })
        .await
}
