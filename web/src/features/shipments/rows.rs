//! The rows of a list that were loaded so far, and how the next ones come.

use std::collections::HashMap;

use shared::{Page, ShipmentId, shipments::ShipmentSummary};

/// Rows are asked for when those in sight come this near to the last loaded one.
pub const AHEAD: usize = 300;
/// Places shown below the last loaded row while there are more.
const COMING: usize = 30;

/// What is loaded of a list that is read page by page.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    items: Vec<ShipmentSummary>,
    places: HashMap<ShipmentId, usize>,
    next: Option<String>,
    /// What was asked for.
    question: String,
}

impl Rows {
    /// The answer to `question` begins with this page.
    pub fn begin(question: String, page: Page<ShipmentSummary>) -> Rows {
        let mut rows = Rows { question, ..Rows::default() };
        rows.append(page);
        rows
    }

    /// Adds the next page. A row that moved between the pages stands only where it was seen first.
    pub fn append(&mut self, page: Page<ShipmentSummary>) {
        for item in page.items {
            if !self.places.contains_key(&item.id) {
                self.places.insert(item.id, self.items.len());
                self.items.push(item);
            }
        }
        self.next = page.next_cursor;
    }

    /// Replaces rows that are loaded by newer versions, in place; others are left out.
    pub fn patch(&mut self, newer: Vec<ShipmentSummary>) {
        for item in newer {
            if let Some(row) = self.places.get(&item.id).and_then(|&place| self.items.get_mut(place)) {
                *row = item;
            }
        }
    }

    /// Whether these rows answer `question`; otherwise they are left over from another one.
    pub fn answers(&self, question: &str) -> bool {
        self.question == question
    }

    pub fn get(&self, index: usize) -> Option<&ShipmentSummary> {
        self.items.get(index)
    }

    pub fn find(&self, id: ShipmentId) -> Option<&ShipmentSummary> {
        self.places.get(&id).and_then(|&place| self.items.get(place))
    }

    pub fn loaded(&self) -> usize {
        self.items.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &ShipmentSummary> {
        self.items.iter()
    }

    /// Rows to make room for: the loaded ones, and some more while there are more.
    pub fn room(&self) -> usize {
        self.items.len() + if self.next.is_some() { COMING } else { 0 }
    }

    /// The cursor of the next page, if rows up to `end` are in sight and it is time to ask for it.
    pub fn wanted(&self, end: usize) -> Option<&str> {
        self.next.as_deref().filter(|_| end + AHEAD > self.items.len())
    }

    pub fn has_more(&self) -> bool {
        self.next.is_some()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use shared::{ShipmentState, contacts::MaskedParty};
    use units::Money;

    use super::*;

    pub fn row(number: u128) -> ShipmentSummary {
        ShipmentSummary {
            id: ShipmentId(uuid::Uuid::from_u128(number)),
            waybill_no: format!("XW{number:013}"),
            order_no: None,
            state: ShipmentState::OrderCreated,
            receiver: MaskedParty {
                name: "王**".to_owned(),
                phone: "*******0000".to_owned(),
                province: "上海市".to_owned(),
                city: "上海市".to_owned(),
                district: "闵行区".to_owned(),
                detail: String::new(),
            },
            goods: "茶".to_owned(),
            quantity: 1,
            weight_g: None,
            billed_weight_g: 1000,
            price: Money::from_fen(240),
            route_code: String::new(),
            print_count: 0,
            label_stale: false,
            owner_id: None,
            department_id: None,
            created_at: chrono::DateTime::default(),
        }
    }

    fn page(numbers: std::ops::Range<u128>, next: Option<&str>) -> Page<ShipmentSummary> {
        Page { items: numbers.map(row).collect(), next_cursor: next.map(str::to_owned) }
    }

    #[test]
    fn pages_are_asked_for_ahead_and_never_twice_the_same_row() {
        let mut rows = Rows::begin(String::new(), page(0..1000, Some("a")));
        assert_eq!(rows.wanted(40), None, "far away");
        assert_eq!(rows.wanted(800), Some("a"));
        assert_eq!(rows.room(), 1030);
        rows.append(page(990..1500, None));
        assert_eq!((rows.loaded(), rows.room(), rows.wanted(1500)), (1500, 1500, None));
        assert_eq!(rows.find(row(1499).id), Some(&row(1499)));
    }

    #[test]
    fn newer_rows_take_their_place() {
        let mut rows = Rows::begin(String::new(), page(0..3, None));
        let changed = ShipmentSummary { print_count: 1, ..row(1) };
        rows.patch(vec![changed.clone(), row(77)]);
        assert_eq!((rows.get(1), rows.loaded()), (Some(&changed), 3));
    }
}
