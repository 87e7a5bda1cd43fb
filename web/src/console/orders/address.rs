//! What the list of orders is narrowed by, in its address: a link shows the same list. No personal data is filtered by.

use serde::Serialize;
use shared::{ImportId, OwnerId};

use super::{Tab, service::Question};
use crate::{api::encode_query, browser};

pub const FLAG: &str = "flag";
pub const IMPORT: &str = "import_id";
pub const ORDER_NO: &str = "order_no";
pub const OWNER: &str = "owner_id";

#[derive(Serialize)]
struct AddressQuery<'a> {
    flag: Option<&'a str>,
    import_id: Option<ImportId>,
    order_no: Option<&'a str>,
    owner_id: Option<OwnerId>,
}

/// A parameter of the address the page was opened with; nothing where it is not there.
pub fn asked(search: &str, name: &str) -> String {
    let parameters = web_sys::UrlSearchParams::new_with_str(search).ok();
    parameters.and_then(|parameters| parameters.get(name)).unwrap_or_default()
}

/// Has the address say what is listed.
pub fn show(tab: Tab, question: &Question) {
    let query = AddressQuery {
        flag: question.flag.as_deref(),
        import_id: question.import_id,
        order_no: question.order_no.as_deref(),
        owner_id: question.owner_id,
    };
    browser::show_path(&format!("{}{}", tab.path(), encode_query(&query)));
}
