//! What a merchant divides its shipments by: owners (货主) and departments.

use serde::{Deserialize, Serialize};

use crate::{ContactId, DepartmentId, OwnerId};

pub const OWNERS_MAX: usize = 1_000;
pub const DEPARTMENTS_MAX: usize = 1_000;
pub const PART_CODE_CHARS: usize = 20;
pub const PART_NAME_CHARS: usize = 60;

/// A 3PL's own client: shipments, contacts and reports are split by owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Owner {
    pub id: OwnerId,
    /// The merchant's own short name of it, unique, as order files name it.
    pub code: String,
    pub name: String,
    /// Nothing new is shipped for one that is not.
    pub is_active: bool,
    /// Where their parcels are sent from, unless an order says something else.
    pub sender_contact_id: Option<ContactId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnerWrite {
    /// 1 to 20 characters, unique among the merchant's owners.
    pub code: String,
    /// 1 to 60 characters.
    pub name: String,
    #[serde(default = "yes")]
    pub is_active: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_contact_id: Option<ContactId>,
}

/// A cost centre: who sent what, at whose cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Department {
    pub id: DepartmentId,
    /// The merchant's own short name of it, unique, as order files name it.
    pub code: String,
    pub name: String,
    /// Nothing new is shipped for one that is not.
    pub is_active: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DepartmentWrite {
    /// 1 to 20 characters, unique among the merchant's departments.
    pub code: String,
    /// 1 to 60 characters.
    pub name: String,
    #[serde(default = "yes")]
    pub is_active: bool,
}

const fn yes() -> bool {
    true
}
