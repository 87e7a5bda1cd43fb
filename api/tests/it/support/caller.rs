//! Somebody who calls the API.

use actix_web::{
    cookie::Cookie,
    http::{Method, header::ContentType},
    test::TestRequest,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{Answer, TestApp};

#[derive(Clone)]
pub struct Caller<'a> {
    pub app: &'a TestApp,
    token: Option<String>,
}

impl<'a> Caller<'a> {
    pub fn new(app: &'a TestApp, token: Option<String>) -> Caller<'a> {
        Caller { app, token }
    }

    /// A request below `/api/v1` with this caller's token, to be completed and sent.
    pub fn request(&self, method: Method, path: &str) -> TestRequest {
        let request = TestRequest::default().method(method).uri(&format!("{}{path}", shared::API_BASE));
        match &self.token {
            Some(token) => request.insert_header(("Authorization", format!("Bearer {token}"))),
            None => request,
        }
    }

    pub async fn send(&self, request: TestRequest) -> Answer {
        self.app.send(request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// A GET that must be answered with what is asked for.
    pub async fn read<T: DeserializeOwned>(&self, path: &str) -> T {
        self.get(path).await.expect(200).json()
    }

    pub async fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send(self.request(Method::POST, path).set_json(body)).await
    }

    pub async fn put(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send(self.request(Method::PUT, path).set_json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// A creating POST with an Idempotency-Key.
    pub async fn post_once(&self, path: &str, key: &str, body: &impl Serialize) -> Answer {
        self.send(self.request(Method::POST, path).insert_header(("Idempotency-Key", key)).set_json(body)).await
    }

    /// A POST of these very bytes as JSON.
    pub async fn post_raw(&self, path: &str, body: impl Into<Vec<u8>>) -> Answer {
        let request = self.request(Method::POST, path).insert_header(ContentType::json());
        self.send(request.set_payload(body.into())).await
    }

    pub async fn post_with_cookie(&self, path: &str, cookie: &str) -> Answer {
        let cookie = Cookie::new("yundan_refresh", cookie.to_owned());
        self.send(self.request(Method::POST, path).cookie(cookie)).await
    }
}
