//! What the page and the designer say to each other. The page asks the service, because only it holds the session; both sides
//! compile this file.

use serde::{Deserialize, Serialize};
use shared::Problem;

/// Where the designer is: the list, or one template.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opening {
    /// The template's id; nothing for the list.
    pub template: Option<String>,
    /// The page's language, by its tag.
    pub language: String,
    /// The person may make and change templates.
    pub may_write: bool,
    /// The person may decide that labels show personal data.
    pub may_reveal: bool,
}

/// One call to the service.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Asked {
    pub method: String,
    /// Below the API's base.
    pub path: String,
    /// JSON, as text.
    pub body: Option<String>,
    pub if_match: Option<String>,
    pub idempotency_key: Option<String>,
}

/// What came back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// The body of an answer, as text.
    Body(String),
    Problem(Box<Problem>),
    Unreachable,
    Unreadable,
    SignedOut,
}
