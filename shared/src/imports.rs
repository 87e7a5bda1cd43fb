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
    /// The sheet that is read; none where the file has no other.
    #[serde(default)]
    pub sheet_name: Option<String>,
    pub state: JobState,
    /// Shipments are made of the accepted rows; otherwise orders that wait in the pool.
    #[serde(default = "yes")]
    pub ship: bool,
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
    /// The caller may have the file and its rejected rows back: they dropped it, or they may see people in full.
    #[serde(default)]
    pub file_open: bool,
    pub created_by: String,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// What a file is understood as, before anything is made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportPreview {
    /// Empty where one has to be chosen of `sheets` first: several visible ones hold orders, or only hidden ones. Nothing else is told then.
    pub sheet_name: String,
    /// The filled sheets of a workbook, visible ones first; none of any other file.
    #[serde(default)]
    pub sheets: Vec<ImportSheet>,
    /// As the spreadsheet numbers it.
    pub header_row: u32,
    /// Whose export this is; none where too little of it is understood to import it.
    pub format: Option<String>,
    /// Orders, or filled rows where it is not understood.
    pub total: u32,
    pub columns: Vec<ImportColumn>,
    /// The columns have no names: what they are read as is told by what they hold, and importing takes it only as `mapping`.
    #[serde(default)]
    pub is_guessed: bool,
    /// Everything a column can mean, in the order to offer it.
    pub fields: Vec<ImportField>,
    /// Fields without which nothing can be imported, where no column means them.
    pub missing: Vec<String>,
    /// The first rows as they are understood, at most 20; in full, since they are the caller's own file.
    pub rows: Vec<ImportPreviewRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportSheet {
    /// As `sheet` names it.
    pub name: String,
    /// Orders, or filled rows where it holds none.
    pub rows: u32,
    pub has_orders: bool,
    /// It is read only where it is named.
    pub is_hidden: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportColumn {
    /// As `mapping` names it.
    pub name: String,
    /// What it is read as, or where nothing was said, what its name makes one think.
    pub field: Option<String>,
    /// Its first values, at most 3.
    pub samples: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportField {
    /// Such as `recv_mobile`.
    pub name: String,
    /// For people, in the caller's language.
    pub label: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportPreviewRow {
    /// Row number as the spreadsheet shows it.
    pub row: u32,
    pub order_no: Option<String>,
    pub receiver_name: String,
    pub receiver_phone: String,
    pub address: String,
    pub goods: String,
    pub quantity: Option<u32>,
    pub weight_g: Option<u32>,
    /// Everything that keeps it from being an order.
    pub problems: Vec<ImportRowProblem>,
}

const fn yes() -> bool {
    true
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
