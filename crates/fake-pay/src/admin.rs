//! What a test tells the stand-in, under `/_fake/`. The providers have nothing of this.

use actix_web::{
    HttpResponse,
    web::{self, Data, Json, ServiceConfig},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    Stand,
    book::{Payment, Provider, Refund, RefundStatus},
    faults::Fault,
    keys::Signer,
    locked,
    pusher::{self, Delivered},
};

/// Payments and refunds shown at once.
const SHOWN_MAX: usize = 1_000;
const FAULTS_MAX: usize = 1_000;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service(
        web::scope("/_fake")
            .route("/state", web::get().to(state))
            .route("/faults", web::get().to(names))
            .route("/faults/next", web::post().to(next_faults))
            .route("/signer", web::put().to(signer))
            .route("/payments", web::post().to(pay))
            .route("/notices", web::post().to(notify))
            .route("/refunds", web::post().to(settle)),
    );
}

async fn state(stand: Data<Stand>) -> HttpResponse {
    let book = locked(&stand.book);
    let of = |provider| {
        let payments: Vec<&Payment> = book.payments(provider).take(SHOWN_MAX).collect();
        let refunds: Vec<&Refund> = book.refunds(provider).take(SHOWN_MAX).collect();
        json!({"payments": payments, "refunds": refunds})
    };
    HttpResponse::Ok().json(json!({
        "wechat": of(Provider::Wechat),
        "alipay": of(Provider::Alipay),
        "calls": book.calls,
        "refusedSignatures": book.refused_signatures,
        "signer": *locked(&stand.signer),
    }))
}

async fn names() -> HttpResponse {
    let names: serde_json::Map<String, Value> =
        Fault::ALL.iter().map(|fault| (fault.name().to_owned(), Value::from(fault.about()))).collect();
    HttpResponse::Ok().json(names)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Next {
    faults: Vec<Fault>,
}

async fn next_faults(stand: Data<Stand>, next: Json<Next>) -> HttpResponse {
    let mut faults = locked(&stand.faults);
    if faults.len() + next.faults.len() > FAULTS_MAX {
        return wrong(&format!("at most {FAULTS_MAX} faults"));
    }
    faults.extend(&next.faults);
    HttpResponse::NoContent().finish()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signing {
    signer: Signer,
}

async fn signer(stand: Data<Stand>, signing: Json<Signing>) -> HttpResponse {
    *locked(&stand.signer) = signing.signer;
    HttpResponse::NoContent().finish()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    provider: Provider,
    no: String,
}

async fn pay(stand: Data<Stand>, named: Json<Named>) -> HttpResponse {
    told(pusher::pay(&stand, named.provider, &named.no).await)
}

async fn notify(stand: Data<Stand>, named: Json<Named>) -> HttpResponse {
    told(pusher::notify(&stand, named.provider, &named.no).await)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settled {
    provider: Provider,
    no: String,
    status: RefundStatus,
}

async fn settle(stand: Data<Stand>, settled: Json<Settled>) -> HttpResponse {
    told(pusher::settle(&stand, settled.provider, &settled.no, settled.status).await)
}

fn told(delivered: Result<Delivered, String>) -> HttpResponse {
    match delivered {
        Ok(delivered) => HttpResponse::Ok().json(delivered),
        Err(why) => wrong(&why),
    }
}

fn wrong(why: &str) -> HttpResponse {
    HttpResponse::BadRequest().json(json!({"error": why}))
}
