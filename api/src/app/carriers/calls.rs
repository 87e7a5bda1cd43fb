//! What carriers were asked and what they answered, for whoever looks after the connection.

use std::collections::{HashMap, hash_map::Entry};

use shared::{
    CarrierCallId, MerchantId, Page,
    carriers::{CarrierCall, CarrierCallFilter},
};

use crate::app::{App, AppError, paging::PageRequest};

/// Of all merchants, newest first.
pub async fn list(app: &App, filter: &CarrierCallFilter) -> Result<Page<CarrierCall>, AppError> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref())?;
    let after = page.after.map(CarrierCallId);
    let rows = app.store.network().carrier_calls(filter.outcome.as_deref(), after, page.probe()).await?;
    let mut codes: HashMap<MerchantId, String> = HashMap::new();
    let mut calls = Vec::with_capacity(rows.len());
    for (scope, record) in rows {
        let code = match codes.entry(scope.merchant_id()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(app.store.read(scope).merchant().await?.code),
        };
        calls.push(CarrierCall {
            id: record.id,
            merchant_code: code.clone(),
            carrier: record.carrier,
            api: record.api,
            at: record.at,
            took_ms: record.took_ms,
            http_status: record.http_status,
            carrier_code: record.carrier_code,
            outcome: record.outcome,
            request: record.request,
            answer: record.answer,
        });
    }
    Ok(page.page(calls, |call| call.id.0, |call| call))
}
