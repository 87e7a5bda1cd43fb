//! What is kept of people ends: after the merchant's time, and when a person asks. Numbers, regions and amounts stay for the books.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use shared::{
    OrderId, ShipmentId,
    limits::{PAGE_MAX, REASON_CHARS},
    orders::OrderState,
    privacy::{
        PERSON_SHIPMENTS_MAX, PersonContact, PersonData, PersonErased, PersonOrder, PersonRequest, PersonSent,
        PersonShipment, PrivacySettings, RETENTION_DAYS_MAX, RETENTION_DAYS_MIN,
    },
};
use store::{Forgettable, OrderRecord, ShipmentQuery, ShipmentRecord, TenantScope, WriteTx};

use crate::app::{
    App, AppError, Caller, Words, clock::first_id_at, contacts, error::FieldFault, parties, proofs,
    shipments::sender_place, validation::Faults,
};

/// Shipments of one commit.
const BATCH: u64 = 200;
/// Commits of one sweep: other jobs wait for it, and the next one goes on.
const COMMITS_MAX: usize = 50;
/// Merchants read at once.
const MERCHANTS: u64 = 200;

pub async fn settings(app: &App, caller: &Caller) -> Result<PrivacySettings, AppError> {
    Ok(PrivacySettings { retention_days: app.store.read(caller.scope()?).own_retention_days().await? })
}

pub async fn set_settings(app: &App, caller: &Caller, request: &PrivacySettings) -> Result<PrivacySettings, AppError> {
    let mut faults = Faults::default();
    faults.range("/retention_days", request.retention_days, RETENTION_DAYS_MIN, RETENTION_DAYS_MAX);
    faults.settle()?;
    app.store
        .write(caller.scope()?, async |tx| {
            let before = tx.own_retention_days().await?;
            tx.set_retention_days(request.retention_days).await?;
            let detail = format!("{before} → {} days", request.retention_days);
            Ok::<(), AppError>(tx.add_audit_entry(caller.audit(app, "privacy.retention", "privacy", detail)).await?)
        })
        .await?;
    Ok(request.clone())
}

struct Asked {
    phone: String,
    reason: String,
}

fn asked(request: &PersonRequest) -> Result<Asked, AppError> {
    let mut faults = Faults::default();
    let phone = address::phone::check(&request.phone);
    if let Err(problem) = &phone {
        faults.add(FieldFault::new("/phone", problem.code, parties::words(problem)));
    }
    let reason = faults.text("/reason", &request.reason, true, REASON_CHARS);
    faults.settle()?;
    let phone = phone.map_err(|_| AppError::internal("a phone without faults"))?.to_string();
    Ok(Asked { phone, reason })
}

/// The shipments whose receiver has exactly this phone.
async fn shipments_of(app: &App, scope: TenantScope, phone: &str) -> Result<Vec<ShipmentRecord>, AppError> {
    let reader = app.store.read(scope);
    let mut query = ShipmentQuery { limit: PAGE_MAX, ..ShipmentQuery::default() };
    let mut found: Vec<ShipmentRecord> = Vec::new();
    loop {
        let page = reader.search_by_person(phone, &query).await?;
        let Some(last) = page.last() else { break };
        query.after = Some(last.id);
        found.extend(page.into_iter().filter(|record| record.receiver.phone == phone));
        if found.len() >= PERSON_SHIPMENTS_MAX {
            return Err(too_many());
        }
    }
    Ok(found)
}

/// The shipments whose sender has exactly this phone.
async fn sent_by(app: &App, scope: TenantScope, phone: &str) -> Result<Vec<ShipmentRecord>, AppError> {
    let reader = app.store.read(scope);
    let ids = reader.shipments_sent_by(phone, PERSON_SHIPMENTS_MAX).await?;
    if ids.len() >= PERSON_SHIPMENTS_MAX {
        return Err(too_many());
    }
    let mut found = Vec::with_capacity(ids.len());
    for some in batches(&ids) {
        found.extend(reader.shipments_by_id(some).await?);
    }
    Ok(found)
}

fn too_many() -> AppError {
    AppError::Unacceptable {
        code: "too_many_shipments",
        words: Words::new(
            format!("超过 {PERSON_SHIPMENTS_MAX} 票，不是一个人的数据。"),
            format!("More than {PERSON_SHIPMENTS_MAX} shipments are not one person's."),
        ),
    }
}

fn batches<T>(all: &[T]) -> std::slice::Chunks<'_, T> {
    all.chunks(usize::try_from(BATCH).unwrap_or(usize::MAX))
}

/// Everything that is kept of the person of this phone. Handing it out is in the audit log, without the phone.
pub async fn export(app: &App, caller: &Caller, request: &PersonRequest) -> Result<PersonData, AppError> {
    let Asked { phone, reason } = asked(request)?;
    let scope = caller.scope()?;
    let shipments = shipments_of(app, scope, &phone).await?;
    let sent = sent_by(app, scope, &phone).await?;
    let orders = app.store.read(scope).pooled_orders_of_phone(&phone).await?;
    let contacts = app.store.read(scope).contacts_of_phone(&phone).await?;
    let detail = format!(
        "{} shipments, {} sent, {} orders, {} contacts: {reason}",
        shipments.len(),
        sent.len(),
        orders.len(),
        contacts.len()
    );
    let entry = caller.audit(app, "privacy.export", "person", detail);
    app.store.write(scope, async |tx| Ok::<(), AppError>(tx.add_audit_entry(entry.clone()).await?)).await?;
    let shipment = |record: ShipmentRecord| PersonShipment {
        receiver: parties::revealed(&record.place, &record.receiver),
        waybill_no: record.waybill_no,
        order_no: record.order_no,
        goods: record.goods,
        remark: record.remark,
        created_at: record.created_at,
    };
    let sent_one = |record: ShipmentRecord| PersonSent {
        sender: parties::revealed(&sender_place(&record), &record.sender),
        waybill_no: record.waybill_no,
        order_no: record.order_no,
        created_at: record.created_at,
    };
    let order = |record: OrderRecord| PersonOrder {
        id: record.id,
        receiver: parties::revealed(&record.place, &record.receiver),
        order_no: record.order_no,
        state: record.state,
        goods: record.goods,
        remark: record.remark,
        created_at: record.created_at,
    };
    Ok(PersonData {
        shipments: shipments.into_iter().map(shipment).collect(),
        sent: sent.into_iter().map(sent_one).collect(),
        orders: orders.into_iter().map(order).collect(),
        contacts: contacts
            .into_iter()
            .map(|contact| PersonContact {
                kind: contact.kind,
                party: parties::revealed(&contact.place, &contact.party),
            })
            .collect(),
    })
}

/// Erases the person of this phone from what is over; what is on its way keeps its address until it is there.
pub async fn erase(app: &App, caller: &Caller, request: &PersonRequest) -> Result<PersonErased, AppError> {
    let Asked { phone, reason } = asked(request)?;
    let scope = caller.scope()?;
    let shipments = shipments_of(app, scope, &phone).await?;
    let sent = sent_by(app, scope, &phone).await?;
    let is_over = |record: &ShipmentRecord| store::has_ended(record.state);
    let all = shipments.iter().chain(&sent);
    // Who sent something to themselves keeps it once.
    let kept: BTreeSet<&str> = all.filter(|record| !is_over(record)).map(|record| record.waybill_no.as_str()).collect();
    let kept: Vec<String> = kept.into_iter().map(str::to_owned).collect();
    let sent: Vec<ShipmentId> = sent.iter().filter(|record| is_over(record)).map(|record| record.id).collect();
    let over: Vec<Forgettable> = shipments
        .iter()
        .filter(|record| is_over(record))
        .map(|record| Forgettable { shipment: record.id, order: record.order.0 })
        .collect();
    app.store
        .write(scope, async |tx| {
            for some in batches(&over) {
                forget_people(app, &tx, some).await?;
            }
            for some in batches(&sent) {
                tx.forget_senders(some).await?;
            }
            let orders = tx.pooled_orders_of_phone(&phone).await?;
            let may_ship = |order: &&OrderRecord| matches!(order.state, OrderState::Open | OrderState::Placing);
            let (waiting, never): (Vec<_>, Vec<_>) = orders.iter().partition(may_ship);
            let never: Vec<OrderId> = never.iter().map(|order| order.id).collect();
            for some in batches(&never) {
                tx.forget_people_of_orders(some, app.now()).await?;
            }
            let kept_orders: Vec<OrderId> = waiting.iter().map(|order| order.id).collect();
            let contacts = tx.contacts_of_phone(&phone).await?;
            contacts::remove(app, &tx, &contacts, None).await?;
            let detail = format!(
                "{} shipments, {} sent, {} orders, {} contacts, {} kept: {reason}",
                over.len(),
                sent.len(),
                never.len(),
                contacts.len(),
                kept.len() + kept_orders.len()
            );
            tx.add_audit_entry(caller.audit(app, "privacy.erase", "person", detail)).await?;
            Ok(PersonErased {
                shipments: u32::try_from(over.len()).unwrap_or(u32::MAX),
                sent: u32::try_from(sent.len()).unwrap_or(u32::MAX),
                orders: u32::try_from(never.len()).unwrap_or(u32::MAX),
                contacts: u32::try_from(contacts.len()).unwrap_or(u32::MAX),
                kept: kept.clone(),
                kept_orders,
            })
        })
        .await
}

/// Forgets the people of these shipments; the pictures of how they received them are deleted after it.
async fn forget_people(app: &App, tx: &WriteTx<'_>, which: &[Forgettable]) -> Result<(), AppError> {
    for (shipment, key) in tx.forget_people(which, app.now()).await? {
        proofs::drop_at(app, tx, shipment, &key, app.now()).await?;
    }
    Ok(())
}

/// Forgets the people of every merchant's old shipments and orders, in small commits; goes on where it was when it is called again.
pub async fn forget_old(app: &App) -> Result<u64, AppError> {
    let (mut after, mut forgotten, mut commits) = (None, 0, COMMITS_MAX);
    loop {
        let merchants = app.store.system().retention_days(after, MERCHANTS).await?;
        let Some((last, _)) = merchants.last().filter(|_| commits > 0) else { return Ok(forgotten) };
        after = Some(last.merchant_id());
        for (scope, days) in merchants {
            match forget_of(app, scope, days, &mut commits).await {
                Ok(count) => forgotten += count,
                // What is wrong with one merchant's keeps nobody else's.
                Err(error) => tracing::error!(merchant = %scope.merchant_id(), ?error, "people could not be forgotten"),
            }
        }
    }
}

async fn forget_of(app: &App, scope: TenantScope, days: u32, commits: &mut usize) -> Result<u64, AppError> {
    let first = first_id_at(app.now() - TimeDelta::days(i64::from(days)));
    let mut forgotten = 0;
    while *commits > 0 {
        let some = app.store.read(scope).forgettable(first, BATCH).await?;
        let imports = app.store.read(scope).forgettable_imports(first, BATCH).await?;
        let orders = app.store.read(scope).forgettable_orders(first, BATCH).await?;
        let outdated = app.store.read(scope).outdated_orders(first, BATCH).await?;
        if some.is_empty() && imports.is_empty() && orders.is_empty() && outdated.is_empty() {
            break;
        }
        let orders = [orders, outdated.clone()].concat();
        app.store
            .write(scope, async |tx| {
                forget_people(app, &tx, &some).await?;
                // Nobody can be sent to whom nobody is.
                tx.give_up_orders(&outdated).await?;
                tx.forget_people_of_orders(&orders, app.now()).await?;
                for import in &imports {
                    tx.forget_import(*import).await?;
                }
                let entry = store::AuditEntry {
                    user: None,
                    actor: "retention".to_owned(),
                    action: "privacy.forget",
                    subject: "personal data".to_owned(),
                    detail: format!(
                        "{} shipments, {} orders, {} files older than {days} days",
                        some.len(),
                        orders.len(),
                        imports.len()
                    ),
                    origin: store::Origin::default(),
                    at: app.now(),
                };
                Ok::<(), AppError>(tx.add_audit_entry(entry).await?)
            })
            .await?;
        forgotten += (some.len() + orders.len()) as u64;
        *commits -= 1;
    }
    Ok(forgotten)
}
