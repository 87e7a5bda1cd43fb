//! Labels of which nobody knows whether they came out: a person looks and says.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    PrintJobId,
    limits::PAGE_MAX,
    printing::{PrintJobRecord, PrintJobResult, PrintJobResultItem, PrintJobState},
};

use crate::{
    amount,
    api::{self, ApiError, Remote, printing::JobQuery},
    browser::{self, dates},
    printing::{Printing, error_words},
    texts::printing as texts,
    ui::{Button, Toasts},
};

/// A label that was on its way this long ago and is in no queue here was left by a page that went.
const LEFT_AFTER_MS: f64 = 120_000.0;

async fn unsure(printing: Printing) -> Result<Vec<PrintJobRecord>, ApiError> {
    let of = |state| JobQuery { state: Some(state), limit: Some(PAGE_MAX), cursor: None };
    let mut jobs = api::printing::jobs(&of(PrintJobState::Unknown)).await?.items;
    let now = browser::now_ms();
    let sending = api::printing::jobs(&of(PrintJobState::Sending)).await?.items;
    jobs.extend(sending.into_iter().filter(|job| now - job.updated_at.timestamp_millis() as f64 > LEFT_AFTER_MS));
    // The queue asks about its own.
    jobs.retain(|job| !printing.holds(job.id));
    Ok(jobs)
}

#[component]
pub fn UnsureLabels(version: RwSignal<u32>) -> impl IntoView {
    let printing = Printing::expect();
    let toasts = Toasts::expect();
    let jobs = Remote::<Vec<PrintJobRecord>>::new();
    Effect::new(move |_| {
        version.track();
        printing.reports.version();
        jobs.load(unsure(printing));
    });
    let settle = move |ids: Vec<PrintJobId>, came_out: bool| {
        let state = if came_out { PrintJobState::Sent } else { PrintJobState::Failed };
        let error_code = (!came_out).then(|| "disconnected".to_owned());
        let item = |id| PrintJobResultItem {
            print_job_id: id,
            result: PrintJobResult { state, bytes: None, sha256: None, error_code: error_code.clone() },
        };
        let results = ids.into_iter().map(item).collect();
        spawn_local(async move {
            match api::printing::report(results).await {
                Ok(()) => version.update(|version| *version += 1),
                Err(error) => toasts.failed(error.words()),
            }
        });
    };
    let all = move || jobs.value().get().unwrap_or_default().iter().map(|job| job.id).collect::<Vec<_>>();
    move || {
        let list = jobs.value().get().filter(|list| !list.is_empty())?;
        let count = u32::try_from(list.len()).unwrap_or(u32::MAX);
        let row = move |job: PrintJobRecord| {
            let id = job.id;
            view! {
                <tr>
                    <td class="no">{amount::waybill(&job.waybill_no)}</td>
                    <td>{job.printer_name}</td>
                    <td class="sub">{dates::moment(job.updated_at)}</td>
                    <td class="sub">{job.error_code.as_deref().map(error_words)}</td>
                    <td>
                        <div class="acts">
                            <Button on_press=move |()| settle(vec![id], true)>{texts::UNSURE_OUT.t()}</Button>
                            <Button on_press=move |()| settle(vec![id], false)>{texts::UNSURE_NOT.t()}</Button>
                        </div>
                    </td>
                </tr>
            }
        };
        Some(view! {
            <section class="panel warn" aria-labelledby="unsure-title">
                <header>
                    <h2 id="unsure-title">{texts::UNSURE_TITLE.count(count)}</h2>
                    <span class="sub">{texts::UNSURE_WHY.t()}</span>
                    <span class="end">
                        <Button on_press=move |()| settle(all(), true)>{texts::ALL_OUT.t()}</Button>
                    </span>
                </header>
                <div class="scroll">
                    <table>
                        <tbody>{list.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        })
    }
}
