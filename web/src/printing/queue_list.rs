//! Every label of the printer's queue that is not done, in print order.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    Page, PrinterId,
    limits::PAGE_MAX,
    print_queue::{PrintQueueJob, PrintSettleOutcome, PrintSkipRequest},
    printing::PrintJobState,
};

use super::{Printing, words};
use crate::{
    amount,
    api::{self, Remote, printing::PageQuery},
    texts::printing as texts,
    ui::{Button, Dialog, ErrorState, Skeleton, Toasts},
};

/// The queue of this browser's printer in a dialog: skip one, go on further down.
#[component]
pub fn QueueDialog(open: RwSignal<bool>) -> impl IntoView {
    let printing = Printing::expect();
    let title = Signal::derive(|| texts::DOCK_QUEUE.t().to_owned());
    view! {
        <Dialog open title on_close=move |()| open.set(false) wide=true>
            {move || printing.printers.current().map(|printer| view! { <QueueLabels printer=printer.id /> })}
        </Dialog>
    }
}

/// The labels of a queue, a page at a time.
#[component]
pub fn QueueLabels(printer: PrinterId) -> impl IntoView {
    let printing = Printing::expect();
    let toasts = Toasts::expect();
    let jobs = Remote::<Page<PrintQueueJob>>::new();
    let load = move || {
        let query = PageQuery { limit: Some(PAGE_MAX), cursor: None };
        jobs.load(async move { api::printing::queue_jobs(printer, &query).await });
    };
    Effect::new(move |_| {
        printing.reports.version();
        load();
    });
    let busy = RwSignal::new(false);
    let more = move |()| {
        let cursor = jobs.value().with_untracked(|page| page.as_ref().and_then(|page| page.next_cursor.clone()));
        busy.set(true);
        spawn_local(async move {
            match api::printing::queue_jobs(printer, &PageQuery { limit: Some(PAGE_MAX), cursor }).await {
                Ok(next) => jobs.value().update(|page| {
                    if let Some(page) = page {
                        page.items.extend(next.items);
                        page.next_cursor = next.next_cursor;
                    }
                }),
                Err(error) => toasts.failed(error.words()),
            }
            busy.set(false);
        });
    };
    move || {
        let Some(page) = jobs.value().get() else {
            return match jobs.error() {
                Some(error) => view! { <ErrorState error on_retry=Callback::new(move |()| load()) /> }.into_any(),
                None => view! { <Skeleton lines=5 /> }.into_any(),
            };
        };
        if page.items.is_empty() {
            return view! { <p class="sub">{texts::QUEUE_EMPTY.t()}</p> }.into_any();
        }
        let has_more = page.next_cursor.is_some();
        view! {
            <div class="queue-list">
                <table>
                    <tbody>
                        {page
                            .items
                            .into_iter()
                            .enumerate()
                            .map(|(at, job)| view! { <LabelRow printer at=at + 1 job /> })
                            .collect_view()}
                    </tbody>
                </table>
            </div>
            {has_more
                .then(|| {
                    view! {
                        <div class="more">
                            <Button busy on_press=more>
                                {texts::MORE.t()}
                            </Button>
                        </div>
                    }
                })}
        }
        .into_any()
    }
}

#[component]
fn LabelRow(printer: PrinterId, at: usize, job: PrintQueueJob) -> impl IntoView {
    let printing = Printing::expect();
    let id = job.id;
    let settle = move |outcome| move |_| printing.settle(vec![id], outcome);
    let acts = match job.state {
        PrintJobState::Queued | PrintJobState::Leased => {
            let skip = move |_| {
                let which = PrintSkipRequest { print_job_ids: Some(vec![id]), ..PrintSkipRequest::default() };
                printing.skip(printer, which);
            };
            view! {
                <button type="button" class="link" on:click=skip>
                    {texts::SKIP.t()}
                </button>
                <button type="button" class="link" on:click=move |_| printing.resume(printer, Some(id))>
                    {texts::START_FROM.fill(&[("n", &at.to_string())])}
                </button>
            }
            .into_any()
        }
        PrintJobState::Unknown => view! {
            <button type="button" class="link" on:click=settle(PrintSettleOutcome::CameOut)>
                {texts::CAME_OUT.t()}
            </button>
            <button type="button" class="link" on:click=settle(PrintSettleOutcome::PrintAgain)>
                {texts::NOT_OUT.t()}
            </button>
        }
        .into_any(),
        _ => ().into_any(),
    };
    let note = job.error_code.as_deref().map(words::error_words);
    view! {
        <tr>
            <td class="sub num">{at}</td>
            <td class="no">{amount::waybill(&job.waybill_no)}</td>
            <td>{words::state_pill(job.state)}</td>
            <td class="sub">{note}</td>
            <td class="sub">{job.created_by}</td>
            <td>
                <span class="row-acts">{acts}</span>
            </td>
        </tr>
    }
}
