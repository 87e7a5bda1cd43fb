//! Carrier zones are locked: a merchant's template keeps them as the standard template has them.

use super::{Element, Part, Template, Zone};
use crate::length::Mm;

/// What of a locked zone differs from the standard template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedChange {
    /// Where: a JSON pointer into the changed template.
    pub pointer: String,
    /// The element or part that was changed, removed, added, or reaches into the zone.
    pub name: String,
    pub what: LockedWhat,
}

/// How a locked zone was touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockedWhat {
    Changed,
    Removed,
    Added,
    /// A customer's element reaches out of its own zone.
    Intrudes,
}

impl LockedWhat {
    /// A stable name for programs.
    pub const fn code(self) -> &'static str {
        match self {
            LockedWhat::Changed => "locked_changed",
            LockedWhat::Removed => "locked_removed",
            LockedWhat::Added => "locked_added",
            LockedWhat::Intrudes => "locked_intruded",
        }
    }
}

impl Template {
    /// Everything in which this template breaks into the carrier zones of the standard one it was made from; nothing if they are
    /// untouched. Paper, kind and the order and heights of the parts are locked with them, because they say where the zones lie.
    pub fn check_against(&self, standard: &Template) -> Vec<LockedChange> {
        let mut changes = Vec::new();
        let mut add = |pointer: String, name: &str, what| {
            changes.push(LockedChange { pointer, name: name.to_owned(), what });
        };
        if self.paper != standard.paper {
            add("/paper".to_owned(), "paper", LockedWhat::Changed);
        }
        if self.kind != standard.kind {
            add("/kind".to_owned(), "kind", LockedWhat::Changed);
        }
        for (at, part) in standard.parts.iter().enumerate() {
            let pointer = format!("/parts/{at}");
            match self.parts.get(at) {
                None => add(pointer, &part.name, LockedWhat::Removed),
                Some(own) if own.zone != part.zone || own.height_mm != part.height_mm => {
                    add(pointer, &part.name, LockedWhat::Changed);
                }
                Some(own) if part.zone == Zone::Carrier && own.name != part.name => {
                    add(format!("{pointer}/name"), &part.name, LockedWhat::Changed);
                }
                Some(_) => {}
            }
        }
        for (at, part) in self.parts.iter().enumerate() {
            match standard.parts.get(at) {
                None => add(format!("/parts/{at}"), &part.name, LockedWhat::Added),
                Some(standard) if standard.zone == Zone::Carrier => compare(at, part, standard, &mut add),
                Some(_) => {}
            }
            if part.zone == Zone::Customer {
                for (index, element) in part.elements.iter().enumerate().filter(|(_, element)| leaves(part, element)) {
                    add(format!("/parts/{at}/elements/{index}"), &element.name, LockedWhat::Intrudes);
                }
            }
        }
        changes
    }
}

/// The elements of a locked part, one by one: order counts, because what is drawn later lies above.
fn compare(at: usize, own: &Part, standard: &Part, add: &mut impl FnMut(String, &str, LockedWhat)) {
    for index in 0..own.elements.len().max(standard.elements.len()) {
        let pointer = format!("/parts/{at}/elements/{index}");
        match (own.elements.get(index), standard.elements.get(index)) {
            (Some(own), Some(standard)) if own != standard => add(pointer, &standard.name, LockedWhat::Changed),
            (Some(own), None) => add(pointer, &own.name, LockedWhat::Added),
            (None, Some(standard)) => add(pointer, &standard.name, LockedWhat::Removed),
            _ => {}
        }
    }
}

/// Whether an element's box reaches over the edges of its part, above or below; the sides are the paper's matter.
pub(crate) fn leaves(part: &Part, element: &Element) -> bool {
    element.y < Mm::default() || element.y + element.height > part.height_mm
}
