//! Text set downwards: characters below each other, columns from right to left.

use super::{ELLIPSIS, Setting, Style, line_height, report_small};
use crate::font::Shape;
use crate::raster::Raster;
use crate::render::{Problem, Problems};
use crate::template::{Align, Fit, VerticalAlign};

/// Characters that lie down in a column: brackets, dashes and the like.
const TURNED: &str = "（）「」『』【】《》〈〉〔〕［］｛｝()[]{}<>—–-…～~＝=｜|";
/// Stops and commas that stand in the upper right corner of their cell.
const RAISED: &str = "，。、．";

pub(super) fn draw(
    canvas: &mut Raster,
    setting: &Setting<'_>,
    shapes: &[Shape],
    style: Style,
    problems: &mut Problems,
) {
    let (width, height) = (canvas.width_dots() as i32, canvas.height_dots() as i32);
    let smallest = style.min_size.clamp(1, style.size.max(1));
    let fits = |size: &u16| {
        let each = per_column(height, *size);
        let columns = shapes.len().div_ceil(each.max(1));
        each > 0 && (columns == 1 || style.fit == Fit::Wrap) && across(columns, *size) <= width
    };
    let fitting = (smallest..=style.size.max(1)).rev().find(fits);
    let size = fitting.unwrap_or(smallest);
    let each = per_column(height, size).max(1);
    let mut kept = shapes.to_vec();
    if fitting.is_none() {
        problems.add(Problem::Truncated);
        let columns = if style.fit == Fit::Wrap { (width / line_height(size)).max(1) as usize } else { 1 };
        if kept.len() > each * columns {
            kept.truncate(each * columns - 1);
            kept.push(setting.face.shape(ELLIPSIS));
        }
    }
    report_small(size, style, problems);
    let columns: Vec<&[Shape]> = kept.chunks(each).collect();
    let block = across(columns.len(), size);
    let right = match style.vertical {
        VerticalAlign::Top => width,
        VerticalAlign::Middle => (width + block) / 2,
        VerticalAlign::Bottom => block,
    };
    for (index, column) in columns.into_iter().enumerate() {
        let x = right - line_height(size) * index as i32 - i32::from(size);
        let room = height - i32::from(size) * column.len() as i32;
        let top = match style.align {
            Align::Start => 0,
            Align::Centre => room / 2,
            Align::End => room,
        };
        for (place, shape) in column.iter().enumerate() {
            cell(canvas, setting, shape, size, x, top + i32::from(size) * place as i32);
        }
    }
}

/// How many characters stand in a column.
fn per_column(height: i32, size: u16) -> usize {
    (height / i32::from(size.max(1))) as usize
}

/// Columns with the white between them.
fn across(columns: usize, size: u16) -> i32 {
    line_height(size) * (columns as i32 - 1) + i32::from(size)
}

/// One character in the square with its top left corner at (`x`, `y`).
fn cell(canvas: &mut Raster, setting: &Setting<'_>, shape: &Shape, size: u16, x: i32, y: i32) {
    let side = i32::from(size);
    let mut square = Raster::new(u32::from(size), u32::from(size), canvas.dpi());
    let advance = setting.meter(size).advance(shape) as i32;
    let raised = if RAISED.contains(shape.character) { side / 2 } else { 0 };
    let baseline = side * (super::ASCENT_PERCENT - 4) / 100;
    setting.draw_line(&mut square, std::slice::from_ref(shape), size, (side - advance) / 2 + raised, baseline - raised);
    if TURNED.contains(shape.character) {
        square = square.turned(1);
    }
    canvas.draw(&square, x, y);
}
