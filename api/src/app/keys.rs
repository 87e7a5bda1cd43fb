//! Sealing everything again with the newest key.

use shared::ApplicationId;
use uuid::Uuid;

use crate::app::{App, AppError};

/// A service that has not met the new key yet still seals with the one before; what it wrote meanwhile is found in the next round. More
/// rounds than this are never needed: the first value it reads tells it of the key.
const ROUNDS_MAX: usize = 5;

/// Until a whole round finds nothing that is sealed with an earlier key. `report` is told what was done: a place, and how many values.
pub async fn reseal(app: &App, mut report: impl FnMut(String, u64)) -> Result<(), AppError> {
    app.store.keys().read_again();
    for _ in 0..ROUNDS_MAX {
        let mut values = app
            .store
            .system()
            .reseal(|column| {
                if column.resealed > 0 {
                    report(format!("{}.{}", column.table, column.column), column.resealed);
                }
            })
            .await?;
        let files = reseal_licences(app).await? + reseal_pictures(app).await?;
        if files > 0 {
            report("files".to_owned(), files);
        }
        values += files;
        if values == 0 {
            break;
        }
    }
    Ok(())
}

async fn reseal_licences(app: &App) -> Result<u64, AppError> {
    let mut resealed = 0;
    let mut after = ApplicationId(Uuid::nil());
    loop {
        let page = app.store.system().licence_files(after).await?;
        let Some((last, _)) = page.last() else { return Ok(resealed) };
        after = *last;
        for (application, key) in &page {
            let changed = app.settings.files.reseal(app.store.keys(), application.0, key).await?;
            resealed += u64::from(changed);
        }
    }
}

async fn reseal_pictures(app: &App) -> Result<u64, AppError> {
    let mut resealed = 0;
    let mut after = None;
    loop {
        let page = app.store.system().picture_files(after.as_ref()).await?;
        for picture in &page {
            let owner = picture.scope.merchant_id().0;
            let changed = app.settings.files.reseal(app.store.keys(), owner, &picture.key).await?;
            resealed += u64::from(changed);
        }
        let Some(last) = page.last() else { return Ok(resealed) };
        after = Some(last.clone());
    }
}
