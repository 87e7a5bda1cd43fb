//! Where parcels are that their carrier does not tell of: not at all, because it would not be subscribed to, or not for long, because what
//! it pushes may be lost. Now and then by itself, and at once where a person wants to know.

use carrier::{
    Lang, RemoteCarrier, RemoteError, embedded,
    remote::{PhoneTail, TrackRequest},
};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use shared::{
    ShipmentId,
    carriers::{CarrierTrack, PlacementState},
    limits::{TRACK_ASKS_PER_PERSON, TRACK_ASKS_PER_SHIPMENT, TRACK_ASKS_WINDOW_S},
    shipments::Shipment,
};
use store::{CarrierOrderRecord, Connection, Scoped, ShipmentRecord, TenantScope};

use super::{Line, name_of, not_set_up, placing::change, refused, seconds, seen::seen};
use crate::app::{
    App, AppError, Caller, Words,
    scans::{self, Seen},
    shipments,
    throttle::Throttle,
};

/// Parcels that carriers are asked for at once; each is one connection.
const AT_ONCE: u32 = 4;
/// Of these so many a minute: a carrier counts every question, and orders come first.
const LOOKS_PER_MINUTE: u32 = 60;
/// Longer than a carrier may take: who is killed while asking is followed by another after it.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Where the network has taken down the connection to the carrier; all its parcels come up again together.
const NOT_ASKED: TimeDelta = TimeDelta::hours(1);
/// Waits between tries without an answer, in seconds; the last one repeats.
const BACKOFF_S: [u32; 5] = [60, 300, 900, 1800, 3600];
/// After it was ordered, a parcel is looked at first.
const FIRST: TimeDelta = TimeDelta::hours(1);
/// A parcel that the carrier tells of is not asked for before it was quiet for so long.
const QUIET: TimeDelta = TimeDelta::hours(24);
/// Waits between two looks: half as long as nothing has happened, within these.
const TOLD_OF: [TimeDelta; 2] = [TimeDelta::hours(12), TimeDelta::hours(48)];
const NOT_TOLD_OF: [TimeDelta; 2] = [TimeDelta::minutes(30), TimeDelta::hours(12)];
/// After so long nobody looks any more, wherever the parcel is.
const WANTED_FOR: TimeDelta = TimeDelta::days(60);
/// Scans taken of one answer, the newest; real tracks have a few dozen.
const SCANS_MAX: usize = 500;

/// How often carriers are asked where parcels are.
#[derive(Debug)]
pub struct TrackLimits {
    by_shipment: Throttle,
    by_person: Throttle,
    looks: Throttle,
}

/// There is one application at the carrier, whosever parcel it is.
const EVERYBODY: i64 = 0;

impl Default for TrackLimits {
    fn default() -> TrackLimits {
        let window = TimeDelta::seconds(i64::from(TRACK_ASKS_WINDOW_S));
        TrackLimits {
            by_shipment: Throttle::new(TRACK_ASKS_PER_SHIPMENT, window),
            by_person: Throttle::new(TRACK_ASKS_PER_PERSON, window),
            looks: Throttle::new(LOOKS_PER_MINUTE, TimeDelta::minutes(1)),
        }
    }
}

impl TrackLimits {
    /// Takes as many looks as there is room for, of at most so many.
    fn take(&self, most: u32, now: DateTime<Utc>) -> u32 {
        let taken = (0..most).take_while(|_| self.looks.admit(EVERYBODY, now).is_ok()).count();
        u32::try_from(taken).unwrap_or(most)
    }

    fn give_back(&self, looks: u32) {
        (0..looks).for_each(|_| self.looks.give_back(EVERYBODY));
    }
}

/// Asks carriers for the tracks that are due; answers whether there was anything.
pub async fn work_on_tracks(app: &App) -> Result<bool, AppError> {
    let now = app.now();
    let room = app.track_limits.take(app.settings.carriers.room_for_looks(AT_ONCE, now), now);
    if room == 0 {
        return Ok(false);
    }
    let leased = app.store.system().lease_tracks(room, now, now + LEASE).await;
    let leased = leased.inspect_err(|_| app.track_limits.give_back(room))?;
    let is_any = !leased.is_empty();
    let looked = join_all(leased.into_iter().map(|(scope, record)| async move {
        let id = record.id;
        // The lease ends, and it is looked at again.
        let failed =
            |error: &AppError| tracing::error!(?error, carrier_order = %id, "a parcel could not be looked for");
        work_on(app, scope, record).await.inspect_err(failed).unwrap_or(true)
    }));
    let asked = u32::try_from(looked.await.into_iter().filter(|was_asked| *was_asked).count()).unwrap_or(room);
    app.track_limits.give_back(room - asked);
    Ok(is_any)
}

/// When a parcel that was just ordered is looked at first.
pub(super) fn first_look(app: &App) -> DateTime<Utc> {
    app.now() + FIRST
}

/// Answers whether the carrier was asked.
async fn work_on(app: &App, scope: TenantScope, record: CarrierOrderRecord) -> Result<bool, AppError> {
    let reader = app.store.read(scope);
    let shipment = match record.shipment {
        Some(id) => reader.shipment(id).await?,
        None => None,
    };
    let Some(shipment) = shipment.filter(|shipment| is_wanted(app, &record, shipment)) else {
        return again(app, scope, &record, None).await.map(|()| false);
    };
    let Some(line) = app.settings.carriers.line(&shipment.carrier) else {
        return again(app, scope, &record, Some(app.now() + NOT_ASKED)).await.map(|()| false);
    };
    let heard_at = heard_at(app, &reader, &shipment).await?;
    if record.is_followed && app.now() < heard_at + QUIET {
        return again(app, scope, &record, Some(heard_at + QUIET)).await.map(|()| false);
    }
    match ask(app, scope, line, &shipment).await {
        (Ok(scans), _) => {
            scans::record_remote(app, scope, shipment.id, &scans).await?;
            told(app, scope, &record, shipment.id).await?;
            Ok(true)
        }
        (Err(RemoteError::Unavailable { retry_after_s }), false) => {
            // Counted like a question: of a carrier that wants to be left alone nobody writes down without end that it was not asked.
            again(app, scope, &record, Some(app.now() + seconds(retry_after_s))).await.map(|()| true)
        }
        (Err(RemoteError::Unavailable { retry_after_s }), true) => {
            later(app, scope, &record, retry_after_s).await.map(|()| true)
        }
        (Err(RemoteError::OutcomeUnknown), _) => later(app, scope, &record, 0).await.map(|()| true),
        // Asked soon again, the carrier says the same.
        (Err(_), was_asked) => again(app, scope, &record, Some(app.now() + NOT_TOLD_OF[1])).await.map(|()| was_asked),
    }
}

/// Nobody waits any more for a parcel that arrived, came back, was lost, or never went.
fn is_wanted(app: &App, record: &CarrierOrderRecord, shipment: &ShipmentRecord) -> bool {
    !store::has_ended(shipment.state) && app.now() <= record.asked_at + WANTED_FOR
}

/// When something happened to it last.
async fn heard_at<C: Connection>(
    app: &App,
    reader: &Scoped<'_, C>,
    shipment: &ShipmentRecord,
) -> Result<DateTime<Utc>, AppError> {
    let ends = reader.track_ends(&[shipment.id]).await?;
    let last = ends.get(&shipment.id).and_then(|end| end.last_at);
    Ok(last.unwrap_or(shipment.created_at).min(app.now()))
}

/// The longer nothing happened, the longer nobody asks.
fn wait(is_followed: bool, quiet: TimeDelta) -> TimeDelta {
    let [least, most] = if is_followed { TOLD_OF } else { NOT_TOLD_OF };
    let half = (quiet / 2).clamp(least, most);
    if is_followed { half.max(QUIET - quiet) } else { half }
}

async fn ask(
    app: &App,
    scope: TenantScope,
    line: &Line,
    shipment: &ShipmentRecord,
) -> (Result<Vec<Seen>, RemoteError>, bool) {
    // Whoever was forgotten has none; either will do.
    let phone = PhoneTail::of(&shipment.sender.phone).or_else(|| PhoneTail::of(&shipment.receiver.phone));
    let request = TrackRequest { waybill_no: shipment.waybill_no.clone(), phone };
    let (answer, was_asked) =
        line.look_and_note(app, scope, async |carrier, ports| carrier.track(ports, &request).await).await;
    let taken = answer.map(|scans| {
        let of_others = scans.len().saturating_sub(SCANS_MAX);
        let newest = scans.iter().skip(of_others).filter(|scan| scan.waybill_no == request.waybill_no);
        newest.filter_map(seen).collect()
    });
    (taken, was_asked)
}

/// The carrier told the track, and it is taken in.
async fn told(
    app: &App,
    scope: TenantScope,
    record: &CarrierOrderRecord,
    shipment: ShipmentId,
) -> Result<(), AppError> {
    let (reader, now) = (app.store.read(scope), app.now());
    let shipment = reader.shipment(shipment).await?.ok_or(AppError::NotFound)?;
    let quiet = now - heard_at(app, &reader, &shipment).await?;
    let is_wanted = is_wanted(app, record, &shipment);
    change(app, scope, record.id, |record| {
        record.track_at = is_wanted.then(|| now + wait(record.is_followed, quiet));
        (record.track_tries, record.tracked_at) = (0, Some(now));
    })
    .await
}

/// Nobody was asked, or what was answered says nothing: this was no try.
async fn again(
    app: &App,
    scope: TenantScope,
    record: &CarrierOrderRecord,
    at: Option<DateTime<Utc>>,
) -> Result<(), AppError> {
    change(app, scope, record.id, |record| {
        (record.track_at, record.track_tries) = (at, record.track_tries.saturating_sub(1));
    })
    .await
}

/// Not before `least_s` seconds, and the longer apart the oftener it was tried.
async fn later(app: &App, scope: TenantScope, record: &CarrierOrderRecord, least_s: u32) -> Result<(), AppError> {
    change(app, scope, record.id, |record| {
        let step = (record.track_tries.saturating_sub(1) as usize).min(BACKOFF_S.len() - 1);
        record.track_at = Some(app.now() + seconds(BACKOFF_S[step].max(least_s)));
    })
    .await
}

/// Asks the carrier of a shipment at once where it is, because somebody wants to know it now.
pub async fn look_now(app: &App, caller: &Caller, id: ShipmentId) -> Result<Shipment, AppError> {
    let record = app.store.read(caller.scope()?).shipment(id).await?.ok_or(AppError::NotFound)?;
    ask_for(app, caller, &record).await?;
    shipments::get(app, caller, id).await
}

async fn ask_for(app: &App, caller: &Caller, shipment: &ShipmentRecord) -> Result<(), AppError> {
    if shipment.carrier == embedded::CODE {
        let words = Words::new(
            "这票由本网络承运，扫描后轨迹马上更新，不用查询。",
            "The network itself carries this parcel: its track is told as it is scanned, and nobody has to be asked.",
        );
        return Err(AppError::Unacceptable { code: "own_network", words });
    }
    let line = app.settings.carriers.line(&shipment.carrier).ok_or_else(not_set_up)?;
    let (scope, person, now) = (caller.scope()?, caller.throttle_key(), app.now());
    let key = app.store.keys().token(scope.merchant_id().0, "track ask", &shipment.id.to_string());
    let limits = &app.track_limits;
    limits.by_person.admit(person, now)?;
    limits.by_shipment.admit(key, now).map_err(asked_just_now)?;
    let (answer, was_asked) = ask(app, scope, line, shipment).await;
    if !was_asked {
        limits.by_person.give_back(person);
        limits.by_shipment.give_back(key);
    }
    let scans = answer.map_err(|error| refused(&error))?;
    scans::record_remote(app, scope, shipment.id, &scans).await?;
    match app.store.read(scope).carrier_order_of(shipment.id).await? {
        Some(record) => told(app, scope, &record, shipment.id).await,
        None => Ok(()),
    }
}

fn asked_just_now(error: AppError) -> AppError {
    match error {
        AppError::TooMany { retry_after_s, .. } => AppError::TooMany {
            code: "asked_just_now",
            retry_after_s,
            words: Words::new(
                format!("刚刚已向快递公司查询过，轨迹是最新的；请约 {retry_after_s} 秒后再查。"),
                format!(
                    "The carrier was asked just now, and the track is as it told; ask again in about {retry_after_s} s."
                ),
            ),
        },
        other => other,
    }
}

/// How the track of a parcel comes here; none of the network's own.
pub async fn track_seen<C: Connection>(
    caller: &Caller,
    reader: &Scoped<'_, C>,
    shipment: &ShipmentRecord,
) -> Result<Option<CarrierTrack>, AppError> {
    if shipment.carrier == embedded::CODE {
        return Ok(None);
    }
    let order = reader.carrier_order_of(shipment.id).await?;
    // While it is still being asked to tell on its own, nothing is decided.
    let is_polled = |order: &CarrierOrderRecord| {
        order.state == PlacementState::Placed && !order.is_followed && order.run_at.is_none()
    };
    Ok(Some(CarrierTrack {
        carrier_name: name_of(&shipment.carrier, caller.language.pick(Lang::Zh, Lang::En)),
        is_polled: order.as_ref().is_some_and(is_polled),
        asked_at: order.and_then(|order| order.tracked_at),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_it_is_quiet_the_longer_nobody_asks() {
        let waits = |is_followed: bool| {
            let hours = [0, 2, 20, 24, 36, 1_000].map(TimeDelta::hours);
            hours.map(|quiet| wait(is_followed, quiet).num_minutes() as f64 / 60.0)
        };
        assert_eq!(waits(true), [24.0, 22.0, 12.0, 12.0, 18.0, 48.0]);
        assert_eq!(waits(false), [0.5, 1.0, 10.0, 12.0, 12.0, 12.0]);
    }

    #[test]
    fn looks_are_bounded_and_what_was_not_used_is_there_again() {
        let (limits, now) = (TrackLimits::default(), Utc::now());
        assert_eq!(limits.take(LOOKS_PER_MINUTE - 1, now), LOOKS_PER_MINUTE - 1);
        assert_eq!(limits.take(AT_ONCE, now), 1);
        assert_eq!(limits.take(AT_ONCE, now), 0);
        limits.give_back(2);
        assert_eq!(limits.take(AT_ONCE, now), 2);
        assert_eq!(limits.take(AT_ONCE, now + TimeDelta::minutes(1)), AT_ONCE);
    }
}
