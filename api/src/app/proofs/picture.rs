//! Pictures of proofs, drawn anew: pixels alone are kept. Where and with what a picture was taken, and whatever else a file can hold, is gone.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, codecs::jpeg::JpegEncoder, imageops::FilterType};

use crate::app::{
    AppError, Words,
    applications::document::{self, DocumentType},
};

/// Enough to read a signature by, and a tenth of what cameras take.
const SIDE_MAX: u32 = 1_600;
const QUALITY: u8 = 82;

/// The picture as a JPEG of its pixels, upright.
pub async fn redrawn(bytes: Vec<u8>) -> Result<Vec<u8>, AppError> {
    document::in_turn(move || {
        let (kind, bytes) = document::check(bytes, None).map_err(of_picture)?;
        match kind {
            DocumentType::Pdf => Err(unknown()),
            DocumentType::Png | DocumentType::Jpeg | DocumentType::Webp => draw(&bytes).map_err(AppError::internal),
        }
    })
    .await
}

/// `bytes` are a whole picture within the limits.
fn draw(bytes: &[u8]) -> Result<Vec<u8>, image::ImageError> {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?.into_decoder()?;
    // Cameras lay pictures down and say so in what is not kept.
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if picture.width().max(picture.height()) > SIDE_MAX {
        picture = picture.resize(SIDE_MAX, SIDE_MAX, FilterType::Triangle);
    }
    picture.apply_orientation(orientation);
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&picture.into_rgb8())?;
    Ok(out)
}

fn unknown() -> AppError {
    AppError::invalid(
        "/picture",
        "file_type",
        Words::new("请上传 JPEG、PNG 或 WebP 图片。", "Send a JPEG, PNG or WebP picture."),
    )
}

/// What is wrong with the file is wrong with the field it came in.
fn of_picture(error: AppError) -> AppError {
    match error {
        AppError::Invalid(faults) if faults.iter().any(|fault| fault.code == "file_type") => unknown(),
        AppError::Invalid(mut faults) => {
            for fault in &mut faults {
                "/picture".clone_into(&mut fault.pointer);
            }
            AppError::Invalid(faults)
        }
        other => other,
    }
}
