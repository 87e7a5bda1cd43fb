//! The label worker, from the page's side: loaded when labels are first wanted, asked by messages, started anew if it dies.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    time::Duration,
};

use futures_util::future::{Either, select};
use js_sys::{Array, Function, Promise, Uint8Array};
use shared::{labels::LabelContent, printers::PrinterOptions, printing::PrinterSetup};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

use super::protocol::{Answer, Ask, READY, UNKNOWN_TEMPLATE, Work};
use crate::{api, browser::sleep};

const WORKER_ADDRESS: &str = "/label_worker_loader.js";
/// The first answer may wait for the engine and its 3 MB font; later ones take milliseconds.
const LIMIT: Duration = Duration::from_secs(30);

/// What the worker made.
#[derive(Clone, Debug)]
pub struct Drawn {
    pub bytes: Vec<u8>,
    pub sha256: String,
    pub warnings: Vec<String>,
}

/// Why no label was drawn, for the browser's log.
#[derive(Clone, Debug)]
pub struct EngineError(pub String);

struct Engine {
    worker: Worker,
    ready: Promise,
    waiting: HashMap<u32, Function>,
    /// Templates this worker was taught.
    learnt: HashSet<String>,
    next: u32,
}

thread_local! {
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
}

/// Loads the engine and its font, so that the first label does not wait.
pub async fn warm() {
    let _ = ask(Work::Warm).await;
}

/// The bytes of a label as this printer takes them.
pub fn encode(
    content: LabelContent,
    template: String,
    setup: &PrinterSetup,
) -> impl Future<Output = Result<Drawn, EngineError>> + 'static {
    let (dpi, language, options) = (setup.dpi, setup.language, setup.options.clone());
    async move {
        let work =
            |template| Work::Encode { content: content.clone(), template, dpi, language, options: options.clone() };
        with_template(template, work).await
    }
}

/// The calibration page as this printer takes it; with a darkness one of the darkness steps, printed so dark.
pub async fn calibrate(setup: &PrinterSetup, darkness: Option<u8>) -> Result<Drawn, EngineError> {
    let PrinterSetup { template_id, dpi, language, options, .. } = setup.clone();
    let options = PrinterOptions { density: darkness.or(options.density), copies: 1, ..options };
    let work = |template| Work::Calibrate { template, dpi, language, options: options.clone(), darkness };
    with_template(template_id, work).await
}

/// A label as a PNG.
pub async fn preview(content: LabelContent, template: String, dpi: u32) -> Result<Drawn, EngineError> {
    with_template(template, |template| Work::Preview { content: content.clone(), template, dpi }).await
}

/// Draws with a template the worker may not know yet: it is fetched and learnt once, and once more where the worker was started anew.
///
/// `template` is as [`shared::printing::PrintJob::drawn_with`] writes it, or an id alone, which means the newest version.
async fn with_template(
    template: String,
    work: impl Fn(String) -> Work<LabelContent, PrinterOptions>,
) -> Result<Drawn, EngineError> {
    let name = learn(&template, false).await?;
    match ask(work(name)).await {
        Err(error) if error.0 == UNKNOWN_TEMPLATE => {
            let name = learn(&template, true).await?;
            ask(work(name)).await
        }
        outcome => outcome,
    }
}

/// Makes the worker know a template; answers the name it knows it by.
async fn learn(template: &str, again: bool) -> Result<String, EngineError> {
    let (id, version) = match template.split_once('@') {
        Some((id, version)) => (id, version.parse::<u32>().ok()),
        None => (template, None),
    };
    if uuid::Uuid::parse_str(id).is_err() {
        return Ok(template.to_owned());
    }
    let is_learnt = |name: &str| ENGINE.with_borrow(|slot| slot.iter().any(|engine| engine.learnt.contains(name)));
    if version.is_some() && !again && is_learnt(template) {
        return Ok(template.to_owned());
    }
    let detail = api::printing::template(id, version).await.map_err(|error| EngineError(error.words()))?;
    let name = format!("{id}@{}", detail.template.version.unwrap_or_default());
    if again || !is_learnt(&name) {
        ask(Work::Learn { template: name.clone(), body: detail.body }).await?;
        ENGINE.with_borrow_mut(|slot| {
            if let Some(engine) = slot {
                engine.learnt.insert(name.clone());
            }
        });
    }
    Ok(name)
}

async fn ask(work: Work<LabelContent, PrinterOptions>) -> Result<Drawn, EngineError> {
    let failed = |words: &str| EngineError(words.to_owned());
    let ready = ENGINE.with_borrow_mut(|slot| -> Result<Promise, EngineError> {
        if slot.is_none() {
            *slot = Some(start().map_err(|_| failed("the label engine did not start"))?);
        }
        slot.as_ref().map(|engine| engine.ready.clone()).ok_or_else(|| failed("the label engine is gone"))
    })?;
    let answer = Box::pin(async {
        JsFuture::from(ready).await?;
        let promise = send(work)?;
        JsFuture::from(promise).await
    });
    match select(answer, Box::pin(sleep(LIMIT))).await {
        Either::Left((Ok(message), _)) => read(&message),
        Either::Left((Err(_), _)) => Err(failed("the label engine stopped")),
        Either::Right(_) => {
            drop_engine();
            Err(failed("the label engine does not answer"))
        }
    }
}

fn send(work: Work<LabelContent, PrinterOptions>) -> Result<Promise, JsValue> {
    ENGINE.with_borrow_mut(|slot| {
        let engine = slot.as_mut().ok_or(JsValue::UNDEFINED)?;
        engine.next += 1;
        let id = engine.next;
        let text = serde_json::to_string(&Ask { id, work }).map_err(|_| JsValue::UNDEFINED)?;
        let promise = Promise::new(&mut |resolve: Function, _reject: Function| {
            engine.waiting.insert(id, resolve);
        });
        engine.worker.post_message(&JsValue::from_str(&text))?;
        Ok(promise)
    })
}

fn start() -> Result<Engine, JsValue> {
    let worker = Worker::new(WORKER_ADDRESS)?;
    let mut waiting = HashMap::new();
    let ready = Promise::new(&mut |resolve: Function, _reject: Function| {
        waiting.insert(READY, resolve);
    });
    let heard = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let message = event.data();
        let Some(id) = header(&message).map(|answer| answer.id) else { return };
        let resolve = ENGINE.with_borrow_mut(|slot| slot.as_mut().and_then(|engine| engine.waiting.remove(&id)));
        if let Some(resolve) = resolve {
            let _ = resolve.call1(&JsValue::UNDEFINED, &message);
        }
    });
    worker.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    let died = Closure::<dyn Fn()>::new(drop_engine);
    worker.set_onerror(Some(died.into_js_value().unchecked_ref()));
    Ok(Engine { worker, ready, waiting, learnt: HashSet::new(), next: READY })
}

/// Ends the worker; whoever waits is told, and the next question starts another one.
fn drop_engine() {
    if let Some(engine) = ENGINE.take() {
        engine.worker.terminate();
        for resolve in engine.waiting.into_values() {
            let _ = resolve.call1(&JsValue::UNDEFINED, &JsValue::NULL);
        }
    }
}

fn header(message: &JsValue) -> Option<Answer> {
    let parts: &Array = message.dyn_ref()?;
    serde_json::from_str(&parts.get(0).as_string()?).ok()
}

fn read(message: &JsValue) -> Result<Drawn, EngineError> {
    let answer = header(message).ok_or_else(|| EngineError("the label engine stopped".to_owned()))?;
    if let Some(error) = answer.error {
        return Err(EngineError(error));
    }
    let bytes = message.dyn_ref::<Array>().map(|parts| Uint8Array::new(&parts.get(1)).to_vec()).unwrap_or_default();
    Ok(Drawn { bytes, sha256: answer.sha256, warnings: answer.warnings })
}
