//! Goods that must not be sent.

use actix_web::{HttpResponse, get, post, put, web};
use shared::goods::{ForbiddenGoodsGroup, ForbiddenGoodsWrite, GoodsCheck, GoodsCheckRequest};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, forbidden_goods},
    http::{
        extract::{Body, PathGroup},
        guard::{MerchantsRead, MerchantsWrite, ShipmentsRead},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(check_goods).service(list_forbidden_goods).service(set_forbidden_goods);
}

/// Which words of some goods are of a group that must not be sent. Goods of a group that is blocked are not shipped.
#[utoipa::path(tag = "forbidden goods", operation_id = "check_goods", request_body = GoodsCheckRequest, responses(
    (status = 200, body = GoodsCheck), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/goods-check")]
pub async fn check_goods(
    caller: ShipmentsRead,
    app: web::Data<App>,
    body: Body<GoodsCheckRequest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(forbidden_goods::check(&app, &caller.0, &body.value).await?))
}

/// The 19 groups of the regulation, with the words they are known by, for the network's staff.
#[utoipa::path(tag = "forbidden goods", operation_id = "list_forbidden_goods", responses(
    (status = 200, body = Vec<ForbiddenGoodsGroup>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/forbidden-goods")]
pub async fn list_forbidden_goods(caller: MerchantsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(forbidden_goods::list(&app, &caller.0).await?))
}

/// Set the words of a group, and what happens to orders of it; it holds for every merchant.
#[utoipa::path(tag = "forbidden goods", operation_id = "set_forbidden_goods",
    params(("group" = u8, Path, description = "1 to 19")), request_body = ForbiddenGoodsWrite, responses(
    (status = 200, body = ForbiddenGoodsGroup), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/forbidden-goods/{group}")]
pub async fn set_forbidden_goods(
    caller: MerchantsWrite,
    app: web::Data<App>,
    group: PathGroup,
    body: Body<ForbiddenGoodsWrite>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(forbidden_goods::change(&app, &caller.0, group.0, &body.value).await?))
}
