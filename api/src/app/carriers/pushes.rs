//! What carriers say on their own: verified, and worked in like any scan. They send again what is not answered, so everything here may come
//! twice, late and in any order.

use carrier::{
    RemoteCarrier,
    remote::{Authenticity, IncomingPush, OrderNews, OrderStage, Push, PushError, RemoteScan, Settlement},
};
use shared::{CarrierCallId, problems::PROBLEM_TEXT_CHARS};
use store::{CarrierCallRecord, TenantScope};

use super::{seen::seen, settlements};
use crate::app::{App, AppError, Words, problems, scans};

/// Of what was pushed and is kept for looking at; scans name couriers, so only what they are is kept.
const RECEIVED: &str = "received";
const IGNORED: &str = "ignored";

/// Takes a push in, and gives what the carrier wants for an answer.
pub async fn receive(
    app: &App,
    carrier: &str,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<&'static str, AppError> {
    let line = app.settings.carriers.line(carrier).ok_or(AppError::NotFound)?;
    let received = line.carrier.receive(&IncomingPush { content_type, body }).map_err(refused)?;
    if received.authenticity != Authenticity::Signed {
        // Anybody can compute a checksum; nothing here asked for such a push.
        return Err(refused(PushError::Forged));
    }
    match &received.push {
        Push::Scan(scan) => take_scan(app, carrier, scan).await?,
        Push::Settlement(settlement) => {
            take_settlement(app, carrier, settlement, received.push.key()).await?;
        }
        Push::Order(news) => {
            if let Some(number) = &news.waybill_no {
                take_news(app, carrier, number, news).await?;
            }
        }
        Push::Label(_) | Push::Unknown { .. } => {}
    }
    Ok(received.reply)
}

fn refused(error: PushError) -> AppError {
    let code = match error {
        PushError::Forged | PushError::NotOurs => "wrong_signature",
        PushError::TooLarge => {
            return AppError::TooLarge {
                code: "push_too_large",
                words: Words::new("推送过大。", "The push is too large."),
            };
        }
        PushError::Malformed(_) | PushError::Unsupported => "malformed_push",
    };
    if code == "wrong_signature" {
        return AppError::Forbidden { code, words: Words::new("签名不对。", "The signature is wrong.") };
    }
    AppError::Malformed {
        code, words: Words::new("推送无法识别。", "The push cannot be read."), faults: Vec::new()
    }
}

/// Whose parcel it is, where it is one that was shipped with this carrier.
async fn owner(
    app: &App,
    carrier: &str,
    waybill_no: &str,
) -> Result<Option<(TenantScope, shared::ShipmentId)>, AppError> {
    let found = app.store.network().find_waybills(&[waybill_no.to_uppercase()]).await?;
    let Some((_, scope, id)) = found.into_iter().next() else { return Ok(None) };
    let shipment = app.store.read(scope).shipment(id).await?;
    Ok(shipment.filter(|shipment| shipment.carrier == carrier).map(|_| (scope, id)))
}

async fn take_scan(app: &App, carrier: &str, scan: &RemoteScan) -> Result<(), AppError> {
    let Some((scope, id)) = owner(app, carrier, &scan.waybill_no).await? else { return Ok(()) };
    let outcome = match seen(scan) {
        Some(seen) => {
            scans::record_remote(app, scope, id, &[seen]).await?;
            RECEIVED
        }
        None => IGNORED,
    };
    keep(app, scope, carrier, "Traces", outcome, &scan.waybill_no, &scan.carrier_code).await
}

async fn take_settlement(app: &App, carrier: &str, settlement: &Settlement, key: String) -> Result<(), AppError> {
    let Some((scope, id)) = owner(app, carrier, &settlement.waybill_no).await? else { return Ok(()) };
    settlements::keep(app, scope, id, settlement, &key).await?;
    keep(app, scope, carrier, "expPrice", RECEIVED, &settlement.waybill_no, &key).await
}

/// How a parcel moves is taken from its scans alone; that the carrier will not come for it is said here only.
async fn take_news(app: &App, carrier: &str, waybill_no: &str, news: &OrderNews) -> Result<(), AppError> {
    let Some((scope, id)) = owner(app, carrier, waybill_no).await? else { return Ok(()) };
    if news.stage == OrderStage::Cancelled {
        let why = news.reason.as_ref().map(|text| text.trim().chars().take(PROBLEM_TEXT_CHARS).collect::<String>());
        let why = why.filter(|text| !text.is_empty());
        app.store.write(scope, async |tx| problems::after_cancelling(app, &tx, id, why.clone()).await).await?;
    }
    keep(app, scope, carrier, "expState", RECEIVED, waybill_no, &news.carrier_code).await
}

async fn keep(
    app: &App,
    scope: TenantScope,
    carrier: &str,
    api: &str,
    outcome: &str,
    waybill_no: &str,
    what: &str,
) -> Result<(), AppError> {
    let record = CarrierCallRecord {
        id: CarrierCallId(app.id()),
        carrier: carrier.to_owned(),
        api: format!("push {api}"),
        at: app.now(),
        took_ms: 0,
        http_status: None,
        carrier_code: what.chars().take(60).collect(),
        outcome: outcome.to_owned(),
        request: waybill_no.to_owned(),
        answer: String::new(),
        waybill_no: waybill_no.to_uppercase(),
        partner_code: String::new(),
    };
    app.store
        .write(scope, async |tx| Ok::<(), AppError>(tx.add_carrier_calls(std::slice::from_ref(&record)).await?))
        .await
}
