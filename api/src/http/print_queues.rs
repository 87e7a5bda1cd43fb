//! The queue of a printer: taken by one who prints at a time, seen and steered by people.

use actix_web::{HttpResponse, get, post, web};
use serde::Deserialize;
use shared::{
    Page, PrinterId,
    print_queue::{
        PrintJobsChanged, PrintLease, PrintLeaseRequest, PrintPauseRequest, PrintQueue, PrintQueueJob, PrintRelease,
        PrintResumeRequest, PrintSkipRequest,
    },
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, paging::PageRequest, printing},
    http::{
        extract::{Body, Params, PathId},
        guard::{LabelsPrint, Printing},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(list_print_queues)
        .service(get_print_queue)
        .service(list_print_queue_jobs)
        .service(lease_print_queue)
        .service(release_print_queue)
        .service(pause_print_queue)
        .service(resume_print_queue)
        .service(skip_print_jobs);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct QueueJobParams {
    /// 1 to 200, default 50.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Every printer's queue: who prints, what waits, why it stands still.
#[utoipa::path(tag = "printing", operation_id = "list_print_queues", responses(
    (status = 200, body = Vec<PrintQueue>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/print-queues")]
pub async fn list_print_queues(caller: LabelsPrint, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(printing::queues(&app, &caller.0).await?))
}

/// One printer's queue.
#[utoipa::path(tag = "printing", operation_id = "get_print_queue", params(("id" = PrinterId, Path)), responses(
    (status = 200, body = PrintQueue), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[get("/printers/{id}/queue")]
pub async fn get_print_queue(caller: Printing, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    let worker = caller.0;
    Ok(HttpResponse::Ok().json(printing::queue(&app, worker.scope(), PrinterId(id.0), worker.station_id()).await?))
}

/// What is not done of a queue, in print order.
#[utoipa::path(tag = "printing", operation_id = "list_print_queue_jobs", params(("id" = PrinterId, Path), QueueJobParams),
    responses(
    (status = 200, body = Page<PrintQueueJob>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/printers/{id}/queue/jobs")]
pub async fn list_print_queue_jobs(
    caller: LabelsPrint,
    app: web::Data<App>,
    id: PathId,
    params: Params<QueueJobParams>,
) -> Result<HttpResponse, ApiError> {
    let page = PageRequest::new(params.0.limit, params.0.cursor.as_deref())?;
    Ok(HttpResponse::Ok().json(printing::list_queue_jobs(&app, &caller.0, PrinterId(id.0), page).await?))
}

/// Take, or keep, the right to print from a queue, with the next labels. One holder at a time: others hear who it is. Only labels the
/// answer names as begun may be sent to the printer, and only until the lease ends.
#[utoipa::path(tag = "printing", operation_id = "lease_print_queue", params(("id" = PrinterId, Path)),
    request_body = PrintLeaseRequest, responses(
    (status = 200, body = PrintLease), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem, description = "Somebody else prints from it"),
    (status = 422, body = shared::Problem)
))]
#[post("/printers/{id}/queue/lease")]
pub async fn lease_print_queue(
    caller: Printing,
    app: web::Data<App>,
    id: PathId,
    body: Body<PrintLeaseRequest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(printing::lease(&app, &caller.0, PrinterId(id.0), &body.value).await?))
}

/// Let a queue go. Labels at hand wait again; those begun and not reported are for a person to look at.
#[utoipa::path(tag = "printing", operation_id = "release_print_queue", params(("id" = PrinterId, Path)),
    request_body = PrintRelease, responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/printers/{id}/queue/release")]
pub async fn release_print_queue(
    caller: Printing,
    app: web::Data<App>,
    id: PathId,
    body: Body<PrintRelease>,
) -> Result<HttpResponse, ApiError> {
    printing::release(&app, &caller.0, PrinterId(id.0), &body.value).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Pause a queue, whoever prints from it: nothing more is begun.
#[utoipa::path(tag = "printing", operation_id = "pause_print_queue", params(("id" = PrinterId, Path)),
    request_body = PrintPauseRequest, responses(
    (status = 200, body = PrintQueue), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/printers/{id}/queue/pause")]
pub async fn pause_print_queue(
    caller: LabelsPrint,
    app: web::Data<App>,
    id: PathId,
    body: Body<PrintPauseRequest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(printing::pause(&app, &caller.0, PrinterId(id.0), &body.value).await?))
}

/// Go on with a queue, from a label if one is named.
#[utoipa::path(tag = "printing", operation_id = "resume_print_queue", params(("id" = PrinterId, Path)),
    request_body = PrintResumeRequest, responses(
    (status = 200, body = PrintQueue), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem, description = "Labels are unsure"),
    (status = 422, body = shared::Problem)
))]
#[post("/printers/{id}/queue/resume")]
pub async fn resume_print_queue(
    caller: LabelsPrint,
    app: web::Data<App>,
    id: PathId,
    body: Body<PrintResumeRequest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(printing::resume(&app, &caller.0, PrinterId(id.0), &body.value).await?))
}

/// Take waiting labels out of a queue: some, a batch, or all. What is begun is not touched.
#[utoipa::path(tag = "printing", operation_id = "skip_print_jobs", params(("id" = PrinterId, Path)),
    request_body = PrintSkipRequest, responses(
    (status = 200, body = PrintJobsChanged), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/printers/{id}/queue/skip")]
pub async fn skip_print_jobs(
    caller: LabelsPrint,
    app: web::Data<App>,
    id: PathId,
    body: Body<PrintSkipRequest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(printing::skip(&app, &caller.0, PrinterId(id.0), &body.value).await?))
}
