//! Applications from the network's side. Staff see what was sent to their outlet; those of the default outlet see all of it.

use shared::{
    ApplicationId, OutletId, Page, Permission, StaffId,
    applications::{
        APPLICATION_TEXT_CHARS, Application, ApplicationRow, ApplicationState, ApplicationStep, ApplicationTake,
        ApplicationWords, Terms,
    },
};
use store::{ApplicationQuery, ApplicationRecord, NetworkTx, Seat};

use crate::app::{
    App, AppError, Caller, Words,
    applications::{advance, event, step_is_not_open, terms, views},
    caller::forbidden,
    paging::PageRequest,
    validation::Faults,
};

/// A staff member with the outlet they work for.
#[derive(Clone, Copy, Debug)]
pub struct Reviewer {
    pub staff: StaffId,
    outlet: OutletId,
    sees_all: bool,
}

impl Reviewer {
    pub fn sees(&self, outlet: OutletId) -> bool {
        self.sees_all || self.outlet == outlet
    }
}

pub async fn reviewer(app: &App, caller: &Caller) -> Result<Reviewer, AppError> {
    let network = app.store.network();
    for seat in network.seats(caller.user).await? {
        if let Seat::Staff { id, outlet, .. } = seat {
            let sees_all = network.find_outlet(outlet).await?.is_some_and(|outlet| outlet.is_default);
            return Ok(Reviewer { staff: id, outlet, sees_all });
        }
    }
    Err(forbidden())
}

/// The queue, newest first.
pub async fn list(
    app: &App,
    caller: &Caller,
    state: Option<ApplicationState>,
    page: PageRequest,
) -> Result<Page<ApplicationRow>, AppError> {
    let reviewer = reviewer(app, caller).await?;
    let query = ApplicationQuery {
        state,
        outlet: (!reviewer.sees_all).then_some(reviewer.outlet),
        after: page.after.map(ApplicationId),
        limit: page.probe(),
    };
    let rows = app.store.network().applications(&query).await?;
    let outlets = views::outlet_names(app).await?;
    Ok(page.page(rows, |row| row.id.0, |row| views::row(&row, &outlets)))
}

/// The application, where the caller's outlet may see it.
pub async fn visible(app: &App, caller: &Caller, id: ApplicationId) -> Result<ApplicationRecord, AppError> {
    let reviewer = reviewer(app, caller).await?;
    let found = app.store.network().find_application(id).await?;
    found.filter(|application| reviewer.sees(application.outlet)).ok_or(AppError::NotFound)
}

async fn shown(app: &App, caller: &Caller, record: ApplicationRecord) -> Result<Application, AppError> {
    let in_full = caller.may(Permission::ApplicationsReview);
    views::detail(app, caller.language, record, in_full).await
}

/// Whoever reviews sees it in full, and that is written down.
pub async fn show(app: &App, caller: &Caller, id: ApplicationId) -> Result<Application, AppError> {
    let record = visible(app, caller, id).await?;
    if caller.may(Permission::ApplicationsReview) {
        log_reveal(app, caller, id, "form").await?;
    }
    shown(app, caller, record).await
}

/// Writes down who saw whose data in full, and which of them.
pub async fn log_reveal(app: &App, caller: &Caller, id: ApplicationId, what: &'static str) -> Result<(), AppError> {
    let entry = caller.audit(app, "personal_data_revealed", format!("application {id}"), what);
    Ok(app.store.network().add_audit_entry(entry).await?)
}

/// The application for a step of the reviewer who has it.
pub async fn in_hand(
    tx: &NetworkTx<'_>,
    reviewer: &Reviewer,
    id: ApplicationId,
) -> Result<ApplicationRecord, AppError> {
    let found = tx.application_for_update(id).await?;
    let application = found.filter(|found| reviewer.sees(found.outlet)).ok_or(AppError::NotFound)?;
    // Where nobody has it, the step itself is not open yet, and says so.
    match application.taken_by {
        Some(staff) if staff != reviewer.staff && !application.state.is_final() => Err(taken()),
        _ => Ok(application),
    }
}

fn taken() -> AppError {
    AppError::Conflict {
        code: "application_taken",
        words: Words::new(
            "这份申请由另一位同事审核；需要的话先接手。",
            "A colleague reviews this application; take it over first.",
        ),
    }
}

/// Takes an application to review it. Of two who take it at once one has it, and the other is told.
pub async fn take(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    request: &ApplicationTake,
) -> Result<Application, AppError> {
    let reviewer = reviewer(app, caller).await?;
    let record = app
        .store
        .write_network(async |tx| {
            let found = tx.application_for_update(id).await?;
            let mut record = found.filter(|found| reviewer.sees(found.outlet)).ok_or(AppError::NotFound)?;
            if record.state == ApplicationState::Submitted {
                record.taken_by = Some(reviewer.staff);
                let happened = event(app, id, "taken", Some(reviewer.staff), None);
                advance(app, &tx, &mut record, ApplicationStep::Take, &happened).await?;
                tx.add_audit_entry(caller.audit(app, "application.take", id, "")).await?;
                return Ok(record);
            }
            if record.state.is_final() || record.taken_by == Some(reviewer.staff) {
                return Err(step_is_not_open(record.state));
            }
            if !request.over {
                return Err(taken());
            }
            record.taken_by = Some(reviewer.staff);
            record.updated_at = app.now();
            tx.set_application(&record).await?;
            tx.add_application_event(&event(app, id, "taken_over", Some(reviewer.staff), None)).await?;
            tx.add_audit_entry(caller.audit(app, "application.take", id, "over")).await?;
            Ok(record)
        })
        .await?;
    shown(app, caller, record).await
}

fn words(request: &ApplicationWords) -> Result<String, AppError> {
    let mut faults = Faults::default();
    let text = faults.text("/text", &request.text, true, APPLICATION_TEXT_CHARS);
    faults.settle()?;
    Ok(text)
}

/// What a step is called in the history of an application.
const fn kind(step: ApplicationStep) -> &'static str {
    match step {
        ApplicationStep::Take => "taken",
        ApplicationStep::Ask => "asked",
        ApplicationStep::Amend => "amended",
        ApplicationStep::Offer => "offered",
        ApplicationStep::Accept => "accepted",
        ApplicationStep::Approve => "approved",
        ApplicationStep::Reject => "rejected",
    }
}

/// One step of the reviewer who has it, with words where there are any.
async fn step(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    (step, action, text): (ApplicationStep, &'static str, Option<String>),
    change: impl Fn(&mut ApplicationRecord),
) -> Result<Application, AppError> {
    let reviewer = reviewer(app, caller).await?;
    let happened = event(app, id, kind(step), Some(reviewer.staff), text);
    let record = app
        .store
        .write_network(async |tx| {
            let mut record = in_hand(&tx, &reviewer, id).await?;
            change(&mut record);
            advance(app, &tx, &mut record, step, &happened).await?;
            tx.add_audit_entry(caller.audit(app, action, id, "")).await?;
            Ok::<_, AppError>(record)
        })
        .await?;
    shown(app, caller, record).await
}

pub async fn ask(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    request: &ApplicationWords,
) -> Result<Application, AppError> {
    let text = words(request)?;
    step(app, caller, id, (ApplicationStep::Ask, "application.ask", Some(text)), |_| {}).await
}

/// Offers terms. They may be offered anew until they are accepted.
pub async fn offer(app: &App, caller: &Caller, id: ApplicationId, request: &Terms) -> Result<Application, AppError> {
    let offered = terms::written(request, app.now())?;
    let text = Some(request.agreement_no.trim().to_owned());
    step(app, caller, id, (ApplicationStep::Offer, "application.offer", text), |record| {
        record.terms = Some(offered.clone())
    })
    .await
}

pub async fn reject(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    request: &ApplicationWords,
) -> Result<Application, AppError> {
    let text = words(request)?;
    step(app, caller, id, (ApplicationStep::Reject, "application.reject", Some(text)), |_| {}).await
}
