//! When a parcel is likely there, by how long those before it took.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use shared::{
    state::Phase,
    timeliness::{DayChance, DeliveryEstimate, EstimateBasis},
};
use store::{Lane, PlaceRecord, ShipmentRecord, TenantScope};

use super::{
    experience::{Experience, experience},
    month, promised_days,
};
use crate::app::{App, AppError, time_zone, tracks};

/// Of those that took at least as long as a parcel is under way, fewer than this say nothing.
const ENOUGH_LEFT: u64 = 5;
const LIKELY_PERCENT: u64 = 80;
/// Days are told until so many of a hundred are there.
const NEARLY_ALL_PERCENT: u64 = 98;
/// Experience goes back so many months; roads and hubs change.
const MONTHS_BACK: u32 = 2;
/// What is ordered later is picked up the next day.
const PICKED_UP_UNTIL_HOUR: u32 = 17;

/// Of a parcel that is to be sent with a carrier from one place to another, ordered now.
pub async fn to_place(
    app: &App,
    scope: TenantScope,
    carrier: &str,
    from: &PlaceRecord,
    to: &PlaceRecord,
) -> Result<Option<DeliveryEstimate>, AppError> {
    let lane = Lane {
        carrier: carrier.to_owned(),
        from_province: from.province.clone(),
        from_city: from.city.clone(),
        province: to.province.clone(),
        city: to.city.clone(),
    };
    let picked_up = pickup_day(app.now());
    estimate(app, scope, &lane, picked_up, picked_up).await
}

/// Of a shipment that is not there yet; none where it will not be.
pub async fn of_shipment(
    app: &App,
    scope: TenantScope,
    shipment: &ShipmentRecord,
) -> Result<Option<DeliveryEstimate>, AppError> {
    let is_coming = !matches!(shipment.state.phase(), Phase::Delivered | Phase::Returning | Phase::Voided);
    if !is_coming || shipment.timing.delivered_at.is_some() || tracks::carrier_state(shipment.state).is_terminal() {
        return Ok(None);
    }
    let today = time_zone::day(time_zone::NETWORK, app.now());
    let picked_up = shipment.timing.picked_up_at.map(|at| time_zone::day(time_zone::NETWORK, at));
    let picked_up = picked_up.unwrap_or_else(|| pickup_day(app.now()));
    estimate(app, scope, &Lane::of(shipment), picked_up, today.max(picked_up)).await
}

fn pickup_day(now: DateTime<Utc>) -> NaiveDate {
    let day = time_zone::day(time_zone::NETWORK, now);
    let hour = (now - time_zone::start_of(time_zone::NETWORK, day)).num_hours();
    if hour < i64::from(PICKED_UP_UNTIL_HOUR) { day } else { after(day, 1) }
}

async fn estimate(
    app: &App,
    scope: TenantScope,
    lane: &Lane,
    picked_up: NaiveDate,
    today: NaiveDate,
) -> Result<Option<DeliveryEstimate>, AppError> {
    let since = today.checked_sub_months(Months::new(MONTHS_BACK)).unwrap_or(today);
    let (basis, experience) = experience(app, scope, lane, &month(since)).await?;
    let promised_day = promised_days(app, lane).map(|days| after(picked_up, days));
    let elapsed = u32::try_from((today - picked_up).num_days()).unwrap_or_default();
    let chances = chances(&experience, elapsed)
        .into_iter()
        .map(|(days, percent)| DayChance { day: after(picked_up, days), percent });
    let chances: Vec<DayChance> = chances.collect();
    let likely = chances.iter().find(|chance| u64::from(chance.percent) >= LIKELY_PERCENT).copied();
    if likely.is_none() && promised_day.is_none() {
        return Ok(None);
    }
    // Who is under way longer than nearly all were is told the promise alone.
    let (basis, deliveries) = match likely {
        Some(_) => (basis, experience.values().sum()),
        None => (EstimateBasis::Promise, 0),
    };
    Ok(Some(DeliveryEstimate { likely, chances, basis, deliveries, promised_day }))
}

/// How many of a hundred are there after so many days, of those that are not there before `elapsed` days; days without an arrival are left
/// out.
fn chances(experience: &Experience, elapsed: u32) -> Vec<(u32, u8)> {
    let left: u64 = experience.range(elapsed..).map(|(_, count)| count).sum();
    if left < ENOUGH_LEFT {
        return Vec::new();
    }
    let (mut there, mut chances) = (0, Vec::new());
    for (days, count) in experience.range(elapsed..) {
        there += count;
        // Rounded down: nobody is promised what one in a thousand did not get.
        let percent = there * 100 / left;
        chances.push((*days, u8::try_from(percent).unwrap_or(100)));
        if percent >= NEARLY_ALL_PERCENT {
            break;
        }
    }
    chances
}

fn after(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_under_way_longer_is_compared_with_the_slower() {
        let experience = Experience::from([(1, 10), (2, 70), (3, 12), (5, 6), (9, 2)]);
        assert_eq!(chances(&experience, 0), [(1, 10), (2, 80), (3, 92), (5, 98)]);
        assert_eq!(chances(&experience, 3), [(3, 60), (5, 90), (9, 100)]);
        assert_eq!(chances(&experience, 6), [], "two parcels say nothing");
        assert_eq!(chances(&Experience::new(), 0), []);
    }

    #[test]
    fn what_is_ordered_in_the_evening_is_picked_up_the_next_day() {
        let day = |text: &str| pickup_day(text.parse().unwrap()).to_string();
        assert_eq!(day("2026-11-24T08:59:00Z"), "2026-11-24");
        assert_eq!(day("2026-11-24T09:00:00Z"), "2026-11-25");
        assert_eq!(day("2026-11-24T16:00:00Z"), "2026-11-25");
    }
}
