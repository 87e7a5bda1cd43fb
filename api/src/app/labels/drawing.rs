//! Labels become bytes: one at once, or a bundle piece by piece.

use label::{Dpi, Font, Label, Language, PdfWriter, PrintOptions, RenderError};
use shared::labels::LabelFormat;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::{Sheet, undrawable};
use crate::app::AppError;

/// Pieces of a bundle that wait to be sent: with those a client that reads slowly holds the drawing up, not the memory.
const PIECES_WAITING: usize = 8;
/// Labels in a piece of a printer's language, in which one has a few kilobytes.
const LABELS_A_PIECE: usize = 16;

/// The first label, drawn where blocking is allowed.
pub(super) async fn one(
    font: &'static Font,
    sheets: Vec<Sheet>,
    dpi: Dpi,
    format: LabelFormat,
) -> Result<Vec<u8>, AppError> {
    let draw = move || {
        let sheet = sheets.first().ok_or_else(|| AppError::internal("no label was drawn"))?;
        let label = sheet.label(font, dpi).map_err(undrawable)?;
        Ok(match printer_language(format) {
            Some(language) => sheet.encoded(&label, language),
            None => picture(&label, format),
        })
    };
    tokio::task::spawn_blocking(draw).await.map_err(AppError::internal)?
}

/// All labels in pieces that come as they are drawn, so a thousand take no more memory than a few. What is sent cannot be taken back:
/// whether each can be drawn is asked first, which is cheap.
pub(super) fn stream(
    font: &'static Font,
    sheets: Vec<Sheet>,
    dpi: Dpi,
    format: LabelFormat,
) -> Result<Receiver<Vec<u8>>, AppError> {
    for sheet in &sheets {
        label::drawable(&sheet.template, &sheet.data, dpi).map_err(undrawable)?;
    }
    let (sender, receiver) = channel(PIECES_WAITING);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = send_all(font, &sheets, dpi, format, &sender) {
            tracing::error!(%error, "a label bundle was cut short");
        }
    });
    Ok(receiver)
}

/// Draws until all is sent or the reader is gone.
fn send_all(
    font: &Font,
    sheets: &[Sheet],
    dpi: Dpi,
    format: LabelFormat,
    sender: &Sender<Vec<u8>>,
) -> Result<(), RenderError> {
    match printer_language(format) {
        Some(language) => {
            for some in sheets.chunks(LABELS_A_PIECE) {
                let mut piece = Vec::new();
                for sheet in some {
                    piece.extend(sheet.encoded(&sheet.label(font, dpi)?, language));
                }
                if sender.blocking_send(piece).is_err() {
                    return Ok(());
                }
            }
        }
        None if format == LabelFormat::Pdf => {
            let (mut pdf, head) = PdfWriter::new();
            if sender.blocking_send(head).is_err() {
                return Ok(());
            }
            for sheet in sheets {
                if sender.blocking_send(pdf.page(&sheet.label(font, dpi)?)).is_err() {
                    return Ok(());
                }
            }
            // If the reader is gone now, there is nobody left to tell.
            let _ = sender.blocking_send(pdf.finish());
        }
        None => {
            for sheet in sheets {
                let _ = sender.blocking_send(picture(&sheet.label(font, dpi)?, format));
            }
        }
    }
    Ok(())
}

impl Sheet {
    fn label(&self, font: &Font, dpi: Dpi) -> Result<Label, RenderError> {
        label::render(&self.template, &self.data, font, dpi)
    }

    fn encoded(&self, label: &Label, language: Language) -> Vec<u8> {
        label::encode_label(label, language, &PrintOptions::for_paper(self.template.paper))
    }
}

const fn printer_language(format: LabelFormat) -> Option<Language> {
    Some(match format {
        LabelFormat::Zpl => Language::Zpl,
        LabelFormat::Tspl => Language::Tspl,
        LabelFormat::Cpcl => Language::Cpcl,
        LabelFormat::Escpos => Language::EscPos,
        LabelFormat::Epl => Language::Epl,
        LabelFormat::Pdf | LabelFormat::Png | LabelFormat::Svg => return None,
    })
}

/// A label in a format that is no printer's.
fn picture(label: &Label, format: LabelFormat) -> Vec<u8> {
    match format {
        LabelFormat::Svg => label::svg(label).into_bytes(),
        LabelFormat::Pdf => label::pdf([label]),
        _ => label::png(&label.raster),
    }
}
