//! Which device the scale is, and how it speaks.

use leptos::{prelude::*, task::spawn_local};
use shared::printing::PrinterConnection;

use super::{
    bench::Bench,
    port::{self, Link},
    scale::Unit,
    settings::{Asking, BAUD_RATES, Settings},
    weigher::Weigher,
};
use crate::{
    amount::kilogram_number,
    printing::{
        hardware,
        link::{LinkError, Parity},
        transport::Transport,
    },
    texts::{common, pack as texts},
    ui::{Button, ButtonKind, Dialog, Notice, Select, Symbol},
};

const BUILT_IN: &str = "serial";
const BLUETOOTH: &str = "serial:bluetooth";

#[component]
pub fn ScaleSetup() -> impl IntoView {
    let bench = Bench::expect();
    let close = move |()| bench.setup.set(false);
    view! {
        <Dialog
            open=bench.setup
            title=Signal::derive(|| texts::SETUP.t().to_owned())
            on_close=close
        >
            <p class="sub lead">{texts::SETUP_ABOUT.t()}</p>
            {move || {
                if bench.link.get() == Link::Unsupported {
                    let why = if hardware::is_secure() { texts::SCALE_UNSUPPORTED } else { texts::SCALE_NOT_SECURE };
                    view! { <Notice tone="warn">{why.t()}</Notice> }.into_any()
                } else {
                    view! { <Devices /> <Line /> <Live /> }.into_any()
                }
            }}
            <div class="acts">
                <Button kind=ButtonKind::Main on_press=close>
                    {common::CLOSE.t()}
                </Button>
            </div>
        </Dialog>
    }
}

/// A device as its plug says it.
fn device_name(key: &str) -> String {
    match key {
        BUILT_IN => texts::DEVICE_BUILT_IN.t().to_owned(),
        BLUETOOTH => texts::DEVICE_BLUETOOTH.t().to_owned(),
        _ => key.replace("serial:", "USB "),
    }
}

#[component]
fn Devices() -> impl IntoView {
    let bench = Bench::expect();
    let known = RwSignal::new(Vec::<String>::new());
    let error = RwSignal::new(false);
    let look = move || {
        spawn_local(async move {
            let mut keys: Vec<String> =
                hardware::known().await.iter().filter(|device| port::is_serial(device)).map(Transport::key).collect();
            keys.sort();
            keys.dedup();
            let _ = known.try_set(keys);
        });
    };
    look();
    let choose = move |()| {
        spawn_local(async move {
            let chosen = hardware::request(PrinterConnection::Serial).await;
            if bench.is_gone() {
                return;
            }
            error.set(!matches!(chosen, Ok(_) | Err(LinkError::NotChosen)));
            if let Ok(device) = chosen {
                bench.change(|settings| settings.device_key = Some(device.key()));
                look();
            }
        });
    };
    let chosen = Memo::new(move |_| bench.settings.with(|settings| settings.device_key.clone()));
    let chip = move |key: Option<String>| {
        let name = key.as_deref().map_or_else(|| texts::DEVICE_NONE.t().to_owned(), device_name);
        let own = key.clone();
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (chosen.get() == own).to_string()
                on:click=move |_| bench.change(|settings| settings.device_key.clone_from(&key))
            >
                {name}
            </button>
        }
    };
    let keys = Memo::new(move |_| {
        let mut keys = known.get();
        // One that is not plugged in stays chosen.
        keys.extend(chosen.get().filter(|key| !known.with(|known| known.contains(key))));
        keys
    });
    view! {
        <div class="pack-devices" role="group" aria-label=texts::DEVICES.t()>
            {move || keys.get().into_iter().map(|key| chip(Some(key))).collect_view()}
            {chip(None)}
            <Button icon=Symbol::Plus on_press=choose>
                {texts::DEVICE_CHOOSE.t()}
            </Button>
        </div>
        {move || error.get().then(|| view! { <Notice tone="bad">{texts::DEVICE_FAILED.t()}</Notice> })}
    }
}

/// A choice of the settings, by the words of each.
fn choice<T: Copy + PartialEq + Send + Sync + 'static>(
    label: crate::i18n::Text,
    all: Vec<(T, String)>,
    get: impl Fn(&Settings) -> T,
    set: impl Fn(&mut Settings, T) + Send + Sync + 'static,
) -> impl IntoView {
    let bench = Bench::expect();
    let current = bench.settings.with_untracked(get);
    let at = all.iter().position(|(value, _)| *value == current).unwrap_or_default();
    let options = all.iter().enumerate().map(|(at, (_, words))| (at.to_string(), words.clone())).collect::<Vec<_>>();
    let values: Vec<T> = all.into_iter().map(|(value, _)| value).collect();
    let change = move |chosen: String| {
        if let Some(value) = chosen.parse::<usize>().ok().and_then(|at| values.get(at).copied()) {
            bench.change(|settings| set(settings, value));
        }
    };
    view! {
        <Select
            label=label.t()
            value=RwSignal::new(at.to_string())
            options=Signal::stored(options)
            on_change=Callback::new(change)
        />
    }
}

/// How the line is set.
#[component]
fn Line() -> impl IntoView {
    let words = |text: crate::i18n::Text| text.t().to_owned();
    let asking = |asking: Asking| match asking {
        Asking::Never => words(texts::ASKING_NEVER),
        other => texts::ASKING_WITH.fill(&[("what", other.name())]),
    };
    let rates = BAUD_RATES.map(|rate| (rate, rate.to_string())).to_vec();
    let parities = vec![
        (Parity::None, words(texts::PARITY_NONE)),
        (Parity::Even, words(texts::PARITY_EVEN)),
        (Parity::Odd, words(texts::PARITY_ODD)),
    ];
    let bits = vec![(8, "8".to_owned()), (7, "7".to_owned())];
    let units = vec![
        (Unit::Kilogram, words(texts::UNIT_KG)),
        (Unit::Gram, words(texts::UNIT_G)),
        (Unit::Pound, words(texts::UNIT_LB)),
        (Unit::Ounce, words(texts::UNIT_OZ)),
    ];
    let askings = Asking::ALL.map(|one| (one, asking(one))).to_vec();
    view! {
        <div class="grid-3">
            {choice(texts::BAUD, rates, |settings| settings.baud_rate, |settings, value| settings.baud_rate = value)}
            {choice(texts::PARITY, parities, |settings| settings.parity, |settings, value| settings.parity = value)}
            {choice(texts::DATA_BITS, bits, |settings| settings.data_bits, |settings, value| settings.data_bits = value)}
        </div>
        <div class="grid-2">
            {choice(texts::ASKING, askings, |settings| settings.asking, |settings, value| settings.asking = value)}
            {choice(texts::UNIT, units, |settings| settings.unit, |settings, value| settings.unit = value)}
        </div>
    }
}

/// What comes from the scale now.
#[component]
fn Live() -> impl IntoView {
    let bench = Bench::expect();
    let weight = move || {
        let grams = bench.weigher.with(Weigher::grams)?;
        let sign = if grams < 0 { "-" } else { "" };
        Some(format!("{sign}{} kg", kilogram_number(grams.unsigned_abs())))
    };
    let words = move || match bench.link.get() {
        Link::Unsupported => texts::SCALE_UNSUPPORTED.t(),
        Link::NotChosen => texts::SCALE_NOT_CHOSEN.t(),
        Link::Absent => texts::SCALE_ABSENT.t(),
        Link::Refused(_) => texts::SCALE_REFUSED.t(),
        Link::Open if bench.weigher.with(|weigher| weigher.grams().is_none()) => texts::SAYS_SILENT.t(),
        Link::Open if bench.weigher.with(Weigher::is_steady) => texts::SAYS_STEADY.t(),
        Link::Open => texts::SAYS_MOVING.t(),
    };
    let form = move || bench.protocol.get().map(|one| texts::UNDERSTOOD.fill(&[("example", one.example())]));
    view! {
        <div class="pack-live">
            <b class="pack-digits">{move || weight().unwrap_or_else(|| "–".to_owned())}</b>
            <p role="status">{words}</p>
            <p class="sub no">{form}</p>
        </div>
    }
}
