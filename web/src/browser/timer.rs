//! Doing something later, once, and not at all if it is no longer wanted.

use std::time::Duration;

use leptos::prelude::{StoredValue, TimeoutHandle, UpdateValue, on_cleanup, set_timeout_with_handle};

/// Runs the newest action after a quiet time; an earlier one that has not run is dropped. Stops with the component.
#[derive(Clone, Copy)]
pub struct Debounce {
    delay: Duration,
    pending: StoredValue<Option<TimeoutHandle>>,
}

impl Debounce {
    pub fn new(delay: Duration) -> Debounce {
        let pending = StoredValue::new(None::<TimeoutHandle>);
        on_cleanup(move || {
            if let Some(Some(handle)) = pending.try_update_value(Option::take) {
                handle.clear();
            }
        });
        Debounce { delay, pending }
    }

    pub fn run(self, action: impl FnOnce() + 'static) {
        self.cancel();
        if let Ok(handle) = set_timeout_with_handle(action, self.delay) {
            self.pending.try_update_value(|pending| *pending = Some(handle));
        }
    }

    pub fn cancel(self) {
        if let Some(Some(handle)) = self.pending.try_update_value(Option::take) {
            handle.clear();
        }
    }
}
