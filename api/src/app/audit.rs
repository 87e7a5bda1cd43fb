//! Reading the audit log.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use shared::{OperatorId, Page, UserId, audit::AuditEntryView};
use store::{AuditQuery, AuditRecord};

use uuid::Uuid;

use crate::app::{App, AppError, Caller, paging::PageRequest};

/// Entries of one export.
pub const EXPORT_MAX: u64 = 50_000;
/// Entries read at once for an export.
const EXPORT_BATCH: u64 = 1_000;

/// What is asked of a log, newest first.
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

pub async fn list(app: &App, caller: &Caller, filter: &AuditFilter) -> Result<Page<AuditEntryView>, AppError> {
    let Some(query) = query(app, caller, filter).await? else {
        return Ok(Page { items: Vec::new(), next_cursor: None });
    };
    let records = app.store.read(caller.scope()?).audit_log(&query).await?;
    let mut names = Names::of(app, caller).await?;
    names.add_network(app, &records).await?;
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref())?;
    Ok(page.page(records, |record| Uuid::from_u128(u128::from(record.seq)), |record| names.view(record)))
}

/// The network's own log, by its own people's names. There is no operator in it to ask for.
pub async fn list_network(app: &App, filter: &AuditFilter) -> Result<Page<AuditEntryView>, AppError> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref())?;
    let query = AuditQuery {
        before: page.after.map(|after| u64::try_from(after.as_u128()).unwrap_or(0)),
        action: filter.action.clone(),
        user: None,
        subjects: filter.subject.iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect(),
        from: filter.from,
        to: filter.to,
        limit: u64::from(page.probe()),
    };
    let network = app.store.network();
    let records = network.audit_log(&query).await?;
    let mut users: Vec<UserId> = records.iter().filter_map(|record| record.user).collect();
    users.sort_unstable_by_key(|user| user.0);
    users.dedup();
    let people = network.find_users(&users).await?;
    let names = Names(people.into_iter().map(|person| (person.id, person.display_name)).collect());
    Ok(page.page(records, |record| Uuid::from_u128(u128::from(record.seq)), |record| names.view(record)))
}

/// Everything the filter finds, as CSV for Excel, newest first. Taking it away is itself an entry.
pub async fn export(app: &App, caller: &Caller, filter: &AuditFilter) -> Result<String, AppError> {
    let scope = caller.scope()?;
    let Some(mut query) = query(app, caller, filter).await? else { return Ok(header()) };
    query.limit = EXPORT_BATCH;
    let mut names = Names::of(app, caller).await?;
    let mut text = header();
    let mut rows = 0;
    while rows < EXPORT_MAX {
        let records = app.store.read(scope).audit_log(&query).await?;
        let Some(last) = records.last() else { break };
        query.before = Some(last.seq);
        rows += records.len() as u64;
        names.add_network(app, &records).await?;
        records.into_iter().map(|record| names.view(record)).for_each(|entry| push_row(&mut text, &entry));
    }
    let entry = caller.audit(app, "audit.export", "audit log", format!("{rows} entries"));
    app.store.write(scope, async |tx| Ok::<(), AppError>(tx.add_audit_entry(entry.clone()).await?)).await?;
    Ok(text)
}

fn header() -> String {
    // The mark tells Excel that it is UTF-8.
    "\u{feff}seq,at,who,actor,action,subject,detail,ip,place,hash\r\n".to_owned()
}

fn push_row(text: &mut String, entry: &AuditEntryView) {
    let who = entry.who.clone().unwrap_or_default();
    let hash = entry.hash.clone().unwrap_or_default();
    let at = entry.at.to_rfc3339();
    let seq = entry.seq.to_string();
    let cells =
        [&seq, &at, &who, &entry.actor, &entry.action, &entry.subject, &entry.detail, &entry.ip, &entry.place, &hash];
    text.push_str(&sheet::csv_row(&cells.map(|cell| sheet::Cell::from(cell.as_str()))));
}

/// What the merchant's people are called.
struct Names(Vec<(UserId, String)>);

impl Names {
    async fn of(app: &App, caller: &Caller) -> Result<Names, AppError> {
        let operators = app.store.read(caller.scope()?).operators().await?;
        Ok(Names(operators.into_iter().map(|operator| (operator.user, operator.user_name)).collect()))
    }

    /// Somebody without a seat here acted for the network: they are called as the network calls them, behind its name.
    async fn add_network(&mut self, app: &App, records: &[AuditRecord]) -> Result<(), AppError> {
        let is_known = |user: &UserId| self.0.iter().any(|(id, _)| id == user);
        let mut unknown: Vec<UserId> =
            records.iter().filter_map(|record| record.user).filter(|user| !is_known(user)).collect();
        unknown.sort_unstable_by_key(|user| user.0);
        unknown.dedup();
        let network = &app.settings.network_name;
        for person in app.store.network().find_users(&unknown).await? {
            self.0.push((person.id, format!("{network} · {}", person.display_name)));
        }
        Ok(())
    }

    fn view(&self, record: AuditRecord) -> AuditEntryView {
        let name = |user: UserId| {
            self.0.iter().find(|(id, _)| *id == user).map_or_else(|| user.to_string(), |(_, name)| name.clone())
        };
        AuditEntryView {
            seq: record.seq,
            at: record.at,
            who: record.user.map(name),
            actor: record.actor,
            action: record.action,
            subject: record.subject,
            detail: record.detail,
            ip: record.origin.ip,
            place: record.origin.place,
            hash: record.hash.map(|hash| hash.iter().map(|byte| format!("{byte:02x}")).collect()),
        }
    }
}
