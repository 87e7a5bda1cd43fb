//! The API document: made from the code of the handlers.

use utoipa::{
    Modify, OpenApi,
    openapi::{
        Content, OpenApi as Document, PathItem, Ref, RefOr, Response,
        path::Operation,
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

const JSON: &str = "application/json";
const PROBLEM_JSON: &str = "application/problem+json";

/// Says of every operation what is true of all: a request that is not well formed is a 400, and what is refused is answered with a
/// problem document.
pub fn complete(document: &mut Document) {
    for operation in document.paths.paths.values_mut().flat_map(operations) {
        let responses = &mut operation.responses.responses;
        let malformed = || {
            let content = Content::new(Some(Ref::from_schema_name("Problem")));
            RefOr::T(
                Response::builder()
                    .description("The request is not well formed")
                    .content(PROBLEM_JSON, content)
                    .build(),
            )
        };
        responses.entry("400".to_owned()).or_insert_with(malformed);
        for (status, response) in responses.iter_mut() {
            if let RefOr::T(response) = response
                && status.starts_with(['4', '5'])
                && let Some(content) = response.content.swap_remove(JSON)
            {
                response.content.insert(PROBLEM_JSON.to_owned(), content);
            }
        }
    }
}

fn operations(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = path;
    [get, put, post, delete, patch].into_iter().filter_map(Option::as_mut)
}
