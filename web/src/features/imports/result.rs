//! What came of one file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use shared::{
    ImportId, Permission, ShipmentId, imports::Import, jobs::JobState, limits::BULK_MAX, shipments::ShipmentFilter,
};

use super::{mapping::Mapping, progress::ImportProgress, rows::RowsPanel, words};
use crate::{
    amount::{grouped, money},
    api::{self, ApiError, Remote, Session},
    browser,
    features::shell::{PrintDesk, PrintRequest, Shortcut, Shortcuts},
    texts::{common, imports as texts},
    ui::{Button, ButtonKind, ErrorState, Kbd, Notice, Skeleton, Toasts},
};

#[component]
pub fn ImportResult(id: ImportId) -> impl IntoView {
    let import = Remote::<Import>::new();
    let load = move || import.load(api::imports::get(id));
    load();
    let reload = Callback::new(move |()| load());
    let state =
        Memo::new(move |_| import.value().with(|import| import.as_ref().map(|import| (import.state, import.job_id))));
    let stale = move || {
        let error = import.error().filter(|_| import.value().with(Option::is_some))?;
        Some(view! {
            <Notice tone="bad">
                {texts::STALE_ERROR.t()} " " {error.words()}
                <span class="end">
                    <Button on_press=reload>{common::RETRY.t()}</Button>
                </span>
            </Notice>
        })
    };
    view! {
        <Head id import />
        <div class="flow">
            {stale}
            {move || match state.get() {
                None => {
                    match import.error() {
                        Some(error) => view! { <ErrorState error on_retry=reload /> }.into_any(),
                        None => view! { <Skeleton lines=6 /> }.into_any(),
                    }
                }
                Some((JobState::Queued | JobState::Running, job_id)) => {
                    view! {
                        <section class="panel">
                            <header>
                                <h2>{texts::RUNNING.t()}</h2>
                            </header>
                            <ImportProgress job_id over=reload />
                        </section>
                    }
                        .into_any()
                }
                Some((JobState::Failed, _)) => failed(import.value().get_untracked()).into_any(),
                Some((ended, _)) => import.value().get_untracked().map(|import| ended_well(id, ended, import)).into_any(),
            }}
        </div>
    }
}

fn ended_well(id: ImportId, ended: JobState, import: Import) -> impl IntoView {
    let cancelled = ended == JobState::Cancelled;
    view! {
        {cancelled
            .then(|| {
                view! {
                    <Notice tone="warn">
                        <b>{texts::CANCELLED_TITLE.t()}</b>
                        {texts::CANCELLED.t()}
                    </Notice>
                }
            })}
        <Sums import=import.clone() />
        <Mapping mapping=import.mapping.clone() />
        <RowsPanel id rejected=import.rejected duplicates=import.duplicates />
    }
}

fn failed(import: Option<Import>) -> impl IntoView {
    view! {
        <div class="blank bad" role="alert">
            <crate::ui::Icon symbol=crate::ui::Symbol::Alert />
            <h2>{texts::FAILED_TITLE.t()}</h2>
            <p>{import.and_then(|import| import.problem)}</p>
            <div class="acts">
                <A href="/import" attr:class="btn main">
                    {texts::AGAIN.t()}
                </A>
            </div>
        </div>
    }
}

#[component]
fn Head(id: ImportId, import: Remote<Import>) -> impl IntoView {
    let toasts = Toasts::expect();
    let name = move || import.value().with(|import| import.as_ref().map(|import| import.file_name.clone()));
    let facts = move || {
        import.value().with(|import| {
            let import = import.as_ref().filter(|import| import.state == JobState::Succeeded)?;
            let rows = grouped(import.total.into());
            let words = texts::HEAD.fill(&[("rows", &rows), ("format", words::format(&import.format))]);
            let took = import.finished_at.map(|end| (end - import.created_at).num_milliseconds() as f64 / 1000.0);
            let took = took.map(|took| texts::SECONDS.fill(&[("n", &format!("{took:.1}"))]));
            Some([import.sheet_name.clone(), Some(words), took].into_iter().flatten().collect::<Vec<_>>().join(" · "))
        })
    };
    let file_open = Memo::new(move |_| import.value().with(|import| import.as_ref().map(|import| import.file_open)));
    let counts = Memo::new(move |_| {
        import.value().with(|import| {
            let import = import.as_ref().filter(|one| one.state.is_over())?;
            Some((import.accepted, import.rejected, !import.ship))
        })
    });
    let save = move |kind: Saved| {
        spawn_local(async move {
            let file_name = untrack(name).unwrap_or_default();
            if let Err(error) = kind.save(id, &file_name).await {
                toasts.failed(error.words());
            }
        });
    };
    view! {
        <div class="head">
            <h1>{name}</h1>
            <span class="count">{facts}</span>
            <div class="end">
                {move || match file_open.get() {
                    None => ().into_any(),
                    Some(true) => {
                        view! {
                            <Button kind=ButtonKind::Quiet on_press=move |()| save(Saved::Original)>
                                {texts::ORIGINAL.t()}
                            </Button>
                        }
                            .into_any()
                    }
                    Some(false) => view! { <span class="sub">{texts::FILE_OF_SOMEBODY_ELSE.t()}</span> }.into_any(),
                }}
                {move || {
                    counts
                        .get()
                        .map(|(accepted, rejected, waits)| {
                            view! {
                                {(rejected > 0 && file_open.get() == Some(true))
                                    .then(|| {
                                        view! {
                                            <Button on_press=move |()| save(Saved::Rejected)>
                                                {texts::DOWNLOAD_REJECTED.t()}
                                            </Button>
                                        }
                                    })}
                                {(accepted > 0 && !waits).then(|| view! { <Accepted id accepted /> })}
                                {(accepted > 0 && waits)
                                    .then(|| {
                                        view! {
                                            <A href=format!("/orders?import_id={id}") attr:class="btn main">
                                                {texts::SHOW_POOL.t()}
                                            </A>
                                        }
                                    })}
                            }
                        })
                }}
            </div>
        </div>
    }
}

#[derive(Clone, Copy)]
enum Saved {
    Original,
    Rejected,
}

impl Saved {
    async fn save(self, id: ImportId, file_name: &str) -> Result<(), ApiError> {
        let (file, name) = match self {
            Saved::Original => (api::imports::original(id).await?, file_name.to_owned()),
            Saved::Rejected => {
                let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
                (api::imports::rejected(id).await?, format!("{stem}-{}.xlsx", texts::COL_REJECTED.t()))
            }
        };
        browser::save_file(&file.bytes, &file.media_type, &name);
        Ok(())
    }
}

/// What can be done with the shipments that were made.
#[component]
fn Accepted(id: ImportId, accepted: u32) -> impl IntoView {
    let may_print = Session::expect().may(Permission::LabelsPrint);
    let desk = PrintDesk::expect();
    let toasts = Toasts::expect();
    let collected = RwSignal::new(None::<u32>);
    let print = move || {
        if collected.get_untracked().is_some() {
            return;
        }
        collected.set(Some(0));
        spawn_local(async move {
            match all_ids(id, collected).await {
                Ok(shipment_ids) => desk.request(PrintRequest { shipment_ids, printed_before: 0 }),
                Err(error) => toasts.failed(error.words()),
            }
            let _ = collected.try_set(None);
        });
    };
    if may_print {
        Shortcuts::expect().on(Shortcut::Print, print);
    }
    let progress = move || {
        collected.get().filter(|count| *count > 0).map(|count| {
            view! { <span class="sub" role="status">{texts::COLLECTING.fill(&[("n", &grouped(count.into()))])}</span> }
        })
    };
    view! {
        {progress}
        <A href=format!("/shipments?import_id={id}") attr:class="btn">
            {texts::SHOW_SHIPMENTS.t()}
        </A>
        {may_print
            .then(|| {
                view! {
                    <Button
                        kind=ButtonKind::Main
                        busy=Signal::derive(move || collected.with(Option::is_some))
                        on_press=move |()| print()
                    >
                        {texts::PRINT.count(accepted)}
                        <Kbd key="P" />
                    </Button>
                }
            })}
    }
}

/// Every shipment of the import, a thousand at a time.
async fn all_ids(id: ImportId, collected: RwSignal<Option<u32>>) -> Result<Vec<ShipmentId>, ApiError> {
    let mut ids = Vec::new();
    let limit = u32::try_from(BULK_MAX).ok();
    let mut filter = ShipmentFilter { import_id: Some(id), limit, ..ShipmentFilter::default() };
    loop {
        let page = api::shipments::ids(&filter).await?;
        ids.extend(page.items);
        let _ = collected.try_set(u32::try_from(ids.len()).ok());
        match page.next_cursor {
            Some(cursor) => filter.cursor = Some(cursor),
            None => {
                // The list is newest first; paper comes in the order of the file.
                ids.reverse();
                return Ok(ids);
            }
        }
    }
}

#[component]
fn Sums(import: Import) -> impl IntoView {
    let made = if import.ship { texts::SUM_ACCEPTED } else { texts::SUM_WAITING };
    view! {
        <section class="panel">
            <div class="sums">
                <div class="ok">
                    <b>{grouped(import.accepted.into())}</b>
                    {made.t()}
                </div>
                <div class:bad=import.rejected != 0>
                    <b>{grouped(import.rejected.into())}</b>
                    {texts::SUM_REJECTED.t()}
                </div>
                <div>
                    <b>{grouped(import.duplicates.into())}</b>
                    {texts::SUM_DUPLICATES.t()}
                </div>
                <div>
                    <b>"¥ " {money(import.price_total)}</b>
                    {texts::SUM_PRICE.t()}
                </div>
            </div>
        </section>
    }
}
