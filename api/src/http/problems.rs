//! The problem workbench (问题件).

use actix_web::{HttpResponse, get, post, put, web};
use shared::{
    InstructionId, Page, ProblemId, ShipmentId,
    problems::{
        Assignee, Instruction, InstructionCreate, ProblemAssign, ProblemCase, ProblemCounts, ProblemDetail,
        ProblemFilter, ProblemNote, ProblemOutcomes, ProblemSettings, ProblemSettle, ProblemText, ProblemsAssign,
        ProblemsSettle,
    },
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, problems},
    http::{
        created,
        extract::{Body, IdempotencyHeader, Params, PathId},
        guard::{ProblemsWrite, SettingsWrite, ShipmentsRead},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    // Fixed words before `{id}`: the first route that fits is taken.
    config
        .service(list_problems)
        .service(count_problems)
        .service(list_problem_assignees)
        .service(assign_problems)
        .service(settle_problems)
        .service(get_problem)
        .service(assign_problem)
        .service(comment_problem)
        .service(escalate_problem)
        .service(settle_problem)
        .service(reopen_problem)
        .service(create_problem_action)
        .service(open_problem)
        .service(withdraw_problem_action)
        .service(get_problem_settings)
        .service(set_problem_settings);
}

/// What is wrong with shipments and not settled, what is due first standing first; or what is settled, newest first.
#[utoipa::path(tag = "problems", operation_id = "list_problems", params(ProblemFilter), responses(
    (status = 200, body = Page<ProblemCase>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[get("/problems")]
pub async fn list_problems(
    caller: ShipmentsRead,
    app: web::Data<App>,
    filter: Params<ProblemFilter>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::list(&app, &caller.0, &filter.0).await?))
}

/// How many problems there are of each kind, how many are overdue, one's own, or nobody's.
#[utoipa::path(tag = "problems", operation_id = "count_problems", responses(
    (status = 200, body = ProblemCounts), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/problems/counts")]
pub async fn count_problems(caller: ShipmentsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::counts(&app, &caller.0).await?))
}

/// Who can take care of problems.
#[utoipa::path(tag = "problems", operation_id = "list_problem_assignees", responses(
    (status = 200, body = Vec<Assignee>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/problems/assignees")]
pub async fn list_problem_assignees(caller: ShipmentsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::assignees(&app, &caller.0).await?))
}

/// Give many problems to somebody, or to nobody; each has its own outcome.
#[utoipa::path(tag = "problems", operation_id = "assign_problems", request_body = ProblemsAssign, responses(
    (status = 200, body = ProblemOutcomes), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/problems/assign")]
pub async fn assign_problems(
    caller: ProblemsWrite,
    app: web::Data<App>,
    body: Body<ProblemsAssign>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::assign_many(&app, &caller.0, &body.value).await?))
}

/// Settle many problems for one reason; each has its own outcome.
#[utoipa::path(tag = "problems", operation_id = "settle_problems", request_body = ProblemsSettle, responses(
    (status = 200, body = ProblemOutcomes), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/problems/settle")]
pub async fn settle_problems(
    caller: ProblemsWrite,
    app: web::Data<App>,
    body: Body<ProblemsSettle>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::settle_many(&app, &caller.0, &body.value).await?))
}

/// A problem with its shipment's track, its history, what the carrier was asked, and what it can be asked now.
#[utoipa::path(tag = "problems", operation_id = "get_problem", params(("id" = ProblemId, Path)), responses(
    (status = 200, body = ProblemDetail), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[get("/problems/{id}")]
pub async fn get_problem(caller: ShipmentsRead, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::get(&app, &caller.0, ProblemId(id.0)).await?))
}

/// Give a problem to somebody who sees its shipment, or to nobody.
#[utoipa::path(tag = "problems", operation_id = "assign_problem", request_body = ProblemAssign,
    params(("id" = ProblemId, Path)), responses(
    (status = 200, body = ProblemDetail), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/problems/{id}/assign")]
pub async fn assign_problem(
    caller: ProblemsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<ProblemAssign>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::assign(&app, &caller.0, ProblemId(id.0), &body.value).await?))
}

/// Say something about a problem; colleagues read it, the carrier does not.
#[utoipa::path(tag = "problems", operation_id = "comment_problem", request_body = ProblemText,
    params(("id" = ProblemId, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = ProblemNote), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/problems/{id}/comment")]
pub async fn comment_problem(
    caller: ProblemsWrite,
    app: web::Data<App>,
    id: PathId,
    key: IdempotencyHeader,
    body: Body<ProblemText>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, &format!("comment_problem {}", id.0), &body.bytes);
    Ok(created(problems::comment(&app, &caller.0, ProblemId(id.0), key, &body.value).await?))
}

/// Push a problem one level up before its time, for a reason.
#[utoipa::path(tag = "problems", operation_id = "escalate_problem", request_body = ProblemText,
    params(("id" = ProblemId, Path)), responses(
    (status = 200, body = ProblemDetail), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/problems/{id}/escalate")]
pub async fn escalate_problem(
    caller: ProblemsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<ProblemText>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::escalate(&app, &caller.0, ProblemId(id.0), &body.value).await?))
}

/// Settle a problem, saying why.
#[utoipa::path(tag = "problems", operation_id = "settle_problem", request_body = ProblemSettle,
    params(("id" = ProblemId, Path)), responses(
    (status = 200, body = ProblemDetail), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/problems/{id}/settle")]
pub async fn settle_problem(
    caller: ProblemsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<ProblemSettle>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::settle(&app, &caller.0, ProblemId(id.0), &body.value).await?))
}

/// Open a settled problem again, saying why.
#[utoipa::path(tag = "problems", operation_id = "reopen_problem", request_body = ProblemText,
    params(("id" = ProblemId, Path)), responses(
    (status = 200, body = ProblemDetail), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/problems/{id}/reopen")]
pub async fn reopen_problem(
    caller: ProblemsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<ProblemText>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::reopen(&app, &caller.0, ProblemId(id.0), &body.value).await?))
}

/// Ask the carrier to do something: deliver again or elsewhere, stop and return, keep it at the station, or pay for it. What can be asked
/// stands in the problem's `can_ask`.
#[utoipa::path(tag = "problems", operation_id = "create_problem_action", request_body = InstructionCreate,
    params(("id" = ProblemId, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = Instruction), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/problems/{id}/actions")]
pub async fn create_problem_action(
    caller: ProblemsWrite,
    app: web::Data<App>,
    id: PathId,
    key: IdempotencyHeader,
    body: Body<InstructionCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, &format!("create_problem_action {}", id.0), &body.bytes);
    Ok(created(problems::ask(&app, &caller.0, ProblemId(id.0), key, &body.value).await?))
}

/// Open a case for a shipment on its way that nothing is wrong with, so that its carrier can be asked to stop it or bring it elsewhere. Where
/// one is open, that is it.
#[utoipa::path(tag = "problems", operation_id = "open_problem", params(("id" = ShipmentId, Path)), responses(
    (status = 200, body = ProblemDetail), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[post("/shipments/{id}/problems")]
pub async fn open_problem(caller: ProblemsWrite, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::open_on_request(&app, &caller.0, ShipmentId(id.0)).await?))
}

/// Take back what a carrier's system was asked for and has not done yet. The carrier may say that it is too late; then it goes on. The same
/// again changes nothing.
#[utoipa::path(tag = "problems", operation_id = "withdraw_problem_action", params(("id" = InstructionId, Path)),
    responses(
    (status = 200, body = Instruction), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[post("/problem-actions/{id}/withdraw")]
pub async fn withdraw_problem_action(
    caller: ProblemsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::withdraw(&app, &caller.0, InstructionId(id.0)).await?))
}

/// After how long a shipment is a problem by itself.
#[utoipa::path(tag = "problems", operation_id = "get_problem_settings", responses(
    (status = 200, body = ProblemSettings), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/settings/problems")]
pub async fn get_problem_settings(caller: SettingsWrite, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::settings(&app, &caller.0).await?))
}

/// Change after how long a shipment is a problem by itself. It holds for every shipment within four hours.
#[utoipa::path(tag = "problems", operation_id = "set_problem_settings", request_body = ProblemSettings, responses(
    (status = 200, body = ProblemSettings), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/settings/problems")]
pub async fn set_problem_settings(
    caller: SettingsWrite,
    app: web::Data<App>,
    body: Body<ProblemSettings>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(problems::set_settings(&app, &caller.0, &body.value).await?))
}
