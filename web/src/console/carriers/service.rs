//! Carriers and the merchant's accounts, asked through the page.

use shared::{
    CarrierAccountId,
    carriers::{
        CarrierAccount, CarrierAccountCreate, CarrierAccountPatch, CarrierPreview, CarrierPreviewRequest, CarrierView,
    },
};

use crate::{
    api::ApiError,
    bridge::{
        Asked,
        asking::{nothing, read, with_body},
    },
};

pub async fn carriers() -> Result<Vec<CarrierView>, ApiError> {
    read(Asked::plain("GET", "carriers")).await
}

pub async fn bind(account: &CarrierAccountCreate) -> Result<CarrierAccount, ApiError> {
    read(with_body("POST", "carrier-accounts", account)?).await
}

pub async fn change(id: CarrierAccountId, patch: &CarrierAccountPatch) -> Result<CarrierAccount, ApiError> {
    read(with_body("PATCH", format!("carrier-accounts/{id}"), patch)?).await
}

pub async fn check(id: CarrierAccountId) -> Result<CarrierAccount, ApiError> {
    read(Asked::plain("POST", format!("carrier-accounts/{id}/check"))).await
}

pub async fn unbind(id: CarrierAccountId) -> Result<(), ApiError> {
    nothing(Asked::plain("DELETE", format!("carrier-accounts/{id}"))).await
}

/// Whether the account's carrier delivers there, and what it charges.
pub async fn preview(id: CarrierAccountId, request: &CarrierPreviewRequest) -> Result<CarrierPreview, ApiError> {
    read(with_body("POST", format!("carrier-accounts/{id}/preview"), request)?).await
}
