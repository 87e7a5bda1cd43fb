//! Keeps the lease of the printer's queue while labels are printed here: takes labels ahead, has the next ones marked as begun, renews,
//! and lets go when nothing is left.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    PrinterId,
    print_queue::{PrintLease, PrintLeaseKey, PrintLeaseRequest},
};

use super::{
    holder,
    printers::Standing,
    queue::{Mode, Pause, Queue},
    session::Printing,
};
use crate::{
    api::{self, ApiError},
    browser,
};

/// Renewed this often while nothing else is asked.
const RENEW_MS: f64 = 9_000.0;
/// Nothing is begun at the printer in the last seconds of a lease: a label takes a while to send.
const MARGIN_MS: f64 = 5_000.0;
/// How often the service is asked again while it is not reached, or while somebody else prints.
const RETRY: Duration = Duration::from_secs(2);
const IDLE: Duration = Duration::from_secs(1);
/// How long reports of a loss may take before the queue is asked about all the same.
const FLUSH: Duration = Duration::from_secs(5);
/// A printer that is away this long may hang on another computer now: the queue is let go.
const AWAY_MS: f64 = 60_000.0;
/// The service's code for a queue that somebody else prints from.
const HELD: &str = "queue_held";
const STATION_PRINTS: &str = "station_prints";

/// Until when labels may be sent, by two clocks: one stops while a laptop sleeps, the other can be set.
#[derive(Clone, Copy)]
pub struct Deadline {
    date_ms: f64,
    steady_ms: f64,
}

impl Deadline {
    /// From when it was asked for: the service's time began later.
    fn of(asked: Moment, seconds: u32) -> Deadline {
        let lasts = f64::from(seconds) * 1000.0 - MARGIN_MS;
        Deadline { date_ms: asked.date_ms + lasts, steady_ms: asked.steady_ms + lasts }
    }

    pub fn is_over(self) -> bool {
        let now = Moment::now();
        // A clock set back must not make a lease longer; one that leaps makes it shorter, which is safe.
        now.date_ms >= self.date_ms || now.steady_ms >= self.steady_ms
    }
}

#[derive(Clone, Copy)]
pub struct Moment {
    date_ms: f64,
    steady_ms: f64,
}

impl Moment {
    pub fn now() -> Moment {
        Moment { date_ms: browser::now_ms(), steady_ms: browser::steady_ms() }
    }
}

/// The lease asked for with a batch, so that the first label goes out without another question.
pub fn first_request() -> PrintLeaseRequest {
    PrintLeaseRequest {
        holder: holder::own(),
        label: holder::place(),
        max: 10,
        begin: 2,
        ..PrintLeaseRequest::default()
    }
}

/// Begins to keep the lease if nobody does.
pub fn keep(printing: Printing, printer: PrinterId) {
    printing.wake();
    if printing.keeping.try_get_value() != Some(None) {
        return;
    }
    printing.keeping.set_value(Some(printer));
    spawn_local(async move {
        let mut keeper = Keeper { printing, printer, asked_ms: 0.0, away_since_ms: None };
        keeper.run().await;
        let _ = printing.keeping.try_set_value(None);
        if let Some(printer) = untrack(|| printing.printers.current()) {
            printing.look_at(printer.id, true).await;
        }
    });
}

struct Keeper {
    printing: Printing,
    printer: PrinterId,
    asked_ms: f64,
    away_since_ms: Option<f64>,
}

impl Keeper {
    async fn run(&mut self) {
        loop {
            let is_over = self.printing.queue.try_with_untracked(|queue| queue.as_ref().map(Queue::is_over)).flatten();
            let has_work = self.has_work();
            if !has_work || self.is_elsewhere() {
                let is_done = is_over == Some(true);
                self.release(is_done).await;
                if self.is_elsewhere() {
                    let _ = self.printing.queue.try_set(None);
                    return;
                }
                // More may have been asked for while it was let go.
                if !has_work && !self.has_work() {
                    return;
                }
                continue;
            }
            if self.is_away() {
                self.release(false).await;
                self.printing.bell.wait(IDLE).await;
                continue;
            }
            if self.printing.has_unheard_loss() {
                self.printing.reports.flush(FLUSH).await;
            }
            let pending = self.printing.reports.pending();
            let wish = self.printing.queue.try_with_untracked(|queue| queue.as_ref().map(|queue| queue.wish(&pending)));
            let Some(Some(wish)) = wish else { continue };
            let is_due = browser::now_ms() - self.asked_ms > RENEW_MS || self.printing.take_stale();
            if !(wish.is_urgent || is_due) {
                self.printing.bell.wait(IDLE).await;
                continue;
            }
            let asked = Moment::now();
            let request = PrintLeaseRequest {
                holder: holder::own(),
                label: holder::place(),
                max: wish.max,
                begin: wish.begin,
                known: wish.known,
                condition: self.printing.printers.condition(),
            };
            match api::printing::lease(self.printer, &request).await {
                Ok(lease) => {
                    self.asked_ms = browser::now_ms();
                    let gives_more = !lease.jobs.is_empty() || wish.begin > 0 && !lease.begun.is_empty();
                    self.printing.take_lease(self.printer, lease, asked);
                    // Nothing more to be had now: wait for somebody to say otherwise.
                    if !gives_more {
                        self.printing.bell.wait(IDLE / 4).await;
                    }
                }
                Err(error) => self.failed(error).await,
            }
        }
    }

    /// The person prints on another printer now.
    fn is_elsewhere(&self) -> bool {
        untrack(|| self.printing.printers.current()).is_none_or(|printer| printer.id != self.printer)
    }

    /// The printer is not there, and was not for a while.
    fn is_away(&mut self) -> bool {
        let is_there = self.printing.printers.connection().is_some()
            || !matches!(untrack(|| self.printing.printers.standing()), Standing::Absent | Standing::Unreachable(_));
        if is_there {
            self.away_since_ms = None;
            return false;
        }
        let since = *self.away_since_ms.get_or_insert_with(browser::now_ms);
        // Without a lease there is none to take for a printer that is not there.
        self.printing.lease_no() == 0 || browser::now_ms() - since > AWAY_MS
    }

    async fn failed(&mut self, error: ApiError) {
        match &error {
            ApiError::Problem(problem) if problem.code == HELD || problem.code == STATION_PRINTS => {
                let words = problem.detail.clone();
                self.printing.lose_lease();
                self.printing.change(|queue| queue.stand(Pause::Elsewhere(words)));
            }
            ApiError::Problem(problem) if problem.status == 404 => {
                self.printing.lose_lease();
                self.printing.change(|queue| queue.stand(Pause::Elsewhere(problem.detail.clone())));
            }
            // Not reached: what is begun is printed while the lease lasts.
            _ => {}
        }
        self.printing.bell.wait(RETRY).await;
    }

    /// Lets the queue go: first the word that nothing of what is begun here was sent.
    async fn release(&mut self, is_done: bool) {
        let no = self.printing.lease_no();
        if no == 0 {
            return;
        }
        self.printing.reports.flush(FLUSH).await;
        if is_done && self.has_work() {
            return;
        }
        let key = PrintLeaseKey { printer_id: self.printer, holder: holder::own(), lease_no: no };
        let begun = self.printing.lose_lease();
        if !begun.is_empty() {
            let _ = api::printing::unbegin(&key, &begun).await;
        }
        let _ = api::printing::release(self.printer, &key.holder, is_done).await;
        self.printing.reports.begun(None, Vec::new());
    }

    fn has_work(&self) -> bool {
        let mode = self.printing.queue.try_with_untracked(|queue| queue.as_ref().map(Queue::mode)).flatten();
        !matches!(mode, None | Some(Mode::Over | Mode::Paused(Pause::Found)))
    }
}

impl Printing {
    /// The service's answer to a question of that moment.
    pub fn take_lease(self, printer: PrinterId, lease: PrintLease, asked: Moment) {
        let no = lease.lease_no;
        self.deadline.set_value(Some(Deadline::of(asked, lease.seconds)));
        let pending = self.reports.pending();
        self.change(|queue| queue.take(lease, &pending));
        let begun =
            self.queue.try_with_untracked(|queue| queue.as_ref().map(Queue::begun)).flatten().unwrap_or_default();
        let key = PrintLeaseKey { printer_id: printer, holder: holder::own(), lease_no: no };
        self.reports.begun(Some(key), begun);
        self.wake();
    }

    /// Nothing may be sent from now on; answers what was begun and not sent.
    fn lose_lease(self) -> Vec<(shared::PrintJobId, u32)> {
        self.deadline.set_value(None);
        let begun =
            self.queue.try_with_untracked(|queue| queue.as_ref().map(Queue::begun)).flatten().unwrap_or_default();
        self.change(Queue::let_go);
        begun
    }

    fn lease_no(self) -> u32 {
        self.queue.try_with_untracked(|queue| queue.as_ref().map(Queue::lease_no)).flatten().unwrap_or_default()
    }

    fn has_unheard_loss(self) -> bool {
        self.queue.try_with_untracked(|queue| queue.as_ref().is_some_and(Queue::has_unheard_loss)).unwrap_or_default()
    }

    /// Labels may be sent: the lease lasts.
    pub fn may_send(self) -> bool {
        self.deadline.try_get_value().flatten().is_some_and(|deadline| !deadline.is_over())
    }
}
