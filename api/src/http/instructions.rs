//! What merchants ask the network's people to do about problems.

use actix_web::{HttpResponse, get, post, web};
use shared::{
    InstructionId, Page,
    contacts::Party,
    problems::{InstructionAnswer, InstructionFilter, NetworkInstruction},
    shipments::RevealRequest,
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, problems},
    http::{
        extract::{Body, Params, PathId},
        guard::ScansWrite,
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(list_instructions).service(answer_instruction).service(reveal_instruction);
}

/// What is to be done, oldest first, for any merchant.
#[utoipa::path(tag = "instructions", operation_id = "list_instructions", params(InstructionFilter), responses(
    (status = 200, body = Page<NetworkInstruction>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/network/instructions")]
pub async fn list_instructions(
    _caller: ScansWrite,
    app: web::Data<App>,
    filter: Params<InstructionFilter>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::network_list(&app, &filter.0).await?))
}

/// Accept, refuse, or say that it is done. A parcel is sent back, or out again, by its scan, not by the answer.
#[utoipa::path(tag = "instructions", operation_id = "answer_instruction", request_body = InstructionAnswer,
    params(("id" = InstructionId, Path)), responses(
    (status = 200, body = NetworkInstruction), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/network/instructions/{id}/answer")]
pub async fn answer_instruction(
    caller: ScansWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<InstructionAnswer>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::answer(&app, &caller.0, InstructionId(id.0), &body.value).await?))
}

/// Show the new address of a parcel in full to who delivers it there; with the reason, in the merchant's audit log.
#[utoipa::path(tag = "instructions", operation_id = "reveal_instruction", request_body = RevealRequest,
    params(("id" = InstructionId, Path)), responses(
    (status = 200, body = Party), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/network/instructions/{id}/reveal")]
pub async fn reveal_instruction(
    caller: ScansWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<RevealRequest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::reveal(&app, &caller.0, InstructionId(id.0), &body.value).await?))
}
