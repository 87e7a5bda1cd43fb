//! An opened file: its columns, what they mean, and its orders.

mod groups;

use groups::Group;

use crate::{
    field::Field,
    grid::Grid,
    header::{self, Header, Wanted, key},
    limits::Limits,
    mapping::{Mapped, Mapping},
    order::{self, OrderRow},
    platform::Platform,
    problem::FileProblem,
    source::{self, Chosen, Pick, SheetInfo},
    value::WeightUnit,
};

/// The orders of a file.
///
/// It keeps the filled cells as one block of text, and reads an order of them when it is asked for: fifty thousand orders with all their
/// texts would be several times the file.
#[derive(Clone, Debug)]
pub struct Table {
    sheet_name: String,
    sheet_at: Option<usize>,
    header_row: u32,
    mapping: Mapping,
    reading: Reading,
    groups: Vec<Group>,
    skipped: Vec<u32>,
}

/// Opens an order file whatever its name says: `.xlsx`, `.xls`, or `.csv` in UTF-8, UTF-16 or GB18030 with commas, semicolons,
/// tabs or bars. Without a mapping the columns' meaning is guessed from their names; with one, columns that it does not name mean
/// nothing.
///
/// # Errors
/// A [`FileProblem`] where nothing of the file can be imported; `no_header_recognised` also where the mapping lacks the
/// receiver's name, phone or address.
pub fn open(bytes: &[u8], file_name: &str, mapping: Option<&Mapping>, limits: &Limits) -> Result<Table, FileProblem> {
    open_sheet(bytes, file_name, Pick::Only, mapping, limits)
}

/// [`open`], where it is said which sheet of a workbook is meant.
///
/// # Errors
/// As [`open`]; `unknown_sheet` where there is none of the name.
pub fn open_sheet(
    bytes: &[u8],
    file_name: &str,
    pick: Pick<'_>,
    mapping: Option<&Mapping>,
    limits: &Limits,
) -> Result<Table, FileProblem> {
    let chosen = source::read(bytes, file_name, limits, wanted(mapping), pick)?;
    let (head, reading) = (chosen.header, chosen.reading);
    let mapping = Mapping(head.mapped.iter().map(|m| (head.columns[m.column].clone(), m.field)).collect());
    let (groups, skipped) = groups::of(&reading, head.row + 1);
    if groups.is_empty() {
        return Err(FileProblem::new("empty_file"));
    }
    if groups.iter().map(|group| 1 + group.also.len()).sum::<usize>() > limits.rows {
        return Err(FileProblem::with("too_many_rows", [limits.rows.to_string()]));
    }
    Ok(Table {
        sheet_name: chosen.sheet_name,
        sheet_at: chosen.sheet_at,
        header_row: reading.grid.number(head.row),
        mapping,
        reading,
        groups,
        skipped,
    })
}

/// The filled sheets of a workbook, visible ones first, to choose from; a text file has none.
///
/// # Errors
/// A [`FileProblem`] where the file is no table.
pub fn sheets(bytes: &[u8], mapping: Option<&Mapping>, limits: &Limits) -> Result<Vec<SheetInfo>, FileProblem> {
    source::survey(bytes, limits, wanted(mapping))
}

fn wanted(mapping: Option<&Mapping>) -> Wanted<'_> {
    mapping.map_or(Wanted::Guess, Wanted::Said)
}

impl Chosen {
    /// How many orders it holds.
    pub fn orders(&self) -> usize {
        groups::of(&self.reading, self.header.row + 1).0.len()
    }

    pub fn has_orders(&self) -> bool {
        groups::any(&self.reading, self.header.row + 1)
    }
}

impl Table {
    /// Whose export this is.
    pub fn platform(&self) -> Platform {
        self.reading.platform
    }

    /// The sheet that was read; the file's name without its ending for a text file.
    pub fn sheet_name(&self) -> &str {
        &self.sheet_name
    }

    /// The place of that sheet in its workbook, counted from 0; none where the file has no other.
    pub fn sheet_at(&self) -> Option<usize> {
        self.sheet_at
    }

    /// The row of the header, one-based.
    pub fn header_row(&self) -> u32 {
        self.header_row
    }

    /// The columns' names, each different: a second 联系电话 is `联系电话 (2)`, a column without a name goes by its letter.
    pub fn header(&self) -> &[String] {
        &self.reading.columns
    }

    /// What tells this header from others: files of the same columns have the same.
    pub fn header_identity(&self) -> String {
        header::identity(&self.reading.columns)
    }

    /// What the columns were read as; give it, changed or not, to [`open`].
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// How many orders there are; at least one.
    pub fn order_count(&self) -> usize {
        self.groups.len()
    }

    /// The orders in the order of the file, read as they are asked for.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = OrderRow> {
        self.some_rows(0, usize::MAX)
    }

    /// Up to `most` orders from the one at `from` on, counted from 0.
    pub fn some_rows(&self, from: usize, most: usize) -> impl ExactSizeIterator<Item = OrderRow> {
        let some = self.groups.iter().skip(from).take(most);
        some.map(|group| order::read(&self.reading, group.first, &group.also))
    }

    /// The text of a field of an order of this table, empty where the file does not say it: [`OrderRow::text`], or the cell.
    pub fn text(&self, row: &OrderRow, field: Field) -> String {
        if let Some(text) = row.text(field) {
            return text.to_owned();
        }
        let cells = self.columns_of(field).iter().filter_map(|column| row.cells.get(*column));
        cells.map(String::as_str).find(|text| !text.is_empty()).unwrap_or_default().to_owned()
    }

    /// The name of the column that speaks first for a field; the field's own name where the file has no such column.
    pub fn column_of(&self, field: Field) -> String {
        let name = self.columns_of(field).first().and_then(|column| self.reading.columns.get(*column));
        name.map_or(field.as_str(), String::as_str).to_owned()
    }

    /// One-based rows that hold no order: the template's sample, totals, and lines in which no known column is filled.
    pub fn skipped_rows(&self) -> &[u32] {
        &self.skipped
    }

    /// The file has no columns for the receiver's name and phone: both stand in the address, and whoever splits it finds them.
    pub fn receiver_in_address(&self) -> bool {
        self.reading.receiver_in_address()
    }

    fn columns_of(&self, field: Field) -> &[usize] {
        self.reading.columns_of(field)
    }
}

fn receiver_in_address(by_field: &[Vec<usize>]) -> bool {
    let none = |field: Field| by_field.get(field as usize).is_none_or(Vec::is_empty);
    !none(Field::Address) && none(Field::RecvName) && none(Field::RecvMobile) && none(Field::RecvPhone)
}

/// The chosen sheet, from which orders are read.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub platform: Platform,
    pub columns: Vec<String>,
    /// For every field of [`Field::ALL`] its columns, the one that speaks first in front.
    by_field: Vec<Vec<usize>>,
    pub weight_unit: WeightUnit,
    pub limits: Limits,
    pub grid: Grid,
}

impl Reading {
    pub fn of(header: &Header, grid: Grid, limits: &Limits) -> Reading {
        let mut columns = header.columns.clone();
        let by_field = by_field(header.platform, &columns, &header.mapped);
        // Rows may be filled beyond the header; what stands there must come back with them.
        columns.extend((columns.len()..grid.width()).map(header::column_letter));
        let weight = by_field[Field::Weight as usize].first();
        let weight_unit = weight.map_or(WeightUnit::Kilogram, |column| WeightUnit::of_header(&columns[*column]));
        Reading { platform: header.platform, columns, by_field, weight_unit, limits: *limits, grid }
    }

    pub fn receiver_in_address(&self) -> bool {
        receiver_in_address(&self.by_field)
    }

    pub fn has_sender(&self) -> bool {
        [Field::SenderName, Field::SenderMobile, Field::SenderPhone, Field::SenderAddress]
            .into_iter()
            .any(|field| !self.columns_of(field).is_empty())
    }

    pub fn columns_of(&self, field: Field) -> &[usize] {
        self.by_field.get(field as usize).map_or(&[], Vec::as_slice)
    }

    /// The filled columns of a field, the one that speaks first in front.
    pub fn filled(&self, row: usize, field: Field) -> impl Iterator<Item = (usize, &str)> {
        let columns = self.columns_of(field).iter();
        columns.map(move |column| (*column, self.grid.cell(row, *column))).filter(|(_, text)| !text.is_empty())
    }

    pub fn first_filled(&self, row: usize, field: Field) -> Option<(usize, &str)> {
        self.filled(row, field).next()
    }

    /// The text of a field, empty where it has none.
    pub fn value(&self, row: usize, field: Field) -> &str {
        self.first_filled(row, field).map_or("", |(_, text)| text)
    }
}

fn by_field(platform: Platform, columns: &[String], mapped: &[Mapped]) -> Vec<Vec<usize>> {
    let mut by_field = vec![Vec::new(); Field::ALL.len()];
    for m in mapped {
        by_field[m.field as usize].push(m.column);
    }
    for columns_of in &mut by_field {
        columns_of.sort_by_key(|column| (platform.rank(&key(&columns[*column])), *column));
    }
    by_field
}
