//! Dates and times in local form, written by the browser's `Intl`.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::{i18n, texts::common};

/// The zone days are counted in.
pub const ZONE: &str = "Asia/Shanghai";
/// Hours that [`ZONE`] is ahead of UTC; it has no summer time.
const ZONE_HOURS: i64 = 8;

/// Today in [`ZONE`].
pub fn today() -> NaiveDate {
    day_of(now())
}

/// This moment.
pub fn now() -> DateTime<Utc> {
    DateTime::<Utc>::from_timestamp_millis(super::now_ms() as i64).unwrap_or_default()
}

/// The day of a moment in [`ZONE`].
pub fn day_of(at: DateTime<Utc>) -> NaiveDate {
    in_zone(at).date()
}

/// What clocks in [`ZONE`] show at a moment.
pub fn in_zone(at: DateTime<Utc>) -> NaiveDateTime {
    (at + TimeDelta::hours(ZONE_HOURS)).naive_utc()
}

/// The moment at which clocks in [`ZONE`] show this.
pub fn from_zone(shown: NaiveDateTime) -> DateTime<Utc> {
    (shown - TimeDelta::hours(ZONE_HOURS)).and_utc()
}

/// `今天 09:42`, `昨天 18:05`, `11-20 09:42`, and with the year where it is another one.
pub fn moment(at: DateTime<Utc>) -> String {
    let (day, today) = (day_of(at), today());
    let time = time(at);
    if day == today {
        return format!("{} {time}", common::TODAY.t());
    }
    if Some(day) == today.pred_opt() {
        return format!("{} {time}", common::YESTERDAY.t());
    }
    let same_year = chrono::Datelike::year(&day) == chrono::Datelike::year(&today);
    let day = if same_year { day.format("%m-%d").to_string() } else { day.to_string() };
    format!("{day} {time}")
}

/// From one moment to another: `今天 15:00 – 17:00`, with both days where they are two.
pub fn span(from: DateTime<Utc>, to: DateTime<Utc>) -> String {
    let end = if day_of(from) == day_of(to) { time(to) } else { moment(to) };
    format!("{} – {end}", moment(from))
}

fn time(at: DateTime<Utc>) -> String {
    format(at, &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")])
}

/// A day as people speak of it: `12月3日周四`.
pub fn weekday(day: NaiveDate) -> String {
    let noon = from_zone(day.and_hms_opt(12, 0, 0).unwrap_or_default());
    format(noon, &[("month", "short"), ("day", "numeric"), ("weekday", "short")])
}

/// The whole moment, for a tooltip.
pub fn full(at: DateTime<Utc>) -> String {
    format(at, &[("dateStyle", "full"), ("timeStyle", "medium")])
}

fn format(at: DateTime<Utc>, options: &[(&str, &str)]) -> String {
    let settings = Object::new();
    for (name, value) in options.iter().chain([&("timeZone", ZONE)]) {
        let _ = Reflect::set(&settings, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let locales = Array::of1(&JsValue::from_str(i18n::current().tag()));
    let formatter = Intl::DateTimeFormat::new(&locales, &settings);
    let date = Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    formatter
        .format()
        .call1(&JsValue::UNDEFINED, date.unchecked_ref())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
