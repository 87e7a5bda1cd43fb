//! Print stations: which there are, making one, its pairing code, taking one away.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    Permission, PrinterId,
    print_stations::{PrintStation, PrintStationCreate, PrintStationPairing},
    printing::{Printer, PrinterConnection},
};

use crate::{
    api::{self, IdempotencyKey, Remote, Session},
    browser::{self, dates},
    printing::Printing,
    texts::{common, printing as texts},
    ui::{Button, ButtonKind, Dialog, ErrorState, Field, Toasts},
};

#[component]
pub fn Stations() -> impl IntoView {
    let may_change = Session::expect().may(Permission::PrintStationsWrite);
    let stations = Remote::<Vec<PrintStation>>::new();
    let load = move || stations.load(api::printing::stations());
    let printers = Printing::expect().printers;
    // A printer that a station was given, or lost, is opened by other pages no more, or again.
    let changed = Callback::new(move |()| {
        load();
        printers.reload();
    });
    load();
    let adding = RwSignal::new(false);
    let pairing = RwSignal::new(None::<PrintStationPairing>);
    let removing = RwSignal::new(None::<PrintStation>);
    let body = move || {
        let Some(list) = stations.value().get() else {
            return stations
                .error()
                .map(|error| view! { <ErrorState error on_retry=Callback::new(move |()| load()) /> }.into_any());
        };
        Some(if list.is_empty() {
            view! { <p class="inside sub">{texts::STATIONS_EMPTY.t()}</p> }.into_any()
        } else {
            list.into_iter()
                .map(|station| view! { <Card station may_change pairing removing /> })
                .collect_view()
                .into_any()
        })
    };
    view! {
        <section class="panel" aria-labelledby="stations-title">
            <header>
                <h2 id="stations-title">{texts::STATIONS.t()}</h2>
                <span class="end">
                    {may_change
                        .then(|| {
                            view! { <Button on_press=move |()| adding.set(true)>{texts::STATION_ADD.t()}</Button> }
                        })}
                </span>
            </header>
            {body}
        </section>
        <Adding open=adding pairing on_made=changed />
        <Code pairing on_close=Callback::new(move |()| load()) />
        <Removal removing on_done=changed />
    }
}

#[component]
fn Card(
    station: PrintStation,
    may_change: bool,
    pairing: RwSignal<Option<PrintStationPairing>>,
    removing: RwSignal<Option<PrintStation>>,
) -> impl IntoView {
    let printing = Printing::expect();
    let toasts = Toasts::expect();
    let id = station.id;
    let printers = station.printer_ids.clone();
    let names = move || {
        printing.printers.list.value().with(|list| {
            let found = list.iter().flatten().filter(|printer| printers.contains(&printer.id));
            found.map(|printer| printer.setup.name.clone()).collect::<Vec<_>>().join("、")
        })
    };
    let seen = match (station.paired, station.last_used_at) {
        (false, _) => texts::STATION_UNPAIRED.t().to_owned(),
        (true, Some(at)) => texts::STATION_SEEN.fill(&[("when", &dates::moment(at))]),
        (true, None) => texts::STATION_PAIRED.t().to_owned(),
    };
    let again = move |()| {
        spawn_local(async move {
            match api::printing::pair_again(id).await {
                Ok(made) => pairing.set(Some(made)),
                Err(error) => toasts.failed(error.words()),
            }
        });
    };
    let name = station.name.clone();
    view! {
        <div class="printer-card">
            <b>{name}</b>
            <span class="sub">{names}</span>
            <span class="sub">{seen}</span>
            <span class="end">
                {may_change
                    .then(|| {
                        view! {
                            <Button on_press=again>{texts::STATION_PAIR.t()}</Button>
                            <Button kind=ButtonKind::Quiet on_press=move |()| removing.set(Some(station.clone()))>
                                {texts::REMOVE.t()}
                            </Button>
                        }
                    })}
            </span>
        </div>
    }
}

#[component]
fn Adding(
    open: RwSignal<bool>,
    pairing: RwSignal<Option<PrintStationPairing>>,
    on_made: Callback<()>,
) -> impl IntoView {
    let printing = Printing::expect();
    let toasts = Toasts::expect();
    let name = RwSignal::new(String::new());
    let chosen = RwSignal::new(Vec::<PrinterId>::new());
    let busy = RwSignal::new(false);
    let key = IdempotencyKey::new();
    let printers = move || {
        printing.printers.list.value().with(|list| {
            let at_computers = |connection| matches!(connection, PrinterConnection::Usb | PrinterConnection::Serial);
            let free = |printer: &&Printer| at_computers(printer.setup.connection) && printer.station.is_none();
            let list = list.iter().flatten().filter(free);
            list.map(|printer| (printer.id, printer.setup.name.clone())).collect::<Vec<_>>()
        })
    };
    let make = move || {
        let station = PrintStationCreate { name: name.get_untracked(), printer_ids: chosen.get_untracked() };
        busy.set(true);
        spawn_local(async move {
            match api::printing::create_station(&station, key).await {
                Ok(made) => {
                    key.renew();
                    open.set(false);
                    name.set(String::new());
                    chosen.set(Vec::new());
                    pairing.set(Some(made));
                    on_made.run(());
                }
                Err(error) => {
                    key.renew();
                    toasts.failed(error.words());
                }
            }
            busy.set(false);
        });
    };
    let incomplete = Signal::derive(move || name.with(|name| name.trim().is_empty()) || chosen.with(Vec::is_empty));
    let choice = move |(id, label): (PrinterId, String)| {
        let is_chosen = move || chosen.with(|chosen| chosen.contains(&id));
        let toggle = move |_| {
            chosen.update(|chosen| {
                if let Some(at) = chosen.iter().position(|one| *one == id) {
                    chosen.remove(at);
                } else {
                    chosen.push(id);
                }
            });
        };
        view! {
            <label class="station-choice">
                <input type="checkbox" prop:checked=is_chosen on:change=toggle />
                {label}
            </label>
        }
    };
    view! {
        <Dialog
            open
            title=Signal::derive(|| texts::STATION_ADD.t().to_owned())
            on_close=move |()| open.set(false)
        >
            <form on:submit=move |event| {
                event.prevent_default();
                make();
            }>
                <p class="sub">{texts::STATION_WHAT.t()}</p>
                <Field
                    label=texts::STATION_NAME.t()
                    value=name
                    max_chars=40
                    placeholder=texts::STATION_EXAMPLE.t()
                    required=true
                    autofocus=true
                />
                <fieldset class="station-printers">
                    <legend>{texts::STATION_PRINTERS.t()}</legend>
                    {move || {
                        let free = printers();
                        if free.is_empty() {
                            view! { <p class="sub">{texts::STATION_NO_PRINTERS.t()}</p> }.into_any()
                        } else {
                            free.into_iter().map(choice).collect_view().into_any()
                        }
                    }}
                </fieldset>
                <div class="acts">
                    <Button on_press=move |()| open.set(false)>{common::CANCEL.t()}</Button>
                    <Button kind=ButtonKind::Main busy disabled=incomplete>
                        {texts::STATION_MAKE.t()}
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}

/// The code, shown once.
#[component]
fn Code(pairing: RwSignal<Option<PrintStationPairing>>, on_close: Callback<()>) -> impl IntoView {
    let close = move |()| {
        pairing.set(None);
        on_close.run(());
    };
    let name = move || pairing.with(|made| made.as_ref().map(|made| made.station.name.clone()).unwrap_or_default());
    let code = move || pairing.with(|made| made.as_ref().map(|made| made.pairing_code.clone()).unwrap_or_default());
    let address = browser::origin() + "/station";
    view! {
        <Dialog
            open=Signal::derive(move || pairing.with(Option::is_some))
            title=Signal::derive(move || texts::STATION_PAIR_TITLE.fill(&[("name", &name())]))
            on_close=close
        >
            <p>{texts::STATION_PAIR_HOW.fill(&[("address", &address)])}</p>
            <p class="pairing-code" data-pairing-code="">{code}</p>
            <p class="sub">{texts::STATION_PAIR_ONCE.t()}</p>
            <div class="acts">
                <Button on_press=move |()| browser::copy(&code())>{texts::STATION_COPY.t()}</Button>
                <Button kind=ButtonKind::Main on_press=close>
                    {common::CLOSE.t()}
                </Button>
            </div>
        </Dialog>
    }
}

#[component]
fn Removal(removing: RwSignal<Option<PrintStation>>, on_done: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let name = move || removing.with(|one| one.as_ref().map(|one| one.name.clone()).unwrap_or_default());
    let remove = move |()| {
        let Some(station) = removing.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match api::printing::delete_station(station.id).await {
                Ok(()) => {
                    removing.set(None);
                    on_done.run(());
                }
                Err(error) => toasts.failed(error.words()),
            }
            busy.set(false);
        });
    };
    view! {
        <Dialog
            open=Signal::derive(move || removing.with(Option::is_some))
            title=Signal::derive(move || texts::REMOVE_TITLE.fill(&[("name", &name())]))
            on_close=move |()| removing.set(None)
        >
            <p>{texts::STATION_REMOVE.t()}</p>
            <div class="acts">
                <Button on_press=move |()| removing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Danger busy on_press=remove>
                    {texts::REMOVE.t()}
                </Button>
            </div>
        </Dialog>
    }
}
