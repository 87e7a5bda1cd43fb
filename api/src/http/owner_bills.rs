//! What owners are charged, and what departments cost.

use actix_web::{HttpResponse, get, post, web};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::parts::{DepartmentCost, OwnerBill, OwnerBillExport};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, owner_bills},
    http::{
        extract::{Body, Params},
        guard::ShipmentsRead,
        in_pieces,
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(list_owner_bills).service(export_owner_bill).service(list_department_costs);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BillParams {
    /// First day, in the merchant's zone.
    from: NaiveDate,
    /// Last day, inclusive; at most a year after the first.
    to: NaiveDate,
}

/// What each owner is charged for the shipments made on these days that are not voided. An owner's own people see theirs, without what
/// the merchant pays.
#[utoipa::path(tag = "owners", operation_id = "list_owner_bills", params(BillParams), responses(
    (status = 200, body = Vec<OwnerBill>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[get("/owner-bills")]
pub async fn list_owner_bills(
    caller: ShipmentsRead,
    app: web::Data<App>,
    params: Params<BillParams>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(owner_bills::bills(&app, &caller.0, params.0.from, params.0.to).await?))
}

/// The shipments of an owner's bill as a file, with what the owner pays, without personal data; at most 100 000.
#[utoipa::path(tag = "owners", operation_id = "export_owner_bill", request_body = OwnerBillExport, responses(
    (status = 200, description = "an .xlsx or .csv file", content_type = "application/octet-stream", body = Vec<u8>),
    (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/owner-bills/export")]
pub async fn export_owner_bill(
    caller: ShipmentsRead,
    app: web::Data<App>,
    body: Body<OwnerBillExport>,
) -> Result<HttpResponse, ApiError> {
    let pieces = owner_bills::export(&app, &caller.0, &body.value).await?;
    Ok(in_pieces("owner-bill", body.value.format, pieces))
}

/// What the shipments made on these days that are not voided cost each department; last, what was sent at no department's cost.
#[utoipa::path(tag = "departments", operation_id = "list_department_costs", params(BillParams), responses(
    (status = 200, body = Vec<DepartmentCost>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/department-costs")]
pub async fn list_department_costs(
    caller: ShipmentsRead,
    app: web::Data<App>,
    params: Params<BillParams>,
) -> Result<HttpResponse, ApiError> {
    let (from, to) = (params.0.from, params.0.to);
    Ok(HttpResponse::Ok().json(owner_bills::department_costs(&app, &caller.0, from, to).await?))
}
