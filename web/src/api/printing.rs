//! Printers, print batches, and what became of every label.

use serde::Serialize;
use shared::{
    Page, PrinterId, ShipmentId,
    labels::{LabelBundleRequest, LabelFormat, LabelTemplate, LabelTemplateDetail},
    printers::{NetworkAsk, NetworkFinding, NetworkTrial, NetworkTrialOutcome},
    printing::{
        PrintBatch, PrintBatchCreate, PrintJobRecord, PrintJobResultItem, PrintJobResults, PrintJobState, Printer,
        PrinterSetup,
    },
};

use super::{ApiError, Call, IdempotencyKey, client::Download};

pub async fn printers() -> Result<Vec<Printer>, ApiError> {
    Call::get("printers").json().await
}

pub async fn create_printer(setup: &PrinterSetup, key: IdempotencyKey) -> Result<Printer, ApiError> {
    Call::post("printers").body(setup).idempotency(key).json().await
}

pub async fn update_printer(id: PrinterId, setup: &PrinterSetup) -> Result<Printer, ApiError> {
    Call::put(format!("printers/{id}")).body(setup).json().await
}

pub async fn delete_printer(id: PrinterId) -> Result<(), ApiError> {
    Call::delete(format!("printers/{id}")).nothing().await
}

/// What the service finds at an address.
pub async fn ask_network_printer(ask: &NetworkAsk) -> Result<NetworkFinding, ApiError> {
    Call::post("network-printers/ask").body(ask).json().await
}

pub async fn try_network_printer(trial: &NetworkTrial) -> Result<NetworkTrialOutcome, ApiError> {
    Call::post("network-printers/try").body(trial).json().await
}

pub async fn templates() -> Result<Vec<LabelTemplate>, ApiError> {
    Call::get("label-templates").json().await
}

/// A template with its layout: this version, or the newest.
pub async fn template(id: &str, version: Option<u32>) -> Result<LabelTemplateDetail, ApiError> {
    let version = version.map(|version| format!("/versions/{version}")).unwrap_or_default();
    Call::get(format!("label-templates/{id}{version}")).json().await
}

pub async fn create_batch(batch: &PrintBatchCreate, key: IdempotencyKey) -> Result<PrintBatch, ApiError> {
    Call::post("print-batches").body(batch).idempotency(key).json().await
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct JobQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<PrintJobState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

pub async fn jobs(query: &JobQuery) -> Result<Page<PrintJobRecord>, ApiError> {
    Call::get("print-jobs").query(query).json().await
}

/// All reports are kept, or none.
pub async fn report(results: Vec<PrintJobResultItem>) -> Result<(), ApiError> {
    Call::post("print-jobs/results").body(&PrintJobResults { results }).nothing().await
}

/// The labels as one PDF, in this order, with the templates a batch on this printer has.
pub async fn labels_pdf(shipment_ids: Vec<ShipmentId>, printer: PrinterId, dpi: u32) -> Result<Download, ApiError> {
    let request = LabelBundleRequest {
        shipment_ids,
        format: LabelFormat::Pdf,
        dpi,
        template_id: None,
        printer_id: Some(printer),
    };
    Call::post("labels").body(&request).accept("application/pdf").bytes().await
}
