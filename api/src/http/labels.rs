//! Labels as bytes.

use std::convert::Infallible;

use actix_web::{HttpResponse, get, post, web};
use futures_util::stream;
use serde::Deserialize;
use shared::{
    ShipmentId,
    labels::{LabelBundleRequest, LabelContent, LabelFormat},
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, labels},
    http::{
        extract::{Body, Params, PathId},
        guard::LabelsPrint,
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(get_shipment_label).service(get_label_content).service(create_labels);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LabelParams {
    format: LabelFormat,
    /// 203, 300 or 600; default 203.
    dpi: Option<u32>,
    template_id: Option<String>,
}

const DPI_DEFAULT: u32 = 203;

fn bytes(format: LabelFormat, bytes: Vec<u8>) -> HttpResponse {
    // A label shows a person's region; it must not lie in a shared cache.
    HttpResponse::Ok()
        .content_type(format.media_type())
        .insert_header(("Cache-Control", "private, no-store"))
        .body(bytes)
}

/// One label in a printer's language, or as PDF, PNG or SVG.
#[utoipa::path(tag = "labels", operation_id = "get_shipment_label", params(("id" = ShipmentId, Path), LabelParams), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[get("/shipments/{id}/label")]
pub async fn get_shipment_label(
    caller: LabelsPrint,
    app: web::Data<App>,
    id: PathId,
    params: Params<LabelParams>,
) -> Result<HttpResponse, ApiError> {
    let LabelParams { format, dpi, template_id } = params.0;
    let dpi = dpi.unwrap_or(DPI_DEFAULT);
    let label = labels::one(&app, &caller.0, ShipmentId(id.0), format, dpi, template_id.as_deref()).await;
    let label = label.map_err(|error| ApiError(error).in_query())?;
    Ok(bytes(format, label))
}

/// What a shipment's label says, masked: for drawing it elsewhere, or looking at a template with it.
#[utoipa::path(tag = "labels", operation_id = "get_label_content", params(("id" = ShipmentId, Path)), responses(
    (status = 200, body = LabelContent), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[get("/shipments/{id}/label-content")]
pub async fn get_label_content(caller: LabelsPrint, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    let content = labels::content(&app, &caller.0, ShipmentId(id.0)).await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "private, no-store")).json(content))
}

/// Many labels as one bundle, in the order asked.
#[utoipa::path(tag = "labels", operation_id = "create_labels", request_body = LabelBundleRequest, responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/labels")]
pub async fn create_labels(
    caller: LabelsPrint,
    app: web::Data<App>,
    body: Body<LabelBundleRequest>,
) -> Result<HttpResponse, ApiError> {
    let pieces = labels::bundle(&app, &caller.0, &body.value).await?;
    let body_bytes = stream::unfold(pieces, |mut pieces| async move {
        let piece = pieces.recv().await?;
        Some((Ok::<_, Infallible>(web::Bytes::from(piece)), pieces))
    });
    Ok(HttpResponse::Ok()
        .content_type(body.value.format.media_type())
        .insert_header(("Cache-Control", "private, no-store"))
        .streaming(body_bytes))
}
