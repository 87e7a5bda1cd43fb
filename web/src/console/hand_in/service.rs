//! Order files of the service, asked through the page.

use std::collections::BTreeMap;

use shared::{
    ContactId, DepartmentId, OwnerId, Page,
    contacts::{Contact, ContactKind},
    imports::{ImportAccepted, ImportPreview},
    limits::PAGE_MAX,
    services::Services,
};
use web_sys::{File, FormData};

use crate::{
    api::{ApiError, IdempotencyKey},
    bridge::{
        Asked,
        asking::{read, read_of_form},
    },
};

/// What is handed in.
#[derive(Clone)]
pub enum Source {
    File(File),
    Text(String),
}

/// What all of it has in common; what is not named is the service's to decide.
#[derive(Clone, Default, PartialEq)]
pub struct InCommon {
    pub sender: Option<ContactId>,
    pub owner: Option<OwnerId>,
    pub department: Option<DepartmentId>,
    pub goods: String,
    pub weight_g: Option<u32>,
    pub services: Services,
    /// Only orders, no shipments.
    pub keep: bool,
}

/// The column's name → the field it is read as; empty where the service finds it out.
pub type Meanings = BTreeMap<String, String>;

fn form(source: &Source, sheet: Option<String>, common: InCommon, mapping: &Meanings) -> Result<FormData, ApiError> {
    let form = FormData::new().map_err(|_| ApiError::Unreadable)?;
    match source {
        Source::File(file) => form.append_with_blob_and_filename("file", file, &file.name()),
        Source::Text(text) => form.append_with_str("text", text),
    }
    .map_err(|_| ApiError::Unreadable)?;
    let mapping = (!mapping.is_empty()).then(|| serde_json::to_string(mapping).unwrap_or_default());
    let services = (!common.services.is_empty()).then(|| serde_json::to_string(&common.services).unwrap_or_default());
    let parts = [
        ("sheet", sheet),
        ("sender_contact_id", common.sender.map(|id| id.to_string())),
        ("owner_id", common.owner.map(|id| id.to_string())),
        ("department_id", common.department.map(|id| id.to_string())),
        ("default_goods", Some(common.goods).filter(|goods| !goods.is_empty())),
        ("default_weight_g", common.weight_g.map(|weight| weight.to_string())),
        ("default_services", services),
        ("ship", common.keep.then(|| "false".to_owned())),
        ("mapping", mapping),
    ];
    for (name, value) in parts {
        if let Some(value) = value {
            form.append_with_str(name, &value).map_err(|_| ApiError::Unreadable)?;
        }
    }
    Ok(form)
}

/// How it would be understood; nothing is kept.
pub async fn preview(
    source: Source,
    sheet: Option<String>,
    common: InCommon,
    mapping: Meanings,
) -> Result<ImportPreview, ApiError> {
    read_of_form(Asked::plain("POST", "imports/preview"), &form(&source, sheet, common, &mapping)?).await
}

/// Hands it in; a job does the work.
pub async fn create(
    source: Source,
    sheet: Option<String>,
    common: InCommon,
    mapping: Meanings,
    key: IdempotencyKey,
) -> Result<ImportAccepted, ApiError> {
    let asked = Asked { idempotency_key: Some(key.text()), ..Asked::plain("POST", "imports") };
    read_of_form(asked, &form(&source, sheet, common, &mapping)?).await
}

pub async fn senders() -> Result<Page<Contact>, ApiError> {
    read(Asked::plain("GET", format!("contacts?kind={}&limit={PAGE_MAX}", ContactKind::Sender.as_str()))).await
}
