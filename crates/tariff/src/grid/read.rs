//! Rows to zones.

use units::{Grams, Money};

use super::{
    GOES_ON, GridFault, GridProblem, NOT_CARRIED, cell,
    header::{Column, Range},
    write::lookup,
};
use crate::{Lang, Lookup, Rule, Segment, Zone, division::is_division};

/// More rows and columns than any table of prices has.
const ROWS_MAX: usize = 1_000;
const COLUMNS_MAX: usize = 200;

/// The zones of a table that begins with its heading; every fault at once, each with its cell. Whether the zones make a sound tariff is asked
/// of the tariff they are put into. Rows without any text are skipped.
pub fn zones_of_rows(rows: &[Vec<String>]) -> Result<Vec<Zone>, Vec<GridFault>> {
    let Some((heading, rest)) = rows.split_first() else {
        return Err(vec![GridFault::new(0, 0, GridProblem::NoHeading)]);
    };
    if rest.len() > ROWS_MAX {
        return Err(vec![GridFault::new(0, 0, GridProblem::TooMany { max: ROWS_MAX })]);
    }
    let columns = columns(heading)?;
    let mut faults = Vec::new();
    let mut zones = Vec::new();
    for (at, cells) in rest.iter().enumerate() {
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            zones.extend(Row { at: at + 1, cells, columns: &columns, faults: &mut faults }.zone());
        }
    }
    if zones.is_empty() && faults.is_empty() {
        faults.push(GridFault::new(1, 0, GridProblem::NoZones));
    }
    if faults.is_empty() { Ok(zones) } else { Err(faults) }
}

fn columns(heading: &[String]) -> Result<Vec<Column>, Vec<GridFault>> {
    if heading.len() > COLUMNS_MAX {
        return Err(vec![GridFault::new(0, COLUMNS_MAX, GridProblem::TooMany { max: COLUMNS_MAX })]);
    }
    let mut faults = Vec::new();
    let mut columns: Vec<Column> = Vec::new();
    let mut end = Some(Grams::ZERO);
    for (at, text) in heading.iter().enumerate() {
        let mut refuse = |problem| faults.push(GridFault::new(0, at, problem));
        let Some(column) = Column::read(text) else {
            let looks_like_weight = text.contains(|c: char| c.is_ascii_digit());
            refuse(if looks_like_weight { GridProblem::NotARange } else { GridProblem::UnknownColumn });
            continue;
        };
        if columns.contains(&column) {
            refuse(GridProblem::ColumnTwice);
        } else if let Column::Weights(range) = column {
            match end {
                Some(end) if range.above > end => refuse(GridProblem::Gap),
                Some(end) if range.above == end => {}
                _ => refuse(GridProblem::Overlap),
            }
            end = range.up_to;
        }
        columns.push(column);
    }
    if faults.is_empty() {
        if !columns.starts_with(&[Column::Zone, Column::Divisions]) {
            faults.push(GridFault::new(0, 0, GridProblem::NoHeading));
        } else if !columns.iter().any(|column| matches!(column, Column::Weights(_))) {
            faults.push(GridFault::new(0, 2, GridProblem::NoWeights));
        }
    }
    if faults.is_empty() { Ok(columns) } else { Err(faults) }
}

/// One row while it is read.
struct Row<'a> {
    at: usize,
    cells: &'a [String],
    columns: &'a [Column],
    faults: &'a mut Vec<GridFault>,
}

/// Segments read so far, from the lightest.
struct Segments {
    read: Vec<Segment>,
    /// Where the segment that is read begins.
    above: Grams,
    /// The column of a `→` that no price has followed yet.
    open: Option<usize>,
    is_carried: bool,
}

impl Row<'_> {
    /// None where something is wrong.
    fn zone(mut self) -> Option<Zone> {
        let before = self.faults.len();
        let mut zone = Zone { name: String::new(), divisions: Vec::new(), rule: Rule::of(Vec::new()) };
        let mut segments = Segments { read: Vec::new(), above: Grams::ZERO, open: None, is_carried: true };
        for (at, column) in self.columns.iter().enumerate() {
            let text = self.cells.get(at).map_or("", |cell| cell.trim());
            match *column {
                Column::Zone => zone.name = self.name(at, text),
                Column::Divisions => zone.divisions = self.divisions(at, text),
                Column::Weights(range) => self.segment(at, text, range, &mut segments),
                Column::MinCharge => zone.rule.min_charge = self.min_charge(at, text),
                Column::Lookup => zone.rule.lookup = self.lookup(at, text),
            }
        }
        if let Some(open) = segments.open {
            self.refuse(open, GridProblem::GoesNowhere);
        }
        for at in self.columns.len()..self.cells.len() {
            if self.cells.get(at).is_some_and(|cell| !cell.trim().is_empty()) {
                self.refuse(at, GridProblem::UnknownColumn);
                break;
            }
        }
        zone.rule.segments = segments.read;
        (self.faults.len() == before).then_some(zone)
    }

    fn refuse(&mut self, column: usize, problem: GridProblem) {
        self.faults.push(GridFault::new(self.at, column, problem));
    }

    fn name(&mut self, at: usize, text: &str) -> String {
        if text.is_empty() {
            self.refuse(at, GridProblem::NoName);
        }
        text.to_owned()
    }

    fn divisions(&mut self, at: usize, text: &str) -> Vec<u32> {
        let codes = text.split(['、', ',', '，', ';', '；', ' ']).map(str::trim).filter(|code| !code.is_empty());
        let codes: Option<Vec<u32>> = codes.map(|code| code.parse().ok().filter(|code| is_division(*code))).collect();
        match codes {
            Some(codes) if codes.is_empty() => self.refuse(at, GridProblem::NoDivisions),
            Some(codes) => return codes,
            None => self.refuse(at, GridProblem::NotADivision),
        }
        Vec::new()
    }

    fn segment(&mut self, at: usize, text: &str, range: Range, segments: &mut Segments) {
        match text {
            "" => self.refuse(at, GridProblem::NoPrice),
            NOT_CARRIED => {
                if let Some(open) = segments.open.take() {
                    self.refuse(open, GridProblem::GoesNowhere);
                }
                segments.is_carried = false;
            }
            _ if !segments.is_carried => self.refuse(at, GridProblem::AfterNotCarried),
            GOES_ON => segments.open = Some(at),
            _ => {
                match cell::read(text, segments.above) {
                    Some(price) => segments.read.push(Segment { up_to: range.up_to, price }),
                    None => self.refuse(at, GridProblem::NotAPrice),
                }
                segments.open = None;
                segments.above = range.up_to.unwrap_or(segments.above);
            }
        }
    }

    fn min_charge(&mut self, at: usize, text: &str) -> Money {
        if text.is_empty() {
            return Money::ZERO;
        }
        text.parse().unwrap_or_else(|_| {
            self.refuse(at, GridProblem::NotAPrice);
            Money::ZERO
        })
    }

    fn lookup(&mut self, at: usize, text: &str) -> Lookup {
        let is = |by: Lookup| text == lookup(by, Lang::Zh) || text.eq_ignore_ascii_case(lookup(by, Lang::En));
        match [Lookup::Billed, Lookup::Raw].into_iter().find(|by| is(*by)) {
            Some(by) => by,
            None => {
                if !text.is_empty() {
                    self.refuse(at, GridProblem::NotALookup);
                }
                Lookup::default()
            }
        }
    }
}
