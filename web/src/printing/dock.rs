//! The print dock: there while something prints, in its own place, over nothing.

use leptos::prelude::*;
use shared::{
    limits::PAGE_MAX,
    print_queue::{PrintPauseCode, PrintSettleOutcome},
    printing::{PrintJobRecord, PrintJobState},
};

use super::{
    Printing, pdf,
    queue::{Mode, Pause, Queue},
    queue_list::QueueDialog,
    reprint::ReprintDialog,
    setup::SetupDialog,
    words,
};
use crate::{
    amount::{self, grouped},
    api::{self, ApiError, Remote, printing::JobQuery},
    texts::{common, printing as texts},
    ui::{Button, ButtonKind, Progress},
};

/// What is being printed, beside every page, while something is.
#[component]
pub fn PrintDock() -> impl IntoView {
    let Some(printing) = use_context::<Printing>() else { return ().into_any() };
    let list = RwSignal::new(false);
    let shown = Memo::new(move |_| printing.queue.with(Option::is_some));
    let pdf = Memo::new(move |_| printing.pdf.with(Option::is_some));
    view! {
        {move || {
            (shown.get() || pdf.get())
                .then(|| {
                    view! {
                        <section class="dock dock-slot" aria-label=texts::DOCK.t()>
                            {move || shown.get().then(|| view! { <Running list /> })}
                            {move || pdf.get().then(|| view! { <Pdf /> })}
                        </section>
                    }
                })
        }}
        <QueueDialog open=list />
        <ReprintDialog />
        <SetupDialog />
    }
    .into_any()
}

#[component]
fn Running(list: RwSignal<bool>) -> impl IntoView {
    let printing = Printing::expect();
    let with = move |read: fn(&Queue) -> usize| printing.queue.with(|queue| queue.as_ref().map_or(0, read));
    let done = Memo::new(move |_| u32::try_from(with(Queue::done)).unwrap_or(u32::MAX));
    let total = Memo::new(move |_| u32::try_from(with(Queue::total)).unwrap_or(u32::MAX));
    let over = Memo::new(move |_| !printing.is_printing());
    let found = Memo::new(move |_| printing.queue.with(|queue| queue.as_ref().is_some_and(Queue::is_found)));
    let title = move || {
        printing.printers.current().map(|printer| format!("{} · {}", printer.setup.name, words::size(&printer)))
    };
    let dot = move || words::standing(&printing.printers.standing()).1;
    view! {
        <header>
            <span class=dot aria-hidden="true"></span>
            <b>{title}</b>
            <span class="end" role="status" data-print-progress="">
                {move || {
                    let (done, total) = (grouped(done.get().into()), grouped(total.get().into()));
                    texts::PROGRESS.fill(&[("done", &done), ("total", &total)])
                }}
            </span>
        </header>
        <Progress label=texts::DOCK.t() done total=Signal::derive(move || Some(total.get())) />
        <Standstill />
        {move || {
            found.get().then(|| view! { <p class="dock-note">{texts::FOUND.count(total.get())}</p> })
        }}
        {move || if over.get() { ended(printing, list).into_any() } else { view! { <Going list /> }.into_any() }}
        {move || printing.reports.delayed().then(|| view! { <p class="dock-note">{texts::DELAYED.t()}</p> })}
    }
}

#[component]
fn Going(list: RwSignal<bool>) -> impl IntoView {
    let printing = Printing::expect();
    let facts = move || {
        printing.queue.with(|queue| {
            let queue = queue.as_ref()?;
            let speed = queue.speed().map(|speed| texts::SPEED.fill(&[("n", &format!("{speed:.1}"))]));
            let left = queue.seconds_left().map(left_words);
            let under_way = grouped(queue.under_way().len() as u64);
            Some((speed, left, texts::UNCONFIRMED.fill(&[("n", &under_way)])))
        })
    };
    let running = Memo::new(move |_| {
        printing.queue.with(|queue| queue.as_ref().is_some_and(|queue| queue.mode() == Mode::Running))
    });
    // Nothing is sent past a label nobody is sure of: it is settled first.
    let unsure = Signal::derive(move || printing.queue.with(|queue| queue.as_ref().is_some_and(Queue::is_unsure)));
    view! {
        {move || {
            facts()
                .map(|(speed, left, under_way)| {
                    view! {
                        <div class="facts-line">
                            <span>{speed}</span>
                            <span>{left}</span>
                            <span>{under_way}</span>
                        </div>
                    }
                })
        }}
        <div class="acts">
            {move || {
                if running.get() {
                    view! { <Button on_press=move |()| printing.pause_here()>{texts::PAUSE.t()}</Button> }.into_any()
                } else {
                    view! {
                        <Button
                            kind=ButtonKind::Main
                            disabled=unsure
                            on_press=move |()| printing.resume_here()
                        >
                            {texts::RESUME.t()}
                        </Button>
                    }
                        .into_any()
                }
            }}
            <Button on_press=move |()| list.set(true)>{texts::DETAILS.t()}</Button>
            <Button kind=ButtonKind::Quiet on_press=move |()| printing.stop_here()>
                {texts::STOP.t()}
            </Button>
        </div>
    }
}

fn left_words(seconds: u32) -> String {
    if seconds < 120 {
        texts::LEFT.fill(&[("n", &seconds.to_string())])
    } else {
        texts::LEFT_MINUTES.fill(&[("n", &seconds.div_ceil(60).to_string())])
    }
}

fn ended(printing: Printing, list: RwSignal<bool>) -> impl IntoView {
    let words = move || {
        printing.queue.with(|queue| {
            let queue = queue.as_ref()?;
            let ok = queue.out();
            let bad = queue.total().saturating_sub(ok);
            Some(if bad == 0 {
                texts::DONE.count(u32::try_from(ok).unwrap_or(u32::MAX))
            } else {
                texts::DONE_SOME.fill(&[("ok", &ok.to_string()), ("bad", &bad.to_string())])
            })
        })
    };
    let cut = move || {
        let cut = printing.queue.with(|queue| queue.as_ref().map_or(0, Queue::cut_labels));
        (cut > 0).then(|| view! { <p class="dock-note">{texts::CUT.count(u32::try_from(cut).unwrap_or(u32::MAX))}</p> })
    };
    view! {
        <p class="dock-end" role="status">{words}</p>
        {cut}
        <div class="acts">
            <Button kind=ButtonKind::Main on_press=move |()| printing.dismiss()>
                {common::CLOSE.t()}
            </Button>
            <Button on_press=move |()| list.set(true)>{texts::DETAILS.t()}</Button>
        </div>
    }
}

/// Why the queue stands still, at which label, and what a person can do about it.
#[component]
fn Standstill() -> impl IntoView {
    let printing = Printing::expect();
    let stand = Memo::new(move |_| {
        printing.queue.with(|queue| {
            let queue = queue.as_ref()?;
            let Mode::Paused(pause) = queue.mode() else { return None };
            Some((pause, queue.stands_at(), queue.is_unsure()))
        })
    });
    move || {
        let (pause, at, unsure) = stand.get()?;
        let words = pause_words(&pause, &grouped(at as u64))?;
        let on_itself = matches!(pause, Pause::Printer(_) | Pause::Link(_) | Pause::Elsewhere(_)) && !unsure;
        let by_person = matches!(&pause, Pause::Service(pause) if pause.code == PrintPauseCode::Person);
        Some(view! {
            <div class="stop" class:calm=by_person role="alert">
                <p>
                    <b>{words}</b>
                    {on_itself.then(|| texts::GOES_ON_ITSELF.t())}
                </p>
                {unsure.then(|| view! { <Unsure /> })}
            </div>
        })
    }
}

fn pause_words(pause: &Pause, number: &str) -> Option<String> {
    let what = match pause {
        Pause::Service(pause) => {
            let by = pause.by.as_deref().unwrap_or_default();
            return Some(match pause.code {
                PrintPauseCode::Person => texts::PAUSED_BY.fill(&[("n", number), ("who", by)]) + &pause.reason,
                PrintPauseCode::Unsure => texts::UNSURE_AT.t().to_owned(),
                PrintPauseCode::Left => texts::LEFT_WAITING.t().to_owned(),
            });
        }
        Pause::Unsure => return Some(texts::UNSURE_AT.t().to_owned()),
        Pause::Elsewhere(words) => return Some(words.clone()),
        Pause::Found => return None,
        Pause::Printer(trouble) => words::trouble(*trouble).t().to_owned(),
        Pause::Link(error) => words::link(error),
        Pause::Drawing => texts::NOT_DRAWN.t().to_owned(),
    };
    Some(texts::STOPPED_AT.fill(&[("n", number), ("what", &what)]))
}

/// The labels of this printer nobody is sure of: which, why, and what a person saw.
#[component]
fn Unsure() -> impl IntoView {
    let printing = Printing::expect();
    let jobs = Remote::<Vec<PrintJobRecord>>::new();
    Effect::new(move |_| {
        printing.reports.version();
        let printer_id = printing.printers.current().map(|printer| printer.id);
        let query =
            JobQuery { state: Some(PrintJobState::Unknown), printer_id, limit: Some(PAGE_MAX), ..JobQuery::default() };
        jobs.load(async move { Ok(api::printing::jobs(&query).await?.items) });
    });
    move || {
        let mut list = jobs.value().get().filter(|list| !list.is_empty())?;
        list.reverse();
        let ids: Vec<_> = list.iter().map(|job| job.id).collect();
        let many = ids.len() > 1;
        let question =
            if many { texts::LOOK_MANY.fill(&[("n", &ids.len().to_string())]) } else { texts::LOOK.t().to_owned() };
        let (yes, no) = if many { (texts::ALL_OUT, texts::NONE_OUT) } else { (texts::CAME_OUT, texts::NOT_OUT) };
        let (out, again) = (ids.clone(), ids);
        let first = list.first().map(|job| amount::waybill(&job.waybill_no));
        let last = list.last().filter(|_| many).map(|job| amount::waybill(&job.waybill_no));
        let why = list.first().and_then(|job| job.error_code.as_deref().map(words::error_words));
        Some(view! {
            <p class="sub num">
                {first}
                {last.map(|last| format!(" – {last}"))}
                {why.map(|why| format!(" · {why}"))}
            </p>
            <p>{question}</p>
            <div class="acts">
                <Button
                    kind=ButtonKind::Main
                    on_press=move |()| printing.settle(out.clone(), PrintSettleOutcome::CameOut)
                >
                    {yes.t()}
                </Button>
                <Button on_press=move |()| printing.settle(again.clone(), PrintSettleOutcome::PrintAgain)>
                    {no.t()}
                </Button>
            </div>
        })
    }
}

#[component]
fn Pdf() -> impl IntoView {
    let printing = Printing::expect();
    let total =
        move || printing.pdf.with(|run| run.as_ref().map_or(0, |run| u32::try_from(run.total()).unwrap_or(u32::MAX)));
    let files =
        Memo::new(move |_| printing.pdf.with(|run| run.as_ref().map(|run| run.files.clone()).unwrap_or_default()));
    let error = move || printing.pdf.with(|run| run.as_ref().and_then(|run| run.error.clone()));
    let settle = move |came_out| move |()| pdf::settle(printing, came_out);
    move || {
        if let Some(error) = error() {
            return pdf_failed(printing, &error).into_any();
        }
        let files = files.get();
        if files.is_empty() {
            return view! { <p class="dock-end" role="status">{texts::PDF_MAKING.count(total())}</p> }.into_any();
        }
        let many = files.len() > 1;
        let link = move |(at, file): (usize, String)| {
            let words = if many {
                texts::PDF_OPEN_N.fill(&[("n", &(at + 1).to_string())])
            } else {
                texts::PDF_OPEN.t().to_owned()
            };
            view! {
                <a class="btn" href=file target="_blank">
                    {words}
                </a>
            }
        };
        view! {
            <header>
                <b role="status">{texts::PDF_READY.count(total())}</b>
            </header>
            <p class="dock-note">{texts::PDF_HOW.t()}</p>
            <div class="acts">{files.into_iter().enumerate().map(link).collect_view()}</div>
            <p class="dock-end">{texts::PDF_ASK.t()}</p>
            <div class="acts">
                <Button kind=ButtonKind::Main on_press=settle(Some(true))>
                    {texts::PDF_ALL.t()}
                </Button>
                <Button on_press=settle(None)>{texts::PDF_SOME.t()}</Button>
                <Button kind=ButtonKind::Quiet on_press=settle(Some(false))>
                    {texts::PDF_NONE.t()}
                </Button>
            </div>
        }
        .into_any()
    }
}

fn pdf_failed(printing: Printing, error: &ApiError) -> impl IntoView {
    view! {
        <div class="stop" role="alert">
            <p>
                <b>{error.words()}</b>
            </p>
        </div>
        <div class="acts">
            <Button on_press=move |()| printing.pdf.set(None)>{common::CLOSE.t()}</Button>
        </div>
    }
}
