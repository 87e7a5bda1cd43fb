//! How soon the service is ready, and what it takes while nobody asks anything.

use std::time::{Duration, Instant};

use crate::{Result, figure::Figure, service::Process};

const ROUNDS: usize = 5;
const SETTLE: Duration = Duration::from_secs(3);

pub fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    // The first start makes the demo network; what is measured is a start on data that is there.
    drop(Process::start(folder.path())?);
    let mut ready = f64::MAX;
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        let process = Process::start(folder.path())?;
        ureq::get(format!("{}/health/ready", process.url.trim_end_matches('/'))).call()?;
        ready = ready.min(begin.elapsed().as_secs_f64());
    }
    Figure { name: "start to ready", figure: ready, unit: "s", floor: None, target: "< 0.5 s", met: ready < 0.5 }
        .print();
    let process = Process::start(folder.path())?;
    std::thread::sleep(SETTLE);
    let idle = resident_mb(process.id())?;
    Figure { name: "idle memory", figure: idle, unit: "MB", floor: None, target: "< 60 MB", met: idle < 60.0 }.print();
    Ok(())
}

/// What a process has in memory.
pub fn resident_mb(pid: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}
