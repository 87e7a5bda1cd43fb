//! How the printer prints: what most people never open.

use leptos::prelude::*;
use shared::{
    limits::{PRINTER_DENSITY_MAX, PRINTER_SPEED_MAX},
    printing::{PrinterConnection, PrinterLanguage},
};

use super::{
    draft::Draft,
    options_draft::{self as choices, CHUNK_BYTES, CHUNK_DELAY_MS, COPIES, GAP_MM, OFFSET_MM, Range},
};
use crate::{
    texts::printers as texts,
    ui::{Checkbox, Field, Select},
};

type Pairs = Vec<(String, String)>;

fn pairs(list: &[(&str, &str)]) -> Signal<Pairs> {
    let list: Pairs = list.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned())).collect();
    Signal::derive(move || list.clone())
}

/// The numbers from `from`, after an empty choice that leaves the printer as it is set.
fn scale(from: u32, to: u32) -> Signal<Pairs> {
    let unset = (String::new(), texts::AS_PRINTER.t().to_owned());
    let list: Pairs = std::iter::once(unset).chain((from..=to).map(|n| (n.to_string(), n.to_string()))).collect();
    Signal::derive(move || list.clone())
}

#[component]
pub fn Options(draft: Draft) -> impl IntoView {
    view! {
        <details class="options">
            <summary>{texts::MORE_OPTIONS.t()}</summary>
            <div class="grid-3">
                <Paper draft />
                <Look draft />
                <Line draft />
            </div>
            <Switches draft />
        </details>
    }
}

/// A number with its range, said wrong as it is typed.
#[component]
fn Number(#[prop(into)] label: String, value: RwSignal<String>, range: Range) -> impl IntoView {
    let error = Signal::derive(move || {
        let wrong = value.with(|text| !range.takes(text));
        let (from, to) = range.bounds();
        wrong.then(|| texts::NUMBER_WRONG.fill(&[("from", &from), ("to", &to)]))
    });
    view! { <Field label value error inputmode="decimal" /> }
}

#[component]
fn Paper(draft: Draft) -> impl IntoView {
    let options = draft.options;
    let gaps = pairs(&[
        (choices::GAP, texts::GAP_GAP.t()),
        (choices::BLACK_MARK, texts::GAP_MARK.t()),
        (choices::CONTINUOUS, texts::GAP_CONTINUOUS.t()),
    ]);
    let ends = pairs(&[
        ("", texts::AS_PRINTER.t()),
        (choices::TEAR, texts::END_TEAR.t()),
        (choices::CUT, texts::END_CUT.t()),
        (choices::PEEL, texts::END_PEEL.t()),
    ]);
    let has_gap = move || options.gap.with(|gap| gap != choices::CONTINUOUS);
    view! {
        <Select label=texts::GAP.t() value=options.gap options=gaps />
        {move || has_gap().then(|| view! { <Number label=texts::GAP_MM.t() value=options.gap_mm range=GAP_MM /> })}
        <Select label=texts::END.t() value=options.finish options=ends />
        <Number label=texts::COPIES.t() value=options.copies range=COPIES />
    }
}

#[component]
fn Look(draft: Draft) -> impl IntoView {
    let options = draft.options;
    let directions = pairs(&[("", texts::TOP_FIRST.t()), (choices::BOTTOM_FIRST, texts::BOTTOM_FIRST.t())]);
    let has_density = move || {
        let language = draft.spoken();
        language != PrinterLanguage::Cpcl && language != PrinterLanguage::Escpos
    };
    let has_speed = move || draft.spoken() != PrinterLanguage::Escpos;
    view! {
        {move || {
            has_density()
                .then(|| {
                    view! { <Select label=texts::DENSITY.t() value=options.density options=scale(0, PRINTER_DENSITY_MAX) /> }
                })
        }}
        {move || {
            has_speed()
                .then(|| view! { <Select label=texts::SPEED.t() value=options.speed options=scale(1, PRINTER_SPEED_MAX) /> })
        }}
        <Select label=texts::DIRECTION.t() value=options.direction options=directions />
        <Number label=texts::OFFSET_X.t() value=options.offset_x_mm range=OFFSET_MM />
        <Number label=texts::OFFSET_Y.t() value=options.offset_y_mm range=OFFSET_MM />
    }
}

#[component]
fn Line(draft: Draft) -> impl IntoView {
    let options = draft.options;
    let flows = pairs(&[("", texts::FLOW_NONE.t()), (choices::HARDWARE, texts::FLOW_HARDWARE.t())]);
    let both = pairs(&[(choices::ACS, texts::COMPRESSION_ACS.t()), (choices::Z64, texts::COMPRESSION_Z64.t())]);
    let compressions = Signal::derive(move || {
        let mut readable = both.get();
        if draft.quirks.get().no_z64 {
            readable.retain(|(key, _)| key != choices::Z64);
        }
        readable
    });
    let flow_hint = Signal::derive(|| Some(texts::SERIAL_NO_FLOW.t().to_owned()));
    let is = move |connection| draft.connection.get() == connection;
    view! {
        {move || {
            (draft.spoken() == PrinterLanguage::Zpl)
                .then(|| view! { <Select label=texts::COMPRESSION.t() value=options.compression options=compressions /> })
        }}
        {move || {
            is(PrinterConnection::Serial)
                .then(|| view! { <Select label=texts::FLOW.t() value=options.flow_control options=flows hint=flow_hint /> })
        }}
        <Number label=texts::CHUNK.t() value=options.chunk_bytes range=CHUNK_BYTES />
        <Number label=texts::CHUNK_DELAY.t() value=options.chunk_delay_ms range=CHUNK_DELAY_MS />
    }
}

#[component]
fn Switches(draft: Draft) -> impl IntoView {
    let options = draft.options;
    let switch = move |words: &'static str, value: RwSignal<bool>| {
        view! { <Checkbox label=words checked=value on_change=Callback::new(move |on| value.set(on)) /> }
    };
    view! {
        <div class="switches">
            {switch(texts::NATIVE.t(), options.native)} {switch(texts::MIRROR.t(), options.mirror)}
            {switch(texts::INVERT.t(), options.invert)}
            {move || {
                (draft.spoken() == PrinterLanguage::Cpcl).then(|| switch(texts::CPCL_BINARY.t(), options.cpcl_binary))
            }}
        </div>
    }
}
