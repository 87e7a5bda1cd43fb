//! Invitations: made by the merchant's people, followed by whoever has the link.

use actix_web::{HttpResponse, delete, get, post, web};
use shared::{
    InvitationId,
    operators::{
        Invitation, InvitationAccept, InvitationAccepted, InvitationCreate, InvitationIssued, InvitationShown,
        InvitationToken,
    },
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, invitations},
    http::{
        created,
        extract::{Body, IdempotencyHeader, PathId},
        guard::{OperatorsRead, OperatorsWrite},
        origin::From,
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(list_invitations)
        .service(create_invitation)
        .service(renew_invitation)
        .service(delete_invitation)
        .service(show_invitation)
        .service(accept_invitation);
}

/// Invitations that were not accepted yet, over or not.
#[utoipa::path(tag = "operators", operation_id = "list_invitations", responses(
    (status = 200, body = Vec<Invitation>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem)
))]
#[get("/invitations")]
pub async fn list_invitations(caller: OperatorsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(invitations::list(&app, &caller.0).await?))
}

/// Invite a person to sign in for the merchant. The answer holds the secret of the link, told once and good for 72 h.
#[utoipa::path(tag = "operators", operation_id = "create_invitation", request_body = InvitationCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = InvitationIssued), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/invitations")]
pub async fn create_invitation(
    caller: OperatorsWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<InvitationCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_invitation", &body.bytes);
    Ok(created(invitations::create(&app, &caller.0, key, &body.value).await?))
}

/// A new link; the one of before is dead.
#[utoipa::path(tag = "operators", operation_id = "renew_invitation", params(("id" = InvitationId, Path)), responses(
    (status = 200, body = InvitationIssued), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem)
))]
#[post("/invitations/{id}/renew")]
pub async fn renew_invitation(
    caller: OperatorsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(invitations::renew(&app, &caller.0, InvitationId(id.0)).await?))
}

/// Take an invitation back.
#[utoipa::path(tag = "operators", operation_id = "delete_invitation", params(("id" = InvitationId, Path)), responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[delete("/invitations/{id}")]
pub async fn delete_invitation(
    caller: OperatorsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    invitations::revoke(&app, &caller.0, InvitationId(id.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What an invitation's link leads to. 404 for one that is wrong, used, taken back or over.
#[utoipa::path(tag = "operators", operation_id = "show_invitation", security(()), request_body = InvitationToken, responses(
    (status = 200, body = InvitationShown), (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/invitation/show")]
pub async fn show_invitation(app: web::Data<App>, body: Body<InvitationToken>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(invitations::show(&app, &body.value.token).await?))
}

/// Take the seat that the link gives, once. Then sign in as the account in the answer.
#[utoipa::path(tag = "operators", operation_id = "accept_invitation", security(()), request_body = InvitationAccept, responses(
    (status = 200, body = InvitationAccepted), (status = 404, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem), (status = 429, body = shared::Problem)
))]
#[post("/invitation/accept")]
pub async fn accept_invitation(
    app: web::Data<App>,
    origin: From,
    body: Body<InvitationAccept>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(invitations::accept(&app, &body.value, &origin.0).await?))
}
