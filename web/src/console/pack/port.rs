//! The scale at a serial port of the browser: found again by itself, whenever it is there.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::{bench::Bench, scale::Listener, settings::Settings};
use crate::{
    browser::{self, sleep},
    printing::{
        hardware::{self, Device},
        link::LinkError,
        transport::Transport,
    },
};

/// A scale that was pulled is looked for this often.
const LOOK_EVERY: Duration = Duration::from_millis(1000);
const READ_MS: u32 = 150;
/// A scale that speaks when asked is asked this often.
const ASK_EVERY_MS: f64 = 250.0;
/// A scale that is silent for so long is off, or asleep.
const SILENT_MS: f64 = 2500.0;
/// After so long without an understood line, another device of the same kind is tried.
const UNHEARD_MS: f64 = 5000.0;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// The browser has no serial ports.
    Unsupported,
    /// No scale was chosen.
    NotChosen,
    /// Not plugged in.
    Absent,
    Open,
    Refused(LinkError),
}

/// Whether this is one of the browser's serial ports.
pub fn is_serial(device: &Device) -> bool {
    device.key().starts_with("serial")
}

/// Keeps the scale connected until the page is left.
pub fn keep_connected(bench: Bench) {
    if !hardware::has_serial() {
        bench.link.set(Link::Unsupported);
        return;
    }
    spawn_local(async move {
        // Which of several devices of one kind is tried first.
        let mut first = 0;
        while let Some(settings) = bench.settings.try_get_untracked() {
            let link = match &settings.device_key {
                None => Link::NotChosen,
                Some(key) => attend(bench, &settings, key, &mut first).await,
            };
            bench.unheard();
            stand(bench, link);
            sleep(LOOK_EVERY).await;
        }
    });
}

fn stand(bench: Bench, link: Link) {
    if bench.link.try_get_untracked().is_some_and(|old| old != link) {
        let _ = bench.link.try_set(link);
    }
}

/// Opens the device and listens to it as long as it goes; then says how it stands.
async fn attend(bench: Bench, settings: &Settings, key: &str, first: &mut usize) -> Link {
    let devices: Vec<Device> =
        hardware::known().await.into_iter().filter(|device| is_serial(device) && device.key() == key).collect();
    let count = devices.len();
    let mut link = Link::Absent;
    for at in 0..count {
        let Some(device) = devices.get((at + *first) % count) else { break };
        // One of them may be the printer, which this page has open.
        if let Err(error) = device.open(settings.wire()).await {
            link = Link::Refused(error);
            continue;
        }
        stand(bench, Link::Open);
        let ended = listen(bench, settings, device, count > 1).await;
        device.close().await;
        if ended == Ended::Unheard {
            *first = (at + *first + 1) % count;
        }
        return if ended == Ended::Lost { Link::Absent } else { Link::Open };
    }
    link
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Lost,
    /// What came was no clean line, as at a wrong rate or parity.
    Broken,
    /// Set up anew, or the page was left.
    Changed,
    /// Nothing it said was understood.
    Unheard,
}

async fn listen(bench: Bench, settings: &Settings, device: &Device, has_others: bool) -> Ended {
    let mut listener = Listener::new(settings.unit);
    let began_ms = browser::steady_ms();
    let (mut heard_ms, mut asked_ms) = (None::<f64>, 0.0);
    loop {
        let is_same = bench.settings.try_with_untracked(|now| now.has_line_of(settings));
        if is_same != Some(true) {
            return Ended::Changed;
        }
        let question = settings.asking.question();
        if !question.is_empty() && browser::steady_ms() - asked_ms > ASK_EVERY_MS {
            asked_ms = browser::steady_ms();
            if device.write(question).await.is_err() {
                return Ended::Lost;
            }
        }
        let bytes = match device.read(READ_MS).await {
            Ok(bytes) => bytes,
            Err(LinkError::Disconnected) => return Ended::Lost,
            Err(_) => return Ended::Broken,
        };
        let readings = listener.hear(&bytes);
        let now_ms = browser::steady_ms();
        if !readings.is_empty() {
            heard_ms = Some(now_ms);
            bench.heard(&readings);
        } else if now_ms - heard_ms.unwrap_or(began_ms) > SILENT_MS {
            bench.unheard();
        }
        if has_others && heard_ms.is_none() && now_ms - began_ms > UNHEARD_MS {
            return Ended::Unheard;
        }
    }
}
