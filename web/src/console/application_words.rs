//! What the parts of an application are called, for both of its sides.

use leptos::prelude::*;
use shared::applications::{ApplicationEvent, ApplicationState, Settlement};

use crate::{
    browser::dates,
    i18n::Text,
    texts::applications as texts,
    ui::{Pill, Tone},
};

pub const fn state(state: ApplicationState) -> Text {
    match state {
        ApplicationState::Submitted => texts::STATE_SUBMITTED,
        ApplicationState::InReview => texts::STATE_IN_REVIEW,
        ApplicationState::Asked => texts::STATE_ASKED,
        ApplicationState::Offered => texts::STATE_OFFERED,
        ApplicationState::Accepted => texts::STATE_ACCEPTED,
        ApplicationState::Approved => texts::STATE_APPROVED,
        ApplicationState::Rejected => texts::STATE_REJECTED,
    }
}

const fn tone(state: ApplicationState) -> Tone {
    match state {
        ApplicationState::Submitted => Tone::New,
        ApplicationState::InReview | ApplicationState::Accepted => Tone::Move,
        ApplicationState::Asked | ApplicationState::Offered => Tone::Warn,
        ApplicationState::Approved => Tone::Ok,
        ApplicationState::Rejected => Tone::Bad,
    }
}

pub fn state_pill(of: ApplicationState) -> impl IntoView {
    view! { <Pill tone=tone(of) words=state(of).t() /> }
}

pub const fn settlement(settlement: Settlement) -> Text {
    match settlement {
        Settlement::Prepaid => texts::PREPAID,
        Settlement::Credit => texts::CREDIT,
    }
}

/// Both ways to settle, for a select.
pub fn settlements() -> Vec<(String, String)> {
    let named = |one: Settlement| (one.as_str().to_owned(), settlement(one).t().to_owned());
    [Settlement::Prepaid, Settlement::Credit].map(named).to_vec()
}

/// What happened, the latest first.
#[component]
pub fn History(events: Vec<ApplicationEvent>) -> impl IntoView {
    let line = |event: ApplicationEvent| {
        view! {
            <li>
                <span>{event.words}</span>
                <span class="sub" title=dates::full(event.at)>
                    " · "
                    {dates::moment(event.at)}
                    {event.staff_name.map(|name| format!(" · {name}"))}
                </span>
                {event.text.map(|text| view! { <p class="said">{text}</p> })}
            </li>
        }
    };
    view! { <ol class="track">{events.into_iter().rev().map(line).collect_view()}</ol> }
}
