//! Keys that programs sign their requests with.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{ApiKeyId, Permission};

pub const API_KEYS_MAX: usize = 100;
pub const API_KEY_NAME_CHARS: usize = 40;
pub const API_KEY_NETWORKS_MAX: usize = 20;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApiKeyCreate {
    pub name: String,
    /// What the program may do; only what its maker may do, when the key is made and whenever it is used.
    pub scopes: Vec<Permission>,
    /// After this it opens nothing; none: it lasts until it is taken away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// Where it may be used from, as `203.0.113.7` or `10.0.0.0/8`; empty: from anywhere.
    #[serde(default)]
    pub networks: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    pub scopes: Vec<Permission>,
    pub networks: Vec<String>,
    /// The operator who made it.
    pub created_by: String,
    /// They are disabled, so the key opens nothing until they are back.
    #[serde(default)]
    pub maker_gone: bool,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub last_used_ip: String,
    /// Until when the secret before the last rotation is good too.
    pub previous_until: Option<DateTime<Utc>>,
}

/// A key with its secret, told once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKeyIssued {
    pub key: ApiKey,
    /// For the header `Authorization: Bearer …`.
    pub secret: String,
}
