//! Which lines of a file make one order, and which make none.

use std::collections::HashMap;

use super::Reading;
use crate::{book, field::Field, platform::Platform};

/// The lines of one order, as indexes into the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub first: usize,
    pub also: Vec<usize>,
}

/// First cells of lines that only add up the others.
const TOTALS: [&str; 6] = ["合计", "总计", "小计", "共计", "total", "sum"];

/// Fields that two lines of one parcel have in common.
const SAME: [Field; 8] = [
    Field::RecvName,
    Field::RecvMobile,
    Field::RecvPhone,
    Field::Province,
    Field::City,
    Field::District,
    Field::Address,
    Field::Address2,
];

/// The orders from the given row on, and the numbers of the rows that hold none.
pub(super) fn of(reading: &Reading, start: usize) -> (Vec<Group>, Vec<u32>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut skipped = Vec::new();
    let mut by_order: HashMap<&str, Vec<usize>> = HashMap::new();
    for row in start..reading.grid.rows() {
        if is_no_order(reading, row) {
            skipped.push(reading.grid.number(row));
            continue;
        }
        let order_no = reading.value(row, Field::OrderNo);
        if !reading.platform.merges_lines() || order_no.is_empty() {
            groups.push(Group { first: row, also: Vec::new() });
            continue;
        }
        let of_order = by_order.entry(order_no).or_default();
        let silent = SAME.iter().all(|field| reading.value(row, *field).is_empty());
        let same = |group: &&usize| {
            let first = groups[**group].first;
            SAME.iter().all(|field| reading.value(row, *field) == reading.value(first, *field))
        };
        // A line that names no receiver goes on with the order above it, as Shopify writes orders of several goods.
        let found = if silent { of_order.last() } else { of_order.iter().find(same) };
        match found.copied() {
            Some(group) => groups[group].also.push(row),
            None => {
                of_order.push(groups.len());
                groups.push(Group { first: row, also: Vec::new() });
            }
        }
    }
    (groups, skipped)
}

/// Whether there is any order from the given row on.
pub(super) fn any(reading: &Reading, start: usize) -> bool {
    (start..reading.grid.rows()).any(|row| !is_no_order(reading, row))
}

fn is_no_order(reading: &Reading, row: usize) -> bool {
    let personal = [Field::RecvName, Field::RecvMobile, Field::RecvPhone, Field::Address];
    let nobody = personal.iter().all(|field| reading.value(row, *field).is_empty());
    if nobody {
        let first = reading.grid.cells(row).find(|cell| !cell.is_empty()).unwrap_or_default().to_lowercase();
        if TOTALS.iter().any(|total| first.trim_end_matches([':', '：']) == *total) {
            return true;
        }
        return Field::ALL.iter().all(|field| reading.value(row, *field).is_empty());
    }
    reading.platform == Platform::Template && book::is_sample(reading, row)
}
