//! The barcodes that say what to do, to be hung at the table.

use leptos::prelude::*;

use super::flow::{CANCEL, NEXT, REPRINT};
use crate::{
    browser,
    i18n::Text,
    texts::{common, pack as texts},
    ui::{Button, ButtonKind, Dialog, Symbol},
};

const CODES: [(&str, Text); 3] =
    [(NEXT, texts::CODE_NEXT), (CANCEL, texts::CODE_CANCEL), (REPRINT, texts::CODE_REPRINT)];
/// White on both sides, in modules, without which scanners find no beginning.
const QUIET: u32 = 10;
const HEIGHT: u32 = 40;

#[component]
pub fn Codes(open: RwSignal<bool>) -> impl IntoView {
    let print = |()| {
        if let Some(window) = browser::window() {
            let _ = window.print();
        }
    };
    let line = |(code, words): (&'static str, Text)| {
        view! {
            <li>
                {barcode(code)}
                <b class="no">{code}</b>
                <span>{words.t()}</span>
            </li>
        }
    };
    view! {
        <Dialog
            open
            title=Signal::derive(|| texts::CODES_SHOW.t().to_owned())
            on_close=move |()| open.set(false)
        >
            <p class="sub lead">{texts::CODES_ABOUT.t()}</p>
            <ul class="pack-codes">{CODES.map(line).collect_view()}</ul>
            <div class="acts">
                <Button icon=Symbol::Printer on_press=print>
                    {texts::CODES_PRINT.t()}
                </Button>
                <Button kind=ButtonKind::Main on_press=move |()| open.set(false)>
                    {common::CLOSE.t()}
                </Button>
            </div>
        </Dialog>
    }
}

fn barcode(code: &'static str) -> impl IntoView {
    let widths = label::code128(code).unwrap_or_default();
    let mut at = QUIET;
    let mut bars = String::new();
    for (place, width) in widths.iter().enumerate() {
        let width = u32::from(*width);
        // Bars and spaces in turn.
        if place.is_multiple_of(2) {
            bars.push_str(&format!("M{at} 0h{width}v{HEIGHT}h-{width}z"));
        }
        at += width;
    }
    view! {
        <svg class="pack-code" viewBox=format!("0 0 {} {HEIGHT}", at + QUIET) role="img" aria-label=code>
            <path d=bars />
        </svg>
    }
}
