//! What became of every label.

use actix_web::{HttpResponse, get, post, web};
use serde::Deserialize;
use shared::{
    Page, PrintBatchId, PrintJobId, PrinterId,
    print_queue::{PrintJobsChanged, PrintSettle},
    printing::{PrintJobRecord, PrintJobResult, PrintJobResults, PrintJobState, PrintStat},
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{
        App,
        paging::PageRequest,
        printing::{self, PrintLogFilter},
    },
    http::{
        extract::{Body, Params, PathId},
        guard::{LabelsPrint, Printing},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(list_print_jobs)
        .service(list_print_stats)
        .service(report_print_jobs)
        .service(settle_print_jobs)
        .service(report_print_job);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PrintJobParams {
    state: Option<PrintJobState>,
    batch_id: Option<PrintBatchId>,
    printer_id: Option<PrinterId>,
    /// The user name of the operator who had it printed.
    person: Option<String>,
    waybill_no: Option<String>,
    /// From this day of the merchant on.
    from: Option<chrono::NaiveDate>,
    /// Up to this day, included.
    to: Option<chrono::NaiveDate>,
    /// 1 to 200, default 50.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// The print log: every label asked for, newest first, with who, when, where and why.
#[utoipa::path(tag = "printing", operation_id = "list_print_jobs", params(PrintJobParams), responses(
    (status = 200, body = Page<PrintJobRecord>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/print-jobs")]
pub async fn list_print_jobs(
    caller: LabelsPrint,
    app: web::Data<App>,
    params: Params<PrintJobParams>,
) -> Result<HttpResponse, ApiError> {
    let PrintJobParams { state, batch_id, printer_id, person, waybill_no, from, to, limit, cursor } = params.0;
    let page = PageRequest::new(limit, cursor.as_deref())?;
    let filter = PrintLogFilter { state, batch: batch_id, printer: printer_id, person, waybill_no, from, to };
    Ok(HttpResponse::Ok().json(printing::list_jobs(&app, &caller.0, &filter, page).await?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PrintStatParams {
    /// Default: a week up to `to`. At most 92 days.
    from: Option<chrono::NaiveDate>,
    /// Default: today.
    to: Option<chrono::NaiveDate>,
}

/// Labels and paper of each printer and day, newest day first.
#[utoipa::path(tag = "printing", operation_id = "list_print_stats", params(PrintStatParams), responses(
    (status = 200, body = Vec<PrintStat>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/print-stats")]
pub async fn list_print_stats(
    caller: LabelsPrint,
    app: web::Data<App>,
    params: Params<PrintStatParams>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(printing::stats(&app, &caller.0, params.0.from, params.0.to).await?))
}

/// Say what became of labels nobody is sure of, after a look at the printer. Printed again are only labels that did not come out.
#[utoipa::path(tag = "printing", operation_id = "settle_print_jobs", request_body = PrintSettle, responses(
    (status = 200, body = PrintJobsChanged), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/print-jobs/settle")]
pub async fn settle_print_jobs(
    caller: LabelsPrint,
    app: web::Data<App>,
    body: Body<PrintSettle>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(printing::settle(&app, &caller.0, &body.value).await?))
}

/// Report what the printer did with one label. Repeating a report changes nothing.
#[utoipa::path(tag = "printing", operation_id = "report_print_job", params(("id" = PrintJobId, Path)),
    request_body = PrintJobResult, responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/print-jobs/{id}/result")]
pub async fn report_print_job(
    caller: Printing,
    app: web::Data<App>,
    id: PathId,
    body: Body<PrintJobResult>,
) -> Result<HttpResponse, ApiError> {
    printing::report(&app, &caller.0, PrintJobId(id.0), &body.value).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Report many labels at once: all reports are kept, or none.
#[utoipa::path(tag = "printing", operation_id = "report_print_jobs", request_body = PrintJobResults, responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/print-jobs/results")]
pub async fn report_print_jobs(
    caller: Printing,
    app: web::Data<App>,
    body: Body<PrintJobResults>,
) -> Result<HttpResponse, ApiError> {
    printing::report_many(&app, &caller.0, &body.value).await?;
    Ok(HttpResponse::NoContent().finish())
}
