//! The 1-bit picture every output is made from.

mod regions;

use crate::length::Dpi;

pub(crate) use regions::{Gaps, Region};

/// A 1-bit picture: rows from the top, whole bytes a row, the most significant bit leftmost, **1 = black**.
///
/// Bits right of `width_dots` in the last byte of a row are always 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    width_dots: u32,
    height_dots: u32,
    bytes_per_row: usize,
    dpi: Dpi,
    bits: Vec<u8>,
}

impl Raster {
    /// A white picture; both sides at least one dot and bounded by the paper (`render` checks it).
    pub(crate) fn new(width_dots: u32, height_dots: u32, dpi: Dpi) -> Raster {
        let bytes_per_row = width_dots.div_ceil(8) as usize;
        let bits = vec![0; bytes_per_row * height_dots as usize];
        Raster { width_dots, height_dots, bytes_per_row, dpi, bits }
    }

    pub fn width_dots(&self) -> u32 {
        self.width_dots
    }

    pub fn height_dots(&self) -> u32 {
        self.height_dots
    }

    pub fn bytes_per_row(&self) -> usize {
        self.bytes_per_row
    }

    /// The resolution the picture was drawn for.
    pub fn dpi(&self) -> Dpi {
        self.dpi
    }

    /// All rows, one after another.
    pub fn bits(&self) -> &[u8] {
        &self.bits
    }

    /// One row of bytes; empty below the picture.
    pub fn row(&self, y: u32) -> &[u8] {
        let start = y as usize * self.bytes_per_row;
        self.bits.get(start..start + self.bytes_per_row).unwrap_or(&[])
    }

    /// Whether the dot is black; outside the picture everything is white.
    pub fn is_black(&self, x: u32, y: u32) -> bool {
        x < self.width_dots && self.row(y).get(x as usize / 8).is_some_and(|byte| byte & (0x80 >> (x % 8)) != 0)
    }

    /// Blackens a rectangle; what lies outside the picture is cut off.
    pub(crate) fn fill(&mut self, x: i32, y: i32, width: i32, height: i32) {
        let (left, right) = clip(x, width, self.width_dots);
        let (top, bottom) = clip(y, height, self.height_dots);
        if left >= right {
            return;
        }
        let (first, last) = (left / 8, (right - 1) / 8);
        let (first_mask, last_mask) = (0xff_u8 >> (left % 8), 0xff_u8 << (7 - (right - 1) % 8));
        for y in top..bottom {
            let row = &mut self.bits[y * self.bytes_per_row..][..self.bytes_per_row];
            if first == last {
                row[first] |= first_mask & last_mask;
            } else {
                row[first] |= first_mask;
                row[first + 1..last].fill(0xff);
                row[last] |= last_mask;
            }
        }
    }

    /// Whitens a rectangle; what lies outside the picture is cut off.
    pub(crate) fn clear(&mut self, x: i32, y: i32, width: i32, height: i32) {
        let (left, right) = clip(x, width, self.width_dots);
        let (top, bottom) = clip(y, height, self.height_dots);
        for y in top..bottom {
            let row = &mut self.bits[y * self.bytes_per_row..][..self.bytes_per_row];
            for x in left..right {
                row[x / 8] &= !(0x80 >> (x % 8));
            }
        }
    }

    /// Adds the black dots of `other` with its top left corner at (`x`, `y`); what lies outside is cut off.
    pub(crate) fn draw(&mut self, other: &Raster, x: i32, y: i32) {
        self.draw_rows(&other.bits, other.bytes_per_row, x, y);
    }

    /// Adds packed rows (as in [`Raster::bits`]); the clipping works by bytes, so it is as fast as copying.
    pub(crate) fn draw_rows(&mut self, rows: &[u8], bytes_per_row: usize, x: i32, y: i32) {
        if bytes_per_row == 0 {
            return;
        }
        let (shift, first) = (x.rem_euclid(8) as u32, x.div_euclid(8));
        let last_mask = self.last_byte_mask();
        for (index, source) in rows.chunks_exact(bytes_per_row).enumerate() {
            let target_y = i64::from(y) + index as i64;
            if target_y < 0 || target_y >= i64::from(self.height_dots) {
                continue;
            }
            let row = &mut self.bits[target_y as usize * self.bytes_per_row..][..self.bytes_per_row];
            let last = row.len() - 1;
            let mut put = |column: i32, bits: u8| {
                if let Some(byte) = usize::try_from(column).ok().and_then(|column| row.get_mut(column)) {
                    *byte |= bits;
                }
            };
            for (column, &bits) in source.iter().enumerate().filter(|(_, bits)| **bits != 0) {
                let column = first + column as i32;
                put(column, bits >> shift);
                if shift > 0 {
                    put(column + 1, bits << (8 - shift));
                }
            }
            row[last] &= last_mask;
        }
    }

    /// White to black and black to white.
    pub(crate) fn invert(&mut self) {
        let mask = self.last_byte_mask();
        for row in self.bits.chunks_exact_mut(self.bytes_per_row.max(1)) {
            for byte in row.iter_mut() {
                *byte = !*byte;
            }
            if let Some(last) = row.last_mut() {
                *last &= mask;
            }
        }
    }

    /// The picture turned clockwise by quarter turns.
    pub fn turned(&self, quarter_turns: u8) -> Raster {
        let quarter_turns = quarter_turns % 4;
        let (width, height) = (self.width_dots, self.height_dots);
        if quarter_turns == 0 {
            return self.clone();
        }
        let (turned_width, turned_height) = if quarter_turns == 2 { (width, height) } else { (height, width) };
        let mut turned = Raster::new(turned_width, turned_height, self.dpi);
        for y in 0..height {
            for (column, &byte) in self.row(y).iter().enumerate().filter(|(_, byte)| **byte != 0) {
                for bit in (0..8).filter(|bit| byte & (0x80 >> bit) != 0) {
                    let x = column as u32 * 8 + bit;
                    let (x, y) = match quarter_turns {
                        1 => (height - 1 - y, x),
                        2 => (width - 1 - x, height - 1 - y),
                        _ => (y, width - 1 - x),
                    };
                    turned.bits[y as usize * turned.bytes_per_row + x as usize / 8] |= 0x80 >> (x % 8);
                }
            }
        }
        turned
    }

    /// The picture as seen in a mirror: left and right changed.
    pub fn mirrored(&self) -> Raster {
        let mut mirrored = Raster::new(self.width_dots, self.height_dots, self.dpi);
        // Whole bytes are turned over; what this moves into the padding is moved back by drawing further left.
        let padding = (self.bytes_per_row as u32 * 8 - self.width_dots) as i32;
        let rows: Vec<u8> = self
            .bits
            .chunks_exact(self.bytes_per_row.max(1))
            .flat_map(|row| row.iter().rev().map(|byte| byte.reverse_bits()))
            .collect();
        mirrored.draw_rows(&rows, self.bytes_per_row, -padding, 0);
        mirrored
    }

    fn last_byte_mask(&self) -> u8 {
        match self.width_dots % 8 {
            0 => 0xff,
            used => !(0xff >> used),
        }
    }
}

/// The part of `start..start + length` inside `0..limit`.
fn clip(start: i32, length: i32, limit: u32) -> (usize, usize) {
    let end = i64::from(start) + i64::from(length.max(0));
    let bounded = |at: i64| at.clamp(0, i64::from(limit)) as usize;
    (bounded(i64::from(start)), bounded(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn black(raster: &Raster) -> Vec<(u32, u32)> {
        (0..raster.height_dots)
            .flat_map(|y| (0..raster.width_dots).map(move |x| (x, y)))
            .filter(|&(x, y)| raster.is_black(x, y))
            .collect()
    }

    proptest! {
        #[test]
        fn filling_blackens_exactly_the_rectangle(width in 1u32..40, height in 1u32..10, x in -20i32..50, y in -5i32..12, w in -3i32..60, h in -3i32..12) {
            let mut raster = Raster::new(width, height, Dpi::D203);
            raster.fill(x, y, w, h);
            for at_y in 0..height {
                for at_x in 0..width {
                    let inside = (x..x + w.max(0)).contains(&(at_x as i32)) && (y..y + h.max(0)).contains(&(at_y as i32));
                    prop_assert_eq!(raster.is_black(at_x, at_y), inside);
                }
            }
        }

        #[test]
        fn drawing_moves_dots_and_keeps_the_padding_white(x in -20i32..40, y in -6i32..12, width in 1u32..30) {
            let mut stamp = Raster::new(width, 5, Dpi::D203);
            stamp.fill(0, 1, width as i32, 2);
            let mut raster = Raster::new(27, 9, Dpi::D203);
            raster.draw(&stamp, x, y);
            let mut filled = Raster::new(27, 9, Dpi::D203);
            filled.fill(x, y + 1, width as i32, 2);
            prop_assert_eq!(raster, filled);
        }
    }

    #[test]
    fn four_quarter_turns_come_back() {
        let mut raster = Raster::new(13, 6, Dpi::D203);
        raster.fill(1, 2, 5, 1);
        raster.fill(12, 5, 1, 1);
        let quarter = raster.turned(1);
        assert_eq!((quarter.width_dots(), quarter.height_dots()), (6, 13));
        assert!(quarter.is_black(0, 12) && quarter.is_black(3, 1), "{:?}", black(&quarter));
        assert_eq!(quarter.turned(1), raster.turned(2));
        assert_eq!(quarter.turned(3), raster);
    }

    #[test]
    fn a_mirror_changes_left_and_right() {
        let mut raster = Raster::new(13, 2, Dpi::D203);
        raster.fill(1, 0, 3, 1);
        raster.fill(12, 1, 1, 1);
        let mirrored = raster.mirrored();
        assert_eq!(black(&mirrored), [(9, 0), (10, 0), (11, 0), (0, 1)]);
        assert_eq!(mirrored.mirrored(), raster);
    }

    #[test]
    fn inverting_keeps_the_padding_white() {
        let mut raster = Raster::new(3, 1, Dpi::D203);
        raster.invert();
        assert_eq!(raster.bits(), [0b1110_0000]);
    }
}
