//! Which rule takes each order, and why the others before it do not.

use leptos::prelude::*;
use shared::rules::{ConditionAnswer, RuleAnswer, RuleTestItem};

use crate::{
    console::rule_words,
    texts::rules as texts,
    ui::{Pill, Tone},
};

/// One line an order, which unfolds. `name` is what an order is called; one alone is unfolded from the start.
#[component]
pub fn Answers(items: Vec<(String, RuleTestItem)>) -> impl IntoView {
    let is_alone = items.len() == 1;
    let lines = items.into_iter().map(|(name, item)| view! { <Line name item is_open=is_alone /> }).collect_view();
    view! { <div class="answers">{lines}</div> }
}

#[component]
fn Line(name: String, item: RuleTestItem, is_open: bool) -> impl IntoView {
    let taken = item.asked.iter().find(|answer| Some(answer.rule_id) == item.taken_by);
    let outcome = match taken {
        Some(rule) => view! { <Pill tone=Tone::Ok words=texts::TAKEN_BY.fill(&[("name", &rule.name)]) /> },
        None => view! { <Pill tone=Tone::New words=texts::TAKEN_BY_NONE.t() /> },
    };
    let is_none_asked = item.asked.is_empty();
    let asked = item.asked.into_iter().map(rule).collect_view();
    view! {
        <details open=is_open>
            <summary>
                <b>{name}</b>
                " "
                {outcome}
            </summary>
            {is_none_asked.then(|| view! { <p class="sub">{texts::NONE_ASKED.t()}</p> })}
            <ol>{asked}</ol>
        </details>
    }
}

fn rule(answer: RuleAnswer) -> impl IntoView {
    let is_unconditional = answer.conditions.is_empty();
    view! {
        <li>
            {verdict(answer.fits)}
            " "
            <b>{answer.name}</b>
            " "
            <span class="sub">{if answer.fits { texts::FITS.t() } else { texts::FITS_NOT.t() }}</span>
            <ul>
                {is_unconditional.then(|| view! { <li>{verdict(true)} " " {texts::NO_CONDITIONS.t()}</li> })}
                {answer.conditions.into_iter().map(condition).collect_view()}
            </ul>
        </li>
    }
}

fn condition(answer: ConditionAnswer) -> impl IntoView {
    view! {
        <li>
            {verdict(answer.holds)}
            " "
            <span class="sub">{rule_words::condition(&answer.condition)}</span>
            " "
            <span class="sr-only">{if answer.holds { texts::FITS.t() } else { texts::FITS_NOT.t() }}</span>
            {answer.text}
        </li>
    }
}

/// A sign of its own form each, so that it needs no colour.
fn verdict(is_yes: bool) -> impl IntoView {
    let (class, sign) = if is_yes { ("verdict fine", "✓") } else { ("verdict wrong", "✗") };
    view! { <span class=class aria-hidden="true">{sign}</span> }
}
