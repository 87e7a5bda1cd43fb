//! Steps with their times, and the table at the end.

use std::time::{Duration, Instant};

use crate::Result;

/// Runs one step and shows how long it took. The step says in a few words what it did.
pub fn step(name: &str, work: impl FnOnce() -> Result<String>) -> Result<()> {
    let (took, outcome) = timed(name, work);
    match outcome {
        Ok(words) => {
            println!("{} {name}: {words}", clock(took));
            Ok(())
        }
        Err(error) => {
            println!("{} {name}: FAILED", clock(took));
            Err(error)
        }
    }
}

/// Says before a long wait what is being waited for.
pub fn announce(words: &str) {
    println!("             {words}");
}

/// `[  1.2 s]`, always equally wide.
pub fn clock(took: Duration) -> String {
    format!("[{:>6.1} s]", took.as_secs_f64())
}

/// How every step of a longer run ended.
#[derive(Default)]
pub struct Report {
    rows: Vec<(String, Duration, std::result::Result<String, String>)>,
}

impl Report {
    /// Runs a step; a failure is shown at once and kept.
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Result<String>) -> bool {
        let (took, outcome) = timed(name, work);
        match &outcome {
            Ok(words) => println!("{} {name}: {words}", clock(took)),
            Err(error) => println!("{} {name}: FAILED\n\n{error}\n", clock(took)),
        }
        let passed = outcome.is_ok();
        self.rows.push((name.to_owned(), took, outcome.map_err(|error| error.to_string())));
        passed
    }

    /// The table, and an error if a step failed.
    pub fn finish(self) -> Result<()> {
        let total: Duration = self.rows.iter().map(|(_, took, _)| *took).sum();
        let width = self.rows.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
        println!();
        for (name, took, outcome) in &self.rows {
            let (mark, words) = match outcome {
                Ok(words) => ("ok    ", words.as_str()),
                Err(_) => ("FAILED", ""),
            };
            println!("{} {mark} {name:<width$}  {words}", clock(*took));
        }
        let failed = self.rows.iter().filter(|(.., outcome)| outcome.is_err()).count();
        println!("{} steps: {} passed, {failed} failed", clock(total), self.rows.len() - failed);
        if failed == 0 { Ok(()) } else { Err(format!("{failed} of {} steps failed", self.rows.len()).into()) }
    }
}

fn timed(name: &str, work: impl FnOnce() -> Result<String>) -> (Duration, Result<String>) {
    println!("             {name} …");
    let start = Instant::now();
    let outcome = work();
    (start.elapsed(), outcome)
}
