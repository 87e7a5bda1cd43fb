//! The way of a shipment: its stations as a line, and what happened with the time each step took.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use shared::tracks::{RouteStop, TrackEvent};

use crate::{
    browser::dates,
    texts::{shipments, tracking as texts},
};

/// Stations of one line; the next line goes back.
const A_LINE: usize = 4;
const STEP_X: usize = 82;
const STEP_Y: usize = 54;
const MARGIN_X: usize = 38;
const MARGIN_Y: usize = 14;

/// How long something took, in the two largest units.
pub fn lasting(time: TimeDelta) -> String {
    let minutes = time.num_minutes().max(0);
    let (days, hours, minutes) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let (d, h, m) = (days.to_string(), hours.to_string(), minutes.to_string());
    match (days, hours) {
        (0, 0) => texts::MINUTES.fill(&[("n", &m)]),
        (0, _) => texts::HOURS.fill(&[("h", &h), ("m", &m)]),
        _ => texts::DAYS.fill(&[("d", &d), ("h", &h)]),
    }
}

/// Where station `nth` stands: lines run to and fro.
fn place(nth: usize) -> (usize, usize) {
    let (line, at) = (nth / A_LINE, nth % A_LINE);
    let at = if line % 2 == 0 { at } else { A_LINE - 1 - at };
    (MARGIN_X + at * STEP_X, MARGIN_Y + line * STEP_Y)
}

/// The provinces of the way: where it was, and, broken, what is still ahead.
#[component]
pub fn RouteLine(route: Vec<RouteStop>) -> impl IntoView {
    let lines = route.len().div_ceil(A_LINE).max(1);
    let across = route.len().clamp(1, A_LINE);
    let (width, height) = (2 * MARGIN_X + (across - 1) * STEP_X, lines * STEP_Y);
    let named = |stop: &RouteStop| match stop.is_reached {
        true => stop.name.clone(),
        false => texts::ROUTE_AHEAD.fill(&[("name", &stop.name)]),
    };
    let words = route.iter().map(named).collect::<Vec<_>>().join(" → ");
    let legs = (1..route.len()).map(|nth| {
        let ((x1, y1), (x2, y2)) = (place(nth - 1), place(nth));
        let class = if route[nth].is_reached { "leg" } else { "leg ahead" };
        view! { <line class=class x1=x1 y1=y1 x2=x2 y2=y2 /> }
    });
    let legs = legs.collect_view();
    let last = route.iter().rposition(|stop| stop.is_reached);
    let stops = route.into_iter().enumerate().map(|(nth, stop)| {
        let (x, y) = place(nth);
        let class = match stop.is_reached {
            true if last == Some(nth) => "stop here",
            true => "stop",
            false => "stop ahead",
        };
        let city = Some(stop.city).filter(|city| !city.is_empty() && *city != stop.name);
        view! {
            <circle class=class cx=x cy=y r=if last == Some(nth) { 6 } else { 4 } />
            <text x=x y=y + 20>{stop.name}</text>
            {city.map(|city| view! { <text class="city" x=x y=y + 33>{city}</text> })}
        }
    });
    let stops = stops.collect_view();
    (last.is_some() || width > 2 * MARGIN_X).then(|| {
        view! {
            <svg
                class="route-line"
                viewBox=format!("0 0 {width} {height}")
                width=width
                role="img"
                aria-label=texts::ROUTE.fill(&[("stops", &words)])
            >
                {legs}
                {stops}
            </svg>
        }
    })
}

/// What happened, newest first, with what is expected next above it and the time that each step took.
#[component]
pub fn Timeline(track: Vec<TrackEvent>, next: Option<String>) -> impl IntoView {
    if track.is_empty() {
        return view! { <p class="sub">{shipments::TRACK_EMPTY.t()}</p> }.into_any();
    }
    let is_over = next.is_none();
    let until: Vec<Option<DateTime<Utc>>> =
        std::iter::once(None).chain(track.iter().map(|event| Some(event.at))).collect();
    let line = move |(event, until): (TrackEvent, Option<DateTime<Utc>>)| {
        let leg = match until {
            Some(until) => Some(texts::LEG.fill(&[("time", &lasting(until - event.at))])),
            None if is_over => None,
            None => Some(texts::LEG_NOW.fill(&[("time", &lasting(dates::now() - event.at))])),
        };
        let signer = event.signer.map(|name| texts::SIGNED_BY.fill(&[("name", &name)]));
        let problem = event.carrier_problem.map(|code| texts::PROBLEM_CODE.fill(&[("code", &code)]));
        let people = signer.into_iter().chain(problem).collect::<Vec<_>>().join(" · ");
        view! {
            <li>
                {event.text}
                {event
                    .is_irregular
                    .then(|| view! { " " <span class="sub" title=texts::IRREGULAR_HINT.t()>"⚠ " {texts::IRREGULAR.t()}</span> })}
                {event.said.map(|said| view! { <div class="sub">{said}</div> })}
                {(!people.is_empty()).then(|| view! { <div class="sub">{people}</div> })}
                <div class="sub">
                    <span title=dates::full(event.at)>{dates::moment(event.at)}</span>
                    {(!event.city.is_empty()).then(|| view! { " · " {event.city} })}
                    {leg.map(|leg| view! { " · " {leg} })}
                </div>
            </li>
        }
    };
    view! {
        {next.map(|step| view! { <p class="next-step">{texts::NEXT.fill(&[("step", &step)])}</p> })}
        <ol class="track">{track.into_iter().zip(until).map(line).collect_view()}</ol>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{self, Language};

    #[test]
    fn times_are_told_in_two_units() {
        i18n::set_current(Language::Zh);
        for (minutes, words) in [(-3, "0 分钟"), (59, "59 分钟"), (185, "3 小时 5 分"), (1_500, "1 天 1 小时")]
        {
            assert_eq!(lasting(TimeDelta::minutes(minutes)), words);
        }
    }

    #[test]
    fn stations_follow_each_other_to_and_fro() {
        for nth in 1..12 {
            let ((x1, y1), (x2, y2)) = (place(nth - 1), place(nth));
            assert_eq!(x1.abs_diff(x2) / STEP_X + y1.abs_diff(y2) / STEP_Y, 1, "{nth}");
        }
    }
}
