//! What is being printed here: the few labels this page has at hand of the printer's queue, which belongs to the service. Plain state;
//! what it decides is done elsewhere.
//!
//! Rules: a byte is sent only of a label the service has marked as begun, under a lease that lasts; a label of which a byte was sent is
//! never sent again under the same attempt; nothing is sent past a label that is unsure; every change of a job that the service must
//! know is in [`Queue::take_reports`] exactly once. However long the queue, only what is at hand is held here.

use std::collections::{BTreeSet, HashSet};

use shared::{
    PrintBatchId, PrintJobId,
    labels::LabelContent,
    print_queue::{PrintLease, PrintPause, PrintPauseCode, PrintQueue},
    printing::{PrintJob, PrintJobResult, PrintJobResultItem, PrintJobState},
};

mod pause;
mod report;
mod sent;
mod speed;

pub use pause::Pause;
pub use report::Report;
use sent::Sent;
use speed::Speed;

/// Labels handed over and not yet confirmed, at most; enough that a printer never waits, few enough that little is unsure.
pub const AHEAD_MAX: usize = 3;
/// Labels begun ahead of the printer: enough for the next half second, and never so many that a crash leaves a stack to look through.
const BEGIN_MIN: usize = 2;
const BEGIN_MAX: usize = 16;
/// Labels at hand beyond those begun, so that they can be drawn ahead.
const AT_HAND: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    AtHand,
    /// The service has marked it: its bytes may go.
    Begun,
    /// Bytes were sent, and nothing more is known.
    UnderWay,
}

/// One label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: PrintJobId,
    pub attempt: u32,
    batch_id: PrintBatchId,
    seq: u32,
    pub content: LabelContent,
    /// Template and version in one word.
    pub template: String,
    stage: Stage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    Running,
    Paused(Pause),
    Over,
}

/// What this page would ask of the service now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub max: u32,
    pub begin: u32,
    pub known: Vec<PrintJobId>,
    /// Something is missing; otherwise asking only renews the lease.
    pub is_urgent: bool,
}

#[derive(Clone, Debug)]
pub struct Queue {
    items: Vec<Item>,
    lease_no: u32,
    /// Labels that wait in the service behind those at hand.
    waiting: usize,
    /// Labels still to be queued there, so that the total is known from the start.
    awaited: usize,
    /// Labels a person must look at.
    unsure: usize,
    pause: Option<PrintPause>,
    hold: Option<Pause>,
    has_unheard_loss: bool,
    is_over: bool,
    done: usize,
    out: usize,
    cut: usize,
    sent: Sent,
    reports: Vec<PrintJobResultItem>,
    speed: Speed,
}

impl Queue {
    /// A queue in which `awaited` labels will be.
    pub fn new(awaited: usize) -> Queue {
        Queue {
            items: Vec::new(),
            lease_no: 0,
            waiting: 0,
            awaited,
            unsure: 0,
            pause: None,
            hold: None,
            has_unheard_loss: false,
            is_over: false,
            done: 0,
            out: 0,
            cut: 0,
            sent: Sent::default(),
            reports: Vec::new(),
            speed: Speed::default(),
        }
    }

    /// A queue that was there before anybody asked for something in this page.
    pub fn found(seen: &PrintQueue) -> Queue {
        let mut queue = Queue::new(0);
        queue.hold = Some(Pause::Found);
        queue.see(seen);
        queue
    }

    /// More labels were asked for.
    pub fn expect_more(&mut self, labels: usize) {
        self.awaited += labels;
        self.is_over = false;
        if matches!(self.hold, Some(Pause::Found)) {
            self.hold = None;
        }
    }

    /// So many awaited labels are with the service, or will not come.
    pub fn queued(&mut self, labels: usize, waiting: usize) {
        self.awaited = self.awaited.saturating_sub(labels);
        self.waiting += waiting;
        self.settle();
    }

    /// How the queue stands in the service, where this page does not print from it.
    pub fn see(&mut self, seen: &PrintQueue) {
        self.waiting = seen.waiting as usize + seen.under_way as usize;
        self.unsure = seen.unsure as usize;
        self.pause.clone_from(&seen.pause);
        self.settle();
    }

    /// The service's answer. `pending` are jobs whose reports it may not have had when it answered.
    pub fn take(&mut self, lease: PrintLease, pending: &BTreeSet<PrintJobId>) {
        if lease.lease_no != self.lease_no {
            // An older lease lapsed: what was only at hand is no longer ours, begun or not.
            self.items.retain(|item| item.stage == Stage::UnderWay);
            self.lease_no = lease.lease_no;
        }
        let begun: HashSet<PrintJobId> = lease.begun.iter().copied().collect();
        let at_hand: HashSet<PrintJobId> = lease.at_hand.iter().copied().collect();
        self.items
            .retain(|item| item.stage == Stage::UnderWay || begun.contains(&item.id) || at_hand.contains(&item.id));
        for job in lease.jobs {
            self.add(job, pending);
        }
        for item in &mut self.items {
            if item.stage == Stage::AtHand && begun.contains(&item.id) {
                item.stage = Stage::Begun;
            }
        }
        self.items.sort_by_key(|item| (item.batch_id, item.seq));
        self.waiting = lease.waiting as usize;
        self.pause = lease.pause;
        if !self.is_unsure() {
            self.unsure = 0;
        }
        if pending.is_empty() {
            self.has_unheard_loss = false;
        }
        if matches!(self.hold, Some(Pause::Elsewhere(_) | Pause::Found)) {
            self.hold = None;
        }
        self.settle();
    }

    fn add(&mut self, job: PrintJob, pending: &BTreeSet<PrintJobId>) {
        let template = job.drawn_with();
        let Some(content) = job.content else { return };
        if self.sent.has(job.id, job.attempt) || pending.contains(&job.id) {
            return;
        }
        self.items.retain(|item| item.id != job.id);
        self.items.push(Item {
            id: job.id,
            attempt: job.attempt,
            batch_id: job.batch_id,
            seq: job.seq,
            content,
            template,
            stage: Stage::AtHand,
        });
    }

    pub fn wish(&self, pending: &BTreeSet<PrintJobId>) -> Wish {
        let ready = self.ready();
        let at_hand = self.count(Stage::AtHand);
        let window = self.window();
        let runs = self.mode() == Mode::Running;
        let begin = if runs { window.saturating_sub(ready) } else { 0 };
        let max = window + AT_HAND;
        let mut known: BTreeSet<PrintJobId> = self.items.iter().map(|item| item.id).collect();
        known.extend(pending);
        let lacks_begun = ready * 2 <= window && (at_hand > 0 || self.waiting > 0);
        let lacks_labels = at_hand * 2 <= AT_HAND && self.waiting > 0;
        Wish {
            max: max as u32,
            begin: begin as u32,
            known: known.into_iter().collect(),
            is_urgent: self.lease_no == 0 || self.has_unheard_loss || (runs && (lacks_begun || lacks_labels)),
        }
    }

    /// Labels that can go one after the other. What is begun behind one that is not, such as a label to be printed again, is not counted:
    /// it waits for that one, and must not keep it from being begun.
    fn ready(&self) -> usize {
        self.items
            .iter()
            .filter(|item| item.stage != Stage::UnderWay)
            .take_while(|item| item.stage == Stage::Begun)
            .count()
    }

    /// Labels begun ahead, by how fast they go.
    fn window(&self) -> usize {
        let soon = self.speed().map_or(0, |speed| (speed / 2.0).ceil() as usize);
        soon.clamp(BEGIN_MIN, BEGIN_MAX)
    }

    fn count(&self, stage: Stage) -> usize {
        self.items.iter().filter(|item| item.stage == stage).count()
    }

    pub fn lease_no(&self) -> u32 {
        self.lease_no
    }

    /// Somebody else has the queue, or it is let go: nothing at hand is ours.
    pub fn let_go(&mut self) {
        self.waiting += self.items.iter().filter(|item| item.stage != Stage::UnderWay).count();
        self.items.retain(|item| item.stage == Stage::UnderWay);
        self.lease_no = 0;
    }

    pub fn item(&self, id: PrintJobId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Labels handed over of which nothing more is known, oldest first.
    pub fn under_way(&self) -> Vec<PrintJobId> {
        self.items.iter().filter(|item| item.stage == Stage::UnderWay).map(|item| item.id).collect()
    }

    /// Labels marked as begun of which nothing was sent.
    pub fn begun(&self) -> Vec<(PrintJobId, u32)> {
        self.items.iter().filter(|item| item.stage == Stage::Begun).map(|item| (item.id, item.attempt)).collect()
    }

    pub fn mode(&self) -> Mode {
        if self.is_over {
            Mode::Over
        } else if let Some(pause) = &self.pause {
            Mode::Paused(Pause::Service(pause.clone()))
        } else if self.has_unheard_loss {
            Mode::Paused(Pause::Unsure)
        } else if let Some(hold) = &self.hold {
            Mode::Paused(hold.clone())
        } else {
            Mode::Running
        }
    }

    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Nobody has asked for it in this page.
    pub fn is_found(&self) -> bool {
        matches!(self.hold, Some(Pause::Found))
    }

    pub fn is_unsure(&self) -> bool {
        self.pause.as_ref().is_some_and(|pause| pause.code == PrintPauseCode::Unsure) || self.has_unheard_loss
    }

    pub fn has_unheard_loss(&self) -> bool {
        self.has_unheard_loss
    }

    pub fn total(&self) -> usize {
        self.done + self.items.len() + self.waiting + self.awaited + self.unsure
    }

    /// Labels that need nothing more.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Labels that came out.
    pub fn out(&self) -> usize {
        self.out
    }

    /// Labels that do not show everything as given.
    pub fn cut_labels(&self) -> usize {
        self.cut
    }

    /// The label the queue stands at, counted from 1.
    pub fn stands_at(&self) -> usize {
        self.done + 1
    }

    /// The label to send now.
    pub fn next(&self) -> Option<PrintJobId> {
        if self.mode() != Mode::Running || self.count(Stage::UnderWay) >= AHEAD_MAX {
            return None;
        }
        // In order: one that is not begun is waited for, never overtaken.
        let first = self.items.iter().find(|item| item.stage != Stage::UnderWay)?;
        (first.stage == Stage::Begun).then_some(first.id)
    }

    /// The next labels to draw ahead.
    pub fn upcoming(&self, count: usize) -> Vec<&Item> {
        self.items.iter().filter(|item| item.stage != Stage::UnderWay).take(count).collect()
    }

    /// Bytes of this label are on their way from now on.
    pub fn sending(&mut self, id: PrintJobId, is_cut: bool) {
        let Some(item) = self.items.iter_mut().find(|item| item.id == id) else { return };
        item.stage = Stage::UnderWay;
        self.sent.add(item.id, item.attempt);
        self.cut += usize::from(is_cut);
    }

    /// All bytes were taken by a printer that cannot say more, or the printer said that it holds nothing unprinted.
    pub fn came_out(&mut self, id: PrintJobId, state: PrintJobState, bytes: usize, sha256: &str, now_ms: f64) {
        let result = PrintJobResult {
            bytes: u32::try_from(bytes).ok(),
            sha256: Some(sha256.to_owned()),
            ..PrintJobResult::plain(state)
        };
        if self.finish(id, result) {
            self.out += 1;
            self.speed.add(now_ms);
        }
    }

    /// Nobody knows whether this label came out.
    pub fn lost(&mut self, id: PrintJobId, code: &str) {
        let unknown = PrintJobResult::with_error(PrintJobState::Unknown, code);
        if self.finish(id, unknown) {
            self.done -= 1;
            self.unsure += 1;
            self.has_unheard_loss = true;
            self.is_over = false;
        }
    }

    /// A label that cannot be drawn is done with.
    pub fn fail_drawing(&mut self, id: PrintJobId) {
        if self.finish(id, PrintJobResult::with_error(PrintJobState::Failed, Pause::Drawing.code())) {
            self.hold = Some(Pause::Drawing);
        }
    }

    fn finish(&mut self, id: PrintJobId, result: PrintJobResult) -> bool {
        let Some(at) = self.items.iter().position(|item| item.id == id) else { return false };
        let item = self.items.remove(at);
        let result = PrintJobResult { attempt: Some(item.attempt), ..result };
        self.reports.push(PrintJobResultItem { print_job_id: id, result });
        self.done += 1;
        self.settle();
        true
    }

    /// Stands still, for a reason of this page.
    pub fn stand(&mut self, pause: Pause) {
        if !self.is_over && !matches!(self.hold, Some(Pause::Found | Pause::Drawing)) {
            self.hold = Some(pause);
        }
    }

    /// A person has it go on.
    pub fn resume(&mut self) {
        self.hold = None;
        self.settle();
    }

    /// The printer is fine again.
    pub fn recovered(&mut self) {
        if matches!(self.hold, Some(Pause::Printer(_) | Pause::Link(_))) {
            self.resume();
        }
    }

    /// What the service has not heard yet, oldest first.
    pub fn take_reports(&mut self) -> Vec<PrintJobResultItem> {
        std::mem::take(&mut self.reports)
    }

    /// Labels a second over the last ones, once there are enough to tell.
    pub fn speed(&self) -> Option<f64> {
        self.speed.per_second()
    }

    /// Seconds until the last label, at the present speed.
    pub fn seconds_left(&self) -> Option<u32> {
        let left = self.total().saturating_sub(self.done());
        self.speed().map(|speed| (left as f64 / speed).ceil() as u32)
    }

    /// Ends when nothing waits, is at hand or is unsure.
    fn settle(&mut self) {
        let is_empty = self.items.is_empty() && self.waiting == 0 && self.awaited == 0 && self.unsure == 0;
        if is_empty && !self.is_unsure() && self.hold.as_ref().is_none_or(|hold| *hold != Pause::Drawing) {
            self.is_over = true;
            self.hold = None;
        } else if !is_empty {
            self.is_over = false;
        }
    }
}

#[cfg(test)]
mod tests;
