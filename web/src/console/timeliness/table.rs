//! One line a lane.

use chrono::TimeDelta;
use leptos::prelude::*;
use shared::timeliness::LaneTimes;

use super::{
    page::Board,
    spread::{Spread, days_words},
    view,
};
use crate::{amount::grouped, features::shipments::lasting, texts::timeliness as texts};

/// Lanes drawn at once; the search finds the others.
const LINES: usize = 200;
/// Fewer than this many of a hundred in time are to be looked at.
const KEPT_WELL_PERCENT: u64 = 90;

/// A city as people say it; the province where the city is not told apart from it.
fn place(province: &str, city: &str) -> String {
    let name = if city.is_empty() { province } else { city };
    name.to_owned()
}

#[component]
pub fn Table() -> impl IntoView {
    let board = Board::expect();
    let lines = move || board.shown.with(|lanes| lanes.iter().take(LINES).cloned().collect::<Vec<_>>());
    let none =
        move || board.shown.with(Vec::is_empty).then(|| view! { <p class="sub waits">{texts::NO_MATCH.t()}</p> });
    view! {
        <div class="scroll">
            <table class="lanes">
                <thead>
                    <tr>
                        <th>{texts::COL_LANE.t()}</th>
                        <th>{texts::COL_CARRIER.t()}</th>
                        <th class="num">{texts::COL_DELIVERIES.t()}</th>
                        <th class="num">{texts::COL_PROMISED.t()}</th>
                        <th class="num">{texts::COL_KEPT.t()}</th>
                        <th class="num">{texts::COL_AVERAGE.t()}</th>
                        <th class="num">{texts::COL_HALF.t()}</th>
                        <th class="num">{texts::COL_MOST.t()}</th>
                        <th>{texts::COL_SPREAD.t()}</th>
                    </tr>
                </thead>
                <tbody>{move || lines().into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
        {none}
    }
}

fn line(lane: LaneTimes) -> impl IntoView {
    let from = place(&lane.from_province, &lane.from_city);
    let to = place(&lane.province, &lane.city);
    let whole = format!("{} {} → {} {}", lane.from_province, lane.from_city, lane.province, lane.city);
    let kept = lane.within_promise.and_then(|within| view::share(within, lane.deliveries));
    let is_bad = lane.within_promise.is_some_and(|within| within * 100 < lane.deliveries * KEPT_WELL_PERCENT);
    let average =
        lane.average_minutes.map(|minutes| lasting(TimeDelta::minutes(i64::try_from(minutes).unwrap_or_default())));
    let dash = || "–".to_owned();
    view! {
        <tr>
            <th scope="row" title=whole>{texts::LANE.fill(&[("from", &from), ("to", &to)])}</th>
            <td>{lane.carrier.name}</td>
            <td class="num">{grouped(lane.deliveries)}</td>
            <td class="num">{lane.promised_days.map_or_else(dash, days_words)}</td>
            <td class="num" class:bad=is_bad>{kept.unwrap_or_else(dash)}</td>
            <td class="num">{average.unwrap_or_else(dash)}</td>
            <td class="num">{days_words(lane.half_days)}</td>
            <td class="num">{days_words(lane.most_days)}</td>
            <td><Spread days=lane.days promised=lane.promised_days /></td>
        </tr>
    }
}
