//! Something happened: wakes whoever waits for it, without a timer.

use std::{cell::RefCell, rc::Rc, time::Duration};

use futures_util::future::{Either, select};
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::browser::sleep;

#[derive(Clone, Default)]
pub struct Bell {
    waiting: Rc<RefCell<Vec<Function>>>,
}

impl Bell {
    pub fn ring(&self) {
        for wake in self.waiting.take() {
            let _ = wake.call0(&JsValue::UNDEFINED);
        }
    }

    /// Until it rings, or for so long.
    pub async fn wait(&self, limit: Duration) {
        let rung = Promise::new(&mut |resolve: Function, _reject: Function| {
            self.waiting.borrow_mut().push(resolve);
        });
        match select(JsFuture::from(rung), Box::pin(sleep(limit))).await {
            Either::Left(_) | Either::Right(_) => {}
        }
    }
}
