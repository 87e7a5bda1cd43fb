//! The address book.

use actix_web::{HttpResponse, get, post, web};
use serde::Deserialize;
use shared::{
    Page,
    contacts::{Contact, ContactCreate, ContactKind},
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, contacts, paging::PageRequest},
    http::{
        created,
        extract::{Body, IdempotencyHeader, Params},
        guard::{ContactsRead, ContactsWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(list_contacts).service(create_contact);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ContactParams {
    kind: ContactKind,
    /// 1 to 200, default 50.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Senders or receivers, newest first, masked.
#[utoipa::path(tag = "contacts", operation_id = "list_contacts", params(ContactParams), responses(
    (status = 200, body = Page<Contact>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[get("/contacts")]
pub async fn list_contacts(
    caller: ContactsRead,
    app: web::Data<App>,
    params: Params<ContactParams>,
) -> Result<HttpResponse, ApiError> {
    let page = PageRequest::new(params.0.limit, params.0.cursor.as_deref())?;
    Ok(HttpResponse::Ok().json(contacts::list(&app, &caller.0, params.0.kind, page).await?))
}

/// Add a sender or receiver.
#[utoipa::path(tag = "contacts", operation_id = "create_contact", request_body = ContactCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = Contact), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/contacts")]
pub async fn create_contact(
    caller: ContactsWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<ContactCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_contact", &body.bytes);
    Ok(created(contacts::create(&app, &caller.0, key, &body.value).await?))
}
