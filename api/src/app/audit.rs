//! Reading the audit logs: a merchant's, and the network's.

mod export;
mod names;

use chrono::{DateTime, Utc};
pub use export::{EXPORT_MAX, Export, export, export_network};
use names::Names;
use serde::Deserialize;
use shared::{OperatorId, Page, StaffId, audit::AuditEntryView};
use store::{AuditQuery, AuditRecord, TenantScope};
use uuid::Uuid;

use crate::app::{App, AppError, Caller, paging::PageRequest};

/// What is asked of a merchant's log, newest first.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditFilter {
    /// 1 to 200; 50 without it.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
    /// As `shipment.void`.
    pub action: Option<String>,
    #[param(value_type = Option<String>, format = Uuid)]
    pub operator_id: Option<OperatorId>,
    /// What it was done to, as it stands in the entries; or a waybill number, an order number, or an operator's user name.
    pub subject: Option<String>,
    pub from: Option<DateTime<Utc>>,
    /// Not with this moment.
    pub to: Option<DateTime<Utc>>,
}

/// What is asked of the network's log, newest first.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NetworkAuditFilter {
    /// 1 to 200; 50 without it.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
    /// As `application.approve`.
    pub action: Option<String>,
    #[param(value_type = Option<String>, format = Uuid)]
    pub staff_id: Option<StaffId>,
    /// What it was done to, as it stands in the entries.
    pub subject: Option<String>,
    pub from: Option<DateTime<Utc>>,
    /// Not with this moment.
    pub to: Option<DateTime<Utc>>,
}

/// The filter as a question; none where nothing can be found.
async fn query(app: &App, caller: &Caller, filter: &AuditFilter) -> Result<Option<AuditQuery>, AppError> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref())?;
    let before = page.after.map(|after| u64::try_from(after.as_u128()).unwrap_or(0));
    let user = match filter.operator_id {
        Some(id) => match app.store.read(caller.scope()?).operator(id).await? {
            Some(operator) => Some(operator.user),
            // Nobody of this id did anything.
            None => return Ok(None),
        },
        None => None,
    };
    Ok(Some(AuditQuery {
        before,
        action: filter.action.clone(),
        user,
        subjects: subjects(app, caller, filter.subject.as_deref()).await?,
        from: filter.from,
        to: filter.to,
        limit: u64::from(page.probe()),
    }))
}

/// How the entries may call what a person means.
async fn subjects(app: &App, caller: &Caller, text: Option<&str>) -> Result<Vec<String>, AppError> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(Vec::new()) };
    let reader = app.store.read(caller.scope()?);
    let mut subjects = vec![text.to_owned()];
    for shipment in reader.shipments_by_waybill_no(&[text.to_uppercase()]).await? {
        subjects.extend([format!("shipment {}", shipment.id), format!("order {}", shipment.order)]);
    }
    for (_, order) in reader.known_orders(&[text.to_owned()]).await? {
        subjects.push(format!("order {order}"));
        subjects.extend(reader.shipment_of_order(order).await?.map(|shipment| format!("shipment {}", shipment.id)));
    }
    let operator = reader.operators().await?.into_iter().find(|one| one.user_name.eq_ignore_ascii_case(text));
    subjects.extend(operator.map(|one| one.id.to_string()));
    Ok(subjects)
}

/// The same for the network's log.
async fn network_query(app: &App, filter: &NetworkAuditFilter) -> Result<Option<AuditQuery>, AppError> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref())?;
    let user = match filter.staff_id {
        Some(id) => match app.store.network().find_staff(id).await? {
            Some(member) => Some(member.user),
            None => return Ok(None),
        },
        None => None,
    };
    Ok(Some(AuditQuery {
        before: page.after.map(|after| u64::try_from(after.as_u128()).unwrap_or(0)),
        action: filter.action.clone(),
        user,
        subjects: filter.subject.iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect(),
        from: filter.from,
        to: filter.to,
        limit: u64::from(page.probe()),
    }))
}

/// Entries of a merchant's log, or of the network's where no merchant is named.
async fn read(app: &App, scope: Option<TenantScope>, query: &AuditQuery) -> Result<Vec<AuditRecord>, AppError> {
    Ok(match scope {
        Some(scope) => app.store.read(scope).audit_log(query).await?,
        None => app.store.network().audit_log(query).await?,
    })
}

pub async fn list(app: &App, caller: &Caller, filter: &AuditFilter) -> Result<Page<AuditEntryView>, AppError> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref())?;
    let query = query(app, caller, filter).await?;
    shown(app, Some(caller.scope()?), page, query, Names::of_merchant(app, caller).await?).await
}

pub async fn list_network(app: &App, filter: &NetworkAuditFilter) -> Result<Page<AuditEntryView>, AppError> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref())?;
    shown(app, None, page, network_query(app, filter).await?, Names::of_network()).await
}

async fn shown(
    app: &App,
    scope: Option<TenantScope>,
    page: PageRequest,
    query: Option<AuditQuery>,
    mut names: Names,
) -> Result<Page<AuditEntryView>, AppError> {
    let Some(query) = query else { return Ok(Page { items: Vec::new(), next_cursor: None }) };
    let records = read(app, scope, &query).await?;
    names.learn(app, &records).await?;
    Ok(page.page(records, |record| Uuid::from_u128(u128::from(record.seq)), |record| names.view(record)))
}
