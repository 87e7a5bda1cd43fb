//! Who may do what. Roles are sets of permissions; handlers ask for a permission, never for a role.

use serde::{Deserialize, Serialize};

/// One thing a signed-in person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    ContactsRead,
    ContactsWrite,
    ImportsRead,
    ImportsWrite,
    LabelsPrint,
    /// Make and change label templates, and choose which one is used for what.
    LabelTemplatesWrite,
    /// See names, phones and addresses in full; every use is logged.
    PersonalDataReveal,
    /// Set up print stations and take them away.
    PrintStationsWrite,
    ShipmentsRead,
    ShipmentsWrite,
    ShipmentsVoid,
    /// Network side: record scan events of any merchant's shipments.
    ScansWrite,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The merchant's own administrator (主管).
    MerchantOwner,
    /// Ships and prints (操作员).
    Clerk,
    /// The network side's administrator (网点管理员).
    StaffAdmin,
}

impl Role {
    pub const ALL: [Role; 3] = [Role::MerchantOwner, Role::Clerk, Role::StaffAdmin];

    pub const fn as_str(self) -> &'static str {
        match self {
            Role::MerchantOwner => "merchant_owner",
            Role::Clerk => "clerk",
            Role::StaffAdmin => "staff_admin",
        }
    }

    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == text)
    }

    pub const fn permissions(self) -> &'static [Permission] {
        use Permission::*;
        match self {
            Role::MerchantOwner => &[
                ContactsRead,
                ContactsWrite,
                ImportsRead,
                ImportsWrite,
                LabelsPrint,
                LabelTemplatesWrite,
                PersonalDataReveal,
                PrintStationsWrite,
                ShipmentsRead,
                ShipmentsWrite,
                ShipmentsVoid,
            ],
            Role::Clerk => {
                &[ContactsRead, ImportsRead, ImportsWrite, LabelsPrint, ShipmentsRead, ShipmentsWrite, ShipmentsVoid]
            }
            Role::StaffAdmin => &[ScansWrite],
        }
    }

    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}
