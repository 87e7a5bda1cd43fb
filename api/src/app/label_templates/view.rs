//! What is told of a template, and what is kept of it beside its body.

use std::collections::HashMap;

use label::{Template, TemplateKind};
use shared::{
    LabelTemplateId, UserId,
    labels::{LabelTemplate, LabelTemplateDetail},
};
use store::{Connection, LabelTemplateRecord, Scoped};

use crate::app::{App, AppError, Caller};

const UM_PER_MM: f64 = 1_000.0;

/// What a list says of a template; nothing where there is none of that id.
pub async fn summary<C: Connection>(reader: &Scoped<'_, C>, id: &str) -> Result<Option<LabelTemplate>, AppError> {
    if let Some(template) = label::standard_template(id) {
        return Ok(Some(standard(template)));
    }
    let Ok(own_id) = own_id(id) else { return Ok(None) };
    match reader.label_template(own_id).await? {
        Some(record) => own(reader, &record, &mut HashMap::new()).await.map(Some),
        None => Ok(None),
    }
}

pub fn own_id(id: &str) -> Result<LabelTemplateId, AppError> {
    id.parse().map_err(|_| AppError::NotFound)
}

pub fn record(
    app: &App,
    caller: &Caller,
    id: LabelTemplateId,
    template: &Template,
    version: u32,
) -> LabelTemplateRecord {
    described(id, template, version, caller.user, app.now())
}

pub fn described(
    id: LabelTemplateId,
    template: &Template,
    version: u32,
    by: UserId,
    at: chrono::DateTime<chrono::Utc>,
) -> LabelTemplateRecord {
    LabelTemplateRecord {
        id,
        name: template.name.clone(),
        kind: kind_name(template.kind).to_owned(),
        base_id: template.based_on.clone(),
        width_um: micrometres(template.paper.width_mm),
        height_um: micrometres(template.paper.height_mm),
        shows_personal_data: template.privacy.shows_something(),
        version,
        created_by: by,
        created_at: at,
        updated_by: by,
        updated_at: at,
    }
}

const fn kind_name(kind: TemplateKind) -> &'static str {
    match kind {
        TemplateKind::Waybill => "waybill",
        TemplateKind::Item => "item",
        TemplateKind::PackingList => "packing_list",
        TemplateKind::Manifest => "manifest",
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "paper is a few hundred millimetres")]
fn micrometres(length: label::Mm) -> u32 {
    (length.get() * UM_PER_MM).round() as u32
}

pub fn standard(template: &Template) -> LabelTemplate {
    LabelTemplate {
        id: template.id.clone(),
        name: template.name.clone(),
        kind: kind_name(template.kind).to_owned(),
        standard: true,
        base_id: None,
        width_mm: whole_mm(micrometres(template.paper.width_mm)),
        height_mm: whole_mm(micrometres(template.paper.height_mm)),
        shows_personal_data: template.privacy.shows_something(),
        version: None,
        updated_at: None,
        updated_by: None,
    }
}

const fn whole_mm(um: u32) -> u32 {
    (um + 500) / 1_000
}

pub async fn own<C: Connection>(
    reader: &Scoped<'_, C>,
    record: &LabelTemplateRecord,
    names: &mut HashMap<UserId, String>,
) -> Result<LabelTemplate, AppError> {
    Ok(LabelTemplate {
        id: record.id.to_string(),
        name: record.name.clone(),
        kind: record.kind.clone(),
        standard: false,
        base_id: record.base_id.clone(),
        width_mm: whole_mm(record.width_um),
        height_mm: whole_mm(record.height_um),
        shows_personal_data: record.shows_personal_data,
        version: Some(record.version),
        updated_at: Some(record.updated_at),
        updated_by: Some(person(reader, record.updated_by, names).await?),
    })
}

pub async fn detail<C: Connection>(
    reader: &Scoped<'_, C>,
    record: &LabelTemplateRecord,
    body: &str,
) -> Result<LabelTemplateDetail, AppError> {
    let template = own(reader, record, &mut HashMap::new()).await?;
    Ok(LabelTemplateDetail { template, body: serde_json::from_str(body).map_err(AppError::internal)? })
}

pub async fn person<C: Connection>(
    reader: &Scoped<'_, C>,
    user: UserId,
    names: &mut HashMap<UserId, String>,
) -> Result<String, AppError> {
    if let Some(name) = names.get(&user) {
        return Ok(name.clone());
    }
    let name = reader.operator_name(user).await?.unwrap_or_default();
    names.insert(user, name.clone());
    Ok(name)
}

pub fn json(template: &Template) -> Result<serde_json::Value, AppError> {
    serde_json::to_value(template).map_err(AppError::internal)
}
