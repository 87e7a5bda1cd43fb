//! A living network: parcels with a label on them are picked up, moved and delivered, a day in minutes, with the faults that networks have.
//! Everything goes through the intake of scans, as couriers' guns do.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    time::Duration,
};

use carrier::{
    ScanCode,
    embedded::{
        self,
        journey::{Dice, Step, Way, journey, steps_behind},
    },
};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use shared::{
    ShipmentId,
    limits::BULK_MAX,
    proofs::ReceivedBy,
    tracks::{Scan, ScanBatch},
};
use store::{DeliveryProofRecord, ParcelRecord, TenantScope};
use tokio::sync::watch;

use crate::app::{App, AppError, Language, scans, tracks};

/// Parcels of one run; the rest waits for the next.
const PARCELS_MAX: usize = 50_000;
/// Steps that may fail one after another before the network is given up.
const RETRIES: u32 = 30;
/// New labels are looked for this often.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// A label that was printed just before the last look may have been written just after it.
const OVERLAP: TimeDelta = TimeDelta::seconds(10);
const MINUTES_OF_A_DAY: f64 = 1_440.0;

/// How the network is played.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The same seed plays the same.
    pub seed: u64,
    /// How long a day of the network lasts.
    pub day: Duration,
    /// Parcels of a hundred with which something goes wrong.
    pub fault_percent: u8,
}

impl Pace {
    fn lasts(self, time: TimeDelta) -> TimeDelta {
        let minutes = time.num_seconds() as f64 / 60.0;
        let seconds = minutes / MINUTES_OF_A_DAY * self.day.as_secs_f64();
        TimeDelta::milliseconds((seconds * 1_000.0) as i64)
    }
}

/// A scan that is going to be told.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Coming {
    told_at: DateTime<Utc>,
    /// Which step of which parcel it is: what is told at the same time is told in this order.
    parcel: ShipmentId,
    step: usize,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub parcels: usize,
    pub scans: usize,
    pub refused: usize,
}

/// The network while it is played.
pub struct Simulation<'a> {
    app: &'a App,
    pace: Pace,
    coming: BTreeMap<Coming, Scan>,
    known: HashSet<ShipmentId>,
    looked_at: Option<DateTime<Utc>>,
    told: Told,
}

impl<'a> Simulation<'a> {
    pub fn new(app: &'a App, pace: Pace) -> Simulation<'a> {
        let (coming, known) = (BTreeMap::new(), HashSet::new());
        Simulation { app, pace, coming, known, looked_at: None, told: Told::default() }
    }

    /// Plays until `stop` turns true, or until everything that is under way has arrived where `drain` says so.
    pub async fn run(&mut self, mut stop: watch::Receiver<bool>, drain: bool) -> Result<Told, AppError> {
        let mut failed = 0;
        while !*stop.borrow() {
            match self.step().await {
                Ok(()) => failed = 0,
                Err(error) if failed >= RETRIES => return Err(error),
                Err(error) => {
                    tracing::warn!(?error, "the network stands still for a moment");
                    failed += 1;
                }
            }
            if drain && self.coming.is_empty() {
                break;
            }
            let next = self.coming.first_key_value().map(|(coming, _)| (coming.told_at - self.app.now()).to_std());
            let wait = next.map_or(LOOK_EVERY, |wait| wait.unwrap_or_default().min(LOOK_EVERY));
            tokio::select! {
                () = tokio::time::sleep(wait.max(Duration::from_millis(50))) => {}
                _ = stop.changed() => {}
            }
        }
        Ok(self.told)
    }

    /// What was done until now.
    pub fn told(&self) -> Told {
        self.told
    }

    /// Looks for new labels and tells what is due.
    pub async fn step(&mut self) -> Result<(), AppError> {
        let now = self.app.now();
        let is_time = self.looked_at.is_none_or(|at| (now - at).to_std().is_ok_and(|passed| passed >= LOOK_EVERY));
        if is_time {
            self.look(now).await?;
        }
        self.tell(now).await
    }

    async fn look(&mut self, now: DateTime<Utc>) -> Result<(), AppError> {
        let since = self.looked_at.map_or(DateTime::<Utc>::UNIX_EPOCH, |at| at - OVERLAP);
        let parcels = self.app.store.system().parcels_under_way(embedded::CODE, since, PARCELS_MAX as u64).await?;
        for parcel in parcels {
            if self.known.len() >= PARCELS_MAX {
                break;
            }
            if !self.known.contains(&parcel.id) {
                let last = self.last_scan(&parcel).await?;
                self.follow(&parcel, last, now);
            }
        }
        self.looked_at = Some(now);
        Ok(())
    }

    /// What a scanner said last of a parcel that is on its way already.
    async fn last_scan(&self, parcel: &ParcelRecord) -> Result<Option<(ScanCode, String)>, AppError> {
        if tracks::is_voidable(parcel.state) {
            return Ok(None);
        }
        let events = self.app.store.read(parcel.scope).scan_events(parcel.id).await?;
        let last = events.into_iter().rev().find_map(|event| {
            let code = ScanCode::parse(&event.code).filter(|code| code.is_reported())?;
            Some((code, event.place))
        });
        Ok(last)
    }

    /// Plans what is left of a parcel's way, from now on.
    fn follow(&mut self, parcel: &ParcelRecord, last: Option<(ScanCode, String)>, now: DateTime<Utc>) {
        self.known.insert(parcel.id);
        let mut dice = Dice::new(self.pace.seed, parcel.id.0.as_u128());
        let fault = dice.fault(self.pace.fault_percent);
        let steps = journey(&way(parcel), &mut dice, fault);
        let state = tracks::carrier_state(parcel.state);
        let last = last.as_ref().map(|(code, place)| (*code, place.as_str()));
        let Some(behind) = steps_behind(&steps, last, state) else { return };
        let begun = behind.checked_sub(1).and_then(|index| steps.get(index)).map_or(TimeDelta::zero(), |step| step.at);
        self.told.parcels += usize::from(behind < steps.len());
        for (index, step) in steps.iter().enumerate().skip(behind) {
            let at = now + self.pace.lasts(step.at - begun);
            let told_at = now + self.pace.lasts(step.told_at - begun);
            let coming = Coming { told_at, parcel: parcel.id, step: index };
            self.coming.insert(coming, scan(parcel, step, at));
        }
    }

    /// Says how parcels were received; whose names and pictures there are in truth stays as it is.
    async fn prove(&self, signed: &[Scan]) -> Result<(), AppError> {
        let numbers: Vec<String> = signed.iter().map(|scan| scan.waybill_no.clone()).collect();
        let mut by_number: HashMap<&str, &Scan> = signed.iter().map(|scan| (scan.waybill_no.as_str(), scan)).collect();
        let mut by_merchant: HashMap<TenantScope, Vec<DeliveryProofRecord>> = HashMap::new();
        for (number, scope, id) in self.app.store.network().find_waybills(&numbers).await? {
            let Some(scan) = by_number.remove(number.as_str()) else { continue };
            by_merchant.entry(scope).or_default().push(proof(self.app, id, scan));
        }
        for (scope, proofs) in by_merchant {
            self.app
                .store
                .write(scope, async |tx| {
                    for proof in &proofs {
                        if tx.delivery_proof(proof.shipment).await?.is_none() {
                            tx.set_delivery_proof(proof).await?;
                        }
                    }
                    Ok::<(), AppError>(())
                })
                .await?;
        }
        Ok(())
    }

    async fn tell(&mut self, now: DateTime<Utc>) -> Result<(), AppError> {
        loop {
            let due: Vec<(Coming, Scan)> = std::iter::from_fn(|| {
                self.coming.first_entry().filter(|next| next.key().told_at <= now)?.remove_entry().into()
            })
            .take(BULK_MAX)
            .collect();
            if due.is_empty() {
                return Ok(());
            }
            let scans = due.iter().map(|(_, scan)| scan.clone()).collect();
            let outcomes = match scans::record(self.app, Language::default(), &ScanBatch { scans }).await {
                Ok(outcomes) => outcomes,
                Err(error) => {
                    // Scanners send again what was not taken.
                    self.coming.extend(due);
                    return Err(error);
                }
            };
            self.told.scans += outcomes.items.len();
            self.told.refused += outcomes.items.iter().filter(|item| !item.ok).count();
            let signed = due
                .into_iter()
                .zip(&outcomes.items)
                .filter(|((_, scan), item)| item.ok && !item.duplicate && scan.code == ScanCode::Signed.as_str());
            self.prove(&signed.map(|((_, scan), _)| scan).collect::<Vec<_>>()).await?;
        }
    }
}

fn scan(parcel: &ParcelRecord, step: &Step, at: DateTime<Utc>) -> Scan {
    Scan {
        waybill_no: parcel.waybill_no.clone(),
        code: step.scan.code.as_str().to_owned(),
        at,
        place: step.place.clone(),
        next_place: Some(step.next_place.clone()).filter(|place| !place.is_empty()),
        problem_code: step.scan.problem.map(|problem| problem.as_str().to_owned()),
        weight_g: None,
    }
}

/// Ids are drawn by chance, so that each way of receiving a parcel is as frequent as any other.
fn proof(app: &App, shipment: ShipmentId, scan: &Scan) -> DeliveryProofRecord {
    let (_, low) = shipment.0.as_u64_pair();
    let ways = ReceivedBy::ALL;
    DeliveryProofRecord {
        shipment,
        received_by: ways[low as usize % ways.len()],
        signer: None,
        picture_key: None,
        place: scan.place.clone(),
        at: scan.at.trunc_subsecs(6),
        recorded_by: None,
        recorded_at: app.now(),
    }
}

fn way(parcel: &ParcelRecord) -> Way {
    let short = |name: &str| name.trim_end_matches(['市', '区', '县']).to_owned();
    let or = |name: &str, other: &str| if name.is_empty() { other.to_owned() } else { name.to_owned() };
    let from_city = short(&or(&parcel.sender_city, &parcel.sender_province));
    let to_city = short(&or(&parcel.city, &parcel.hub));
    Way {
        from_outlet: format!("{from_city}{}网点", short(&parcel.sender_district)),
        from_hub: format!("{from_city}转运中心"),
        to_hub: parcel.hub.clone(),
        to_outlet: format!("{to_city}{}网点", short(&parcel.district)),
    }
}
