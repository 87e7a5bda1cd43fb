//! Notices: verified, opened, read.

use serde::de::DeserializeOwned;

use super::{
    Wechat,
    wire::{self, Envelope, Refund, Transaction},
};
use crate::{IncomingNotice, Notice, NoticeError, Ports, Told};

/// Longer is no notice.
const BODY_BYTES_MAX: usize = 64 << 10;
const ID_CHARS_MAX: usize = 64;

pub(super) async fn read(
    wechat: &Wechat,
    ports: &Ports<'_>,
    notice: &IncomingNotice<'_>,
) -> Result<Notice, NoticeError> {
    if notice.body.len() > BODY_BYTES_MAX {
        return Err(NoticeError::Unreadable { what: "body" });
    }
    wechat.verify(ports, |name| notice.header(name), notice.body).await?;
    let envelope: Envelope =
        serde_json::from_slice(notice.body).map_err(|_| NoticeError::Unreadable { what: "body" })?;
    let opened = wechat.merchant.api_v3_key.open(&envelope.resource);
    let resource = opened.ok_or(NoticeError::Unreadable { what: "resource" })?;
    let told = match envelope.event_type.as_str() {
        "TRANSACTION.SUCCESS" => payment(wechat, &parsed(&resource)?),
        "REFUND.SUCCESS" | "REFUND.CLOSED" | "REFUND.ABNORMAL" => refund(wechat, &parsed(&resource)?),
        _ => return Err(NoticeError::Unreadable { what: "event_type" }),
    };
    let id = envelope.id.chars().take(ID_CHARS_MAX).collect();
    told.map(|told| Notice { id, told }).map_err(wire::Odd::refusal)
}

fn parsed<T: DeserializeOwned>(resource: &[u8]) -> Result<T, NoticeError> {
    serde_json::from_slice(resource).map_err(|_| NoticeError::Unreadable { what: "resource" })
}

fn payment(wechat: &Wechat, transaction: &Transaction) -> Result<Told, wire::Odd> {
    let no = wire::payment_no(&transaction.out_trade_no)?;
    let state = wire::of_payment(&wechat.merchant, &no, transaction)?;
    Ok(Told::Payment { no, state })
}

fn refund(wechat: &Wechat, refund: &Refund) -> Result<Told, wire::Odd> {
    if refund.mchid.as_ref() != Some(&wechat.merchant.mchid) {
        return Err(wire::Odd::NotOurs("mchid"));
    }
    let (payment, no) = (wire::payment_no(&refund.out_trade_no)?, wire::refund_no(&refund.out_refund_no)?);
    let state = wire::of_refund(&payment, &no, refund)?;
    Ok(Told::Refund { payment, no, state })
}
