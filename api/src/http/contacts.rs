//! The address book.

use actix_multipart::Multipart;
use actix_web::{HttpResponse, delete, get, post, put, web};
use serde::Deserialize;
use shared::{
    ContactId, OwnerId, Page,
    contacts::{
        Contact, ContactCreate, ContactDuplicates, ContactExport, ContactIds, ContactImportResult, ContactKind,
        ContactSearch, ContactUpdate, Party,
    },
    shipments::RevealRequest,
};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{
        App, AppError, Words,
        contacts::{self, ContactFilter},
        paging::PageRequest,
    },
    http::{
        created, download,
        extract::{Body, IdempotencyHeader, Params, PathId},
        form,
        guard::{ContactsRead, ContactsWrite, PersonalDataReveal},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    // Fixed words before `{id}`: the first route that fits is taken.
    config
        .service(list_contacts)
        .service(create_contact)
        .service(search_contacts)
        .service(list_contact_groups)
        .service(list_contact_duplicates)
        .service(delete_contacts)
        .service(export_contacts)
        .service(import_contacts)
        .service(get_contact)
        .service(update_contact)
        .service(delete_contact)
        .service(merge_contacts)
        .service(reveal_contact);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ContactParams {
    kind: ContactKind,
    /// Only those of this group.
    group: Option<String>,
    /// Only those of this owner (货主).
    owner_id: Option<OwnerId>,
    /// 1 to 200, default 50.
    limit: Option<u32>,
    cursor: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct KindParams {
    kind: ContactKind,
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
    let filter = ContactFilter { kind: params.0.kind, group: params.0.group, owner: params.0.owner_id };
    Ok(HttpResponse::Ok().json(contacts::list(&app, &caller.0, filter, page).await?))
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

/// Find contacts by any part of name, pinyin, initials, phone or address; the best first, masked.
#[utoipa::path(tag = "contacts", operation_id = "search_contacts", request_body = ContactSearch, responses(
    (status = 200, body = Vec<Contact>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem), (status = 429, body = shared::Problem)
))]
#[post("/contacts/search")]
pub async fn search_contacts(
    caller: ContactsRead,
    app: web::Data<App>,
    body: Body<ContactSearch>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(contacts::search(&app, &caller.0, &body.value).await?))
}

/// The groups that have contacts.
#[utoipa::path(tag = "contacts", operation_id = "list_contact_groups", responses(
    (status = 200, body = Vec<String>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/contacts/groups")]
pub async fn list_contact_groups(caller: ContactsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(contacts::groups(&app, &caller.0).await?))
}

/// Contacts with the same phone, at most 100 groups, the largest first.
#[utoipa::path(tag = "contacts", operation_id = "list_contact_duplicates", params(KindParams), responses(
    (status = 200, body = Vec<ContactDuplicates>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/contacts/duplicates")]
pub async fn list_contact_duplicates(
    caller: ContactsRead,
    app: web::Data<App>,
    params: Params<KindParams>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(contacts::duplicates(&app, &caller.0, params.0.kind).await?))
}

/// Take contacts out of the address book. Those that are not there are passed over.
#[utoipa::path(tag = "contacts", operation_id = "delete_contacts", request_body = ContactIds, responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/contacts/delete")]
pub async fn delete_contacts(
    caller: ContactsWrite,
    app: web::Data<App>,
    body: Body<ContactIds>,
) -> Result<HttpResponse, ApiError> {
    contacts::delete(&app, &caller.0, &body.value).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The address book as a file; masked, unless a reason is given by somebody who may see it.
#[utoipa::path(tag = "contacts", operation_id = "export_contacts", request_body = ContactExport, responses(
    (status = 200, description = "an .xlsx or .csv file", content_type = "application/octet-stream", body = Vec<u8>),
    (status = 401, body = shared::Problem), (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/contacts/export")]
pub async fn export_contacts(
    caller: ContactsRead,
    app: web::Data<App>,
    body: Body<ContactExport>,
) -> Result<HttpResponse, ApiError> {
    let file = contacts::export(&app, &caller.0, &body.value).await?;
    Ok(download("contacts", file.format).body(file.bytes))
}

/// The form of contacts in a file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form in the API document; the parts are read as a stream")]
struct ContactImportForm {
    /// An .xlsx, .xls or .csv file with names, phones and addresses, of at most 10 000 rows.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    kind: ContactKind,
    /// The group all of them are put into.
    group: Option<String>,
}

/// Read contacts in from a file. Wrong rows are told and keep no other back; what is there already is passed over.
#[utoipa::path(tag = "contacts", operation_id = "import_contacts",
    request_body(content = ContactImportForm, content_type = "multipart/form-data"), responses(
    (status = 200, body = ContactImportResult), (status = 400, body = shared::Problem), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 409, body = shared::Problem), (status = 413, body = shared::Problem),
    (status = 422, body = shared::Problem), (status = 429, body = shared::Problem)
))]
#[post("/contacts/import")]
pub async fn import_contacts(
    caller: ContactsWrite,
    app: web::Data<App>,
    form: Multipart,
) -> Result<HttpResponse, ApiError> {
    let mut form = form::read(form).await?;
    let kind = form.take("kind").unwrap_or_default();
    let kind = ContactKind::parse(&kind).ok_or_else(|| {
        let words = Words::new("请给出 sender 或 receiver。", "Give sender or receiver.");
        ApiError(AppError::invalid("/kind", "required", words))
    })?;
    let group = form.take("group").unwrap_or_default();
    let (name, file) = form.into_file()?;
    Ok(HttpResponse::Ok().json(contacts::import(&app, &caller.0, kind, &group, name, file).await?))
}

/// A contact, masked.
#[utoipa::path(tag = "contacts", operation_id = "get_contact", params(("id" = ContactId, Path)), responses(
    (status = 200, body = Contact), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[get("/contacts/{id}")]
pub async fn get_contact(caller: ContactsRead, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(contacts::get(&app, &caller.0, ContactId(id.0)).await?))
}

/// Change a contact; without `party` its name, phone and address stay.
#[utoipa::path(tag = "contacts", operation_id = "update_contact", params(("id" = ContactId, Path)),
    request_body = ContactUpdate, responses(
    (status = 200, body = Contact), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/contacts/{id}")]
pub async fn update_contact(
    caller: ContactsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<ContactUpdate>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(contacts::update(&app, &caller.0, ContactId(id.0), &body.value).await?))
}

/// Take a contact out of the address book; what was shipped keeps its copy.
#[utoipa::path(tag = "contacts", operation_id = "delete_contact", params(("id" = ContactId, Path)), responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[delete("/contacts/{id}")]
pub async fn delete_contact(caller: ContactsWrite, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    contacts::get(&app, &caller.0, ContactId(id.0)).await?;
    contacts::delete(&app, &caller.0, &ContactIds { contact_ids: vec![ContactId(id.0)] }).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Put duplicates together: this one stays and takes the others' place everywhere.
#[utoipa::path(tag = "contacts", operation_id = "merge_contacts", params(("id" = ContactId, Path)),
    request_body = ContactIds, responses(
    (status = 200, body = Contact), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/contacts/{id}/merge")]
pub async fn merge_contacts(
    caller: ContactsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<ContactIds>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(contacts::merge(&app, &caller.0, ContactId(id.0), &body.value).await?))
}

/// Name, phone and address in full; who saw them and why is kept in the audit log.
#[utoipa::path(tag = "contacts", operation_id = "reveal_contact", params(("id" = ContactId, Path)),
    request_body = RevealRequest, responses(
    (status = 200, body = Party), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/contacts/{id}/reveal")]
pub async fn reveal_contact(
    caller: PersonalDataReveal,
    app: web::Data<App>,
    id: PathId,
    body: Body<RevealRequest>,
) -> Result<HttpResponse, ApiError> {
    let party = contacts::reveal(&app, &caller.0, ContactId(id.0), &body.value).await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(party))
}
