//! When a parcel is likely there.

use leptos::prelude::*;
use shared::timeliness::{DeliveryEstimate, EstimateBasis};

use crate::{amount::grouped, browser::dates, i18n::Text, texts::timeliness as texts};

/// Days that are told one by one.
const DAYS_SHOWN: usize = 5;

fn basis_words(basis: EstimateBasis) -> Text {
    match basis {
        EstimateBasis::OwnLane => texts::BASIS_OWN,
        EstimateBasis::Lane => texts::BASIS_LANE,
        EstimateBasis::Provinces => texts::BASIS_PROVINCES,
        EstimateBasis::Promise => texts::BASIS_PROMISE,
    }
}

/// The likely day with its share, what was promised, and what the estimate rests on.
#[component]
pub fn Estimate(delivery: DeliveryEstimate) -> impl IntoView {
    let promised = delivery.promised_day.map(|day| texts::PROMISED_BY.fill(&[("day", &dates::weekday(day))]));
    let is_late = delivery.likely.zip(delivery.promised_day).is_some_and(|(likely, promised)| likely.day > promised);
    let basis = basis_words(delivery.basis).fill(&[("n", &grouped(delivery.deliveries))]);
    let head = match delivery.likely {
        Some(likely) => {
            let percent = likely.percent.to_string();
            view! {
                <strong>{texts::LIKELY.fill(&[("day", &dates::weekday(likely.day))])}</strong>
                " "
                <span class="no">{texts::PERCENT.fill(&[("n", &percent)])}</span>
            }
            .into_any()
        }
        None => view! { <strong>{promised.clone()}</strong> }.into_any(),
    };
    let promised = promised.filter(|_| delivery.likely.is_some());
    let day = |chance: &shared::timeliness::DayChance| {
        view! {
            <li>
                <span>{dates::weekday(chance.day)}</span>
                <span class="no">{texts::PERCENT.fill(&[("n", &chance.percent.to_string())])}</span>
            </li>
        }
    };
    // One day alone says nothing that the first line does not say.
    let days = delivery.chances.iter().take(DAYS_SHOWN).map(day).collect_view();
    let days =
        (delivery.chances.len() > 1).then(|| view! { <ol class="chances" aria-label=texts::CHANCES.t()>{days}</ol> });
    view! {
        <div class="estimate">
            <p>{head}</p>
            {promised.map(|words| view! { <p class="sub" class:warns=is_late>{words}</p> })}
            {days}
            <p class="sub">{basis}</p>
        </div>
    }
}
