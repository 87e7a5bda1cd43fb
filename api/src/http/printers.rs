//! Printers.

use actix_web::{HttpResponse, delete, get, post, put, web};
use shared::{
    PrinterId,
    printing::{Printer, PrinterSetup},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, printing},
    http::{
        created,
        extract::{Body, IdempotencyHeader, PathId},
        guard::LabelsPrint,
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(list_printers).service(create_printer).service(update_printer).service(delete_printer);
}

/// The merchant's printers, oldest first.
#[utoipa::path(tag = "printing", operation_id = "list_printers", responses(
    (status = 200, body = Vec<Printer>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/printers")]
pub async fn list_printers(caller: LabelsPrint, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(printing::list_printers(&app, &caller.0).await?))
}

/// Set up a printer.
#[utoipa::path(tag = "printing", operation_id = "create_printer", request_body = PrinterSetup,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = Printer), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/printers")]
pub async fn create_printer(
    caller: LabelsPrint,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<PrinterSetup>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_printer", &body.bytes);
    Ok(created(printing::create_printer(&app, &caller.0, key, &body.value).await?))
}

/// Change how a printer is set up.
#[utoipa::path(tag = "printing", operation_id = "update_printer", params(("id" = PrinterId, Path)),
    request_body = PrinterSetup, responses(
    (status = 200, body = Printer), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/printers/{id}")]
pub async fn update_printer(
    caller: LabelsPrint,
    app: web::Data<App>,
    id: PathId,
    body: Body<PrinterSetup>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(printing::update_printer(&app, &caller.0, PrinterId(id.0), &body.value).await?))
}

/// Take a printer off the list; what it printed stays on record.
#[utoipa::path(tag = "printing", operation_id = "delete_printer", params(("id" = PrinterId, Path)), responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[delete("/printers/{id}")]
pub async fn delete_printer(caller: LabelsPrint, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    printing::delete_printer(&app, &caller.0, PrinterId(id.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}
