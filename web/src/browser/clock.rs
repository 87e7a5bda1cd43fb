//! Waiting for a while, also in a hidden tab.
//!
//! A browser holds the timers of a hidden page back, to one a minute after a while; a print station stands behind another window all night and
//! must keep its lease of half a minute. A worker's timers are not held back, so a hidden page waits for one of those.

use std::{cell::RefCell, collections::HashMap, time::Duration};

use futures_util::future::{Either, select};
use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

const WORKER_ADDRESS: &str = "/clock.js";

struct Clock {
    worker: Worker,
    waiting: HashMap<u32, Function>,
    next: u32,
}

thread_local! {
    static CLOCK: RefCell<Option<Clock>> = const { RefCell::new(None) };
}

/// Waits so long.
pub async fn sleep(time: Duration) {
    let own = gloo_timers::future::sleep(time);
    if !is_hidden() {
        return own.await;
    }
    // Whichever is first: a worker that does not start takes nothing away.
    match select(Box::pin(own), JsFuture::from(tick(time))).await {
        Either::Left(_) | Either::Right(_) => {}
    }
}

fn is_hidden() -> bool {
    super::window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}

/// Ends when the worker says so.
fn tick(time: Duration) -> Promise {
    Promise::new(&mut |resolve, _reject| {
        CLOCK.with_borrow_mut(|slot| {
            if slot.is_none() {
                *slot = start();
            }
            let Some(clock) = slot else { return };
            let id = clock.next;
            clock.next = clock.next.wrapping_add(1);
            let ask = Array::of2(&JsValue::from(id), &JsValue::from(time.as_millis() as f64));
            if clock.worker.post_message(&ask).is_ok() {
                clock.waiting.insert(id, resolve);
            }
        });
    })
}

fn start() -> Option<Clock> {
    let worker = Worker::new(WORKER_ADDRESS).ok()?;
    let listener = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let rung = event.data().as_f64().and_then(|id| {
            CLOCK.with_borrow_mut(|slot| slot.as_mut().and_then(|clock| clock.waiting.remove(&(id as u32))))
        });
        if let Some(wake) = rung {
            let _ = wake.call0(&JsValue::UNDEFINED);
        }
    });
    worker.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
    Some(Clock { worker, waiting: HashMap::new(), next: 0 })
}
