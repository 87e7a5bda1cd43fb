//! Pools of waybill numbers: the network's and its outlets', their ranges, and what merchants hold of them.

mod handing_out;

use std::collections::HashMap;

use carrier::{CarrierGateway, embedded::SERIAL_MAX};
pub use handing_out::{holdings, issue, take_back};
use shared::{
    NumberPoolId,
    numbers::{
        BLOCK_SIZE_MAX, LOW_WATER_MAX, NumberPool, NumberPoolCreate, NumberPoolPatch, NumberRange, NumberRangeWrite,
        POOL_RANGES_MAX,
    },
};
use store::{HandedOut, NetworkTx, NumberPoolRecord, NumberRangeRecord};

use crate::app::{
    App, AppError, Caller, Words, applications::views::outlet_names, error::FieldFault, validation::Faults,
};

fn left(range: &NumberRangeRecord) -> u64 {
    range.last + 1 - range.next
}

fn range_view(range: &NumberRangeRecord) -> NumberRange {
    NumberRange {
        first_serial: range.first,
        last_serial: range.last,
        left: left(range),
        is_returned: range.is_returned,
    }
}

/// Ranges with what is left of them altogether.
struct Stock {
    ranges: Vec<NumberRange>,
    left: u64,
}

fn is_low(pool: &NumberPoolRecord, left: u64) -> bool {
    left < u64::from(pool.low_water)
}

fn view(pool: NumberPoolRecord, stock: Stock, counts: HandedOut, outlet_name: Option<String>) -> NumberPool {
    NumberPool {
        is_low: is_low(&pool, stock.left),
        id: pool.id,
        carrier: pool.carrier,
        outlet_id: pool.outlet,
        outlet_name,
        ranges: stock.ranges,
        left: stock.left,
        handed_out: counts.handed_out,
        used: counts.used,
        unused: counts.handed_out.saturating_sub(counts.used),
        block_size: pool.block_size,
        low_water: pool.low_water,
    }
}

async fn stocks(app: &App, of: Option<NumberPoolId>) -> Result<HashMap<NumberPoolId, Stock>, AppError> {
    let mut stocks: HashMap<NumberPoolId, Stock> = HashMap::new();
    for range in app.store.network().number_ranges(of).await? {
        let stock = stocks.entry(range.pool).or_insert(Stock { ranges: Vec::new(), left: 0 });
        stock.left += left(&range);
        stock.ranges.push(range_view(&range));
    }
    Ok(stocks)
}

/// Every pool, the network's first; or those alone that are low.
pub async fn list(app: &App, only_low: bool) -> Result<Vec<NumberPool>, AppError> {
    let network = app.store.network();
    let mut stocks = stocks(app, None).await?;
    let mut stocked = Vec::new();
    for pool in network.number_pools().await? {
        let stock = stocks.remove(&pool.id).unwrap_or(Stock { ranges: Vec::new(), left: 0 });
        if !only_low || is_low(&pool, stock.left) {
            stocked.push((pool, stock));
        }
    }
    let ids: Vec<NumberPoolId> = stocked.iter().map(|(pool, _)| pool.id).collect();
    let mut counts = network.handed_out(&ids).await?;
    let outlets = outlet_names(app).await?;
    let shown = |(pool, stock): (NumberPoolRecord, Stock)| {
        let counts = counts.remove(&pool.id).unwrap_or_default();
        let outlet = pool.outlet.and_then(|outlet| outlets.get(&outlet).cloned());
        view(pool, stock, counts, outlet)
    };
    Ok(stocked.into_iter().map(shown).collect())
}

async fn get(app: &App, id: NumberPoolId) -> Result<NumberPool, AppError> {
    let network = app.store.network();
    let pool = network.find_number_pool(id).await?.ok_or(AppError::NotFound)?;
    let stock = stocks(app, Some(id)).await?.remove(&id).unwrap_or(Stock { ranges: Vec::new(), left: 0 });
    let counts = network.handed_out(&[id]).await?.remove(&id).unwrap_or_default();
    let outlet = match pool.outlet {
        Some(outlet) => network.find_outlet_name(outlet).await?,
        None => None,
    };
    Ok(view(pool, stock, counts, outlet))
}

fn check_marks(faults: &mut Faults, block_size: u32, low_water: u32) {
    faults.range("/block_size", block_size, 1, BLOCK_SIZE_MAX);
    faults.range("/low_water", low_water, 0, LOW_WATER_MAX);
}

fn check_range(faults: &mut Faults, base: &str, range: NumberRangeWrite) {
    for (field, serial) in [("first_serial", range.first_serial), ("last_serial", range.last_serial)] {
        if serial > SERIAL_MAX {
            let words = Words::new(format!("须在 0 到 {SERIAL_MAX} 之间。"), format!("It must be 0 to {SERIAL_MAX}."));
            faults.add(FieldFault::new(format!("{base}/{field}"), "out_of_range", words));
        }
    }
    if range.first_serial > range.last_serial {
        let words = Words::new("末号不能小于首号。", "The last serial cannot be below the first.");
        faults.add(FieldFault::new(format!("{base}/last_serial"), "out_of_range", words));
    }
}

/// Gives a pool a range, none of whose numbers was ever given before.
async fn add_range(
    app: &App,
    tx: &NetworkTx<'_>,
    pool: &NumberPoolRecord,
    wanted: NumberRangeWrite,
) -> Result<(), AppError> {
    let NumberRangeWrite { first_serial: first, last_serial: last } = wanted;
    if let Some(other) = tx.overlapping_range(&pool.carrier, first, last).await? {
        let (from, to) = (other.first, other.last);
        return Err(AppError::Conflict {
            code: "range_overlaps",
            words: Words::new(
                format!("与已有号段 {from}–{to} 重叠，请换一段没有发过的号。"),
                format!("It overlaps the range {from}–{to}; give serials that were never given."),
            ),
        });
    }
    let (_, ranges) = tx.number_pool_for_update(pool.id).await?.ok_or(AppError::NotFound)?;
    refuse_full(ranges, 1)?;
    let range = NumberRangeRecord { id: app.id(), pool: pool.id, first, next: first, last, is_returned: false };
    Ok(tx.add_number_range(&range, app.now()).await?)
}

fn refuse_full(ranges: u64, more: u64) -> Result<(), AppError> {
    if ranges + more > POOL_RANGES_MAX {
        return Err(AppError::Conflict {
            code: "too_many_ranges",
            words: Words::new(
                format!("一个号池最多 {POOL_RANGES_MAX} 个号段，请先把收回的号发出去。"),
                format!("A pool has at most {POOL_RANGES_MAX} ranges; hand out first what came back."),
            ),
        });
    }
    Ok(())
}

fn range_text(range: NumberRangeWrite) -> String {
    format!("{}-{}", range.first_serial, range.last_serial)
}

/// A pool of an outlet, with its first range.
pub async fn create(app: &App, caller: &Caller, request: &NumberPoolCreate) -> Result<NumberPool, AppError> {
    let mut faults = Faults::default();
    check_marks(&mut faults, request.block_size, request.low_water);
    check_range(&mut faults, "/range", request.range);
    if app.store.network().find_outlet(request.outlet_id).await?.is_none() {
        let words = Words::new("没有这个网点。", "There is no such outlet.");
        faults.add(FieldFault::new("/outlet_id", "unknown_outlet", words));
    }
    faults.settle()?;
    let record = NumberPoolRecord {
        id: NumberPoolId(app.id()),
        carrier: app.carrier.code().to_owned(),
        outlet: Some(request.outlet_id),
        block_size: request.block_size,
        low_water: request.low_water,
    };
    app.store
        .write_network(async |tx| {
            tx.add_number_pool(&record).await?;
            add_range(app, &tx, &record, request.range).await?;
            let detail = format!("outlet {}, {}", request.outlet_id, range_text(request.range));
            Ok(tx.add_audit_entry(caller.audit(app, "number_pool.create", record.id, detail)).await?)
        })
        .await
        .map_err(|error| match error {
            AppError::UniqueViolation => taken(),
            other => other,
        })?;
    get(app, record.id).await
}

fn taken() -> AppError {
    AppError::Conflict {
        code: "pool_exists",
        words: Words::new("这个网点已经有号池，请给它加号段。", "The outlet has a pool already; add a range to it."),
    }
}

/// Changes the size of the blocks that are opened from now on, and when the pool is low.
pub async fn update(
    app: &App,
    caller: &Caller,
    id: NumberPoolId,
    request: NumberPoolPatch,
) -> Result<NumberPool, AppError> {
    let mut faults = Faults::default();
    check_marks(&mut faults, request.block_size, request.low_water);
    faults.settle()?;
    let NumberPoolPatch { block_size, low_water } = request;
    app.store
        .write_network(async |tx| {
            if !tx.set_number_pool(id, block_size, low_water).await? {
                return Err(AppError::NotFound);
            }
            let detail = format!("blocks of {block_size}, low below {low_water}");
            Ok(tx.add_audit_entry(caller.audit(app, "number_pool.change", id, detail)).await?)
        })
        .await?;
    get(app, id).await
}

/// Gives a pool more numbers.
pub async fn extend(
    app: &App,
    caller: &Caller,
    id: NumberPoolId,
    request: NumberRangeWrite,
) -> Result<NumberPool, AppError> {
    let mut faults = Faults::default();
    check_range(&mut faults, "", request);
    faults.settle()?;
    let pool = app.store.network().find_number_pool(id).await?.ok_or(AppError::NotFound)?;
    app.store
        .write_network(async |tx| {
            add_range(app, &tx, &pool, request).await?;
            let entry = caller.audit(app, "number_pool.extend", id, range_text(request));
            Ok::<(), AppError>(tx.add_audit_entry(entry).await?)
        })
        .await?;
    get(app, id).await
}
