//! Filters of a list, kept under a name.

use serde::{Deserialize, Serialize};

use crate::SavedViewId;

/// Views one person keeps, shared ones counted with whoever made them.
pub const SAVED_VIEWS_MAX: usize = 50;
pub const SAVED_VIEW_NAME_CHARS: usize = 40;
pub const SAVED_VIEW_QUERY_CHARS: usize = 1_000;

/// A list whose filters can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SavedList {
    Shipments,
    Orders,
    Contacts,
}

impl SavedList {
    pub const ALL: [SavedList; 3] = [SavedList::Shipments, SavedList::Orders, SavedList::Contacts];

    pub const fn as_str(self) -> &'static str {
        match self {
            SavedList::Shipments => "shipments",
            SavedList::Orders => "orders",
            SavedList::Contacts => "contacts",
        }
    }

    pub fn parse(text: &str) -> Option<SavedList> {
        SavedList::ALL.into_iter().find(|list| list.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedView {
    pub id: SavedViewId,
    pub list: SavedList,
    pub name: String,
    /// The page's own query, such as `phase=in_transit&province=44`, without a leading question mark.
    pub query: String,
    /// Everybody of the merchant sees it.
    pub is_shared: bool,
    /// The caller made it, and may change it.
    pub is_own: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SavedViewWrite {
    pub list: SavedList,
    /// 1 to 40 characters.
    pub name: String,
    /// Up to 1 000 characters of letters, digits and `=&-_.~%+,:`: filters only, since a search may hold a person's name.
    pub query: String,
    /// Needs the permission to change settings.
    #[serde(default)]
    pub is_shared: bool,
}
