//! What an `.xls` stream would make a reader allocate, counted before one is let at it: cells far apart, texts used a
//! million times, sheets listed a thousand times ([MS-XLS] 2.4).

use crate::{
    limits::{ROWS, SHEETS, TEXT_BYTES, XLS_CELLS, XLS_FORMULA_BYTES},
    problem::FileProblem,
};

const FORMULA: u16 = 0x0006;
const EOF: u16 = 0x000A;
const FILE_PASS: u16 = 0x002F;
const CONTINUE: u16 = 0x003C;
const BOUND_SHEET: u16 = 0x0085;
const MUL_RK: u16 = 0x00BD;
const R_STRING: u16 = 0x00D6;
const SST: u16 = 0x00FC;
const LABEL_SST: u16 = 0x00FD;
const DIMENSIONS: u16 = 0x0200;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL_ERR: u16 = 0x0205;
const STRING: u16 = 0x0207;
const RK: u16 = 0x027E;
const BOF: u16 = 0x0809;

/// Rows and columns an `.xls` can have at all.
const SHEET_ROWS: u32 = 65_536;
const SHEET_COLUMNS: u32 = 256;

struct Record<'a> {
    typ: u16,
    data: &'a [u8],
}

fn records(mut stream: &[u8]) -> impl Iterator<Item = Record<'_>> {
    std::iter::from_fn(move || {
        let (head, rest) = stream.split_at_checked(4)?;
        let typ = u16::from_le_bytes([head[0], head[1]]);
        let (data, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([head[2], head[3]])))?;
        stream = rest;
        Some(Record { typ, data })
    })
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

/// Refuses encrypted streams and those that would unfold beyond the limits.
pub(super) fn check(stream: &[u8]) -> Result<(), FileProblem> {
    let mut sheets = Vec::new();
    let mut strings: Vec<&[u8]> = Vec::new();
    let mut in_strings = false;
    for record in records(stream) {
        match record.typ {
            FILE_PASS => return Err(FileProblem::new("password_protected")),
            BOUND_SHEET => sheets.extend(u32_at(record.data, 0)),
            EOF => break,
            SST => strings = vec![record.data],
            CONTINUE if in_strings => strings.push(record.data),
            _ => {}
        }
        in_strings = matches!(record.typ, SST) || (in_strings && record.typ == CONTINUE);
    }
    if sheets.len() > SHEETS * 4 {
        return Err(FileProblem::new("corrupt"));
    }
    let lengths = string_lengths(&strings);
    let mut load = Load::default();
    for position in sheets {
        let sheet = usize::try_from(position)
            .ok()
            .and_then(|at| stream.get(at..))
            .ok_or_else(|| FileProblem::new("corrupt"))?;
        load.add_sheet(sheet, &lengths)?;
    }
    Ok(())
}

/// What all sheets together would take.
#[derive(Default)]
struct Load {
    cells: u64,
    text: u64,
    formulas: u64,
}

impl Load {
    fn add_sheet(&mut self, sheet: &[u8], strings: &[u32]) -> Result<(), FileProblem> {
        let (mut top, mut bottom, mut left, mut right) = (u32::MAX, 0, u32::MAX, 0);
        let mut count = 0_u64;
        for Record { typ, data } in records(sheet).take_while(|record| record.typ != EOF) {
            match typ {
                DIMENSIONS => check_dimensions(data)?,
                BOF => continue,
                FORMULA => self.formulas += data.len() as u64,
                STRING | LABEL | R_STRING => self.text += data.len() as u64,
                LABEL_SST => {
                    let index = u32_at(data, 6).and_then(|index| usize::try_from(index).ok());
                    self.text += index.and_then(|index| strings.get(index)).map_or(0, |length| u64::from(*length));
                }
                NUMBER | BOOL_ERR | RK | MUL_RK => {}
                _ => continue,
            }
            if matches!(typ, DIMENSIONS | STRING) {
                continue;
            }
            let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { continue };
            let last =
                if typ == MUL_RK { u16_at(data, data.len().saturating_sub(2)).unwrap_or(column) } else { column };
            count += u64::from(last.saturating_sub(column)) + 1;
            (top, bottom) = (top.min(row.into()), bottom.max(row.into()));
            (left, right) = (left.min(column.into()), right.max(last.into()));
        }
        if count > 0 {
            self.cells += count.max(u64::from(bottom - top + 1) * u64::from(right.max(left) - left + 1));
        }
        if self.cells > XLS_CELLS {
            return Err(FileProblem::with("too_many_rows", [ROWS.to_string()]));
        }
        if self.text > TEXT_BYTES as u64 || self.formulas > XLS_FORMULA_BYTES {
            return Err(super::too_much_text());
        }
        Ok(())
    }
}

/// A reader reserves room for what is declared here.
fn check_dimensions(data: &[u8]) -> Result<(), FileProblem> {
    let declared = if data.len() >= 14 {
        u32_at(data, 4).zip(u16_at(data, 10).map(u32::from))
    } else {
        u16_at(data, 2).map(u32::from).zip(u16_at(data, 6).map(u32::from))
    };
    match declared {
        Some((rows, columns)) if rows <= SHEET_ROWS && columns <= SHEET_COLUMNS => Ok(()),
        _ => Err(FileProblem::new("corrupt")),
    }
}

/// Bytes of every shared string, read as the string table lays them over its continued records ([MS-XLS] 2.5.293).
fn string_lengths(segments: &[&[u8]]) -> Vec<u32> {
    let mut reader = Segments { segments, segment: 0, at: 8 };
    let mut lengths = Vec::new();
    while let Some(length) = reader.string() {
        lengths.push(length);
    }
    lengths
}

struct Segments<'a> {
    segments: &'a [&'a [u8]],
    segment: usize,
    at: usize,
}

impl Segments<'_> {
    fn byte(&mut self) -> Option<u8> {
        loop {
            let segment = self.segments.get(self.segment)?;
            if let Some(byte) = segment.get(self.at) {
                self.at += 1;
                return Some(*byte);
            }
            self.segment += 1;
            self.at = 0;
        }
    }

    fn number(&mut self, bytes: usize) -> Option<usize> {
        (0..bytes).try_fold(0_usize, |value, shift| Some(value | usize::from(self.byte()?) << (8 * shift)))
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            let segment = self.segments.get(self.segment)?;
            let step = bytes.min(segment.len().saturating_sub(self.at));
            self.at += step;
            bytes -= step;
            if bytes > 0 {
                self.segment += 1;
                self.at = 0;
            }
        }
        Some(())
    }

    /// The bytes that one string takes when it is held.
    fn string(&mut self) -> Option<u32> {
        let chars = self.number(2)?;
        let mut flags = self.byte()?;
        let runs = if flags & 8 != 0 { self.number(2)? } else { 0 };
        let extra = if flags & 4 != 0 { self.number(4)? } else { 0 };
        let mut left = chars;
        while left > 0 {
            let segment = self.segments.get(self.segment)?;
            let width = if flags & 1 != 0 { 2 } else { 1 };
            let here = (segment.len().saturating_sub(self.at) / width).min(left);
            self.at += here * width;
            left -= here;
            if left > 0 {
                // Characters that go on in the next record have their width said again.
                self.segment += 1;
                self.at = 0;
                flags = self.byte()?;
            }
        }
        self.skip(runs * 4 + extra)?;
        u32::try_from(chars * 3).ok()
    }
}
