//! Is this a picture or a PDF, whole, and nothing else? It is told by the content: names and declared types are the sender's word only.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};
use tokio::sync::Semaphore;

use crate::app::{AppError, Words};

/// A picture's sides and the memory it may take while it is decoded: a camera of 60 megapixels fits.
const SIDE_MAX: u32 = 16_384;
const DECODED_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Pictures decoded at the same moment: each may take a quarter of a gigabyte.
static DECODING: Semaphore = Semaphore::const_new(2);
/// The end of a PDF is looked for here (ISO 32000-1, annex H, note 18).
const PDF_TAIL: usize = 1_024;
/// A ZIP archive ends with its directory and a comment of at most 64 kB.
const ZIP_TAIL: usize = 22 + 65_535;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentType {
    Png,
    Jpeg,
    Webp,
    Pdf,
}

impl DocumentType {
    pub const fn media_type(self) -> &'static str {
        match self {
            DocumentType::Png => "image/png",
            DocumentType::Jpeg => "image/jpeg",
            DocumentType::Webp => "image/webp",
            DocumentType::Pdf => "application/pdf",
        }
    }

    pub const fn extension(self) -> &'static str {
        match self {
            DocumentType::Png => "png",
            DocumentType::Jpeg => "jpg",
            DocumentType::Webp => "webp",
            DocumentType::Pdf => "pdf",
        }
    }

    pub fn of_media_type(text: &str) -> Option<DocumentType> {
        [DocumentType::Png, DocumentType::Jpeg, DocumentType::Webp, DocumentType::Pdf]
            .into_iter()
            .find(|kind| kind.media_type() == text)
    }

    fn of(bytes: &[u8]) -> Option<DocumentType> {
        match bytes {
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(DocumentType::Png),
            [0xff, 0xd8, 0xff, ..] => Some(DocumentType::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(DocumentType::Webp),
            [b'%', b'P', b'D', b'F', b'-', b'1' | b'2', b'.', b'0'..=b'9', ..] => Some(DocumentType::Pdf),
            _ => None,
        }
    }
}

fn unknown() -> AppError {
    AppError::invalid(
        "",
        "file_type",
        Words::new("请上传 PNG、JPEG、WebP 图片或 PDF。", "Send a PNG, JPEG or WebP picture, or a PDF."),
    )
}

fn broken() -> AppError {
    AppError::invalid(
        "",
        "file_broken",
        Words::new(
            "文件不完整，或里面夹带了别的内容。请重新拍照或另存后再上传。",
            "The file is incomplete or holds something else besides. Take the picture again, or save it anew.",
        ),
    )
}

/// Does something with a file's content when it is its turn, beside the work of the service.
pub async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let _turn = DECODING.acquire().await.map_err(AppError::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(AppError::internal)?
}

/// What the file is, and the part of it that is worth keeping. `declared` is what the sender says it is, where they say.
pub fn check(mut bytes: Vec<u8>, declared: Option<&str>) -> Result<(DocumentType, Vec<u8>), AppError> {
    let kind = DocumentType::of(&bytes).ok_or_else(unknown)?;
    if declared.is_some_and(|declared| declared != kind.media_type() && declared != "application/octet-stream") {
        return Err(AppError::invalid(
            "Content-Type:",
            "file_mislabelled",
            Words::new("文件类型与内容不一致。", "The file is not of the type it is said to be."),
        ));
    }
    let end = match kind {
        DocumentType::Png => png_end(&bytes),
        DocumentType::Jpeg => jpeg_end(&bytes),
        DocumentType::Webp => webp_end(&bytes),
        DocumentType::Pdf => pdf_end(&bytes),
    };
    let end = end.ok_or_else(broken)?;
    // Cameras put a second picture behind the first (for depth or brightness); it is left off. Anything else does not belong there.
    let second_picture = kind == DocumentType::Jpeg && bytes[end..].starts_with(&[0xff, 0xd8, 0xff]);
    if end != bytes.len() && !second_picture {
        return Err(broken());
    }
    bytes.truncate(end);
    let format = match kind {
        DocumentType::Png => ImageFormat::Png,
        DocumentType::Jpeg => ImageFormat::Jpeg,
        DocumentType::Webp => ImageFormat::WebP,
        DocumentType::Pdf => return Ok((kind, bytes)),
    };
    let mut reader = ImageReader::with_format(Cursor::new(&bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    reader.limits(limits);
    reader.decode().map_err(|_| broken())?;
    Ok((kind, bytes))
}

/// Behind the chunk `IEND`.
fn png_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 8;
    loop {
        let head = bytes.get(at..at + 8)?;
        let length = usize::try_from(u32::from_be_bytes(head[..4].try_into().ok()?)).ok()?;
        let end = at.checked_add(length)?.checked_add(12)?;
        if end > bytes.len() {
            return None;
        }
        if &head[4..] == b"IEND" {
            return Some(end);
        }
        at = end;
    }
}

/// Behind the marker `EOI` of the first picture (ITU-T T.81, annex B).
fn jpeg_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            0xff => at += 1,
            0xd9 => return Some(at + 2),
            0x01 | 0xd0..=0xd7 => at += 2,
            0x00 | 0xd8 => return None,
            _ => {
                let length = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?));
                at += 2 + length.max(2);
                if marker == 0xda {
                    at = scan_end(bytes, at)?;
                }
            }
        }
    }
}

/// The first marker after entropy-coded data: there a 0xff is followed by 0, or by a restart marker.
fn scan_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        match *bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

/// The length that the RIFF header tells, with its padding.
fn webp_end(bytes: &[u8]) -> Option<usize> {
    let length = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let end = length.checked_add(8)?.checked_add(length % 2)?;
    (end <= bytes.len()).then_some(end)
}

/// The whole file, where its end points at a cross-reference and no archive hides in it.
fn pdf_end(bytes: &[u8]) -> Option<usize> {
    if find_last(&bytes[bytes.len().saturating_sub(ZIP_TAIL)..], b"PK\x05\x06").is_some() {
        return None;
    }
    let tail_at = bytes.len().saturating_sub(PDF_TAIL);
    let tail = &bytes[tail_at..];
    let eof = find_last(tail, b"%%EOF")?;
    if !tail[eof + 5..].iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    let start = find_last(&tail[..eof], b"startxref")?;
    let offset = std::str::from_utf8(&tail[start + 9..eof]).ok()?.trim().parse::<usize>().ok()?;
    let target = bytes.get(offset..tail_at + start)?;
    // A table, or since 1.5 a stream: `12 0 obj`.
    let is_stream =
        target.first().is_some_and(u8::is_ascii_digit) && find_first(&target[..target.len().min(32)], b"obj");
    (target.starts_with(b"xref") || is_stream).then_some(bytes.len())
}

fn find_last(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|window| window == what)
}

fn find_first(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, ImageFormat, RgbImage};

    use super::*;

    fn picture(format: ImageFormat) -> Vec<u8> {
        let pixels = RgbImage::from_fn(40, 30, |x, y| image::Rgb([(x * 6) as u8, (y * 8) as u8, 90]));
        let mut out = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(pixels).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    fn pdf() -> Vec<u8> {
        let body = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n";
        format!(
            "{body}xref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n",
            body.len()
        )
        .into_bytes()
    }

    fn samples() -> Vec<(DocumentType, Vec<u8>)> {
        vec![
            (DocumentType::Png, picture(ImageFormat::Png)),
            (DocumentType::Jpeg, picture(ImageFormat::Jpeg)),
            (DocumentType::Webp, picture(ImageFormat::WebP)),
            (DocumentType::Pdf, pdf()),
        ]
    }

    fn code(result: Result<(DocumentType, Vec<u8>), AppError>) -> &'static str {
        match result {
            Err(AppError::Invalid(faults)) => faults[0].code,
            Err(_) => "another error",
            Ok(_) => "accepted",
        }
    }

    #[test]
    fn whole_files_are_what_they_are() {
        for (kind, bytes) in samples() {
            assert_eq!(check(bytes.clone(), None).unwrap(), (kind, bytes.clone()));
            assert_eq!(check(bytes.clone(), Some(kind.media_type())).unwrap().0, kind);
            assert_eq!(check(bytes, Some("application/octet-stream")).unwrap().0, kind);
        }
    }

    #[test]
    fn a_file_with_another_label_is_refused() {
        for (kind, bytes) in samples() {
            let other = if kind == DocumentType::Png { "image/jpeg" } else { "image/png" };
            assert_eq!(code(check(bytes.clone(), Some(other))), "file_mislabelled", "{kind:?}");
            assert_eq!(code(check(bytes, Some("text/html"))), "file_mislabelled", "{kind:?}");
        }
    }

    #[test]
    fn every_truncation_is_refused() {
        for (kind, bytes) in samples() {
            for cut in 1..bytes.len() {
                // The line end after a PDF's last word is no part of it.
                if kind == DocumentType::Pdf && cut == bytes.len() - 1 {
                    continue;
                }
                assert_ne!(code(check(bytes[..cut].to_vec(), None)), "accepted", "{kind:?} cut at {cut}");
            }
        }
    }

    #[test]
    fn what_hides_behind_a_file_is_refused() {
        let zip = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".as_slice();
        for (kind, bytes) in samples() {
            for hidden in [zip, b"<script>alert(1)</script>", b"%PDF-1.4\n%%EOF", b"\0"] {
                let both = [bytes.as_slice(), hidden].concat();
                assert_eq!(code(check(both, None)), "file_broken", "{kind:?}");
            }
            let ends_alike = [bytes.as_slice(), zip, &bytes[bytes.len().saturating_sub(12)..]].concat();
            assert_eq!(code(check(ends_alike, None)), "file_broken", "{kind:?}");
        }
    }

    #[test]
    fn a_cameras_second_picture_is_left_off() {
        let jpeg = picture(ImageFormat::Jpeg);
        let both = [jpeg.as_slice(), &jpeg].concat();
        assert_eq!(check(both, None).unwrap(), (DocumentType::Jpeg, jpeg));
    }

    #[test]
    fn headers_alone_and_other_types_are_refused() {
        for (bytes, expected) in [
            (b"".as_slice(), "file_type"),
            (b"GIF89a", "file_type"),
            (b"<html>", "file_type"),
            (b"MZ\x90\0", "file_type"),
            (b"PK\x03\x04", "file_type"),
            (b"\x89PNG\r\n\x1a\n", "file_broken"),
            (b"\xff\xd8\xff\xd9", "file_broken"),
            (b"\xff\xd8\xff\xe0\0\x02\xff\xd9", "file_broken"),
            (b"RIFF\x04\0\0\0WEBP", "file_broken"),
            (b"%PDF-1.4\n%%EOF", "file_broken"),
            (b"%PDF-1.4\nstartxref\n99999\n%%EOF", "file_broken"),
        ] {
            assert_eq!(code(check(bytes.to_vec(), None)), expected, "{bytes:?}");
        }
        // The size stands in the header; nothing is laid out for it.
        let mut huge = picture(ImageFormat::Png);
        huge[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        assert_eq!(code(check(huge, None)), "file_broken");
    }
}
