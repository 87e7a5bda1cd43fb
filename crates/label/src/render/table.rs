//! Tables of goods or parcels.

use std::ops::Range;

use super::drawing::Drawing;
use super::{Problem, Problems, expand};
use crate::data::LabelData;
use crate::fields::Scope;
use crate::length::Mm;
use crate::limits::{ITEMS_MAX, ROWS_MAX};
use crate::raster::Raster;
use crate::template::{Align, Column, Element, Fit, Overflow, Rotation, RowSource, Table};
use crate::text::{self, Style};

const GRID_MM: f64 = 0.15;
/// White between a cell's edge and its text.
const PADDING_MM: f64 = 0.75;

/// How many lines of the data a table is given.
fn lines(table: &Table, data: &LabelData) -> usize {
    match table.rows {
        RowSource::Items => data.items.len().min(ITEMS_MAX),
        RowSource::Rows => data.rows.len().min(ROWS_MAX),
    }
}

/// How many lines the box has room for, below its header.
fn capacity(table: &Table, element: &Element) -> usize {
    let upright = matches!(element.rotation, Rotation::None | Rotation::Half);
    let height = if upright { element.height } else { element.width };
    height.times(table.row_height_mm).saturating_sub(usize::from(table.header))
}

/// Pages that a table needs which goes on on the next page.
pub(super) fn pages(table: &Table, element: &Element, data: &LabelData) -> usize {
    match capacity(table, element) {
        0 => 1,
        capacity => lines(table, data).div_ceil(capacity),
    }
}

/// The lines that stand on this page, and how many are left out.
fn shown(table: &Table, capacity: usize, lines: usize, page: u32) -> (Range<usize>, usize) {
    match table.overflow {
        Overflow::NextPage => {
            let start = (page as usize - 1).saturating_mul(capacity).min(lines);
            (start..(start + capacity).min(lines), 0)
        }
        Overflow::More if lines <= capacity => (0..lines, 0),
        Overflow::More => {
            let shown = capacity.saturating_sub(1);
            (0..shown, lines - shown)
        }
    }
}

pub(super) fn draw(
    canvas: &mut Raster,
    drawing: &Drawing<'_>,
    table: &Table,
    element: &Element,
    problems: &mut Problems,
) {
    let data = drawing.data();
    let given = match table.rows {
        RowSource::Items => data.items.len(),
        RowSource::Rows => data.rows.len(),
    };
    let lines = lines(table, data);
    let (range, more) = shown(table, capacity(table, element), lines, drawing.scope.page);
    let undrawn = more + given - lines;
    let never = table.overflow == Overflow::NextPage && range.is_empty() && lines > 0 && drawing.scope.pages == 1;
    if undrawn > 0 || never {
        problems.add(Problem::LinesLeftOut { lines: if never { given } else { undrawn } });
    }
    let mut sheet = Sheet { canvas, drawing, table, row: 0 };
    if table.header {
        let style = Style { bold: true, align: Align::Centre, ..sheet.style() };
        sheet.line(style, |column| (column.title.clone(), Align::Centre), problems);
    }
    for number in range {
        let scope = Scope {
            item: data.items.get(number).filter(|_| table.rows == RowSource::Items),
            row: data.rows.get(number).filter(|_| table.rows == RowSource::Rows),
            number: number + 1,
            more,
            ..drawing.scope
        };
        let style = sheet.style();
        sheet.line(style, |column| (expand::expand(&column.value, &scope), column.align), problems);
    }
    if more > 0 {
        let scope = Scope { more, ..drawing.scope };
        sheet.whole_line(&expand::expand(&table.more, &scope), problems);
    }
    if table.grid {
        sheet.grid(more > 0);
    }
}

/// A table as far as it is drawn.
struct Sheet<'a, 'b> {
    canvas: &'a mut Raster,
    drawing: &'a Drawing<'b>,
    table: &'a Table,
    /// The next line.
    row: usize,
}

impl Sheet<'_, '_> {
    fn style(&self) -> Style {
        Style { fit: Fit::Wrap, ..self.drawing.style(self.table.size_mm, self.table.min_size_mm) }
    }

    /// From the top of the table to the top of a line. Each is rounded by itself, so a long table does not drift.
    fn top(&self, row: usize) -> i32 {
        Mm::new(self.table.row_height_mm.get() * row as f64).dots(self.drawing.dpi)
    }

    /// Where the columns begin, and where the last one ends; never right of the box.
    fn edges(&self) -> Vec<i32> {
        let mut edges = vec![0];
        let mut right = Mm::default();
        for column in &self.table.columns {
            right = right + column.width_mm;
            edges.push(right.dots(self.drawing.dpi).min(self.canvas.width_dots() as i32));
        }
        edges
    }

    fn line(&mut self, style: Style, cell: impl Fn(&Column) -> (String, Align), problems: &mut Problems) {
        let edges = self.edges();
        for (column, edge) in self.table.columns.iter().zip(edges.windows(2)) {
            let (text, align) = cell(column);
            self.cell(&text, Style { align, ..style }, edge[0], edge[1], problems);
        }
        self.row += 1;
    }

    fn whole_line(&mut self, text: &str, problems: &mut Problems) {
        let right = self.edges().last().copied().unwrap_or_default();
        self.cell(text, Style { align: Align::Centre, ..self.style() }, 0, right, problems);
        self.row += 1;
    }

    fn cell(&mut self, text: &str, style: Style, left: i32, right: i32, problems: &mut Problems) {
        let padding = self.drawing.at_least_one_dot(Mm::new(PADDING_MM));
        let grid = self.drawing.at_least_one_dot(Mm::new(GRID_MM));
        let (top, bottom) = (self.top(self.row) + grid, self.top(self.row + 1));
        let (width, height) = (right - left - 2 * padding, bottom - top);
        if width <= 0 || height <= 0 {
            if !text.trim().is_empty() {
                problems.add(Problem::Truncated);
            }
            return;
        }
        let mut cell = Raster::new(width as u32, height as u32, self.drawing.dpi);
        text::draw(&mut cell, &self.drawing.face, text, style, problems);
        self.canvas.draw(&cell, left + padding, top);
    }

    /// Lines around every cell; the line that counts what is left out has no columns.
    fn grid(&mut self, ends_whole: bool) {
        let stroke = self.drawing.at_least_one_dot(Mm::new(GRID_MM));
        let edges = self.edges();
        let right = edges.last().copied().unwrap_or_default();
        let bottom = self.top(self.row);
        for row in 0..=self.row {
            let y = self.top(row).min(self.canvas.height_dots() as i32 - stroke);
            self.canvas.fill(0, y, right, stroke);
        }
        let last = edges.len() - 1;
        for (index, edge) in edges.into_iter().enumerate() {
            let is_outer = index == 0 || index == last;
            let end = if ends_whole && !is_outer { self.top(self.row - 1) } else { bottom };
            self.canvas.fill(edge.min(right - stroke), 0, stroke, end);
        }
    }
}
