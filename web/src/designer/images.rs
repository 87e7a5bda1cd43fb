//! Pictures from files: any image the browser reads becomes a small grey PNG, as a template holds it.

use label::limits::{PICTURE_BYTES_MAX, PICTURE_SIDE_MAX};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlImageElement, ImageData};

use crate::{
    browser::{self, pictures},
    i18n::Text,
    texts::templates as texts,
    ui::{FileButton, Toasts},
};

/// Enough for a 40 mm logo at 300 dpi; what is larger is scaled down at once.
const SIDE_FIRST: f64 = 480.0;
/// Below this nothing of a logo is left.
const SIDE_LEAST: f64 = 48.0;
/// A template holds more than one picture, and is bounded itself.
const BYTES_AIM: usize = PICTURE_BYTES_MAX / 2;
const DATA_URL_HEAD: &str = "data:image/png;base64,";

/// A button that asks for an image file.
#[component]
pub fn ImageButton(#[prop(into)] label: String, on_image: Callback<String>) -> impl IntoView {
    let toasts = Toasts::expect();
    let chosen = move |file: File| {
        spawn_local(async move {
            match read(&file).await {
                Ok(png) => on_image.run(png),
                Err(words) => toasts.failed(words.t()),
            }
        });
    };
    view! {
        <FileButton accept="image/*" on_file=chosen>
            {label}
        </FileButton>
    }
}

/// The image as base64 of a grey PNG, small enough for a template.
pub async fn read(file: &File) -> Result<String, Text> {
    let (image, address) = pictures::decode(file).await.map_err(|_| texts::IMAGE_FAILED)?;
    let outcome = shrink(&image);
    let _ = web_sys::Url::revoke_object_url(&address);
    outcome
}

fn shrink(image: &HtmlImageElement) -> Result<String, Text> {
    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    if width < 1.0 || height < 1.0 {
        return Err(texts::IMAGE_FAILED);
    }
    let mut side = width.max(height).min(SIDE_FIRST).min(f64::from(PICTURE_SIDE_MAX));
    loop {
        let scale = side / width.max(height);
        let png = drawn(image, width * scale, height * scale).map_err(|_| texts::IMAGE_FAILED)?;
        // Four characters of base64 are three bytes.
        if png.len() / 4 * 3 <= BYTES_AIM {
            return Ok(png);
        }
        side *= 0.75;
        if side < SIDE_LEAST {
            return Err(texts::IMAGE_TOO_LARGE);
        }
    }
}

fn drawn(image: &HtmlImageElement, width: f64, height: f64) -> Result<String, JsValue> {
    let document = browser::window().and_then(|window| window.document()).ok_or(JsValue::UNDEFINED)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    let (width, height) = (width.round().max(1.0), height.round().max(1.0));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most SIDE_FIRST")]
    let (columns, rows) = (width as u32, height as u32);
    canvas.set_width(columns);
    canvas.set_height(rows);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::UNDEFINED)?.dyn_into()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    let mut pixels = context.get_image_data(0, 0, columns.cast_signed(), rows.cast_signed())?.data().0;
    for pixel in pixels.chunks_exact_mut(4) {
        let [red, green, blue, alpha] = [pixel[0], pixel[1], pixel[2], pixel[3]].map(u32::from);
        // Rec. 601 luma over white paper; colours and transparency would only take room.
        let luma = (red * 299 + green * 587 + blue * 114) / 1_000;
        let grey = u8::try_from((luma * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255);
        pixel.copy_from_slice(&[grey, grey, grey, 255]);
    }
    let grey = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), columns, rows)?;
    context.put_image_data(&grey, 0, 0)?;
    let url = canvas.to_data_url()?;
    url.strip_prefix(DATA_URL_HEAD).map(str::to_owned).ok_or(JsValue::UNDEFINED)
}
