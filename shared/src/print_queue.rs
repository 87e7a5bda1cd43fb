//! The print queue of a printer: it belongs to the service, and one at a time prints from it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{PrintBatchId, PrintJobId, PrintStationId, PrinterId, printing::PrintJob};

/// What a page, a station or a program asks for when it wants to print. Asking again under a live lease renews it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintLeaseRequest {
    /// Who asks, in its own words: random, new for every page load. 8 to 64 ASCII letters, digits and `-`.
    pub holder: String,
    /// What people call the place it prints at; at most 60 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Labels it wants to have at hand and not begun, at most; 0 to 50.
    pub max: u32,
    /// Labels it begins to send now: the first of those at hand, in order. Only what the answer names as begun may be sent.
    #[serde(default)]
    pub begin: u32,
    /// Jobs it has already; the others of its lease are answered once more, so that a lost answer loses no label. At most 1 000.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<PrintJobId>,
    /// What the printer says of itself: empty where it is fine, else a code of [`crate::printing::PrintJobResult::error_code`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
}

/// The right to print from a queue until it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintLease {
    /// Grows with every new hold. One that is not the number of before means that the lease had lapsed: what was at hand is no longer.
    pub lease_no: u32,
    pub until: DateTime<Utc>,
    /// Seconds from the question to the end, for clocks that differ.
    pub seconds: u32,
    /// Jobs of this lease that the asker did not name as known, in print order, with their contents.
    pub jobs: Vec<PrintJob>,
    /// Every job of this lease that is at hand and not begun. One that is not here was taken away.
    pub at_hand: Vec<PrintJobId>,
    /// Every job of this lease that is begun and not reported, in print order.
    pub begun: Vec<PrintJobId>,
    /// Labels that wait behind those at hand.
    pub waiting: u32,
    /// Why nothing more may be begun, where that is so.
    pub pause: Option<PrintPause>,
}

/// Which lease reports belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintLeaseKey {
    pub printer_id: PrinterId,
    pub holder: String,
    pub lease_no: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintRelease {
    pub holder: String,
    /// Nothing was left half-way: what waits now came since, and the queue need not stand still for it.
    #[serde(default)]
    pub done: bool,
}

/// Why a queue stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PrintPauseCode {
    /// A person paused it.
    Person,
    /// It is not known whether some labels came out; it goes on by itself when a person has said so of all of them.
    Unsure,
    /// Whoever printed went away with labels waiting.
    Left,
}

impl PrintPauseCode {
    pub const ALL: [PrintPauseCode; 3] = [PrintPauseCode::Person, PrintPauseCode::Unsure, PrintPauseCode::Left];

    pub const fn as_str(self) -> &'static str {
        match self {
            PrintPauseCode::Person => "person",
            PrintPauseCode::Unsure => "unsure",
            PrintPauseCode::Left => "left",
        }
    }

    pub fn parse(text: &str) -> Option<PrintPauseCode> {
        PrintPauseCode::ALL.into_iter().find(|code| code.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintPause {
    pub code: PrintPauseCode,
    /// As the person wrote it; empty where none did.
    pub reason: String,
    /// Who paused it, where a person did.
    pub by: Option<String>,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PrintHolderKind {
    /// A page of a person.
    Page,
    Station,
    /// The service itself, for network printers.
    Service,
}

/// Who prints from a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintHolder {
    pub kind: PrintHolderKind,
    /// The person's or the station's name.
    pub name: String,
    pub label: String,
    pub until: DateTime<Utc>,
}

/// The station that alone prints a printer's queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintQueueStation {
    pub id: PrintStationId,
    pub name: String,
}

/// A printer's queue as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintQueue {
    pub printer_id: PrinterId,
    pub holder: Option<PrintHolder>,
    pub pause: Option<PrintPause>,
    pub station: Option<PrintQueueStation>,
    /// Labels not begun; counted up to 100 000.
    pub waiting: u32,
    /// Labels begun of which nothing more is known yet.
    pub under_way: u32,
    /// Labels that a person must look at.
    pub unsure: u32,
    /// What the printer said of itself last: empty where it is fine.
    pub condition: String,
    pub condition_at: Option<DateTime<Utc>>,
    /// Labels done since the queue was last empty or changed hands, and since when: the speed.
    pub run_done: u32,
    pub run_started_at: Option<DateTime<Utc>>,
}

/// Labels of a queue that are not done, in print order, with their place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintQueueJob {
    pub id: PrintJobId,
    pub batch_id: PrintBatchId,
    pub waybill_no: String,
    pub seq: u32,
    pub state: crate::printing::PrintJobState,
    pub reprint: bool,
    pub error_code: Option<String>,
    pub created_by: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintPauseRequest {
    /// At most 200 characters.
    #[serde(default)]
    pub reason: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintResumeRequest {
    /// Go on from this label; those that wait before it are skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PrintJobId>,
}

/// Which waiting labels are taken out of a queue. Give exactly one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintSkipRequest {
    /// 1 to 1 000 labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub print_job_ids: Option<Vec<PrintJobId>>,
    /// Every waiting label of a batch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch_id: Option<PrintBatchId>,
    /// Every waiting label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all: Option<bool>,
}

/// A person looked at labels of which it was not known whether they came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintSettle {
    /// 1 to 1 000.
    pub print_job_ids: Vec<PrintJobId>,
    pub outcome: PrintSettleOutcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PrintSettleOutcome {
    CameOut,
    /// It did not come out: it waits at its old place to be printed.
    PrintAgain,
    /// It did not come out, and need not.
    GiveUp,
}

/// How many of the named labels were changed; the others were not in a state for it, as when another person was faster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintJobsChanged {
    pub changed: u32,
}
