//! Applications for an account, for the network's reviewers.

use actix_web::{
    HttpResponse, get,
    http::header::{ContentDisposition, DispositionParam, DispositionType},
    post, web,
};
use serde::Deserialize;
use shared::{
    ApplicationId, Page,
    applications::{
        Application, ApplicationApproved, ApplicationRow, ApplicationState, ApplicationTake, ApplicationWords, Terms,
    },
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{
        App,
        applications::{approval, licence, review},
        paging::PageRequest,
    },
    http::{
        extract::{Body, Params, PathId},
        guard::{ApplicationsRead, ApplicationsReview},
        problem::ApiError,
    },
};

/// A file of somebody unknown runs nothing and asks for nothing, even where a browser shows it.
const FILE_POLICY: &str = "sandbox; default-src 'none'";

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(list_applications)
        .service(get_application)
        .service(get_application_licence)
        .service(take_application)
        .service(ask_applicant)
        .service(offer_application_terms)
        .service(approve_application)
        .service(reject_application);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ApplicationsQuery {
    state: Option<ApplicationState>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// The queue, newest first: what was sent to the caller's outlet, or all of it for the default outlet.
#[utoipa::path(tag = "applications", operation_id = "list_applications", params(ApplicationsQuery), responses(
    (status = 200, body = Page<ApplicationRow>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/applications")]
pub async fn list_applications(
    caller: ApplicationsRead,
    app: web::Data<App>,
    query: Params<ApplicationsQuery>,
) -> Result<HttpResponse, ApiError> {
    let page = PageRequest::new(query.0.limit, query.0.cursor.as_deref())?;
    Ok(HttpResponse::Ok().json(review::list(&app, &caller.0, query.0.state, page).await?))
}

/// One application; in full for those who review, which is written into the network's audit log.
#[utoipa::path(tag = "applications", operation_id = "get_application", params(("id" = ApplicationId, Path)), responses(
    (status = 200, body = Application), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem)
))]
#[get("/applications/{id}")]
pub async fn get_application(
    caller: ApplicationsRead,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(review::show(&app, &caller.0, ApplicationId(id.0)).await?))
}

/// The business licence, as a file to be kept. That it was read is written into the network's audit log.
#[utoipa::path(tag = "applications", operation_id = "get_application_licence", params(("id" = ApplicationId, Path)),
    responses(
    (status = 200, content_type = "application/octet-stream", body = Vec<u8>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem),
    (status = 503, body = shared::Problem, description = "Where files are kept does not answer")
))]
#[get("/applications/{id}/licence")]
pub async fn get_application_licence(
    caller: ApplicationsReview,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    let (kind, name, bytes) = licence::read(&app, &caller.0, ApplicationId(id.0)).await?;
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name)],
    };
    Ok(HttpResponse::Ok()
        .insert_header(disposition)
        .insert_header(("X-Content-Type-Options", "nosniff"))
        .insert_header(("Content-Security-Policy", FILE_POLICY))
        .content_type(kind.media_type())
        .body(bytes))
}

/// Take an application to review it, or take it over.
#[utoipa::path(tag = "applications", operation_id = "take_application", params(("id" = ApplicationId, Path)),
    request_body = ApplicationTake, responses(
    (status = 200, body = Application), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[post("/applications/{id}/take")]
pub async fn take_application(
    caller: ApplicationsReview,
    app: web::Data<App>,
    id: PathId,
    body: Body<ApplicationTake>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(review::take(&app, &caller.0, ApplicationId(id.0), &body.value).await?))
}

/// Ask the applicant something; they may correct the form.
#[utoipa::path(tag = "applications", operation_id = "ask_applicant", params(("id" = ApplicationId, Path)),
    request_body = ApplicationWords, responses(
    (status = 200, body = Application), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/applications/{id}/ask")]
pub async fn ask_applicant(
    caller: ApplicationsReview,
    app: web::Data<App>,
    id: PathId,
    body: Body<ApplicationWords>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(review::ask(&app, &caller.0, ApplicationId(id.0), &body.value).await?))
}

/// Offer terms; anew until they are accepted.
#[utoipa::path(tag = "applications", operation_id = "offer_application_terms", params(("id" = ApplicationId, Path)),
    request_body = Terms, responses(
    (status = 200, body = Application), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/applications/{id}/offer")]
pub async fn offer_application_terms(
    caller: ApplicationsReview,
    app: web::Data<App>,
    id: PathId,
    body: Body<Terms>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(review::offer(&app, &caller.0, ApplicationId(id.0), &body.value).await?))
}

/// Open the account on the accepted terms.
#[utoipa::path(tag = "applications", operation_id = "approve_application", params(("id" = ApplicationId, Path)),
    responses(
    (status = 200, body = ApplicationApproved), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[post("/applications/{id}/approve")]
pub async fn approve_application(
    caller: ApplicationsReview,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(approval::approve(&app, &caller.0, ApplicationId(id.0)).await?))
}

/// Reject an application, with the reason the applicant is told.
#[utoipa::path(tag = "applications", operation_id = "reject_application", params(("id" = ApplicationId, Path)),
    request_body = ApplicationWords, responses(
    (status = 200, body = Application), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/applications/{id}/reject")]
pub async fn reject_application(
    caller: ApplicationsReview,
    app: web::Data<App>,
    id: PathId,
    body: Body<ApplicationWords>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(review::reject(&app, &caller.0, ApplicationId(id.0), &body.value).await?))
}
