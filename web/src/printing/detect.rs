//! Asks a device what it is, as far as [`shared::printers::detect`] wants to know.

use shared::printers::detect::{ANSWER_BYTES_MAX, Clues, PROBE_MS, Probe, next_probe};

use super::{
    connection::forget_stale,
    hardware::Device,
    link::{LinkError, Wire},
    transport::Transport,
};
use crate::browser;

/// An answer is over when nothing more came for so long.
const QUIET_MS: u32 = 120;

/// Sends the probes that are worth it and adds what was heard to the clues. A device that never stops talking is not asked anything.
pub async fn ask(device: &Device, wire: Wire, clues: &mut Clues) -> Result<(), LinkError> {
    device.open(wire).await?;
    while let Some(probe) = next_probe(clues) {
        let answer = if forget_stale(device).await? { answer(device, probe).await? } else { Vec::new() };
        clues.answers.push((probe, answer));
    }
    Ok(())
}

async fn answer(device: &Device, probe: Probe) -> Result<Vec<u8>, LinkError> {
    device.write(probe.question()).await.map_err(|failed| failed.error)?;
    let began = browser::now_ms();
    let mut answer = Vec::new();
    while browser::now_ms() - began < f64::from(PROBE_MS) && answer.len() <= ANSWER_BYTES_MAX {
        let piece = device.read(if answer.is_empty() { PROBE_MS } else { QUIET_MS }).await?;
        if piece.is_empty() {
            break;
        }
        answer.extend(piece);
    }
    Ok(answer)
}
