//! Labels sent here, remembered so that none is sent twice however late an answer comes.

use std::collections::{HashSet, VecDeque};

use shared::PrintJobId;

const REMEMBERED: usize = 4_000;

#[derive(Clone, Debug, Default)]
pub struct Sent {
    attempts: HashSet<(PrintJobId, u32)>,
    order: VecDeque<(PrintJobId, u32)>,
}

impl Sent {
    pub fn add(&mut self, id: PrintJobId, attempt: u32) {
        self.attempts.insert((id, attempt));
        self.order.push_back((id, attempt));
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.attempts.remove(&oldest);
        }
    }

    pub fn has(&self, id: PrintJobId, attempt: u32) -> bool {
        self.attempts.contains(&(id, attempt))
    }
}
