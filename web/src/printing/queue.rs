//! What is being printed: one job a label, in order, and what each became. Plain state; what it decides is done elsewhere.
//!
//! Rules: a label that may lie on paper is never sent again without a person saying that it did not come out; nothing is sent while
//! the queue is paused; every change of a job that the service must know is in [`Queue::take_reports`] exactly once.

use std::collections::VecDeque;

use shared::{
    PrintJobId, ShipmentId,
    labels::LabelContent,
    printing::{PrintJob, PrintJobResult, PrintJobResultItem, PrintJobState},
};

use super::{link::LinkError, status::Trouble};

/// Labels handed over and not yet confirmed, at most; enough that a printer never waits, few enough that little is unsure.
pub const AHEAD_MAX: usize = 3;
/// Confirmations whose times make the speed shown.
const SPEED_SAMPLES: usize = 20;

/// One label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: PrintJobId,
    pub shipment_id: ShipmentId,
    pub waybill_no: String,
    pub state: PrintJobState,
    pub content: LabelContent,
    /// What it is drawn with, as [`PrintJob::drawn_with`] writes it.
    pub template: String,
    /// What the label does not show as given.
    pub is_cut: bool,
}

/// Why nothing is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pause {
    ByPerson,
    /// Goes on by itself when the printer is fine again.
    Printer(Trouble),
    Link(LinkError),
    /// This label cannot be drawn.
    Drawing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    Running,
    Paused(Pause),
    Over,
}

#[derive(Clone, Debug)]
pub struct Queue {
    items: Vec<Item>,
    mode: Mode,
    /// A person ended it: what still comes is not printed.
    is_stopped: bool,
    /// Labels still to come from the service, so that the total is known from the start.
    awaited: usize,
    reports: Vec<PrintJobResultItem>,
    times_ms: VecDeque<f64>,
}

impl Queue {
    /// A queue for `awaited` labels, whose jobs come by [`Queue::add`].
    pub fn new(awaited: usize) -> Queue {
        Queue {
            items: Vec::new(),
            mode: Mode::Running,
            is_stopped: false,
            awaited,
            reports: Vec::new(),
            times_ms: VecDeque::new(),
        }
    }

    /// Jobs of a batch; `asked` labels are no longer awaited.
    pub fn add(&mut self, jobs: Vec<PrintJob>, asked: usize) {
        self.awaited = self.awaited.saturating_sub(asked);
        self.items.extend(jobs.into_iter().map(|job| Item {
            template: job.drawn_with(),
            id: job.id,
            shipment_id: job.shipment_id,
            waybill_no: job.waybill_no,
            state: job.state,
            content: job.content,
            is_cut: false,
        }));
        if self.is_stopped {
            self.stop();
        }
        self.settle();
    }

    /// More labels were asked for while these print.
    pub fn expect_more(&mut self, labels: usize) {
        self.awaited += labels;
    }

    /// Labels handed over of which nothing more is known, oldest first.
    pub fn under_way(&self) -> Vec<usize> {
        self.places(PrintJobState::Sending)
    }

    pub fn items(&self) -> &[Item] {
        &self.items
    }

    pub fn item(&self, at: usize) -> Option<&Item> {
        self.items.get(at)
    }

    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    pub fn total(&self) -> usize {
        self.items.len() + self.awaited
    }

    pub fn is_over(&self) -> bool {
        self.mode == Mode::Over
    }

    pub fn count(&self, state: PrintJobState) -> usize {
        self.items.iter().filter(|item| item.state == state).count()
    }

    /// Labels that need nothing more.
    pub fn done(&self) -> usize {
        use PrintJobState::{Confirmed, Failed, Sent, Skipped};
        self.items.iter().filter(|item| matches!(item.state, Sent | Confirmed | Failed | Skipped)).count()
    }

    /// Labels that may have come out or not: a person must say.
    pub fn unsure(&self) -> Vec<usize> {
        self.places(PrintJobState::Unknown)
    }

    fn places(&self, state: PrintJobState) -> Vec<usize> {
        (0..self.items.len()).filter(|at| self.items[*at].state == state).collect()
    }

    /// The label to send now.
    pub fn next(&self) -> Option<usize> {
        if self.mode != Mode::Running || self.under_way().len() >= AHEAD_MAX {
            return None;
        }
        self.first_queued()
    }

    /// The label the queue stands at.
    pub fn first_queued(&self) -> Option<usize> {
        self.items.iter().position(|item| item.state == PrintJobState::Queued)
    }

    /// Where the queue stopped: the first label of which it is not known that it came out.
    pub fn stands_at(&self) -> Option<usize> {
        let open = |state| matches!(state, PrintJobState::Queued | PrintJobState::Unknown | PrintJobState::Sending);
        self.items.iter().position(|item| open(item.state))
    }

    /// The next labels to draw ahead.
    pub fn upcoming(&self, count: usize) -> Vec<usize> {
        (0..self.items.len()).filter(|at| self.items[*at].state == PrintJobState::Queued).take(count).collect()
    }

    /// Bytes of this label are on their way from now on.
    pub fn sending(&mut self, at: usize) {
        self.set(at, PrintJobState::Sending, PrintJobResult::plain(PrintJobState::Sending));
    }

    /// All bytes were taken by a printer that cannot say more.
    pub fn sent(&mut self, at: usize, bytes: usize, sha256: &str, now_ms: f64) {
        self.came_out(at, PrintJobState::Sent, Some((bytes, sha256)), now_ms);
    }

    /// The printer said that it holds nothing unprinted.
    pub fn confirmed(&mut self, at: usize, bytes: usize, sha256: &str, now_ms: f64) {
        self.came_out(at, PrintJobState::Confirmed, Some((bytes, sha256)), now_ms);
    }

    fn came_out(&mut self, at: usize, state: PrintJobState, made: Option<(usize, &str)>, now_ms: f64) {
        let mut result = PrintJobResult::plain(state);
        if let Some((bytes, sha256)) = made {
            result.bytes = u32::try_from(bytes).ok();
            result.sha256 = Some(sha256.to_owned());
        }
        self.set(at, state, result);
        self.times_ms.push_back(now_ms);
        if self.times_ms.len() > SPEED_SAMPLES {
            self.times_ms.pop_front();
        }
        self.settle();
    }

    /// The connection broke, or the printer went silent, with this label under way.
    pub fn lost(&mut self, at: usize, pause: Pause) {
        self.set(at, PrintJobState::Unknown, PrintJobResult::with_error(PrintJobState::Unknown, pause.code()));
        self.mode = Mode::Paused(pause);
    }

    /// Nothing of this label reached the printer: it waits for its turn again, and the queue stands still.
    pub fn held(&mut self, at: usize, pause: Pause) {
        if let Some(item) = self.items.get_mut(at) {
            item.state = PrintJobState::Queued;
        }
        self.mode = Mode::Paused(pause);
    }

    /// Stands still, with no label under way.
    pub fn stand(&mut self, pause: Pause) {
        if self.mode == Mode::Running {
            self.mode = Mode::Paused(pause);
        }
    }

    /// This label's characters are cut or missing on paper.
    pub fn cut(&mut self, at: usize) {
        if let Some(item) = self.items.get_mut(at) {
            item.is_cut = true;
        }
    }

    pub fn resume(&mut self) {
        if matches!(self.mode, Mode::Paused(_)) && self.unsure().is_empty() {
            self.mode = Mode::Running;
            self.settle();
        }
    }

    /// The printer is fine again; what a person paused stays paused.
    pub fn recovered(&mut self) {
        if matches!(self.mode, Mode::Paused(Pause::Printer(_))) {
            self.resume();
        }
    }

    /// A person looked: the unsure label came out, or did not and waits to be sent again.
    pub fn settle_unsure(&mut self, at: usize, came_out: bool, now_ms: f64) {
        if self.items.get(at).is_none_or(|item| item.state != PrintJobState::Unknown) {
            return;
        }
        if came_out {
            self.came_out(at, PrintJobState::Sent, None, now_ms);
        } else if let Some(item) = self.items.get_mut(at) {
            item.state = PrintJobState::Queued;
            // A queue that was over has work again.
            if self.mode == Mode::Over {
                self.is_stopped = false;
                self.mode = Mode::Paused(Pause::ByPerson);
            }
        }
    }

    /// Takes a waiting label out.
    pub fn skip(&mut self, at: usize) {
        let state = self.items.get(at).map(|item| item.state);
        if matches!(state, Some(PrintJobState::Queued)) {
            self.set(at, PrintJobState::Skipped, PrintJobResult::plain(PrintJobState::Skipped));
        }
        self.settle();
    }

    /// A label that cannot be drawn is done with.
    pub fn fail_drawing(&mut self, at: usize) {
        self.set(at, PrintJobState::Failed, PrintJobResult::with_error(PrintJobState::Failed, Pause::Drawing.code()));
        self.mode = Mode::Paused(Pause::Drawing);
    }

    /// Skips every waiting label before this one.
    pub fn start_from(&mut self, at: usize) {
        for before in self.places(PrintJobState::Queued).into_iter().filter(|place| *place < at) {
            self.skip(before);
        }
    }

    /// Takes every waiting label out and ends. What is unsure stays to be settled later.
    pub fn stop(&mut self) {
        self.is_stopped = true;
        self.awaited = 0;
        for at in self.places(PrintJobState::Queued) {
            self.set(at, PrintJobState::Skipped, PrintJobResult::with_error(PrintJobState::Skipped, "stopped"));
        }
        for at in self.places(PrintJobState::Sending) {
            self.set(at, PrintJobState::Unknown, PrintJobResult::with_error(PrintJobState::Unknown, "stopped"));
        }
        self.mode = Mode::Over;
    }

    /// What the service has not heard yet, oldest first.
    pub fn take_reports(&mut self) -> Vec<PrintJobResultItem> {
        std::mem::take(&mut self.reports)
    }

    /// Labels a second over the last ones, once there are enough to tell.
    pub fn speed(&self) -> Option<f64> {
        let (first, last) = (self.times_ms.front()?, self.times_ms.back()?);
        let seconds = (last - first) / 1000.0;
        (self.times_ms.len() > 1 && seconds > 0.0).then(|| (self.times_ms.len() - 1) as f64 / seconds)
    }

    /// Seconds until the last label, at the present speed.
    pub fn seconds_left(&self) -> Option<u32> {
        let left = self.total().saturating_sub(self.done());
        self.speed().map(|speed| (left as f64 / speed).ceil() as u32)
    }

    fn set(&mut self, at: usize, state: PrintJobState, result: PrintJobResult) {
        if let Some(item) = self.items.get_mut(at) {
            item.state = state;
            self.reports.push(PrintJobResultItem { print_job_id: item.id, result });
        }
    }

    /// Ends when nothing waits, is under way or is unsure.
    fn settle(&mut self) {
        if self.awaited == 0 && self.stands_at().is_none() {
            self.mode = Mode::Over;
        }
    }
}

impl Pause {
    /// The code of a print job's report.
    pub const fn code(&self) -> &'static str {
        match self {
            Pause::ByPerson => "stopped",
            Pause::Printer(trouble) => trouble.code(),
            Pause::Link(error) => error.code(),
            Pause::Drawing => "render_failed",
        }
    }
}

/// Reports, as the service takes them.
pub trait Report {
    fn plain(state: PrintJobState) -> PrintJobResult;
    fn with_error(state: PrintJobState, code: &str) -> PrintJobResult;
}

impl Report for PrintJobResult {
    fn plain(state: PrintJobState) -> PrintJobResult {
        PrintJobResult { state, bytes: None, sha256: None, error_code: None }
    }

    fn with_error(state: PrintJobState, code: &str) -> PrintJobResult {
        PrintJobResult { error_code: Some(code.to_owned()), ..PrintJobResult::plain(state) }
    }
}

#[cfg(test)]
mod tests;
