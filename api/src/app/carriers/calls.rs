//! What carriers were asked and what they answered, for whoever looks after the connection.

use std::collections::{HashMap, hash_map::Entry};

use shared::{
    CarrierCallId, MerchantId, Page,
    carriers::{CarrierCall, CarrierCallFilter},
};

use store::CarrierCallQuery;

use crate::app::{App, AppError, paging::PageRequest, scans, validation::Faults};

const CODE_CHARS: usize = 20;
const API_CHARS: usize = 60;
const NUMBER_CHARS: usize = 200;
/// Of the code that an order is given to a carrier by: an id without its hyphens.
const PARTNER_CODE_DIGITS: usize = 32;

/// Of all merchants, newest first.
pub async fn list(app: &App, filter: &CarrierCallFilter) -> Result<Page<CarrierCall>, AppError> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref())?;
    let Some(query) = query(app, filter, page).await? else {
        return Ok(Page { items: Vec::new(), next_cursor: None });
    };
    let rows = app.store.network().carrier_calls(&query).await?;
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

/// None where there is no such merchant.
async fn query(app: &App, filter: &CarrierCallFilter, page: PageRequest) -> Result<Option<CarrierCallQuery>, AppError> {
    let mut faults = Faults::default();
    let mut given = |pointer: &str, text: &Option<String>, most: usize| {
        let text = faults.text(pointer, text.as_deref().unwrap_or_default(), false, most);
        Some(text).filter(|text| !text.is_empty())
    };
    let code = given("?merchant_code", &filter.merchant_code, CODE_CHARS);
    let api = given("?api", &filter.api, API_CHARS);
    let number = given("?number", &filter.number, NUMBER_CHARS);
    faults.settle()?;
    let merchant = match code {
        Some(code) => match app.store.network().find_merchant_by_code(&code.to_uppercase()).await? {
            Some(merchant) => Some(merchant.id),
            None => return Ok(None),
        },
        None => None,
    };
    let is_code =
        |text: &String| text.len() == PARTNER_CODE_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    Ok(Some(CarrierCallQuery {
        merchant,
        api,
        outcome: filter.outcome.clone(),
        waybill_no: number.as_ref().filter(|text| !is_code(text)).map(|text| scans::number_of(text)),
        partner_code: number.filter(is_code).map(|text| text.to_lowercase()),
        after: page.after.map(CarrierCallId),
        limit: page.probe(),
    }))
}
