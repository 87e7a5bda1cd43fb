//! The preview: the raster a printer gets, dot for dot, on a canvas. Only what changed is painted again.

use std::cell::RefCell;

use js_sys::{Promise, Uint8Array};
use label::{Dpi, Font, LABEL_FONT_SHA256, Label, LabelData, Raster, RenderError, Template};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData, Response};

use crate::browser;

thread_local! {
    static FONT: RefCell<Option<Font>> = const { RefCell::new(None) };
    static LOADING: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

const RGBA: usize = 4;
const INK: [u8; RGBA] = [0, 0, 0, 255];
const PAPER: [u8; RGBA] = [255, 255, 255, 255];
const DOTS_PER_BYTE: u32 = 8;

/// Fetches the font, once; who comes meanwhile waits for the same fetch. After a failure the next call tries again.
pub async fn load_font() -> Result<(), String> {
    if FONT.with_borrow(Option::is_some) {
        return Ok(());
    }
    let loading = LOADING.with_borrow_mut(|slot| {
        let begin = || {
            future_to_promise(async {
                FONT.set(Some(fetch_font().await?));
                Ok(JsValue::UNDEFINED)
            })
        };
        slot.get_or_insert_with(begin).clone()
    });
    let outcome = JsFuture::from(loading).await;
    LOADING.set(None);
    outcome.map(|_| ()).map_err(|error| error.as_string().unwrap_or_default())
}

async fn fetch_font() -> Result<Font, JsValue> {
    // The same address as the label worker's, so that there is one copy in the browser's cache.
    let address = format!("/label-font.ttf?v={LABEL_FONT_SHA256}");
    let window = browser::window().ok_or(JsValue::UNDEFINED)?;
    let response: Response = JsFuture::from(window.fetch_with_str(&address)).await?.unchecked_into();
    if !response.ok() {
        return Err(JsValue::from_str(&format!("the label font: HTTP {}", response.status())));
    }
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Font::from_bytes(Uint8Array::new(&buffer).to_vec()).map_err(|error| JsValue::from_str(&error.to_string()))
}

/// Draws a page as it stands, and how many there are; `None` while the font is on its way.
pub fn draft(template: &Template, data: &LabelData, dpi: Dpi, page: u32) -> Option<Result<(Label, u32), RenderError>> {
    FONT.with_borrow(|font| font.as_ref().map(|font| label::draft(template, data, font, dpi, page)))
}

/// A canvas and what it shows.
#[derive(Default)]
pub struct Painter {
    shown: Option<Raster>,
}

/// Rows and bytes of rows that differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Changed {
    rows: (u32, u32),
    bytes: (usize, usize),
}

impl Painter {
    /// Brings the canvas up to date.
    pub fn paint(&mut self, canvas: &HtmlCanvasElement, raster: &Raster) {
        let (width, height) = (raster.width_dots(), raster.height_dots());
        let is_same_size = canvas.width() == width && canvas.height() == height;
        let known = self.shown.as_ref().filter(|_| is_same_size);
        if known.is_none() {
            canvas.set_width(width);
            canvas.set_height(height);
        }
        let Some(changed) = changed(known, raster) else { return };
        let pixels = pixels(raster, changed);
        let painted = pixels.and_then(|(image, x)| {
            let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
            context.put_image_data(&image, x.cast_signed(), changed.rows.0.cast_signed()).ok()
        });
        self.shown = painted.map(|()| raster.clone());
    }
}

/// Columns of a thumbnail: twice its size on the screen, for fine screens.
const THUMBNAIL_COLUMNS: u32 = 240;

/// A small picture of a label: each pixel as grey as the dots under it are black.
pub fn thumbnail(canvas: &HtmlCanvasElement, raster: &Raster) {
    let scale = raster.width_dots().div_ceil(THUMBNAIL_COLUMNS).max(1);
    let (width, height) = (raster.width_dots() / scale, raster.height_dots() / scale);
    let mut colours = Vec::with_capacity(width as usize * height as usize * RGBA);
    for y in 0..height {
        for x in 0..width {
            let dots = (0..scale * scale).filter(|at| raster.is_black(x * scale + at % scale, y * scale + at / scale));
            let black = u32::try_from(dots.count()).unwrap_or_default();
            let grey = u8::try_from(255 - black * 255 / (scale * scale)).unwrap_or_default();
            colours.extend_from_slice(&[grey, grey, grey, 255]);
        }
    }
    canvas.set_width(width);
    canvas.set_height(height);
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&colours), width, height);
    let context = canvas.get_context("2d").ok().flatten().and_then(|it| it.dyn_into::<CanvasRenderingContext2d>().ok());
    if let (Ok(image), Some(context)) = (image, context) {
        let _ = context.put_image_data(&image, 0, 0);
    }
}

/// The smallest block of dots in which two rasters of one size differ; the whole where there is none to compare with.
fn changed(known: Option<&Raster>, raster: &Raster) -> Option<Changed> {
    let width = raster.bytes_per_row();
    let Some(known) = known else { return Some(Changed { rows: (0, raster.height_dots()), bytes: (0, width) }) };
    let mut found: Option<Changed> = None;
    for y in 0..raster.height_dots() {
        let (old, new) = (known.row(y), raster.row(y));
        if old == new {
            continue;
        }
        let differs = |at: &usize| old.get(*at) != new.get(*at);
        let first = (0..width).find(differs).unwrap_or_default();
        let last = (0..width).rfind(differs).map_or(width, |at| at + 1);
        found = Some(match found {
            None => Changed { rows: (y, y + 1), bytes: (first, last) },
            Some(block) => {
                Changed { rows: (block.rows.0, y + 1), bytes: (block.bytes.0.min(first), block.bytes.1.max(last)) }
            }
        });
    }
    found
}

/// The block as an image, and where it begins from the left.
fn pixels(raster: &Raster, block: Changed) -> Option<(ImageData, u32)> {
    let x = u32::try_from(block.bytes.0).ok()? * DOTS_PER_BYTE;
    let end = (u32::try_from(block.bytes.1).ok()? * DOTS_PER_BYTE).min(raster.width_dots());
    let (width, height) = (end - x, block.rows.1 - block.rows.0);
    let mut colours = Vec::with_capacity(width as usize * height as usize * RGBA);
    for y in block.rows.0..block.rows.1 {
        let row = raster.row(y);
        for dot in x..end {
            let byte = row.get((dot / DOTS_PER_BYTE) as usize).copied().unwrap_or_default();
            let is_ink = byte & (0x80 >> (dot % DOTS_PER_BYTE)) != 0;
            colours.extend_from_slice(if is_ink { &INK } else { &PAPER });
        }
    }
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&colours), width, height).ok()?;
    Some((image, x))
}
