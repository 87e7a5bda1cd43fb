//! Template and data to a picture.

mod expand;

use serde::{Deserialize, Serialize};

use crate::data::LabelData;
use crate::font::{Face, Font};
use crate::length::{Dpi, Mm};
use crate::raster::Raster;
use crate::symbol::code128::{self, Code128Error};
use crate::symbol::qr::{self, Qr};
use crate::template::{Condition, Content, Element, Template, Text};
use crate::text::{self, Style};

/// Larger than any label printer's paper; bounds the picture to 7 MB at 600 dpi.
const MAX_PAPER_MM: f64 = 300.0;
/// Far more than a label has room for; bounds the work a stored template can ask for.
const MAX_ELEMENTS: usize = 500;
/// Rather all of a label than one character of it.
const MAX_TEXT_MM: f64 = 100.0;

/// A drawn label.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub raster: Raster,
    /// The exact size of the paper, which dots can only approximate.
    pub width_mm: Mm,
    pub height_mm: Mm,
    /// What the reader of the label will miss; empty for almost all labels.
    pub warnings: Vec<Warning>,
}

/// Something that could not be printed as given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The element's name in the template.
    pub element: String,
    #[serde(flatten)]
    pub problem: Problem,
}

/// What went wrong in one element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Problem {
    /// The font lacks these characters; boxes stand in their place.
    MissingGlyphs { characters: String },
    /// The text was cut and ends with `…`.
    Truncated,
    /// The QR code was left out because its text is too long for the box.
    QrTooLong,
}

/// Why a label cannot be drawn. Nothing is printed rather than a label that cannot be scanned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    #[error("the barcode {element}: {error}")]
    Barcode { element: String, error: Code128Error },
    #[error("the barcode {element} does not fit its place")]
    BarcodeTooWide { element: String },
    #[error("template, element {element}: {reason}")]
    Element { element: String, reason: String },
    #[error("template: {0}")]
    Template(&'static str),
}

/// Draws a label. The same inputs give the same bits on every machine and in the browser.
///
/// # Errors
/// When the template is wrong, or a barcode cannot carry its value or does not fit.
pub fn render(template: &Template, data: &LabelData, font: &Font, dpi: Dpi) -> Result<Label, RenderError> {
    check(template)?;
    let paper = template.paper;
    let size = |length: Mm| length.dots(dpi) as u32;
    let mut raster = Raster::new(size(paper.width_mm), size(paper.height_mm), dpi);
    let drawing = Drawing { data, face: font.face(), dpi };
    let mut warnings = Vec::new();
    let mut top = Mm::default();
    for part in &template.parts {
        for element in &part.elements {
            if drawing.is_shown(element)? {
                let problems = drawing.element(&mut raster, element, top)?;
                warnings.extend(problems.into_warnings(&element.name));
            }
        }
        top = top + part.height_mm;
    }
    Ok(Label { raster, width_mm: paper.width_mm, height_mm: paper.height_mm, warnings })
}

fn check(template: &Template) -> Result<(), RenderError> {
    let sizes = [template.paper.width_mm, template.paper.height_mm];
    if sizes.iter().any(|size| *size < Mm::whole(1) || size.get() > MAX_PAPER_MM) {
        return Err(RenderError::Template("the paper must measure 1 to 300 mm"));
    }
    if template.parts.iter().map(|part| part.elements.len()).sum::<usize>() > MAX_ELEMENTS {
        return Err(RenderError::Template("more than 500 elements"));
    }
    let parts = template.parts.iter().fold(Mm::default(), |sum, part| sum + part.height_mm);
    if parts > template.paper.height_mm || template.parts.iter().any(|part| part.height_mm < Mm::default()) {
        return Err(RenderError::Template("the parts are higher than the paper"));
    }
    Ok(())
}

/// Problems of one element while it is drawn.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    missing: String,
    others: Vec<Problem>,
}

impl Problems {
    pub(crate) fn add(&mut self, problem: Problem) {
        self.others.push(problem);
    }

    pub(crate) fn missing(&mut self, character: char) {
        if !self.missing.contains(character) {
            self.missing.push(character);
        }
    }

    fn into_warnings(mut self, element: &str) -> impl Iterator<Item = Warning> {
        if !self.missing.is_empty() {
            self.others.push(Problem::MissingGlyphs { characters: self.missing });
        }
        self.others.into_iter().map(|problem| Warning { element: element.to_owned(), problem })
    }
}

/// A box in dots.
#[derive(Clone, Copy)]
struct Place {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
}

struct Drawing<'a> {
    data: &'a LabelData,
    face: Face<'a>,
    dpi: Dpi,
}

impl Drawing<'_> {
    fn is_shown(&self, element: &Element) -> Result<bool, RenderError> {
        let filled = |field: &String| match self.data.field(field) {
            Some(text) => Ok(!text.trim().is_empty()),
            None => Err(bad_element(element, format!("no field is called {field}"))),
        };
        match &element.show {
            Condition::Always => Ok(true),
            Condition::Filled(field) => filled(field),
            Condition::Empty(field) => filled(field).map(|filled| !filled),
        }
    }

    fn element(&self, raster: &mut Raster, element: &Element, top: Mm) -> Result<Problems, RenderError> {
        let place = self.place(raster, element, top)?;
        let mut problems = Problems::default();
        if let Content::Line = element.content {
            raster.fill(place.x, place.y, place.width, place.height);
            return Ok(problems);
        }
        let turns = element.rotation as u8;
        let (width, height) =
            if turns.is_multiple_of(2) { (place.width, place.height) } else { (place.height, place.width) };
        let mut canvas = Raster::new(width as u32, height as u32, self.dpi);
        match &element.content {
            Content::Line => {}
            Content::Frame { stroke_mm } => draw_frame(&mut canvas, self.at_least_one_dot(*stroke_mm)),
            Content::Text(text) => self.text(&mut canvas, element, text, &mut problems)?,
            Content::Code128 { value, min_module_mm, max_module_mm } => {
                let value = self.expand(element, value)?;
                self.code128(&mut canvas, element, &value, (*min_module_mm, *max_module_mm))?;
            }
            Content::Qr { value, min_module_mm, max_module_mm } => {
                let value = self.expand(element, value)?;
                self.qr(&mut canvas, &value, (*min_module_mm, *max_module_mm), &mut problems);
            }
        }
        if turns == 0 {
            raster.draw(&canvas, place.x, place.y);
        } else {
            raster.draw(&canvas.turned(turns), place.x, place.y);
        }
        Ok(problems)
    }

    /// The element's box in dots: both edges are rounded, so boxes that touch on paper touch in dots. At least one dot, at most the paper.
    fn place(&self, raster: &Raster, element: &Element, top: Mm) -> Result<Place, RenderError> {
        let (x, y) = (element.x, top + element.y);
        if [element.x, element.y, element.width, element.height].iter().any(|length| *length < Mm::default()) {
            return Err(bad_element(element, "a place or size below zero".to_owned()));
        }
        let edge = |from: Mm, length: Mm| {
            let start = from.dots(self.dpi);
            let end = (from + length).dots(self.dpi);
            (start, (end - start).max(1))
        };
        let ((x, width), (y, height)) = (edge(x, element.width), edge(y, element.height));
        if x + width > raster.width_dots() as i32 || y + height > raster.height_dots() as i32 {
            return Err(bad_element(element, "reaches over the edge of the paper".to_owned()));
        }
        Ok(Place { x, y, width, height })
    }

    fn at_least_one_dot(&self, length: Mm) -> i32 {
        length.dots(self.dpi).max(1)
    }

    fn expand(&self, element: &Element, value: &str) -> Result<String, RenderError> {
        expand::expand(value, self.data).map_err(|reason| bad_element(element, reason))
    }

    fn text(
        &self,
        canvas: &mut Raster,
        element: &Element,
        text: &Text,
        problems: &mut Problems,
    ) -> Result<(), RenderError> {
        if text.size_mm.get() > MAX_TEXT_MM || text.size_mm <= Mm::default() {
            return Err(bad_element(element, "text must be more than 0 and at most 100 mm high".to_owned()));
        }
        let value = self.expand(element, &text.value)?;
        let style = Style {
            size: self.at_least_one_dot(text.size_mm) as u16,
            min_size: self.at_least_one_dot(text.min_size_mm).min(self.at_least_one_dot(text.size_mm)) as u16,
            bold: text.bold,
            align: text.align,
            vertical: text.vertical,
            fit: text.fit,
        };
        text::draw(canvas, &self.face, &value, style, problems);
        if text.inverse {
            canvas.invert();
        }
        Ok(())
    }

    /// The largest module of whole dots between the limits at which `modules` fit into `room` dots.
    fn module_dots(&self, modules: u32, room: u32, (min, max): (Mm, Mm)) -> Option<i32> {
        let dots = (room / modules.max(1)) as i32;
        let dots = dots.min(self.at_least_one_dot(max));
        (dots >= self.at_least_one_dot(min)).then_some(dots)
    }

    fn code128(
        &self,
        canvas: &mut Raster,
        element: &Element,
        value: &str,
        limits: (Mm, Mm),
    ) -> Result<(), RenderError> {
        let widths = code128::encode(value.trim())
            .map_err(|error| RenderError::Barcode { element: element.name.clone(), error })?;
        let bars: u32 = widths.iter().map(|width| u32::from(*width)).sum();
        let module = self
            .module_dots(bars + 2 * code128::QUIET_MODULES, canvas.width_dots(), limits)
            .ok_or_else(|| RenderError::BarcodeTooWide { element: element.name.clone() })?;
        let height = canvas.height_dots() as i32;
        let mut x = (canvas.width_dots() as i32 - bars as i32 * module) / 2;
        for (index, width) in widths.iter().enumerate() {
            let width = i32::from(*width) * module;
            if index % 2 == 0 {
                canvas.fill(x, 0, width, height);
            }
            x += width;
        }
        Ok(())
    }

    fn qr(&self, canvas: &mut Raster, value: &str, limits: (Mm, Mm), problems: &mut Problems) {
        if value.is_empty() {
            return;
        }
        let room = canvas.width_dots().min(canvas.height_dots());
        let fitting = Qr::new(value)
            .and_then(|code| Some((self.module_dots(code.size + 2 * qr::QUIET_MODULES, room, limits)?, code)));
        let Some((module, code)) = fitting else {
            problems.add(Problem::QrTooLong);
            return;
        };
        let side = code.size as i32 * module;
        let (left, top) = ((canvas.width_dots() as i32 - side) / 2, (canvas.height_dots() as i32 - side) / 2);
        for y in 0..code.size {
            for x in (0..code.size).filter(|x| code.is_dark(*x, y)) {
                canvas.fill(left + x as i32 * module, top + y as i32 * module, module, module);
            }
        }
    }
}

fn draw_frame(canvas: &mut Raster, stroke: i32) {
    let (width, height) = (canvas.width_dots() as i32, canvas.height_dots() as i32);
    canvas.fill(0, 0, width, stroke);
    canvas.fill(0, height - stroke, width, stroke);
    canvas.fill(0, 0, stroke, height);
    canvas.fill(width - stroke, 0, stroke, height);
}

fn bad_element(element: &Element, reason: String) -> RenderError {
    RenderError::Element { element: element.name.clone(), reason }
}
