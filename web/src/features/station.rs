//! A print station: a tab that is paired once and then prints what others send to its printer, with a face that is read from across the
//! room.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{print_queue::PrintPauseCode, print_stations::StationSelf, printing::Printer};
use wasm_bindgen::JsValue;

use crate::{
    api::{self, ApiError, Live, Remote, locks, token},
    browser::{self, sleep},
    printing::{self, Mode, Pause, Printing, Queue, Standing, error_words, link_words, standing_words},
    texts::{printing as texts, shell},
    ui::{Button, ButtonKind, ErrorState, Field, Progress, Toasts},
};

/// The queue is looked at also without a word of the service.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// The service is asked again this often while it is not reached at the start.
const RETRY: Duration = Duration::from_secs(5);
/// Tokens are renewed this often.
const ROTATE_MS: f64 = 12.0 * 3_600_000.0;
const ROTATED_KEY: &str = "yundan.station.rotated";
const ROTATE_LOCK: &str = "yundan.station";
/// Which of the station's printers this tab prints on.
const PRINTER_KEY: &str = "yundan.station.printer";

#[component]
pub fn Station() -> impl IntoView {
    token::act_as_station(true);
    browser::set_title(texts::STATION_TITLE.t());
    let live = Live::expect();
    on_cleanup(move || {
        live.stop();
        token::act_as_station(false);
    });
    let own = Remote::<StationSelf>::new();
    let load = move || own.load(api::printing::station());
    let is_paired = RwSignal::new(token::of_station().is_some());
    let is_gone = RwSignal::new(false);
    if is_paired.get_untracked() {
        load();
    }
    Effect::new(move |_| match own.error() {
        Some(ApiError::SignedOut) => {
            is_gone.set(true);
            is_paired.set(false);
        }
        // Nobody sits at it to press a button: a computer that starts before its network comes up by itself.
        Some(_) => spawn_local(async move {
            sleep(RETRY).await;
            if is_paired.try_get_untracked() == Some(true) {
                load();
            }
        }),
        None => {}
    });
    let paired = move |()| {
        is_gone.set(false);
        is_paired.set(true);
        load();
    };
    move || {
        if !is_paired.get() {
            return view! { <Pairing is_gone on_paired=Callback::new(paired) /> }.into_any();
        }
        match (own.value().get(), own.error()) {
            (Some(own), _) => view! { <Bench own is_paired is_gone /> }.into_any(),
            (None, Some(error)) => {
                view! { <main class="gate"><ErrorState error on_retry=Callback::new(move |()| load()) /></main> }
                    .into_any()
            }
            (None, None) => view! {
                <main class="gate" aria-busy="true">
                    <span class="sr-only" role="status">{shell::CONNECTING.t()}</span>
                </main>
            }
            .into_any(),
        }
    }
}

#[component]
fn Pairing(is_gone: RwSignal<bool>, on_paired: Callback<()>) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let pair = move || {
        busy.set(true);
        spawn_local(async move {
            match api::printing::pair(code.get_untracked()).await {
                Ok(made) => {
                    token::keep_station(&made.token);
                    browser::remember(ROTATED_KEY, &browser::now_ms().to_string());
                    error.set(None);
                    on_paired.run(());
                }
                Err(refused) => error.set(Some(refused.words())),
            }
            busy.set(false);
        });
    };
    view! {
        <main class="station">
            <form
                class="station-pair"
                on:submit=move |event| {
                    event.prevent_default();
                    pair();
                }
            >
                <h1>{texts::STATION_TITLE.t()}</h1>
                {move || is_gone.get().then(|| view! { <p class="wrong" role="alert">{texts::STATION_GONE.t()}</p> })}
                <p class="sub">{texts::STATION_CODE_HOW.t()}</p>
                <Field label=texts::STATION_CODE.t() value=code error max_chars=20 required=true autofocus=true />
                <Button
                    kind=ButtonKind::Main
                    busy
                    disabled=Signal::derive(move || code.with(|code| code.trim().is_empty()))
                >
                    {texts::STATION_ENTER.t()}
                </Button>
            </form>
        </main>
    }
}

/// Renews the token once in a while; tabs of one browser one after another.
async fn rotate() {
    let _ = locks::exclusively(ROTATE_LOCK, async {
        let before = browser::remembered(ROTATED_KEY).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
        if browser::now_ms() - before > ROTATE_MS
            && let Ok(next) = api::printing::rotate_station_token().await
        {
            token::keep_station(&next.token);
            browser::remember(ROTATED_KEY, &browser::now_ms().to_string());
        }
        Ok(JsValue::UNDEFINED)
    })
    .await;
}

/// What the station's face says.
#[derive(Clone, Debug, PartialEq)]
struct Face {
    tone: &'static str,
    title: String,
    words: Option<String>,
    count: Option<(u32, u32)>,
    asks_for_printer: bool,
}

#[component]
fn Bench(own: StationSelf, is_paired: RwSignal<bool>, is_gone: RwSignal<bool>) -> impl IntoView {
    let live = Live::expect();
    let toasts = Toasts::expect();
    let printing = printing::provide_station();
    live.start();
    let kept = browser::kept_in_tab(PRINTER_KEY);
    let printers = own.printers.clone();
    let first = printers.iter().find(|one| Some(one.id.to_string()) == kept).or(printers.first()).cloned();
    let choose = move |printer: Printer| {
        browser::keep_in_tab(PRINTER_KEY, &printer.id.to_string());
        spawn_local(async move { printing.printers.choose(&printer).await });
    };
    if let Some(first) = first {
        choose(first);
    }
    spawn_local(async move {
        loop {
            rotate().await;
            let Some(Some(printer)) = printing.queue.try_with_untracked(|_| untrack(|| printing.printers.current()))
            else {
                sleep(Duration::from_secs(1)).await;
                if printing.queue.try_with_untracked(|_| ()).is_none() {
                    return;
                }
                continue;
            };
            // Taken away: the page says so and prints nothing more.
            if matches!(api::printing::station().await, Err(ApiError::SignedOut)) {
                is_gone.try_set(true);
                is_paired.try_set(false);
                return;
            }
            printing.look_at(printer.id, false).await;
            sleep(LOOK_EVERY).await;
        }
    });
    let face = Memo::new(move |_| face(printing, live));
    let allow = move |()| {
        spawn_local(async move {
            if let Err(error) = printing.printers.allow().await {
                toasts.failed(link_words(&error));
            }
        });
    };
    let many = (printers.len() > 1).then(|| {
        let choice = move |printer: Printer| {
            let (id, name) = (printer.id, printer.setup.name.clone());
            let is_current = move || printing.printers.current().is_some_and(|current| current.id == id);
            view! {
                <button type="button" class="chip" aria-pressed=move || is_current().to_string() on:click=move |_| choose(printer.clone())>
                    {name}
                </button>
            }
        };
        printers.into_iter().map(choice).collect_view()
    });
    let name = move || printing.printers.current().map(|printer| printer.setup.name);
    view! {
        <main class="station">
            <header>
                <b>{own.name}</b>
                <span class="sub">{name}</span>
                {many}
                <span class="end sub">{own.merchant_name}</span>
            </header>
            {move || {
                let face = face.get();
                view! {
                    <section class=format!("station-face {}", face.tone) role="status">
                        <h1>{face.title}</h1>
                        {face
                            .count
                            .map(|(done, total)| {
                                view! {
                                    <span class="count" data-station-progress="">
                                        {format!("{done} / {total}")}
                                    </span>
                                    <Progress
                                        label=texts::STATION_BUSY.t()
                                        done=Signal::derive(move || done)
                                        total=Signal::derive(move || Some(total))
                                    />
                                }
                            })}
                        {face.words.map(|words| view! { <p>{words}</p> })}
                        {face
                            .asks_for_printer
                            .then(|| {
                                view! {
                                    <p>{texts::STATION_CONNECT_HOW.t()}</p>
                                    <Button kind=ButtonKind::Main on_press=allow>
                                        {texts::STATION_CONNECT.t()}
                                    </Button>
                                }
                            })}
                    </section>
                }
            }}
        </main>
    }
}

fn face(printing: Printing, live: Live) -> Face {
    let standing = printing.printers.standing();
    let count = printing.queue.with(|queue| {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let open = queue.as_ref().filter(|queue| !queue.is_over())?;
        Some((number(open.done()), number(open.total())))
    });
    let mode = printing.queue.with(|queue| queue.as_ref().map(Queue::mode));
    let plain =
        |tone, title: String, words: Option<String>| Face { tone, title, words, count, asks_for_printer: false };
    let absent = matches!(standing, Standing::Absent | Standing::Unreachable(_) | Standing::NotSetUp);
    if absent {
        let asks_for_printer = standing == Standing::Absent;
        return Face { asks_for_printer, ..plain("bad", standing_words(&standing).0.to_owned(), None) };
    }
    if live.lost() && !live.connected() {
        return plain("warn", texts::STATION_OFFLINE.t().to_owned(), None);
    }
    match mode {
        Some(Mode::Paused(pause)) if pause != Pause::Found => {
            let words = match &pause {
                Pause::Service(pause) if pause.code == PrintPauseCode::Unsure => texts::STATION_UNSURE.t().to_owned(),
                Pause::Service(pause) => pause.reason.clone(),
                Pause::Unsure => texts::STATION_UNSURE.t().to_owned(),
                Pause::Elsewhere(words) => words.clone(),
                other => error_words(other.code()),
            };
            plain("warn", texts::STATION_STOPPED.t().to_owned(), Some(words))
        }
        Some(Mode::Running | Mode::Paused(_)) => plain("move", texts::STATION_BUSY.t().to_owned(), None),
        Some(Mode::Over) | None => match standing {
            Standing::Trouble(_) => plain("warn", standing_words(&standing).0.to_owned(), None),
            _ => {
                let out = printing.queue.with(|queue| queue.as_ref().map(Queue::out)).filter(|out| *out > 0);
                let words = out.map(|out| texts::STATION_DONE.fill(&[("n", &out.to_string())]));
                plain("ok", texts::STATION_READY.t().to_owned(), words)
            }
        },
    }
}
