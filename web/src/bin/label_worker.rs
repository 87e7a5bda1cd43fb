//! Draws labels off the page's thread. Loaded when labels are first wanted; fetches the font once, from the browser's cache if it is there.
//!
//! Every question is answered, also when it cannot be done; the page sets the time limit.

#[path = "../printing/protocol.rs"]
mod protocol;

use std::{cell::RefCell, collections::HashMap};

use js_sys::{Array, Promise, Uint8Array};
use label::{Dpi, Font, LABEL_FONT_SHA256, LabelData, Language, PrintOptions, Template};
use protocol::{Answer, Ask, READY, UNKNOWN_TEMPLATE, Work};
use sha2::{Digest, Sha256};
use shared::printing::PrinterLanguage;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Response};

thread_local! {
    static FONT: RefCell<Option<Font>> = const { RefCell::new(None) };
    static LOADING: RefCell<Option<Promise>> = const { RefCell::new(None) };
    static LEARNT: RefCell<HashMap<String, Template>> = RefCell::new(HashMap::new());
}

/// Templates kept; who changes one a hundred times prints with the newest.
const LEARNT_MAX: usize = 100;

fn main() {
    console_error_panic_hook::set_once();
    let listener = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            spawn_local(answer(text));
        }
    });
    scope().set_onmessage(Some(listener.into_js_value().unchecked_ref()));
    post(&plain(READY, None), &[]);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

async fn answer(text: String) {
    let Ok(ask) = serde_json::from_str::<Ask<LabelData, PrintOptions>>(&text) else { return };
    if let Err(error) = load_font().await {
        return post(&plain(ask.id, Some(error)), &[]);
    }
    match FONT.with_borrow(|font| font.as_ref().map(|font| work(font, &ask.work))) {
        Some(Ok((bytes, warnings))) => {
            let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            post(&Answer { id: ask.id, error: None, sha256, warnings }, &bytes);
        }
        Some(Err(error)) => post(&plain(ask.id, Some(error)), &[]),
        None => post(&plain(ask.id, Some("no font".to_owned())), &[]),
    }
}

type Made = (Vec<u8>, Vec<String>);

fn work(font: &Font, work: &Work<LabelData, PrintOptions>) -> Result<Made, String> {
    match work {
        Work::Warm => Ok((Vec::new(), Vec::new())),
        Work::Learn { template, body } => learn(template, body).map(|()| (Vec::new(), Vec::new())),
        Work::Encode { content, template, dpi, language, options } => with_template(template, |template| {
            let (drawn, warnings) = draw(font, content, template, *dpi)?;
            let options = options.clone().on_paper(template.paper);
            Ok((label::encode_label(&drawn, spoken(*language), &options), warnings))
        }),
        Work::Calibrate { template, dpi, language, options, darkness } => with_template(template, |template| {
            let dpi = resolution(*dpi)?;
            let page = label::calibration(template.paper, dpi, *darkness);
            let drawn = label::render(&page, &LabelData::default(), font, dpi).map_err(|error| error.to_string())?;
            let options = options.clone().on_paper(template.paper);
            Ok((label::encode_label(&drawn, spoken(*language), &options), Vec::new()))
        }),
        Work::Preview { content, template, dpi } => with_template(template, |template| {
            let (drawn, warnings) = draw(font, content, template, *dpi)?;
            Ok((label::png(&drawn.raster), warnings))
        }),
    }
}

fn learn(name: &str, body: &serde_json::Value) -> Result<(), String> {
    let template = serde_json::from_value(body.clone()).map_err(|error| error.to_string())?;
    LEARNT.with_borrow_mut(|learnt| {
        if learnt.len() >= LEARNT_MAX {
            learnt.clear();
        }
        learnt.insert(name.to_owned(), template);
    });
    Ok(())
}

fn with_template(name: &str, work: impl FnOnce(&Template) -> Result<Made, String>) -> Result<Made, String> {
    if let Some(template) = label::standard_template(name) {
        return work(template);
    }
    LEARNT.with_borrow(|learnt| work(learnt.get(name).ok_or(UNKNOWN_TEMPLATE)?))
}

fn draw(
    font: &Font,
    content: &LabelData,
    template: &Template,
    dpi: u32,
) -> Result<(label::Label, Vec<String>), String> {
    let dpi = resolution(dpi)?;
    let drawn = label::render(template, content, font, dpi).map_err(|error| error.to_string())?;
    let warnings = drawn.warnings.iter().map(|warning| warning.element.clone()).collect();
    Ok((drawn, warnings))
}

fn resolution(dpi: u32) -> Result<Dpi, String> {
    u16::try_from(dpi).ok().and_then(|dpi| Dpi::try_from(dpi).ok()).ok_or_else(|| "no such resolution".to_owned())
}

const fn spoken(language: PrinterLanguage) -> Language {
    match language {
        PrinterLanguage::Zpl => Language::Zpl,
        PrinterLanguage::Tspl => Language::Tspl,
        PrinterLanguage::Cpcl => Language::Cpcl,
        PrinterLanguage::Escpos => Language::EscPos,
        PrinterLanguage::Epl => Language::Epl,
    }
}

/// Fetches the font if it is not there; questions that come meanwhile wait for the same fetch. After a failure the next question tries again.
async fn load_font() -> Result<(), String> {
    if FONT.with_borrow(Option::is_some) {
        return Ok(());
    }
    let loading = LOADING.with_borrow_mut(|slot| {
        let begin = || {
            future_to_promise(async {
                let font = fetch_font().await?;
                FONT.set(Some(font));
                Ok(JsValue::UNDEFINED)
            })
        };
        slot.get_or_insert_with(begin).clone()
    });
    let outcome = JsFuture::from(loading).await;
    LOADING.set(None);
    outcome.map(|_| ()).map_err(|error| error.as_string().unwrap_or_else(|| "the label font did not load".to_owned()))
}

async fn fetch_font() -> Result<Font, JsValue> {
    // The name carries the content's hash, so the browser's copy is good for ever.
    let address = format!("/label-font.ttf?v={LABEL_FONT_SHA256}");
    let response: Response = JsFuture::from(scope().fetch_with_str(&address)).await?.unchecked_into();
    if !response.ok() {
        return Err(JsValue::from_str(&format!("the label font: HTTP {}", response.status())));
    }
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    Font::from_bytes(bytes).map_err(|error| JsValue::from_str(&error.to_string()))
}

fn plain(id: u32, error: Option<String>) -> Answer {
    Answer { id, error, sha256: String::new(), warnings: Vec::new() }
}

/// Sends the answer; the bytes change hands without a copy.
fn post(answer: &Answer, bytes: &[u8]) {
    let Ok(text) = serde_json::to_string(answer) else { return };
    let buffer = Uint8Array::from(bytes).buffer();
    let message = Array::of2(&JsValue::from_str(&text), &buffer);
    let _ = scope().post_message_with_transfer(&message, &Array::of1(&buffer));
}
