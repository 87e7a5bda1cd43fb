//! Zones to rows.

use units::Grams;

use super::{
    GOES_ON, NOT_CARRIED, cell,
    header::{Column, Range},
};
use crate::{Lang, Lookup, Rule, Zone};

/// The heading and a row for each zone. Ranges of every zone are columns, so what is read back is the same.
pub fn grid_rows(zones: &[Zone], lang: Lang) -> Vec<Vec<String>> {
    let ranges = ranges(zones);
    let mut heading = vec![Column::Zone.write(lang), Column::Divisions.write(lang)];
    heading.extend(ranges.iter().map(|range| Column::Weights(*range).write(lang)));
    heading.extend([Column::MinCharge.write(lang), Column::Lookup.write(lang)]);
    let mut rows = vec![heading];
    rows.extend(zones.iter().map(|zone| row(zone, &ranges, lang)));
    rows
}

/// Cut wherever a segment of any zone ends.
fn ranges(zones: &[Zone]) -> Vec<Range> {
    let bounds = || zones.iter().flat_map(|zone| &zone.rule.segments).map(|segment| segment.up_to);
    let mut ends: Vec<Grams> = bounds().flatten().collect();
    ends.sort_unstable();
    ends.dedup();
    let mut ranges = Vec::with_capacity(ends.len() + 1);
    let mut above = Grams::ZERO;
    for end in ends {
        ranges.push(Range { above, up_to: Some(end) });
        above = end;
    }
    if bounds().any(|bound| bound.is_none()) {
        ranges.push(Range { above, up_to: None });
    }
    ranges
}

fn row(zone: &Zone, ranges: &[Range], lang: Lang) -> Vec<String> {
    let divisions: Vec<String> = zone.divisions.iter().map(u32::to_string).collect();
    let mut cells = vec![zone.name.clone(), divisions.join("、")];
    cells.extend(ranges.iter().map(|range| price(&zone.rule, *range)));
    cells.push(zone.rule.min_charge.to_string());
    cells.push(lookup(zone.rule.lookup, lang).to_owned());
    cells
}

/// The cell of the segment that ends where the column does.
fn price(rule: &Rule, range: Range) -> String {
    if let Some(at) = rule.segments.iter().position(|segment| segment.up_to == range.up_to)
        && let Some(segment) = rule.segments.get(at)
    {
        return cell::write(&segment.price, rule.lower_bound(at));
    }
    let reaches = |up_to: Option<Grams>| up_to.is_none_or(|up_to| up_to > range.above);
    let goes_on = rule.segments.iter().any(|segment| reaches(segment.up_to));
    if goes_on { GOES_ON.to_owned() } else { NOT_CARRIED.to_owned() }
}

pub(super) const fn lookup(lookup: Lookup, lang: Lang) -> &'static str {
    match (lookup, lang) {
        (Lookup::Billed, Lang::Zh) => "计费重",
        (Lookup::Billed, Lang::En) => "billed",
        (Lookup::Raw, Lang::Zh) => "实重",
        (Lookup::Raw, Lang::En) => "raw",
    }
}
