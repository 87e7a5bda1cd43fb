//! The audit logs: a merchant's, and the network's.

use actix_web::{HttpResponse, get, web};
use shared::{Page, audit::AuditEntryView};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{
        App,
        audit::{self, AuditFilter, EXPORT_MAX, Export, NetworkAuditFilter},
    },
    http::{
        extract::Params,
        guard::{AuditRead, NetworkAuditRead},
        problem::ApiError,
    },
};

/// How many rows the file has, where it stops there and does not hold everything.
const ROWS_MAX: &str = "X-Rows-Max";

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(list_audit_entries)
        .service(export_audit_entries)
        .service(list_network_audit_entries)
        .service(export_network_audit_entries);
}

/// Who did what to what, from where; newest first.
#[utoipa::path(tag = "audit", operation_id = "list_audit_entries", params(AuditFilter), responses(
    (status = 200, body = Page<AuditEntryView>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/audit-log")]
pub async fn list_audit_entries(
    caller: AuditRead,
    app: web::Data<App>,
    filter: Params<AuditFilter>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(audit::list(&app, &caller.0, &filter.0).await?))
}

/// Everything the filter finds, as CSV. It stops at the newest 50 000 entries, and says so in its last row and by `X-Rows-Max`.
#[utoipa::path(tag = "audit", operation_id = "export_audit_entries", params(AuditFilter), responses(
    (status = 200, content_type = "text/csv", body = String), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/audit-log/export")]
pub async fn export_audit_entries(
    caller: AuditRead,
    app: web::Data<App>,
    filter: Params<AuditFilter>,
) -> Result<HttpResponse, ApiError> {
    Ok(file(audit::export(&app, &caller.0, &filter.0).await?, "audit-log.csv"))
}

fn file(export: Export, name: &str) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response
        .content_type("text/csv; charset=utf-8")
        .insert_header(("Content-Disposition", format!("attachment; filename=\"{name}\"")));
    if export.is_cut {
        response.insert_header((ROWS_MAX, EXPORT_MAX.to_string()));
    }
    response.body(export.csv)
}

/// Who did what on the network's side, from where; newest first.
#[utoipa::path(tag = "audit", operation_id = "list_network_audit_entries", params(NetworkAuditFilter), responses(
    (status = 200, body = Page<AuditEntryView>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/network/audit-log")]
pub async fn list_network_audit_entries(
    _caller: NetworkAuditRead,
    app: web::Data<App>,
    filter: Params<NetworkAuditFilter>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(audit::list_network(&app, &filter.0).await?))
}

/// Everything the filter finds in the network's log, as CSV. It stops as the merchant's does.
#[utoipa::path(tag = "audit", operation_id = "export_network_audit_entries", params(NetworkAuditFilter), responses(
    (status = 200, content_type = "text/csv", body = String), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/network/audit-log/export")]
pub async fn export_network_audit_entries(
    caller: NetworkAuditRead,
    app: web::Data<App>,
    filter: Params<NetworkAuditFilter>,
) -> Result<HttpResponse, ApiError> {
    Ok(file(audit::export_network(&app, &caller.0, &filter.0).await?, "network-audit-log.csv"))
}
