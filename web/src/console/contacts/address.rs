//! What the list of contacts is narrowed by, in its address: a link shows the same list. What is searched for is no part of it: it may be a
//! name or a phone.

use serde::Serialize;
use shared::{OwnerId, contacts::ContactKind};

use super::service::Question;
use crate::{api::encode_query, browser};

pub const GROUP: &str = "group";
pub const KIND: &str = "kind";
pub const OWNER: &str = "owner_id";

#[derive(Serialize)]
struct AddressQuery<'a> {
    group: Option<&'a str>,
    /// Only where the path does not say it.
    kind: Option<&'static str>,
    owner_id: Option<OwnerId>,
}

fn encode(question: &Question, kind: Option<ContactKind>) -> String {
    encode_query(&AddressQuery {
        group: question.group.as_deref(),
        kind: kind.map(ContactKind::as_str),
        owner_id: question.owner,
    })
}

/// Has the address say what is listed at `path`.
pub fn show(path: &str, question: &Question) {
    browser::show_path(&format!("{path}{}", encode(question, None)));
}

/// What is kept of it under a name; nothing where it is not narrowed.
pub fn kept(question: &Question) -> String {
    if question.group.is_none() && question.owner.is_none() {
        return String::new();
    }
    encode(question, Some(question.kind)).trim_start_matches('?').to_owned()
}
