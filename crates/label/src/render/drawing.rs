//! One page, element by element.

use super::check::{self, Symbol};
use super::piece::{Piece, PieceKind};
use super::symbol::Modules;
use super::{Label, Problem, Problems, RenderError, Warning, expand, frame, picture, symbol, table};
use crate::data::LabelData;
use crate::fields::Scope;
use crate::font::{Face, Font};
use crate::length::{Dpi, Mm};
use crate::raster::Raster;
use crate::symbol::{code128, qr};
use crate::template::{Condition, Content, Element, Template, TemplateKind, Text, Zone, leaves};
use crate::text::{self, Style};

/// What happens when a barcode cannot be drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// The label of a shipment is refused; of what only goes with it, the barcode is left out with a warning.
    Print,
    /// The place is crossed out and a warning says why.
    Draft,
}

/// A box in dots, always inside of what `i32` can add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

impl Place {
    /// Whether some of it lies outside of a paper of this width and height.
    fn leaves(self, (width, height): (i32, i32)) -> bool {
        self.x < 0 || self.y < 0 || self.x + self.width > width || self.y + self.height > height
    }

    pub(crate) fn overlaps(self, other: Place) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }
}

/// An element that was drawn, and where.
pub(super) struct Drawn<'a> {
    pub element: &'a Element,
    pub part: usize,
    pub index: usize,
    pub place: Place,
}

pub(super) fn draw(
    template: &Template,
    scope: Scope<'_>,
    font: &Font,
    dpi: Dpi,
    mode: Mode,
) -> Result<Label, RenderError> {
    let paper = template.paper;
    let size = |length: Mm| length.dots(dpi) as u32;
    let mut raster = Raster::new(size(paper.width_mm), size(paper.height_mm), dpi);
    let mut drawing = Drawing { scope, face: font.face(), dpi, mode, kind: template.kind, symbols: Vec::new() };
    let mut pieces = Vec::new();
    let mut warnings = Vec::new();
    let mut all = Vec::new();
    let mut top = Mm::default();
    for (at, part) in template.parts.iter().enumerate() {
        for (index, element) in part.elements.iter().enumerate() {
            if !is_shown(element, &scope) {
                continue;
            }
            let place = place(element, top, dpi);
            let mut problems = Problems::default();
            if part.zone == Zone::Customer && leaves(part, element) && reaches_carrier(template, at, element) {
                problems.add(Problem::InCarrierZone);
            }
            let kind = drawing.element(&mut raster, element, place, &mut problems)?;
            pieces.push(Piece { place, turns: element.rotation as u8, kind });
            warnings.extend(problems.into_warnings(&element.name, at, index));
            for symbol in drawing.symbols.iter_mut().filter(|symbol| symbol.at.is_none()) {
                symbol.at = Some(all.len());
            }
            all.push(Drawn { element, part: at, index, place });
        }
        top = top + part.height_mm;
    }
    let mut add = |at: usize, problem: Problem| {
        let Drawn { element, part, index, .. } = &all[at];
        warnings.push(Warning { element: element.name.clone(), part: *part, index: *index, problem });
    };
    check::symbols(template.kind, &raster, &drawing.symbols, &all, &mut add);
    Ok(Label { raster, width_mm: paper.width_mm, height_mm: paper.height_mm, warnings, pieces })
}

/// Whether the part that the element reaches into is the carrier's.
fn reaches_carrier(template: &Template, at: usize, element: &Element) -> bool {
    let zone = |at: Option<usize>| at.and_then(|at| template.parts.get(at)).map(|part| part.zone);
    let above = element.y < Mm::default() && zone(at.checked_sub(1)) == Some(Zone::Carrier);
    let below = element.y + element.height > template.parts[at].height_mm && zone(Some(at + 1)) == Some(Zone::Carrier);
    above || below
}

/// Whether every barcode that would be shown carries its value and fits.
pub(super) fn check_barcodes(template: &Template, scope: Scope<'_>, dpi: Dpi) -> Result<(), RenderError> {
    if template.kind != TemplateKind::Waybill {
        return Ok(());
    }
    let paper = (template.paper.width_mm.dots(dpi), template.paper.height_mm.dots(dpi));
    let mut top = Mm::default();
    for part in &template.parts {
        for element in part.elements.iter().filter(|element| is_shown(element, &scope)) {
            if let Content::Code128 { value, min_module_mm, max_module_mm } = &element.content {
                let place = place(element, top, dpi);
                if place.leaves(paper) {
                    return Err(RenderError::BarcodeOutside { element: element.name.clone() });
                }
                let turned = !(element.rotation as u8).is_multiple_of(2);
                let room = if turned { place.height } else { place.width };
                let limits = modules(*min_module_mm, *max_module_mm, dpi);
                symbol::fitted(element, &expand::expand(value, &scope), room as u32, limits)?;
            }
        }
        top = top + part.height_mm;
    }
    Ok(())
}

fn is_shown(element: &Element, scope: &Scope<'_>) -> bool {
    // `Template::faults` has seen to it that the field exists.
    let value = |field: &str| scope.field(field).unwrap_or_default();
    match &element.show {
        Condition::Always => true,
        Condition::Filled(field) => !value(field).trim().is_empty(),
        Condition::Empty(field) => value(field).trim().is_empty(),
        Condition::Equals { field, value: wanted } => value(field).trim() == wanted.trim(),
    }
}

/// The element's box in dots: both edges are rounded, so boxes that touch on paper touch in dots. At least one dot.
fn place(element: &Element, top: Mm, dpi: Dpi) -> Place {
    let edge = |from: Mm, length: Mm| {
        let start = from.dots(dpi);
        let end = (from + length).dots(dpi);
        (start, (end - start).max(1))
    };
    let ((x, width), (y, height)) = (edge(element.x, element.width), edge(top + element.y, element.height));
    Place { x, y, width, height }
}

fn modules(min: Mm, max: Mm, dpi: Dpi) -> symbol::Limits {
    symbol::Limits { min: min.dots(dpi).max(1), max: max.dots(dpi).max(1) }
}

/// What drawing an element needs to know.
pub(super) struct Drawing<'a> {
    pub scope: Scope<'a>,
    pub face: Face<'a>,
    pub dpi: Dpi,
    pub mode: Mode,
    pub kind: TemplateKind,
    /// Barcodes drawn so far.
    pub symbols: Vec<Symbol>,
}

impl<'a> Drawing<'a> {
    pub(super) fn data(&self) -> &'a LabelData {
        self.scope.data
    }

    fn element(
        &mut self,
        raster: &mut Raster,
        element: &Element,
        place: Place,
        problems: &mut Problems,
    ) -> Result<PieceKind, RenderError> {
        let outside = place.leaves((raster.width_dots() as i32, raster.height_dots() as i32));
        if outside {
            problems.add(Problem::OutsidePaper);
        }
        if let Content::Line = element.content {
            raster.fill(place.x, place.y, place.width, place.height);
            return Ok(if outside { PieceKind::Picture } else { PieceKind::Line });
        }
        let turns = element.rotation as u8;
        let (width, height) =
            if turns.is_multiple_of(2) { (place.width, place.height) } else { (place.height, place.width) };
        let mut canvas = Raster::new(width as u32, height as u32, self.dpi);
        let kind = match &element.content {
            Content::Line => PieceKind::Picture,
            Content::Frame { stroke_mm, radius_mm, fill } => self.frame(&mut canvas, *stroke_mm, *radius_mm, *fill),
            Content::Text(text) => {
                self.text(&mut canvas, text, problems).filter(|_| turns == 0).unwrap_or(PieceKind::Picture)
            }
            Content::Code128 { value, min_module_mm, max_module_mm } => {
                let value = self.expanded(value);
                let limits = modules(*min_module_mm, *max_module_mm, self.dpi);
                let drawn = if outside {
                    Err(RenderError::BarcodeOutside { element: element.name.clone() })
                } else {
                    symbol::code128(&mut canvas, element, &value, limits)
                };
                match drawn {
                    Ok(modules) => self.symbol(&canvas, place, turns, modules, value),
                    Err(error) if self.mode == Mode::Print && self.kind == TemplateKind::Waybill => return Err(error),
                    Err(error) => {
                        if self.mode == Mode::Draft {
                            frame::crossed(&mut canvas);
                        }
                        problems.add(Problem::Undrawable { reason: error.to_string() });
                        PieceKind::Picture
                    }
                }
            }
            Content::Qr { value, min_module_mm, max_module_mm } => {
                let value = self.expanded(value);
                let limits = modules(*min_module_mm, *max_module_mm, self.dpi);
                match symbol::qr(&mut canvas, &value, limits, problems) {
                    Some(modules) => self.symbol(&canvas, place, turns, modules, value),
                    None => PieceKind::Picture,
                }
            }
            Content::Image(picture) => {
                picture::draw(&mut canvas, picture, problems);
                PieceKind::Picture
            }
            Content::Table(table) => {
                table::draw(&mut canvas, self, table, element, problems);
                PieceKind::Picture
            }
        };
        if turns == 0 {
            raster.draw(&canvas, place.x, place.y);
        } else {
            raster.draw(&canvas.turned(turns), place.x, place.y);
        }
        Ok(if outside { PieceKind::Picture } else { kind })
    }

    fn frame(&self, canvas: &mut Raster, stroke_mm: Mm, radius_mm: Mm, fill: bool) -> PieceKind {
        let (stroke, radius) = (self.at_least_one_dot(stroke_mm), radius_mm.dots(self.dpi));
        frame::draw(canvas, stroke, radius, fill);
        let narrower = canvas.width_dots().min(canvas.height_dots()) as i32;
        if radius <= 0 && !fill && 2 * stroke < narrower { PieceKind::Frame { stroke } } else { PieceKind::Picture }
    }

    /// Remembers a barcode that was drawn into `canvas`.
    fn symbol(&mut self, canvas: &Raster, place: Place, turns: u8, modules: Modules, value: String) -> PieceKind {
        self.symbols.push(Symbol::new(place, turns, modules, canvas.turned(turns)));
        let (value, module) = (value.trim().to_owned(), modules.module);
        if modules.is_code128 {
            let bars = modules.on_paper(place, turns, code128::QUIET_MODULES as i32);
            PieceKind::Code128 { value, module, bars }
        } else {
            let square = modules.on_paper(place, turns, qr::QUIET_MODULES as i32);
            PieceKind::Qr { value, module, square }
        }
    }

    pub(super) fn at_least_one_dot(&self, length: Mm) -> i32 {
        length.dots(self.dpi).max(1)
    }

    fn expanded(&self, value: &str) -> String {
        expand::expand(value, &self.scope)
    }

    fn text(&self, canvas: &mut Raster, text: &Text, problems: &mut Problems) -> Option<PieceKind> {
        let style = Style {
            bold: text.bold,
            flow: text.flow,
            align: text.align,
            vertical: text.vertical,
            fit: text.fit,
            ..self.style(text.size_mm, text.min_size_mm)
        };
        let value = self.expanded(&text.value);
        let set = text::draw(canvas, &self.face, &value, style, problems);
        if text.inverse {
            canvas.invert();
            return None;
        }
        set.map(PieceKind::Text)
    }

    /// A plain style in a size and down to another.
    pub(super) fn style(&self, size_mm: Mm, min_size_mm: Mm) -> Style {
        let size = self.at_least_one_dot(size_mm) as u16;
        Style {
            size,
            min_size: (self.at_least_one_dot(min_size_mm) as u16).min(size),
            readable: check::readable_dots(self.dpi),
            ..Style::default()
        }
    }
}
