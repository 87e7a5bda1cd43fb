//! What the service tells this page while it is open.

use std::time::Duration;

use js_sys::{Reflect, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::events::LiveEvent;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

use super::{ApiError, Call, stream::EventStream, token};

use crate::{
    bridge::{PROBLEMS_CHANGED, SHIPMENTS_CHANGED},
    browser::{self, sleep},
};

/// Waits between tries to connect again; the last one repeats.
const BACKOFF_S: [u64; 5] = [1, 2, 5, 10, 30];

type Listener = Callback<LiveEvent>;

/// The live connection, in context. It reads while somebody is signed in.
#[derive(Clone, Copy)]
pub struct Live {
    listeners: StoredValue<Vec<(u64, Listener)>>,
    next: StoredValue<u64>,
    shipments: RwSignal<u32>,
    connected: RwSignal<bool>,
    lost: RwSignal<bool>,
    reader: StoredValue<Option<AbortController>, LocalStorage>,
}

impl Live {
    pub fn provide() -> Live {
        let live = Live {
            listeners: StoredValue::new(Vec::new()),
            next: StoredValue::new(0),
            shipments: RwSignal::new(0),
            connected: RwSignal::new(false),
            lost: RwSignal::new(false),
            reader: StoredValue::new_local(None),
        };
        provide_context(live);
        live
    }

    pub fn expect() -> Live {
        expect_context::<Live>()
    }

    /// Calls `listener` for every event until the calling component goes.
    pub fn listen(self, listener: impl Fn(LiveEvent) + Send + Sync + 'static) {
        let id = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let Some(id) = id else { return };
        self.listeners.update_value(|all| all.push((id, Callback::new(listener))));
        on_cleanup(move || {
            self.listeners.try_update_value(|all| all.retain(|(other, _)| *other != id));
        });
    }

    /// Grows whenever shipments were made or changed.
    pub fn shipments_version(self) -> u32 {
        self.shipments.get()
    }

    pub fn connected(self) -> bool {
        self.connected.get()
    }

    /// The connection was there or should be, and is not.
    pub fn lost(self) -> bool {
        self.lost.get()
    }

    /// Starts reading, ending an earlier reader.
    pub fn start(self) {
        self.stop();
        let Ok(controller) = AbortController::new() else { return };
        let signal = controller.signal();
        self.reader.set_value(Some(controller));
        spawn_local(async move {
            let mut tries = 0;
            while !signal.aborted() {
                let began = crate::browser::now_ms();
                let outcome = self.read(&signal).await;
                self.connected.try_set(false);
                if signal.aborted() || matches!(outcome, Err(ApiError::SignedOut)) {
                    return;
                }
                self.lost.set(true);
                let lasted = crate::browser::now_ms() - began > 60_000.0;
                tries = if lasted { 0 } else { tries + 1 };
                let wait = BACKOFF_S.get(tries).or(BACKOFF_S.last()).copied().unwrap_or(1);
                sleep(Duration::from_secs(wait)).await;
            }
        });
    }

    pub fn stop(self) {
        if let Some(Some(controller)) = self.reader.try_update_value(Option::take) {
            controller.abort();
        }
        self.connected.try_set(false);
    }

    async fn read(self, signal: &web_sys::AbortSignal) -> Result<(), ApiError> {
        let response = Call::get(if token::is_station() { "print-station/events" } else { "events" })
            .accept("text/event-stream")
            .abort(signal.clone())
            .response()
            .await?;
        let body = response.body().ok_or(ApiError::Unreadable)?;
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        self.connected.set(true);
        if self.lost.get_untracked() {
            self.lost.set(false);
            // The gap may have swallowed events: whoever shows a list looks again.
            self.shipments_changed();
            browser::announce(PROBLEMS_CHANGED);
        }
        let mut stream = EventStream::default();
        loop {
            let chunk = JsFuture::from(reader.read()).await.map_err(|_| ApiError::Unreachable)?;
            let value = Reflect::get(&chunk, &JsValue::from_str("value")).map_err(|_| ApiError::Unreadable)?;
            let Ok(bytes) = value.dyn_into::<Uint8Array>() else { return Ok(()) };
            for data in stream.feed(&bytes.to_vec()) {
                if let Ok(event) = serde_json::from_str::<LiveEvent>(&data) {
                    self.tell(event);
                }
            }
        }
    }

    fn shipments_changed(self) {
        self.shipments.update(|version| *version += 1);
        browser::announce(SHIPMENTS_CHANGED);
    }

    fn tell(self, event: LiveEvent) {
        match event {
            LiveEvent::ShipmentsChanged { count } => {
                self.shipments_changed();
                // Nothing in particular: it missed some, of any kind.
                if count == 0 {
                    browser::announce(PROBLEMS_CHANGED);
                }
            }
            LiveEvent::ProblemsChanged { .. } => browser::announce(PROBLEMS_CHANGED),
            _ => {}
        }
        for (_, listener) in self.listeners.get_value() {
            listener.run(event.clone());
        }
    }
}
