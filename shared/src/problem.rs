//! What went wrong, as RFC 9457 problem details (`application/problem+json`).

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:yundan:problem:` and the code.
    #[serde(rename = "type")]
    pub type_uri: String,
    /// The class of the problem in the caller's language.
    pub title: String,
    pub status: u16,
    /// What happened and what to do, in the caller's language.
    pub detail: String,
    /// Stable; programs decide by it.
    pub code: String,
    /// Names this answer in the service's log.
    pub request_id: String,
    /// Every field that was refused, all at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// JSON pointer (RFC 6901) to the field, `""` for the whole body; a query parameter is `?name`, a header `Name:`.
    pub pointer: String,
    pub code: String,
    pub detail: String,
}
