//! What merchants have with the network: for their own people, and for the network's finance.

use actix_web::{HttpResponse, get, post, put, web};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use shared::{
    MerchantId, Page, ShipmentId,
    ledger::{Posting, PostingKind, TopUpCreate, TopUpReversal, Wallet, WalletTerms},
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{
        App,
        ledger::{self, Asked},
        paging::PageRequest,
    },
    http::{
        created,
        extract::{Body, IdempotencyHeader, Params, PathId},
        guard::{WalletRead, WalletsRead, WalletsWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(get_wallet)
        .service(list_postings)
        .service(get_merchant_wallet)
        .service(list_merchant_postings)
        .service(top_up_wallet)
        .service(reverse_top_up)
        .service(set_wallet_terms);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PostingsQuery {
    kind: Option<PostingKind>,
    /// Of this shipment only.
    shipment_id: Option<ShipmentId>,
    /// Posted at this time or later.
    from: Option<DateTime<Utc>>,
    /// Posted before this time.
    to: Option<DateTime<Utc>>,
    limit: Option<u32>,
    cursor: Option<String>,
}

impl PostingsQuery {
    fn read(&self) -> Result<(Asked, PageRequest), ApiError> {
        let asked = Asked { kind: self.kind, shipment: self.shipment_id, from: self.from, to: self.to };
        Ok((asked, PageRequest::new(self.limit, self.cursor.as_deref())?))
    }
}

/// What the merchant has with the network, and how long it lasts.
#[utoipa::path(tag = "wallets", operation_id = "get_wallet", responses(
    (status = 200, body = Wallet), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/wallet")]
pub async fn get_wallet(caller: WalletRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(ledger::wallet(&app, &caller.0).await?))
}

/// Every posting of the merchant's ledger, newest first: what was kept back, paid, freed and paid in, with the balance after it.
#[utoipa::path(tag = "wallets", operation_id = "list_postings", params(PostingsQuery), responses(
    (status = 200, body = Page<Posting>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/wallet/postings")]
pub async fn list_postings(
    caller: WalletRead,
    app: web::Data<App>,
    query: Params<PostingsQuery>,
) -> Result<HttpResponse, ApiError> {
    let (asked, page) = query.0.read()?;
    Ok(HttpResponse::Ok().json(ledger::postings(&app, &caller.0, asked, page).await?))
}

/// What a merchant has with the network.
#[utoipa::path(tag = "wallets", operation_id = "get_merchant_wallet", params(("id" = MerchantId, Path)), responses(
    (status = 200, body = Wallet), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[get("/merchants/{id}/wallet")]
pub async fn get_merchant_wallet(
    _caller: WalletsRead,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(ledger::network_wallet(&app, MerchantId(id.0)).await?))
}

/// Every posting of a merchant's ledger, newest first.
#[utoipa::path(tag = "wallets", operation_id = "list_merchant_postings",
    params(("id" = MerchantId, Path), PostingsQuery), responses(
    (status = 200, body = Page<Posting>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[get("/merchants/{id}/wallet/postings")]
pub async fn list_merchant_postings(
    _caller: WalletsRead,
    app: web::Data<App>,
    id: PathId,
    query: Params<PostingsQuery>,
) -> Result<HttpResponse, ApiError> {
    let (asked, page) = query.0.read()?;
    Ok(HttpResponse::Ok().json(ledger::network_postings(&app, MerchantId(id.0), asked, page).await?))
}

/// Confirm money that came by bank. What is owed is paid first. The same transfer (`voucher_no`) is taken once: 409 `voucher_taken`.
#[utoipa::path(tag = "wallets", operation_id = "top_up_wallet", request_body = TopUpCreate,
    params(("id" = MerchantId, Path), ("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = Posting), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/merchants/{id}/wallet/top-ups")]
pub async fn top_up_wallet(
    caller: WalletsWrite,
    app: web::Data<App>,
    id: PathId,
    key: IdempotencyHeader,
    body: Body<TopUpCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, &format!("top_up_wallet {}", id.0), &body.bytes);
    Ok(created(ledger::top_up(&app, &caller.0, MerchantId(id.0), key.as_ref(), &body.value).await?))
}

/// Take a top-up back that was confirmed in error, once; both postings stay. The balance may go below nothing.
#[utoipa::path(tag = "wallets", operation_id = "reverse_top_up", request_body = TopUpReversal,
    params(("id" = MerchantId, Path)), responses(
    (status = 201, body = Posting), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/merchants/{id}/wallet/reversals")]
pub async fn reverse_top_up(
    caller: WalletsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<TopUpReversal>,
) -> Result<HttpResponse, ApiError> {
    let reversed = ledger::reverse_top_up(&app, &caller.0, MerchantId(id.0), &body.value).await?;
    Ok(HttpResponse::Created().json(reversed))
}

/// Set how a merchant pays, what it may owe, below what its orders are refused, and when its people are warned.
#[utoipa::path(tag = "wallets", operation_id = "set_wallet_terms", request_body = WalletTerms,
    params(("id" = MerchantId, Path)), responses(
    (status = 200, body = Wallet), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/merchants/{id}/wallet/terms")]
pub async fn set_wallet_terms(
    caller: WalletsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<WalletTerms>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(ledger::set_terms(&app, &caller.0, MerchantId(id.0), &body.value).await?))
}
