//! The service, as people ask it who have no session.

use js_sys::JsString;
use shared::{
    API_BASE, Problem,
    applications::{
        ApplicationAccept, ApplicationAmend, ApplicationCreate, ApplicationCreated, ApplicationFollow, ApplicationForm,
        ApplicationStatus,
    },
    auth::{CodePurpose, CodeRequest, CodeSent, NetworkFacts, OutboxMessage, PasswordForgotten, PasswordReset, SignIn},
    tracks::{PublicTrack, PublicTrackQuery},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, Headers, Request, RequestCredentials, RequestInit, Response};

use super::proof::Proof;
use crate::{
    api::ApiError,
    bridge::{
        Asked, Errand,
        asking::{nothing, read, run, with_body},
    },
    browser, i18n,
};

const PHONE_HEADER: &str = "Applicant-Phone";

pub async fn network() -> Result<NetworkFacts, ApiError> {
    read(unsigned(Asked::plain("GET", "network"))).await
}

pub async fn messages() -> Result<Vec<OutboxMessage>, ApiError> {
    read(unsigned(Asked::plain("GET", "messages"))).await
}

pub async fn send_code(purpose: CodePurpose, phone: String) -> Result<CodeSent, ApiError> {
    read(unsigned(with_body("POST", "auth/codes", &CodeRequest { purpose, phone })?)).await
}

pub async fn forget_password(account: String) -> Result<(), ApiError> {
    nothing(unsigned(with_body("POST", "auth/password-resets", &PasswordForgotten { account })?)).await
}

pub async fn reset_password(reset: &PasswordReset) -> Result<(), ApiError> {
    nothing(unsigned(with_body("POST", "auth/password-resets/redeem", reset)?)).await
}

/// Signs the page in.
pub async fn sign_in(request: SignIn) -> Result<(), ApiError> {
    run(&Errand::SignIn(request)).await.map(|_| ())
}

fn unsigned(asked: Asked) -> Asked {
    Asked { unsigned: true, ..asked }
}

pub async fn apply(application: &ApplicationCreate) -> Result<ApplicationCreated, ApiError> {
    let asked = with_body("POST", "applications", application)?;
    read(unsigned(asked)).await
}

pub async fn follow(proof: Proof) -> Result<ApplicationStatus, ApiError> {
    let body = ApplicationFollow { application_no: proof.number, phone: proof.phone };
    let asked = with_body("POST", "applications/follow", &body)?;
    read(unsigned(asked)).await
}

pub async fn amend(proof: Proof, form: ApplicationForm, answer: String) -> Result<ApplicationStatus, ApiError> {
    let body = ApplicationAmend { application_no: proof.number, phone: proof.phone, form, answer };
    let asked = with_body("POST", "applications/amend", &body)?;
    read(unsigned(asked)).await
}

pub async fn accept(proof: Proof, terms_hash: String) -> Result<ApplicationStatus, ApiError> {
    let body = ApplicationAccept { application_no: proof.number, phone: proof.phone, terms_hash };
    let asked = with_body("POST", "applications/accept", &body)?;
    read(unsigned(asked)).await
}

pub async fn track(query: PublicTrackQuery) -> Result<PublicTrack, ApiError> {
    read(unsigned(with_body("POST", "public/tracks", &query)?)).await
}

/// Sends the business licence. The page's bridge carries text only, so a file goes by itself.
pub async fn send_licence(proof: Proof, file: File) -> Result<ApplicationStatus, ApiError> {
    let request = licence_request(&proof, &file).map_err(|_| ApiError::Unreachable)?;
    let window = browser::window().ok_or(ApiError::Unreachable)?;
    let answer = JsFuture::from(window.fetch_with_request(&request)).await.map_err(|_| ApiError::Unreachable)?;
    let response: Response = answer.dyn_into().map_err(|_| ApiError::Unreadable)?;
    let text = JsFuture::from(response.text().map_err(|_| ApiError::Unreadable)?).await;
    let text: JsString = text.map_err(|_| ApiError::Unreachable)?.dyn_into().map_err(|_| ApiError::Unreadable)?;
    let text = String::from(text);
    if response.ok() {
        return serde_json::from_str(&text).map_err(|_| ApiError::Unreadable);
    }
    match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => Err(ApiError::Problem(Box::new(problem))),
        Err(_) => Err(ApiError::Unreadable),
    }
}

fn licence_request(proof: &Proof, file: &File) -> Result<Request, JsValue> {
    let headers = Headers::new()?;
    headers.set("Accept-Language", i18n::current().tag())?;
    headers.set("Accept", "application/json, application/problem+json")?;
    headers.set("Content-Type", &file.type_())?;
    headers.set(PHONE_HEADER, &proof.plain_phone())?;
    let init = RequestInit::new();
    init.set_method("PUT");
    init.set_credentials(RequestCredentials::Omit);
    init.set_headers(&headers);
    init.set_body(file);
    let address = format!("{API_BASE}/applications/{}/licence", proof.plain_number());
    Request::new_with_str_and_init(&address, &init)
}
