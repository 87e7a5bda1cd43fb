//! Label templates: what a merchant makes of the standard ones, kept in versions, and which one is used for what.

mod check;
mod choice;
mod view;

use std::collections::HashMap;

use label::Template;
use shared::{
    LabelTemplateId,
    labels::{
        LabelTemplate, LabelTemplateCreate, LabelTemplateDefault, LabelTemplateDetail, LabelTemplateUpdate,
        LabelTemplateVersion, OrderSource,
    },
    limits::{LABEL_TEMPLATE_NAME_CHARS, LABEL_TEMPLATE_VERSIONS, LABEL_TEMPLATES},
};
use store::{
    Connection, IdempotencyKey, LabelTemplateRecord, LabelTemplateVersionRecord, Scoped, TenantScope, WriteTx,
};

use crate::app::{
    App, AppError, Caller, Words,
    contacts::CREATED,
    idempotency::{Once, once},
    validation::Faults,
};

pub use check::{allow_showing, audit_showing, read as read_body, refuse_other_than_waybill};
pub use choice::{Choice, Chosen, chosen, used};
pub use view::summary;
use view::{described, detail, json, own, own_id, person, record, standard};

/// Versions a list shows.
const VERSIONS_SHOWN: u32 = 200;

/// Standard templates first, then the merchant's own, newest first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<LabelTemplate>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let mut templates: Vec<LabelTemplate> = label::standard_templates().iter().map(standard).collect();
    let mut names = HashMap::new();
    for record in reader.label_templates().await? {
        templates.push(own(&reader, &record, &mut names).await?);
    }
    Ok(templates)
}

pub async fn get(app: &App, caller: &Caller, id: &str) -> Result<LabelTemplateDetail, AppError> {
    if let Some(template) = label::standard_template(id) {
        return Ok(LabelTemplateDetail { template: standard(template), body: json(template)? });
    }
    let reader = app.store.read(caller.scope()?);
    let record = reader.label_template(own_id(id)?).await?.ok_or(AppError::NotFound)?;
    let version = reader.label_template_version(record.id, record.version).await?.ok_or(AppError::NotFound)?;
    detail(&reader, &record, &version.body).await
}

pub async fn create(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &LabelTemplateCreate,
) -> Result<Once<LabelTemplateDetail>, AppError> {
    let mut faults = Faults::default();
    let name = faults.text("/name", &request.name, true, LABEL_TEMPLATE_NAME_CHARS);
    faults.settle()?;
    let template = match (&request.copy_of, &request.body) {
        (Some(id), None) => chosen(&app.store.read(caller.scope()?), id, "/copy_of").await?.copy(),
        (None, Some(body)) => check::read(&body.to_string(), "/body")?,
        _ => {
            return Err(AppError::invalid(
                "/copy_of",
                "exactly_one",
                Words::new("copy_of 和 body 须且只能填一个。", "Give exactly one of copy_of and body."),
            ));
        }
    };
    add(app, caller, key, Template { name, ..template }).await
}

/// A template from a file; its name is taken from it.
pub async fn import(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    file: &[u8],
) -> Result<Once<LabelTemplateDetail>, AppError> {
    let text = std::str::from_utf8(file).map_err(|_| check::not_a_template())?;
    let template = check::read(text.trim_start_matches('\u{feff}'), "")?;
    let mut faults = Faults::default();
    let name = faults.text("/name", &template.name, true, LABEL_TEMPLATE_NAME_CHARS);
    faults.settle()?;
    add(app, caller, key, Template { name, ..template }).await
}

async fn add(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    template: Template,
) -> Result<Once<LabelTemplateDetail>, AppError> {
    check::allow_showing(caller, &template)?;
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                if tx.count_label_templates().await? >= LABEL_TEMPLATES {
                    return Err(AppError::Unacceptable {
                        code: "too_many_templates",
                        words: Words::new(
                            format!("最多保存 {LABEL_TEMPLATES} 个模板，请先删除不用的。"),
                            format!("At most {LABEL_TEMPLATES} templates are kept; delete some first."),
                        ),
                    });
                }
                let id = LabelTemplateId(app.id());
                let template = Template { id: id.to_string(), ..template.clone() };
                let record = record(app, caller, id, &template, 1);
                let body = serde_json::to_string(&template).map_err(AppError::internal)?;
                tx.add_label_template(&record, &body).await?;
                audit_change(app, caller, &tx, "label_template_created", &record).await?;
                detail(&tx, &record, &body).await
            })
            .await
        })
        .await
}

/// Saves a new version over the one that `expected` names.
pub async fn update(
    app: &App,
    caller: &Caller,
    id: &str,
    expected: Option<u32>,
    request: &LabelTemplateUpdate,
) -> Result<LabelTemplateDetail, AppError> {
    let id = changeable(app, caller, id).await?;
    let Some(expected) = expected else {
        return Err(AppError::invalid(
            "If-Match:",
            "required",
            Words::new("请用 If-Match 说明改的是哪一版。", "Say with If-Match which version was changed."),
        ));
    };
    let mut faults = Faults::default();
    let name = faults.text("/name", &request.name, true, LABEL_TEMPLATE_NAME_CHARS);
    faults.settle()?;
    let template = check::read(&request.body.to_string(), "/body")?;
    let template = Template { name, id: id.to_string(), ..template };
    check::allow_showing(caller, &template)?;
    app.store
        .write(caller.scope()?, async |tx| {
            let known = tx.label_template_for_update(id).await?.ok_or(AppError::NotFound)?;
            if known.version != expected {
                return Err(AppError::Stale {
                    words: Words::new(
                        "模板已被别人改过，请载入最新一版再改。",
                        "Somebody else changed this template; load the newest version and change that.",
                    ),
                });
            }
            if known.base_id != template.based_on {
                return Err(AppError::invalid(
                    "/body/based_on",
                    "locked_changed",
                    Words::new("模板的来源不能改。", "What a template was made from cannot be changed."),
                ));
            }
            save(app, caller, &tx, &known, &template, None).await
        })
        .await
}

/// Makes an old version the newest one; those in between stay.
pub async fn restore(app: &App, caller: &Caller, id: &str, version: u32) -> Result<LabelTemplateDetail, AppError> {
    let id = changeable(app, caller, id).await?;
    app.store
        .write(caller.scope()?, async |tx| {
            let known = tx.label_template_for_update(id).await?.ok_or(AppError::NotFound)?;
            let old = tx.label_template_version(id, version).await?.ok_or(AppError::NotFound)?;
            // What was accepted then may not be now: the limits are the present ones.
            let template = Template { id: id.to_string(), ..check::read(&old.body, "")? };
            check::allow_showing(caller, &template)?;
            save(app, caller, &tx, &known, &template, Some(version)).await
        })
        .await
}

async fn save(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    known: &LabelTemplateRecord,
    template: &Template,
    restored_from: Option<u32>,
) -> Result<LabelTemplateDetail, AppError> {
    if known.version >= LABEL_TEMPLATE_VERSIONS {
        return Err(AppError::Unacceptable {
            code: "too_many_versions",
            words: Words::new(
                format!("这个模板已有 {LABEL_TEMPLATE_VERSIONS} 版，请复制一个再改。"),
                format!("This template has {LABEL_TEMPLATE_VERSIONS} versions; go on with a copy of it."),
            ),
        });
    }
    let record = LabelTemplateRecord {
        created_by: known.created_by,
        created_at: known.created_at,
        ..record(app, caller, known.id, template, known.version + 1)
    };
    let body = serde_json::to_string(template).map_err(AppError::internal)?;
    tx.save_label_template(&record, &body, restored_from).await?;
    audit_change(app, caller, tx, "label_template_saved", &record).await?;
    detail(tx, &record, &body).await
}

/// Takes a template off the list, unless something would print with it.
pub async fn delete(app: &App, caller: &Caller, id: &str) -> Result<(), AppError> {
    let id = changeable(app, caller, id).await?;
    app.store
        .write(caller.scope()?, async |tx| {
            let known = tx.label_template_for_update(id).await?.ok_or(AppError::NotFound)?;
            let printers = tx.printers_with_template(&id.to_string()).await?;
            if !printers.is_empty() {
                return Err(AppError::Conflict {
                    code: "template_in_use",
                    words: Words::new(
                        format!("这些打印机在用这个模板：{}。请先换一个。", printers.join("、")),
                        format!(
                            "These printers use this template: {}. Choose another one for them first.",
                            printers.join(", ")
                        ),
                    ),
                });
            }
            for default in tx.label_template_defaults().await? {
                if default.template_id == id.to_string() {
                    tx.set_label_template_default(app.id(), &default.source, None, caller.user, app.now()).await?;
                }
            }
            tx.delete_label_template(id, app.now()).await?;
            audit_change(app, caller, &tx, "label_template_deleted", &known).await
        })
        .await
}

pub async fn versions(app: &App, caller: &Caller, id: &str) -> Result<Vec<LabelTemplateVersion>, AppError> {
    if label::standard_template(id).is_some() {
        return Ok(Vec::new());
    }
    let reader = app.store.read(caller.scope()?);
    let record = reader.label_template(own_id(id)?).await?.ok_or(AppError::NotFound)?;
    let mut names = HashMap::new();
    let mut versions = Vec::new();
    for version in reader.label_template_versions(record.id, VERSIONS_SHOWN).await? {
        versions.push(LabelTemplateVersion {
            version: version.version,
            name: version.name,
            restored_from: version.restored_from,
            created_at: version.created_at,
            created_by: person(&reader, version.created_by, &mut names).await?,
        });
    }
    Ok(versions)
}

/// A version as it was saved, also of a template that is deleted: what was printed can be drawn again.
pub async fn version(app: &App, scope: TenantScope, id: &str, version: u32) -> Result<LabelTemplateDetail, AppError> {
    let reader = app.store.read(scope);
    let id = own_id(id)?;
    let old = reader.label_template_version(id, version).await?.ok_or(AppError::NotFound)?;
    let template: Template = serde_json::from_str(&old.body).map_err(AppError::internal)?;
    let LabelTemplateVersionRecord { version, created_by, created_at, body, .. } = old;
    let record = LabelTemplateRecord {
        updated_by: created_by,
        updated_at: created_at,
        ..described(id, &template, version, created_by, created_at)
    };
    detail(&reader, &record, &body).await
}

/// The file of an export.
pub async fn export(app: &App, caller: &Caller, id: &str) -> Result<String, AppError> {
    let detail = get(app, caller, id).await?;
    serde_json::to_string_pretty(&detail.body).map_err(AppError::internal)
}

pub async fn defaults(app: &App, caller: &Caller) -> Result<Vec<LabelTemplateDefault>, AppError> {
    stored_defaults(&app.store.read(caller.scope()?)).await
}

async fn stored_defaults<C: Connection>(reader: &Scoped<'_, C>) -> Result<Vec<LabelTemplateDefault>, AppError> {
    let stored = reader.label_template_defaults().await?;
    let view = |record: store::LabelTemplateDefaultRecord| LabelTemplateDefault {
        source: OrderSource::parse(&record.source),
        template_id: Some(record.template_id),
    };
    Ok(stored.into_iter().map(view).collect())
}

/// Sets or clears one default and answers all.
pub async fn set_default(
    app: &App,
    caller: &Caller,
    request: &LabelTemplateDefault,
) -> Result<Vec<LabelTemplateDefault>, AppError> {
    let source = request.source.map_or("", OrderSource::as_str);
    app.store
        .write(caller.scope()?, async |tx| {
            if let Some(id) = &request.template_id {
                let chosen = chosen(&tx, id, "/template_id").await?;
                refuse_other_than_waybill(&chosen.template, "/template_id")?;
            }
            let template = request.template_id.as_deref();
            tx.set_label_template_default(app.id(), source, template, caller.user, app.now()).await?;
            stored_defaults(&tx).await
        })
        .await
}

/// A template of the merchant's own; standard ones are everybody's.
async fn changeable(app: &App, caller: &Caller, id: &str) -> Result<LabelTemplateId, AppError> {
    if label::standard_template(id).is_some() {
        return Err(AppError::Conflict {
            code: "standard_template",
            words: Words::new("标准模板不能改，请先复制一个。", "Standard templates do not change; make a copy first."),
        });
    }
    let id = own_id(id)?;
    app.store.read(caller.scope()?).label_template(id).await?.ok_or(AppError::NotFound)?;
    Ok(id)
}

async fn audit_change(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    action: &'static str,
    record: &LabelTemplateRecord,
) -> Result<(), AppError> {
    let detail = format!("version {}, shows personal data: {}", record.version, record.shows_personal_data);
    Ok(tx.add_audit_entry(caller.audit(app, action, format!("label template {}", record.id), detail)).await?)
}
