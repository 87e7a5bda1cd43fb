//! PDF, written page by page: what is written can be sent on at once, so a document of thousands of labels takes no more memory
//! than one of two.

use std::borrow::Borrow;
use std::fmt::Write as _;

use super::whites;
use crate::length::Mm;
use crate::render::Label;

/// Level 6 of 9: the last percent would cost three times the time.
const DEFLATE_LEVEL: u8 = 6;
const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// The first two objects; they are written last, because the tree lists all pages.
const CATALOG: usize = 1;
const TREE: usize = 2;
const FIRST_PAGE: usize = 3;
const OBJECTS_OF_A_PAGE: usize = 3;
/// The line of bytes above 127 tells programs that the file is binary (ISO 32000-1, 7.5.2).
const HEADER: &[u8] = b"%PDF-1.7\n%\x80\x80\x80\x80\n";

/// A PDF document that is being written: `new`, `page` for each label, `finish`.
#[derive(Debug)]
pub struct PdfWriter {
    /// Where each object from the first page's on begins.
    offsets: Vec<u64>,
    /// Bytes handed out so far.
    written: u64,
}

impl PdfWriter {
    /// A new document, and its first bytes.
    pub fn new() -> (PdfWriter, Vec<u8>) {
        (PdfWriter { offsets: Vec::new(), written: HEADER.len() as u64 }, HEADER.to_vec())
    }

    /// The bytes of the next page: as large as the label's paper, holding the 1-bit picture.
    pub fn page(&mut self, label: &Label) -> Vec<u8> {
        let first = FIRST_PAGE + self.offsets.len();
        let (page, content, picture) = (first, first + 1, first + 2);
        let points = |length: Mm| (length.get() * POINTS_PER_MM) as f32;
        let (width, height) = (points(label.width_mm), points(label.height_mm));
        let drawing = format!("q\n{width} 0 0 {height} 0 0 cm\n/L Do\nQ");
        let dots = miniz_oxide::deflate::compress_to_vec_zlib(&whites(&label.raster), DEFLATE_LEVEL);
        let (across, down) = (label.raster.width_dots(), label.raster.height_dots());

        let mut bytes = Vec::with_capacity(dots.len() + 1_024);
        self.object(
            &mut bytes,
            page,
            &format!(
                "<< /Type /Page /MediaBox [0 0 {width} {height}] /Parent {TREE} 0 R /Contents {content} 0 R \
                 /Resources << /XObject << /L {picture} 0 R >> >> >>"
            ),
            None,
        );
        self.object(&mut bytes, content, &format!("<< /Length {} >>", drawing.len()), Some(drawing.as_bytes()));
        self.object(
            &mut bytes,
            picture,
            &format!(
                "<< /Type /XObject /Subtype /Image /Width {across} /Height {down} /ColorSpace /DeviceGray \
                 /BitsPerComponent 1 /Interpolate false /Filter /FlateDecode /Length {} >>",
                dots.len()
            ),
            Some(&dots),
        );
        self.written += bytes.len() as u64;
        bytes
    }

    fn object(&mut self, bytes: &mut Vec<u8>, number: usize, dictionary: &str, stream: Option<&[u8]>) {
        self.offsets.push(self.written + bytes.len() as u64);
        bytes.extend(format!("{number} 0 obj\n{dictionary}\n").bytes());
        if let Some(stream) = stream {
            bytes.extend(b"stream\n");
            bytes.extend(stream);
            bytes.extend(b"\nendstream\n");
        }
        bytes.extend(b"endobj\n");
    }

    /// The last bytes: the list of pages and where everything is.
    pub fn finish(self) -> Vec<u8> {
        let pages = self.offsets.len() / OBJECTS_OF_A_PAGE;
        let mut text = String::new();
        let at = |text: &String| self.written + text.len() as u64;
        // Writing to a string cannot fail.
        let catalog = at(&text);
        let _ = writeln!(text, "{CATALOG} 0 obj\n<< /Type /Catalog /Pages {TREE} 0 R >>\nendobj");
        let tree = at(&text);
        let _ = write!(text, "{TREE} 0 obj\n<< /Type /Pages /Count {pages} /Kids [");
        for page in 0..pages {
            let _ = write!(text, "{} 0 R ", FIRST_PAGE + page * OBJECTS_OF_A_PAGE);
        }
        let _ = writeln!(text, "] >>\nendobj");
        let table = at(&text);
        let objects = FIRST_PAGE + self.offsets.len();
        // Every line of the table has twenty bytes (ISO 32000-1, 7.5.4).
        let _ = write!(text, "xref\n0 {objects}\n0000000000 65535 f \n");
        for offset in [catalog, tree].iter().chain(&self.offsets) {
            let _ = writeln!(text, "{offset:010} 00000 n ");
        }
        let _ = write!(text, "trailer\n<< /Size {objects} /Root {CATALOG} 0 R >>\nstartxref\n{table}\n%%EOF\n");
        text.into_bytes()
    }
}

/// One page a label, each exactly as large as its paper, holding the 1-bit picture.
pub fn pdf<L: Borrow<Label>>(labels: impl IntoIterator<Item = L>) -> Vec<u8> {
    let (mut writer, mut bytes) = PdfWriter::new();
    for label in labels {
        bytes.extend(writer.page(label.borrow()));
    }
    bytes.extend(writer.finish());
    bytes
}
