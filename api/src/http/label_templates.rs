//! Label templates: the standard ones and those merchants make.

use actix_web::{HttpResponse, HttpResponseBuilder, delete, get, post, put, web};
use shared::labels::{
    LabelTemplate, LabelTemplateCreate, LabelTemplateDefault, LabelTemplateDetail, LabelTemplateUpdate,
    LabelTemplateVersion,
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, label_templates as templates},
    http::{
        created,
        extract::{Body, FileBody, IdempotencyHeader, IfMatch, PathName, PathVersion},
        guard::{LabelTemplatesWrite, LabelsPrint, Printing},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    // Fixed words before `{id}`: the first route that fits is taken.
    config
        .service(list_label_templates)
        .service(create_label_template)
        .service(import_label_template)
        .service(get_label_template)
        .service(update_label_template)
        .service(delete_label_template)
        .service(list_label_template_versions)
        .service(get_label_template_version)
        .service(restore_label_template_version)
        .service(export_label_template)
        .service(list_label_template_defaults)
        .service(set_label_template_default);
}

/// The representation with the tag that an update must name.
fn tagged(mut response: HttpResponseBuilder, detail: &LabelTemplateDetail) -> HttpResponse {
    if let Some(version) = detail.template.version {
        response.insert_header(("ETag", IfMatch::tag(version)));
    }
    response.json(detail)
}

/// The templates that can be chosen: standard ones, then the merchant's own, newest first.
#[utoipa::path(tag = "labels", operation_id = "list_label_templates", responses(
    (status = 200, body = Vec<LabelTemplate>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/label-templates")]
pub async fn list_label_templates(caller: LabelsPrint, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(templates::list(&app, &caller.0).await?))
}

/// Make a template from another one, or from a layout.
#[utoipa::path(tag = "labels", operation_id = "create_label_template", request_body = LabelTemplateCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = LabelTemplateDetail), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/label-templates")]
pub async fn create_label_template(
    caller: LabelTemplatesWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<LabelTemplateCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_label_template", &body.bytes);
    Ok(created(templates::create(&app, &caller.0, key, &body.value).await?))
}

/// Make a template from a file as the export writes it; every fault of the file is named.
#[utoipa::path(tag = "labels", operation_id = "import_label_template",
    request_body(content = serde_json::Value, content_type = "application/json", description = "The file, at most 256 KB"),
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = LabelTemplateDetail), (status = 400, body = shared::Problem), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 409, body = shared::Problem), (status = 413, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/label-templates/import")]
pub async fn import_label_template(
    caller: LabelTemplatesWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    file: FileBody,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "import_label_template", &file.0);
    Ok(created(templates::import(&app, &caller.0, key, &file.0).await?))
}

/// A template with its layout. The `ETag` is what an update names as `If-Match`.
#[utoipa::path(tag = "labels", operation_id = "get_label_template", params(("id" = String, Path)), responses(
    (status = 200, body = LabelTemplateDetail), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[get("/label-templates/{id}")]
pub async fn get_label_template(
    caller: LabelsPrint,
    app: web::Data<App>,
    id: PathName,
) -> Result<HttpResponse, ApiError> {
    Ok(tagged(HttpResponse::Ok(), &templates::get(&app, &caller.0, &id.0).await?))
}

/// Save a new version. `If-Match` names the version that was changed; elements of a carrier zone stay as they are.
#[utoipa::path(tag = "labels", operation_id = "update_label_template",
    params(("id" = String, Path), ("If-Match" = String, Header, description = "The ETag of what was changed")),
    request_body = LabelTemplateUpdate, responses(
    (status = 200, body = LabelTemplateDetail), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 412, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[put("/label-templates/{id}")]
pub async fn update_label_template(
    caller: LabelTemplatesWrite,
    app: web::Data<App>,
    id: PathName,
    if_match: IfMatch,
    body: Body<LabelTemplateUpdate>,
) -> Result<HttpResponse, ApiError> {
    let saved = templates::update(&app, &caller.0, &id.0, if_match.0, &body.value).await?;
    Ok(tagged(HttpResponse::Ok(), &saved))
}

/// Take a template off the list; what was printed with it keeps its version.
#[utoipa::path(tag = "labels", operation_id = "delete_label_template", params(("id" = String, Path)), responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem, description = "Printers or defaults use it")
))]
#[delete("/label-templates/{id}")]
pub async fn delete_label_template(
    caller: LabelTemplatesWrite,
    app: web::Data<App>,
    id: PathName,
) -> Result<HttpResponse, ApiError> {
    templates::delete(&app, &caller.0, &id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What was saved, newest first; at most 200.
#[utoipa::path(tag = "labels", operation_id = "list_label_template_versions", params(("id" = String, Path)), responses(
    (status = 200, body = Vec<LabelTemplateVersion>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem)
))]
#[get("/label-templates/{id}/versions")]
pub async fn list_label_template_versions(
    caller: LabelsPrint,
    app: web::Data<App>,
    id: PathName,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(templates::versions(&app, &caller.0, &id.0).await?))
}

/// A version as it was saved, also of a template that is deleted. It never changes.
#[utoipa::path(tag = "labels", operation_id = "get_label_template_version",
    params(("id" = String, Path), ("version" = u32, Path)), responses(
    (status = 200, body = LabelTemplateDetail), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[get("/label-templates/{id}/versions/{version}")]
pub async fn get_label_template_version(
    caller: Printing,
    app: web::Data<App>,
    id: PathName,
    version: PathVersion,
) -> Result<HttpResponse, ApiError> {
    let detail = templates::version(&app, caller.0.scope(), &id.0, version.0).await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "private, no-cache")).json(detail))
}

/// Make an old version the newest one.
#[utoipa::path(tag = "labels", operation_id = "restore_label_template_version",
    params(("id" = String, Path), ("version" = u32, Path)), responses(
    (status = 200, body = LabelTemplateDetail), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/label-templates/{id}/versions/{version}/restore")]
pub async fn restore_label_template_version(
    caller: LabelTemplatesWrite,
    app: web::Data<App>,
    id: PathName,
    version: PathVersion,
) -> Result<HttpResponse, ApiError> {
    let saved = templates::restore(&app, &caller.0, &id.0, version.0).await?;
    Ok(tagged(HttpResponse::Ok(), &saved))
}

/// The template as a file, to be kept or taken elsewhere.
#[utoipa::path(tag = "labels", operation_id = "export_label_template", params(("id" = String, Path)), responses(
    (status = 200, body = serde_json::Value, content_type = "application/json"), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem)
))]
#[get("/label-templates/{id}/file")]
pub async fn export_label_template(
    caller: LabelsPrint,
    app: web::Data<App>,
    id: PathName,
) -> Result<HttpResponse, ApiError> {
    let file = templates::export(&app, &caller.0, &id.0).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header(("Content-Disposition", "attachment; filename=\"label-template.json\""))
        .body(file))
}

/// Which template is used where none is asked for.
#[utoipa::path(tag = "labels", operation_id = "list_label_template_defaults", responses(
    (status = 200, body = Vec<LabelTemplateDefault>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem)
))]
#[get("/label-template-defaults")]
pub async fn list_label_template_defaults(caller: LabelsPrint, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(templates::defaults(&app, &caller.0).await?))
}

/// Choose the template of a source, or of all that have no choice of their own.
#[utoipa::path(tag = "labels", operation_id = "set_label_template_default", request_body = LabelTemplateDefault, responses(
    (status = 200, body = Vec<LabelTemplateDefault>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/label-template-defaults")]
pub async fn set_label_template_default(
    caller: LabelTemplatesWrite,
    app: web::Data<App>,
    body: Body<LabelTemplateDefault>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(templates::set_default(&app, &caller.0, &body.value).await?))
}
