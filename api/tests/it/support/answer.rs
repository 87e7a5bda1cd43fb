//! What came back, with its promises checked where it is read.

use actix_web::{http::header::HeaderMap, web::Bytes};
use serde::de::DeserializeOwned;
use shared::Problem;

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    #[track_caller]
    pub fn expect(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).chars().take(2_000).collect()
    }

    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    #[track_caller]
    pub fn value(&self) -> serde_json::Value {
        self.json()
    }

    /// The refusal with this status and code, whole and well-formed as RFC 9457 asks.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Problem {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem: Problem = self.json();
        assert_eq!((problem.status, problem.code.as_str()), (status, code), "{}", self.text());
        assert!(!problem.title.is_empty() && !problem.detail.is_empty(), "{problem:?}");
        assert_eq!(problem.type_uri, format!("urn:yundan:problem:{code}"));
        assert!(!problem.request_id.is_empty(), "{problem:?}");
        assert_eq!(problem.request_id, self.header("x-request-id"), "{problem:?}");
        problem
    }

    /// 422 with exactly these pointers and codes, in this order.
    #[track_caller]
    pub fn faults(&self, expected: &[(&str, &str)]) {
        let problem = self.problem(422, "invalid_fields");
        let got: Vec<(&str, &str)> =
            problem.errors.iter().map(|fault| (fault.pointer.as_str(), fault.code.as_str())).collect();
        assert_eq!(got, expected);
    }
}
