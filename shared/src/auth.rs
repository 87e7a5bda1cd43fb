//! Signing in.

use serde::{Deserialize, Serialize};

use crate::{DataScope, MerchantId, MerchantStatus, OperatorId, Permission, Role, StaffId, UserId};

/// Header of what a page asks for by itself while nobody is there: such a request is answered, and does not keep the session alive.
pub const UNATTENDED_HEADER: &str = "Yundan-Unattended";

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// A phone, a user name, `customer code/user name`, or a bare customer code (its first operator).
    pub account: String,
    /// Empty where `code` is given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub password: String,
    /// A code that was sent to the phone in `account`, in place of the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Asked for after two failures of the account or of the address the requests come from. A sign-in by `code` needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captcha: Option<CaptchaAnswer>,
    /// The present code of the person's authenticator, or one of their recovery codes, where they have a second factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otp: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaptchaAnswer {
    pub id: String,
    pub answer: String,
}

/// An access token for the `Authorization: Bearer` header. The refresh token travels in an HttpOnly cookie only.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessToken {
    pub access_token: String,
    pub expires_in_s: u32,
    /// Nothing but changing the password is open until it is changed.
    pub must_change_password: bool,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    pub current_password: String,
    /// 10 to 128 characters, three of: lower case, upper case, digits, others; not the user name, not easily guessed, and none of the
    /// five before.
    pub new_password: String,
}

/// A picture of four characters, for a person to type. Case does not matter; it is good once, for five minutes.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Captcha {
    pub id: String,
    /// A PNG as a `data:` URL.
    pub image: String,
    pub expires_in_s: u32,
}

/// What a code is sent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CodePurpose {
    /// To sign in without the password.
    SignIn,
    /// To show that the phone of an application for an account is the applicant's.
    Application,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeRequest {
    pub purpose: CodePurpose,
    /// A mobile phone of the mainland.
    pub phone: String,
}

/// A code is on its way, if anybody is to have one: the answer is the same for every phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeSent {
    pub expires_in_s: u32,
    /// When the next one may be asked for.
    pub resend_in_s: u32,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordForgotten {
    /// The phone, which gets a code, or the e-mail address, which gets a link.
    pub account: String,
}

/// A new password, with the code that was sent to the phone in `account`, or with the `token` of the link that was mailed.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordReset {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    pub new_password: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TotpStart {
    pub password: String,
}

/// A second factor that is not proven yet: it holds once a code of it was given back.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TotpSecret {
    /// To be typed into an authenticator, base32.
    pub secret: String,
    /// The same as an `otpauth:` address.
    pub uri: String,
    /// The address as a QR code: SVG as a `data:` URL.
    pub qr: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TotpCode {
    pub code: String,
}

/// Each signs in once in place of the authenticator. They are told this once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TotpEnd {
    pub password: String,
    /// The present code of the authenticator, or a recovery code.
    pub code: String,
}

/// An account whose lock is lifted before its time, in any form that signs in.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LockLift {
    pub account: String,
}

/// What holds for the sign-in of all the merchant's people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SecuritySettings {
    /// Everybody needs a second factor.
    pub require_totp: bool,
}

/// What the network shows of itself to whoever opens the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NetworkFacts {
    pub name: String,
    /// The official address of this service: a page that looks the same elsewhere is not it.
    pub url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hotline: Option<String>,
    /// Codes can be sent to phones.
    pub sends_sms: bool,
    pub sends_email: bool,
    /// A demo: what is sent is shown in the page's outbox.
    pub is_demo: bool,
}

/// A message to a person, as the demo's outbox shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OutboxMessage {
    pub id: uuid::Uuid,
    /// `email` or `sms`.
    pub channel: String,
    pub kind: String,
    pub recipient: String,
    pub subject: String,
    pub text: String,
    pub created_at: chrono::DateTime<chrono::Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    pub user_id: UserId,
    pub display_name: String,
    pub role: Role,
    /// The merchant's own role that takes the place of `role`.
    pub own_role_name: Option<String>,
    pub permissions: Vec<Permission>,
    /// Whose shipments they see and handle.
    pub data_scope: DataScope,
    pub must_change_password: bool,
    /// Signs in with a second factor.
    #[serde(default)]
    pub has_totp: bool,
    /// Nothing but setting up a second factor is open until there is one.
    #[serde(default)]
    pub must_set_up_totp: bool,
    /// Nothing but setting the merchant up is open until an owner has done it.
    #[serde(default)]
    pub must_set_up_merchant: bool,
    /// The merchant this session works for; none on the network side.
    pub merchant: Option<MeMerchant>,
    /// The seat on the network side; none for a merchant's operator.
    pub staff: Option<MeStaff>,
    /// The network's staff looks at the merchant's pages, reading only.
    #[serde(default)]
    pub staff_view: bool,
    /// The phone to call for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hotline: Option<String>,
}

/// What one says of oneself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MePatch {
    /// At most 30 characters.
    pub display_name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeMerchant {
    pub id: MerchantId,
    /// None for staff who look at the merchant's pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_id: Option<OperatorId>,
    /// The customer code (客户号).
    pub code: String,
    pub name: String,
    pub status: MerchantStatus,
    /// Who looks after the merchant at the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_manager: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeStaff {
    pub id: StaffId,
    pub outlet_name: String,
}
