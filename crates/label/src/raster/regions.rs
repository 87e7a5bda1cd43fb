//! Finding the parts of a picture that hold ink, so that white paper costs nothing on the wire.

use super::Raster;

/// A rectangle of a raster: rows of dots, columns of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    pub first_byte: usize,
    pub bytes: usize,
    pub y: u32,
    pub rows: u32,
}

/// How much white a cut must win: each cut costs a command of some 40 characters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gaps {
    pub rows: u32,
    pub bytes: usize,
}

/// Cuts alternate between rows and columns; labels are nested no deeper than bands, columns, cells and their lines.
const MAX_DEPTH: u8 = 8;

impl Raster {
    /// The inked rectangles, cut at white rows and white columns, none overlapping another. Together they hold every black dot.
    pub(crate) fn regions(&self, gaps: Gaps) -> Vec<Region> {
        let whole = Region { first_byte: 0, bytes: self.bytes_per_row, y: 0, rows: self.height_dots };
        let mut found = Vec::new();
        self.cut(whole, gaps, MAX_DEPTH, &mut found);
        found
    }

    /// The smallest region around all ink; none for a white picture.
    pub(crate) fn ink(&self) -> Option<Region> {
        let whole = Region { first_byte: 0, bytes: self.bytes_per_row, y: 0, rows: self.height_dots };
        self.trim(whole)
    }

    /// The bytes of one row of a region.
    pub(crate) fn region_row(&self, region: Region, row: u32) -> &[u8] {
        let start = (region.y + row) as usize * self.bytes_per_row + region.first_byte;
        &self.bits[start..start + region.bytes]
    }

    fn cut(&self, region: Region, gaps: Gaps, depth: u8, found: &mut Vec<Region>) {
        let Some(region) = self.trim(region) else { return };
        let parts = self.split_rows(region, gaps.rows);
        let parts = if parts.len() > 1 { parts } else { self.split_columns(region, gaps.bytes) };
        if parts.len() <= 1 || depth == 0 {
            found.push(region);
            return;
        }
        for part in parts {
            self.cut(part, gaps, depth - 1, found);
        }
    }

    fn trim(&self, region: Region) -> Option<Region> {
        let inked = |row: &u32| self.region_row(region, *row).iter().any(|byte| *byte != 0);
        let top = (0..region.rows).find(inked)?;
        let bottom = (top..region.rows).rev().find(inked)?;
        let used = self.used_columns(region);
        let left = used.iter().position(|used| *used)?;
        let right = used.iter().rposition(|used| *used)?;
        Some(Region {
            first_byte: region.first_byte + left,
            bytes: right - left + 1,
            y: region.y + top,
            rows: bottom - top + 1,
        })
    }

    fn used_columns(&self, region: Region) -> Vec<bool> {
        let mut union = vec![0_u8; region.bytes];
        for row in 0..region.rows {
            for (all, byte) in union.iter_mut().zip(self.region_row(region, row)) {
                *all |= byte;
            }
        }
        union.into_iter().map(|bits| bits != 0).collect()
    }

    fn split_rows(&self, region: Region, gap: u32) -> Vec<Region> {
        let used: Vec<bool> =
            (0..region.rows).map(|row| self.region_row(region, row).iter().any(|byte| *byte != 0)).collect();
        let runs = runs(&used, gap as usize);
        runs.into_iter()
            .map(|(start, length)| Region { y: region.y + start as u32, rows: length as u32, ..region })
            .collect()
    }

    fn split_columns(&self, region: Region, gap: usize) -> Vec<Region> {
        runs(&self.used_columns(region), gap)
            .into_iter()
            .map(|(start, length)| Region { first_byte: region.first_byte + start, bytes: length, ..region })
            .collect()
    }
}

/// Runs of `true`, where gaps shorter than `gap` belong to the run: `(start, length)`.
fn runs(used: &[bool], gap: usize) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (index, _) in used.iter().enumerate().filter(|(_, used)| **used) {
        match runs.last_mut() {
            Some((start, length)) if index - (*start + *length) < gap.max(1) => *length = index - *start + 1,
            _ => runs.push((index, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dpi;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn regions_hold_every_dot_once(spots in proptest::collection::vec((0i32..200, 0i32..90, 1i32..30, 1i32..9), 0..12), rows in 1u32..8, bytes in 1usize..4) {
            let mut raster = Raster::new(203, 90, Dpi::D203);
            for (x, y, w, h) in spots {
                raster.fill(x, y, w, h);
            }
            let mut rebuilt = Raster::new(203, 90, Dpi::D203);
            for region in raster.regions(Gaps { rows, bytes }) {
                for row in 0..region.rows {
                    let at = (region.y + row) as usize * rebuilt.bytes_per_row + region.first_byte;
                    for (index, &byte) in raster.region_row(region, row).iter().enumerate() {
                        prop_assert_eq!(rebuilt.bits[at + index], 0, "two regions share a byte of ink");
                        rebuilt.bits[at + index] = byte;
                    }
                }
            }
            prop_assert_eq!(rebuilt, raster);
        }
    }

    #[test]
    fn white_paper_has_no_regions() {
        let raster = Raster::new(80, 80, Dpi::D203);
        assert!(raster.regions(Gaps { rows: 4, bytes: 2 }).is_empty());
        assert_eq!(raster.ink(), None);
    }
}
