//! What the scale shows, the weight by hand, and what can be done with the parcel.

use leptos::{ev, prelude::*};

use super::{
    bench::{Bench, WEIGHT_FIELD},
    flow::{Flow, Step},
    port::Link,
    weigher::{Obstacle, WEIGHT_MAX_G, Weigher},
};
use crate::{
    amount::parse_kilograms,
    features::shell::scan_burst::{Heard, ScanBurst},
    i18n::Text,
    printing::hardware,
    texts::pack as texts,
    ui::{Button, ButtonKind},
};

/// Nobody types so many digits and Enter as fast as a scanner.
const BURST_MIN: usize = 3;

#[component]
pub fn WeightLine() -> impl IntoView {
    let bench = Bench::expect();
    let reading = Memo::new(move |_| bench.weigher.with(Weigher::grams).map(shown));
    let says = Memo::new(move |_| says(bench));
    let step = Memo::new(move |_| bench.flow.with(|flow| flow.step.clone()));
    let can_pack = Memo::new(move |_| match step.get() {
        Step::Asking { .. } => true,
        Step::Weighing(_) => bench.weigher.with(|weigher| weigher.ready().is_ok()),
        _ => false,
    });
    let has_target = Memo::new(move |_| !matches!(step.get(), Step::Scanning | Step::Packing { .. }));
    let is_packing = Signal::derive(move || matches!(step.get(), Step::Packing { .. }));
    let verb = move || if matches!(step.get(), Step::Asking { .. }) { texts::CONFIRM } else { texts::PACK };
    view! {
        <section class="panel pack-weight" aria-label=texts::WEIGHT.t()>
            <div class=move || format!("pack-reading {}", says.get().0)>
                <b class="pack-digits">{move || reading.get().unwrap_or_else(|| "–.–––".to_owned())}</b>
                <span>"kg"</span>
                <p class="sub" role="status">{move || says.get().1.t()}</p>
            </div>
            <TypedWeight />
            <div class="acts">
                <Button
                    kind=ButtonKind::Main
                    busy=is_packing
                    disabled=Signal::derive(move || !can_pack.get() && !is_packing.get())
                    on_press=move |()| bench.confirm()
                >
                    {move || verb().t()}
                    <kbd>"↵"</kbd>
                </Button>
                <Button
                    disabled=Signal::derive(move || !has_target.get())
                    on_press=move |()| bench.pressed(Flow::skip)
                >
                    {texts::SKIP.t()}
                </Button>
                <Button
                    kind=ButtonKind::Quiet
                    disabled=Signal::derive(move || !has_target.get())
                    on_press=move |()| bench.pressed(Flow::cancel)
                >
                    {texts::CANCEL.t()}
                    <kbd>"Esc"</kbd>
                </Button>
            </div>
        </section>
    }
}

/// Always three places, so that nothing jumps.
fn shown(grams: i32) -> String {
    let sign = if grams < 0 { "-" } else { "" };
    let grams = grams.unsigned_abs();
    format!("{sign}{}.{:03}", grams / 1000, grams % 1000)
}

/// How the scale stands, and in which colour.
fn says(bench: Bench) -> (&'static str, Text) {
    match bench.link.get() {
        Link::Unsupported if !hardware::is_secure() => return ("", texts::SCALE_NOT_SECURE),
        Link::Unsupported => return ("", texts::SCALE_UNSUPPORTED),
        Link::NotChosen => return ("", texts::SCALE_NOT_CHOSEN),
        Link::Absent => return ("warn", texts::SCALE_ABSENT),
        Link::Refused(_) => return ("bad", texts::SCALE_REFUSED),
        Link::Open => {}
    }
    match bench.weigher.with(Weigher::ready) {
        Ok(_) => ("ok", texts::SAYS_STEADY),
        Err(Obstacle::Silent) => ("warn", texts::SAYS_SILENT),
        Err(Obstacle::OutOfRange) => ("bad", texts::SAYS_OUT_OF_RANGE),
        Err(Obstacle::TooHeavy) => ("bad", texts::SAYS_TOO_HEAVY),
        Err(Obstacle::BelowZero) => ("bad", texts::SAYS_BELOW_ZERO),
        Err(Obstacle::Empty) => ("", texts::SAYS_EMPTY),
        Err(Obstacle::NotEmptied) => ("warn", texts::SAYS_NOT_EMPTIED),
        Err(Obstacle::Moving) => ("move", texts::SAYS_MOVING),
    }
}

/// A weight by hand. A scanner that types in here is heard as one.
#[component]
fn TypedWeight() -> impl IntoView {
    let bench = Bench::expect();
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None::<Text>);
    let burst = StoredValue::new(ScanBurst::of_length(BURST_MIN));
    let take = move || {
        let typed = text.get_untracked();
        let grams = parse_kilograms(&typed).filter(|grams| (1..=WEIGHT_MAX_G).contains(grams));
        let weighs = bench.flow.with_untracked(|flow| matches!(flow.step, Step::Weighing(_) | Step::Asking { .. }));
        match grams {
            // Enter once more says yes to what is asked.
            _ if typed.trim().is_empty() => bench.confirm(),
            Some(grams) if weighs => {
                text.set(String::new());
                bench.typed(grams);
            }
            Some(_) => error.set(Some(texts::TYPE_FIRST)),
            // No weight has letters.
            None if typed.chars().any(|c| c.is_ascii_alphabetic()) && !typed.trim_end().ends_with("kg") => {
                text.set(String::new());
                bench.scanned(&typed);
            }
            None => error.set(Some(texts::TYPE_WRONG)),
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let heard = burst.try_update_value(|burst| burst.key(&event.key(), event.time_stamp()));
        if let Some(Heard::Scanned(code)) = heard {
            event.prevent_default();
            let before = text.with_untracked(|text| text.strip_suffix(&code).unwrap_or_default().to_owned());
            text.set(before);
            bench.scanned(&code);
        } else if event.key() == "Escape" {
            event.prevent_default();
            text.set(String::new());
            error.set(None);
            bench.pressed(Flow::cancel);
        }
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        take();
    };
    view! {
        <form class="pack-typed" on:submit=submit>
            <div class="field" class:wrong=move || error.with(Option::is_some)>
                <label for=WEIGHT_FIELD>{texts::TYPE.t()}</label>
                <input
                    id=WEIGHT_FIELD
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    spellcheck="false"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby="pack-weight-note"
                    prop:value=text
                    on:input=move |event| {
                        error.set(None);
                        text.set(event_target_value(&event));
                    }
                    on:keydown=key
                />
                <p class="note" id="pack-weight-note">
                    {move || error.get().map(|words| view! { <em role="alert">{words.t()}</em> })}
                </p>
            </div>
            <Button>{texts::TYPE_DO.t()}</Button>
        </form>
    }
}
