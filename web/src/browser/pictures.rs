//! Pictures: read from files, and shown from memory.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlImageElement, Url};

const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";
const QUALITY: f64 = 0.82;

/// The picture of a file, with the address it has in this tab until that is revoked.
pub async fn decode(file: &File) -> Result<(HtmlImageElement, String), JsValue> {
    let address = Url::create_object_url_with_blob(file)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&address);
    JsFuture::from(image.decode()).await?;
    Ok((image, address))
}

/// A photograph as base64 of a JPEG, neither wider nor higher than `side`.
pub async fn photograph(file: &File, side: f64) -> Result<String, JsValue> {
    drawn(file, (side, side), JPEG).await
}

/// A mark as base64 of a PNG, within so many pixels; what is transparent stays so.
pub async fn logo(file: &File, width: f64, height: f64) -> Result<String, JsValue> {
    drawn(file, (width, height), PNG).await
}

async fn drawn(file: &File, within: (f64, f64), kind: &str) -> Result<String, JsValue> {
    let (image, address) = decode(file).await?;
    let drawn = on_canvas(&image, within, kind);
    let _ = Url::revoke_object_url(&address);
    drawn
}

fn on_canvas(image: &HtmlImageElement, (most_x, most_y): (f64, f64), kind: &str) -> Result<String, JsValue> {
    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    let scale = (most_x / width.max(1.0)).min(most_y / height.max(1.0)).min(1.0);
    let (width, height) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
    let document = super::window().and_then(|window| window.document()).ok_or(JsValue::UNDEFINED)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no more than is asked for")]
    let (columns, rows) = (width as u32, height as u32);
    canvas.set_width(columns);
    canvas.set_height(rows);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::UNDEFINED)?.dyn_into()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    let url = canvas.to_data_url_with_type_and_encoder_options(kind, &JsValue::from_f64(QUALITY))?;
    url.strip_prefix(&format!("data:{kind};base64,")).map(str::to_owned).ok_or(JsValue::UNDEFINED)
}

/// An address of this tab for a picture in memory.
pub fn object_url(bytes: &[u8], media_type: &str) -> Result<String, JsValue> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind)?;
    Url::create_object_url_with_blob(&blob)
}
