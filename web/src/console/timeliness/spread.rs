//! How the parcels of a lane are spread over days, as bars.

use leptos::prelude::*;
use shared::timeliness::DaysCount;

use super::view::{BARS, bars};
use crate::{amount::grouped, texts::timeliness as texts};

const BAR_X: u32 = 9;
const HEIGHT: u64 = 24;

pub fn days_words(days: u32) -> String {
    if days == 0 { texts::SAME_DAY.t().to_owned() } else { texts::DAYS.count(days) }
}

/// What came later than promised is told apart by its colour, and by its place behind the line.
#[component]
pub fn Spread(days: Vec<DaysCount>, promised: Option<u32>) -> impl IntoView {
    let bars = bars(&days);
    let most = bars.iter().copied().max().unwrap_or_default().max(1);
    let words: Vec<String> = days
        .iter()
        .map(|count| texts::SPREAD.fill(&[("days", &days_words(count.days)), ("n", &grouped(count.deliveries))]))
        .collect();
    let bar = |(day, count): (u32, u64)| {
        let is_late = promised.is_some_and(|promised| day > promised);
        // What there is at all is seen.
        let height = if count == 0 { 1 } else { (count * HEIGHT / most).max(2) };
        let class = match (count, is_late) {
            (0, _) => "none",
            (_, true) => "late",
            (_, false) => "kept",
        };
        view! { <rect class=class x=day * BAR_X y=HEIGHT - height width=BAR_X - 2 height=height /> }
    };
    let line = promised.filter(|promised| *promised + 1 < BARS).map(|promised| {
        let x = (promised + 1) * BAR_X - 1;
        view! { <line x1=x x2=x y1=0 y2=HEIGHT /> }
    });
    let width = BARS * BAR_X;
    view! {
        <svg class="spread" viewBox=format!("0 0 {width} {HEIGHT}") width=width height=HEIGHT role="img" aria-label=words.join("，")>
            <title>{words.join("\n")}</title>
            {(0..).zip(bars).map(bar).collect_view()}
            {line}
        </svg>
    }
}
