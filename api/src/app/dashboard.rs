//! Today's numbers.

use shared::{
    carriers::CarrierAccountState,
    dashboard::{Dashboard, PhaseCount},
    printing::PrintJobState,
    state::Phase,
};
use store::StatRecord;
use units::Money;

use crate::app::{App, AppError, Caller, clock::first_id_at, imports, paging::PageRequest, time_zone};

const RECENT_IMPORTS: u32 = 5;
/// Beyond this it is "many": a person settles them one by one.
const UNKNOWN_JOBS_MAX: u32 = 1_000;

pub fn phase_counts(stats: &[StatRecord]) -> Vec<PhaseCount> {
    let count = |phase: Phase| {
        let sum: u64 = stats.iter().filter(|stat| stat.state.phase() == phase).map(|stat| stat.count).sum();
        PhaseCount { phase, count: u32::try_from(sum).unwrap_or(u32::MAX) }
    };
    Phase::ALL.into_iter().map(count).collect()
}

pub async fn counts(app: &App, caller: &Caller) -> Result<Vec<PhaseCount>, AppError> {
    Ok(phase_counts(&app.store.read(caller.scope()?).shipment_stats(None).await?))
}

pub async fn show(app: &App, caller: &Caller) -> Result<Dashboard, AppError> {
    let reader = app.store.read(caller.scope()?);
    let merchant = reader.merchant().await?;
    let day = time_zone::day(&merchant.time_zone, app.now());
    let today = reader.shipment_stats(Some(day)).await?;
    let all = reader.shipment_stats(None).await?;
    let not_void = |stat: &&StatRecord| stat.state.phase() != Phase::Voided;
    let created_today: u64 = today.iter().filter(not_void).map(|stat| stat.count).sum();
    let price_today: i64 = today.iter().filter(not_void).map(|stat| stat.price.fen()).sum();
    let midnight = first_id_at(time_zone::start_of(&merchant.time_zone, day));
    Ok(Dashboard {
        created_today: u32::try_from(created_today).unwrap_or(u32::MAX),
        price_today: Money::from_fen(price_today),
        printed_today: reader.count_printed_since(midnight).await?,
        phases: phase_counts(&all),
        recent_imports: imports::list(app, caller, PageRequest { after: None, limit: RECENT_IMPORTS }).await?.items,
        unknown_print_jobs: reader.count_print_jobs(PrintJobState::Unknown, UNKNOWN_JOBS_MAX).await?,
        has_sender: reader.default_sender().await?.is_some(),
        open_problems: reader.count_problems(None).await?.into_iter().map(|(_, count)| count).sum(),
        carrier_accounts_to_see_to: reader
            .carrier_accounts()
            .await?
            .into_iter()
            .filter(|account| account.is_low() || account.state == CarrierAccountState::Failing)
            .map(|account| account.name)
            .collect(),
    })
}
