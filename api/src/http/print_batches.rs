//! Print batches.

use actix_web::{HttpResponse, post, web};
use shared::printing::{PrintBatch, PrintBatchCreate};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, printing},
    http::{
        created,
        extract::{Body, IdempotencyHeader},
        guard::LabelsPrint,
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(create_print_batch);
}

/// Queue one print job a label, in this order, with everything needed to print them.
#[utoipa::path(tag = "printing", operation_id = "create_print_batch", request_body = PrintBatchCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = PrintBatch), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem, description = "No such printer"), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/print-batches")]
pub async fn create_print_batch(
    caller: LabelsPrint,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<PrintBatchCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_print_batch", &body.bytes);
    Ok(created(printing::create_batch(&app, &caller.0, key, &body.value).await?))
}
