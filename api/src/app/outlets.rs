//! The network's outlets, and the regions they answer for.

use std::collections::HashMap;

use shared::{
    OutletId,
    merchants::{OUTLET_CODE_CHARS, OUTLET_NAME_CHARS, OUTLET_REGIONS_MAX, Outlet, OutletWrite},
};
use store::{OutletRecord, OutletRegion};

use crate::app::{App, AppError, Caller, Words, error::FieldFault, rules::division_name, validation::Faults};

fn view(record: OutletRecord, regions: Vec<u32>) -> Outlet {
    Outlet { id: record.id, code: record.code, name: record.name, is_default: record.is_default, regions }
}

/// In the order of their codes.
pub async fn list(app: &App) -> Result<Vec<Outlet>, AppError> {
    let network = app.store.network();
    let mut regions: HashMap<OutletId, Vec<u32>> = HashMap::new();
    for (outlet, prefix) in network.outlet_regions().await? {
        regions.entry(outlet).or_default().extend(prefix.parse::<u32>());
    }
    let view = |record: OutletRecord| {
        let mut regions = regions.remove(&record.id).unwrap_or_default();
        regions.sort_unstable();
        view(record, regions)
    };
    Ok(network.outlets().await?.into_iter().map(view).collect())
}

/// What was written, checked as far as it can be without the database; each region once.
fn checked(request: &OutletWrite) -> Result<OutletWrite, AppError> {
    let mut faults = Faults::default();
    let code = faults.text("/code", &request.code, true, OUTLET_CODE_CHARS);
    let name = faults.text("/name", &request.name, true, OUTLET_NAME_CHARS);
    faults.count_between("/regions", request.regions.len(), 0, OUTLET_REGIONS_MAX);
    for (at, code) in request.regions.iter().enumerate().take(OUTLET_REGIONS_MAX) {
        if division_name(*code).is_none() {
            let words = Words::new(format!("没有行政区划 {code}。"), format!("There is no division {code}."));
            faults.add(FieldFault::new(format!("/regions/{at}"), "unknown_division", words));
        }
    }
    faults.settle()?;
    let mut regions = request.regions.clone();
    regions.sort_unstable();
    regions.dedup();
    Ok(OutletWrite { code, name, regions })
}

/// Neither a code nor a region may be another outlet's.
async fn refuse_taken(app: &App, own: Option<OutletId>, wanted: &OutletWrite) -> Result<(), AppError> {
    let mut faults = Faults::default();
    for other in list(app).await?.into_iter().filter(|outlet| Some(outlet.id) != own) {
        if other.code == wanted.code {
            faults.add(FieldFault::new("/code", "code_taken", Words::new("这个编码已经用了。", "This code is taken.")));
        }
        if let Some(code) = wanted.regions.iter().find(|code| other.regions.contains(*code)) {
            let place = division_name(*code).unwrap_or_default();
            let words = Words::new(
                format!("{place}已经归{}。", other.name),
                format!("{place} is the region of {} already.", other.name),
            );
            faults.add(FieldFault::new("/regions", "region_taken", words));
        }
    }
    faults.settle()
}

/// Somebody took it at the same moment.
fn taken(error: AppError) -> AppError {
    match error {
        AppError::UniqueViolation => AppError::invalid(
            "/code",
            "taken",
            Words::new("编码或区域刚刚被占用。", "The code or a region was just taken."),
        ),
        other => other,
    }
}

fn rows(app: &App, wanted: &OutletWrite) -> Vec<OutletRegion> {
    wanted.regions.iter().map(|code| (app.id(), code.to_string())).collect()
}

pub async fn create(app: &App, caller: &Caller, request: &OutletWrite) -> Result<Outlet, AppError> {
    let wanted = checked(request)?;
    refuse_taken(app, None, &wanted).await?;
    let OutletWrite { code, name, regions } = wanted.clone();
    let record = OutletRecord { id: OutletId(app.id()), code, name, is_default: false };
    app.store
        .write_network(async |tx| {
            tx.add_outlet(&record, &rows(app, &wanted), app.now()).await?;
            Ok::<(), AppError>(
                tx.add_audit_entry(caller.audit(app, "outlet.create", record.id, record.code.clone())).await?,
            )
        })
        .await
        .map_err(taken)?;
    Ok(view(record, regions))
}

pub async fn update(app: &App, caller: &Caller, id: OutletId, request: &OutletWrite) -> Result<Outlet, AppError> {
    let wanted = checked(request)?;
    let before = app.store.network().find_outlet(id).await?.ok_or(AppError::NotFound)?;
    refuse_taken(app, Some(id), &wanted).await?;
    let OutletWrite { code, name, regions } = wanted.clone();
    let record = OutletRecord { code, name, ..before };
    app.store
        .write_network(async |tx| {
            if !tx.set_outlet(&record, &rows(app, &wanted)).await? {
                return Err(AppError::NotFound);
            }
            Ok(tx.add_audit_entry(caller.audit(app, "outlet.change", id, record.code.clone())).await?)
        })
        .await
        .map_err(taken)?;
    Ok(view(record, regions))
}
