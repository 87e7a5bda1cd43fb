//! A value of the service with the four states of a page: loading, error, there, and there but stale.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ApiError;

/// A value fetched again and again. An answer that was overtaken by a newer question is dropped; while a newer one is fetched,
/// the old value stays to be seen.
pub struct Remote<T: Send + Sync + 'static> {
    value: RwSignal<Option<T>>,
    error: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    turn: StoredValue<u64>,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Send + Sync + 'static> Remote<T> {
    pub fn new() -> Remote<T> {
        Remote {
            value: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            turn: StoredValue::new(0),
        }
    }

    /// Asks again; the newest question wins.
    pub fn load(self, question: impl Future<Output = Result<T, ApiError>> + 'static) {
        let Some(turn) = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        }) else {
            return;
        };
        self.busy.set(true);
        spawn_local(async move {
            let answer = question.await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(value) => {
                    self.error.set(None);
                    self.value.set(Some(value));
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// Forgets value and error, and any question on its way.
    pub fn clear(self) {
        self.turn.try_update_value(|turn| *turn += 1);
        self.busy.set(false);
        self.error.set(None);
        self.value.set(None);
    }

    pub fn value(self) -> RwSignal<Option<T>> {
        self.value
    }

    /// The newest question's error.
    pub fn error(self) -> Option<ApiError> {
        self.error.get()
    }

    /// A question is on its way.
    pub fn busy(self) -> bool {
        self.busy.get()
    }
}
