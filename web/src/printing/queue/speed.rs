//! How fast labels come out.

use std::collections::VecDeque;

/// The last labels tell the speed.
const SAMPLES: usize = 20;

#[derive(Clone, Debug, Default)]
pub struct Speed {
    times_ms: VecDeque<f64>,
}

impl Speed {
    /// A label came out.
    pub fn add(&mut self, now_ms: f64) {
        self.times_ms.push_back(now_ms);
        if self.times_ms.len() > SAMPLES {
            self.times_ms.pop_front();
        }
    }

    /// Once there are enough to tell.
    pub fn per_second(&self) -> Option<f64> {
        let (first, last) = (self.times_ms.front()?, self.times_ms.back()?);
        let seconds = (last - first) / 1000.0;
        (self.times_ms.len() > 1 && seconds > 0.0).then(|| (self.times_ms.len() - 1) as f64 / seconds)
    }
}
