//! Scans recorded one by one, as they are made: each is kept until the service has it, over a lost connection and a reload.

use std::{cell::RefCell, time::Duration};

use leptos::{ev, prelude::*, task::spawn_local};
use shared::{handovers::HandoverScan, limits::BULK_MAX, proofs::ProofOfDelivery, tracks::Scan};
use uuid::Uuid;

use super::{
    made::{Made, MadeScan, first_run, is_fault, is_refusal, refused, tone_of},
    sending,
};
use crate::{
    api::{ApiError, IdempotencyKey, Session, within},
    browser::{
        self, dates, sleep,
        tones::{Tone, Tones},
    },
    vault,
};

const ON_KEY: &str = "yundan.scan.at_once";
/// How often it is looked whether something waits.
const LOOK_EVERY: Duration = Duration::from_millis(150);
/// What has no answer after this is taken for no answer; sent again, it is recorded once.
const SEND_LIMIT: Duration = Duration::from_secs(8);
/// After no answer it is tried again so much later.
const RETRY_MS: f64 = 3_000.0;
/// Outcomes that are shown, newest first.
const SHOWN_MAX: usize = 200;

thread_local! {
    /// Under what the person's scans are kept. Not the page's: a scan whose answer comes after the page was left is put away as well.
    static SHELF: RefCell<String> = const { RefCell::new(String::new()) };
}

fn name_of(key: &str) -> String {
    SHELF.with_borrow(|shelf| format!("{shelf}{key}"))
}

/// The scanner at this page.
#[derive(Clone, Copy)]
pub struct Gun {
    pub is_on: RwSignal<bool>,
    /// Not at the service yet, oldest first.
    pub waiting: RwSignal<Vec<Made>>,
    /// Why nothing could be sent last.
    pub trouble: RwSignal<Option<ApiError>>,
    pub outcomes: RwSignal<Vec<shared::tracks::ScanOutcome>>,
    /// Something could not be kept over a reload.
    is_unsafe: RwSignal<bool>,
    retry_at_ms: StoredValue<f64>,
    /// How many are sent together: one by one after a fault, which is one scan's.
    most: StoredValue<usize>,
    key: IdempotencyKey,
    tones: StoredValue<Tones, LocalStorage>,
}

impl Gun {
    pub fn new() -> Gun {
        let person = untrack(|| Session::expect().me()).map(|me| me.user_id.to_string()).unwrap_or_default();
        SHELF.set(format!("scans.{person}."));
        let gun = Gun {
            is_on: RwSignal::new(browser::remembered(ON_KEY).as_deref() == Some("1")),
            waiting: RwSignal::new(Vec::new()),
            trouble: RwSignal::new(None),
            outcomes: RwSignal::new(Vec::new()),
            is_unsafe: RwSignal::new(false),
            retry_at_ms: StoredValue::new(0.0),
            most: StoredValue::new(BULK_MAX),
            key: IdempotencyKey::new(),
            tones: StoredValue::new_local(Tones::default()),
        };
        gun.keep_sending();
        gun
    }

    pub fn turn(self, on: bool) {
        self.is_on.set(on);
        browser::remember(ON_KEY, if on { "1" } else { "0" });
    }

    pub fn sound(self, tone: Tone) {
        let _ = self.tones.try_update_value(|tones| tones.play(tone));
    }

    /// Takes what was scanned just now.
    pub fn take(self, scans: Vec<Scan>, handovers: Vec<HandoverScan>, proofs: Vec<ProofOfDelivery>) {
        let proved = !proofs.is_empty();
        let scans = scans.into_iter().filter(|_| !proved).map(MadeScan::Scan);
        let made =
            handovers.into_iter().map(MadeScan::Handover).chain(proofs.into_iter().map(MadeScan::Proof)).chain(scans);
        let made_at = dates::now();
        let made: Vec<Made> = made.map(|scan| Made { key: Uuid::new_v4().to_string(), made_at, scan }).collect();
        self.waiting.update(|waiting| waiting.extend(made.iter().cloned()));
        if self.trouble.with_untracked(Option::is_some) {
            self.sound(Tone::Ask);
        }
        spawn_local(async move {
            for one in made {
                let text = serde_json::to_string(&one).unwrap_or_default();
                let name = name_of(&one.key);
                if !vault::keep_safe(&name, &text).await {
                    let _ = self.is_unsafe.try_set(true);
                }
                // The service may have been faster.
                let is_sent =
                    self.waiting.try_with_untracked(|waiting| waiting.iter().all(|other| other.key != one.key));
                if is_sent == Some(true) {
                    vault::forget_safe(&name);
                }
            }
        });
    }

    /// Sends what waits, as soon as that may work, until the page is left.
    fn keep_sending(self) {
        let online = window_event_listener(ev::Custom::<web_sys::Event>::new("online"), move |_| {
            let _ = self.retry_at_ms.try_set_value(0.0);
        });
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if self.is_unsafe.get_untracked() && self.waiting.with_untracked(|waiting| !waiting.is_empty()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            online.remove();
            leaving.remove();
        });
        spawn_local(async move {
            self.restore().await;
            while let Some(at_ms) = self.retry_at_ms.try_get_value() {
                if browser::steady_ms() >= at_ms {
                    self.send_next().await;
                }
                sleep(LOOK_EVERY).await;
            }
        });
    }

    /// Brings back what was scanned before the page was loaded, also in another tab: a scan that is sent twice is recorded once.
    async fn restore(self) {
        let mut kept: Vec<Made> = Vec::new();
        for name in vault::safe_names(&SHELF.with_borrow(Clone::clone)) {
            kept.extend(vault::kept_safe(&name).await.and_then(|text| serde_json::from_str(&text).ok()));
        }
        kept.sort_by_key(|one| one.made_at);
        let _ = self.waiting.try_update(|waiting| {
            kept.retain(|one| waiting.iter().all(|own| own.key != one.key));
            waiting.splice(0..0, kept);
        });
    }

    /// The oldest that can be sent together.
    async fn send_next(self) {
        let Some(most) = self.most.try_get_value() else { return };
        let Some(Some(run)) = self.waiting.try_with_untracked(|waiting| first_run(waiting, most)) else { return };
        // What is sent now is another request than what had no answer: more may have been scanned since.
        self.key.renew();
        let outcomes = match within(SEND_LIMIT, sending::send_made(&run, self.key)).await {
            Ok(outcomes) => outcomes,
            Err(error) if is_refusal(&error) || (is_fault(&error) && run.len() == 1) => refused(&run, &error),
            Err(error) => {
                let _ = self.most.try_set_value(if is_fault(&error) { 1 } else { BULK_MAX });
                let _ = self.trouble.try_set(Some(error));
                let _ = self.retry_at_ms.try_set_value(browser::steady_ms() + RETRY_MS);
                return;
            }
        };
        let _ = self.trouble.try_set(None);
        let sent = |one: &Made| run.iter().any(|other| other.key == one.key);
        let _ = self.waiting.try_update(|waiting| waiting.retain(|one| !sent(one)));
        run.iter().for_each(|one| vault::forget_safe(&name_of(&one.key)));
        self.sound(tone_of(&outcomes));
        let _ = self.outcomes.try_update(|shown| {
            shown.splice(0..0, outcomes.into_iter().rev());
            shown.truncate(SHOWN_MAX);
        });
    }
}
