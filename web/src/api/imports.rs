//! Order files.

use serde::Serialize;
use shared::{
    ImportId, JobId, Page,
    imports::{Import, ImportRow, RowOutcome},
    jobs::Job,
};

use super::{ApiError, Call, client::Download};

#[derive(Serialize)]
struct PageQuery {
    limit: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<RowOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

pub async fn list(limit: u32) -> Result<Page<Import>, ApiError> {
    Call::get("imports").query(&PageQuery { limit, outcome: None, cursor: None }).json().await
}

pub async fn get(id: ImportId) -> Result<Import, ApiError> {
    Call::get(format!("imports/{id}")).json().await
}

pub async fn rows(
    id: ImportId,
    outcome: Option<RowOutcome>,
    limit: u32,
    cursor: Option<String>,
) -> Result<Page<ImportRow>, ApiError> {
    Call::get(format!("imports/{id}/rows")).query(&PageQuery { limit, outcome, cursor }).json().await
}

/// The rejected rows as a workbook with the reasons.
pub async fn rejected(id: ImportId) -> Result<Download, ApiError> {
    Call::get(format!("imports/{id}/rejected")).accept("*/*").bytes().await
}

/// The file as it was handed in.
pub async fn original(id: ImportId) -> Result<Download, ApiError> {
    Call::get(format!("imports/{id}/file")).accept("*/*").bytes().await
}

pub async fn job(id: JobId) -> Result<Job, ApiError> {
    Call::get(format!("jobs/{id}")).json().await
}

pub async fn cancel(id: JobId) -> Result<Job, ApiError> {
    Call::post(format!("jobs/{id}/cancel")).json().await
}
