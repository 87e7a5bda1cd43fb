//! What a test tells the stand-in, under `/_fake/`. The platform has nothing of this.

use actix_web::{
    HttpResponse,
    web::{self, Data, Json, ServiceConfig},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    Stand,
    faults::{Fault, FaultPlan},
    locked,
    network::{Account, InterceptState},
    pusher::{self, Delivered, Ending, PushStyle},
};

/// Orders shown at once.
const SHOWN_MAX: usize = 1_000;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service(
        web::scope("/_fake")
            .route("/state", web::get().to(state))
            .route("/orders", web::get().to(orders))
            .route("/faults", web::get().to(names))
            .route("/faults", web::put().to(faults))
            .route("/faults/next", web::post().to(next_faults))
            .route("/accounts", web::put().to(account))
            .route("/push-url", web::put().to(push_url))
            .route("/journeys", web::post().to(journey))
            .route("/intercepts", web::get().to(intercepts))
            .route("/intercepts", web::post().to(end_intercept))
            .route("/order-statuses", web::post().to(order_status))
            .route("/settlements", web::post().to(settlement)),
    );
}

async fn state(stand: Data<Stand>) -> HttpResponse {
    let network = locked(&stand.network);
    HttpResponse::Ok().json(json!({
        "orders": network.orders.len(),
        "subscribed": network.subscribed.len(),
        "subscribedOrders": network.subscribed_orders.len(),
        "bound": network.bound,
        "calls": network.calls,
        "refusedSignatures": network.refused_signatures,
        "accounts": network.accounts.iter().map(|(id, account)| (id.clone(), Value::from(account.available))).collect::<serde_json::Map<_, _>>(),
    }))
}

async fn orders(stand: Data<Stand>) -> HttpResponse {
    let network = locked(&stand.network);
    let list: Vec<Value> = network
        .orders()
        .take(SHOWN_MAX)
        .map(|order| {
            json!({
                "partnerOrderCode": order.partner_order_code,
                "orderCode": order.order_code,
                "billCode": order.bill_code,
                "partnerType": order.partner_type,
                "orderType": order.order_type,
                "status": order.status,
                "asked": order.asked,
            })
        })
        .collect();
    HttpResponse::Ok().json(list)
}

async fn names() -> HttpResponse {
    let names: serde_json::Map<String, Value> =
        Fault::ALL.iter().map(|fault| (fault.name().to_owned(), Value::from(fault.about()))).collect();
    HttpResponse::Ok().json(names)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Chance {
    faults: Vec<Fault>,
    per_mille: u32,
    #[serde(default = "three")]
    attempts_max: u32,
    seed: Option<u64>,
}

fn three() -> u32 {
    3
}

async fn faults(stand: Data<Stand>, chance: Json<Chance>) -> HttpResponse {
    let seed = chance.seed.unwrap_or(stand.seed);
    *locked(&stand.faults) = FaultPlan::chance(&chance.faults, chance.per_mille, chance.attempts_max, seed);
    HttpResponse::NoContent().finish()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Next {
    api: Option<String>,
    faults: Vec<Fault>,
}

async fn next_faults(stand: Data<Stand>, next: Json<Next>) -> HttpResponse {
    locked(&stand.faults).add_next(next.api.as_deref(), &next.faults);
    HttpResponse::NoContent().finish()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SetAccount {
    account_id: String,
    account_password: String,
    available: u64,
}

async fn account(stand: Data<Stand>, account: Json<SetAccount>) -> HttpResponse {
    let SetAccount { account_id, account_password, available } = account.into_inner();
    let account = Account { password: account_password, bought: available, available };
    locked(&stand.network).accounts.insert(account_id, account);
    HttpResponse::NoContent().finish()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PushUrl {
    url: Option<String>,
}

async fn push_url(stand: Data<Stand>, body: Json<PushUrl>) -> HttpResponse {
    *locked(&stand.push_url) = body.into_inner().url;
    HttpResponse::NoContent().finish()
}

fn delivered(outcome: Result<Delivered, String>) -> HttpResponse {
    match outcome {
        Ok(delivered) => HttpResponse::Ok().json(delivered),
        Err(why) => HttpResponse::UnprocessableEntity().json(json!({"message": why})),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Journey {
    bill_code: String,
    ending: Ending,
    #[serde(default)]
    style: PushStyle,
    signer: Option<String>,
}

async fn journey(stand: Data<Stand>, body: Json<Journey>) -> HttpResponse {
    if let Some(signer) = &body.signer {
        locked(&stand.network).set_signer(&body.bill_code, signer);
    }
    delivered(pusher::journey(&stand, &body.bill_code, body.ending, body.style).await)
}

async fn intercepts(stand: Data<Stand>) -> HttpResponse {
    let network = locked(&stand.network);
    let list: Vec<Value> = network
        .intercepts()
        .take(SHOWN_MAX)
        .map(|(request, one)| json!({"requestId": request, "billCode": one.bill_code, "state": one.state}))
        .collect();
    HttpResponse::Ok().json(list)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EndIntercept {
    bill_code: String,
    state: InterceptState,
}

async fn end_intercept(stand: Data<Stand>, body: Json<EndIntercept>) -> HttpResponse {
    if locked(&stand.network).end_intercept(&body.bill_code, body.state) {
        HttpResponse::NoContent().finish()
    } else {
        HttpResponse::UnprocessableEntity().json(json!({"message": "nobody is about to stop this parcel"}))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OrderStatus {
    order_code: String,
    status: i64,
}

async fn order_status(stand: Data<Stand>, body: Json<OrderStatus>) -> HttpResponse {
    delivered(pusher::order_status(&stand, &body.order_code, body.status).await)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Settled {
    bill_code: String,
    weight_g: u32,
    amount_fen: i64,
}

async fn settlement(stand: Data<Stand>, body: Json<Settled>) -> HttpResponse {
    delivered(pusher::settlement(&stand, &body.bill_code, body.weight_g, body.amount_fen).await)
}
