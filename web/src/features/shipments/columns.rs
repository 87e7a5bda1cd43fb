//! The columns of the list: which there are, which are shown, and in what order.

use crate::{
    features::parts::PartNames,
    i18n::Text,
    texts::{parts, shipments},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Waybill,
    Order,
    Receiver,
    Destination,
    Goods,
    State,
    Route,
    Weight,
    Price,
    Printed,
    Owner,
    Department,
    Created,
}

impl Column {
    pub const ALL: [Column; 13] = [
        Column::Waybill,
        Column::Order,
        Column::Receiver,
        Column::Destination,
        Column::Goods,
        Column::State,
        Column::Route,
        Column::Weight,
        Column::Price,
        Column::Printed,
        Column::Owner,
        Column::Department,
        Column::Created,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Column::Waybill => "waybill",
            Column::Order => "order",
            Column::Receiver => "receiver",
            Column::Destination => "destination",
            Column::Goods => "goods",
            Column::State => "state",
            Column::Route => "route",
            Column::Weight => "weight",
            Column::Price => "price",
            Column::Printed => "printed",
            Column::Owner => "owner",
            Column::Department => "department",
            Column::Created => "created",
        }
    }

    pub const fn name(self) -> Text {
        match self {
            Column::Waybill => shipments::COL_WAYBILL,
            Column::Order => shipments::COL_ORDER,
            Column::Receiver => shipments::COL_RECEIVER,
            Column::Destination => shipments::COL_DESTINATION,
            Column::Goods => shipments::COL_GOODS,
            Column::State => shipments::COL_STATE,
            Column::Route => shipments::COL_ROUTE,
            Column::Weight => shipments::COL_WEIGHT,
            Column::Price => shipments::COL_PRICE,
            Column::Printed => shipments::COL_PRINTED,
            Column::Owner => parts::OWNER,
            Column::Department => parts::DEPARTMENT,
            Column::Created => shipments::COL_CREATED,
        }
    }

    /// The track of the grid.
    const fn width(self) -> &'static str {
        match self {
            Column::Waybill => "168px",
            Column::Order => "minmax(120px,1fr)",
            Column::Receiver => "minmax(138px,1fr)",
            Column::Destination => "minmax(176px,1.6fr)",
            Column::Goods => "minmax(96px,1.2fr)",
            Column::State => "minmax(132px,.8fr)",
            Column::Route => "120px",
            Column::Weight => "84px",
            Column::Price => "76px",
            Column::Printed => "76px",
            Column::Owner | Column::Department => "minmax(88px,.7fr)",
            Column::Created => "118px",
        }
    }

    pub const fn is_number(self) -> bool {
        matches!(self, Column::Weight | Column::Price)
    }

    /// Left out where the list is narrow.
    pub const fn is_late(self) -> bool {
        matches!(
            self,
            Column::Weight | Column::Created | Column::Printed | Column::Route | Column::Owner | Column::Department
        )
    }

    const fn is_first_choice(self) -> bool {
        !matches!(self, Column::Order | Column::Route | Column::Printed)
    }

    /// Whether it can say anything: where nothing is divided, there is nothing to name.
    fn is_there(self, names: &PartNames) -> bool {
        match self {
            Column::Owner => !names.owners.is_empty(),
            Column::Department => !names.departments.is_empty(),
            _ => true,
        }
    }

    fn parse(text: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|column| column.key() == text)
    }
}

/// The order of all columns and which of them are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<(Column, bool)>);

impl Default for Columns {
    fn default() -> Columns {
        Columns(Column::ALL.map(|column| (column, column.is_first_choice())).to_vec())
    }
}

impl Columns {
    /// As written by [`Columns::write`]. Columns that are new since then are hidden at the end.
    pub fn read(text: &str) -> Columns {
        let mut all: Vec<(Column, bool)> = Vec::new();
        for word in text.split(',') {
            let (shown, key) = match word.strip_prefix('-') {
                Some(key) => (false, key),
                None => (true, word),
            };
            if let Some(column) = Column::parse(key)
                && !all.iter().any(|(other, _)| *other == column)
            {
                all.push((column, shown));
            }
        }
        if !all.iter().any(|(_, shown)| *shown) {
            return Columns::default();
        }
        for column in Column::ALL {
            if !all.iter().any(|(other, _)| *other == column) {
                all.push((column, false));
            }
        }
        Columns(all)
    }

    /// `waybill,-order,receiver…`: the order, hidden ones marked.
    pub fn write(&self) -> String {
        let word = |(column, shown): &(Column, bool)| format!("{}{}", if *shown { "" } else { "-" }, column.key());
        self.0.iter().map(word).collect::<Vec<_>>().join(",")
    }

    /// Without those that say nothing to this merchant.
    pub fn of_merchant(&self, names: &PartNames) -> Columns {
        Columns(self.0.iter().copied().filter(|(column, _)| column.is_there(names)).collect())
    }

    pub fn all(&self) -> &[(Column, bool)] {
        &self.0
    }

    pub fn shown(&self) -> impl Iterator<Item = Column> {
        self.0.iter().filter(|(_, shown)| *shown).map(|(column, _)| *column)
    }

    /// Shows or hides a column; the last one shown stays.
    pub fn show(&mut self, column: Column, on: bool) {
        let shown = self.shown().count();
        if let Some((_, flag)) = self.0.iter_mut().find(|(other, _)| *other == column)
            && (on || shown > 1)
        {
            *flag = on;
        }
    }

    /// Moves a column before the one that stands before it for this merchant.
    pub fn forward(&mut self, column: Column, names: &PartNames) {
        let Some(place) = self.0.iter().position(|(other, _)| *other == column) else { return };
        let before = self.0.iter().take(place).rposition(|(other, _)| other.is_there(names));
        if let Some(before) = before {
            let entry = self.0.remove(place);
            self.0.insert(before, entry);
        }
    }

    /// `grid-template-columns`, with and without the columns that narrow lists leave out.
    pub fn tracks(&self, narrow: bool) -> String {
        let widths = self.shown().filter(|column| !narrow || !column.is_late()).map(Column::width);
        std::iter::once("36px").chain(widths).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_survives_writing_and_reading() {
        let mut columns = Columns::default();
        columns.show(Column::Order, true);
        columns.forward(Column::State, &PartNames::default());
        assert_eq!(Columns::read(&columns.write()), columns);
        columns.forward(Column::Created, &PartNames::default());
        assert!(columns.write().contains("created,-printed"), "what is not there is not in the way");
        assert_eq!(Columns::read("nonsense"), Columns::default());
        assert_eq!(Columns::read("state,state").write().matches("state").count(), 1);
        assert_eq!(Columns::read("state").all().len(), Column::ALL.len(), "new columns are there, hidden");
    }

    #[test]
    fn one_column_always_stays_and_narrow_lists_leave_some_out() {
        let mut columns = Columns::default();
        for column in Column::ALL {
            columns.show(column, false);
        }
        assert_eq!(columns.shown().count(), 1);
        let columns = Columns::default().of_merchant(&PartNames::default());
        let minmax_less = |tracks: String| tracks.split(' ').count();
        assert_eq!(minmax_less(columns.tracks(false)), 9);
        assert_eq!(minmax_less(columns.tracks(true)), 7);
    }
}
