//! Applications for an account, from the applicant's side. They have no session: the application's number and the contact's phone are what
//! they know, and whoever lacks one of the two hears the same as whoever lacks both.

pub mod activation;
pub mod approval;
pub mod document;
pub mod forgetting;
pub mod form;
pub mod licence;
pub mod review;
pub mod terms;
pub mod views;

use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use shared::{
    ApplicationId, StaffId,
    applications::{
        APPLICATION_TEXT_CHARS, ApplicationAccept, ApplicationAmend, ApplicationCreate, ApplicationCreated,
        ApplicationState, ApplicationStatus, ApplicationStep,
    },
};
use store::{ApplicationEventRecord, ApplicationRecord, AuditEntry, NetworkTx, Origin};
use uuid::Uuid;

use crate::app::{
    App, AppError, Language, Words,
    codes::{self, Purpose},
    door::{self, Limit},
    idempotency::Once,
    validation::Faults,
};

/// Letters and digits that are not mistaken for each other.
const NO_LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// 50 bits, and the phone besides.
const NO_CHARS: usize = 10;
/// Wrong numbers or phones, for each number that was typed.
const FAILURES: Limit = Limit { most: 10, window: TimeDelta::minutes(15) };
/// Applications from one address: an office sends a few, a script many.
const CREATED: Limit = Limit { most: 20, window: TimeDelta::minutes(60) };

fn new_number() -> Result<String, AppError> {
    let mut random = [0u8; NO_CHARS];
    getrandom::fill(&mut random).map_err(AppError::internal)?;
    Ok(random.iter().map(|byte| char::from(NO_LETTERS[usize::from(byte % 32)])).collect())
}

/// As people read it out: in two groups.
pub fn spoken(number: &str) -> String {
    match number.split_at_checked(NO_CHARS / 2) {
        Some((first, second)) => format!("{first}-{second}"),
        None => number.to_owned(),
    }
}

fn as_kept(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).take(2 * NO_CHARS).collect::<String>().to_ascii_uppercase()
}

fn phone_token(app: &App, phone: &str) -> i64 {
    app.store.keys().token(Uuid::nil(), "applicant phone", phone)
}

pub fn step_is_not_open(state: ApplicationState) -> AppError {
    let (zh, en) = views::state_words(state);
    AppError::Conflict {
        code: "application_state",
        words: Words::new(
            format!("申请现在是“{zh}”，不能做这一步。"),
            format!("The application is “{en}” now; this step is not open."),
        ),
    }
}

fn event(
    app: &App,
    application: ApplicationId,
    kind: &str,
    staff: Option<StaffId>,
    text: Option<String>,
) -> ApplicationEventRecord {
    ApplicationEventRecord { id: app.id(), application, kind: kind.to_owned(), staff, text, at: app.now() }
}

/// Moves it on by one step, and writes that into its history.
async fn advance(
    app: &App,
    tx: &NetworkTx<'_>,
    application: &mut ApplicationRecord,
    step: ApplicationStep,
    event: &ApplicationEventRecord,
) -> Result<(), AppError> {
    let state = application.state;
    application.state = state.after(step).ok_or_else(|| step_is_not_open(state))?;
    application.updated_at = app.now();
    tx.set_application(application).await?;
    Ok(tx.add_application_event(event).await?)
}

/// Takes an application in. The sender's request id makes it once: they have no account a key could belong to.
pub async fn create(
    app: &App,
    request: &ApplicationCreate,
    origin: &Origin,
) -> Result<Once<ApplicationCreated>, AppError> {
    // Those whose address is not known are one.
    let address = door::address_of(origin).unwrap_or_default();
    let sender = app.store.network().try_key("application from address", &address);
    door::require_below(app, sender, CREATED).await?;
    let mut faults = Faults::default();
    let checked = form::check(&request.form, "/form", &mut faults);
    faults.settle()?;
    let checked = checked.ok_or_else(|| AppError::internal("a form without faults was not understood"))?;
    let plain = serde_json::to_vec(&checked.form).map_err(AppError::internal)?;
    let fingerprint = format!("{:x?}", Sha256::digest(&plain).as_slice());
    let keys = app.store.keys();
    let outlet = app.store.network().outlet_of_division(checked.division_code).await?;
    let outlet =
        outlet.ok_or_else(|| AppError::internal("no outlet answers for the region, and none is the default"))?;
    let now = app.now();
    let known =
        app.store.write_network(async |tx| Ok::<_, AppError>(tx.application_of_request(request.request_id).await?));
    // A code is good once; whoever sends the same request again gets the answer of before.
    let is_new = known.await?.is_none();
    let phone_verified_at = match is_new && app.settings.messages.sends_sms() {
        true => {
            verify_phone(app, &checked.form.contact_phone, request.phone_code.as_deref()).await?;
            Some(now)
        }
        false => None,
    };
    let record = ApplicationRecord {
        id: ApplicationId(app.id()),
        application_no: new_number()?,
        request_id: request.request_id,
        request_token: keys.token(request.request_id, "application request", &fingerprint),
        outlet,
        state: ApplicationState::Submitted,
        phone_token: phone_token(app, &checked.form.contact_phone),
        division_code: checked.division_code,
        form: checked.form,
        phone_verified_at,
        taken_by: None,
        licence: None,
        terms: None,
        accepted_hash: None,
        accepted_at: None,
        merchant: None,
        created_at: now,
        updated_at: now,
    };
    let made = app.store.write_network(async |tx| insert(app, &tx, &record, origin).await).await;
    let made = match made {
        // Two of the same request at the same moment: the one that lost finds the other's.
        Err(AppError::UniqueViolation) => {
            app.store.write_network(async |tx| insert(app, &tx, &record, origin).await).await
        }
        made => made,
    };
    if made.as_ref().is_ok_and(|once| !once.replayed) {
        door::count(app, sender, CREATED).await?;
    }
    made
}

async fn insert(
    app: &App,
    tx: &NetworkTx<'_>,
    record: &ApplicationRecord,
    origin: &Origin,
) -> Result<Once<ApplicationCreated>, AppError> {
    let created = |record: &ApplicationRecord| ApplicationCreated {
        application_no: spoken(&record.application_no),
        state: ApplicationState::Submitted,
    };
    if let Some(known) = tx.application_of_request(record.request_id).await? {
        if known.request_token != record.request_token {
            return Err(AppError::Conflict {
                code: "request_id_reused",
                words: Words::new(
                    "这个 request_id 已用于另一份申请，请换一个新的。",
                    "This request_id was used for another application; use a new one.",
                ),
            });
        }
        return Ok(Once { answer: created(&known), replayed: true });
    }
    tx.add_application(record).await?;
    tx.add_application_event(&event(app, record.id, "submitted", None, None)).await?;
    if record.phone_verified_at.is_some() {
        tx.add_application_event(&event(app, record.id, "phone_verified", None, None)).await?;
    }
    tx.add_audit_entry(applicants(app, "application.create", record.id, origin)).await?;
    Ok(Once { answer: created(record), replayed: false })
}

/// What an applicant did, for the network's log. They have no name there: the application says whose it is.
pub(super) fn applicants(app: &App, action: &'static str, id: ApplicationId, origin: &Origin) -> AuditEntry {
    AuditEntry {
        user: None,
        actor: "applicant".to_owned(),
        action,
        subject: id.to_string(),
        detail: String::new(),
        origin: origin.clone(),
        at: app.now(),
    }
}

fn unknown() -> AppError {
    AppError::Unacceptable {
        code: "application_unknown",
        words: Words::new(
            "没有这样的申请，请核对申请编号和手机号。",
            "There is no such application; check its number and the phone.",
        ),
    }
}

/// The application of whoever knows its number and its phone.
pub async fn prove(app: &App, number: &str, phone: &str) -> Result<ApplicationRecord, AppError> {
    let number = as_kept(number);
    let tried = app.store.network().try_key("application tried", &number);
    door::require_below(app, tried, FAILURES).await?;
    let found = app.store.network().find_application_by_no(&number).await?;
    let given = address::phone::check(phone).map(|phone| phone_token(app, &phone.number)).ok();
    match found {
        Some(application) if Some(application.phone_token) == given => Ok(application),
        _ => {
            door::count(app, tried, FAILURES).await?;
            Err(unknown())
        }
    }
}

pub async fn follow(app: &App, language: Language, number: &str, phone: &str) -> Result<ApplicationStatus, AppError> {
    let application = prove(app, number, phone).await?;
    views::status(app, language, application).await
}

/// The applicant's answer to a question: the whole form again, with what was to be corrected.
pub async fn amend(
    app: &App,
    language: Language,
    request: &ApplicationAmend,
    origin: &Origin,
) -> Result<ApplicationStatus, AppError> {
    let known = prove(app, &request.application_no, &request.phone).await?;
    let mut faults = Faults::default();
    let answer = faults.text("/answer", &request.answer, false, APPLICATION_TEXT_CHARS);
    let checked = form::check(&request.form, "/form", &mut faults);
    faults.settle()?;
    let checked = checked.ok_or_else(|| AppError::internal("a form without faults was not understood"))?;
    if phone_token(app, &checked.form.contact_phone) != known.phone_token {
        return Err(AppError::invalid(
            "/form/contact_phone",
            "phone_fixed",
            Words::new(
                "手机号是这份申请的凭据，不能修改；要换号请重新申请。",
                "The phone proves whose application it is and cannot be changed; apply anew with another.",
            ),
        ));
    }
    let answering = app.store.network().outlet_of_division(checked.division_code).await?;
    let happened = event(app, known.id, "amended", None, Some(answer).filter(|answer| !answer.is_empty()));
    let amended = app
        .store
        .write_network(async |tx| {
            let mut application = tx.application_for_update(known.id).await?.ok_or_else(unknown)?;
            application.form = checked.form.clone();
            application.division_code = checked.division_code;
            advance(app, &tx, &mut application, ApplicationStep::Amend, &happened).await?;
            // Only what somebody has taken is amended: it stays with them, also where the address is another outlet's now.
            if answering != Some(application.outlet) {
                tx.add_application_event(&event(app, known.id, "outlet_kept", None, None)).await?;
            }
            tx.add_audit_entry(applicants(app, "application.amend", known.id, origin)).await?;
            Ok::<_, AppError>(application)
        })
        .await?;
    views::status(app, language, amended).await
}

/// The applicant accepts the terms they have read. Terms that were changed meanwhile are not accepted unseen.
pub async fn accept(
    app: &App,
    language: Language,
    request: &ApplicationAccept,
    origin: &Origin,
) -> Result<ApplicationStatus, AppError> {
    let known = prove(app, &request.application_no, &request.phone).await?;
    let happened = event(app, known.id, "accepted", None, None);
    let accepted = app
        .store
        .write_network(async |tx| {
            let mut application = tx.application_for_update(known.id).await?.ok_or_else(unknown)?;
            let offered = application.terms.as_ref().map(|terms| terms.hash.clone());
            if application.state == ApplicationState::Offered && offered.as_deref() != Some(&request.terms_hash) {
                return Err(AppError::Conflict {
                    code: "terms_changed",
                    words: Words::new(
                        "条款已有更新，请重新阅读后再接受。",
                        "The terms have changed; read them again before accepting.",
                    ),
                });
            }
            application.accepted_hash = offered;
            application.accepted_at = Some(app.now());
            advance(app, &tx, &mut application, ApplicationStep::Accept, &happened).await?;
            tx.add_audit_entry(applicants(app, "application.accept", known.id, origin)).await?;
            Ok(application)
        })
        .await?;
    views::status(app, language, accepted).await
}

/// The contact's phone is theirs: they got the code that was sent to it.
async fn verify_phone(app: &App, phone: &str, code: Option<&str>) -> Result<(), AppError> {
    let Some(code) = code.filter(|code| !code.trim().is_empty()) else {
        let words = Words::new("请填写发到手机的验证码。", "Give the code that was sent to the phone.");
        return Err(AppError::invalid("/phone_code", "phone_code_required", words));
    };
    match codes::check(app, Purpose::Application, phone, code).await? {
        Some(right) if codes::spend(app, &right).await? => Ok(()),
        _ => Err(codes::wrong("/phone_code")),
    }
}
