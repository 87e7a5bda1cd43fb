//! The page of today.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::{Permission, dashboard::Dashboard as Today, state::Phase};

use super::{
    next::{Act, Step, steps},
    recent_imports::RecentImports,
};
use crate::{
    amount,
    api::{self, Live, Remote, Session},
    features::{phases, senders::SenderDesk, shipments::filters::ListFilter},
    i18n::Text,
    texts::{common, dashboard, shell},
    ui::{Button, ErrorState, Icon, Kbd, Notice, Skeleton, Symbol},
};

#[component]
pub fn Dashboard() -> impl IntoView {
    let session = Session::expect();
    let live = Live::expect();
    let desk = SenderDesk::expect();
    let today = Remote::<Today>::new();
    let load = move || today.load(api::dashboard::get());
    Effect::new(move |_| {
        live.shipments_version();
        desk.version.track();
        load();
    });
    live.listen(move |event| {
        if matches!(event, shared::events::LiveEvent::Job { ref job, .. } if job.state.is_over()) {
            load();
        }
    });
    let shown = Memo::new(move |_| today.value().get());
    view! {
        <div class="head">
            <h1>{dashboard::TITLE.t()}</h1>
            <div class="end">
                {session
                    .may(Permission::ImportsWrite)
                    .then(|| view! { <A href="/import" attr:class="btn">{dashboard::IMPORT_FILE.t()}</A> })}
                {session
                    .may(Permission::ShipmentsWrite)
                    .then(|| view! { <A href="/shipments/new" attr:class="btn main">{shell::NEW_SHIPMENT.t()} <Kbd key="N" /></A> })}
            </div>
        </div>
        <div class="flow">
            {move || {
                let stale = shown.with(Option::is_some);
                today
                    .error()
                    .filter(|_| stale)
                    .map(|error| {
                        view! {
                            <Notice tone="bad">
                                {error.words()}
                                <Button on_press=move |()| load()>{common::RETRY.t()}</Button>
                            </Notice>
                        }
                    })
            }}
            {move || match (shown.get(), today.error()) {
                (Some(today), _) => view! { <Numbers today /> }.into_any(),
                (None, Some(error)) => view! { <ErrorState error on_retry=Callback::new(move |()| load()) /> }.into_any(),
                (None, None) => view! { <Waiting /> }.into_any(),
            }}
        </div>
    }
}

/// The panels, empty, at the places they will have.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="panel inside-pad"><Skeleton lines=2 /></div>
        <div class="panel inside-pad"><Skeleton lines=4 /></div>
        <div class="panel inside-pad"><Skeleton lines=5 /></div>
    }
}

#[component]
fn Numbers(today: Today) -> impl IntoView {
    let session = Session::expect();
    let number = |value: String, words: Text| {
        view! {
            <div>
                <b>{value}</b>
                {words.t()}
            </div>
        }
    };
    let phase = |phase: Phase| {
        let count = today.phases.iter().find(|entry| entry.phase == phase).map_or(0, |entry| entry.count);
        let href = ListFilter::default().in_phase(Some(phase)).path();
        let alarm = phase == Phase::Problem && count > 0;
        view! {
            <A href attr:class=if alarm { "phase bad" } else { "phase" }>
                <b>{amount::grouped(u64::from(count))}</b>
                {phases::name(phase).t()}
            </A>
        }
    };
    let next = steps(&today, |permission| session.may(permission));
    view! {
        <div class="panel sums">
            {number(amount::grouped(u64::from(today.created_today)), dashboard::CREATED)}
            {number(amount::grouped(u64::from(today.printed_today)), dashboard::PRINTED)}
            {number(amount::yuan(today.price_today), dashboard::FREIGHT)}
        </div>
        <section class="panel" aria-labelledby="phases-title">
            <header>
                <h2 id="phases-title">{dashboard::PHASES.t()}</h2>
            </header>
            <div class="phases">{Phase::ALL.map(phase).collect_view()}</div>
        </section>
        <div class="two">
            <section class="panel" aria-labelledby="next-title">
                <header>
                    <h2 id="next-title">{dashboard::NEXT.t()}</h2>
                </header>
                {next_steps(next)}
            </section>
            <RecentImports imports=today.recent_imports />
        </div>
    }
}

fn next_steps(steps: Vec<Step>) -> impl IntoView {
    if steps.is_empty() {
        return view! {
            <div class="calm">
                <Icon symbol=Symbol::Check />
                <p>
                    <b>{dashboard::NEXT_NONE_TITLE.t()}</b>
                    <br />
                    <span class="sub">{dashboard::NEXT_NONE.t()}</span>
                </p>
            </div>
        }
        .into_any();
    }
    view! { <ul class="steps">{steps.into_iter().map(step_line).collect_view()}</ul> }.into_any()
}

fn step_line(step: Step) -> impl IntoView {
    let desk = SenderDesk::expect();
    let inside = view! {
        <Icon symbol=step.symbol />
        <span>{step.words}</span>
        <small>{step.why}</small>
    };
    match step.act {
        Act::Go(href) => view! { <li><A href>{inside}</A></li> }.into_any(),
        Act::AddSender => view! {
            <li>
                <button type="button" on:click=move |_| desk.open.set(true)>
                    {inside}
                </button>
            </li>
        }
        .into_any(),
    }
}
