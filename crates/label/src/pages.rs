//! The picture for screens and ordinary printers: PNG, SVG and PDF, all of the same dots.

use std::borrow::Borrow;
use std::fmt::Write as _;

use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref};

use crate::length::Mm;
use crate::raster::Raster;
use crate::render::Label;

/// Level 6 of 9: the last percent would cost three times the time.
const DEFLATE_LEVEL: u8 = 6;
const POINTS_PER_MM: f64 = 72.0 / 25.4;

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

/// One page a label, each exactly as large as its paper, holding the 1-bit picture.
///
/// Takes labels one by one, so that thousands can be drawn as the document grows.
pub fn pdf<L: Borrow<Label>>(labels: impl IntoIterator<Item = L>) -> Vec<u8> {
    let (catalog, tree) = (Ref::new(1), Ref::new(2));
    let mut next = 3;
    let mut pages = Vec::new();
    let mut pdf = Pdf::new();
    for label in labels {
        let page = Ref::new(next);
        write_page(&mut pdf, label.borrow(), page, tree);
        pages.push(page);
        next += 3;
    }
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree).count(pages.len() as i32).kids(pages.iter().copied());
    pdf.finish()
}

fn write_page(pdf: &mut Pdf, label: &Label, page: Ref, tree: Ref) {
    let (content, picture) = (Ref::new(page.get() + 1), Ref::new(page.get() + 2));
    let points = |length: Mm| (length.get() * POINTS_PER_MM) as f32;
    let (width, height) = (points(label.width_mm), points(label.height_mm));
    let name = Name(b"L");

    let mut writer = pdf.page(page);
    writer.media_box(Rect::new(0.0, 0.0, width, height)).parent(tree).contents(content);
    writer.resources().x_objects().pair(name, picture);
    writer.finish();

    let mut drawing = Content::new();
    drawing.save_state().transform([width, 0.0, 0.0, height, 0.0, 0.0]).x_object(name).restore_state();
    pdf.stream(content, &drawing.finish());

    let compressed = miniz_oxide::deflate::compress_to_vec_zlib(&whites(&label.raster), DEFLATE_LEVEL);
    let mut image = pdf.image_xobject(picture, &compressed);
    image.filter(Filter::FlateDecode);
    image.width(label.raster.width_dots() as i32).height(label.raster.height_dots() as i32);
    image.color_space().device_gray();
    image.bits_per_component(1).interpolate(false);
}
