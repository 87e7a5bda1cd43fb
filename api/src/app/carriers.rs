//! Carriers over the network, beside the embedded one: how they are asked, by whose account, and what they say on their own.
//!
//! Nothing here asks a carrier inside a write transaction: reserve → commit → ask → settle.

mod accounts;
mod calls;
mod following;
mod intercepting;
mod looking;
mod order;
mod placing;
mod previewing;
mod pushes;
mod reserving;
mod routing;
mod seen;
mod settlements;

use std::{cell::RefCell, sync::Arc, time::Duration};

use carrier::{
    Lang, RemoteCarrier, RemoteError, RemotePorts,
    breaker::Breaker,
    http::{HttpLimits, HttpTransport},
    remote::{CallLog, CallOutcome, CallRecord, Refusal},
    zto::{Zto, ZtoApp},
};
use chrono::{DateTime, TimeDelta, Utc};
use shared::CarrierCallId;
use store::{CarrierCallRecord, CarrierWords, TenantScope};

pub use accounts::{bind, change, check, list, unbind};
pub use calls::list as list_calls;
pub use intercepting::work_on_intercepts;
pub use looking::{TrackLimits, look_now, track_seen, work_on_tracks};
pub use placing::work;
pub use previewing::preview;
pub use pushes::receive;
pub use reserving::{by_way_of_the_pool, give, known_account, placements, reserve, takes, usable_account};
pub use routing::work_on_routes;
pub use settlements::settlement_seen;

use crate::app::{App, AppError, Words};

/// A carrier as this installation asks it.
pub struct Line {
    pub carrier: Zto,
    transport: HttpTransport,
    /// One for the carrier's address, shared by everybody.
    breaker: Breaker,
    /// Another for what is only looked at: troubles there must not keep orders from the carrier.
    looks: Breaker,
}

/// The carriers that the installation has set up.
#[derive(Clone, Default)]
pub struct Carriers {
    zto: Option<Arc<Line>>,
}

impl std::fmt::Debug for Carriers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Carriers").field("zto", &self.zto.is_some()).finish()
    }
}

impl Carriers {
    /// With the ZTO Open Platform; `None` where there is no TLS to be had.
    pub fn with_zto(app: ZtoApp, limits: HttpLimits) -> Option<Carriers> {
        let transport = HttpTransport::new(limits).ok()?;
        let line = Line { carrier: Zto::new(app), transport, breaker: Breaker::default(), looks: Breaker::default() };
        Some(Carriers { zto: Some(Arc::new(line)) })
    }

    /// How many questions may be asked now, of at most so many.
    fn room(&self, most: u32, now: DateTime<Utc>) -> u32 {
        self.zto.as_ref().map_or(most, |line| line.breaker.room(most, now))
    }

    /// The same for questions that nothing is ordered by.
    fn room_for_looks(&self, most: u32, now: DateTime<Utc>) -> u32 {
        self.zto.as_ref().map_or(most, |line| line.looks.room(most, now))
    }

    /// The line to a carrier, by its stable name.
    pub fn line(&self, code: &str) -> Option<&Line> {
        (code == carrier::zto::CODE).then_some(self.zto.as_deref()).flatten()
    }
}

/// What a carrier is called.
pub fn name_of(code: &str, lang: Lang) -> String {
    match (code, lang) {
        (carrier::zto::CODE, Lang::Zh) => "中通快递".to_owned(),
        (carrier::zto::CODE, Lang::En) => "ZTO Express".to_owned(),
        (other, _) => other.to_owned(),
    }
}

fn not_set_up() -> AppError {
    AppError::Unacceptable {
        code: "carrier_not_set_up",
        words: Words::new(
            "网络管理员还没有接通这家快递公司。",
            "The network has not set up the connection to this carrier.",
        ),
    }
}

/// Calls of one question, kept once it is over.
#[derive(Default)]
struct Kept(RefCell<Vec<CallRecord>>);

#[async_trait::async_trait(?Send)]
impl CallLog for Kept {
    async fn keep(&self, record: CallRecord) {
        self.0.borrow_mut().push(record);
    }
}

struct ClockOf<'a>(&'a App);

impl carrier::remote::Clock for ClockOf<'_> {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }
}

impl Line {
    /// Asks, and keeps what was asked and answered in the merchant's name.
    pub async fn ask<T>(
        &self,
        app: &App,
        scope: TenantScope,
        question: impl AsyncFnOnce(&Zto, &RemotePorts<'_>) -> Result<T, RemoteError>,
    ) -> Result<T, RemoteError> {
        self.ask_and_note(app, scope, question).await.0
    }

    /// The same, with whether the carrier was asked at all: it may have wanted to be left alone.
    async fn ask_and_note<T>(
        &self,
        app: &App,
        scope: TenantScope,
        question: impl AsyncFnOnce(&Zto, &RemotePorts<'_>) -> Result<T, RemoteError>,
    ) -> (Result<T, RemoteError>, bool) {
        self.ask_through(&self.breaker, app, scope, question).await
    }

    /// Asks something that nothing is ordered by.
    async fn look<T>(
        &self,
        app: &App,
        scope: TenantScope,
        question: impl AsyncFnOnce(&Zto, &RemotePorts<'_>) -> Result<T, RemoteError>,
    ) -> Result<T, RemoteError> {
        self.look_and_note(app, scope, question).await.0
    }

    /// The same, with whether the carrier was asked at all.
    async fn look_and_note<T>(
        &self,
        app: &App,
        scope: TenantScope,
        question: impl AsyncFnOnce(&Zto, &RemotePorts<'_>) -> Result<T, RemoteError>,
    ) -> (Result<T, RemoteError>, bool) {
        self.ask_through(&self.looks, app, scope, question).await
    }

    async fn ask_through<T>(
        &self,
        breaker: &Breaker,
        app: &App,
        scope: TenantScope,
        question: impl AsyncFnOnce(&Zto, &RemotePorts<'_>) -> Result<T, RemoteError>,
    ) -> (Result<T, RemoteError>, bool) {
        let (calls, clock) = (Kept::default(), ClockOf(app));
        let ports = RemotePorts { transport: &self.transport, calls: &calls, clock: &clock, breaker };
        let answer = question(&self.carrier, &ports).await;
        let calls = calls.0.into_inner();
        let was_asked = calls.iter().any(|call| call.outcome != CallOutcome::NotAsked);
        keep(app, scope, calls).await;
        (answer, was_asked)
    }

    pub fn code(&self) -> &'static str {
        self.carrier.code()
    }
}

fn seconds(seconds: u32) -> TimeDelta {
    TimeDelta::seconds(i64::from(seconds))
}

fn millis(took: Duration) -> u32 {
    u32::try_from(took.as_millis()).unwrap_or(u32::MAX)
}

/// A log that cannot be written must not undo what the carrier did.
async fn keep(app: &App, scope: TenantScope, calls: Vec<CallRecord>) {
    // A carrier that wants to be left alone would fill the log with questions nobody asked.
    let records: Vec<CarrierCallRecord> = calls
        .into_iter()
        .filter(|call| call.outcome != CallOutcome::NotAsked)
        .map(|call| CarrierCallRecord {
            id: CarrierCallId(app.id()),
            carrier: call.carrier.to_owned(),
            api: call.api.to_owned(),
            at: call.at,
            took_ms: millis(call.took),
            http_status: call.http_status,
            carrier_code: call.carrier_code,
            outcome: call.outcome.as_str().to_owned(),
            request: call.request,
            answer: call.answer,
            waybill_no: call.waybill_no,
            partner_code: call.partner_code,
        })
        .collect();
    if records.is_empty() {
        return;
    }
    let written = app.store.write(scope, async |tx| Ok::<(), AppError>(tx.add_carrier_calls(&records).await?)).await;
    if let Err(error) = written {
        tracing::error!(?error, "calls to a carrier could not be kept");
    }
}

fn of_refusal(refusal: &Refusal) -> CarrierWords {
    let said = |lang| match &refusal.said {
        Some(said) => format!("{}（{said}）", refusal.words(lang)),
        None => refusal.words(lang).to_owned(),
    };
    CarrierWords { zh: said(Lang::Zh), en: said(Lang::En) }
}

/// What failed, for a person.
pub(super) fn words(error: &RemoteError) -> CarrierWords {
    let plain = |zh: &str, en: &str| CarrierWords { zh: zh.to_owned(), en: en.to_owned() };
    match error {
        RemoteError::Unavailable { .. } => {
            plain("快递公司的系统暂时连不上。", "The carrier’s system cannot be reached now.")
        }
        RemoteError::OutcomeUnknown => {
            plain("快递公司没有明确答复，正在核实。", "The carrier did not answer clearly; it is being found out.")
        }
        RemoteError::Refused(refusal) | RemoteError::Config(refusal) => of_refusal(refusal),
        RemoteError::AskPerson { refusal, .. } | RemoteError::Invalid { refusal, .. } => of_refusal(refusal),
        RemoteError::Unsupported(_) => plain("这家快递公司没有这项功能。", "This carrier cannot do that."),
    }
}

/// A question of a person who waits for the answer.
fn refused(error: &RemoteError) -> AppError {
    let CarrierWords { zh, en } = words(error);
    let words = Words::new(zh, en);
    match error {
        RemoteError::Unavailable { retry_after_s } => {
            AppError::Unavailable { code: "carrier_unavailable", retry_after_s: *retry_after_s, words }
        }
        RemoteError::OutcomeUnknown => AppError::Unavailable { code: "carrier_unclear", retry_after_s: 30, words },
        _ => AppError::Unacceptable { code: "carrier_refused", words },
    }
}
