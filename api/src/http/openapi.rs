//! The API document: made from the code of the handlers.

use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
    },
};

const DESCRIPTION: &str = "The API of a Yundan installation: what its page does, programs can do.\n\n\
Errors are RFC 9457 problem details (`application/problem+json`) with a stable `code`; texts follow `Accept-Language` (zh-CN, en). \
Money is a decimal string in yuan, weight is whole grams, time is RFC 3339 in UTC. Lists are continued by an opaque cursor. \
A creating POST takes an `Idempotency-Key`: the same key and body give the same answer for 24 hours.";

#[derive(OpenApi)]
#[openapi(info(title = "Yundan 运单", description = DESCRIPTION), modifiers(&Bearer))]
struct Base;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut Document) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("bearer", scheme);
        document.security = Some(vec![SecurityRequirement::new("bearer", [] as [&str; 0])]);
    }
}

/// The frame the operations are collected into.
pub fn base() -> Document {
    let mut document = Base::openapi();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    document
}
