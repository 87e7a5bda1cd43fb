//! The recent imports, those at work with their progress.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::{Page, imports::Import, jobs::JobState};

use super::{progress::ImportProgress, words};
use crate::{
    amount::grouped,
    api::Remote,
    browser::dates,
    texts::{common, imports as texts},
    ui::{Button, EmptyState, ErrorState, Notice, Pill, Skeleton, Symbol},
};

#[component]
pub fn RecentImports(imports: Remote<Page<Import>>, #[prop(into)] reload: Callback<()>) -> impl IntoView {
    let running = Memo::new(move |_| {
        imports.value().with(|page| {
            let items = page.iter().flat_map(|page| &page.items);
            items
                .filter(|one| !one.state.is_over())
                .map(|one| (one.id, one.job_id, one.file_name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let stale = move || {
        let error = imports.error().filter(|_| imports.value().with(Option::is_some))?;
        Some(view! {
            <Notice tone="bad">
                {texts::STALE_ERROR.t()} " " {error.words()}
                <span class="end">
                    <Button on_press=reload>{common::RETRY.t()}</Button>
                </span>
            </Notice>
        })
    };
    let body = move || {
        let Some(page) = imports.value().get() else {
            return match imports.error() {
                Some(error) => view! { <ErrorState error on_retry=reload /> }.into_any(),
                None => view! { <div class="inside"><Skeleton lines=4 /></div> }.into_any(),
            };
        };
        if page.items.is_empty() {
            return view! {
                <EmptyState symbol=Symbol::File title=texts::RECENT_EMPTY_TITLE.t() words=texts::RECENT_EMPTY.t() />
            }
            .into_any();
        }
        table(page.items).into_any()
    };
    view! {
        <For each=move || running.get() key=|(id, ..)| *id let:one>
            <section class="panel">
                <header>
                    <h2>
                        <A href=format!("/import/{}", one.0)>{one.2.clone()}</A>
                    </h2>
                </header>
                <ImportProgress job_id=one.1 over=reload />
            </section>
        </For>
        {stale}
        <section class="panel" aria-labelledby="recent-title" aria-busy=move || imports.busy().to_string()>
            <header>
                <h2 id="recent-title">{texts::RECENT.t()}</h2>
            </header>
            {body}
        </section>
    }
}

fn table(imports: Vec<Import>) -> impl IntoView {
    view! {
        <div class="scroll">
            <table>
                <thead>
                    <tr>
                        <th>{texts::COL_FILE.t()}</th>
                        <th>{texts::COL_STATE.t()}</th>
                        <th>{texts::COL_FORMAT.t()}</th>
                        <th class="num">{texts::COL_ROWS.t()}</th>
                        <th class="num">{texts::COL_ACCEPTED.t()}</th>
                        <th class="num">{texts::COL_REJECTED.t()}</th>
                        <th class="num">{texts::COL_DUPLICATES.t()}</th>
                        <th>{texts::COL_WHEN.t()}</th>
                        <th>{texts::COL_WHO.t()}</th>
                    </tr>
                </thead>
                <tbody>{imports.into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn line(import: Import) -> impl IntoView {
    let (state, tone) = words::state(import.state);
    let known = matches!(import.state, JobState::Succeeded | JobState::Cancelled);
    let number = move |count: u32| known.then(|| grouped(count.into()));
    let format = known.then(|| words::format(&import.format));
    view! {
        <tr>
            <td>
                <A href=format!("/import/{}", import.id)>{import.file_name}</A>
                {import.sheet_name.map(|sheet| view! { <span class="sub">" " {sheet}</span> })}
            </td>
            <td>
                <Pill tone words=state.t() />
            </td>
            <td>{format}</td>
            <td class="num">{number(import.total)}</td>
            <td class="num">{number(import.accepted)}</td>
            <td class="num" class:wrong=import.rejected != 0>
                {number(import.rejected)}
            </td>
            <td class="num">{number(import.duplicates)}</td>
            <td class="sub" title=dates::full(import.created_at)>
                {dates::moment(import.created_at)}
            </td>
            <td>{import.created_by}</td>
        </tr>
    }
}
