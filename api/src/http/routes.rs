//! Which addresses there are, to tell a wrong method from a wrong address.

use actix_web::{HttpRequest, HttpResponse, dev::ResourceDef, http::header::ALLOW};
use utoipa::openapi::{HttpMethod, OpenApi};

use crate::{app::AppError, http::problem::ApiError};

/// Every address of the API with its methods, as the document has them.
pub struct KnownRoutes(Vec<(ResourceDef, &'static str)>);

impl KnownRoutes {
    pub fn of(document: &OpenApi) -> KnownRoutes {
        let routes = document.paths.paths.iter().flat_map(|(path, item)| {
            let methods = [
                (HttpMethod::Get, &item.get),
                (HttpMethod::Post, &item.post),
                (HttpMethod::Put, &item.put),
                (HttpMethod::Patch, &item.patch),
                (HttpMethod::Delete, &item.delete),
            ];
            let there = methods.into_iter().filter(|(_, operation)| operation.is_some());
            there.map(|(method, _)| (ResourceDef::new(path.as_str()), name(method))).collect::<Vec<_>>()
        });
        KnownRoutes(routes.collect())
    }

    fn methods(&self, path: &str) -> Vec<&'static str> {
        let mut methods: Vec<_> =
            self.0.iter().filter(|(route, _)| route.is_match(path)).map(|(_, method)| *method).collect();
        methods.dedup();
        methods
    }
}

fn name(method: HttpMethod) -> &'static str {
    match method {
        HttpMethod::Post => "POST",
        HttpMethod::Put => "PUT",
        HttpMethod::Patch => "PATCH",
        HttpMethod::Delete => "DELETE",
        _ => "GET",
    }
}

/// Answers what no operation takes.
pub async fn no_such_route(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let methods = request.app_data::<KnownRoutes>().map(|known| known.methods(request.path())).unwrap_or_default();
    if methods.is_empty() {
        return Err(ApiError(AppError::NotFound));
    }
    // The document of the refusal is written where the request's id is known.
    Ok(HttpResponse::MethodNotAllowed().insert_header((ALLOW, methods.join(", "))).finish())
}
