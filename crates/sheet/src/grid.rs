//! The filled cells of one sheet in one block of text: reading fifty thousand rows must not make a million small strings.

use std::collections::HashMap;

/// What was wrong with a cell when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Flag {
    /// Cut; it had this many characters.
    TooLong(usize),
    /// A formula's error, such as `#N/A`.
    Error,
    /// A number of more digits than a spreadsheet keeps.
    DigitsLost,
}

#[derive(Clone, Copy, Debug, Default)]
struct Span {
    start: u32,
    len: u32,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    number: u32,
    first: u32,
    len: u32,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    text: String,
    spans: Vec<Span>,
    rows: Vec<Row>,
    width: usize,
    flags: HashMap<(u32, u32), Flag>,
}

impl Grid {
    /// Filled rows; rows without any text are not kept.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// One-based, as the spreadsheet shows it.
    pub fn number(&self, row: usize) -> u32 {
        self.rows[row].number
    }

    /// The cells of a row up to its last filled one.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = &str> {
        let Row { first, len, .. } = self.rows[row];
        self.spans[first as usize..(first + len) as usize].iter().map(|span| self.slice(*span))
    }

    /// Empty for a cell that the row does not have.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let Row { first, len, .. } = self.rows[row];
        if column < len as usize { self.slice(self.spans[first as usize + column]) } else { "" }
    }

    pub fn flag(&self, row: usize, column: usize) -> Option<&Flag> {
        if self.flags.is_empty() {
            return None;
        }
        self.flags.get(&(u32::try_from(row).ok()?, u32::try_from(column).ok()?))
    }

    /// Columns up to the last filled one of any row.
    pub fn width(&self) -> usize {
        self.width
    }

    pub fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// Bytes and cells taken by the row being written.
    pub fn begin_row(&mut self, number: u32) {
        let first = u32::try_from(self.spans.len()).unwrap_or(u32::MAX);
        self.rows.push(Row { number, first, len: 0 });
    }

    /// Writes into the row begun last; the caller keeps columns and text within the limits.
    pub fn put(&mut self, column: usize, text: &str, flag: Option<Flag>) {
        let Some(row) = self.rows.last_mut() else { return };
        let (Ok(start), Ok(len)) = (u32::try_from(self.text.len()), u32::try_from(text.len())) else { return };
        if row.len as usize <= column {
            self.spans.resize(row.first as usize + column + 1, Span::default());
            row.len = u32::try_from(column + 1).unwrap_or(row.len);
            self.width = self.width.max(column + 1);
        }
        self.spans[row.first as usize + column] = Span { start, len };
        self.text.push_str(text);
        if let Some(flag) = flag {
            let (Ok(row), Ok(column)) = (u32::try_from(self.rows.len() - 1), u32::try_from(column)) else { return };
            self.flags.insert((row, column), flag);
        }
    }

    /// Ends the row begun last; a row without text is forgotten. True where it was kept.
    pub fn end_row(&mut self) -> bool {
        if self.rows.last().is_some_and(|row| row.len == 0) {
            self.rows.pop();
            return false;
        }
        true
    }

    fn slice(&self, span: Span) -> &str {
        &self.text[span.start as usize..(span.start + span.len) as usize]
    }
}
