//! What the shipments of some days cost: owners' bills, and the costs of departments.

use chrono::NaiveDate;
use shared::{
    DepartmentId, OwnerId,
    parts::{DepartmentCost, OwnerBill, OwnerBillExport},
    shipments::{ShipmentExport, ShipmentFilter},
};

use store::{Connection, Scoped};

use crate::app::{
    App, AppError, Caller, Words,
    clock::first_id_at,
    shipments::{self, Pieces},
    time_zone,
};

/// The longest time one bill is about.
const DAYS_MAX: i64 = 366;

fn check_days(from: NaiveDate, to: NaiveDate) -> Result<(), AppError> {
    if to < from || (to - from).num_days() >= DAYS_MAX {
        let words = Words::new("请选择最多一年，开始不晚于结束。", "Choose a year at most, beginning before it ends.");
        return Err(AppError::invalid("/to", "out_of_range", words));
    }
    Ok(())
}

/// A range of days is a range of ids.
async fn ids_of<C: Connection>(
    reader: &Scoped<'_, C>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<(uuid::Uuid, uuid::Uuid), AppError> {
    check_days(from, to)?;
    let zone = reader.merchant().await?.time_zone;
    Ok((first_id_at(time_zone::start_of(&zone, from)), first_id_at(time_zone::end_of(&zone, to))))
}

/// Who sent what at whose cost: every department's sums, and last of what was sent at no department's. An owner's people see none.
pub async fn department_costs(
    app: &App,
    caller: &Caller,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<DepartmentCost>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let (first, before) = ids_of(&reader, from, to).await?;
    if caller.is_an_owners() {
        return Ok(Vec::new());
    }
    let sums = reader.department_sums(first, before).await?;
    let mut named: Vec<(Option<DepartmentId>, String, String)> = Vec::new();
    for department in reader.departments().await? {
        named.push((Some(department.id), department.code, department.name));
    }
    named.push((None, String::new(), String::new()));
    let mut costs = Vec::new();
    for (id, code, name) in named {
        let Some(sums) = sums.iter().find(|sums| sums.department == id) else { continue };
        costs.push(DepartmentCost {
            department_id: id,
            department_code: code,
            department_name: name,
            parcels: sums.parcels,
            billed_weight_g: sums.billed_weight_g,
            cost: sums.cost,
        });
    }
    Ok(costs)
}

/// Every owner's sums, of the shipments made from the first to the last day in the merchant's zone.
pub async fn bills(app: &App, caller: &Caller, from: NaiveDate, to: NaiveDate) -> Result<Vec<OwnerBill>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let (first, before) = ids_of(&reader, from, to).await?;
    let sums = reader.owner_sums(first, before).await?;
    let mut bills = Vec::with_capacity(sums.len());
    for owner in reader.owners().await? {
        let Some(sums) = sums.iter().find(|sums| sums.owner == owner.id) else { continue };
        bills.push(OwnerBill {
            owner_id: owner.id,
            owner_code: owner.code,
            owner_name: owner.name,
            parcels: sums.parcels,
            billed_weight_g: sums.billed_weight_g,
            cost: (!caller.is_an_owners()).then_some(sums.cost),
            amount: sums.amount,
            cod: sums.cod,
        });
    }
    Ok(bills)
}

/// The shipments of an owner's bill as a file, without personal data.
pub async fn export(app: &App, caller: &Caller, request: &OwnerBillExport) -> Result<Pieces, AppError> {
    check_days(request.from, request.to)?;
    let known: Option<OwnerId> = app.store.read(caller.scope()?).owner(request.owner_id).await?.map(|owner| owner.id);
    let owner = known.ok_or(AppError::NotFound)?;
    let filter = ShipmentFilter {
        owner_id: Some(owner),
        created_from: Some(request.from),
        created_to: Some(request.to),
        ..ShipmentFilter::default()
    };
    let export = ShipmentExport { format: request.format, filter, q: None, shipment_ids: None, reveal_reason: None };
    shipments::export_for_owner(app, caller, &export).await
}
