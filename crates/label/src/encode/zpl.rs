//! ZPL II: the picture as `^GF` fields in one format. Sends nothing that outlives the label.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Finish, PrintOptions, ZplCompression};
use crate::raster::{Gaps, Raster, Region};

/// A `^GF` field carries at most this many uncompressed bytes (Zebra ZPL guide, ^GF parameters b and c).
const MAX_FIELD_BYTES: usize = 99_999;
/// A cut of ACS data must win more than the some 35 characters of another field.
const ACS_GAPS: Gaps = Gaps { rows: 24, bytes: 2 };
/// Repeats of one nibble are written 400 and 20 at a time (Zebra ZPL guide, "alternative data compression scheme").
const LARGEST_REPEAT: usize = 400;
/// Level 9 wins a percent and a half and takes twice as long.
const DEFLATE_LEVEL: u8 = 6;

/// The density that leaves the printer's own darkness as it is.
const ZPL_MIDDLE_DENSITY: i16 = 8;

pub(super) fn encode(raster: &Raster, options: &PrintOptions, own: &[u8]) -> Vec<u8> {
    let mut zpl = Vec::with_capacity(16 << 10);
    zpl.extend(format!("^XA^PW{}^LL{}^LH0,0", raster.width_dots(), raster.height_dots()).bytes());
    if let Some(density) = options.density {
        // Relative to what is set at the printer, which ~SD would replace.
        let change = (i16::from(density.min(15)) - ZPL_MIDDLE_DENSITY) * 2;
        zpl.extend(format!("^MD{change}").bytes());
    }
    if let Some(speed) = options.speed {
        zpl.extend(format!("^PR{speed}").bytes());
    }
    if let Some(finish) = options.finish {
        zpl.extend(match finish {
            Finish::Tear => b"^MMT",
            Finish::Peel => b"^MMP",
            Finish::Cut => b"^MMC",
        });
    }
    zpl.push(b'\n');
    for (region, data) in fields(raster, options.zpl_compression) {
        let (x, total) = (region.first_byte * 8, region.bytes * region.rows as usize);
        zpl.extend(format!("^FO{x},{}^GFA,{total},{total},{},", region.y, region.bytes).bytes());
        zpl.extend(data);
        zpl.extend(b"^FS\n");
    }
    zpl.extend(own);
    zpl.extend(format!("^PQ{},0,1,N^XZ\n", options.copies()).bytes());
    zpl
}

fn fields(raster: &Raster, compression: ZplCompression) -> Vec<(Region, Vec<u8>)> {
    let encoded = |regions: Vec<Region>, data: fn(&Raster, Region) -> Vec<u8>| {
        regions.into_iter().flat_map(bands).map(|region| (region, data(raster, region))).collect()
    };
    match compression {
        ZplCompression::Acs => encoded(raster.regions(ACS_GAPS), acs),
        ZplCompression::Hex => encoded(raster.regions(ACS_GAPS), hex),
        // One deflate stream finds more repeats than several, so the picture stays whole.
        ZplCompression::Z64 => encoded(raster.ink().into_iter().collect(), z64),
    }
}

/// A region cut into fields of at most [`MAX_FIELD_BYTES`].
fn bands(region: Region) -> Vec<Region> {
    let rows_each = (MAX_FIELD_BYTES / region.bytes.max(1)).max(1) as u32;
    (0..region.rows)
        .step_by(rows_each as usize)
        .map(|row| Region { y: region.y + row, rows: rows_each.min(region.rows - row), ..region })
        .collect()
}

fn hex_digit(nibble: u8) -> u8 {
    b"0123456789ABCDEF"[usize::from(nibble & 15)]
}

fn hex(raster: &Raster, region: Region) -> Vec<u8> {
    (0..region.rows)
        .flat_map(|row| raster.region_row(region, row).iter().flat_map(|byte| [hex_digit(byte >> 4), hex_digit(*byte)]))
        .collect()
}

/// Run lengths: `:` repeats a row, `,` ends it in white. The `!` for a row ending in black is left out, because readers disagree about it.
fn acs(raster: &Raster, region: Region) -> Vec<u8> {
    let mut data = Vec::new();
    let mut previous: Option<&[u8]> = None;
    for row in 0..region.rows {
        let bytes = raster.region_row(region, row);
        if previous == Some(bytes) {
            data.push(b':');
        } else {
            acs_row(&mut data, bytes);
        }
        previous = Some(bytes);
    }
    data
}

fn acs_row(data: &mut Vec<u8>, bytes: &[u8]) {
    let nibbles = bytes.len() * 2;
    let nibble = |index: usize| (bytes[index / 2] >> (if index.is_multiple_of(2) { 4 } else { 0 })) & 15;
    let mut at = 0;
    while at < nibbles {
        let value = nibble(at);
        let mut end = at + 1;
        while end < nibbles && nibble(end) == value {
            end += 1;
        }
        if value == 0 && end == nibbles {
            data.push(b',');
            return;
        }
        push_run(data, value, end - at);
        at = end;
    }
}

fn push_run(data: &mut Vec<u8>, value: u8, mut length: usize) {
    let digit = hex_digit(value);
    while length > LARGEST_REPEAT {
        data.extend([b'z', digit]);
        length -= LARGEST_REPEAT;
    }
    if length == 2 {
        data.extend([digit, digit]);
        return;
    }
    if length >= 20 {
        data.push(b'f' + (length / 20) as u8);
    }
    if !length.is_multiple_of(20) && length > 1 {
        data.push(b'F' + (length % 20) as u8);
    }
    data.push(digit);
}

/// zlib in base64 with a checksum over the base64 characters (Zebra ZPL guide, "ZB64 encoding").
fn z64(raster: &Raster, region: Region) -> Vec<u8> {
    let mut plain = Vec::with_capacity(region.bytes * region.rows as usize);
    for row in 0..region.rows {
        plain.extend(raster.region_row(region, row));
    }
    let coded = STANDARD.encode(miniz_oxide::deflate::compress_to_vec_zlib(&plain, DEFLATE_LEVEL));
    format!(":Z64:{coded}:{:04X}", crc16_xmodem(coded.as_bytes())).into_bytes()
}

/// CRC-16/XMODEM: polynomial 0x1021, start 0, no reflection.
fn crc16_xmodem(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(
            crc ^ (u16::from(*byte) << 8),
            |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dpi;

    #[test]
    fn the_checksum_is_xmodem() {
        assert_eq!(crc16_xmodem(b"123456789"), 0x31C3);
    }

    #[test]
    fn runs_are_written_as_the_guide_says() {
        for (value, length, text) in [
            (15, 1, "F"),
            (15, 2, "FF"),
            (0, 3, "I0"),
            (10, 19, "YA"),
            (1, 20, "g1"),
            (1, 41, "hG1"),
            (2, 400, "z2"),
            (2, 401, "z22"),
            (3, 840, "z3z3h3"),
        ] {
            let mut data = Vec::new();
            push_run(&mut data, value, length);
            assert_eq!(String::from_utf8(data).unwrap(), text, "{length} × {value}");
        }
    }

    #[test]
    fn large_pictures_are_cut_below_the_limit() {
        let mut raster = Raster::new(2400, 4000, Dpi::D600);
        raster.fill(0, 0, 2400, 4000);
        for compression in [ZplCompression::Acs, ZplCompression::Hex, ZplCompression::Z64] {
            let fields = fields(&raster, compression);
            assert!(fields.iter().all(|(region, _)| region.bytes * region.rows as usize <= MAX_FIELD_BYTES));
            assert_eq!(fields.iter().map(|(region, _)| region.rows).sum::<u32>(), 4000);
        }
    }

    #[test]
    fn white_labels_are_still_labels() {
        let zpl = encode(&Raster::new(608, 1040, Dpi::D203), &PrintOptions::default(), b"");
        assert_eq!(String::from_utf8(zpl).unwrap(), "^XA^PW608^LL1040^LH0,0\n^PQ1,0,1,N^XZ\n");
    }
}
