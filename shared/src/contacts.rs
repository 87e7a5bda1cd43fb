//! The address book: senders and receivers.

use serde::{Deserialize, Serialize};

use crate::{ContactId, OwnerId, TableFormat};

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

/// Contacts a merchant keeps.
pub const CONTACTS_MAX: usize = 100_000;
/// Contacts of one file that is read in.
pub const CONTACT_FILE_ROWS: usize = 10_000;
pub const CONTACT_GROUP_CHARS: usize = 30;
pub const CONTACT_GROUPS_MAX: usize = 500;

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactCreate {
    pub kind: ContactKind,
    pub party: Party,
    /// The sender used where none is named. The first sender becomes it by itself.
    #[serde(default)]
    pub is_default: bool,
    /// What the merchant sorts its contacts by; up to 30 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// The owner (货主) whose contact it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<OwnerId>,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactUpdate {
    /// Left out: name, phone and address stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// It can be given, not taken: another contact takes it by getting it.
    #[serde(default)]
    pub is_default: bool,
    #[serde(default)]
    pub group: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<OwnerId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    pub id: ContactId,
    pub kind: ContactKind,
    pub party: MaskedParty,
    pub is_default: bool,
    #[serde(default)]
    pub group: String,
    #[serde(default)]
    pub owner_id: Option<OwnerId>,
}

/// Finds contacts by any part. It is a body, not a URL, because a name or a phone must not stand in a URL.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactSearch {
    /// Parts of a name, its pinyin or initials, of a phone or an address; all words must be there. 1 to 100 characters.
    pub q: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ContactKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<OwnerId>,
    /// 1 to 200, default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Contacts with the same phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactDuplicates {
    /// Two or more, newest first.
    pub contacts: Vec<Contact>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactIds {
    /// 1 to 1 000.
    pub contact_ids: Vec<ContactId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactExport {
    pub kind: ContactKind,
    pub format: TableFormat,
    /// Names, phones and addresses in full, for the reason given; needs the permission to see them. Without it they are masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reveal_reason: Option<String>,
}

/// What became of a file of contacts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactImportResult {
    pub added: u32,
    /// Rows that are in the address book already, or twice in the file: same name, phone and address.
    pub duplicates: u32,
    /// What is wrong with the others; nothing of them was kept.
    pub rejected: Vec<ContactRowRejected>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactRowRejected {
    /// Row number as the spreadsheet shows it.
    pub row: u32,
    /// In the caller's language: what is wrong and what to do.
    pub details: Vec<String>,
}
