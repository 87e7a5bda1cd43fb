//! Sends parcels: at once when they are packed, and those that wait when the service answers again.

use std::time::Duration;

use leptos::{ev, prelude::*, task::spawn_local};
use shared::{OrderId, packing::Packing};
use uuid::Uuid;
use wasm_bindgen::JsValue;

use super::{
    bench::Bench,
    flow::Tone,
    keeping,
    parcels::{self, Parcel, Parcels, Standing},
    service,
};
use crate::{
    api::{ApiError, locks},
    browser::{self, sleep},
};

/// The service's codes for what goes with a carrier, and for what does not, or not any more.
const BY_RULE: &str = "carrier_by_rule";
const AT_ONCE: &str = "pack_at_once";
/// One tab of the browser sends at a time.
const LOCK: &str = "yundan.packing";
/// How often it is looked whether somebody waits and may be sent.
const LOOK_EVERY: Duration = Duration::from_millis(500);
const FAULT: u16 = 500;
const WEIGHED_AT: &str = "/weighed_at";

pub enum Sent {
    Packed(Box<Packing>),
    /// Its order is with its carrier; it is packed once the number is there.
    Given(OrderId),
    /// The service decided, and says why.
    Refused(String),
    /// Nobody knows whether it arrived; the same again, under the same key, is safe.
    Unanswered(ApiError),
}

/// Sends it under its own key.
pub async fn send(parcel: &mut Parcel) -> Sent {
    loop {
        let answer = if parcel.is_for_carrier {
            service::give(&parcel.create, &parcel.key).await.map(|given| {
                parcel.given(given.order_id, Uuid::new_v4().to_string());
                Sent::Given(given.order_id)
            })
        } else {
            service::pack(&parcel.create, &parcel.key).await.map(|packing| Sent::Packed(Box::new(packing)))
        };
        return match answer {
            Ok(sent) => sent,
            // The other way it is: nothing was done yet.
            Err(error) if !parcel.is_for_carrier && error.code() == Some(BY_RULE) => {
                parcel.is_for_carrier = true;
                continue;
            }
            Err(error) if parcel.is_for_carrier && error.code() == Some(AT_ONCE) => {
                parcel.is_for_carrier = false;
                continue;
            }
            // A browser whose clock goes wrong weighs in the future: the time of the service is good enough then. What may have arrived before is
            // sent again as it was, or not at all.
            Err(error) if can_correct(parcel) && error.field(WEIGHED_AT).is_some() => {
                parcel.create.weighed_at = None;
                // Refused is not made: what is corrected is another request.
                parcel.key = Uuid::new_v4().to_string();
                continue;
            }
            Err(error) if error.is_final() => Sent::Refused(error.words()),
            Err(error) => {
                parcel.is_tried = true;
                Sent::Unanswered(error)
            }
        };
    }
}

fn can_correct(parcel: &Parcel) -> bool {
    !parcel.is_tried && parcel.create.weighed_at.is_some()
}

/// Sends what waits, as soon as that may work, until the page is left.
pub fn keep_sending(bench: Bench) {
    let online = window_event_listener(ev::Custom::<web_sys::Event>::new("online"), move |_| again(bench));
    let leaving = window_event_listener(ev::beforeunload, move |event| {
        let would_lose =
            bench.is_unsafe.get_untracked() && bench.parcels.with_untracked(|parcels| parcels.waiting() > 0);
        if would_lose {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        online.remove();
        leaving.remove();
    });
    spawn_local(async move {
        keeping::restore(bench).await;
        while let Some((at_ms, _)) = bench.retry.try_get_value() {
            let has_next = bench.parcels.try_with_untracked(|parcels| parcels.next().is_some()) == Some(true);
            if has_next && browser::steady_ms() >= at_ms {
                let _ = locks::exclusively(LOCK, async move {
                    send_all(bench).await;
                    Ok(JsValue::UNDEFINED)
                })
                .await;
            }
            sleep(LOOK_EVERY).await;
        }
    });
}

/// Tries at once.
pub fn again(bench: Bench) {
    let _ = bench.retry.try_set_value((0.0, 0));
}

/// In the order in which they were packed. One that is refused holds nobody up; one without an answer holds all.
async fn send_all(bench: Bench) {
    while let Some(Some(key)) = bench.parcels.try_with_untracked(|p| p.next().map(|parcel| parcel.key.clone())) {
        let Some(mut parcel) = keeping::look_up(bench, &key).await.filter(Parcel::is_waiting) else { continue };
        let sent = send(&mut parcel).await;
        let is_answered = !matches!(&sent, Sent::Unanswered(error) if !is_fault(error));
        parcel.standing = match sent {
            Sent::Packed(packing) => {
                bench.packed(&packing);
                parcels::sent(&packing)
            }
            Sent::Given(_) => Standing::Given,
            Sent::Refused(words) => Standing::Stuck { words },
            Sent::Unanswered(error) if is_fault(&error) => Standing::Stuck { words: error.words() },
            Sent::Unanswered(_) => Standing::Waiting,
        };
        if matches!(parcel.standing, Standing::Stuck { .. }) {
            bench.sound(Tone::Bad);
        }
        let is_over = matches!(parcel.standing, Standing::Sent { .. }) && !bench.may_print;
        let is_another = parcel.key != key;
        if !is_over {
            keeping::keep(bench, parcel).await;
        }
        // Whoever does not print has nothing more to do with it.
        if is_over || is_another {
            keeping::drop_parcel(bench, &key);
        }
        if !is_answered {
            return bench.unanswered();
        }
        bench.answered();
    }
}

/// A fault at one parcel is no silence: it must not hold the others up.
fn is_fault(error: &ApiError) -> bool {
    error.problem().is_some_and(|problem| problem.status == FAULT)
}

/// A person has a refused one tried again.
pub fn retry(bench: Bench, key: &str) {
    let parcel = bench.parcels.with_untracked(|parcels| parcels.get(key).cloned());
    if let Some(parcel) = parcel {
        spawn_local(async move {
            keeping::keep(bench, Parcel { standing: Standing::Waiting, ..parcel }).await;
            again(bench);
        });
    }
}

/// Has the page print the labels of those that were sent late.
pub fn print_labels(bench: Bench) {
    let labels = bench.parcels.with_untracked(Parcels::labels);
    spawn_local(async move {
        let ids = labels.iter().map(|(_, id)| *id).collect();
        if let Err(ApiError::Unreachable) = service::print(ids).await {
            return;
        }
        labels.iter().for_each(|(key, _)| keeping::drop_parcel(bench, key));
    });
}
