//! Where the printer prints and how dark: a page to measure, and what was measured put right.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    limits::PRINTER_OFFSET_MM_MAX,
    printers::{DARKNESS_STEPS, TrialPaper},
    printing::PrinterLanguage,
};

use super::{
    Help,
    draft::Draft,
    options_draft::{millimetres, shown},
    trial,
};
use crate::{
    texts::printers as texts,
    ui::{Button, Field},
};

/// Where the cross of the calibration page is meant to be, from the left and the top.
const CROSS_MM: f64 = 20.0;
/// Nobody measures a cross farther away than this.
const MEASURED_MM_MAX: f64 = 60.0;

/// What is said below the buttons.
#[derive(Clone, PartialEq)]
enum Stand {
    Nothing,
    Measure,
    Choose,
    Said(String),
    Failed(trial::TrialError),
}

#[component]
pub fn Calibration(draft: Draft) -> impl IntoView {
    let busy = RwSignal::new(false);
    let stand = RwSignal::new(Stand::Nothing);
    let (x, y) = (RwSignal::new(shown(CROSS_MM)), RwSignal::new(shown(CROSS_MM)));
    let print = move |paper: TrialPaper, next: Stand| {
        busy.set(true);
        spawn_local(async move {
            let now = match trial::print(draft, paper).await {
                Ok(_) => next,
                Err(error) => Stand::Failed(error),
            };
            let _ = stand.try_set(now);
            let _ = busy.try_set(false);
        });
    };
    let take = move |()| stand.set(Stand::Said(corrected(draft, &x.get_untracked(), &y.get_untracked())));
    let steps = move || {
        let step = move |step: u8| {
            let press = move |()| {
                draft.options.density.set(step.to_string());
                stand.set(Stand::Said(texts::DARKNESS_TOOK.fill(&[("n", &step.to_string())])));
            };
            view! { <Button on_press=press>{step.to_string()}</Button> }
        };
        DARKNESS_STEPS.map(step).collect_view()
    };
    // Printers of these languages are set dark at the printer.
    let has_density = move || !matches!(draft.spoken(), PrinterLanguage::Cpcl | PrinterLanguage::Escpos);
    let below = move || match stand.get() {
        Stand::Nothing => ().into_any(),
        Stand::Measure => view! {
            <div class="address measure">
                <Field label=texts::CALIBRATE_X.t() value=x inputmode="decimal" />
                <Field label=texts::CALIBRATE_Y.t() value=y inputmode="decimal" />
                <Button on_press=take>{texts::CALIBRATE_TAKE.t()}</Button>
            </div>
        }
        .into_any(),
        Stand::Choose => view! {
            <p role="status">{texts::DARKNESS_ASK.t()}</p>
            <div class="marks">{steps()}</div>
        }
        .into_any(),
        Stand::Said(words) => view! { <p class="fine" role="status">{words}</p> }.into_any(),
        Stand::Failed(trial::TrialError::Link(error)) => view! { <Help error /> }.into_any(),
        Stand::Failed(error) => view! { <p class="wrong" role="alert">{error.words()}</p> }.into_any(),
    };
    view! {
        <div class="wizard">
            <div class="device-acts">
                <Button busy on_press=move |()| print(TrialPaper::Ruler, Stand::Measure)>
                    {texts::CALIBRATE_PRINT.t()}
                </Button>
                {move || {
                    has_density()
                        .then(|| {
                            view! {
                                <Button busy on_press=move |()| print(TrialPaper::Darkness, Stand::Choose)>
                                    {texts::DARKNESS_PRINT.t()}
                                </Button>
                            }
                        })
                }}
            </div>
            <p class="sub">{texts::CALIBRATE_ABOUT.t()}</p>
            {below}
        </div>
    }
}

/// Moves the picture by what was measured, on top of how it was moved when the page was printed; answers in words.
fn corrected(draft: Draft, x: &str, y: &str) -> String {
    let options = draft.options;
    let measured = |text: &str| millimetres(text, 0.0, MEASURED_MM_MAX);
    let moved = |shift: RwSignal<String>| {
        shift.with_untracked(|text| millimetres(text, -PRINTER_OFFSET_MM_MAX, PRINTER_OFFSET_MM_MAX))
    };
    let new = |shift: RwSignal<String>, text: &str| {
        let at = moved(shift)? + CROSS_MM - measured(text)?;
        (at.abs() <= PRINTER_OFFSET_MM_MAX).then_some(at)
    };
    let (Some(right), Some(down)) = (new(options.offset_x_mm, x), new(options.offset_y_mm, y)) else {
        let bounds = [("from", "0".to_owned()), ("to", shown(CROSS_MM + PRINTER_OFFSET_MM_MAX))];
        return texts::NUMBER_WRONG.fill(&[(bounds[0].0, &bounds[0].1), (bounds[1].0, &bounds[1].1)]);
    };
    options.offset_x_mm.set(shown(right));
    options.offset_y_mm.set(shown(down));
    texts::CALIBRATE_TOOK.fill(&[("x", &shown(right)), ("y", &shown(down))])
}
