//! The access token: in memory only, out of reach of other pages and gone with the tab.

use std::cell::RefCell;

use shared::auth::AccessToken;

use crate::browser;

/// A token is renewed this long before it ends, so that a slow call does not outlive it.
const MARGIN_MS: f64 = 30_000.0;

struct Held {
    text: String,
    renew_at_ms: f64,
}

thread_local! {
    static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
}

/// The token, while it is good for one more call.
pub fn fresh() -> Option<String> {
    HELD.with_borrow(|held| held.as_ref().filter(|held| browser::now_ms() < held.renew_at_ms).map(|h| h.text.clone()))
}

pub fn hold(token: &AccessToken) {
    let lives_ms = f64::from(token.expires_in_s) * 1000.0;
    let renew_at_ms = browser::now_ms() + (lives_ms - MARGIN_MS).max(lives_ms / 2.0);
    HELD.set(Some(Held { text: token.access_token.clone(), renew_at_ms }));
}

/// Forgets the token if it is still this one; another call may have renewed it meanwhile.
pub fn forget(text: &str) {
    HELD.with_borrow_mut(|held| {
        if held.as_ref().is_some_and(|held| held.text == text) {
            *held = None;
        }
    });
}

pub fn forget_any() {
    HELD.set(None);
}

/// Where this browser keeps the token of the print station it is.
const STATION_KEY: &str = "yundan.station";

thread_local! {
    static IS_STATION: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// From now on this tab's calls are a print station's.
pub fn act_as_station(is_station: bool) {
    IS_STATION.set(is_station);
}

pub fn is_station() -> bool {
    IS_STATION.get()
}

/// The station's token; another tab may have renewed it.
pub fn of_station() -> Option<String> {
    browser::remembered(STATION_KEY).filter(|token| !token.is_empty())
}

pub fn keep_station(token: &str) {
    browser::remember(STATION_KEY, token);
}
