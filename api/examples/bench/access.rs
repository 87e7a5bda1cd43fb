//! The door: what a session costs a request, what a flood at the door costs those who are in, and whether time tells which accounts exist.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    Result,
    figure::{Figure, percentile},
    service::Service,
};

const ASKED: usize = 2_000;
const GUESSES: usize = 60;
/// Wrong sign-ins a second, each from an address of its own, for an account of its own.
const FLOOD_PER_S: u64 = 200;
/// Enough that most may wait for an answer while others ask: guesses wait for their turn.
const FLOOD_THREADS: u64 = 500;
const FLOOD: Duration = Duration::from_secs(6);

pub fn measure(service: &Service) -> Result<()> {
    session(service)?;
    flood(service)?;
    enumeration(service)
}

/// The same small request, with a session and without, in turns.
fn session(service: &Service) -> Result<()> {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..ASKED {
        without.push(timed(|| service.get_unsigned("/network"))?);
        with.push(timed(|| service.get("/network"))?);
    }
    let cost = percentile(&mut with, 0.5) - percentile(&mut without, 0.5);
    Figure {
        name: "session and permissions of a request",
        figure: cost,
        unit: "ms",
        floor: None,
        target: "≤ 0.3 ms",
        met: cost <= 0.3,
    }
    .print();
    Ok(())
}

/// The list as somebody who is in asks for it, in quiet and while strangers guess.
fn flood(service: &Service) -> Result<()> {
    let quiet = listing(service, Duration::from_secs(3))?;
    let (over, sent) = (AtomicBool::new(false), AtomicUsize::new(0));
    let begin = Instant::now();
    let flooded = std::thread::scope(|scope| {
        for thread in 0..FLOOD_THREADS {
            let (over, sent) = (&over, &sent);
            scope.spawn(move || {
                let pause = Duration::from_micros(1_000_000 * FLOOD_THREADS / FLOOD_PER_S);
                let mut next = Instant::now();
                while !over.load(Ordering::Relaxed) {
                    let n = sent.fetch_add(1, Ordering::Relaxed);
                    let account = format!("stranger-{thread}-{n}");
                    // Refused as wrong, or as too many at once; a fault of the connection would show as fewer of them.
                    let _ = service.guess(&account, "Wrong-Password-1", &address(n));
                    next += pause;
                    std::thread::sleep(next.saturating_duration_since(Instant::now()));
                }
            });
        }
        let flooded = listing(service, FLOOD);
        over.store(true, Ordering::Relaxed);
        flooded
    })?;
    let rate = sent.load(Ordering::Relaxed) as f64 / begin.elapsed().as_secs_f64();
    Figure {
        name: "wrong sign-ins while listing",
        figure: rate,
        unit: "/s",
        floor: None,
        target: "≥ 180/s",
        met: rate >= 180.0,
    }
    .print();
    Figure {
        name: "list of 50 under that flood, against quiet",
        figure: flooded,
        unit: "ms",
        floor: Some(quiet),
        target: "≤ 1.2 ×",
        met: flooded <= 1.2 * quiet,
    }
    .print();
    Ok(())
}

fn listing(service: &Service, during: Duration) -> Result<f64> {
    let mut millis = Vec::new();
    let begin = Instant::now();
    while begin.elapsed() < during {
        millis.push(timed(|| service.get("/shipments?limit=50"))?);
        // As many as a busy office asks, not as many as can be asked.
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(percentile(&mut millis, 0.5))
}

/// A wrong password of an account that exists, and one of an account that does not, in turns.
fn enumeration(service: &Service) -> Result<()> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for at in 0..GUESSES {
        known.push(timed(|| service.guess("K100001", "Wrong-Password-1", &address(100_000 + at)))?);
        unknown.push(timed(|| service.guess(&format!("K9{at:05}"), "Wrong-Password-1", &address(200_000 + at)))?);
        // The right one begins the count anew, so that no captcha stands before the next.
        service.sign_in_again()?;
    }
    let (of_known, of_unknown) = (percentile(&mut known, 0.5), percentile(&mut unknown, 0.5));
    let ratio = (of_known / of_unknown).max(of_unknown / of_known);
    Figure {
        name: "wrong password, account that exists against one that does not",
        figure: of_known,
        unit: "ms",
        floor: Some(of_unknown),
        target: "within 1.1 ×",
        met: ratio <= 1.1,
    }
    .print();
    Ok(())
}

/// An address of its own for each, as a proxy tells it.
fn address(n: usize) -> String {
    let n = u32::try_from(n).unwrap_or(0);
    std::net::Ipv4Addr::from(u32::from(std::net::Ipv4Addr::new(198, 18, 0, 0)) + n % 131_072).to_string()
}

fn timed(work: impl FnOnce() -> Result<Value>) -> Result<f64> {
    let begin = Instant::now();
    work()?;
    Ok(begin.elapsed().as_secs_f64() * 1e3)
}
