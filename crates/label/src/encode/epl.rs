//! EPL2: `GW` fields, in which 0 is black.

use super::{Finish, Gap, PrintOptions, push_inverted};
use crate::length::Mm;
use crate::raster::{Gaps, Raster};

const GAPS: Gaps = Gaps { rows: 4, bytes: 1 };
/// EPL2 manual: Q parameters p1 and p2.
const MAX_LENGTH_DOTS: u32 = 65_535;
const MIN_GAP_DOTS: i32 = 16;
const MAX_GAP_DOTS: i32 = 240;

pub(super) fn encode(raster: &Raster, options: &PrintOptions, own: &[u8]) -> Vec<u8> {
    let dots = |mm: f64| Mm::new(mm).dots(raster.dpi()).clamp(MIN_GAP_DOTS, MAX_GAP_DOTS);
    let gap = match options.gap {
        Gap::Gap { mm } => dots(mm).to_string(),
        Gap::BlackMark { mm } => format!("B{}", dots(mm)),
        Gap::Continuous => "0".to_owned(),
    };
    let width = raster.bytes_per_row() * 8;
    let mut head = format!("\r\nN\r\nq{width}\r\nQ{},{gap}\r\n", raster.height_dots().min(MAX_LENGTH_DOTS));
    if let Some(density) = options.density {
        head.push_str(&format!("D{}\r\n", density.min(15)));
    }
    if let Some(speed) = options.speed {
        head.push_str(&format!("S{speed}\r\n"));
    }
    let mut epl = head.into_bytes();
    for region in raster.regions(GAPS) {
        let x = region.first_byte * 8;
        // Zebra's support page: the manual forgets the separator between the last number and the bytes.
        epl.extend(format!("GW{x},{},{},{},", region.y, region.bytes, region.rows).bytes());
        push_inverted(&mut epl, raster, region);
        epl.extend(b"\r\n");
    }
    epl.extend(own);
    epl.extend(format!("P{}\r\n", options.copies()).bytes());
    if options.finish == Some(Finish::Cut) {
        epl.extend(b"C\r\n");
    }
    epl
}
