//! Print stations: made and taken away by people; what a station itself may ask.

use actix_web::{HttpResponse, delete, get, post, web};
use shared::{
    PrintStationId,
    print_stations::{PairStation, PrintStation, PrintStationCreate, PrintStationPairing, StationSelf, StationToken},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, stations},
    http::{
        created,
        extract::{Body, IdempotencyHeader, PathId},
        guard::{LabelsPrint, PrintStationsWrite, Station},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(list_print_stations)
        .service(create_print_station)
        .service(pair_print_station_again)
        .service(delete_print_station)
        .service(pair_station)
        .service(get_station)
        .service(rotate_station_token);
}

/// The merchant's print stations.
#[utoipa::path(tag = "printing", operation_id = "list_print_stations", responses(
    (status = 200, body = Vec<PrintStation>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem)
))]
#[get("/print-stations")]
pub async fn list_print_stations(caller: LabelsPrint, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(stations::list(&app, &caller.0).await?))
}

/// Make a print station that alone prints on these printers. The answer holds the code to type at it, told once.
#[utoipa::path(tag = "printing", operation_id = "create_print_station", request_body = PrintStationCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = PrintStationPairing), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/print-stations")]
pub async fn create_print_station(
    caller: PrintStationsWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<PrintStationCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_print_station", &body.bytes);
    Ok(created(stations::create(&app, &caller.0, key, &body.value).await?))
}

/// A new pairing code, as when a browser was lost. The browser of before prints until the code is used.
#[utoipa::path(tag = "printing", operation_id = "pair_print_station_again", params(("id" = PrintStationId, Path)),
    responses(
    (status = 200, body = PrintStationPairing), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem)
))]
#[post("/print-stations/{id}/pairing")]
pub async fn pair_print_station_again(
    caller: PrintStationsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(stations::pair_again(&app, &caller.0, PrintStationId(id.0)).await?))
}

/// Take a station away at once.
#[utoipa::path(tag = "printing", operation_id = "delete_print_station", params(("id" = PrintStationId, Path)),
    responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[delete("/print-stations/{id}")]
pub async fn delete_print_station(
    caller: PrintStationsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    stations::revoke(&app, &caller.0, PrintStationId(id.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Pair this browser with a station by its code, once.
#[utoipa::path(tag = "printing", operation_id = "pair_station", security(()), request_body = PairStation, responses(
    (status = 200, body = StationToken), (status = 401, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/print-station/pair")]
pub async fn pair_station(app: web::Data<App>, body: Body<PairStation>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(stations::pair(&app, &body.value).await?))
}

/// What the calling station is and prints on.
#[utoipa::path(tag = "printing", operation_id = "get_station", responses(
    (status = 200, body = StationSelf), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/print-station")]
pub async fn get_station(caller: Station, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(stations::show(&app, &caller.0).await?))
}

/// A new token for the calling station; the present one is good until the new one is used.
#[utoipa::path(tag = "printing", operation_id = "rotate_station_token", responses(
    (status = 200, body = StationToken), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[post("/print-station/token")]
pub async fn rotate_station_token(caller: Station, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(stations::rotate(&app, &caller.0).await?))
}
