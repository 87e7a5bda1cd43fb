//! The watch over shipments under way, and over cases that nobody ends: leased, in small commits, and as well after a kill as before.

use chrono::TimeDelta;
use shared::problems::NoteKind;
use store::TenantScope;

use super::{handling, keeping};
use crate::app::{App, AppError};

/// Shipments, or cases, looked at in one go.
const BATCH: u32 = 200;
/// Whoever looks must be done by then, or others look again.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// Looks at what is due; answers whether there may be more.
pub async fn watch(app: &App) -> Result<bool, AppError> {
    let now = app.now();
    let leased = app.store.system().lease_checks(BATCH, now, now + LEASE).await?;
    let looked: usize = leased.iter().map(|(_, ids)| ids.len()).sum();
    let mut failed = None;
    for (scope, ids) in leased {
        // One merchant's trouble keeps no other's from being looked at; its own comes up again when the lease is over.
        if let Err(error) = app.store.write(scope, async |tx| keeping::check(app, &tx, &ids).await).await {
            failed.get_or_insert(error);
        }
    }
    let late = app.store.system().problems_to_escalate(now, BATCH).await?;
    let escalated: usize = late.iter().map(|(_, ids)| ids.len()).sum();
    for (scope, ids) in late {
        if let Err(error) = escalate(app, scope, &ids).await {
            failed.get_or_insert(error);
        }
    }
    let full = BATCH as usize;
    if let Some(error) = failed {
        return Err(error);
    }
    Ok(looked == full || escalated == full)
}

/// What another worker escalated meanwhile is not due any more when it is locked.
async fn escalate(app: &App, scope: TenantScope, ids: &[shared::ProblemId]) -> Result<(), AppError> {
    app.store
        .write(scope, async |tx| {
            let now = app.now();
            let mut notes = Vec::new();
            for mut case in tx.problems_for_update(ids).await? {
                if case.escalate_at.is_none_or(|at| at > now) {
                    continue;
                }
                handling::raise(app, &mut case);
                tx.save_problem(&case).await?;
                notes.push(keeping::note(app, case.id, NoteKind::Escalated, &case.level.to_string(), None));
            }
            if notes.is_empty() {
                return Ok(());
            }
            tx.add_problem_notes(&notes).await?;
            keeping::tell(app, &tx, notes.len()).await
        })
        .await
}
