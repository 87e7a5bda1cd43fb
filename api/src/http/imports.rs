//! Order files.

use std::collections::BTreeMap;

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, HttpResponse, get,
    http::{
        StatusCode,
        header::{ContentDisposition, DispositionParam, DispositionType},
    },
    post, web,
};
use serde::Deserialize;
use shared::{
    ImportId, Page,
    imports::{Import, ImportAccepted, ImportPreview, ImportRow, RowOutcome},
    services::Services,
};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{
        App,
        imports::{self, ImportRequest},
        paging::PageRequest,
        parts::SentBy,
    },
    http::{
        answered,
        extract::{IdempotencyHeader, Params, PathId},
        form,
        guard::{ImportsRead, ImportsWrite},
        problem::{ApiError, language},
    },
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub fn operations(config: &mut ServiceConfig) {
    // Fixed words before `{id}`: the first route that fits is taken.
    config
        .service(create_import)
        .service(preview_import)
        .service(list_imports)
        .service(get_import_template)
        .service(get_import)
        .service(list_import_rows)
        .service(get_rejected_rows)
        .service(get_import_file);
}

/// The form of an import.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form in the API document; the parts are read as a stream")]
struct ImportForm {
    /// An .xlsx, .xls or .csv file of at most 20 MB and 50 000 rows; or `text`.
    #[schema(value_type = Option<String>, format = Binary)]
    file: Option<Vec<u8>>,
    /// In place of a file what was copied from a spreadsheet, with its header, or addresses, one a line.
    text: Option<String>,
    /// Where parcels are sent from whose row does not say it; without it the default sender. A row says it by the sender's name, phone and
    /// address; a new one is added to the address book.
    sender_contact_id: Option<shared::ContactId>,
    /// The owner (货主) all of it is shipped for.
    owner_id: Option<shared::OwnerId>,
    /// The department all of it is shipped for.
    department_id: Option<shared::DepartmentId>,
    /// The sheet of a workbook, by name. Without it the one visible sheet that holds orders; where several do, or only hidden ones, it has
    /// to be said (422 `several_sheets`, `only_hidden_sheets`).
    sheet: Option<String>,
    /// A JSON object of header → field, to correct how the file is understood.
    mapping: Option<String>,
    /// What is inside, where the file does not say it.
    default_goods: Option<String>,
    /// Grams, where the file does not say it.
    default_weight_g: Option<u32>,
    /// A JSON object like `services` of an order, beside those the file or a rule says; without `cod`.
    default_services: Option<String>,
    /// Make shipments too (default), or only orders.
    ship: Option<bool>,
}

/// Import an order file. The answer comes at once; the job does the work. Of a workbook one sheet is read; another is another import.
#[utoipa::path(tag = "imports", operation_id = "create_import",
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 202, body = ImportAccepted), (status = 400, body = shared::Problem), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 409, body = shared::Problem), (status = 413, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/imports")]
pub async fn create_import(
    caller: ImportsWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    form: Multipart,
) -> Result<HttpResponse, ApiError> {
    let request = read_form(form).await?;
    let key = key.bind(&caller.0, "create_import", &request.fingerprint());
    let accepted = imports::create(&app, &caller.0, key, request).await?;
    Ok(answered(HttpResponse::build(StatusCode::ACCEPTED), accepted))
}

async fn read_form(form: Multipart) -> Result<ImportRequest, ApiError> {
    let mut form = form::read(form).await?;
    let by = SentBy {
        sender: id_of(&mut form, "sender_contact_id")?,
        owner: id_of(&mut form, "owner_id")?,
        department: id_of(&mut form, "department_id")?,
    };
    let mapping = match form.take("mapping") {
        Some(text) => serde_json::from_str(&text).map_err(|_| {
            let (zh, en) = ("须是“表头→字段”的 JSON 对象。", "It must be a JSON object of header → field.");
            form::invalid("/mapping", "wrong_type", zh, en)
        })?,
        None => BTreeMap::new(),
    };
    let ship = match form.take("ship").as_deref() {
        Some("true" | "1") | None => true,
        Some("false" | "0") => false,
        Some(_) => {
            return Err(form::invalid("/ship", "wrong_type", "须为 true 或 false。", "It must be true or false."));
        }
    };
    let default_weight_g = match form.take("default_weight_g").map(|text| text.parse()) {
        Some(Ok(weight)) => Some(weight),
        None => None,
        Some(Err(_)) => {
            let (zh, en) = ("须为整数克数。", "It must be a whole number of grams.");
            return Err(form::invalid("/default_weight_g", "wrong_type", zh, en));
        }
    };
    let default_services = match form.take("default_services") {
        Some(text) => serde_json::from_str(&text).map_err(|_| {
            let (zh, en) = ("须是增值服务的 JSON 对象。", "It must be a JSON object of services.");
            form::invalid("/default_services", "wrong_type", zh, en)
        })?,
        None => Services::default(),
    };
    let default_goods = form.take("default_goods").unwrap_or_default();
    let sheet = form.take("sheet");
    let (file_name, file) = match form.take("text") {
        Some(text) => {
            form.finish()?;
            imports::as_file(&text)?
        }
        None => form.into_file()?,
    };
    Ok(ImportRequest { file_name, file, sheet, by, mapping, default_goods, default_weight_g, default_services, ship })
}

/// Look at a file before importing it: its sheets, the columns of the one that is read with samples, what they are taken for, and the first
/// rows as orders.
#[utoipa::path(tag = "imports", operation_id = "preview_import",
    request_body(content = ImportForm, content_type = "multipart/form-data"), responses(
    (status = 200, body = ImportPreview), (status = 400, body = shared::Problem), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 413, body = shared::Problem), (status = 422, body = shared::Problem),
    (status = 429, body = shared::Problem)
))]
#[post("/imports/preview")]
pub async fn preview_import(
    caller: ImportsWrite,
    app: web::Data<App>,
    form: Multipart,
) -> Result<HttpResponse, ApiError> {
    let request = read_form(form).await?;
    Ok(HttpResponse::Ok().json(imports::preview(&app, &caller.0, request).await?))
}

fn id_of<Id: std::str::FromStr>(form: &mut form::Form, name: &str) -> Result<Option<Id>, ApiError> {
    let wrong = || form::invalid(&format!("/{name}"), "wrong_type", "不是有效的编号。", "Not a valid id.");
    form.take(name).map(|text| text.parse().map_err(|_| wrong())).transpose()
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ImportsParams {
    /// 1 to 200, default 50.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Imports, newest first.
#[utoipa::path(tag = "imports", operation_id = "list_imports", params(ImportsParams), responses(
    (status = 200, body = Page<Import>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[get("/imports")]
pub async fn list_imports(
    caller: ImportsRead,
    app: web::Data<App>,
    params: Params<ImportsParams>,
) -> Result<HttpResponse, ApiError> {
    let page = PageRequest::new(params.0.limit, params.0.cursor.as_deref())?;
    Ok(HttpResponse::Ok().json(imports::list(&app, &caller.0, page).await?))
}

/// Our own template as a workbook, with a help sheet.
#[utoipa::path(tag = "imports", operation_id = "get_import_template", security(()), responses(
    (status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
))]
#[get("/imports/template")]
pub async fn get_import_template(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let language = language(&request);
    let name = language.pick("运单导入模板.xlsx", "yundan-import-template.xlsx");
    Ok(download(name, XLSX, imports::template(language).await?))
}

fn download(name: &str, media_type: &str, bytes: Vec<u8>) -> HttpResponse {
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(actix_web::http::header::ExtendedValue {
            charset: actix_web::http::header::Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        })],
    };
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header(disposition)
        .insert_header(("Cache-Control", "private, no-store"))
        .body(bytes)
}

/// An import and how far it is.
#[utoipa::path(tag = "imports", operation_id = "get_import", params(("id" = ImportId, Path)), responses(
    (status = 200, body = Import), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[get("/imports/{id}")]
pub async fn get_import(caller: ImportsRead, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(imports::get(&app, &caller.0, ImportId(id.0)).await?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RowsParams {
    outcome: Option<RowOutcome>,
    /// 1 to 200, default 50.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// What became of every row, in the order of the file.
#[utoipa::path(tag = "imports", operation_id = "list_import_rows", params(("id" = ImportId, Path), RowsParams), responses(
    (status = 200, body = Page<ImportRow>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/imports/{id}/rows")]
pub async fn list_import_rows(
    caller: ImportsRead,
    app: web::Data<App>,
    id: PathId,
    params: Params<RowsParams>,
) -> Result<HttpResponse, ApiError> {
    let page = PageRequest::new(params.0.limit, params.0.cursor.as_deref())?;
    Ok(HttpResponse::Ok().json(imports::rows(&app, &caller.0, ImportId(id.0), params.0.outcome, page).await?))
}

/// The rejected rows as a workbook with the reasons; corrected, it can be imported again. They show people in full: whoever imported the
/// file may have them, anybody else needs `personal_data_reveal` too (403 `file_of_somebody_else`). It is written into the audit log.
#[utoipa::path(tag = "imports", operation_id = "get_rejected_rows", params(("id" = ImportId, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = 401, body = shared::Problem), (status = 403, body = shared::Problem), (status = 404, body = shared::Problem)
))]
#[get("/imports/{id}/rejected")]
pub async fn get_rejected_rows(
    caller: ImportsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    let (name, bytes) = imports::rejected_workbook(&app, &caller.0, ImportId(id.0)).await?;
    Ok(download(&name, XLSX, bytes))
}

/// The file as it was dropped. It shows people in full: whoever imported it may have it, anybody else needs `personal_data_reveal` too (403
/// `file_of_somebody_else`). It is written into the audit log.
#[utoipa::path(tag = "imports", operation_id = "get_import_file", params(("id" = ImportId, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem)
))]
#[get("/imports/{id}/file")]
pub async fn get_import_file(caller: ImportsWrite, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    let (name, bytes) = imports::original(&app, &caller.0, ImportId(id.0)).await?;
    Ok(download(&name, "application/octet-stream", bytes))
}
