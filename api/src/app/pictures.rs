//! Pictures that people send, drawn anew: pixels alone are kept. Where and with what a picture was taken, and whatever else a file can hold, is
//! gone.

use std::io::Cursor;

use base64::{Engine, engine::general_purpose::STANDARD};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, codecs::jpeg::JpegEncoder, imageops::FilterType};

use crate::app::{
    AppError, Words,
    applications::document::{self, DocumentType},
};

const QUALITY: u8 = 82;

/// What a picture becomes.
#[derive(Clone, Copy)]
pub enum Drawn {
    /// A JPEG, neither wider nor higher than this.
    Photograph { side: u32 },
    /// A PNG that fits into this; what is transparent stays so.
    Logo { width: u32, height: u32 },
}

/// The bytes of a picture that came as base64 in the field `pointer`.
pub fn decoded(sent: &str, pointer: &'static str, bytes_max: usize) -> Result<Vec<u8>, AppError> {
    let bytes = STANDARD.decode(sent.trim()).map_err(|_| {
        AppError::invalid(pointer, "base64", Words::new("图片须为 base64。", "A picture is sent as base64."))
    })?;
    if bytes.len() > bytes_max {
        let kilobytes = bytes_max / 1024;
        let words =
            Words::new(format!("图片不能超过 {kilobytes} KB。"), format!("A picture is at most {kilobytes} KB."));
        return Err(AppError::invalid(pointer, "file_too_large", words));
    }
    Ok(bytes)
}

/// The pixels of a picture, upright; what is wrong with it is wrong with the field `pointer`.
pub async fn redrawn(bytes: Vec<u8>, drawn: Drawn, pointer: &'static str) -> Result<Vec<u8>, AppError> {
    document::in_turn(move || {
        let (kind, bytes) = document::check(bytes, None).map_err(|error| of_field(error, pointer))?;
        match kind {
            DocumentType::Pdf => Err(unknown(pointer)),
            DocumentType::Png | DocumentType::Jpeg | DocumentType::Webp => {
                draw(&bytes, drawn).map_err(AppError::internal)
            }
        }
    })
    .await
}

/// `bytes` are a whole picture within the limits.
fn draw(bytes: &[u8], drawn: Drawn) -> Result<Vec<u8>, image::ImageError> {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?.into_decoder()?;
    // Cameras lay pictures down and say so in what is not kept.
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    let (width, height) = match drawn {
        Drawn::Photograph { side } => (side, side),
        Drawn::Logo { width, height } => (width, height),
    };
    if picture.width() > width || picture.height() > height {
        picture = picture.resize(width, height, FilterType::Triangle);
    }
    let mut out = Vec::new();
    match drawn {
        Drawn::Photograph { .. } => {
            JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&picture.into_rgb8())?;
        }
        Drawn::Logo { .. } => picture.into_rgba8().write_to(&mut Cursor::new(&mut out), ImageFormat::Png)?,
    }
    Ok(out)
}

fn unknown(pointer: &'static str) -> AppError {
    AppError::invalid(
        pointer,
        "file_type",
        Words::new("请上传 JPEG、PNG 或 WebP 图片。", "Send a JPEG, PNG or WebP picture."),
    )
}

fn of_field(error: AppError, pointer: &'static str) -> AppError {
    match error {
        AppError::Invalid(faults) if faults.iter().any(|fault| fault.code == "file_type") => unknown(pointer),
        AppError::Invalid(mut faults) => {
            for fault in &mut faults {
                pointer.clone_into(&mut fault.pointer);
            }
            AppError::Invalid(faults)
        }
        other => other,
    }
}
