//! The intake of scans: from couriers' guns, sorting lines, pages and carriers. Durable before it is answered.

mod checked;
mod remote;
mod weighing;

use std::collections::HashMap;

use carrier::{ProblemCode, ScanCode, reading};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{StreamExt, TryStreamExt, stream};
use shared::{
    OutboxId, ScanEventId, ShipmentId, ShipmentState,
    limits::BULK_MAX,
    state::Phase,
    tracks::{ScanBatch, ScanOutcome, ScanOutcomes},
};
use store::{ScanEventRecord, ShipmentRecord, StateChange, TenantScope, Timing, TrackEnd, WriteTx};

pub use remote::{Seen, record_remote};

use self::{
    checked::{Checked, check},
    weighing::Weighed,
};
use crate::app::{
    App, AppError, Language, Words,
    ledger::{self, Moved},
    live::SHIPMENTS_CHANGED,
    problems::{self, Followed},
    timeliness, tracks,
    validation::Faults,
};

/// A parcel can have been seen this long before its order: labels with numbers drawn in advance are stuck on and scanned first.
const BEFORE_ORDER: TimeDelta = TimeDelta::days(30);
/// Merchants whose scans are written at once; a sorting line has parcels of many.
const WRITERS: usize = 4;

type Refusal = (&'static str, Words);

/// What became of a scan that was about a shipment.
#[derive(Clone)]
enum Settled {
    Recorded { irregular: bool },
    Duplicate,
    Refused(Refusal),
}

/// Records scans of any merchant's shipments; each has its own outcome, and the same scan sent again changes nothing.
pub async fn record(app: &App, language: Language, batch: &ScanBatch) -> Result<ScanOutcomes, AppError> {
    let mut faults = Faults::default();
    faults.count("/scans", batch.scans.len(), BULK_MAX);
    faults.settle()?;
    let now = app.now();
    let numbers: Vec<String> = batch.scans.iter().map(|scan| number_of(&scan.waybill_no)).collect();
    let directory = app.store.network().find_waybills(&numbers).await?;
    let directory: HashMap<String, (TenantScope, ShipmentId)> =
        directory.into_iter().map(|(number, scope, id)| (number, (scope, id))).collect();
    let mut outcomes: Vec<Option<Settled>> = vec![None; batch.scans.len()];
    let mut by_merchant: HashMap<TenantScope, HashMap<ShipmentId, Vec<Checked>>> = HashMap::new();
    for (at, item) in batch.scans.iter().enumerate() {
        match (check(at, item, now), directory.get(&numbers[at])) {
            (Err(refusal), _) => outcomes[at] = Some(Settled::Refused(refusal)),
            (Ok(_), None) => outcomes[at] = Some(Settled::Refused(unknown())),
            (Ok(checked), Some((scope, id))) => {
                by_merchant.entry(*scope).or_default().entry(*id).or_default().push(checked);
            }
        }
    }
    let written = stream::iter(by_merchant.iter()).map(|(scope, shipments)| async move {
        app.store.write(*scope, async |tx| record_merchant_scans(app, &tx, shipments, now).await).await
    });
    let written: Vec<Vec<(usize, Settled)>> = written.buffer_unordered(WRITERS).try_collect().await?;
    for (at, settled) in written.into_iter().flatten() {
        outcomes[at] = Some(settled);
    }
    let items = numbers.into_iter().zip(outcomes).map(|(number, settled)| outcome(number, settled, language));
    Ok(ScanOutcomes { items: items.collect() })
}

/// Records that a shipment was signed for at this time and place, within what else is written of it; where it was before, nothing is added.
pub async fn sign(
    app: &App,
    language: Language,
    tx: &WriteTx<'_>,
    shipment: &ShipmentRecord,
    (at, place): (DateTime<Utc>, &str),
) -> Result<ScanOutcome, AppError> {
    let refused = |(code, words): Refusal| AppError::Unacceptable { code, words };
    // What waits in a locker or a station is collected there.
    let is_inbound = shipment.state == ShipmentState::DeliveryToLocker;
    let code = if is_inbound { ScanCode::DepartureSigned } else { ScanCode::Signed };
    let waybill_no = shipment.waybill_no.clone();
    let item = shared::tracks::Scan {
        waybill_no: waybill_no.clone(),
        code: code.as_str().to_owned(),
        at,
        place: place.to_owned(),
        next_place: None,
        problem_code: None,
        weight_g: None,
    };
    let checked = check(0, &item, app.now()).map_err(refused)?;
    if shipment.state.phase() == Phase::Delivered {
        return Ok(outcome(waybill_no, Some(Settled::Duplicate), language));
    }
    let scanned = HashMap::from([(shipment.id, vec![checked])]);
    match record_merchant_scans(app, tx, &scanned, app.now()).await?.pop() {
        Some((_, Settled::Refused(refusal))) => Err(refused(refusal)),
        settled => Ok(outcome(waybill_no, settled.map(|(_, settled)| settled), language)),
    }
}

fn unknown() -> Refusal {
    ("unknown_waybill_no", Words::new("没有这个运单号。", "There is no such waybill number."))
}

pub fn unknown_number() -> AppError {
    let (code, words) = unknown();
    AppError::Unacceptable { code, words }
}

/// The number in what a scanner read: the code of a label may be a link, and people type groups and full-width digits. What has no
/// number in it stays as it is, to be answered as unknown.
pub fn number_of(text: &str) -> String {
    reading::read(text).map_or_else(|| text.trim().to_uppercase(), |reading| reading.number)
}

fn outcome(waybill_no: String, settled: Option<Settled>, language: Language) -> ScanOutcome {
    let recorded = ScanOutcome { waybill_no, ok: true, duplicate: false, irregular: false, code: None, detail: None };
    let refused = |recorded: ScanOutcome, (code, words): Refusal| ScanOutcome {
        ok: false,
        code: Some(code.to_owned()),
        detail: Some(words.in_language(language).to_owned()),
        ..recorded
    };
    match settled {
        Some(Settled::Recorded { irregular }) => ScanOutcome { irregular, ..recorded },
        Some(Settled::Duplicate) => ScanOutcome { duplicate: true, ..recorded },
        Some(Settled::Refused(refusal)) => refused(recorded, refusal),
        None => refused(recorded, ("not_recorded", Words::new("没有记录，请重试。", "Not recorded; send it again."))),
    }
}

/// Writes the scans of one merchant's shipments together.
async fn record_merchant_scans(
    app: &App,
    tx: &WriteTx<'_>,
    scanned: &HashMap<ShipmentId, Vec<Checked>>,
    now: DateTime<Utc>,
) -> Result<Vec<(usize, Settled)>, AppError> {
    let mut ids: Vec<ShipmentId> = scanned.keys().copied().collect();
    // One order for all writers, so that two batches never wait for each other in a circle.
    ids.sort_unstable();
    let shipments = tx.shipments_for_update(&ids).await?;
    let ends = tx.track_ends(&ids).await?;
    let mut intake = Intake {
        app,
        now,
        settled: Vec::new(),
        added: Vec::new(),
        followed: Vec::new(),
        timings: Vec::new(),
        weighed: Vec::new(),
    };
    let mut told_late = Vec::new();
    for shipment in shipments {
        let (scans, end) = (&scanned[&shipment.id], ends.get(&shipment.id).copied());
        match intake.wanted(&shipment, scans, end) {
            Wanted::Nothing => {}
            Wanted::Append(scans) => intake.append(shipment, scans),
            Wanted::Sort(scans, end) => told_late.push((shipment, scans, end)),
        }
    }
    let late: Vec<ShipmentId> = told_late.iter().map(|(shipment, ..)| shipment.id).collect();
    let mut tracks: HashMap<ShipmentId, Vec<ScanEventRecord>> = HashMap::new();
    if !late.is_empty() {
        for event in tx.scan_events_of(&late).await? {
            tracks.entry(event.shipment).or_default().push(event);
        }
    }
    for (shipment, scans, end) in told_late {
        let track = tracks.remove(&shipment.id).unwrap_or_default();
        intake.sort_in(shipment, scans, track, end);
    }
    intake.write(tx).await
}

/// How the scans of a shipment meet its track.
enum Wanted<'a> {
    Nothing,
    /// They happened after everything that is known: the state goes on from where it is, however long the track is.
    Append(Vec<&'a Checked>),
    /// One of them is told late, or once more: the track has to be read.
    Sort(Vec<&'a Checked>, TrackEnd),
}

/// The scans of one merchant while they are worked in.
struct Intake<'a> {
    app: &'a App,
    now: DateTime<Utc>,
    settled: Vec<(usize, Settled)>,
    added: Vec<ScanEventRecord>,
    followed: Vec<Followed>,
    /// Of each that is followed.
    timings: Vec<Timing>,
    weighed: Vec<Weighed>,
}

impl Intake<'_> {
    fn wanted<'a>(&mut self, shipment: &ShipmentRecord, scans: &'a [Checked], end: Option<TrackEnd>) -> Wanted<'a> {
        let end = end.unwrap_or(TrackEnd { last_at: None, is_full: false });
        let earliest = shipment.created_at - BEFORE_ORDER;
        let mut wanted: Vec<&Checked> = Vec::with_capacity(scans.len());
        for checked in scans {
            if checked.happened_at < earliest {
                let words = Words::new(
                    "扫描时间早于下单很久，请校准设备时钟。",
                    "The scan is long before the order; set the device's clock.",
                );
                self.settled.push((checked.at, Settled::Refused(("before_the_order", words))));
            } else {
                wanted.push(checked);
            }
        }
        wanted.sort_by_key(|checked| checked.happened_at);
        let Some(first) = wanted.first() else { return Wanted::Nothing };
        let is_late = end.last_at.is_some_and(|last| first.earliest_same() <= last);
        // What began long ago on the way back is told by the whole track, and so is what a full one knows already.
        let is_untimed = wanted.iter().any(|checked| checked.is_untimed);
        let is_returning = shipment.state.phase() == Phase::Returning;
        if is_late || is_untimed || end.is_full || is_returning || timeliness::is_untimed(shipment) {
            Wanted::Sort(wanted, end)
        } else {
            Wanted::Append(wanted)
        }
    }

    fn append(&mut self, shipment: ShipmentRecord, scans: Vec<&Checked>) {
        let mut events = Vec::with_capacity(scans.len());
        let (mut state, mut timing) = (tracks::carrier_state(shipment.state), shipment.timing);
        for checked in scans {
            let event = self.event(&shipment, checked);
            if events.iter().any(|known| checked.is_known_as(known)) {
                self.settled.push((checked.at, Settled::Duplicate));
                continue;
            }
            let irregular = !carrier::follows(state, checked.scan);
            self.settled.push((checked.at, Settled::Recorded { irregular }));
            let next = carrier::state_after(state, checked.scan);
            timing = timeliness::after(timing, state, next, checked.happened_at);
            state = next;
            self.weighed.extend(weighed(checked, &event));
            self.added.push(event.clone());
            events.push(event);
        }
        self.timings.push(timing);
        self.followed.push(Followed { shipment, state: tracks::state_of(state), events });
    }

    /// `track` is what is known, oldest first.
    fn sort_in(
        &mut self,
        shipment: ShipmentRecord,
        scans: Vec<&Checked>,
        mut track: Vec<ScanEventRecord>,
        end: TrackEnd,
    ) {
        let mut new = Vec::new();
        for checked in scans {
            let event = self.event(&shipment, checked);
            if track.iter().any(|known| checked.is_known_as(known)) {
                self.settled.push((checked.at, Settled::Duplicate));
            } else if end.is_full {
                let words = Words::new("这个运单的扫描记录已满。", "This waybill has as many scans as one may have.");
                self.settled.push((checked.at, Settled::Refused(("track_full", words))));
            } else {
                new.push((checked.at, event.id));
                self.weighed.extend(weighed(checked, &event));
                self.added.push(event.clone());
                track.push(event);
            }
        }
        if new.is_empty() {
            return;
        }
        track.sort_by_key(|event| (event.at, event.id));
        let (mut state, mut timing) = (carrier::ShipmentState::OrderCreated, Timing::default());
        for event in &track {
            let Some(scan) = tracks::scan(event) else { continue };
            if let Some((at, _)) = new.iter().find(|(_, id)| *id == event.id) {
                self.settled.push((*at, Settled::Recorded { irregular: !carrier::follows(state, scan) }));
            }
            let next = carrier::state_after(state, scan);
            timing = timeliness::after(timing, state, next, event.at);
            state = next;
        }
        self.timings.push(timing);
        self.followed.push(Followed { state: tracks::state_of(state), shipment, events: track });
    }

    fn event(&self, shipment: &ShipmentRecord, checked: &Checked) -> ScanEventRecord {
        // Whoever was forgotten stays so, whatever a carrier tells late.
        let is_forgotten = shipment.receiver.is_nobody() || shipment.sender.is_nobody();
        ScanEventRecord {
            id: ScanEventId(self.app.id()),
            shipment: shipment.id,
            code: checked.scan.code.as_str().to_owned(),
            problem_code: checked.scan.problem.map_or("", ProblemCode::as_str).to_owned(),
            place: checked.place.clone(),
            next_place: checked.next_place.clone(),
            at: checked.happened_at,
            recorded_at: self.now,
            city: checked.city.clone(),
            carrier_problem: checked.carrier_problem.clone(),
            said: checked.said.clone().filter(|_| !is_forgotten),
        }
    }

    async fn write(mut self, tx: &WriteTx<'_>) -> Result<Vec<(usize, Settled)>, AppError> {
        ledger::lock(tx, self.followed.iter().map(|one| &one.shipment)).await?;
        tx.add_scan_events(&self.added).await?;
        weighing::reprice(self.app, tx, &self.weighed, &mut self.followed).await?;
        let changes: Vec<(&ShipmentRecord, StateChange)> = self
            .followed
            .iter()
            .map(|one| (&one.shipment, StateChange { from: one.shipment.state, to: one.state }))
            .collect();
        tx.change_states(&changes, self.now).await?;
        let timed = self.followed.iter().zip(&self.timings);
        let timed: Vec<_> = timed.filter_map(|(one, timing)| timeliness::changed(&one.shipment, *timing)).collect();
        tx.time_shipments(&timed).await?;
        let mut counts: HashMap<ShipmentId, usize> = HashMap::new();
        for event in &self.added {
            *counts.entry(event.shipment).or_default() += 1;
        }
        tx.count_scans(&counts.into_iter().collect::<Vec<_>>()).await?;
        problems::after_scans(self.app, tx, &self.followed).await?;
        let moved: Vec<Moved> =
            self.followed.iter().map(|one| Moved { shipment: &one.shipment, state: one.state }).collect();
        ledger::settle(self.app, tx, &moved).await?;
        if !self.followed.is_empty() {
            let payload = serde_json::json!({ "count": self.followed.len() }).to_string();
            tx.send(OutboxId(self.app.id()), SHIPMENTS_CHANGED, payload, self.now).await?;
        }
        Ok(self.settled)
    }
}

fn weighed(checked: &Checked, event: &ScanEventRecord) -> Option<Weighed> {
    let weight = checked.weight?;
    Some(Weighed { shipment: event.shipment, weight, at: checked.happened_at, event: event.id })
}
