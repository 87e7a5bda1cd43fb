//! Which shipments are selected, in the order in which they will be printed.

use std::collections::HashSet;

use shared::ShipmentId;

/// A selection. It may hold shipments that are not loaded, after selecting everything that matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    order: Vec<ShipmentId>,
    held: HashSet<ShipmentId>,
    /// The row a range begins at.
    anchor: Option<usize>,
}

impl Selection {
    pub fn len(&self) -> usize {
        self.held.len()
    }

    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    pub fn has(&self, id: ShipmentId) -> bool {
        self.held.contains(&id)
    }

    pub fn ids(&self) -> &[ShipmentId] {
        &self.order
    }

    pub fn add(&mut self, ids: impl IntoIterator<Item = ShipmentId>) {
        for id in ids {
            if self.held.insert(id) {
                self.order.push(id);
            }
        }
    }

    pub fn remove(&mut self, ids: &HashSet<ShipmentId>) {
        self.held.retain(|id| !ids.contains(id));
        self.order.retain(|id| !ids.contains(id));
    }

    /// Turns one row over; ranges begin here.
    pub fn toggle(&mut self, row: usize, id: ShipmentId) {
        if self.has(id) {
            self.remove(&HashSet::from([id]));
        } else {
            self.add([id]);
        }
        self.anchor = Some(row);
    }

    /// The rows from the last turned one to `row`, in the order of the list.
    pub fn range_to(&self, row: usize) -> std::ops::RangeInclusive<usize> {
        let anchor = self.anchor.unwrap_or(row);
        anchor.min(row)..=anchor.max(row)
    }

    pub fn clear(&mut self) {
        *self = Selection::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> ShipmentId {
        ShipmentId(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn ranges_go_from_the_last_turned_row_either_way() {
        let mut selection = Selection::default();
        assert_eq!(selection.range_to(4), 4..=4);
        selection.toggle(5, id(5));
        assert_eq!(selection.range_to(2), 2..=5);
        assert_eq!(selection.range_to(9), 5..=9);
    }

    #[test]
    fn the_order_of_selecting_is_kept_and_nothing_is_twice() {
        let mut selection = Selection::default();
        selection.add([id(3), id(1), id(3)]);
        selection.toggle(0, id(2));
        selection.toggle(0, id(1));
        assert_eq!(selection.ids(), [id(3), id(2)]);
        selection.remove(&HashSet::from([id(3)]));
        assert_eq!((selection.len(), selection.has(id(3))), (1, false));
    }
}
