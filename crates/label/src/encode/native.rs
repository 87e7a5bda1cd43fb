//! What a printer can draw by itself: lines, frames, barcodes, plain ASCII text. For slow connections; it looks as the printer draws it.
//!
//! Only characters that mean nothing to any language are sent as text. Whatever else a value holds, its element stays a picture, so no
//! value can end a command or begin one.

use super::Language;
use crate::length::Dpi;
use crate::raster::Raster;
use crate::render::Label;
use crate::render::piece::{Piece, PieceKind, Place};
use crate::symbol::code128;
use crate::template::Align;
use crate::text::Set;

/// The commands for what the printer draws, and the dots of the rest. `shift` moves the commands as the dots are moved later.
pub(super) fn split(label: &Label, language: Language, shift: (i32, i32)) -> (Vec<u8>, Raster) {
    let mut own = Vec::new();
    let mut rest = label.raster.clone();
    let paper = (rest.width_dots() as i32, rest.height_dots() as i32);
    for (at, piece) in label.pieces.iter().enumerate() {
        // The frame's own box is the only one that may hold others: its inside stays as it is.
        let is_frame = |piece: &Piece| matches!(piece.kind, PieceKind::Frame { .. });
        let others = label.pieces.iter().enumerate().filter(|(other, piece)| *other != at && !is_frame(piece));
        let both_lines = |other: &Piece| matches!((&piece.kind, &other.kind), (PieceKind::Line, PieceKind::Line));
        let disturbs = |other: &Piece| other.place.overlaps(piece.place) && !both_lines(other);
        if !is_frame(piece) && others.clone().any(|(_, other)| disturbs(other)) {
            continue;
        }
        let moved = moved(piece, shift);
        let Place { x, y, width, height } = moved.place;
        if x < 0 || y < 0 || x + width > paper.0 || y + height > paper.1 {
            continue;
        }
        if let Some(command) = command(&moved, language, label.raster.dpi()) {
            own.extend(command.into_bytes());
            erase(&mut rest, piece);
        }
    }
    (own, rest)
}

fn erase(raster: &mut Raster, piece: &Piece) {
    let Place { x, y, width, height } = piece.place;
    match piece.kind {
        PieceKind::Frame { stroke } => {
            raster.clear(x, y, width, stroke);
            raster.clear(x, y + height - stroke, width, stroke);
            raster.clear(x, y, stroke, height);
            raster.clear(x + width - stroke, y, stroke, height);
        }
        _ => raster.clear(x, y, width, height),
    }
}

fn moved(piece: &Piece, (x, y): (i32, i32)) -> Piece {
    let by = |place: Place| Place { x: place.x + x, y: place.y + y, ..place };
    let kind = match piece.kind.clone() {
        PieceKind::Code128 { value, module, bars } => PieceKind::Code128 { value, module, bars: by(bars) },
        PieceKind::Qr { value, module, square } => PieceKind::Qr { value, module, square: by(square) },
        other => other,
    };
    Piece { place: by(piece.place), turns: piece.turns, kind }
}

/// Whether no language reads more than a character in it.
fn is_plain(text: &str, also: &str) -> bool {
    !text.is_empty() && text.chars().all(|character| character.is_ascii_alphanumeric() || also.contains(character))
}

const IN_BARCODES: &str = "-./";
const IN_QR: &str = "-./:?=&_%";
const IN_TEXT: &str = " -./:*+()#@=,";

fn command(piece: &Piece, language: Language, dpi: Dpi) -> Option<String> {
    match &piece.kind {
        PieceKind::Line => line(piece.place, language),
        PieceKind::Frame { stroke } => frame(piece.place, *stroke, language),
        PieceKind::Code128 { value, module, bars } if is_plain(value, IN_BARCODES) => {
            code128(value, *module, *bars, piece.turns, language)
        }
        PieceKind::Qr { value, module, square } if is_plain(value, IN_QR) => qr(value, *module, *square, language),
        PieceKind::Text(set) if set.lines.iter().all(|(line, _)| is_plain(line, IN_TEXT)) => {
            set.lines.iter().map(|(line, top)| text(line, *top, set, piece.place, language, dpi)).collect()
        }
        _ => None,
    }
}

fn line(Place { x, y, width, height }: Place, language: Language) -> Option<String> {
    Some(match language {
        Language::Zpl => format!("^FO{x},{y}^GB{width},{height},{}^FS\n", width.min(height)),
        Language::Tspl => format!("BAR {x},{y},{width},{height}\r\n"),
        Language::Epl => format!("LO{x},{y},{width},{height}\r\n"),
        // CPCL manual: the width grows downwards from a line across, to the right of one that goes down.
        Language::Cpcl if width >= height => format!("LINE {x} {y} {} {y} {height}\r\n", x + width),
        Language::Cpcl => format!("LINE {x} {y} {x} {} {width}\r\n", y + height),
        Language::EscPos => return None,
    })
}

fn frame(Place { x, y, width, height }: Place, stroke: i32, language: Language) -> Option<String> {
    match language {
        Language::Zpl => Some(format!("^FO{x},{y}^GB{width},{height},{stroke}^FS\n")),
        // Whether the last dot of a box counts differs from firmware to firmware; lines leave no doubt.
        Language::Tspl | Language::Cpcl | Language::Epl | Language::EscPos => [
            Place { x, y, width, height: stroke },
            Place { x, y: y + height - stroke, width, height: stroke },
            Place { x, y, width: stroke, height },
            Place { x: x + width - stroke, y, width: stroke, height },
        ]
        .into_iter()
        .map(|side| line(side, language))
        .collect(),
    }
}

fn code128(value: &str, module: i32, bars: Place, turns: u8, language: Language) -> Option<String> {
    let Place { x, y, width, height } = bars;
    let long = if turns.is_multiple_of(2) { height } else { width };
    if turns != 0 && language != Language::Zpl {
        return bars_one_by_one(value, module, bars, turns, language);
    }
    Some(match language {
        Language::Zpl => {
            let way = ["N", "R", "I", "B"][usize::from(turns % 4)];
            format!("^FO{x},{y}^BY{module}^BC{way},{long},N,N,N,A^FD{value}^FS\n")
        }
        Language::Tspl => format!("BARCODE {x},{y},\"128\",{long},0,0,{module},{module},\"{value}\"\r\n"),
        Language::Epl => format!("B{x},{y},0,1,{module},{module},{long},N,\"{value}\"\r\n"),
        Language::Cpcl => format!("BARCODE 128 {module} 1 {long} {x} {y} {value}\r\n"),
        Language::EscPos => return None,
    })
}

/// A turned barcode as lines: makers disagree about the point around which their printers turn one.
fn bars_one_by_one(value: &str, module: i32, bars: Place, turns: u8, language: Language) -> Option<String> {
    let widths = code128::encode(value).ok()?;
    let whole = widths.iter().map(|width| i32::from(*width)).sum::<i32>() * module;
    let mut commands = String::new();
    let mut from = 0;
    for (index, width) in widths.into_iter().enumerate() {
        let width = i32::from(width) * module;
        if index % 2 == 0 {
            let at = match turns {
                1 => Place { y: bars.y + from, height: width, ..bars },
                2 => Place { x: bars.x + whole - from - width, width, ..bars },
                _ => Place { y: bars.y + whole - from - width, height: width, ..bars },
            };
            commands.push_str(&line(at, language)?);
        }
        from += width;
    }
    Some(commands)
}

fn qr(value: &str, module: i32, Place { x, y, .. }: Place, language: Language) -> Option<String> {
    match language {
        // ^BQ stands lower than ^FO says by the height of ^BY, so that is one dot, and taken off.
        Language::Zpl if (1..=10).contains(&module) && y > 0 => {
            Some(format!("^BY2,2,1^FO{x},{}^BQN,2,{module}^FDMA,{value}^FS\n", y - 1))
        }
        Language::Tspl if (1..=10).contains(&module) => Some(format!("QRCODE {x},{y},M,{module},A,0,\"{value}\"\r\n")),
        Language::Cpcl if (1..=32).contains(&module) => {
            Some(format!("BARCODE QR {x} {y} M 2 U {module}\r\nMA,{value}\r\nENDQR\r\n"))
        }
        // Only late firmware of EPL printers knows QR codes.
        _ => None,
    }
}

/// A font of fixed cells: its name, the width and the height of a character in dots at 203 dpi.
type Cells = (&'static str, i32, i32);

/// TSPL manual, TEXT: the Latin bitmap fonts.
const TSPL_FONTS: [Cells; 5] = [("1", 8, 12), ("2", 12, 20), ("3", 16, 24), ("4", 24, 32), ("5", 32, 48)];
/// EPL2 manual, A command, 203 dpi; the fifth font has no small letters.
const EPL_FONTS: [Cells; 4] = [("1", 8, 12), ("2", 10, 16), ("3", 12, 20), ("4", 14, 24)];
/// Most printers enlarge their fonts up to so many times, alike both ways.
const LARGEST_FACTOR: i32 = 6;

fn text(value: &str, top: i32, set: &Set, place: Place, language: Language, dpi: Dpi) -> Option<String> {
    let characters = value.chars().count() as i32;
    let size = i32::from(set.size);
    let top = place.y + top.max(0);
    // The largest cells that fit the height of the type and the width of the box.
    let fixed = |fonts: &[Cells]| {
        let sizes =
            fonts.iter().flat_map(|font| (1..=LARGEST_FACTOR).map(move |factor| (font.0, font.1, font.2, factor)));
        let fitting = sizes
            .filter(|(_, width, height, factor)| height * factor <= size && width * factor * characters <= place.width);
        fitting.max_by_key(|(_, _, height, factor)| height * factor)
    };
    let left = |width: i32| match set.align {
        Align::Start => place.x,
        Align::Centre => place.x + (place.width - width) / 2,
        Align::End => place.x + place.width - width,
    };
    match language {
        Language::Zpl => {
            let align = match set.align {
                Align::Start => "L",
                Align::Centre => "C",
                Align::End => "R",
            };
            // Font 0 is about half as wide as high; narrower where the box asks for it.
            let width = size.min(place.width * 10 / (characters * 6).max(1));
            let block = place.width;
            Some(format!("^FO{},{top}^A0N,{size},{width}^FB{block},1,0,{align}^FD{value}^FS\n", place.x))
        }
        Language::Tspl => fixed(&TSPL_FONTS).map(|(font, width, _, factor)| {
            let x = left(width * factor * characters);
            format!("TEXT {x},{top},\"{font}\",0,{factor},{factor},\"{value}\"\r\n")
        }),
        Language::Epl if dpi == Dpi::D203 => fixed(&EPL_FONTS).map(|(font, width, _, factor)| {
            let x = left(width * factor * characters);
            format!("A{x},{top},0,{font},{factor},{factor},N,\"{value}\"\r\n")
        }),
        // Sizes of CPCL's fonts differ between makers, and receipt printers cannot place text beside a picture.
        Language::Epl | Language::Cpcl | Language::EscPos => None,
    }
}
