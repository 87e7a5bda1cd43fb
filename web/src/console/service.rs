//! The service, asked through the page.

use serde::{Serialize, de::DeserializeOwned};
use shared::{
    ApiKeyId, InvitationId, OperatorId, Page, RoleId, SessionId,
    api_keys::{ApiKey, ApiKeyCreate, ApiKeyIssued},
    audit::AuditEntryView,
    auth::{Me, MePatch, RecoveryCodes, SecuritySettings, SignIn, TotpCode, TotpEnd, TotpSecret, TotpStart},
    merchants::MerchantSetup,
    operators::{
        Grant, Invitation, InvitationAccept, InvitationAccepted, InvitationCreate, InvitationIssued, InvitationShown,
        InvitationToken, Operator, RoleCreate, RoleView, SeatSwitch, SeatView, SessionView,
    },
    privacy::{PersonErased, PersonRequest, PrivacySettings},
};

use crate::{
    api::{ApiError, IdempotencyKey, encode_query},
    bridge::{
        Asked, Errand,
        asking::{nothing, read, run, with_body},
    },
};

/// Makes a thing, once for each key.
pub async fn make<T: DeserializeOwned>(path: &str, body: &impl Serialize, key: IdempotencyKey) -> Result<T, ApiError> {
    read(Asked { idempotency_key: Some(key.text()), ..with_body("POST", path, body)? }).await
}

pub async fn operators() -> Result<Vec<Operator>, ApiError> {
    read(Asked::plain("GET", "operators")).await
}

pub async fn change_operator(id: OperatorId, grant: &Grant) -> Result<Operator, ApiError> {
    read(with_body("PATCH", format!("operators/{id}"), grant)?).await
}

pub async fn disable_operator(id: OperatorId) -> Result<Operator, ApiError> {
    read(Asked::plain("POST", format!("operators/{id}/disable"))).await
}

pub async fn enable_operator(id: OperatorId) -> Result<Operator, ApiError> {
    read(Asked::plain("POST", format!("operators/{id}/enable"))).await
}

pub async fn make_first(id: OperatorId) -> Result<Operator, ApiError> {
    read(Asked::plain("POST", format!("operators/{id}/make-first"))).await
}

pub async fn end_sessions(id: OperatorId) -> Result<(), ApiError> {
    nothing(Asked::plain("POST", format!("operators/{id}/end-sessions"))).await
}

pub async fn roles() -> Result<Vec<RoleView>, ApiError> {
    read(Asked::plain("GET", "roles")).await
}

pub async fn create_role(role: &RoleCreate, key: IdempotencyKey) -> Result<RoleView, ApiError> {
    make("roles", role, key).await
}

pub async fn change_role(id: RoleId, role: &RoleCreate) -> Result<RoleView, ApiError> {
    read(with_body("PUT", format!("roles/{id}"), role)?).await
}

pub async fn delete_role(id: RoleId) -> Result<(), ApiError> {
    nothing(Asked::plain("DELETE", format!("roles/{id}"))).await
}

pub async fn invitations() -> Result<Vec<Invitation>, ApiError> {
    read(Asked::plain("GET", "invitations")).await
}

pub async fn invite(invitation: &InvitationCreate, key: IdempotencyKey) -> Result<InvitationIssued, ApiError> {
    make("invitations", invitation, key).await
}

pub async fn renew_invitation(id: InvitationId) -> Result<InvitationIssued, ApiError> {
    read(Asked::plain("POST", format!("invitations/{id}/renew"))).await
}

pub async fn revoke_invitation(id: InvitationId) -> Result<(), ApiError> {
    nothing(Asked::plain("DELETE", format!("invitations/{id}"))).await
}

pub async fn show_invitation(token: String) -> Result<InvitationShown, ApiError> {
    let asked = with_body("POST", "invitation/show", &InvitationToken { token })?;
    read(Asked { unsigned: true, ..asked }).await
}

pub async fn accept_invitation(accept: &InvitationAccept) -> Result<InvitationAccepted, ApiError> {
    let asked = with_body("POST", "invitation/accept", accept)?;
    read(Asked { unsigned: true, ..asked }).await
}

pub async fn set_up_merchant(setup: &MerchantSetup) -> Result<(), ApiError> {
    nothing(with_body("POST", "setup", setup)?).await
}

pub async fn me() -> Result<Me, ApiError> {
    read(Asked::plain("GET", "me")).await
}

pub async fn start_totp(request: &TotpStart) -> Result<TotpSecret, ApiError> {
    read(with_body("POST", "me/totp", request)?).await
}

pub async fn confirm_totp(code: String) -> Result<RecoveryCodes, ApiError> {
    read(with_body("POST", "me/totp/confirm", &TotpCode { code })?).await
}

pub async fn end_totp(request: &TotpEnd) -> Result<(), ApiError> {
    nothing(with_body("POST", "me/totp/end", request)?).await
}

pub async fn security_settings() -> Result<SecuritySettings, ApiError> {
    read(Asked::plain("GET", "settings/security")).await
}

pub async fn set_security_settings(settings: &SecuritySettings) -> Result<SecuritySettings, ApiError> {
    read(with_body("PUT", "settings/security", settings)?).await
}

pub async fn privacy_settings() -> Result<PrivacySettings, ApiError> {
    read(Asked::plain("GET", "settings/privacy")).await
}

pub async fn set_privacy_settings(settings: PrivacySettings) -> Result<PrivacySettings, ApiError> {
    read(with_body("PUT", "settings/privacy", &settings)?).await
}

/// Everything that is kept of a person, as a file.
pub async fn save_person(request: PersonRequest, name: String) -> Result<(), ApiError> {
    run(&Errand::Save { asked: with_body("POST", "privacy/export", &request)?, name }).await.map(|_| ())
}

pub async fn erase_person(request: PersonRequest) -> Result<PersonErased, ApiError> {
    read(with_body("POST", "privacy/erase", &request)?).await
}

pub async fn unlock_operator(id: OperatorId) -> Result<(), ApiError> {
    nothing(Asked::plain("POST", format!("operators/{id}/unlock"))).await
}

pub async fn sign_in(account: String, password: String) -> Result<(), ApiError> {
    let request = SignIn { account, password, code: None, captcha: None, otp: None };
    run(&Errand::SignIn(request)).await.map(|_| ())
}

pub async fn sessions() -> Result<Vec<SessionView>, ApiError> {
    read(Asked::plain("GET", "me/sessions")).await
}

pub async fn end_session(id: SessionId) -> Result<(), ApiError> {
    nothing(Asked::plain("DELETE", format!("me/sessions/{id}"))).await
}

pub async fn seats() -> Result<Vec<SeatView>, ApiError> {
    read(Asked::plain("GET", "me/seats")).await
}

/// The page begins anew in the other seat.
pub async fn switch_seat(id: uuid::Uuid) -> Result<(), ApiError> {
    run(&Errand::SwitchSeat(SeatSwitch { id })).await.map(|_| ())
}

/// Changes what one is called.
pub async fn rename(display_name: String) -> Result<Me, ApiError> {
    read(with_body("PATCH", "me", &MePatch { display_name })?).await
}

/// What of the audit log is wanted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AuditQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator_id: Option<String>,
    /// Of the network's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A log, by its path.
pub async fn audit_log(path: &str, query: &AuditQuery) -> Result<Page<AuditEntryView>, ApiError> {
    read(Asked::plain("GET", format!("{path}{}", encode_query(query)))).await
}

/// Hands the person a log as a file; answers how many rows it has, where it stops there.
pub async fn export_audit_log(path: &str, query: &AuditQuery, name: String) -> Result<Option<u32>, ApiError> {
    let asked = Asked::plain("GET", format!("{path}/export{}", encode_query(query)));
    run(&Errand::Save { asked, name }).await.map(|rows_max| rows_max.parse().ok())
}

pub async fn api_keys() -> Result<Vec<ApiKey>, ApiError> {
    read(Asked::plain("GET", "api-keys")).await
}

pub async fn create_api_key(key: &ApiKeyCreate, once: IdempotencyKey) -> Result<ApiKeyIssued, ApiError> {
    make("api-keys", key, once).await
}

pub async fn rotate_api_key(id: ApiKeyId) -> Result<ApiKeyIssued, ApiError> {
    read(Asked::plain("POST", format!("api-keys/{id}/rotate"))).await
}

pub async fn revoke_api_key(id: ApiKeyId) -> Result<(), ApiError> {
    nothing(Asked::plain("DELETE", format!("api-keys/{id}"))).await
}
