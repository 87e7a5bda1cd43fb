//! Short words for writing templates in code.

use crate::length::Mm;
use crate::template::{
    Align, Column, Condition, Content, Element, Fit, Flow, Overflow, Paper, Part, Privacy, Rotation, RowSource, Table,
    Template, TemplateKind, Text, VerticalAlign, Zone,
};

/// A text that never shrinks below this stays readable at 203 dpi (16 dots).
const SMALLEST_TEXT_MM: f64 = 2.0;

/// `(x, y, width, height)` in millimetres.
pub(super) type Place = (f64, f64, f64, f64);

/// A template of this paper with these parts, from the top.
pub(super) fn template(
    id: &str,
    name: &str,
    kind: TemplateKind,
    (width, height): (u16, u16),
    parts: Vec<Part>,
) -> Template {
    Template {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        based_on: None,
        privacy: Privacy::default(),
        paper: Paper { width_mm: Mm::whole(width), height_mm: Mm::whole(height) },
        parts,
    }
}

pub(super) fn part(name: &str, zone: Zone, height_mm: u16, elements: Vec<Element>) -> Part {
    Part { name: name.to_owned(), zone, height_mm: Mm::whole(height_mm), elements }
}

/// The merchant's own zone.
pub(super) fn customer(height_mm: u16, elements: Vec<Element>) -> Part {
    part("客户自定义区", Zone::Customer, height_mm, elements)
}

/// A table that goes on on the next page; columns are `(title, value, width_mm, align)`.
pub(super) fn table(
    name: &str,
    place: Place,
    (rows, row_height_mm, size_mm): (RowSource, f64, f64),
    columns: &[(&str, &str, f64, Align)],
) -> Element {
    let column = |&(title, value, width_mm, align): &(&str, &str, f64, Align)| Column {
        title: title.to_owned(),
        value: value.to_owned(),
        width_mm: Mm::new(width_mm),
        align,
    };
    let table = Table {
        rows,
        columns: columns.iter().map(column).collect(),
        row_height_mm: Mm::new(row_height_mm),
        size_mm: Mm::new(size_mm),
        min_size_mm: Mm::new(SMALLEST_TEXT_MM),
        header: true,
        grid: true,
        overflow: Overflow::NextPage,
        more: String::new(),
    };
    element(name, place, Content::Table(table))
}

pub(super) fn element(name: &str, (x, y, width, height): Place, content: Content) -> Element {
    Element {
        name: name.to_owned(),
        x: Mm::new(x),
        y: Mm::new(y),
        width: Mm::new(width),
        height: Mm::new(height),
        rotation: Rotation::None,
        show: Condition::Always,
        content,
    }
}

/// One line of text, from `size_mm` down to the smallest readable size.
pub(super) fn text(name: &str, place: Place, size_mm: f64, value: &str) -> Element {
    let text = Text {
        value: value.to_owned(),
        size_mm: Mm::new(size_mm),
        min_size_mm: Mm::new(SMALLEST_TEXT_MM.min(size_mm)),
        bold: false,
        inverse: false,
        flow: Flow::Across,
        fit: Fit::Line,
        align: Align::Start,
        vertical: VerticalAlign::Middle,
    };
    element(name, place, Content::Text(text))
}

pub(super) fn code128(name: &str, place: Place, value: &str) -> Element {
    let content =
        Content::Code128 { value: value.to_owned(), min_module_mm: Mm::new(0.25), max_module_mm: Mm::new(0.5) };
    element(name, place, content)
}

pub(super) fn qr(name: &str, place: Place, value: &str) -> Element {
    let content = Content::Qr { value: value.to_owned(), min_module_mm: Mm::new(0.25), max_module_mm: Mm::new(0.75) };
    element(name, place, content)
}

pub(super) fn across(y: f64, from: f64, to: f64) -> Element {
    element("line", (from, y, to - from, 0.25), Content::Line)
}

pub(super) fn down(x: f64, from: f64, to: f64) -> Element {
    element("line", (x, from, 0.25, to - from), Content::Line)
}

pub(super) fn frame(name: &str, place: Place, stroke_mm: f64) -> Element {
    element(name, place, Content::Frame { stroke_mm: Mm::new(stroke_mm), radius_mm: Mm::default(), fill: false })
}

impl Element {
    fn with_text(mut self, change: impl FnOnce(&mut Text)) -> Element {
        if let Content::Text(text) = &mut self.content {
            change(text);
        }
        self
    }

    pub(super) fn bold(self) -> Element {
        self.with_text(|text| text.bold = true)
    }

    pub(super) fn inverse(self) -> Element {
        self.with_text(|text| text.inverse = true)
    }

    pub(super) fn wrap(self) -> Element {
        self.with_text(|text| text.fit = Fit::Wrap)
    }

    pub(super) fn down_to(self, min_size_mm: f64) -> Element {
        self.with_text(|text| text.min_size_mm = Mm::new(min_size_mm))
    }

    pub(super) fn centre(self) -> Element {
        self.with_text(|text| text.align = Align::Centre)
    }

    pub(super) fn end(self) -> Element {
        self.with_text(|text| text.align = Align::End)
    }

    pub(super) fn top(self) -> Element {
        self.with_text(|text| text.vertical = VerticalAlign::Top)
    }

    pub(super) fn turned(mut self, rotation: Rotation) -> Element {
        self.rotation = rotation;
        self
    }

    pub(super) fn if_filled(mut self, field: &str) -> Element {
        self.show = Condition::Filled(field.to_owned());
        self
    }
}
