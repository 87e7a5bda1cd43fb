//! What the list of orders is narrowed by, in its address: a link shows the same list. No personal data is filtered by.

use serde::Serialize;
use shared::{ImportId, OwnerId};

use super::{Tab, service::Question};
use crate::{api::encode_query, browser};

pub const FLAG: &str = "flag";
pub const IMPORT: &str = "import_id";
pub const ORDER_NO: &str = "order_no";
pub const OWNER: &str = "owner_id";
pub const TAB: &str = "tab";

#[derive(Serialize)]
struct AddressQuery<'a> {
    flag: Option<&'a str>,
    import_id: Option<ImportId>,
    order_no: Option<&'a str>,
    owner_id: Option<OwnerId>,
    /// Only where the path does not say it.
    tab: Option<&'static str>,
}

fn encode(question: &Question, tab: Option<Tab>) -> String {
    encode_query(&AddressQuery {
        flag: question.flag.as_deref(),
        import_id: question.import_id,
        order_no: question.order_no.as_deref(),
        owner_id: question.owner_id,
        tab: tab.and_then(Tab::word),
    })
}

/// Has the address say what is listed.
pub fn show(tab: Tab, question: &Question) {
    browser::show_path(&format!("{}{}", tab.path(), encode(question, None)));
}

/// What is kept of it under a name; nothing where all that waits is listed.
pub fn kept(tab: Tab, question: &Question) -> String {
    encode(question, Some(tab)).trim_start_matches('?').to_owned()
}
