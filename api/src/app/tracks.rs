//! Tracks: what scanners saw, and the state that follows from it.

use std::collections::HashMap;

use carrier::{Lang, ProblemCode, Scan, ScanCode};
use chrono::{DateTime, TimeDelta, Utc};
use shared::{
    OutboxId, ScanEventId, ShipmentId, ShipmentState,
    limits::BULK_MAX,
    tracks::{ScanBatch, ScanOutcome, ScanOutcomes, TrackEvent},
};
use store::{ScanEventRecord, StateChange, TenantScope, WriteTx};

use crate::app::{
    App, AppError, Caller, Language, Words,
    live::SHIPMENTS_CHANGED,
    problems::{self, Followed},
    validation::Faults,
};

const PLACE_CHARS: usize = 60;
/// Scanners' clocks may run ahead this far.
const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(10);

fn state_of(state: carrier::ShipmentState) -> ShipmentState {
    // Both lists are the same codes, one for each side of the API; a test compares them.
    ShipmentState::parse(state.as_str()).unwrap_or(ShipmentState::Exception)
}

pub fn carrier_state(state: ShipmentState) -> carrier::ShipmentState {
    carrier::ShipmentState::parse(state.as_str()).unwrap_or(carrier::ShipmentState::Exception)
}

pub fn is_voidable(state: ShipmentState) -> bool {
    carrier_state(state).is_voidable()
}

pub fn scan(event: &ScanEventRecord) -> Option<Scan> {
    Some(Scan { code: ScanCode::parse(&event.code)?, problem: ProblemCode::parse(&event.problem_code) })
}

/// The track, newest first, each event with the state the shipment had after it. `events` are oldest first.
pub fn track(events: &[ScanEventRecord], language: Language) -> Vec<TrackEvent> {
    let lang = language.pick(Lang::Zh, Lang::En);
    let mut state = carrier::ShipmentState::OrderCreated;
    let mut track = Vec::with_capacity(events.len());
    for event in events {
        let Some(scan) = scan(event) else { continue };
        state = carrier::state_after(state, scan);
        track.push(TrackEvent {
            at: event.at,
            code: event.code.clone(),
            state: state_of(state),
            text: scan.code.words(&event.place, &event.next_place, scan.problem, lang),
            place: event.place.clone(),
        });
    }
    track.reverse();
    track
}

/// The state after all events; they are oldest first.
pub fn state_after_all(events: &[ScanEventRecord]) -> ShipmentState {
    state_of(carrier::current_state(events.iter().filter_map(scan)))
}

/// A scan that passed its checks.
struct Checked {
    at: usize,
    scan: Scan,
    happened_at: DateTime<Utc>,
    place: String,
    next_place: String,
}

/// Records scans of any merchant's shipments; each has its own outcome, and the same scan sent again changes nothing.
pub async fn record_scans(app: &App, caller: &Caller, batch: &ScanBatch) -> Result<ScanOutcomes, AppError> {
    let mut faults = Faults::default();
    faults.count("/scans", batch.scans.len(), BULK_MAX);
    faults.settle()?;
    let now = app.now();
    let numbers: Vec<String> = batch.scans.iter().map(|scan| scan.waybill_no.trim().to_uppercase()).collect();
    let directory = app.store.network().find_waybills(&numbers).await?;
    let directory: HashMap<String, (TenantScope, ShipmentId)> =
        directory.into_iter().map(|(number, scope, id)| (number, (scope, id))).collect();
    let mut outcomes: Vec<Option<Result<bool, (&'static str, Words)>>> = vec![None; batch.scans.len()];
    let mut by_merchant: HashMap<TenantScope, HashMap<ShipmentId, Vec<Checked>>> = HashMap::new();
    for (at, item) in batch.scans.iter().enumerate() {
        match (check(at, item, now), directory.get(&numbers[at])) {
            (Err(refusal), _) => outcomes[at] = Some(Err(refusal)),
            (Ok(_), None) => {
                outcomes[at] = Some(Err((
                    "unknown_waybill_no",
                    Words::new("没有这个运单号。", "There is no such waybill number."),
                )))
            }
            (Ok(checked), Some((scope, id))) => {
                by_merchant.entry(*scope).or_default().entry(*id).or_default().push(checked);
            }
        }
    }
    for (scope, shipments) in by_merchant {
        let settled = app.store.write(scope, async |tx| record_merchant_scans(app, &tx, &shipments, now).await).await?;
        for (at, duplicate) in settled {
            outcomes[at] = Some(Ok(duplicate));
        }
    }
    let items =
        numbers.into_iter().zip(outcomes).map(|(number, outcome)| outcome_item(number, outcome, caller.language));
    Ok(ScanOutcomes { items: items.collect() })
}

fn outcome_item(
    waybill_no: String,
    outcome: Option<Result<bool, (&'static str, Words)>>,
    language: Language,
) -> ScanOutcome {
    match outcome {
        Some(Ok(duplicate)) => ScanOutcome { waybill_no, ok: true, duplicate, code: None, detail: None },
        Some(Err((code, words))) => ScanOutcome {
            waybill_no,
            ok: false,
            duplicate: false,
            code: Some(code.to_owned()),
            detail: Some(words.in_language(language).to_owned()),
        },
        None => ScanOutcome {
            waybill_no,
            ok: false,
            duplicate: false,
            code: Some("not_recorded".to_owned()),
            detail: Some(
                Words::new("没有记录，请重试。", "Not recorded; send it again.").in_language(language).to_owned(),
            ),
        },
    }
}

fn check(at: usize, item: &shared::tracks::Scan, now: DateTime<Utc>) -> Result<Checked, (&'static str, Words)> {
    let code = ScanCode::parse(&item.code).filter(|code| code.is_reported());
    let code = code.ok_or(("unknown_scan_code", Words::new("没有这种扫描类型。", "There is no such scan code.")))?;
    let problem =
        match (code, item.problem_code.as_deref()) {
            (ScanCode::Problem, Some(problem)) => Some(ProblemCode::parse(problem).ok_or((
                "unknown_problem_code",
                Words::new("没有这种问题件原因。", "There is no such problem code."),
            ))?),
            (ScanCode::Problem, None) => {
                return Err(("problem_code_required", Words::new("问题件须写明原因。", "A problem needs its code.")));
            }
            _ => None,
        };
    let (place, next_place) = (item.place.trim(), item.next_place.as_deref().unwrap_or_default().trim());
    let bad = |text: &str| text.chars().count() > PLACE_CHARS || text.chars().any(char::is_control);
    if place.is_empty() || bad(place) || bad(next_place) {
        return Err((
            "bad_place",
            Words::new(
                format!("地点须为 1 到 {PLACE_CHARS} 个字。"),
                format!("A place has 1 to {PLACE_CHARS} characters."),
            ),
        ));
    }
    if item.at > now + CLOCK_SKEW {
        return Err((
            "in_the_future",
            Words::new("扫描时间晚于现在，请校准设备时钟。", "The scan is in the future; set the device's clock."),
        ));
    }
    use chrono::SubsecRound;
    Ok(Checked {
        at,
        scan: Scan { code, problem },
        happened_at: item.at.trunc_subsecs(6),
        place: place.to_owned(),
        next_place: next_place.to_owned(),
    })
}

/// Answers for each scan whether it was known already.
async fn record_merchant_scans(
    app: &App,
    tx: &WriteTx<'_>,
    shipments: &HashMap<ShipmentId, Vec<Checked>>,
    now: DateTime<Utc>,
) -> Result<Vec<(usize, bool)>, AppError> {
    let mut ids: Vec<ShipmentId> = shipments.keys().copied().collect();
    // One order for all writers, so that two batches never wait for each other in a circle.
    ids.sort_unstable();
    let (mut settled, mut followed) = (Vec::new(), Vec::new());
    for id in ids {
        let Some(record) = tx.shipment_for_update(id).await? else { continue };
        let mut events = tx.scan_events(id).await?;
        let mut added = Vec::new();
        for checked in &shipments[&id] {
            let event = event_record(app, id, checked, now);
            let same = |known: &ScanEventRecord| {
                known.code == event.code && known.at == event.at && known.place == event.place
            };
            let duplicate = events.iter().any(same);
            settled.push((checked.at, duplicate));
            if !duplicate {
                added.push(event.clone());
                events.push(event);
            }
        }
        events.sort_by_key(|event| (event.at, event.id));
        tx.add_scan_events(&added).await?;
        let change = StateChange { from: record.state, to: state_after_all(&events) };
        tx.change_states(&[(&record, change)], now).await?;
        if !added.is_empty() {
            followed.push(Followed { shipment: record, state: change.to, events });
        }
    }
    problems::after_scans(app, tx, &followed).await?;
    if !followed.is_empty() {
        let payload = serde_json::json!({ "count": followed.len() }).to_string();
        tx.send(OutboxId(app.id()), SHIPMENTS_CHANGED, payload, now).await?;
    }
    Ok(settled)
}

fn event_record(app: &App, shipment: ShipmentId, checked: &Checked, now: DateTime<Utc>) -> ScanEventRecord {
    ScanEventRecord {
        id: ScanEventId(app.id()),
        shipment,
        code: checked.scan.code.as_str().to_owned(),
        problem_code: checked.scan.problem.map_or("", ProblemCode::as_str).to_owned(),
        place: checked.place.clone(),
        next_place: checked.next_place.clone(),
        at: checked.happened_at,
        recorded_at: now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_the_api_know_the_same_states() {
        let ours: Vec<&str> = ShipmentState::ALL.iter().map(|state| state.as_str()).collect();
        let carriers: Vec<&str> = carrier::ShipmentState::ALL.iter().map(|state| state.as_str()).collect();
        assert_eq!(ours, carriers);
    }
}
