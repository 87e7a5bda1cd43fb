//! Printing: printers, batches, and one print job for every label.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    PrintBatchId, PrintJobId, PrinterId, ShipmentId,
    labels::LabelContent,
    print_queue::PrintQueueStation,
    print_queue::{PrintLease, PrintLeaseKey, PrintLeaseRequest},
    printers::{NetworkAddress, PrinterOptions},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum PrinterLanguage {
    Zpl,
    Tspl,
    Cpcl,
    Escpos,
    Epl,
}

impl PrinterLanguage {
    pub const ALL: [PrinterLanguage; 5] = [
        PrinterLanguage::Zpl,
        PrinterLanguage::Tspl,
        PrinterLanguage::Cpcl,
        PrinterLanguage::Escpos,
        PrinterLanguage::Epl,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            PrinterLanguage::Zpl => "zpl",
            PrinterLanguage::Tspl => "tspl",
            PrinterLanguage::Cpcl => "cpcl",
            PrinterLanguage::Escpos => "escpos",
            PrinterLanguage::Epl => "epl",
        }
    }

    pub fn parse(text: &str) -> Option<PrinterLanguage> {
        PrinterLanguage::ALL.into_iter().find(|language| language.as_str() == text)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PrinterConnection {
    Usb,
    Serial,
    /// Through the operating system's dialog, from a PDF.
    Pdf,
    /// On the network; the service itself prints.
    Tcp,
}

impl PrinterConnection {
    pub const ALL: [PrinterConnection; 4] =
        [PrinterConnection::Usb, PrinterConnection::Serial, PrinterConnection::Pdf, PrinterConnection::Tcp];

    pub const fn as_str(self) -> &'static str {
        match self {
            PrinterConnection::Usb => "usb",
            PrinterConnection::Serial => "serial",
            PrinterConnection::Pdf => "pdf",
            PrinterConnection::Tcp => "tcp",
        }
    }

    pub fn parse(text: &str) -> Option<PrinterConnection> {
        PrinterConnection::ALL.into_iter().find(|connection| connection.as_str() == text)
    }
}

/// A printer as it was set up: what it understands and what paper is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrinterSetup {
    /// What people call it; 1 to 40 characters.
    pub name: String,
    pub connection: PrinterConnection,
    pub language: PrinterLanguage,
    /// 203, 300 or 600.
    pub dpi: u32,
    pub template_id: String,
    /// How the browser can tell it from others: `usb:0a5f:0082:SERIAL` or `serial:0fe6:811e`. At most 120 characters.
    /// Of a network printer the service makes it from the address.
    pub device_key: String,
    /// Line speed of a serial printer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baud_rate: Option<u32>,
    /// Where a network printer listens; only with `tcp`, and required there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<NetworkAddress>,
    #[serde(default)]
    pub options: PrinterOptions,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Printer {
    pub id: PrinterId,
    #[serde(flatten)]
    pub setup: PrinterSetup,
    /// What its template is called; empty where it is gone.
    #[serde(default)]
    pub template_name: String,
    /// The size of the paper in it, by its template.
    #[serde(default)]
    pub paper_width_mm: u32,
    #[serde(default)]
    pub paper_height_mm: u32,
    /// The print station that alone prints on it. Where there is one, no page opens the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station: Option<PrintQueueStation>,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintBatchCreate {
    /// 1 to 1 000; printed in this order.
    pub shipment_ids: Vec<ShipmentId>,
    pub printer_id: PrinterId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_id: Option<String>,
    /// Why labels that were printed before are printed again; required when there are any. 1 to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reprint_reason: Option<String>,
    /// The asker prints at once: the answer holds the lease, as `lease_print_queue` would give it, where nobody else holds the queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<PrintLeaseRequest>,
}

/// A batch and its jobs, in print order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintBatch {
    pub id: PrintBatchId,
    pub printer_id: PrinterId,
    /// What labels are drawn with whose job names no other.
    pub template_id: String,
    /// Without their contents: those come with the lease.
    pub jobs: Vec<PrintJob>,
    /// Shipments that got no job, and why.
    pub refused: Vec<crate::shipments::BulkOutcome>,
    pub lease: Option<PrintLease>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PrintJobState {
    Queued,
    /// At hand of whoever prints; no byte of it was sent.
    Leased,
    /// Its bytes may be on their way, or in the printer.
    Sending,
    /// All bytes were handed over to a printer that does not say more.
    Sent,
    /// The printer confirmed it.
    Confirmed,
    /// Nobody knows whether it came out: the connection was lost, or whoever printed went silent. A person must look; it is never
    /// printed again by itself.
    Unknown,
    Failed,
    /// Taken out of the queue by a person.
    Skipped,
}

impl PrintJobState {
    pub const ALL: [PrintJobState; 8] = [
        PrintJobState::Queued,
        PrintJobState::Leased,
        PrintJobState::Sending,
        PrintJobState::Sent,
        PrintJobState::Confirmed,
        PrintJobState::Unknown,
        PrintJobState::Failed,
        PrintJobState::Skipped,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            PrintJobState::Queued => "queued",
            PrintJobState::Leased => "leased",
            PrintJobState::Sending => "sending",
            PrintJobState::Sent => "sent",
            PrintJobState::Confirmed => "confirmed",
            PrintJobState::Unknown => "unknown",
            PrintJobState::Failed => "failed",
            PrintJobState::Skipped => "skipped",
        }
    }

    pub fn parse(text: &str) -> Option<PrintJobState> {
        PrintJobState::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// A label may lie on the table: printing it once more is a reprint.
    pub const fn may_be_on_paper(self) -> bool {
        matches!(self, PrintJobState::Sending | PrintJobState::Sent | PrintJobState::Confirmed | PrintJobState::Unknown)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintJob {
    pub id: PrintJobId,
    pub shipment_id: ShipmentId,
    pub waybill_no: String,
    /// Place in the batch, from 1.
    pub seq: u32,
    pub state: PrintJobState,
    pub reprint: bool,
    pub batch_id: PrintBatchId,
    /// What it is drawn with; by shop and printer, unless the batch asks for one.
    pub template_id: String,
    /// Standard templates have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_version: Option<u32>,
    /// Grows when a person has it printed again because it did not come out.
    pub attempt: u32,
    /// What the label says; only in leases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<LabelContent>,
}

impl PrintJob {
    /// Names template and version in one word: `standard-76x130`, or `<id>@3`.
    pub fn drawn_with(&self) -> String {
        match self.template_version {
            Some(version) => format!("{}@{version}", self.template_id),
            None => self.template_id.clone(),
        }
    }
}

/// What the printer did with one label. Repeating a report changes nothing; a late one takes nothing back.
///
/// `queued` says that a label which was begun was not sent after all: not one byte of it. It needs the lease it was begun under.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintJobResult {
    pub state: PrintJobState,
    /// Bytes handed to the printer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u32>,
    /// SHA-256 of those bytes, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// What went wrong: `disconnected`, `refused`, `timeout`, `paper_out`, `head_open`, `render_failed`, `stopped`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// Which attempt it is about; one of an older attempt can only say that the label came out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
}

/// Results of several labels at once; a page that prints fast reports in groups.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintJobResults {
    /// 1 to 1 000.
    pub results: Vec<PrintJobResultItem>,
    /// The lease they belong to; reporting under a live lease renews it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<PrintLeaseKey>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintJobResultItem {
    pub print_job_id: PrintJobId,
    pub result: PrintJobResult,
}

/// A print job as the print centre lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintJobRecord {
    pub id: PrintJobId,
    pub batch_id: PrintBatchId,
    pub shipment_id: ShipmentId,
    pub waybill_no: String,
    pub seq: u32,
    pub state: PrintJobState,
    pub reprint: bool,
    pub reprint_reason: Option<String>,
    pub printer_id: PrinterId,
    pub printer_name: String,
    /// Where it was printed, in the words of whoever printed it.
    pub place: String,
    pub attempt: u32,
    pub error_code: Option<String>,
    pub bytes: Option<u32>,
    pub created_by: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What one printer printed on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintStat {
    pub day: chrono::NaiveDate,
    pub printer_id: PrinterId,
    pub printer_name: String,
    pub labels: u32,
    /// How many of them were reprints.
    pub reprints: u32,
    /// Paper used.
    pub length_mm: u64,
}
