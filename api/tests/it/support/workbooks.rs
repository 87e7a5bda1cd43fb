//! Order files as merchants drop them.

use actix_web::http::Method;
use shared::imports::{Import, ImportAccepted, ImportRow};

use super::{Answer, Caller, TestApp, samples};

pub const HEADER: &str = "订单号,收件人,手机,省,市,区,详细地址,品名,重量(kg)";

/// A row of [`HEADER`] that is accepted.
pub fn row(order_no: &str) -> String {
    let (name, phone, detail) = (samples::RECEIVER, samples::PHONE, samples::DETAIL);
    format!("{order_no},{name},{phone},浙江省,杭州市,余杭区,{detail},茶叶,1.2")
}

pub fn csv(rows: &[String]) -> Vec<u8> {
    format!("{HEADER}\n{}\n", rows.join("\n")).into_bytes()
}

const BOUNDARY: &str = "----yundan-test-boundary";

fn form(name: &str, file: &[u8], fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (field, value) in fields {
        let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

impl Caller<'_> {
    /// Drops a file on the import page.
    pub async fn uploads(&self, name: &str, file: &[u8], fields: &[(&str, &str)]) -> Answer {
        self.uploads_once(None, name, file, fields).await
    }

    pub async fn uploads_once(&self, key: Option<&str>, name: &str, file: &[u8], fields: &[(&str, &str)]) -> Answer {
        self.uploads_to("/imports", key, name, file, fields).await
    }

    /// Sends a form with a file.
    pub async fn uploads_to(
        &self,
        path: &str,
        key: Option<&str>,
        name: &str,
        file: &[u8],
        fields: &[(&str, &str)],
    ) -> Answer {
        let mut request = self
            .request(Method::POST, path)
            .insert_header(("Content-Type", format!("multipart/form-data; boundary={BOUNDARY}")));
        if let Some(key) = key {
            request = request.insert_header(("Idempotency-Key", key));
        }
        self.send(request.set_payload(form(name, file, fields))).await
    }

    /// Pastes orders in place of a file.
    pub async fn pastes(&self, text: &str, fields: &[(&str, &str)]) -> Answer {
        self.pastes_to("/imports", text, fields).await
    }

    pub async fn pastes_to(&self, path: &str, text: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = String::new();
        for (name, value) in fields.iter().chain([&("text", text)]) {
            body += &format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        body += &format!("--{BOUNDARY}--\r\n");
        let form = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(self.request(Method::POST, path).insert_header(("Content-Type", form)).set_payload(body)).await
    }

    /// Imports a file, runs the job, and answers how it went.
    pub async fn imports(&self, name: &str, file: &[u8]) -> Import {
        let accepted: ImportAccepted = self.uploads(name, file, &[]).await.expect(202).json();
        self.app.work().await;
        self.read(&format!("/imports/{}", accepted.id)).await
    }

    pub async fn rows_of(&self, import: &Import) -> Vec<ImportRow> {
        let page: shared::Page<ImportRow> = self.read(&format!("/imports/{}/rows?limit=200", import.id)).await;
        page.items
    }
}

impl TestApp {
    /// How many imports the caller's list has.
    pub async fn imports_of(&self, caller: &Caller<'_>) -> usize {
        caller.read::<shared::Page<Import>>("/imports").await.items.len()
    }

    pub async fn imports_csv(&self, caller: &Caller<'_>, name: &str, order_nos: &[&str]) -> Import {
        let rows: Vec<String> = order_nos.iter().map(|order_no| row(order_no)).collect();
        caller.imports(name, &csv(&rows)).await
    }
}
