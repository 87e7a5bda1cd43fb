//! Signing in.

use serde::{Deserialize, Serialize};

use crate::{DataScope, MerchantId, MerchantStatus, OperatorId, Permission, Role, StaffId, UserId};

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// A phone, a user name, `customer code/user name`, or a bare customer code (its first operator).
    pub account: String,
    pub password: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captcha: Option<CaptchaAnswer>,
    /// One-time code of an authenticator, where it is required.
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
    /// 10 to 128 characters, three of: lower case, upper case, digits, others; not the user name.
    pub new_password: String,
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
