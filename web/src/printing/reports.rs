//! What became of every label, on its way to the service: in groups, again and again until it is taken, and kept over a reload.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::{
    PrintJobId,
    limits::BULK_MAX,
    print_queue::PrintLeaseKey,
    printing::{PrintJobResult, PrintJobResultItem, PrintJobResults, PrintJobState},
};

use super::{bell::Bell, holder, queue::Report};
use crate::{
    api::{self, ApiError},
    browser::{self, sleep},
};

/// This tab's reports: ids, states and counts, no personal data.
const KEPT_KEY: &str = "yundan.print_reports";
/// Reports of this much time go together.
const GROUP: Duration = Duration::from_millis(200);
const BACKOFF_S: [u64; 4] = [1, 2, 5, 10];

/// What is not with the service yet, and what must be said should this page go.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outbox {
    /// The page it is of.
    holder: String,
    lease: Option<PrintLeaseKey>,
    waiting: Vec<PrintJobResultItem>,
    /// Labels the service has marked as begun, with their attempts. Should the page go, nothing of them was sent.
    begun: BTreeMap<PrintJobId, u32>,
    /// Labels of which bytes were sent. Should the page go, nobody knows whether they come out.
    under_way: BTreeMap<PrintJobId, u32>,
}

impl Outbox {
    fn add(&mut self, item: PrintJobResultItem) {
        self.under_way.remove(&item.print_job_id);
        self.begun.remove(&item.print_job_id);
        self.waiting.push(item);
    }

    /// What a page says for an earlier one that is gone.
    fn last_words(self) -> (String, PrintJobResults) {
        let mut results = self.waiting;
        let word = |(id, attempt): (PrintJobId, u32), result: PrintJobResult| PrintJobResultItem {
            print_job_id: id,
            result: PrintJobResult { attempt: Some(attempt), ..result },
        };
        for key in self.under_way {
            results.push(word(key, PrintJobResult::with_error(PrintJobState::Unknown, "disconnected")));
        }
        // Where the lease is not known, no one may say that nothing was sent; the service takes it for unsure.
        if self.lease.is_some() {
            results.extend(self.begun.into_iter().map(|key| word(key, PrintJobResult::plain(PrintJobState::Queued))));
        }
        (self.holder, PrintJobResults { results, lease: self.lease })
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
    /// Rings when the service took a group.
    taken: StoredValue<Bell, LocalStorage>,
    /// Grows when the service took a group.
    version: RwSignal<u32>,
    /// The service was not reached; what became of the labels is kept here.
    delayed: RwSignal<bool>,
}

impl Reports {
    /// Speaks for the page before this one in the tab, and then for this one.
    pub fn new() -> Reports {
        let kept = browser::kept_in_tab(KEPT_KEY).and_then(|text| serde_json::from_str::<Outbox>(&text).ok());
        let reports = Reports {
            outbox: StoredValue::new(Outbox { holder: holder::own(), ..Outbox::default() }),
            sending: StoredValue::new(false),
            taken: StoredValue::new_local(Bell::default()),
            version: RwSignal::new(0),
            delayed: RwSignal::new(false),
        };
        if let Some(kept) = kept.filter(|kept| !kept.holder.is_empty()) {
            spawn_local(reports.speak_for(kept));
        }
        reports
    }

    async fn speak_for(self, kept: Outbox) {
        // A tab that was doubled carries a copy of what a living page keeps: that page speaks for itself.
        let Some(_lock) = holder::take_over(&kept.holder).await else { return };
        let lease = kept.lease.clone();
        let (holder, words) = kept.last_words();
        let mut tries = 0;
        while !words.results.is_empty() {
            match api::printing::report(&words).await {
                Err(error) if is_passing(&error) => wait(&mut tries).await,
                Ok(()) | Err(_) => break,
            }
        }
        if let Some(lease) = lease {
            let _ = api::printing::release(lease.printer_id, &holder, false).await;
        }
        let _ = self.version.try_update(|version| *version += 1);
    }

    pub fn version(self) -> u32 {
        self.version.get()
    }

    /// A person settled labels: whoever lists them looks again.
    pub fn settled(self) {
        let _ = self.version.try_update(|version| *version += 1);
    }

    pub fn delayed(self) -> bool {
        self.delayed.get()
    }

    /// Jobs whose reports the service may not have.
    pub fn pending(self) -> BTreeSet<PrintJobId> {
        let ids = |outbox: &Outbox| outbox.waiting.iter().map(|item| item.print_job_id).collect();
        self.outbox.try_with_value(ids).unwrap_or_default()
    }

    /// Under which lease what comes is printed, and which labels are begun.
    pub fn begun(self, lease: Option<PrintLeaseKey>, begun: Vec<(PrintJobId, u32)>) {
        let _ = self.outbox.try_update_value(|outbox| {
            outbox.lease = lease;
            outbox.begun = begun.into_iter().collect();
        });
        self.keep();
    }

    /// Bytes of this label are sent from now on; kept before the first of them is.
    pub fn sending(self, id: PrintJobId, attempt: u32) {
        let _ = self.outbox.try_update_value(|outbox| {
            outbox.begun.remove(&id);
            outbox.under_way.insert(id, attempt);
        });
        self.keep();
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

    /// Waits until the service has every report, or for so long.
    pub async fn flush(self, limit: Duration) {
        let bell = self.taken.try_get_value().unwrap_or_default();
        let until = browser::now_ms() + limit.as_millis() as f64;
        while !self.pending().is_empty() && browser::now_ms() < until {
            bell.wait(Duration::from_millis(250)).await;
        }
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
        while let Some((group, lease)) =
            self.outbox.try_with_value(|outbox| (outbox.group(), outbox.lease.clone())).filter(|one| !one.0.is_empty())
        {
            let count = group.len();
            let outcome =
                api::printing::report(&PrintJobResults { results: group.clone(), lease: lease.clone() }).await;
            match outcome {
                Ok(()) => {}
                Err(error) if is_passing(&error) => {
                    let _ = self.delayed.try_set(true);
                    wait(&mut tries).await;
                    continue;
                }
                Err(ApiError::SignedOut) => return,
                // One refused report refuses its group: the others are sent by themselves.
                Err(_) if count > 1 => {
                    for item in group {
                        let one = PrintJobResults { results: vec![item], lease: lease.clone() };
                        let _ = api::printing::report(&one).await;
                    }
                }
                Err(_) => {}
            }
            tries = 0;
            let _ = self.outbox.try_update_value(|outbox| outbox.waiting.drain(..count).for_each(drop));
            self.keep();
            let _ = self.delayed.try_set(false);
            let _ = self.version.try_update(|version| *version += 1);
            self.taken.try_with_value(Bell::ring);
        }
    }
}

/// Trying again later helps.
fn is_passing(error: &ApiError) -> bool {
    match error {
        ApiError::Problem(problem) => problem.status == 429 || problem.status >= 500,
        ApiError::SignedOut => false,
        _ => true,
    }
}

async fn wait(tries: &mut usize) {
    let seconds = BACKOFF_S.get(*tries).or(BACKOFF_S.last()).copied().unwrap_or(1);
    *tries += 1;
    sleep(Duration::from_secs(seconds)).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> PrintJobId {
        PrintJobId(uuid::Uuid::from_u128(number))
    }

    fn words(outbox: Outbox) -> Vec<(u128, PrintJobState, Option<u32>)> {
        let (_, words) = outbox.last_words();
        let word = |item: &PrintJobResultItem| (item.print_job_id.0.as_u128(), item.result.state, item.result.attempt);
        words.results.iter().map(word).collect()
    }

    fn outbox() -> Outbox {
        let mut outbox = Outbox {
            holder: "page-1".to_owned(),
            lease: Some(PrintLeaseKey {
                printer_id: shared::PrinterId(uuid::Uuid::from_u128(9)),
                holder: "page-1".to_owned(),
                lease_no: 3,
            }),
            begun: [(id(1), 1), (id(2), 1), (id(3), 2)].into(),
            ..Outbox::default()
        };
        for sent in [1, 2] {
            outbox.begun.remove(&id(sent));
            outbox.under_way.insert(id(sent), 1);
        }
        let result = PrintJobResult { attempt: Some(1), ..PrintJobResult::plain(PrintJobState::Confirmed) };
        outbox.add(PrintJobResultItem { print_job_id: id(1), result });
        outbox
    }

    use PrintJobState::{Confirmed, Queued, Unknown};

    #[test]
    fn after_a_reload_what_was_sent_is_unsure_and_what_was_not_waits_again() {
        let text = serde_json::to_string(&outbox()).unwrap();
        let kept: Outbox = serde_json::from_str(&text).unwrap();
        assert_eq!(words(kept), [(1, Confirmed, Some(1)), (2, Unknown, Some(1)), (3, Queued, Some(2))]);
    }

    #[test]
    fn without_its_lease_nobody_says_that_nothing_was_sent() {
        let kept = Outbox { lease: None, ..outbox() };
        assert_eq!(words(kept), [(1, Confirmed, Some(1)), (2, Unknown, Some(1))]);
    }
}
