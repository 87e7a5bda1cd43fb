//! Which rows of a list are chosen.

use std::{collections::HashSet, hash::Hash};

#[derive(Clone, Debug)]
pub struct Selection<Id> {
    ids: HashSet<Id>,
    /// Where a range begins.
    last: Option<Id>,
}

impl<Id> Default for Selection<Id> {
    fn default() -> Self {
        Selection { ids: HashSet::new(), last: None }
    }
}

impl<Id: Copy + Eq + Hash> Selection<Id> {
    pub fn has(&self, id: Id) -> bool {
        self.ids.contains(&id)
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn set(&mut self, id: Id, is_on: bool) {
        if is_on {
            self.ids.insert(id);
        } else {
            self.ids.remove(&id);
        }
        self.last = Some(id);
    }

    /// Everything of `listed` between the last one that was touched and `id`.
    pub fn add_range(&mut self, id: Id, listed: &[Id]) {
        let place = |wanted: Id| listed.iter().position(|one| *one == wanted);
        let to = place(id).unwrap_or_default();
        let from = self.last.and_then(place).unwrap_or(to);
        self.ids.extend(listed.iter().skip(from.min(to)).take(from.abs_diff(to) + 1).copied());
        self.last = Some(id);
    }

    pub fn set_all(&mut self, listed: &[Id], is_on: bool) {
        self.ids.clear();
        if is_on {
            self.ids.extend(listed);
        }
    }

    pub fn clear(&mut self) {
        *self = Selection::default();
    }
}

#[cfg(test)]
mod tests {
    use shared::ContactId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_range_goes_both_ways_from_what_was_touched_last() {
        let listed: Vec<ContactId> = (0..6).map(|number| ContactId(Uuid::from_u128(number))).collect();
        let mut selection = Selection::default();
        selection.set(listed[3], true);
        selection.add_range(listed[1], &listed);
        assert_eq!(listed.iter().filter(|id| selection.has(**id)).count(), 3);
        selection.add_range(listed[5], &listed);
        assert_eq!(selection.len(), 5);
        selection.set(listed[5], false);
        assert!(!selection.has(listed[5]));
        selection.set_all(&listed, true);
        assert_eq!(selection.len(), 6);
    }
}
