//! ESC/POS: the picture as `GS v 0` bands from top to bottom, in which 1 is black.

use super::{Finish, Gap, PrintOptions};
use crate::raster::Raster;

/// Rows of one band: HPRT and Epson take at most 2303, small buffers less.
const MAX_BAND_ROWS: u32 = 1024;
/// Rows that are looked at together for how far right their ink reaches.
const STRIPE_ROWS: u32 = 24;

const INITIALISE: &[u8] = b"\x1b@";
/// Feeds a label printer to its next gap; printers without a sensor ignore it.
const NEXT_LABEL: &[u8] = b"\x1d\x0c";
/// Feeds to the cutter and cuts.
const CUT: &[u8] = b"\x1dVB\x00";
/// Three lines past the tear bar on continuous paper.
const FEED: &[u8] = b"\x1bd\x03";

pub(super) fn encode(raster: &Raster, options: &PrintOptions) -> Vec<u8> {
    let bands = bands(raster);
    let mut bytes = INITIALISE.to_vec();
    for _ in 0..options.copies() {
        for band in &bands {
            let (width, rows) = (band.bytes as u16, band.rows as u16);
            bytes.extend(b"\x1dv0\x00");
            bytes.extend(width.to_le_bytes());
            bytes.extend(rows.to_le_bytes());
            for y in band.y..band.y + band.rows {
                bytes.extend(&raster.row(y)[..band.bytes]);
            }
        }
        bytes.extend(if options.gap == Gap::Continuous { FEED } else { NEXT_LABEL });
        if options.finish == Some(Finish::Cut) {
            bytes.extend(CUT);
        }
    }
    bytes
}

struct Band {
    y: u32,
    rows: u32,
    bytes: usize,
}

/// Bands down to the last ink, each as wide as its ink: white paper between costs one byte a row, because feed commands
/// move by units that differ from printer to printer.
fn bands(raster: &Raster) -> Vec<Band> {
    let end = raster.ink().map_or(0, |ink| ink.y + ink.rows);
    let mut bands: Vec<Band> = Vec::new();
    for y in (0..end).step_by(STRIPE_ROWS as usize) {
        let rows = STRIPE_ROWS.min(end - y);
        let reach = |y: u32| raster.row(y).iter().rposition(|byte| *byte != 0).map_or(1, |last| last + 1);
        let bytes = (y..y + rows).map(reach).max().unwrap_or(1);
        match bands.last_mut() {
            Some(band) if band.bytes == bytes && band.rows + rows <= MAX_BAND_ROWS => band.rows += rows,
            _ => bands.push(Band { y, rows, bytes }),
        }
    }
    bands
}
