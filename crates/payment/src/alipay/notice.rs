//! Notices: a form, signed over its decoded pairs.

use std::collections::BTreeMap;

use units::Money;

use super::{
    AlipayApp, sign,
    wire::{self, Odd},
};
use crate::{IncomingNotice, Notice, NoticeError, RefundState, Told};

/// Longer is no notice.
const BODY_BYTES_MAX: usize = 64 << 10;
const PAIRS_MAX: usize = 100;
const ID_CHARS_MAX: usize = 128;
/// The only charset that we ask for.
const CHARSET: &str = "utf-8";

pub(super) fn read(app: &AlipayApp, notice: &IncomingNotice<'_>) -> Result<Notice, NoticeError> {
    let pairs = Pairs::read(notice.body)?;
    let signed =
        sign::joined(pairs.0.iter().map(|(name, value)| (name.as_str(), value.as_str())), &["sign", "sign_type"]);
    if pairs.get("sign_type") != Some("RSA2") || !app.alipay_key.verifies(signed.as_bytes(), pairs.need("sign")?) {
        return Err(NoticeError::BadSignature);
    }
    for (name, ours) in [("app_id", &app.app_id), ("seller_id", &app.seller_id)] {
        if pairs.get(name) != Some(ours.as_str()) {
            return Err(NoticeError::NotOurs { what: name });
        }
    }
    for name in ["trans_currency", "settle_currency", "refund_currency"] {
        if pairs.get(name).is_some_and(|currency| currency != "CNY") {
            return Err(NoticeError::Currency);
        }
    }
    let id = pairs.need("notify_id")?.chars().take(ID_CHARS_MAX).collect();
    Ok(Notice { id, told: told(&pairs)? })
}

/// A notice of a refund is a notice of the payment that names a refund as well.
fn told(pairs: &Pairs) -> Result<Told, NoticeError> {
    let no = pairs.need("out_trade_no")?;
    let no = no.parse().map_err(|_| NoticeError::NotOurs { what: "out_trade_no" })?;
    let amount = pairs.money("total_amount")?;
    let trade_no = pairs.need("trade_no")?;
    if pairs.get("gmt_refund").is_some() && pairs.get("refund_fee").is_some() {
        // The sum here is that of all refunds of the payment, so how much this one was is known by asking for it.
        let refund = pairs.need("out_biz_no")?;
        let refund = refund.parse().map_err(|_| NoticeError::NotOurs { what: "out_biz_no" })?;
        return Ok(Told::Refund { payment: no, no: refund, state: RefundState::Processing });
    }
    let state = wire::state(pairs.need("trade_status")?, trade_no, amount, pairs.get("gmt_payment"));
    state.map(|state| Told::Payment { no, state }).map_err(Odd::refusal)
}

struct Pairs(BTreeMap<String, String>);

impl Pairs {
    /// A name that stands twice would be read here as one value and signed as another.
    fn read(body: &[u8]) -> Result<Pairs, NoticeError> {
        let unreadable = NoticeError::Unreadable { what: "body" };
        if body.len() > BODY_BYTES_MAX {
            return Err(unreadable);
        }
        let mut pairs = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            if pairs.len() >= PAIRS_MAX || pairs.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(unreadable);
            }
        }
        let pairs = Pairs(pairs);
        let is_ours = pairs.get("charset").is_none_or(|charset| charset.eq_ignore_ascii_case(CHARSET));
        if is_ours { Ok(pairs) } else { Err(NoticeError::Unreadable { what: "charset" }) }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    fn need(&self, name: &'static str) -> Result<&str, NoticeError> {
        self.get(name).ok_or(NoticeError::Unreadable { what: name })
    }

    fn money(&self, name: &'static str) -> Result<Money, NoticeError> {
        self.need(name)?.parse().map_err(|_| NoticeError::Unreadable { what: name })
    }
}
