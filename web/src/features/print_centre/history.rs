//! Everything that was printed, newest first.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    Page,
    printing::{PrintJobRecord, PrintJobState},
};

use crate::{
    amount,
    api::{self, Remote, printing::JobQuery},
    browser::dates,
    printing::{Printing, error_words, state_pill, state_words},
    texts::{common, printing as texts},
    ui::{Button, EmptyState, ErrorState, Field, Select, Skeleton, Symbol, Toasts},
};

const PAGE: u32 = 50;

#[component]
pub fn History(version: RwSignal<u32>) -> impl IntoView {
    let printing = Printing::expect();
    let toasts = Toasts::expect();
    let filter = RwSignal::new(String::new());
    let (printer, person, waybill) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let jobs = Remote::<Page<PrintJobRecord>>::new();
    let query = move |cursor| JobQuery {
        state: PrintJobState::parse(&filter.get()),
        printer_id: printer.get().parse().ok(),
        person: given(person),
        waybill_no: given(waybill),
        from: given(from),
        to: given(to),
        limit: Some(PAGE),
        cursor,
    };
    let load = move || {
        let query = query(None);
        jobs.load(async move { api::printing::jobs(&query).await });
    };
    Effect::new(move |_| {
        version.track();
        printing.reports.version();
        load();
    });
    let more_busy = RwSignal::new(false);
    let more = move |()| {
        let cursor = jobs.value().with_untracked(|page| page.as_ref().and_then(|page| page.next_cursor.clone()));
        let query = untrack(|| query(cursor));
        more_busy.set(true);
        spawn_local(async move {
            match api::printing::jobs(&query).await {
                Ok(next) => jobs.value().update(|page| {
                    if let Some(page) = page {
                        page.items.extend(next.items);
                        page.next_cursor = next.next_cursor;
                    }
                }),
                Err(error) => toasts.failed(error.words()),
            }
            more_busy.set(false);
        });
    };
    let printers = Signal::derive(move || {
        let every = (String::new(), common::ALL.t().to_owned());
        let list = printing.printers.list.value().get().unwrap_or_default();
        let named = list.into_iter().map(|one| (one.id.to_string(), one.setup.name));
        std::iter::once(every).chain(named).collect::<Vec<_>>()
    });
    let options = Signal::derive(|| {
        let every = (String::new(), common::ALL.t().to_owned());
        let states = PrintJobState::ALL.iter().map(|one| (one.as_str().to_owned(), state_words(*one).to_owned()));
        std::iter::once(every).chain(states).collect::<Vec<_>>()
    });
    let body = move || {
        if jobs.value().with(Option::is_none) {
            return match jobs.error() {
                Some(error) => view! { <ErrorState error on_retry=Callback::new(move |()| load()) /> }.into_any(),
                None => view! { <Skeleton lines=5 /> }.into_any(),
            };
        }
        let page = jobs.value().get();
        let Some(page) = page.filter(|page| !page.items.is_empty()) else {
            return view! {
                <EmptyState symbol=Symbol::Printer title=texts::HISTORY_EMPTY_TITLE.t() words=texts::HISTORY_EMPTY.t() />
            }
            .into_any();
        };
        let has_more = page.next_cursor.is_some();
        view! {
            <div class="scroll">
                <table>
                    <thead>
                        <tr>
                            <th>{texts::COL_TIME.t()}</th>
                            <th>{texts::COL_WAYBILL.t()}</th>
                            <th>{texts::COL_STATE.t()}</th>
                            <th>{texts::COL_PRINTER.t()}</th>
                            <th class="num">{texts::COL_SEQ.t()}</th>
                            <th>{texts::COL_WHO.t()}</th>
                            <th>{texts::COL_NOTE.t()}</th>
                            <th>
                                <span class="sr-only">{texts::REPRINT.t()}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>{page.items.into_iter().map(|job| line(job, printing)).collect_view()}</tbody>
                </table>
            </div>
            {has_more
                .then(|| {
                    view! {
                        <div class="more">
                            <Button busy=more_busy on_press=more>
                                {texts::MORE.t()}
                            </Button>
                        </div>
                    }
                })}
        }
        .into_any()
    };
    view! {
        <section class="panel" aria-labelledby="history-title">
            <header>
                <h2 id="history-title">{texts::HISTORY.t()}</h2>
            </header>
            <div class="log-filters">
                <Select label=texts::FILTER.t() value=filter options />
                <Select label=texts::FILTER_PRINTER.t() value=printer options=printers />
                <Asked label=texts::FILTER_PERSON.t() value=person />
                <Asked label=texts::FILTER_WAYBILL.t() value=waybill />
                <Field label=texts::FILTER_FROM.t() value=from kind="date" />
                <Field label=texts::FILTER_TO.t() value=to kind="date" />
            </div>
            {body}
        </section>
    }
}

fn given(value: RwSignal<String>) -> Option<String> {
    Some(value.get().trim().to_owned()).filter(|text| !text.is_empty())
}

/// A filter that is typed, and asked for when it is left or entered.
#[component]
fn Asked(#[prop(into)] label: String, value: RwSignal<String>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let ask = move || {
        // The field may lose the focus because it goes.
        if let Some(asked) = typed.try_get_untracked().filter(|asked| value.try_get_untracked().as_ref() != Some(asked))
        {
            value.set(asked);
        }
    };
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                ask();
            }
            on:focusout=move |_| ask()
        >
            <Field label value=typed max_chars=64 />
        </form>
    }
}

fn line(job: PrintJobRecord, printing: Printing) -> impl IntoView {
    let shipment = job.shipment_id;
    let again = job.state.may_be_on_paper() || matches!(job.state, PrintJobState::Failed | PrintJobState::Skipped);
    let reason = job.reprint_reason.map(|why| texts::REPRINTED.fill(&[("why", &why)]));
    let note =
        [job.error_code.as_deref().map(error_words), reason].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let reprint = move |_| {
        if job.state.may_be_on_paper() {
            printing.asking.set(vec![shipment]);
        } else {
            printing.print(vec![shipment], None);
        }
    };
    view! {
        <tr>
            <td class="sub" title=dates::full(job.created_at)>
                {dates::moment(job.created_at)}
            </td>
            <td class="no">{amount::waybill(&job.waybill_no)}</td>
            <td>{state_pill(job.state)}</td>
            <td>
                {job.printer_name}
                {(!job.place.is_empty()).then(|| view! { <span class="sub">" · " {job.place}</span> })}
            </td>
            <td class="num">{job.seq}</td>
            <td>{job.created_by}</td>
            <td class="sub">{note}</td>
            <td>
                {again
                    .then(|| {
                        view! {
                            <button type="button" class="link" on:click=reprint>
                                {texts::REPRINT.t()}
                            </button>
                        }
                    })}
            </td>
        </tr>
    }
}
