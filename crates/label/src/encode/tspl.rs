//! TSPL and TSPL2: `BITMAP` fields, in which 0 is black.

use super::{Finish, Gap, PrintOptions, millimetres, push_inverted};
use crate::raster::{Gaps, Raster};

/// A cut must win more bytes than the some 25 of another command.
const GAPS: Gaps = Gaps { rows: 4, bytes: 1 };

pub(super) fn encode(raster: &Raster, options: &PrintOptions, own: &[u8]) -> Vec<u8> {
    let gap = match options.gap {
        Gap::Gap { mm } => format!("GAP {} mm,0 mm", millimetres(mm)),
        Gap::BlackMark { mm } => format!("BLINE {} mm,0 mm", millimetres(mm)),
        Gap::Continuous => "GAP 0 mm,0 mm".to_owned(),
    };
    // The first line end flushes half a command that a broken job may have left.
    let mut head =
        format!("\r\nSIZE {} mm,{} mm\r\n{gap}\r\n", millimetres(options.paper_w_mm), millimetres(options.paper_h_mm));
    head.push_str("REFERENCE 0,0\r\nDIRECTION 1,0\r\n");
    if let Some(density) = options.density {
        head.push_str(&format!("DENSITY {}\r\n", density.min(15)));
    }
    if let Some(speed) = options.speed {
        head.push_str(&format!("SPEED {speed}\r\n"));
    }
    if let Some(finish) = options.finish {
        head.push_str(match finish {
            Finish::Tear => "SET TEAR ON\r\n",
            Finish::Peel => "SET PEEL ON\r\n",
            Finish::Cut => "SET CUTTER 1\r\n",
        });
    }
    head.push_str("CLS\r\n");
    let mut tspl = head.into_bytes();
    for region in raster.regions(GAPS) {
        let x = region.first_byte * 8;
        tspl.extend(format!("BITMAP {x},{},{},{},0,", region.y, region.bytes, region.rows).bytes());
        push_inverted(&mut tspl, raster, region);
        tspl.extend(b"\r\n");
    }
    tspl.extend(own);
    tspl.extend(format!("PRINT 1,{}\r\n", options.copies()).bytes());
    tspl
}
