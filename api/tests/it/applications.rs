mod follow;
pub mod licence;
mod races;
mod review;
mod submit;

use serde_json::{Value, json};
use shared::applications::{Application, ApplicationCreated, ApplicationRow, ApplicationStatus};
use uuid::Uuid;

use crate::support::{Answer, Caller, TestApp, samples};

pub const APPLICANT_PHONE: &str = samples::APPLICANT_PHONE;

/// A company in Qingpu: the default outlet's.
pub fn request() -> Value {
    json!({ "request_id": Uuid::now_v7(), "form": samples::application_form() })
}

/// A company in Hangzhou: the other outlet's.
pub fn request_from_hangzhou() -> Value {
    let mut request = request();
    request["form"]["province"] = json!("浙江省");
    request["form"]["city"] = json!("杭州市");
    request["form"]["district"] = json!("余杭区");
    request["form"]["detail"] = json!("五常街道西溪路569号7幢");
    request
}

pub fn proof(number: &str) -> Value {
    json!({ "application_no": number, "phone": APPLICANT_PHONE })
}

pub fn terms() -> Value {
    json!({ "settlement": "credit", "credit_limit": "5000.00", "agreement_no": "XY-2026-0188", "agreement_expires_on": "2027-06-30" })
}

impl TestApp {
    /// Applies, and gives the number back.
    pub async fn applies(&self, request: &Value) -> String {
        let answer = self.anonymous().post("/applications", request).await.expect(201);
        answer.json::<ApplicationCreated>().application_no
    }

    pub async fn follows(&self, number: &str) -> ApplicationStatus {
        self.anonymous().post("/applications/follow", &proof(number)).await.expect(200).json()
    }

    pub async fn sends_licence(&self, number: &str, media_type: &str, bytes: Vec<u8>) -> Answer {
        let anonymous = self.anonymous();
        let request = anonymous
            .request(actix_web::http::Method::PUT, &format!("/applications/{number}/licence"))
            .insert_header(("Applicant-Phone", APPLICANT_PHONE))
            .insert_header(("Content-Type", media_type))
            .set_payload(bytes);
        anonymous.send(request).await
    }

    pub async fn accepts(&self, number: &str) -> Answer {
        let hash = self.follows(number).await.terms.map(|terms| terms.hash).unwrap_or_default();
        let mut body = proof(number);
        body["terms_hash"] = json!(hash);
        self.anonymous().post("/applications/accept", &body).await
    }
}

impl Caller<'_> {
    pub async fn queue(&self) -> Vec<ApplicationRow> {
        self.read::<shared::Page<ApplicationRow>>("/applications").await.items
    }

    pub async fn application_id(&self, number: &str) -> String {
        let row = self.queue().await.into_iter().find(|row| row.application_no == number);
        row.expect("the application is in the queue").id.to_string()
    }

    pub async fn does(&self, id: &str, step: &str, body: &Value) -> Answer {
        self.post(&format!("/applications/{id}/{step}"), body).await
    }

    /// Takes an application, offers terms and has them accepted.
    pub async fn comes_to_terms(&self, number: &str) -> String {
        let id = self.application_id(number).await;
        self.does(&id, "take", &json!({})).await.expect(200);
        self.does(&id, "offer", &terms()).await.expect(200).json::<Application>();
        self.app.accepts(number).await.expect(200);
        id
    }
}
