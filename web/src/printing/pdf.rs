//! Printing through the system's dialog: one PDF, and a person who says what came out.

use leptos::prelude::*;
use shared::{
    PrintJobId, ShipmentId,
    limits::BULK_MAX,
    printing::{PrintBatch, PrintJobResult, PrintJobResultItem, PrintJobState, Printer},
};

use super::{queue::Report, session::Printing};
use crate::{
    api::{self, ApiError},
    browser,
};

/// Labels on their way to paper by PDF.
#[derive(Clone, Debug, PartialEq)]
pub struct PdfRun {
    jobs: Vec<PrintJobId>,
    shipments: Vec<ShipmentId>,
    awaited: usize,
    /// Addresses of the PDFs, each of up to 1 000 labels.
    pub files: Vec<String>,
    pub error: Option<ApiError>,
    /// The person said what came out.
    pub is_settled: bool,
}

impl PdfRun {
    pub fn new(awaited: usize) -> PdfRun {
        PdfRun { jobs: Vec::new(), shipments: Vec::new(), awaited, files: Vec::new(), error: None, is_settled: false }
    }

    pub fn add(&mut self, batch: &PrintBatch, asked: usize) {
        self.give_up(asked);
        self.jobs.extend(batch.jobs.iter().map(|job| job.id));
        self.shipments.extend(batch.jobs.iter().map(|job| job.shipment_id));
    }

    /// So many labels will not come.
    pub fn give_up(&mut self, labels: usize) {
        self.awaited = self.awaited.saturating_sub(labels);
    }

    pub fn total(&self) -> usize {
        self.jobs.len() + self.awaited
    }

    fn results(&self, result: &PrintJobResult) -> Vec<PrintJobResultItem> {
        let item = |id: &PrintJobId| PrintJobResultItem { print_job_id: *id, result: result.clone() };
        self.jobs.iter().map(item).collect()
    }
}

/// Fetches the PDFs and opens the first one.
pub async fn make(printing: Printing, printer: Printer) {
    let Some(run) = printing.pdf.try_get_untracked().flatten() else { return };
    if run.shipments.is_empty() {
        let _ = printing.pdf.try_set(None);
        return;
    }
    let mut files = Vec::new();
    for chunk in run.shipments.chunks(BULK_MAX) {
        match api::printing::labels_pdf(chunk.to_vec(), printer.id, printer.setup.dpi).await {
            Ok(file) => files.push(browser::object_address(&file.bytes, "application/pdf")),
            Err(error) => {
                let failed = PrintJobResult::with_error(PrintJobState::Failed, "render_failed");
                printing.reports.add(run.results(&failed));
                printing.pdf.update(|run| run.iter_mut().for_each(|run| run.error = Some(error.clone())));
                return;
            }
        }
    }
    printing.reports.add(run.results(&PrintJobResult::plain(PrintJobState::Sending)));
    printing.pdf.update(|run| run.iter_mut().for_each(|run| run.files.clone_from(&files)));
    // Drawn before another tab covers this one: a page behind is not drawn, and a browser may not let the tab open at all.
    leptos::task::tick().await;
    if let Some(first) = files.first() {
        browser::open_tab(first);
    }
}

/// A person says what came out of the dialog; `None`: not all of them, so each one is asked for in the print centre.
pub fn settle(printing: Printing, came_out: Option<bool>) {
    let Some(run) = printing.pdf.try_get_untracked().flatten() else { return };
    let result = match came_out {
        Some(true) => PrintJobResult::plain(PrintJobState::Sent),
        Some(false) => PrintJobResult::with_error(PrintJobState::Failed, "stopped"),
        None => PrintJobResult::plain(PrintJobState::Unknown),
    };
    printing.reports.add(run.results(&result));
    let _ = printing.pdf.try_set(None);
}
