//! What became of every label.

use actix_web::{HttpResponse, get, post, web};
use serde::Deserialize;
use shared::{
    Page, PrintBatchId, PrintJobId,
    printing::{PrintJobRecord, PrintJobResult, PrintJobResults, PrintJobState},
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, paging::PageRequest, printing},
    http::{
        extract::{Body, Params, PathId},
        guard::LabelsPrint,
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(list_print_jobs).service(report_print_jobs).service(report_print_job);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PrintJobParams {
    state: Option<PrintJobState>,
    batch_id: Option<PrintBatchId>,
    /// 1 to 200, default 50.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Print jobs, newest first.
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
    let PrintJobParams { state, batch_id, limit, cursor } = params.0;
    let page = PageRequest::new(limit, cursor.as_deref())?;
    Ok(HttpResponse::Ok().json(printing::list_jobs(&app, &caller.0, state, batch_id, page).await?))
}

/// Report what the printer did with one label. Repeating a report changes nothing.
#[utoipa::path(tag = "printing", operation_id = "report_print_job", params(("id" = PrintJobId, Path)),
    request_body = PrintJobResult, responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/print-jobs/{id}/result")]
pub async fn report_print_job(
    caller: LabelsPrint,
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
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/print-jobs/results")]
pub async fn report_print_jobs(
    caller: LabelsPrint,
    app: web::Data<App>,
    body: Body<PrintJobResults>,
) -> Result<HttpResponse, ApiError> {
    printing::report_many(&app, &caller.0, &body.value.results).await?;
    Ok(HttpResponse::NoContent().finish())
}
