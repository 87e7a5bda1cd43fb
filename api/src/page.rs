//! The page, embedded and compressed at build time, and the reference pages of the API.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{ACCEPT_ENCODING, CONTENT_SECURITY_POLICY, IF_NONE_MATCH},
    },
    web::{self, ServiceConfig},
};
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::SwaggerUi;

use crate::{
    app::AppError,
    http::{middleware::security_headers, problem::ApiError},
};

/// One file of the page.
struct Asset {
    path: &'static str,
    media_type: &'static str,
    /// Of the content; also tells whether the browser's copy is still good.
    etag: &'static str,
    /// Its name carries a hash of its content, so it never changes.
    immutable: bool,
    brotli: &'static [u8],
    gzip: &'static [u8],
    /// Hashes of the inline scripts of an HTML file, for the Content-Security-Policy.
    script_hashes: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

const INDEX: &str = "index.html";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "no-cache";

pub fn routes(config: &mut ServiceConfig, document: OpenApi) {
    config
        .service(SwaggerUi::new("/api/docs/{_:.*}").url("/api/openapi.json", document))
        .route("/api/docs", web::get().to(to_reference))
        .service(web::scope("/api").default_service(web::to(crate::http::routes::no_such_route)))
        .default_service(web::to(page));
}

async fn to_reference() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header(("Location", "/api/docs/")).finish()
}

/// A file of the page; any other address is a page of the app, which finds its own way.
async fn page(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(ApiError(AppError::NotFound));
    }
    let path = request.path().trim_start_matches('/');
    let asset = ASSETS.iter().find(|asset| asset.path == path);
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let asset = match asset {
        Some(asset) => Some(asset),
        None if is_file => None,
        None => ASSETS.iter().find(|asset| asset.path == INDEX),
    };
    Ok(respond(&request, asset.ok_or(ApiError(AppError::NotFound))?))
}

fn respond(request: &HttpRequest, asset: &Asset) -> HttpResponse {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut response = HttpResponse::Ok();
    response
        .insert_header(("ETag", asset.etag))
        .insert_header((
            "Cache-Control",
            if asset.immutable || is_named_by_hash(request, asset) { IMMUTABLE } else { REVALIDATE },
        ))
        .insert_header(("Vary", "Accept-Encoding"));
    if !asset.script_hashes.is_empty() {
        response.insert_header((CONTENT_SECURITY_POLICY, policy_with(asset.script_hashes)));
    }
    if header(IF_NONE_MATCH).split(',').any(|tag| tag.trim() == asset.etag) {
        return response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish();
    }
    response.content_type(asset.media_type);
    let accepted = header(ACCEPT_ENCODING);
    let takes =
        |coding: &str| accepted.split(',').any(|part| part.split(';').next().is_some_and(|name| name.trim() == coding));
    if takes("br") {
        response.insert_header(("Content-Encoding", "br")).body(asset.brotli)
    } else if takes("gzip") {
        response.insert_header(("Content-Encoding", "gzip")).body(asset.gzip)
    } else {
        match inflate(asset.gzip) {
            Ok(plain) => response.insert_header(("Content-Encoding", "identity")).body(plain),
            Err(_) => HttpResponse::NotAcceptable().finish(),
        }
    }
}

/// `?v=` and the SHA-256 of the content, which the tag begins: an address that can only ever mean these bytes.
fn is_named_by_hash(request: &HttpRequest, asset: &Asset) -> bool {
    let tag = asset.etag.trim_matches('"');
    request.query_string().strip_prefix("v=").is_some_and(|hash| !tag.is_empty() && hash.starts_with(tag))
}

/// Old programs that take no compression get the plain file.
fn inflate(gzip: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(gzip), &mut plain)?;
    Ok(plain)
}

/// The page's own loader is an inline script; it is named by its hash, nothing else inline runs.
fn policy_with(hashes: &[&str]) -> String {
    let sources: String = hashes.iter().map(|hash| format!(" 'sha256-{hash}'")).collect();
    security_headers::CONTENT_SECURITY_POLICY.replace("'wasm-unsafe-eval'", &format!("'wasm-unsafe-eval'{sources}"))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    const FONT: Asset = Asset {
        path: "label-font.ttf",
        media_type: "font/ttf",
        etag: "\"da5cb5c997aefb89a0954426\"",
        immutable: false,
        brotli: &[],
        gzip: &[],
        script_hashes: &[],
    };

    #[test]
    fn an_address_with_the_hash_of_its_content_is_kept_for_ever() {
        let caching = |query: &str| {
            let request =
                TestRequest::get().uri(&format!("/label-font.ttf{query}")).insert_header(("Accept-Encoding", "br"));
            let request = request.to_http_request();
            let answer = respond(&request, &FONT);
            answer.headers().get("Cache-Control").and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        assert_eq!(caching(&format!("?v={}", label::LABEL_FONT_SHA256)).as_deref(), Some(IMMUTABLE));
        for other in ["", "?v=", "?v=da5c", "?v=0123456789abcdef0123456789abcdef", "?x=1"] {
            assert_eq!(caching(other).as_deref(), Some(REVALIDATE), "{other}");
        }
    }
}
