//! What a template file may look like, before it is read: every field by name and type, so that a fault names its place.

use serde_json::{Map, Value};

use super::fault::{Fault, Rule};
use crate::limits::{COLUMNS_MAX, ELEMENTS_MAX, LENGTH_MM_MAX, NAME_CHARS_MAX, PARTS_MAX, TEXT_CHARS_MAX};

/// More faults than anybody reads at once.
const MAX_FAULTS: usize = 50;

/// The form of one value.
#[derive(Clone, Copy)]
enum Shape {
    /// Text of at most so many characters.
    Text(usize),
    /// A picture's base64; its own check bounds it.
    Picture,
    Millimetres,
    Degrees,
    Byte,
    Flag,
    Choice(&'static [&'static str]),
    Object(&'static [Entry]),
    List(&'static Shape, usize),
    Element,
    Condition,
}

struct Entry {
    name: &'static str,
    shape: Shape,
    required: bool,
}

const fn must(name: &'static str, shape: Shape) -> Entry {
    Entry { name, shape, required: true }
}

const fn may(name: &'static str, shape: Shape) -> Entry {
    Entry { name, shape, required: false }
}

const NAME: Shape = Shape::Text(NAME_CHARS_MAX);
const WORDS: Shape = Shape::Text(TEXT_CHARS_MAX);
const MASKING: Shape = Shape::Choice(&["hide", "show"]);
const ALIGN: Shape = Shape::Choice(&["start", "centre", "end"]);

static TEMPLATE: [Entry; 7] = [
    must("id", NAME),
    must("name", NAME),
    may("kind", Shape::Choice(&["waybill", "item", "packing_list", "manifest"])),
    may("based_on", NAME),
    may("privacy", Shape::Object(&[may("name", MASKING), may("phone", MASKING), may("address", MASKING)])),
    must("paper", Shape::Object(&[must("width_mm", Shape::Millimetres), must("height_mm", Shape::Millimetres)])),
    must("parts", Shape::List(&Shape::Object(&PART), PARTS_MAX)),
];

static PART: [Entry; 4] = [
    must("name", NAME),
    may("zone", Shape::Choice(&["carrier", "customer"])),
    must("height_mm", Shape::Millimetres),
    must("elements", Shape::List(&Shape::Element, ELEMENTS_MAX)),
];

/// What every element has; the rest depends on its `kind`.
static ELEMENT: [Entry; 7] = [
    must("name", NAME),
    must("x_mm", Shape::Millimetres),
    must("y_mm", Shape::Millimetres),
    must("width_mm", Shape::Millimetres),
    must("height_mm", Shape::Millimetres),
    may("rotation", Shape::Degrees),
    may("show", Shape::Condition),
];

static TEXT: [Entry; 9] = [
    must("value", WORDS),
    must("size_mm", Shape::Millimetres),
    must("min_size_mm", Shape::Millimetres),
    may("bold", Shape::Flag),
    may("inverse", Shape::Flag),
    may("flow", Shape::Choice(&["across", "down"])),
    may("fit", Shape::Choice(&["line", "wrap"])),
    may("align", ALIGN),
    may("vertical", Shape::Choice(&["top", "middle", "bottom"])),
];

static SYMBOL: [Entry; 3] =
    [must("value", WORDS), must("min_module_mm", Shape::Millimetres), must("max_module_mm", Shape::Millimetres)];

static FRAME: [Entry; 3] =
    [must("stroke_mm", Shape::Millimetres), may("radius_mm", Shape::Millimetres), may("fill", Shape::Flag)];

static IMAGE: [Entry; 4] = [
    must("png", Shape::Picture),
    may("dither", Shape::Choice(&["threshold", "floyd_steinberg", "ordered"])),
    may("threshold", Shape::Byte),
    may("inverse", Shape::Flag),
];

static TABLE: [Entry; 9] = [
    must("rows", Shape::Choice(&["items", "rows"])),
    must("columns", Shape::List(&Shape::Object(&COLUMN), COLUMNS_MAX)),
    must("row_height_mm", Shape::Millimetres),
    must("size_mm", Shape::Millimetres),
    must("min_size_mm", Shape::Millimetres),
    may("header", Shape::Flag),
    may("grid", Shape::Flag),
    may("overflow", Shape::Choice(&["more", "next_page"])),
    may("more", WORDS),
];

static COLUMN: [Entry; 4] =
    [must("title", NAME), must("value", WORDS), must("width_mm", Shape::Millimetres), may("align", ALIGN)];

/// The fields that only elements of one kind have.
fn fields_of(kind: &str) -> Option<&'static [Entry]> {
    Some(match kind {
        "text" => &TEXT,
        "code128" | "qr" => &SYMBOL,
        "line" => &[],
        "frame" => &FRAME,
        "image" => &IMAGE,
        "table" => &TABLE,
        _ => return None,
    })
}

/// Every fault in the form of a template file, up to a bound.
pub(super) fn faults(value: &Value) -> Vec<Fault> {
    let mut walk = Walk { faults: Vec::new(), element: None };
    walk.value("", value, Shape::Object(&TEMPLATE));
    walk.faults
}

struct Walk {
    faults: Vec<Fault>,
    /// The element being looked at.
    element: Option<String>,
}

impl Walk {
    fn fault(&mut self, pointer: &str, rule: Rule) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(Fault { pointer: pointer.to_owned(), element: self.element.clone(), rule });
        }
    }

    fn value(&mut self, at: &str, value: &Value, shape: Shape) {
        match (shape, value) {
            (Shape::Text(max), Value::String(text)) if text.chars().nth(max).is_some() => {
                self.fault(at, Rule::TooLong { max });
            }
            (Shape::Text(_) | Shape::Picture, Value::String(_)) | (Shape::Flag, Value::Bool(_)) => {}
            (Shape::Text(_) | Shape::Picture, _) => self.fault(at, Rule::WrongType("text")),
            (Shape::Flag, _) => self.fault(at, Rule::WrongType("true/false")),
            (Shape::Millimetres, _) => self.number(at, value, -LENGTH_MM_MAX, LENGTH_MM_MAX, false),
            (Shape::Byte, _) => self.number(at, value, 0.0, 255.0, true),
            (Shape::Degrees, _) => {
                if !matches!(value.as_u64(), Some(0 | 90 | 180 | 270)) {
                    self.fault(at, Rule::NoSuchValue);
                }
            }
            (Shape::Choice(choices), Value::String(text)) => {
                if !choices.contains(&text.as_str()) {
                    self.fault(at, Rule::NoSuchValue);
                }
            }
            (Shape::Choice(_), _) => self.fault(at, Rule::WrongType("text")),
            (Shape::List(shape, max), Value::Array(values)) => {
                if values.len() > max {
                    return self.fault(at, Rule::TooMany { max });
                }
                for (index, value) in values.iter().enumerate() {
                    self.value(&format!("{at}/{index}"), value, *shape);
                }
            }
            (Shape::List(..), _) => self.fault(at, Rule::WrongType("list")),
            (Shape::Object(entries), Value::Object(object)) => self.object(at, object, &[entries]),
            (Shape::Element, Value::Object(object)) => self.an_element(at, object),
            (Shape::Object(_) | Shape::Element, _) => self.fault(at, Rule::WrongType("object")),
            (Shape::Condition, _) => self.condition(at, value),
        }
    }

    fn number(&mut self, at: &str, value: &Value, min: f64, max: f64, whole: bool) {
        match value.as_f64() {
            None => self.fault(at, Rule::WrongType("number")),
            Some(_) if whole && value.as_u64().is_none() => self.fault(at, Rule::WrongType("whole number")),
            Some(number) if !(min..=max).contains(&number) => self.fault(at, Rule::OutOfRange { min, max }),
            Some(_) => {}
        }
    }

    fn object(&mut self, at: &str, object: &Map<String, Value>, entries: &[&'static [Entry]]) {
        for (name, value) in object {
            let pointer = format!("{at}/{}", short(name));
            match entries.iter().flat_map(|entries| entries.iter()).find(|entry| entry.name == name) {
                Some(entry) => self.value(&pointer, value, entry.shape),
                None => self.fault(&pointer, Rule::UnknownField),
            }
        }
        for entry in entries.iter().flat_map(|entries| entries.iter()) {
            if entry.required && !object.contains_key(entry.name) {
                self.fault(&format!("{at}/{}", entry.name), Rule::Missing);
            }
        }
    }

    fn an_element(&mut self, at: &str, object: &Map<String, Value>) {
        self.element = object.get("name").and_then(Value::as_str).map(short);
        const KIND: &[Entry] = &[must("kind", NAME)];
        match object.get("kind") {
            None => self.fault(&format!("{at}/kind"), Rule::Missing),
            Some(kind) => match kind.as_str().and_then(fields_of) {
                None => self.fault(&format!("{at}/kind"), Rule::NoSuchValue),
                Some(fields) => self.object(at, object, &[KIND, &ELEMENT, fields]),
            },
        }
        self.element = None;
    }

    fn condition(&mut self, at: &str, value: &Value) {
        const EQUALS: &[Entry] = &[must("field", NAME), must("value", NAME)];
        const CONDITION: &[Entry] =
            &[may("filled", NAME), may("empty", NAME), may("equals", Shape::Object(EQUALS)), may("always", NAME)];
        match value {
            Value::String(text) if text == "always" => {}
            Value::Object(object) if object.len() == 1 && !object.contains_key("always") => {
                self.object(at, object, &[CONDITION]);
            }
            _ => self.fault(at, Rule::NoSuchValue),
        }
    }
}

/// A name from a file, short enough for a message.
fn short(name: &str) -> String {
    name.chars().take(NAME_CHARS_MAX).collect()
}
