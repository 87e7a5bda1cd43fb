//! Printers, print batches, and what became of every label.

use serde::Serialize;
use shared::{
    Page, PrintJobId, PrintStationId, PrinterId, ShipmentId,
    labels::{LabelBundleRequest, LabelFormat, LabelTemplate, LabelTemplateDetail},
    print_queue::{
        PrintJobsChanged, PrintLease, PrintLeaseKey, PrintLeaseRequest, PrintPauseRequest, PrintQueue, PrintQueueJob,
        PrintRelease, PrintResumeRequest, PrintSettle, PrintSettleOutcome, PrintSkipRequest,
    },
    print_stations::{PairStation, PrintStation, PrintStationCreate, PrintStationPairing, StationSelf, StationToken},
    printers::{NetworkAsk, NetworkFinding, NetworkTrial, NetworkTrialOutcome},
    printing::{
        PrintBatch, PrintBatchCreate, PrintJobRecord, PrintJobResult, PrintJobResultItem, PrintJobResults,
        PrintJobState, PrintStat, Printer, PrinterSetup,
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
    pub printer_id: Option<PrinterId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waybill_no: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

pub async fn jobs(query: &JobQuery) -> Result<Page<PrintJobRecord>, ApiError> {
    Call::get("print-jobs").query(query).json().await
}

/// All reports are kept, or none.
pub async fn report(results: &PrintJobResults) -> Result<(), ApiError> {
    Call::post("print-jobs/results").body(results).work().nothing().await
}

/// Nothing of these labels, which were begun under this lease, was sent.
pub async fn unbegin(lease: &PrintLeaseKey, begun: &[(PrintJobId, u32)]) -> Result<(), ApiError> {
    let item = |(id, attempt): &(PrintJobId, u32)| PrintJobResultItem {
        print_job_id: *id,
        result: PrintJobResult {
            state: PrintJobState::Queued,
            bytes: None,
            sha256: None,
            error_code: None,
            attempt: Some(*attempt),
        },
    };
    report(&PrintJobResults { results: begun.iter().map(item).collect(), lease: Some(lease.clone()) }).await
}

pub async fn lease(id: PrinterId, request: &PrintLeaseRequest) -> Result<PrintLease, ApiError> {
    Call::post(format!("printers/{id}/queue/lease")).body(request).json().await
}

/// Lets a queue go; `done` where nothing was left half-way.
pub async fn release(id: PrinterId, holder: &str, done: bool) -> Result<(), ApiError> {
    let release = PrintRelease { holder: holder.to_owned(), done };
    Call::post(format!("printers/{id}/queue/release")).body(&release).nothing().await
}

pub async fn queue(id: PrinterId) -> Result<PrintQueue, ApiError> {
    Call::get(format!("printers/{id}/queue")).json().await
}

pub async fn queues() -> Result<Vec<PrintQueue>, ApiError> {
    Call::get("print-queues").json().await
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PageQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What is not done of a queue, in print order.
pub async fn queue_jobs(id: PrinterId, query: &PageQuery) -> Result<Page<PrintQueueJob>, ApiError> {
    Call::get(format!("printers/{id}/queue/jobs")).query(query).json().await
}

pub async fn pause(id: PrinterId, request: &PrintPauseRequest) -> Result<PrintQueue, ApiError> {
    Call::post(format!("printers/{id}/queue/pause")).body(request).json().await
}

pub async fn resume(id: PrinterId, request: &PrintResumeRequest) -> Result<PrintQueue, ApiError> {
    Call::post(format!("printers/{id}/queue/resume")).body(request).json().await
}

pub async fn skip(id: PrinterId, request: &PrintSkipRequest) -> Result<PrintJobsChanged, ApiError> {
    Call::post(format!("printers/{id}/queue/skip")).body(request).json().await
}

/// A person looked at labels nobody was sure of.
pub async fn settle(print_job_ids: Vec<PrintJobId>, outcome: PrintSettleOutcome) -> Result<PrintJobsChanged, ApiError> {
    Call::post("print-jobs/settle").body(&PrintSettle { print_job_ids, outcome }).json().await
}

/// Labels and paper of each printer and day of the last week.
pub async fn stats() -> Result<Vec<PrintStat>, ApiError> {
    Call::get("print-stats").json().await
}

pub async fn stations() -> Result<Vec<PrintStation>, ApiError> {
    Call::get("print-stations").json().await
}

pub async fn create_station(
    station: &PrintStationCreate,
    key: IdempotencyKey,
) -> Result<PrintStationPairing, ApiError> {
    Call::post("print-stations").body(station).idempotency(key).json().await
}

pub async fn pair_again(id: PrintStationId) -> Result<PrintStationPairing, ApiError> {
    Call::post(format!("print-stations/{id}/pairing")).json().await
}

pub async fn delete_station(id: PrintStationId) -> Result<(), ApiError> {
    Call::delete(format!("print-stations/{id}")).nothing().await
}

/// The station's token for its code, once.
pub async fn pair(pairing_code: String) -> Result<StationToken, ApiError> {
    Call::post("print-station/pair").body(&PairStation { pairing_code }).unsigned().json().await
}

pub async fn station() -> Result<StationSelf, ApiError> {
    Call::get("print-station").json().await
}

pub async fn rotate_station_token() -> Result<StationToken, ApiError> {
    Call::post("print-station/token").json().await
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
