//! What will be hard to read: thin bars, ink in quiet zones, small type.

use super::Problem;
use super::drawing::{Drawn, Place};
use super::symbol::Modules;
use crate::length::{Dpi, Mm};
use crate::raster::Raster;
use crate::template::TemplateKind;

/// A main barcode with thinner bars does not survive a dead dot of the print head.
const MAIN_BARS_DOTS: i32 = 3;
/// Hanzi of fewer dots lose strokes (seen at 14); of less height on paper nobody reads them at arm's length.
const READABLE_DOTS: u16 = 16;
const READABLE_MM: f64 = 1.5;

/// The smallest type a print head can draw so that people read it.
pub(super) fn readable_dots(dpi: Dpi) -> u16 {
    READABLE_DOTS.max(Mm::new(READABLE_MM).dots(dpi) as u16)
}

/// A barcode on the paper.
pub(super) struct Symbol {
    /// Which of the drawn elements it is; nothing while it is being drawn.
    pub at: Option<usize>,
    module: i32,
    is_code128: bool,
    /// Bars and quiet zone on the paper.
    place: Place,
    /// The element's box with its own ink.
    own: Raster,
    own_at: (i32, i32),
}

impl Symbol {
    /// `own` is the canvas after turning it by `turns` quarters.
    pub(super) fn new(place: Place, turns: u8, modules: Modules, own: Raster) -> Symbol {
        Symbol {
            at: None,
            module: modules.module,
            is_code128: modules.is_code128,
            place: turned(place, turns, modules),
            own,
            own_at: (place.x, place.y),
        }
    }

    /// Whether ink of others stands where this barcode needs bars or white.
    fn is_disturbed(&self, raster: &Raster) -> bool {
        let Place { x, y, width, height } = self.place;
        let black = |raster: &Raster, x: i32, y: i32| match (u32::try_from(x), u32::try_from(y)) {
            (Ok(x), Ok(y)) => raster.is_black(x, y),
            _ => false,
        };
        (y..y + height).any(|y| {
            (x..x + width).any(|x| black(raster, x, y) && !black(&self.own, x - self.own_at.0, y - self.own_at.1))
        })
    }
}

/// Where a symbol with its quiet zone lies on the paper, after its canvas was turned by `turns` quarters into `place`.
pub(super) fn turned(place: Place, turns: u8, modules: Modules) -> Place {
    let Modules { left, top, width, height, .. } = modules;
    let (x, y, width, height) = match turns {
        1 => (place.width - top - height, left, height, width),
        2 => (place.width - left - width, place.height - top - height, width, height),
        3 => (top, place.height - left - width, height, width),
        _ => (left, top, width, height),
    };
    Place { x: place.x + x, y: place.y + y, width, height }
}

/// Reports what is wrong with the barcodes of a finished label.
pub(super) fn symbols(
    kind: TemplateKind,
    raster: &Raster,
    symbols: &[Symbol],
    all: &[Drawn<'_>],
    add: &mut impl FnMut(usize, Problem),
) {
    for symbol in symbols {
        let Some(at) = symbol.at else { continue };
        if symbol.is_disturbed(raster) {
            let by = all.iter().enumerate().find(|(other, drawn)| *other != at && drawn.place.overlaps(symbol.place));
            let by = by.map(|(_, drawn)| drawn.element.name.clone()).unwrap_or_default();
            add(at, Problem::QuietZone { by });
        }
    }
    // Of several barcodes the one with the thickest bars is the main one.
    let main = symbols.iter().filter(|symbol| symbol.is_code128).max_by_key(|symbol| symbol.module);
    if let Some(Symbol { at: Some(at), module, .. }) = main
        && kind == TemplateKind::Waybill
        && *module < MAIN_BARS_DOTS
    {
        add(*at, Problem::ThinBars { dots: *module as u16 });
    }
}
