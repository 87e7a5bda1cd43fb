//! Scans as carriers over the network tell them: by pushes and by answers, whichever comes first, and often by both.

use std::collections::HashMap;

use carrier::Scan;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use shared::{ShipmentId, proofs::SIGNER_CHARS};
use store::{CarrierSaid, TenantScope};

use super::{
    checked::{Checked, PLACE_CHARS},
    record_merchant_scans,
};
use crate::app::{App, AppError};

/// Carriers' clocks, and their habit of naming the day alone, run ahead this far.
const CLOCK_SKEW: TimeDelta = TimeDelta::days(1);
/// What is kept of a sentence.
const SENTENCE_CHARS: usize = 300;
const CITY_CHARS: usize = 30;
const PROBLEM_CHARS: usize = 20;

/// What a carrier saw of one of its parcels.
pub struct Seen {
    pub scan: Scan,
    pub at: DateTime<Utc>,
    pub place: String,
    pub next_place: String,
    pub city: String,
    /// Its own code of a problem.
    pub problem: String,
    pub said: CarrierSaid,
}

/// Records what a carrier saw of one of its parcels. The same scan told again changes nothing.
pub async fn record_remote(app: &App, scope: TenantScope, shipment: ShipmentId, seen: &[Seen]) -> Result<(), AppError> {
    if seen.is_empty() {
        return Ok(());
    }
    let now = app.now();
    let scanned = HashMap::from([(shipment, seen.iter().map(|seen| checked(seen, now)).collect())]);
    app.store
        .write(scope, async |tx| {
            record_merchant_scans(app, &tx, &scanned, now).await?;
            Ok(())
        })
        .await
}

fn checked(seen: &Seen, now: DateTime<Utc>) -> Checked {
    // Carriers' clocks are their own affair, and the order of what they say is by them; only what is far in the future cannot be.
    let is_untimed = seen.at > now + CLOCK_SKEW;
    Checked {
        at: 0,
        scan: seen.scan,
        happened_at: if is_untimed { now } else { seen.at }.trunc_subsecs(6),
        place: cut(&seen.place, PLACE_CHARS),
        next_place: cut(&seen.next_place, PLACE_CHARS),
        city: cut(&seen.city, CITY_CHARS),
        carrier_problem: cut(&seen.problem, PROBLEM_CHARS),
        said: kept(&seen.said),
        weight: None,
        is_remote: true,
        is_untimed,
    }
}

fn cut(text: &str, chars: usize) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(chars).collect()
}

/// None where nothing was said.
fn kept(said: &CarrierSaid) -> Option<CarrierSaid> {
    let name = |name: &Option<String>| {
        let name = name.as_deref().map(|name| cut(name, SIGNER_CHARS));
        name.filter(|name| !name.is_empty())
    };
    let kept = CarrierSaid {
        sentence: cut(&said.sentence, SENTENCE_CHARS),
        signer: name(&said.signer),
        courier: name(&said.courier),
    };
    Some(kept).filter(|kept| *kept != CarrierSaid::default())
}
