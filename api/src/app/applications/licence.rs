//! The business licence as a file: sent by the applicant, read by reviewers.

use shared::{ApplicationId, applications::ApplicationStatus};
use store::{ApplicationRecord, LicenceRecord, Origin};

use crate::app::{
    App, AppError, Caller, Language, Words,
    applications::{
        applicants,
        document::{self, DocumentType},
        event, review, step_is_not_open, unknown, views,
    },
};

/// Files one application may send: each replaces the one before.
const UPLOADS_MAX: usize = 20;

/// Checks the file and keeps it in place of the one before. `application` is what the applicant has proven theirs.
pub async fn keep(
    app: &App,
    (language, origin): (Language, &Origin),
    application: &ApplicationRecord,
    declared: Option<String>,
    bytes: Vec<u8>,
) -> Result<ApplicationStatus, AppError> {
    may_send(application)?;
    let sent = app.store.network().application_events(application.id).await?;
    if sent.iter().filter(|event| event.kind == "licence").count() >= UPLOADS_MAX {
        return Err(AppError::Conflict {
            code: "too_many_files",
            words: Words::new(
                format!("执照最多上传 {UPLOADS_MAX} 次，请联系网点。"),
                format!("A licence is sent at most {UPLOADS_MAX} times; ask your outlet."),
            ),
        });
    }
    let (kind, bytes) = document::in_turn(move || document::check(bytes, declared.as_deref())).await?;
    let key = format!("licences/{}/{}", application.id, app.id());
    let size = u32::try_from(bytes.len()).map_err(AppError::internal)?;
    // The file first: a row never names one that is not there. What a crash leaves between the two is sealed and named by nobody.
    app.settings.files.put(app.store.keys(), application.id.0, &key, &bytes).await?;
    let licence = LicenceRecord { key, media_type: kind.media_type().to_owned(), bytes: size, at: app.now() };
    let kept = replace(app, application.id, &licence, origin).await;
    let (application, gone) = match kept {
        Ok((application, before)) => (Ok(application), before.map(|before| before.key)),
        Err(error) => (Err(error), Some(licence.key)),
    };
    if let Some(key) = gone {
        app.settings.files.delete(&key).await?;
    }
    views::status(app, language, application?).await
}

async fn replace(
    app: &App,
    id: ApplicationId,
    licence: &LicenceRecord,
    origin: &Origin,
) -> Result<(ApplicationRecord, Option<LicenceRecord>), AppError> {
    app.store
        .write_network(async |tx| {
            let mut application = tx.application_for_update(id).await?.ok_or_else(unknown)?;
            may_send(&application)?;
            let before = application.licence.replace(licence.clone());
            application.updated_at = app.now();
            tx.set_application(&application).await?;
            tx.add_application_event(&event(app, id, "licence", None, None)).await?;
            tx.add_audit_entry(applicants(app, "application.licence", id, origin)).await?;
            Ok::<_, AppError>((application, before))
        })
        .await
}

/// Once the terms are accepted the reviewer decides about what they have seen.
fn may_send(application: &ApplicationRecord) -> Result<(), AppError> {
    use shared::applications::ApplicationState::{Accepted, Approved, Rejected};
    match application.state {
        state @ (Accepted | Approved | Rejected) => Err(step_is_not_open(state)),
        _ => Ok(()),
    }
}

/// The licence for a reviewer, with its type and its name as a file.
pub async fn read(app: &App, caller: &Caller, id: ApplicationId) -> Result<(DocumentType, String, Vec<u8>), AppError> {
    let application = review::visible(app, caller, id).await?;
    let licence = application.licence.ok_or(AppError::NotFound)?;
    let kind = DocumentType::of_media_type(&licence.media_type)
        .ok_or_else(|| AppError::internal("a licence of an unknown type"))?;
    let bytes = app.settings.files.get(app.store.keys(), id.0, &licence.key).await?;
    review::log_reveal(app, caller, id, "licence").await?;
    Ok((kind, format!("licence-{}.{}", application.application_no, kind.extension()), bytes))
}
