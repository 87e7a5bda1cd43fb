//! This page as one who prints: a name of its own, and a lock that shows as long as it lives.

use std::{cell::RefCell, time::Duration};

use leptos::task::spawn_local;

use super::tab_lock::{self, TabLock};
use crate::browser::{self, sleep};

/// A page that was just left may hold its lock for a moment.
const LOCK_TRIES: u32 = 8;
const LOCK_WAIT: Duration = Duration::from_millis(250);

thread_local! {
    static OWN: RefCell<Option<String>> = const { RefCell::new(None) };
    static LOCK: RefCell<Option<TabLock>> = const { RefCell::new(None) };
}

/// New for every page load: a tab that is doubled is another holder.
pub fn own() -> String {
    OWN.with_borrow_mut(|own| {
        own.get_or_insert_with(|| {
            let name = uuid::Uuid::new_v4().to_string();
            let lock = lock_name(&name);
            spawn_local(async move {
                let taken = tab_lock::take(&lock).await;
                LOCK.set(taken);
            });
            name
        })
        .clone()
    })
}

fn lock_name(holder: &str) -> String {
    format!("yundan.print.{holder}")
}

/// The lock of a page that is gone; `None` while that page lives.
pub async fn take_over(holder: &str) -> Option<TabLock> {
    for _ in 0..LOCK_TRIES {
        if let Some(lock) = tab_lock::take(&lock_name(holder)).await {
            return Some(lock);
        }
        sleep(LOCK_WAIT).await;
    }
    None
}

/// What people call the place, as far as the browser tells.
pub fn place() -> String {
    let system = browser::system();
    let known = [("Win", "Windows"), ("Mac", "macOS"), ("Linux", "Linux"), ("iPhone", "iOS"), ("Android", "Android")];
    let found = known.iter().find(|(begin, _)| system.starts_with(begin));
    found.map_or(system.as_str(), |(_, name)| name).chars().take(60).collect()
}
