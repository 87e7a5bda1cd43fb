//! Calls to the service.

use js_sys::Uint8Array;
use serde::{Serialize, de::DeserializeOwned};
use shared::{API_BASE, Problem, auth::UNATTENDED_HEADER};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, FormData, Headers, Request, RequestCredentials, RequestInit, Response};

use super::{ApiError, IdempotencyKey, query, session, token};
use crate::{bridge::Asked, browser, i18n};

const UNAUTHORIZED: u16 = 401;
const NO_CONTENT: u16 = 204;
/// How many rows a file has that stops there.
const ROWS_MAX: &str = "X-Rows-Max";

/// One call: route, body and headers; finished by [`Call::json`], [`Call::bytes`], [`Call::nothing`] or [`Call::response`].
///
/// A call that is made with an access token renews it when it is about to end, and once more when the service refuses it.
pub struct Call {
    method: &'static str,
    path: String,
    body: Option<Body>,
    idempotency_key: Option<String>,
    if_match: Option<String>,
    accept: Option<&'static str>,
    abort: Option<AbortSignal>,
    signed: bool,
    is_work: bool,
}

enum Body {
    Json(String),
    Form(FormData),
}

/// A file from the service.
pub struct Download {
    pub bytes: Vec<u8>,
    pub media_type: String,
    /// How many rows it has, where it stops there and does not hold everything.
    pub rows_max: Option<String>,
}

impl Call {
    fn new(method: &'static str, path: impl Into<String>) -> Call {
        let path = path.into();
        Call {
            method,
            path,
            body: None,
            idempotency_key: None,
            if_match: None,
            accept: None,
            abort: None,
            signed: true,
            is_work: false,
        }
    }

    pub fn get(path: impl Into<String>) -> Call {
        Call::new("GET", path)
    }

    pub fn post(path: impl Into<String>) -> Call {
        Call::new("POST", path)
    }

    pub fn put(path: impl Into<String>) -> Call {
        Call::new("PUT", path)
    }

    pub fn delete(path: impl Into<String>) -> Call {
        Call::new("DELETE", path)
    }

    /// A call that another module of the page makes through this one.
    pub fn of(asked: Asked) -> Call {
        let method = match asked.method.as_str() {
            "POST" => "POST",
            "PUT" => "PUT",
            "PATCH" => "PATCH",
            "DELETE" => "DELETE",
            _ => "GET",
        };
        Call {
            body: asked.body.map(Body::Json),
            idempotency_key: asked.idempotency_key,
            if_match: asked.if_match,
            signed: !asked.unsigned,
            ..Call::new(method, asked.path)
        }
    }

    /// Adds the set fields of `filter` as query parameters. Never personal data: it goes into bodies.
    pub fn query(mut self, filter: &impl Serialize) -> Call {
        self.path.push_str(&query::encode(filter));
        self
    }

    pub fn body(mut self, body: &impl Serialize) -> Call {
        self.body = serde_json::to_string(body).ok().map(Body::Json);
        self
    }

    pub fn form(mut self, form: FormData) -> Call {
        self.body = Some(Body::Form(form));
        self
    }

    pub fn idempotency(mut self, key: IdempotencyKey) -> Call {
        self.idempotency_key = Some(key.text());
        self
    }

    pub fn accept(mut self, media_type: &'static str) -> Call {
        self.accept = Some(media_type);
        self
    }

    /// The call ends when the signal says so.
    pub fn abort(mut self, signal: AbortSignal) -> Call {
        self.abort = Some(signal);
        self
    }

    /// A desk that works keeps its session, whoever is there.
    pub fn work(mut self) -> Call {
        self.is_work = true;
        self
    }

    /// Without an access token: signing in, and renewing it by the cookie.
    pub(super) fn unsigned(mut self) -> Call {
        self.signed = false;
        self
    }

    pub async fn json<T: DeserializeOwned>(self) -> Result<T, ApiError> {
        let response = self.response().await?;
        let text = text_of(&response).await?;
        serde_json::from_str(&text).map_err(|_| ApiError::Unreadable)
    }

    /// The body as it came; empty where there is none.
    pub async fn text(self) -> Result<String, ApiError> {
        let response = self.response().await?;
        text_of(&response).await
    }

    pub async fn nothing(self) -> Result<(), ApiError> {
        self.response().await.map(|_| ())
    }

    pub async fn bytes(self) -> Result<Download, ApiError> {
        let response = self.response().await?;
        let header = |name| response.headers().get(name).ok().flatten();
        let (media_type, rows_max) = (header("Content-Type").unwrap_or_default(), header(ROWS_MAX));
        let promise = response.array_buffer().map_err(|_| ApiError::Unreadable)?;
        let buffer = JsFuture::from(promise).await.map_err(|_| ApiError::Unreachable)?;
        Ok(Download { bytes: Uint8Array::new(&buffer).to_vec(), media_type, rows_max })
    }

    /// The answer of a call that succeeded.
    pub async fn response(self) -> Result<Response, ApiError> {
        if !self.signed {
            return check(self.fetch(None).await?).await;
        }
        let bearer = session::bearer().await?;
        let mut response = self.fetch(Some(&bearer)).await?;
        if response.status() == UNAUTHORIZED {
            token::forget(&bearer);
            let bearer = session::bearer().await?;
            response = self.fetch(Some(&bearer)).await?;
        }
        if response.status() == UNAUTHORIZED {
            session::ended();
            return Err(ApiError::SignedOut);
        }
        check(response).await
    }

    async fn fetch(&self, bearer: Option<&str>) -> Result<Response, ApiError> {
        let request = self.request(bearer).map_err(|_| ApiError::Unreachable)?;
        let window = browser::window().ok_or(ApiError::Unreachable)?;
        let answer = JsFuture::from(window.fetch_with_request(&request)).await.map_err(|_| ApiError::Unreachable)?;
        answer.dyn_into::<Response>().map_err(|_| ApiError::Unreadable)
    }

    fn request(&self, bearer: Option<&str>) -> Result<Request, JsValue> {
        let headers = Headers::new()?;
        headers.set("Accept-Language", i18n::current().tag())?;
        if !self.is_work && !browser::presence::is_somebody_here() {
            headers.set(UNATTENDED_HEADER, "1")?;
        }
        headers.set("Accept", self.accept.unwrap_or("application/json, application/problem+json"))?;
        if let Some(bearer) = bearer {
            headers.set("Authorization", &format!("Bearer {bearer}"))?;
        }
        if let Some(key) = &self.idempotency_key {
            headers.set("Idempotency-Key", key)?;
        }
        if let Some(tag) = &self.if_match {
            headers.set("If-Match", tag)?;
        }
        let init = RequestInit::new();
        init.set_method(self.method);
        init.set_credentials(RequestCredentials::SameOrigin);
        if let Some(signal) = &self.abort {
            init.set_signal(Some(signal));
        }
        match &self.body {
            Some(Body::Json(text)) => {
                headers.set("Content-Type", "application/json")?;
                init.set_body(&JsValue::from_str(text));
            }
            Some(Body::Form(form)) => init.set_body(form),
            None => {}
        }
        init.set_headers(&headers);
        Request::new_with_str_and_init(&format!("{API_BASE}/{}", self.path), &init)
    }
}

async fn check(response: Response) -> Result<Response, ApiError> {
    if response.ok() || response.status() == NO_CONTENT {
        return Ok(response);
    }
    let text = text_of(&response).await?;
    match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => Err(ApiError::Problem(Box::new(problem))),
        Err(_) => Err(ApiError::Unreadable),
    }
}

async fn text_of(response: &Response) -> Result<String, ApiError> {
    let promise = response.text().map_err(|_| ApiError::Unreadable)?;
    let text = JsFuture::from(promise).await.map_err(|_| ApiError::Unreachable)?;
    text.as_string().ok_or(ApiError::Unreadable)
}
