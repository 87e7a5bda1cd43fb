//! Reading template files from anywhere, and the rules every template keeps.

use super::content::{Content, Picture, PictureFault, Table, Text};
use super::fault::{Fault, Rule};
use super::{Element, Template, shape};
use crate::fields::is_field;
use crate::length::Mm;
use crate::limits::{
    COLUMNS_MAX, ELEMENTS_MAX, LENGTH_MM_MAX, NAME_CHARS_MAX, PAPER_MM_MAX, PARTS_MAX, PICTURE_BYTES_MAX,
    PICTURE_PIXELS_MAX, PICTURE_SIDE_MAX, PICTURES_MAX, TEMPLATE_BYTES_MAX, TEXT_CHARS_MAX, TEXT_MM_MAX,
};

/// The thinnest line of a table; bounds the number of lines a page can have.
const MIN_ROW_MM: f64 = 1.0;

impl Template {
    /// Reads a template file, which may come from anywhere.
    ///
    /// # Errors
    /// Every fault with its place, up to a bound. Takes a moment at most, whatever the file holds.
    pub fn from_json(json: &str) -> Result<Template, Vec<Fault>> {
        let whole = |rule| vec![Fault { pointer: String::new(), element: None, rule }];
        if json.len() > TEMPLATE_BYTES_MAX {
            return Err(whole(Rule::FileTooLarge));
        }
        let value: serde_json::Value = serde_json::from_str(json).map_err(|_| whole(Rule::NotJson))?;
        let faults = shape::faults(&value);
        if !faults.is_empty() {
            return Err(faults);
        }
        let template: Template = serde_json::from_value(value).map_err(|_| whole(Rule::NotJson))?;
        let faults = template.faults();
        if faults.is_empty() { Ok(template) } else { Err(faults) }
    }

    /// The template as a file.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a template is plain data")
    }

    /// Every rule this template breaks; an empty list means it can be drawn (if the data can).
    pub fn faults(&self) -> Vec<Fault> {
        let mut check = Check { faults: Vec::new(), element: None };
        check.template(self);
        check.faults
    }
}

struct Check {
    faults: Vec<Fault>,
    element: Option<String>,
}

impl Check {
    fn fault(&mut self, pointer: String, rule: Rule) {
        self.faults.push(Fault { pointer, element: self.element.clone(), rule });
    }

    fn template(&mut self, template: &Template) {
        for (pointer, name) in [("/id", &template.id), ("/name", &template.name)] {
            self.name(pointer, name);
        }
        let paper = template.paper;
        for (pointer, length) in [("/paper/width_mm", paper.width_mm), ("/paper/height_mm", paper.height_mm)] {
            self.range(|| pointer.to_owned(), length, 1.0, PAPER_MM_MAX);
        }
        if template.parts.len() > PARTS_MAX {
            return self.fault("/parts".to_owned(), Rule::TooMany { max: PARTS_MAX });
        }
        if template.parts.iter().map(|part| part.elements.len()).sum::<usize>() > ELEMENTS_MAX {
            return self.fault("/parts".to_owned(), Rule::TooMany { max: ELEMENTS_MAX });
        }
        let mut bottom = Mm::default();
        let mut pictures = 0;
        for (at, part) in template.parts.iter().enumerate() {
            self.range(|| format!("/parts/{at}/height_mm"), part.height_mm, 0.0, PAPER_MM_MAX);
            bottom = bottom + part.height_mm;
            for (index, element) in part.elements.iter().enumerate() {
                pictures += usize::from(matches!(element.content, Content::Image(_)));
                self.an_element(&|field| format!("/parts/{at}/elements/{index}/{field}"), element);
            }
        }
        if bottom > paper.height_mm {
            self.fault("/parts".to_owned(), Rule::OutsidePaper);
        }
        if pictures > PICTURES_MAX {
            self.fault("/parts".to_owned(), Rule::TooMany { max: PICTURES_MAX });
        }
    }

    fn name(&mut self, pointer: &str, name: &str) {
        if name.trim().is_empty() {
            self.fault(pointer.to_owned(), Rule::Empty);
        } else if name.chars().nth(NAME_CHARS_MAX).is_some() {
            self.fault(pointer.to_owned(), Rule::TooLong { max: NAME_CHARS_MAX });
        }
    }

    fn range(&mut self, pointer: impl FnOnce() -> String, length: Mm, min: f64, max: f64) {
        if !(min..=max).contains(&length.get()) {
            self.fault(pointer(), Rule::OutOfRange { min, max });
        }
    }

    fn an_element(&mut self, pointer: &dyn Fn(&str) -> String, element: &Element) {
        self.element = Some(element.name.clone());
        if element.name.chars().nth(NAME_CHARS_MAX).is_some() {
            self.fault(pointer("name"), Rule::TooLong { max: NAME_CHARS_MAX });
        }
        for (field, place) in [("x_mm", element.x), ("y_mm", element.y)] {
            self.range(|| pointer(field), place, -LENGTH_MM_MAX, LENGTH_MM_MAX);
        }
        for (field, length) in [("width_mm", element.width), ("height_mm", element.height)] {
            self.range(|| pointer(field), length, 0.0, PAPER_MM_MAX);
        }
        if let Some(field) = element.show.field().filter(|field| !is_field(field)) {
            self.fault(pointer("show"), Rule::UnknownVariable(field.to_owned()));
        }
        match &element.content {
            Content::Text(text) => self.text(pointer, text),
            Content::Code128 { value, min_module_mm, max_module_mm }
            | Content::Qr { value, min_module_mm, max_module_mm } => {
                self.words(|| pointer("value"), value);
                self.range(|| pointer("min_module_mm"), *min_module_mm, 0.0, TEXT_MM_MAX);
                self.range(|| pointer("max_module_mm"), *max_module_mm, 0.0, TEXT_MM_MAX);
            }
            Content::Line => {}
            Content::Frame { stroke_mm, radius_mm, .. } => {
                self.range(|| pointer("stroke_mm"), *stroke_mm, 0.0, TEXT_MM_MAX);
                self.range(|| pointer("radius_mm"), *radius_mm, 0.0, TEXT_MM_MAX);
            }
            Content::Image(picture) => {
                if let Err(fault) = picture.check() {
                    self.fault(pointer("png"), Rule::Picture(fault));
                }
            }
            Content::Table(table) => self.table(pointer, table),
        }
        self.element = None;
    }

    fn text(&mut self, pointer: &dyn Fn(&str) -> String, text: &Text) {
        self.words(|| pointer("value"), &text.value);
        self.type_size(pointer, text.size_mm, text.min_size_mm);
    }

    fn type_size(&mut self, pointer: &dyn Fn(&str) -> String, size: Mm, min_size: Mm) {
        const SMALLEST_MM: f64 = 0.01;
        self.range(|| pointer("size_mm"), size, SMALLEST_MM, TEXT_MM_MAX);
        self.range(|| pointer("min_size_mm"), min_size, 0.0, TEXT_MM_MAX);
    }

    fn table(&mut self, pointer: &dyn Fn(&str) -> String, table: &Table) {
        self.type_size(pointer, table.size_mm, table.min_size_mm);
        self.range(|| pointer("row_height_mm"), table.row_height_mm, MIN_ROW_MM, PAPER_MM_MAX);
        self.words(|| pointer("more"), &table.more);
        match table.columns.len() {
            0 => self.fault(pointer("columns"), Rule::Empty),
            1..=COLUMNS_MAX => {}
            _ => return self.fault(pointer("columns"), Rule::TooMany { max: COLUMNS_MAX }),
        }
        for (at, column) in table.columns.iter().enumerate() {
            self.words(|| pointer(&format!("columns/{at}/value")), &column.value);
            self.words(|| pointer(&format!("columns/{at}/title")), &column.title);
            self.range(|| pointer(&format!("columns/{at}/width_mm")), column.width_mm, 0.0, PAPER_MM_MAX);
        }
    }

    /// A text: not too long, and its places name variables.
    fn words(&mut self, pointer: impl Fn() -> String, text: &str) {
        if text.chars().nth(TEXT_CHARS_MAX).is_some() {
            return self.fault(pointer(), Rule::TooLong { max: TEXT_CHARS_MAX });
        }
        let mut rest = text;
        while let Some((_, after)) = rest.split_once('{') {
            rest = match (after.strip_prefix('{'), after.split_once('}')) {
                (Some(after), _) => after,
                (None, None) => return self.fault(pointer(), Rule::OpenBrace),
                (None, Some((name, after))) => {
                    if !is_field(name) {
                        let name = name.chars().take(NAME_CHARS_MAX).collect();
                        return self.fault(pointer(), Rule::UnknownVariable(name));
                    }
                    after
                }
            };
        }
    }
}

impl Picture {
    /// Width and height in pixels, read from the header alone.
    ///
    /// # Errors
    /// When it is no PNG, or too large to be decoded.
    pub fn check(&self) -> Result<(u32, u32), PictureFault> {
        // Four characters carry three bytes.
        if self.png.len() / 4 * 3 > PICTURE_BYTES_MAX {
            return Err(PictureFault::TooManyBytes);
        }
        let head = self.png.as_bytes().get(..HEADER_CHARACTERS).ok_or(PictureFault::NotPng)?;
        let head = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, head)
            .map_err(|_| PictureFault::NotPng)?;
        png_size(&head)
    }
}

/// Base64 characters that carry a PNG's first 33 bytes: signature and header chunk.
const HEADER_CHARACTERS: usize = 44;

/// The size in a PNG's header (PNG specification, 5.2 and 11.2.2), if it is one that may be decoded.
pub(crate) fn png_size(file: &[u8]) -> Result<(u32, u32), PictureFault> {
    let start = file.get(..24).ok_or(PictureFault::NotPng)?;
    let (signature, chunk) = start.split_at(16);
    if signature != b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" {
        return Err(PictureFault::NotPng);
    }
    let number = |at: usize| u32::from_be_bytes([chunk[at], chunk[at + 1], chunk[at + 2], chunk[at + 3]]);
    let (width, height) = (number(0), number(4));
    if width == 0 || height == 0 {
        return Err(PictureFault::NotPng);
    }
    if width > PICTURE_SIDE_MAX || height > PICTURE_SIDE_MAX || width * height > PICTURE_PIXELS_MAX {
        return Err(PictureFault::TooManyPixels(width, height));
    }
    Ok((width, height))
}
