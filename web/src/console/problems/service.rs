//! Problems of the service, asked through the page.

use shared::{
    InstructionId, OperatorId, Page, ProblemId,
    problems::{
        Assignee, Instruction, InstructionCreate, ProblemAssign, ProblemCase, ProblemCounts, ProblemDetail,
        ProblemFilter, ProblemNote, ProblemOutcomes, ProblemSettings, ProblemText, ProblemsAssign, ProblemsSettle,
        SettledWhy,
    },
};

use crate::{
    api::{ApiError, IdempotencyKey, encode_query},
    bridge::{
        Asked,
        asking::{read, with_body},
    },
    console::service::make,
};

pub async fn list(filter: ProblemFilter, cursor: Option<String>) -> Result<Page<ProblemCase>, ApiError> {
    let query = encode_query(&ProblemFilter { cursor, limit: Some(shared::limits::PAGE_MAX), ..filter });
    read(Asked::plain("GET", format!("problems{query}"))).await
}

pub async fn counts() -> Result<ProblemCounts, ApiError> {
    read(Asked::plain("GET", "problems/counts")).await
}

pub async fn assignees() -> Result<Vec<Assignee>, ApiError> {
    read(Asked::plain("GET", "problems/assignees")).await
}

pub async fn get(id: ProblemId) -> Result<ProblemDetail, ApiError> {
    read(Asked::plain("GET", format!("problems/{id}"))).await
}

pub async fn assign(id: ProblemId, assignee_id: Option<OperatorId>) -> Result<ProblemDetail, ApiError> {
    read(with_body("POST", format!("problems/{id}/assign"), &ProblemAssign { assignee_id })?).await
}

pub async fn assign_many(
    problem_ids: Vec<ProblemId>,
    assignee_id: Option<OperatorId>,
) -> Result<ProblemOutcomes, ApiError> {
    read(with_body("POST", "problems/assign", &ProblemsAssign { problem_ids, assignee_id })?).await
}

pub async fn settle_many(
    problem_ids: Vec<ProblemId>,
    why: SettledWhy,
    text: String,
) -> Result<ProblemOutcomes, ApiError> {
    read(with_body("POST", "problems/settle", &ProblemsSettle { problem_ids, why, text })?).await
}

pub async fn reopen(id: ProblemId, text: String) -> Result<ProblemDetail, ApiError> {
    read(with_body("POST", format!("problems/{id}/reopen"), &ProblemText { text })?).await
}

pub async fn escalate(id: ProblemId, text: String) -> Result<ProblemDetail, ApiError> {
    read(with_body("POST", format!("problems/{id}/escalate"), &ProblemText { text })?).await
}

pub async fn comment(id: ProblemId, text: String, key: IdempotencyKey) -> Result<ProblemNote, ApiError> {
    make(&format!("problems/{id}/comment"), &ProblemText { text }, key).await
}

pub async fn ask(id: ProblemId, asked: &InstructionCreate, key: IdempotencyKey) -> Result<Instruction, ApiError> {
    make(&format!("problems/{id}/actions"), asked, key).await
}

pub async fn withdraw(id: InstructionId) -> Result<Instruction, ApiError> {
    read(Asked::plain("POST", format!("problem-actions/{id}/withdraw"))).await
}

pub async fn settings() -> Result<ProblemSettings, ApiError> {
    read(Asked::plain("GET", "settings/problems")).await
}

pub async fn set_settings(settings: &ProblemSettings) -> Result<ProblemSettings, ApiError> {
    read(with_body("PUT", "settings/problems", settings)?).await
}
