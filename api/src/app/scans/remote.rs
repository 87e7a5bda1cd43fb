//! Scans as carriers over the network tell them: by pushes and by answers, whichever comes first, and often by both.

use std::collections::HashMap;

use carrier::Scan;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use shared::ShipmentId;
use store::TenantScope;

use super::{Checked, PLACE_CHARS, record_merchant_scans};
use crate::app::{App, AppError};

/// Carriers' clocks, and their habit of naming the day alone, run ahead this far.
const CLOCK_SKEW: TimeDelta = TimeDelta::days(1);

/// What a carrier saw of one of its parcels.
pub struct Seen {
    pub scan: Scan,
    pub at: DateTime<Utc>,
    pub place: String,
    pub next_place: String,
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
    let cut = |text: &str| text.chars().filter(|c| !c.is_control()).take(PLACE_CHARS).collect::<String>();
    // Carriers' clocks are their own affair, and the order of what they say is by them; only what is far in the future cannot be.
    let is_untimed = seen.at > now + CLOCK_SKEW;
    Checked {
        at: 0,
        scan: seen.scan,
        happened_at: if is_untimed { now } else { seen.at }.trunc_subsecs(6),
        place: cut(&seen.place),
        next_place: cut(&seen.next_place),
        is_remote: true,
        is_untimed,
    }
}
