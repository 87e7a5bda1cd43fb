//! Shortcuts of the page: single keys that do what the page in front offers for them, and barcode scanners.

use std::time::Duration;

use leptos::{ev, prelude::*};

use super::scan_burst::{GAP_MS, Heard, ScanBurst};
use crate::browser;

/// Where it is remembered that single-key shortcuts are off.
const OFF_KEY: &str = "yundan.shortcuts_off";

/// What a key can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    Palette,
    Search,
    New,
    Print,
    Next,
    Previous,
    Select,
    Open,
    Close,
    Help,
}

impl Shortcut {
    /// The shortcut of a single key.
    pub fn of_key(key: &str) -> Option<Shortcut> {
        Some(match key {
            "/" => Shortcut::Search,
            "n" | "N" => Shortcut::New,
            "p" | "P" => Shortcut::Print,
            "j" | "J" | "ArrowDown" => Shortcut::Next,
            "k" | "K" | "ArrowUp" => Shortcut::Previous,
            " " => Shortcut::Select,
            "Enter" => Shortcut::Open,
            "Escape" => Shortcut::Close,
            "?" => Shortcut::Help,
            _ => return None,
        })
    }

    /// Whether switching shortcuts off leaves it: keys that cannot be pressed by accident while typing.
    const fn always(self) -> bool {
        matches!(self, Shortcut::Palette | Shortcut::Close | Shortcut::Open | Shortcut::Select)
    }
}

/// What shortcuts do, in context. The newest offer for a shortcut wins, so a page in front covers the frame.
#[derive(Clone, Copy)]
pub struct Shortcuts {
    offers: StoredValue<Vec<(u64, Shortcut, Callback<()>)>>,
    scans: StoredValue<Vec<(u64, Callback<String>)>>,
    next: StoredValue<u64>,
    enabled: RwSignal<bool>,
}

impl Shortcuts {
    pub fn provide() -> Shortcuts {
        let shortcuts = Shortcuts {
            offers: StoredValue::new(Vec::new()),
            scans: StoredValue::new(Vec::new()),
            next: StoredValue::new(0),
            enabled: RwSignal::new(browser::remembered(OFF_KEY).as_deref() != Some("1")),
        };
        provide_context(shortcuts);
        shortcuts
    }

    pub fn expect() -> Shortcuts {
        expect_context::<Shortcuts>()
    }

    /// Offers `action` for a shortcut until the calling component goes.
    pub fn on(self, shortcut: Shortcut, action: impl Fn() + Send + Sync + 'static) {
        let id = self.fresh();
        self.offers.update_value(|offers| offers.push((id, shortcut, Callback::new(move |()| action()))));
        on_cleanup(move || {
            self.offers.try_update_value(|offers| offers.retain(|(other, ..)| *other != id));
        });
    }

    /// Takes scanned numbers until the calling component goes.
    pub fn on_scan(self, action: impl Fn(String) + Send + Sync + 'static) {
        let id = self.fresh();
        self.scans.update_value(|scans| scans.push((id, Callback::new(action))));
        on_cleanup(move || {
            self.scans.try_update_value(|scans| scans.retain(|(other, _)| *other != id));
        });
    }

    pub fn enabled(self) -> bool {
        self.enabled.get()
    }

    pub fn set_enabled(self, on: bool) {
        self.enabled.set(on);
        browser::remember(OFF_KEY, if on { "0" } else { "1" });
    }

    fn fresh(self) -> u64 {
        let id = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        id.unwrap_or_default()
    }

    /// Does what is offered; false where nothing is.
    fn run(self, shortcut: Shortcut) -> bool {
        let offer = self.offers.with_value(|offers| {
            offers.iter().rev().find(|(_, other, _)| *other == shortcut).map(|(_, _, action)| *action)
        });
        if let Some(action) = offer {
            action.run(());
        }
        offer.is_some()
    }

    fn scanned(self, number: String) {
        let taker = self.scans.with_value(|scans| scans.last().map(|(_, action)| *action));
        if let Some(taker) = taker {
            taker.run(number);
        }
    }

    /// Listens to the keyboard until the calling component goes.
    pub fn listen(self) {
        let burst = StoredValue::new(ScanBurst::default());
        let waiting = StoredValue::new(None::<TimeoutHandle>);
        let listener = window_event_listener(ev::keydown, move |event| self.key(&event, burst, waiting));
        on_cleanup(move || listener.remove());
    }

    fn key(
        self,
        event: &ev::KeyboardEvent,
        burst: StoredValue<ScanBurst>,
        waiting: StoredValue<Option<TimeoutHandle>>,
    ) {
        if event.is_composing() || event.default_prevented() {
            return;
        }
        let key = event.key();
        if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k") {
            event.prevent_default();
            self.run(Shortcut::Palette);
            return;
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() || browser::dialog_open() {
            return;
        }
        if browser::typing() {
            if key == "Escape" {
                self.run(Shortcut::Close);
            }
            return;
        }
        // A key that is held down is a person's.
        if event.repeat() {
            self.held(event, &key);
            return;
        }
        let heard = burst.try_update_value(|burst| burst.key(&key, event.time_stamp())).unwrap_or(Heard::Other);
        if let Some(Some(handle)) = waiting.try_update_value(Option::take) {
            handle.clear();
        }
        match heard {
            Heard::Inside => event.prevent_default(),
            Heard::Scanned(number) => {
                event.prevent_default();
                self.scanned(number);
            }
            Heard::MayBegin | Heard::Other => self.single(event, &key, heard == Heard::MayBegin, waiting),
        }
    }

    /// A key held down goes on moving, and does nothing else.
    fn held(self, event: &ev::KeyboardEvent, key: &str) {
        if let Some(shortcut @ (Shortcut::Next | Shortcut::Previous)) = Shortcut::of_key(key)
            && self.enabled.get_untracked()
            && self.run(shortcut)
        {
            event.prevent_default();
        }
    }

    /// A key that is no part of a burst so far. One that may begin a burst acts only after the burst would have gone on.
    fn single(
        self,
        event: &ev::KeyboardEvent,
        key: &str,
        may_begin: bool,
        waiting: StoredValue<Option<TimeoutHandle>>,
    ) {
        let Some(shortcut) = Shortcut::of_key(key) else { return };
        if !shortcut.always() && !self.enabled.get_untracked() {
            return;
        }
        if matches!(shortcut, Shortcut::Open | Shortcut::Select) && on_control() {
            return;
        }
        if may_begin {
            let act = move || {
                self.run(shortcut);
            };
            if let Ok(handle) = set_timeout_with_handle(act, Duration::from_millis(GAP_MS as u64 + 5)) {
                waiting.set_value(Some(handle));
            }
        } else if self.run(shortcut) {
            event.prevent_default();
        }
    }
}

/// Whether the focus is on something that Enter and the space bar press.
fn on_control() -> bool {
    let active = browser::window().and_then(|w| w.document()).and_then(|d| d.active_element());
    active.is_some_and(|element| matches!(element.tag_name().as_str(), "BUTTON" | "A" | "INPUT" | "SUMMARY"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_what_the_help_says() {
        for (key, shortcut) in
            [("/", Shortcut::Search), ("n", Shortcut::New), ("?", Shortcut::Help), (" ", Shortcut::Select)]
        {
            assert_eq!(Shortcut::of_key(key), Some(shortcut));
        }
        assert_eq!(Shortcut::of_key("x"), None);
        assert!(Shortcut::Close.always() && !Shortcut::Print.always());
    }
}
