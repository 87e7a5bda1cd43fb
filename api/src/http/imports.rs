//! Order files.

use std::collections::BTreeMap;

use actix_multipart::{Field, Multipart};
use actix_web::{
    HttpRequest, HttpResponse, get,
    http::{
        StatusCode,
        header::{ContentDisposition, DispositionParam, DispositionType},
    },
    post, web,
};
use futures_util::StreamExt;
use serde::Deserialize;
use shared::{
    ImportId, Page,
    imports::{Import, ImportAccepted, ImportRow, RowOutcome},
    limits::IMPORT_FILE_BYTES,
};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{
        App, AppError, Words,
        imports::{self, ImportRequest},
        paging::PageRequest,
    },
    http::{
        answered,
        extract::{IdempotencyHeader, Params, PathId},
        guard::{ImportsRead, ImportsWrite},
        problem::{ApiError, language},
    },
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Parts of a form beside the file are short.
const PART_BYTES: usize = 64 * 1024;
const PARTS_MAX: usize = 10;

pub fn operations(config: &mut ServiceConfig) {
    // Fixed words before `{id}`: the first route that fits is taken.
    config
        .service(create_import)
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
    /// An .xlsx, .xls or .csv file of at most 20 MB and 50 000 rows.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Where the parcels are sent from; without it the default sender.
    sender_contact_id: Option<shared::ContactId>,
    /// A JSON object of header → field, to correct how the file is understood.
    mapping: Option<String>,
    /// Make shipments too (default), or only orders.
    ship: Option<bool>,
}

/// Import an order file. The answer comes at once; the job does the work.
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

fn bad_form() -> ApiError {
    ApiError(AppError::Malformed {
        code: "bad_form",
        words: Words::new(
            "表单没有收全或格式不对，请重新上传。",
            "The form did not arrive whole or is malformed; upload it again.",
        ),
        faults: Vec::new(),
    })
}

async fn read_form(mut form: Multipart) -> Result<ImportRequest, ApiError> {
    let mut request = ImportRequest {
        file_name: String::new(),
        file: Vec::new(),
        sender: None,
        mapping: BTreeMap::new(),
        ship: true,
    };
    let (mut parts, mut has_file) = (0, false);
    while let Some(field) = form.next().await {
        let mut field = field.map_err(|_| bad_form())?;
        parts += 1;
        if parts > PARTS_MAX {
            return Err(bad_form());
        }
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            has_file = true;
            let disposition = field.content_disposition();
            request.file_name = disposition.and_then(|part| part.get_filename()).unwrap_or("file").to_owned();
            request.file = read_part(&mut field, IMPORT_FILE_BYTES, imports::file_too_large).await?;
            continue;
        }
        let text =
            String::from_utf8(read_part(&mut field, PART_BYTES, || bad_form().0).await?).map_err(|_| bad_form())?;
        take_part(&mut request, &name, text.trim())?;
    }
    if has_file { Ok(request) } else { Err(invalid("/file", "required", "缺少文件。", "The file is missing.")) }
}

fn invalid(pointer: &str, code: &'static str, zh: &'static str, en: &'static str) -> ApiError {
    ApiError(AppError::invalid(pointer, code, Words::new(zh, en)))
}

fn take_part(request: &mut ImportRequest, name: &str, text: &str) -> Result<(), ApiError> {
    match name {
        "sender_contact_id" if text.is_empty() => {}
        "sender_contact_id" => {
            let id = text
                .parse()
                .map_err(|_| invalid("/sender_contact_id", "wrong_type", "不是有效的编号。", "Not a valid id."))?;
            request.sender = Some(id);
        }
        "mapping" if text.is_empty() => {}
        "mapping" => {
            request.mapping = serde_json::from_str(text).map_err(|_| {
                invalid(
                    "/mapping",
                    "wrong_type",
                    "须是“表头→字段”的 JSON 对象。",
                    "It must be a JSON object of header → field.",
                )
            })?;
        }
        "ship" => {
            request.ship = match text {
                "true" | "1" | "" => true,
                "false" | "0" => false,
                _ => return Err(invalid("/ship", "wrong_type", "须为 true 或 false。", "It must be true or false.")),
            };
        }
        _ => return Err(invalid(&format!("/{name}"), "unknown_field", "没有这个字段。", "There is no such field.")),
    }
    Ok(())
}

async fn read_part(field: &mut Field, most: usize, too_large: impl Fn() -> AppError) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(|_| bad_form())?;
        if bytes.len() + chunk.len() > most {
            return Err(ApiError(too_large()));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
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

/// The rejected rows as a workbook with the reasons; corrected, it can be imported again.
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

/// The file as it was dropped.
#[utoipa::path(tag = "imports", operation_id = "get_import_file", params(("id" = ImportId, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem)
))]
#[get("/imports/{id}/file")]
pub async fn get_import_file(caller: ImportsWrite, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    let (name, bytes) = imports::original(&app, &caller.0, ImportId(id.0)).await?;
    Ok(download(&name, "application/octet-stream", bytes))
}
