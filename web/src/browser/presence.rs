//! Whether somebody is at the page: what it does by itself must not keep a desk signed in that everybody left.

use std::cell::Cell;

use leptos::{ev, prelude::window_event_listener};

use super::now_ms;

/// Whoever only reads touches the page now and then.
const AWAY_AFTER_MS: f64 = 60_000.0;

thread_local! {
    /// When a key, a finger or the mouse was last seen; the page was opened by somebody.
    static SEEN_AT: Cell<f64> = Cell::new(now_ms());
}

/// Looks out for people, until the page is closed.
pub fn watch() {
    let seen = || SEEN_AT.set(now_ms());
    // Scanners type.
    window_event_listener(ev::keydown, move |_| seen());
    window_event_listener(ev::pointerdown, move |_| seen());
    window_event_listener(ev::pointermove, move |_| seen());
    window_event_listener(ev::wheel, move |_| seen());
}

pub fn is_somebody_here() -> bool {
    now_ms() - SEEN_AT.get() < AWAY_AFTER_MS
}
