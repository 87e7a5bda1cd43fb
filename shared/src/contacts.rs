//! The address book: senders and receivers.

use serde::{Deserialize, Serialize};

use crate::ContactId;

/// Who sends or receives, in full. Sent by the caller; answered only where the caller may see it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// 1 to 60 characters.
    pub name: String,
    /// A mobile, a landline with area code, or a platform's virtual number with its extension.
    pub phone: String,
    /// `广东省`; may be empty where `detail` begins with the whole address.
    #[serde(default)]
    pub province: String,
    #[serde(default)]
    pub city: String,
    #[serde(default)]
    pub district: String,
    /// Street, number, unit and room; 1 to 200 characters.
    pub detail: String,
}

/// Who sends or receives, as shown: name, phone and unit hidden as GB/T 41833-2022 asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MaskedParty {
    pub name: String,
    pub phone: String,
    pub province: String,
    pub city: String,
    pub district: String,
    /// Left out of lists.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    Sender,
    Receiver,
}

impl ContactKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            ContactKind::Sender => "sender",
            ContactKind::Receiver => "receiver",
        }
    }

    pub fn parse(text: &str) -> Option<ContactKind> {
        [ContactKind::Sender, ContactKind::Receiver].into_iter().find(|kind| kind.as_str() == text)
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactCreate {
    pub kind: ContactKind,
    pub party: Party,
    /// The sender used where none is named. The first sender becomes it by itself.
    #[serde(default)]
    pub is_default: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    pub id: ContactId,
    pub kind: ContactKind,
    pub party: MaskedParty,
    pub is_default: bool,
}
