//! Barcodes in modules of whole dots.

use super::{Problem, Problems, RenderError};
use crate::raster::Raster;
use crate::symbol::code128;
use crate::symbol::qr::{self, Qr};
use crate::template::Element;

/// Dots a module may have.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub min: i32,
    pub max: i32,
}

impl Limits {
    /// The largest module of whole dots at which `modules` fit into `room` dots.
    fn fit(self, modules: u32, room: u32) -> Option<i32> {
        let dots = (room / modules.max(1)) as i32;
        let dots = dots.min(self.max);
        (dots >= self.min).then_some(dots)
    }
}

/// A symbol as it was drawn into its canvas: where its white surroundings end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Modules {
    /// Dots of one module.
    pub module: i32,
    /// The symbol with its quiet zone in the canvas, before it is turned.
    pub left: i32,
    pub top: i32,
    pub width: i32,
    pub height: i32,
    pub is_code128: bool,
}

/// The widths of bars and spaces, and the dots of a module that let them fit.
pub(super) fn fitted(element: &Element, value: &str, room: u32, limits: Limits) -> Result<(Vec<u8>, i32), RenderError> {
    let widths =
        code128::encode(value.trim()).map_err(|error| RenderError::Barcode { element: element.name.clone(), error })?;
    let bars: u32 = widths.iter().map(|width| u32::from(*width)).sum();
    let module = limits.fit(bars + 2 * code128::QUIET_MODULES, room);
    let module = module.ok_or_else(|| RenderError::BarcodeTooWide { element: element.name.clone() })?;
    Ok((widths, module))
}

pub(super) fn code128(
    canvas: &mut Raster,
    element: &Element,
    value: &str,
    limits: Limits,
) -> Result<Modules, RenderError> {
    let (widths, module) = fitted(element, value, canvas.width_dots(), limits)?;
    let bars: u32 = widths.iter().map(|width| u32::from(*width)).sum();
    let height = canvas.height_dots() as i32;
    let left = (canvas.width_dots() as i32 - bars as i32 * module) / 2;
    let mut x = left;
    for (index, width) in widths.iter().enumerate() {
        let width = i32::from(*width) * module;
        if index % 2 == 0 {
            canvas.fill(x, 0, width, height);
        }
        x += width;
    }
    let quiet = code128::QUIET_MODULES as i32 * module;
    Ok(Modules { module, left: left - quiet, top: 0, width: x - left + 2 * quiet, height, is_code128: true })
}

/// Nothing is drawn for an empty text, or, with a warning, for one that is too long.
pub(super) fn qr(canvas: &mut Raster, value: &str, limits: Limits, problems: &mut Problems) -> Option<Modules> {
    if value.is_empty() {
        return None;
    }
    let room = canvas.width_dots().min(canvas.height_dots());
    let fitting = Qr::new(value).and_then(|code| Some((limits.fit(code.size + 2 * qr::QUIET_MODULES, room)?, code)));
    let Some((module, code)) = fitting else {
        problems.add(Problem::QrTooLong);
        return None;
    };
    let side = code.size as i32 * module;
    let (left, top) = ((canvas.width_dots() as i32 - side) / 2, (canvas.height_dots() as i32 - side) / 2);
    for y in 0..code.size {
        for x in (0..code.size).filter(|x| code.is_dark(*x, y)) {
            canvas.fill(left + x as i32 * module, top + y as i32 * module, module, module);
        }
    }
    let quiet = qr::QUIET_MODULES as i32 * module;
    let side = side + 2 * quiet;
    Some(Modules { module, left: left - quiet, top: top - quiet, width: side, height: side, is_code128: false })
}
