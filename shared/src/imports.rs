//! Order files.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use units::Money;

use crate::{ImportId, JobId, OrderId, ShipmentId, jobs::JobState};

/// The file is taken; the job does the work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportAccepted {
    pub id: ImportId,
    pub job_id: JobId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Import {
    pub id: ImportId,
    pub job_id: JobId,
    pub file_name: String,
    pub state: JobState,
    /// Whose export this is: `template`, `taobao`, `pdd`, `douyin`, `jd`, `alibaba1688`, `shopify`, `woocommerce`, `generic`.
    pub format: String,
    pub total: u32,
    pub accepted: u32,
    pub rejected: u32,
    pub duplicates: u32,
    /// Estimated freight of the accepted rows.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "36218.40"))]
    pub price_total: Money,
    /// The file's column header → the field it was read as.
    pub mapping: BTreeMap<String, String>,
    /// Why nothing could be imported, in the caller's language.
    pub problem: Option<String>,
    pub created_by: String,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    Accepted,
    Rejected,
    /// The same order number was imported before, here or in another file.
    Duplicate,
}

impl RowOutcome {
    pub const ALL: [RowOutcome; 3] = [RowOutcome::Accepted, RowOutcome::Rejected, RowOutcome::Duplicate];

    pub const fn as_str(self) -> &'static str {
        match self {
            RowOutcome::Accepted => "accepted",
            RowOutcome::Rejected => "rejected",
            RowOutcome::Duplicate => "duplicate",
        }
    }

    pub fn parse(text: &str) -> Option<RowOutcome> {
        RowOutcome::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRow {
    /// Row number as the spreadsheet shows it.
    pub row: u32,
    pub outcome: RowOutcome,
    pub order_no: Option<String>,
    pub order_id: Option<OrderId>,
    pub shipment_id: Option<ShipmentId>,
    pub waybill_no: Option<String>,
    /// What the row says, masked: receiver, phone and address as read.
    pub receiver_name: String,
    pub receiver_phone: String,
    pub address: String,
    pub problems: Vec<ImportRowProblem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRowProblem {
    /// The header of the column as it stands in the file; the field's name where the file has no such column.
    pub column: String,
    /// The field it was read as, such as `recv_mobile`.
    pub field: String,
    pub code: String,
    /// In the caller's language: what is wrong and what to do.
    pub detail: String,
}
