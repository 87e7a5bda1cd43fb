//! Labels of which nobody knows whether they came out: a person looks and says.

use leptos::prelude::*;
use shared::{
    PrintJobId, PrinterId,
    limits::PAGE_MAX,
    print_queue::PrintSettleOutcome,
    printing::{PrintJobRecord, PrintJobState, Printer, PrinterConnection},
};

use crate::{
    amount,
    api::{self, ApiError, Remote, printing::JobQuery},
    browser::{self, dates},
    printing::{Printing, error_words},
    texts::printing as texts,
    ui::Button,
};

/// A PDF that was open this long ago was left by a page that went.
const LEFT_AFTER_MS: f64 = 120_000.0;

async fn unsure(printing: Printing) -> Result<Vec<PrintJobRecord>, ApiError> {
    let of = |state| JobQuery { state: Some(state), limit: Some(PAGE_MAX), ..JobQuery::default() };
    let mut jobs = api::printing::jobs(&of(PrintJobState::Unknown)).await?.items;
    let now = browser::now_ms();
    // A dialog that was left open has no lease that lapses.
    let pdf = printing.printers.list.value().with_untracked(|list| {
        let ids = |list: &Vec<Printer>| {
            list.iter().filter(|one| one.setup.connection == PrinterConnection::Pdf).map(|one| one.id).collect()
        };
        list.as_ref().map(ids).unwrap_or_else(Vec::<PrinterId>::new)
    });
    let sending = api::printing::jobs(&of(PrintJobState::Sending)).await?.items;
    jobs.extend(
        sending.into_iter().filter(|job| {
            pdf.contains(&job.printer_id) && now - job.updated_at.timestamp_millis() as f64 > LEFT_AFTER_MS
        }),
    );
    Ok(jobs)
}

#[component]
pub fn UnsureLabels(version: RwSignal<u32>) -> impl IntoView {
    let printing = Printing::expect();
    let jobs = Remote::<Vec<PrintJobRecord>>::new();
    Effect::new(move |_| {
        version.track();
        printing.reports.version();
        jobs.load(unsure(printing));
    });
    let settle = move |ids: Vec<PrintJobId>, outcome: PrintSettleOutcome| {
        printing.settle(ids, outcome);
        version.update(|version| *version += 1);
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
                            <Button on_press=move |()| settle(vec![id], PrintSettleOutcome::CameOut)>{texts::UNSURE_OUT.t()}</Button>
                            <Button on_press=move |()| settle(vec![id], PrintSettleOutcome::PrintAgain)>{texts::UNSURE_NOT.t()}</Button>
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
                        <Button on_press=move |()| settle(all(), PrintSettleOutcome::CameOut)>{texts::ALL_OUT.t()}</Button>
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
