//! The newest imports.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::{imports::Import, jobs::JobState};

use crate::{
    amount,
    browser::dates,
    i18n::Text,
    texts::dashboard,
    ui::{Pill, Tone},
};

/// The name and colour of a job's state.
pub const fn job_state(state: JobState) -> (Text, Tone) {
    match state {
        JobState::Queued => (dashboard::QUEUED, Tone::New),
        JobState::Running => (dashboard::RUNNING, Tone::Move),
        JobState::Succeeded => (dashboard::SUCCEEDED, Tone::Ok),
        JobState::Failed => (dashboard::IMPORT_FAILED, Tone::Bad),
        JobState::Cancelled => (dashboard::CANCELLED, Tone::New),
    }
}

#[component]
pub fn RecentImports(imports: Vec<Import>) -> impl IntoView {
    let empty = imports.is_empty();
    view! {
        <section class="panel" aria-labelledby="imports-title">
            <header>
                <h2 id="imports-title">{dashboard::IMPORTS.t()}</h2>
            </header>
            {if empty {
                view! {
                    <div class="calm">
                        <p>
                            <b>{dashboard::IMPORTS_EMPTY_TITLE.t()}</b>
                            <br />
                            <span class="sub">{dashboard::IMPORTS_EMPTY.t()}</span>
                        </p>
                        <A href="/import" attr:class="btn">
                            {dashboard::IMPORT_FILE.t()}
                        </A>
                    </div>
                }
                    .into_any()
            } else {
                table(imports).into_any()
            }}
        </section>
    }
}

fn table(imports: Vec<Import>) -> impl IntoView {
    view! {
        <table>
            <thead>
                <tr>
                    <th>{dashboard::COL_FILE.t()}</th>
                    <th class="num">{dashboard::COL_ACCEPTED.t()}</th>
                    <th class="num">{dashboard::COL_REJECTED.t()}</th>
                    <th>{dashboard::COL_WHEN.t()}</th>
                </tr>
            </thead>
            <tbody>{imports.into_iter().map(line).collect_view()}</tbody>
        </table>
    }
}

fn line(import: Import) -> impl IntoView {
    let (words, tone) = job_state(import.state);
    let over = import.state == JobState::Succeeded;
    view! {
        <tr>
            <td>
                <A href=format!("/import/{}", import.id)>{import.file_name}</A>
                " "
                {(!over).then(|| view! { <Pill tone words=words.t() /> })}
            </td>
            <td class="num">{amount::grouped(u64::from(import.accepted))}</td>
            <td class="num" class:why=import.rejected != 0>
                {amount::grouped(u64::from(import.rejected))}
            </td>
            <td class="sub">{dates::moment(import.created_at)}</td>
        </tr>
    }
}
