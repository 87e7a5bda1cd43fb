//! How long parcels took on a lane, of the merchant's own and of everybody's. What is everybody's is kept for a while: it changes slowly, and
//! is asked for with every keystroke of an order form.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use shared::timeliness::EstimateBasis;
use store::{Lane, TenantScope};

use crate::app::{App, AppError};

/// Fewer parcels than this say nothing.
const ENOUGH: u64 = 20;
const OLD_AFTER: TimeDelta = TimeDelta::minutes(10);
/// Lanes that are kept: several sending cities to every city of the country.
const LANES_KEPT: usize = 4_000;

/// Parcels by the days they took.
pub type Experience = BTreeMap<u32, u64>;

/// What an estimate rests on, and how many parcels took so many days.
type Known = (EstimateBasis, Arc<Experience>);

/// Everybody's, by lane.
#[derive(Default)]
pub struct LaneExperience(Mutex<HashMap<Lane, (DateTime<Utc>, Known)>>);

impl LaneExperience {
    /// Asked for once while it is kept.
    async fn kept_or(
        &self,
        app: &App,
        lane: &Lane,
        ask: impl Future<Output = Result<Known, AppError>>,
    ) -> Result<Known, AppError> {
        let now = app.now();
        if let Some((asked_at, known)) = self.kept().get(lane)
            && now - *asked_at < OLD_AFTER
        {
            return Ok(known.clone());
        }
        let known = ask.await?;
        let mut kept = self.kept();
        if kept.len() >= LANES_KEPT {
            kept.retain(|_, (asked_at, _)| now - *asked_at < OLD_AFTER);
        }
        if kept.len() < LANES_KEPT {
            kept.insert(lane.clone(), (now, known.clone()));
        }
        Ok(known)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<Lane, (DateTime<Utc>, Known)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The nearest parcels that are enough. Not within a write: other merchants' parcels are asked about, by another connection.
pub async fn experience(app: &App, scope: TenantScope, lane: &Lane, since: &str) -> Result<Known, AppError> {
    let own: Experience = app.store.read(scope).days_of_lane(lane, since).await?.into_iter().collect();
    if is_enough(&own) {
        return Ok((EstimateBasis::OwnLane, Arc::new(own)));
    }
    app.lane_experience.kept_or(app, lane, everybodys(app, lane, since)).await
}

async fn everybodys(app: &App, lane: &Lane, since: &str) -> Result<Known, AppError> {
    let network = app.store.network();
    let same: Experience = network.days_of_lane(lane, since).await?.into_iter().collect();
    if is_enough(&same) {
        return Ok((EstimateBasis::Lane, Arc::new(same)));
    }
    // The same for every pair of cities.
    let provinces = Lane { from_city: String::new(), city: String::new(), ..lane.clone() };
    app.lane_experience.kept_or(app, &provinces, between_provinces(app, lane, since)).await
}

async fn between_provinces(app: &App, lane: &Lane, since: &str) -> Result<Known, AppError> {
    let all: Experience = app.store.network().days_between_provinces(lane, since).await?.into_iter().collect();
    if is_enough(&all) {
        return Ok((EstimateBasis::Provinces, Arc::new(all)));
    }
    Ok((EstimateBasis::Promise, Arc::default()))
}

fn is_enough(experience: &Experience) -> bool {
    experience.values().sum::<u64>() >= ENOUGH
}
