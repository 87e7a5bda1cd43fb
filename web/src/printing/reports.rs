//! What became of every label, on its way to the service: in groups, again and again until it is taken, and kept over a reload.

use std::{collections::BTreeSet, time::Duration};

use gloo_timers::future::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::{
    PrintJobId,
    limits::BULK_MAX,
    printing::{PrintJobResult, PrintJobResultItem, PrintJobState},
};

use super::queue::Report;
use crate::{
    api::{self, ApiError},
    browser,
};

/// This tab's reports: ids, states and counts, no personal data.
const KEPT_KEY: &str = "yundan.print_reports";
/// Reports of this much time go together.
const GROUP: Duration = Duration::from_millis(200);
const BACKOFF_S: [u64; 4] = [1, 3, 10, 30];

/// What is not with the service yet.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outbox {
    waiting: Vec<PrintJobResultItem>,
    /// Labels under way: should the page go, nobody knows whether they come out.
    under_way: BTreeSet<PrintJobId>,
}

impl Outbox {
    pub fn add(&mut self, item: PrintJobResultItem) {
        if item.result.state == PrintJobState::Sending {
            self.under_way.insert(item.print_job_id);
        } else {
            self.under_way.remove(&item.print_job_id);
        }
        self.waiting.push(item);
    }

    /// What a page finds that an earlier one left: its labels under way are unsure.
    pub fn inherit(mut self) -> Outbox {
        for id in std::mem::take(&mut self.under_way) {
            let result = PrintJobResult::with_error(PrintJobState::Unknown, "disconnected");
            self.waiting.push(PrintJobResultItem { print_job_id: id, result });
        }
        self
    }

    /// The next group, oldest first.
    fn group(&self) -> Vec<PrintJobResultItem> {
        self.waiting.iter().take(BULK_MAX).cloned().collect()
    }
}

/// In context with the printing.
#[derive(Clone, Copy)]
pub struct Reports {
    outbox: StoredValue<Outbox>,
    sending: StoredValue<bool>,
    /// Grows when the service took a group.
    version: RwSignal<u32>,
    /// Labels an earlier page left under way.
    left: RwSignal<u32>,
    /// The service was not reached; what became of the labels is kept here.
    delayed: RwSignal<bool>,
}

impl Reports {
    pub fn new() -> Reports {
        let kept = browser::kept_in_tab(KEPT_KEY).and_then(|text| serde_json::from_str::<Outbox>(&text).ok());
        let kept = kept.unwrap_or_default();
        let left = u32::try_from(kept.under_way.len()).unwrap_or(u32::MAX);
        let reports = Reports {
            outbox: StoredValue::new(kept.inherit()),
            left: RwSignal::new(left),
            sending: StoredValue::new(false),
            version: RwSignal::new(0),
            delayed: RwSignal::new(false),
        };
        reports.begin();
        reports
    }

    pub fn version(self) -> u32 {
        self.version.get()
    }

    /// Labels an earlier page of this tab left under way, for a person to settle.
    pub fn left(self) -> RwSignal<u32> {
        self.left
    }

    pub fn delayed(self) -> bool {
        self.delayed.get()
    }

    pub fn add(self, items: Vec<PrintJobResultItem>) {
        if items.is_empty() {
            return;
        }
        let _ = self.outbox.try_update_value(|outbox| items.into_iter().for_each(|item| outbox.add(item)));
        self.keep();
        self.begin();
    }

    fn keep(self) {
        let text = self.outbox.try_with_value(|outbox| serde_json::to_string(outbox).unwrap_or_default());
        browser::keep_in_tab(KEPT_KEY, &text.unwrap_or_default());
    }

    fn begin(self) {
        let idle = self.outbox.try_with_value(|outbox| outbox.waiting.is_empty()) != Some(false);
        if idle || self.sending.try_get_value() != Some(false) {
            return;
        }
        self.sending.set_value(true);
        spawn_local(async move {
            sleep(GROUP).await;
            self.send_all().await;
            let _ = self.sending.try_set_value(false);
        });
    }

    async fn send_all(self) {
        let mut tries = 0;
        while let Some(group) = self.outbox.try_with_value(Outbox::group).filter(|group| !group.is_empty()) {
            let count = group.len();
            let outcome = api::printing::report(group.clone()).await;
            match outcome {
                Ok(()) => {}
                Err(ApiError::Problem(problem)) if (400..500).contains(&problem.status) && problem.status != 429 => {
                    // One refused report refuses its group: the others are sent by themselves.
                    if count > 1 {
                        for item in group {
                            let _ = api::printing::report(vec![item]).await;
                        }
                    }
                }
                Err(ApiError::SignedOut) => return,
                Err(_) => {
                    let _ = self.delayed.try_set(true);
                    let wait = BACKOFF_S.get(tries).or(BACKOFF_S.last()).copied().unwrap_or(1);
                    tries += 1;
                    sleep(Duration::from_secs(wait)).await;
                    continue;
                }
            }
            tries = 0;
            let _ = self.outbox.try_update_value(|outbox| outbox.waiting.drain(..count).for_each(drop));
            self.keep();
            let _ = self.delayed.try_set(false);
            let _ = self.version.try_update(|version| *version += 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(number: u128, state: PrintJobState) -> PrintJobResultItem {
        PrintJobResultItem {
            print_job_id: PrintJobId(uuid::Uuid::from_u128(number)),
            result: PrintJobResult::plain(state),
        }
    }

    #[test]
    fn labels_under_way_are_unsure_after_a_reload() {
        let mut outbox = Outbox::default();
        outbox.add(item(1, PrintJobState::Sending));
        outbox.add(item(1, PrintJobState::Confirmed));
        outbox.add(item(2, PrintJobState::Sending));
        let text = serde_json::to_string(&outbox).unwrap();
        let states: Vec<_> = serde_json::from_str::<Outbox>(&text)
            .unwrap()
            .inherit()
            .waiting
            .iter()
            .map(|item| (item.print_job_id.0.as_u128(), item.result.state))
            .collect();
        use PrintJobState::{Confirmed, Sending, Unknown};
        assert_eq!(states, [(1, Sending), (1, Confirmed), (2, Sending), (2, Unknown)]);
    }
}
