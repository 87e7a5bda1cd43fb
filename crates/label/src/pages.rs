//! The picture for screens and ordinary printers: PNG, SVG and PDF, all of the same dots.

mod document;

use std::fmt::Write as _;

pub use document::{PdfWriter, pdf};

use crate::raster::Raster;
use crate::render::Label;

/// The picture as a 1-bit PNG that knows its resolution.
pub fn png(raster: &Raster) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, raster.width_dots(), raster.height_dots());
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let per_metre = raster.dpi().dots_per_metre();
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    let mut writer = encoder.write_header().expect("a paper has a size and memory takes every write");
    writer.write_image_data(&whites(raster)).expect("the rows are as long as the header says");
    writer.finish().expect("memory takes every write");
    bytes
}

/// Rows in which 1 is white, as PNG and PDF want them.
fn whites(raster: &Raster) -> Vec<u8> {
    raster.bits().iter().map(|byte| !byte).collect()
}

/// The label as SVG of exact size in millimetres, every black dot inside one path, sharp at any zoom.
pub fn svg(label: &Label) -> String {
    let raster = &label.raster;
    let (width, height) = (raster.width_dots(), raster.height_dots());
    let (width_mm, height_mm) = (label.width_mm.get(), label.height_mm.get());
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width_mm}mm\" height=\"{height_mm}mm\" viewBox=\"0 0 {width} {height}\" \
         preserveAspectRatio=\"none\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{width}v{height}H0z\"/><path d=\""
    );
    for run in columns_of_runs(raster) {
        let (across, down) = (run.end - run.start, run.bottom - run.top);
        // Writing to a string cannot fail.
        let _ = write!(svg, "M{} {}h{across}v{down}h-{across}z", run.start, run.top);
    }
    svg.push_str("\"/></svg>");
    svg
}

struct Run {
    start: u32,
    end: u32,
    top: u32,
    bottom: u32,
}

/// Black runs; equal runs of rows that follow each other are one.
fn columns_of_runs(raster: &Raster) -> Vec<Run> {
    let mut done = Vec::new();
    let mut open: Vec<Run> = Vec::new();
    for y in 0..=raster.height_dots() {
        let mut next: Vec<Run> = Vec::new();
        let mut above = std::mem::take(&mut open).into_iter().peekable();
        for (start, end) in runs(raster.row(y)) {
            while let Some(run) = above.next_if(|run| run.start < start) {
                done.push(run);
            }
            match above.next_if(|run| run.start == start && run.end == end) {
                Some(run) => next.push(Run { bottom: y + 1, ..run }),
                None => next.push(Run { start, end, top: y, bottom: y + 1 }),
            }
        }
        done.extend(above);
        open = next;
    }
    done
}

fn runs(row: &[u8]) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for (column, byte) in row.iter().enumerate().filter(|(_, byte)| **byte != 0) {
        for bit in (0..8).filter(|bit| byte & (0x80 >> bit) != 0) {
            let x = column as u32 * 8 + bit;
            match runs.last_mut() {
                Some((_, end)) if *end == x => *end = x + 1,
                _ => runs.push((x, x + 1)),
            }
        }
    }
    runs
}
