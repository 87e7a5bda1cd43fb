//! What an element has become on the paper.

pub(crate) use super::drawing::Place;
use super::symbol::Modules;
use crate::text::Set;

/// An element's box in dots, and what is in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    pub place: Place,
    /// Quarters by which it is turned clockwise.
    pub turns: u8,
    pub kind: PieceKind,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PieceKind {
    /// All of the box is black.
    Line,
    /// A frame with square corners.
    Frame { stroke: i32 },
    /// Bars without their quiet zones, on the paper.
    Code128 { value: String, module: i32, bars: Place },
    /// Modules without their quiet zone.
    Qr { value: String, module: i32, square: Place },
    /// Upright black text.
    Text(Set),
    /// What only the picture shows.
    Picture,
}

impl Modules {
    /// The symbol without its quiet zone, in the turned canvas at `place`.
    pub(super) fn on_paper(&self, place: Place, turns: u8, quiet_modules: i32) -> Place {
        let whole = super::check::turned(place, turns, *self);
        let quiet = quiet_modules * self.module;
        let (across, down) = match (self.is_code128, turns.is_multiple_of(2)) {
            (false, _) => (quiet, quiet),
            (true, true) => (quiet, 0),
            (true, false) => (0, quiet),
        };
        Place {
            x: whole.x + across,
            y: whole.y + down,
            width: whole.width - 2 * across,
            height: whole.height - 2 * down,
        }
    }
}
