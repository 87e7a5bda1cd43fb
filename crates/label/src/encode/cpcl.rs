//! CPCL: `EG` (hexadecimal) or `CG` (bytes) fields, in which 1 is black.

use super::{Gap, PrintOptions};
use crate::length::Dpi;
use crate::raster::{Gaps, Raster};

const GAPS: Gaps = Gaps { rows: 4, bytes: 1 };

pub(super) fn encode(raster: &Raster, options: &PrintOptions, own: &[u8]) -> Vec<u8> {
    // CPCL calls the 203 dpi head 200.
    let resolution = match raster.dpi() {
        Dpi::D203 => 200,
        Dpi::D300 => 300,
        Dpi::D600 => 600,
    };
    let (width, height) = (raster.bytes_per_row() * 8, raster.height_dots());
    let mut cpcl =
        format!("! 0 {resolution} {resolution} {height} {}\r\nPAGE-WIDTH {width}\r\n", options.copies()).into_bytes();
    if let Some(speed) = options.speed {
        cpcl.extend(format!("SPEED {}\r\n", speed.min(5)).bytes());
    }
    let command = if options.cpcl_binary { "CG" } else { "EG" };
    for region in raster.regions(GAPS) {
        let x = region.first_byte * 8;
        cpcl.extend(format!("{command} {} {} {x} {} ", region.bytes, region.rows, region.y).bytes());
        for row in 0..region.rows {
            let bytes = raster.region_row(region, row);
            if options.cpcl_binary {
                cpcl.extend(bytes);
            } else {
                cpcl.extend(
                    bytes
                        .iter()
                        .flat_map(|byte| [byte >> 4, byte & 15])
                        .map(|nibble| b"0123456789ABCDEF"[usize::from(nibble)]),
                );
            }
        }
        cpcl.extend(b"\r\n");
    }
    cpcl.extend(own);
    // FORM feeds to the next gap or mark; on continuous paper it would feed a page.
    if options.gap != Gap::Continuous {
        cpcl.extend(b"FORM\r\n");
    }
    cpcl.extend(b"PRINT\r\n");
    cpcl
}
