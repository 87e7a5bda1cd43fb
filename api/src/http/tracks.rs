//! Tracks of many numbers.

use actix_multipart::Multipart;
use actix_web::{HttpResponse, post, web};
use shared::tracks::{TrackExport, TrackNumbers, TrackQuery, Tracks};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, tracking},
    http::{download, extract::Body, form, guard::ShipmentsRead, problem::ApiError},
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(query_tracks).service(read_track_numbers).service(export_tracks);
}

/// Up to 1 000 waybill numbers as people have them, in the order asked: what each was read as, where it stands, what happened last and what
/// comes next; with counts.
#[utoipa::path(tag = "tracks", operation_id = "query_tracks", request_body = TrackQuery, responses(
    (status = 200, body = Tracks), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/tracks/query")]
pub async fn query_tracks(
    caller: ShipmentsRead,
    app: web::Data<App>,
    body: Body<TrackQuery>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(tracking::query(&app, &caller.0, &body.value).await?))
}

#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form in the API document; the part is read as a stream")]
struct NumberFileForm {
    /// `.xlsx`, `.xls`, `.csv` or `.txt`, at most 20 MB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The waybill numbers of a file, whatever its columns are. Nothing of it is kept.
#[utoipa::path(tag = "tracks", operation_id = "read_track_numbers",
    request_body(content = NumberFileForm, content_type = "multipart/form-data"), responses(
    (status = 200, body = TrackNumbers), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 413, body = shared::Problem), (status = 422, body = shared::Problem), (status = 429, body = shared::Problem)
))]
#[post("/tracks/read")]
pub async fn read_track_numbers(
    caller: ShipmentsRead,
    app: web::Data<App>,
    form: Multipart,
) -> Result<HttpResponse, ApiError> {
    let (name, file) = form::read(form).await?.into_file()?;
    Ok(HttpResponse::Ok().json(tracking::read_file(&app, &caller.0, name, file).await?))
}

/// What `query_tracks` answers as a file, masked.
#[utoipa::path(tag = "tracks", operation_id = "export_tracks", request_body = TrackExport, responses(
    (status = 200, description = "an .xlsx or .csv file", content_type = "application/octet-stream", body = Vec<u8>),
    (status = 401, body = shared::Problem), (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/tracks/export")]
pub async fn export_tracks(
    caller: ShipmentsRead,
    app: web::Data<App>,
    body: Body<TrackExport>,
) -> Result<HttpResponse, ApiError> {
    let file = tracking::export(&app, &caller.0, &body.value).await?;
    Ok(download("tracking", body.value.format).body(file))
}
