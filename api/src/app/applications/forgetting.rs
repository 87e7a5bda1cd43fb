//! What is kept of an application that was rejected ends: the identity number, and the licence as a file. That there was one stays.

use chrono::TimeDelta;
use shared::ApplicationId;
use store::{AuditEntry, Origin};

use crate::app::{App, AppError, applications::event};

/// Who was rejected may ask why, and apply again, for this long after it.
pub const REJECTED_KEPT: TimeDelta = TimeDelta::days(180);
/// Applications of one sweep: other jobs wait for it, and the next one goes on.
const SWEEP_MAX: u64 = 500;

/// Takes these from applications that were rejected long ago; goes on where it was when it is called again.
pub async fn forget_rejected(app: &App) -> Result<usize, AppError> {
    let old = app.store.system().forgettable_applications(app.now() - REJECTED_KEPT, SWEEP_MAX).await?;
    for (id, licence) in &old {
        // The file first: where a crash comes between the two, the row is found again, and a file that is gone is gone.
        if let Some(key) = licence {
            app.settings.files.delete(key).await?;
        }
        forget(app, *id).await?;
    }
    Ok(old.len())
}

async fn forget(app: &App, id: ApplicationId) -> Result<(), AppError> {
    app.store
        .write_network(async |tx| {
            let Some(mut application) = tx.application_for_update(id).await? else { return Ok(()) };
            application.form.identity_number.clear();
            application.licence = None;
            tx.set_application(&application).await?;
            tx.add_application_event(&event(app, id, store::FORGOTTEN, None, None)).await?;
            let entry = AuditEntry {
                user: None,
                actor: "retention".to_owned(),
                action: "application.forget",
                subject: id.to_string(),
                detail: format!("rejected for {} days", REJECTED_KEPT.num_days()),
                origin: Origin::default(),
                at: app.now(),
            };
            Ok::<(), AppError>(tx.add_audit_entry(entry).await?)
        })
        .await
}
