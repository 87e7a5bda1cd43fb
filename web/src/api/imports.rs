//! Order files.

use serde::Serialize;
use shared::{
    ContactId, DepartmentId, ImportId, JobId, OwnerId, Page,
    imports::{Import, ImportAccepted, ImportRow, RowOutcome},
    jobs::Job,
};
use web_sys::{File, FormData};

use super::{ApiError, Call, IdempotencyKey, client::Download};

/// What every shipment of a file has in common; what is not named is the service's to decide.
#[derive(Clone, Copy, Default)]
pub struct InCommon {
    pub sender: Option<ContactId>,
    pub owner: Option<OwnerId>,
    pub department: Option<DepartmentId>,
}

/// Hands a file in; a job does the work.
pub async fn create(file: &File, common: InCommon, key: IdempotencyKey) -> Result<ImportAccepted, ApiError> {
    let form = FormData::new().map_err(|_| ApiError::Unreadable)?;
    form.append_with_blob_and_filename("file", file, &file.name()).map_err(|_| ApiError::Unreadable)?;
    let parts = [
        ("sender_contact_id", common.sender.map(|id| id.to_string())),
        ("owner_id", common.owner.map(|id| id.to_string())),
        ("department_id", common.department.map(|id| id.to_string())),
    ];
    for (name, id) in parts {
        if let Some(id) = id {
            form.append_with_str(name, &id).map_err(|_| ApiError::Unreadable)?;
        }
    }
    Call::post("imports").form(form).idempotency(key).json().await
}

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
