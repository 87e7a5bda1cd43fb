//! Certificates and bills.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};
use chrono::{NaiveDate, TimeDelta, Utc};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde_json::{Value, json};

use super::{Answer, Asked};
use crate::{Stand, bills, book::rfc3339, faults::Fault, keys::sealed, locked};

pub(super) async fn certificates(stand: Data<Stand>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let asked = Asked { stand: &stand, request: &request, body: &body, api: "certificates" };
    asked
        .answer(|| async {
            let signer = *locked(&stand.signer);
            let (from, until) = (Utc::now() - TimeDelta::days(30), Utc::now() + TimeDelta::days(1_800));
            let one = |(of, pem): &(crate::Signer, &str)| {
                let (nonce, ciphertext) = sealed(pem, "certificate");
                json!({
                    "serial_no": of.serial(),
                    "effective_time": rfc3339(from),
                    "expire_time": rfc3339(until),
                    "encrypt_certificate": {
                        "algorithm": "AEAD_AES_256_GCM",
                        "nonce": nonce,
                        "associated_data": "certificate",
                        "ciphertext": ciphertext,
                    },
                })
            };
            let list: Vec<Value> = signer.certificates().iter().map(one).collect();
            if list.is_empty() {
                return Answer::Refused(404, "RESOURCE_NOT_EXISTS", "无可用的平台证书");
            }
            Answer::Done(json!({"data": list}))
        })
        .await
}

fn parameter<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
    let pairs = request.query_string().split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(known, _)| *known == name).map(|(_, value)| value).next().unwrap_or_default()
}

/// The file's place is told with its digest; which fault it has goes along with it.
pub(super) async fn bill(stand: Data<Stand>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let asked = Asked { stand: &stand, request: &request, body: &body, api: "bill" };
    asked
        .answer(|| async {
            let Ok(day) = parameter(&request, "bill_date").parse::<NaiveDate>() else {
                return Answer::Refused(400, "PARAM_ERROR", "账单日期不正确");
            };
            let fault = stand.fault(Fault::of_bills);
            let Some(text) = bills::wechat(&locked(&stand.book), day, fault) else {
                return Answer::Refused(400, "NO_STATEMENT_EXIST", "账单文件不存在");
            };
            let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes());
            let digest: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
            let host = request.connection_info().host().to_owned();
            let fault = fault.map_or("none", Fault::name);
            Answer::Done(json!({
                "hash_type": "SHA1",
                "hash_value": digest,
                "download_url": format!("http://{host}/v3/billdownload/file?token={day}.{fault}"),
            }))
        })
        .await
}

pub(super) async fn file(stand: Data<Stand>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let asked = Asked { stand: &stand, request: &request, body: &body, api: "bill-file" };
    asked
        .answer(|| async {
            let (day, fault) = parameter(&request, "token").split_once('.').unwrap_or_default();
            let fault = Fault::parse(fault);
            let day = day.parse::<NaiveDate>().ok();
            match day.and_then(|day| bills::wechat(&locked(&stand.book), day, fault)) {
                Some(text) if fault == Some(Fault::BillChanged) => Answer::File(text.replace("SUCCESS", "REFUND")),
                Some(text) => Answer::File(text),
                None => Answer::Refused(400, "NO_STATEMENT_EXIST", "账单文件不存在"),
            }
        })
        .await
}
