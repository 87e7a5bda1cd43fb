//! Who may sign in for a merchant, what they may do, and how new ones come in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{DataScope, InvitationId, OperatorId, Permission, Role, RoleId, SessionId};

/// Characters of an operator's user name, and of a role's name.
pub const USER_NAME_CHARS: usize = 32;
pub const ROLE_NAME_CHARS: usize = 30;
/// Operators, open invitations and own roles of one merchant.
pub const OPERATORS_MAX: usize = 500;
pub const INVITATIONS_MAX: usize = 200;
pub const ROLES_MAX: usize = 50;
/// Owners, departments or addresses chosen for one operator.
pub const SCOPE_TARGETS_MAX: usize = 200;

/// What an operator may do: a built-in role, or one the merchant made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The built-in role; with `role_id` it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// A role of the merchant's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_id: Option<RoleId>,
    #[serde(default)]
    pub data_scope: DataScope,
    /// The owners, departments or sending addresses of a scope that is chosen; 1 to 200, none with another scope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope_ids: Vec<uuid::Uuid>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Operator {
    pub id: OperatorId,
    /// Unique within the merchant; signs in as `customer code/user name`.
    pub user_name: String,
    pub display_name: String,
    pub grant: Grant,
    /// What the grant comes to at this moment.
    pub permissions: Vec<Permission>,
    /// The one a bare customer code leads to.
    pub is_first: bool,
    pub disabled: bool,
    pub last_used_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A set of permissions: built in, or the merchant's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleView {
    /// None for a built-in one.
    pub id: Option<RoleId>,
    pub built_in: Option<Role>,
    /// Empty for a built-in one: the page has its name.
    pub name: String,
    pub permissions: Vec<Permission>,
    /// Operators who have it.
    pub operators: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleCreate {
    /// 1 to 30 characters, unique within the merchant.
    pub name: String,
    /// At least one; only what the maker may do.
    pub permissions: Vec<Permission>,
}

/// Invites a person to sign in for the merchant.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InvitationCreate {
    /// 2 to 32 of: letters, digits, `.`, `-`, `_`; unique within the merchant.
    pub user_name: String,
    pub display_name: String,
    /// Their mobile phone. A person who signs in somewhere else with it already keeps their password and gets one seat more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The link is mailed there, or else sent to the phone, where the network sends messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub grant: Grant,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    pub id: InvitationId,
    pub user_name: String,
    pub display_name: String,
    /// Masked.
    pub phone: Option<String>,
    pub grant: Grant,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// A new invitation with the secret of its link, told once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationIssued {
    pub invitation: Invitation,
    /// Whoever has it can accept: the page makes `/join#token` of it.
    pub token: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InvitationToken {
    pub token: String,
}

/// What the invited person is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationShown {
    pub merchant_name: String,
    /// What they will sign in as.
    pub account: String,
    pub display_name: String,
    /// They sign in somewhere already: the password they have is asked for, not a new one.
    pub has_password: bool,
    pub expires_at: DateTime<Utc>,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InvitationAccept {
    pub token: String,
    /// A new one, or the present one where `has_password`.
    pub password: String,
}

/// What to sign in as from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationAccepted {
    pub account: String,
}

/// A place where the person is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    pub id: SessionId,
    /// The session that asks.
    pub current: bool,
    /// The browser, in short.
    pub place: String,
    pub ip: String,
    /// What it signed in for; none on the network side.
    pub merchant_name: Option<String>,
    pub created_at: DateTime<Utc>,
    pub last_used_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// A seat the person can take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeatView {
    /// The operator's or the staff member's id.
    pub id: uuid::Uuid,
    /// The merchant's name, or the outlet's.
    pub name: String,
    /// The customer code; none on the network side.
    pub merchant_code: Option<String>,
    pub role: Role,
    /// The name of the merchant's own role that takes the place of `role`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    pub current: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SeatSwitch {
    pub id: uuid::Uuid,
}
