//! Every printer's queue as it stands: who prints, how fast, what waits, and the hand on the brake.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    PrinterId,
    events::LiveEvent,
    print_queue::{PrintHolder, PrintHolderKind, PrintPauseCode, PrintQueue},
};

use crate::{
    amount::grouped,
    api::{self, Live, Remote},
    browser::{self, sleep},
    printing::{Printing, QueueLabels, error_words},
    texts::printing as texts,
    ui::{Button, ButtonKind, Dialog, ErrorState, Progress},
};

/// What changes at once is looked at once.
const GATHER: Duration = Duration::from_millis(300);
/// Also without a word of the service: another node may have heard it.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Every queue, kept fresh while the print centre is open.
pub fn watch() -> Remote<Vec<PrintQueue>> {
    let queues = Remote::<Vec<PrintQueue>>::new();
    let is_due = StoredValue::new(false);
    let load = move || queues.load(api::printing::queues());
    load();
    Live::expect().listen(move |event| {
        if matches!(event, LiveEvent::PrintQueueChanged { .. }) && is_due.try_get_value() == Some(false) {
            is_due.set_value(true);
            spawn_local(async move {
                sleep(GATHER).await;
                if is_due.try_set_value(false).is_none() {
                    load();
                }
            });
        }
    });
    spawn_local(async move {
        loop {
            sleep(LOOK_EVERY).await;
            if is_due.try_get_value().is_none() {
                return;
            }
            load();
        }
    });
    queues
}

fn is_shown(queue: &PrintQueue) -> bool {
    queue.waiting + queue.under_way + queue.unsure > 0 || queue.pause.is_some() || queue.holder.is_some()
}

/// Queues with something in them.
#[component]
pub fn Queues(queues: Remote<Vec<PrintQueue>>) -> impl IntoView {
    let details = RwSignal::new(None::<PrinterId>);
    let open = Signal::derive(move || details.get().is_some());
    let body = move || {
        let Some(list) = queues.value().get() else {
            return queues.error().map(|error| {
                let retry = Callback::new(move |()| queues.load(api::printing::queues()));
                view! { <ErrorState error on_retry=retry /> }.into_any()
            });
        };
        let busy: Vec<PrintQueue> = list.into_iter().filter(is_shown).collect();
        Some(if busy.is_empty() {
            view! { <p class="inside sub">{texts::QUEUES_EMPTY.t()}</p> }.into_any()
        } else {
            busy.into_iter().map(|queue| view! { <Line queue details /> }).collect_view().into_any()
        })
    };
    view! {
        <section class="panel" aria-labelledby="queues-title">
            <header>
                <h2 id="queues-title">{texts::QUEUES.t()}</h2>
            </header>
            {body}
        </section>
        <Dialog
            open
            title=Signal::derive(|| texts::DOCK_QUEUE.t().to_owned())
            on_close=move |()| details.set(None)
            wide=true
        >
            {move || details.get().map(|printer| view! { <QueueLabels printer /> })}
        </Dialog>
    }
}

#[component]
fn Line(queue: PrintQueue, details: RwSignal<Option<PrinterId>>) -> impl IntoView {
    let printing = Printing::expect();
    let id = queue.printer_id;
    let name = move || {
        printing.printers.list.value().with(|list| {
            let found = list.as_ref()?.iter().find(|printer| printer.id == id)?;
            Some(found.setup.name.clone())
        })
    };
    let open = queue.waiting + queue.under_way + queue.unsure;
    let (done, total) = (queue.run_done, queue.run_done + open);
    let is_paused = queue.pause.is_some();
    let (words, tone) = standing(&queue);
    let facts = facts(&queue);
    let acts = (open > 0 || is_paused).then(|| {
        let is_unsure = queue.unsure > 0;
        view! {
            {if is_paused {
                view! {
                    <Button kind=ButtonKind::Main disabled=is_unsure on_press=move |()| printing.resume(id, None)>
                        {texts::RESUME.t()}
                    </Button>
                }
                    .into_any()
            } else {
                view! { <Button on_press=move |()| printing.pause(id)>{texts::PAUSE.t()}</Button> }.into_any()
            }}
            <Button on_press=move |()| details.set(Some(id))>{texts::DETAILS.t()}</Button>
            {(queue.waiting > 0)
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Quiet on_press=move |()| printing.stop(id)>
                            {texts::CLEAR.t()}
                        </Button>
                    }
                })}
        }
    });
    view! {
        <div class="queue-line">
            <div class="queue-head">
                <span class=tone aria-hidden="true"></span>
                <b>{name}</b>
                <span class="sub">{words}</span>
                <span class="end acts">{acts}</span>
            </div>
            {(total > 0)
                .then(|| {
                    view! {
                        <Progress label=texts::QUEUES.t() done=Signal::derive(move || done) total=Signal::derive(move || Some(total)) />
                    }
                })}
            <div class="facts-line">{facts.into_iter().map(|fact| view! { <span>{fact}</span> }).collect_view()}</div>
        </div>
    }
}

/// How a queue stands, in words, and the class of its dot.
fn standing(queue: &PrintQueue) -> (String, &'static str) {
    if let Some(pause) = &queue.pause {
        let by = pause.by.as_deref().unwrap_or_default();
        let words = match pause.code {
            PrintPauseCode::Person => texts::QUEUE_PAUSED_BY.fill(&[("who", by)]) + &pause.reason,
            PrintPauseCode::Unsure => texts::UNSURE_AT.t().to_owned(),
            PrintPauseCode::Left => texts::LEFT_WAITING.t().to_owned(),
        };
        return (words, "dot warn");
    }
    if queue.holder.is_some() && !queue.condition.is_empty() {
        return (error_words(&queue.condition), "dot warn");
    }
    match (&queue.holder, &queue.station) {
        (Some(_), _) => (texts::QUEUE_PRINTING.t().to_owned(), "dot ok"),
        (None, Some(station)) => (texts::QUEUE_STATION_AWAY.fill(&[("name", &station.name)]), "dot bad"),
        (None, None) => (texts::QUEUE_NOBODY.t().to_owned(), "dot"),
    }
}

fn facts(queue: &PrintQueue) -> Vec<String> {
    let mut facts = vec![texts::QUEUE_WAITING.fill(&[("n", &grouped(queue.waiting.into()))])];
    if queue.under_way > 0 {
        facts.push(texts::UNCONFIRMED.fill(&[("n", &grouped(queue.under_way.into()))]));
    }
    if queue.unsure > 0 {
        facts.push(texts::UNSURE_TITLE.count(queue.unsure));
    }
    if let (Some(start), true, Some(_)) = (queue.run_started_at, queue.run_done > 1, &queue.holder) {
        let seconds = (browser::now_ms() - start.timestamp_millis() as f64) / 1000.0;
        let speed = f64::from(queue.run_done) / seconds.max(1.0);
        facts.push(texts::SPEED.fill(&[("n", &format!("{speed:.1}"))]));
        let left = (f64::from(queue.waiting + queue.under_way) / speed).ceil();
        if queue.waiting > 0 && left.is_finite() {
            facts.push(texts::LEFT.fill(&[("n", &grouped(left as u64))]));
        }
    }
    if let Some(holder) = &queue.holder {
        facts.push(holder_words(holder));
    }
    facts
}

pub fn holder_words(holder: &PrintHolder) -> String {
    let name = match holder.kind {
        PrintHolderKind::Service => texts::HOLDER_SERVICE.t(),
        PrintHolderKind::Station | PrintHolderKind::Page => holder.name.as_str(),
    };
    [name, holder.label.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}
