//! What WeChat Pay's codes mean to us.

use serde::Deserialize;

use crate::{PaymentError, Refusal, error::Effect};

/// After being told that we ask too often.
const TOO_FAST_S: u32 = 60;

#[derive(Default, Deserialize)]
struct Said {
    #[serde(default)]
    code: String,
}

/// Of an answer that is no success. Codes are spelled with and without underscores, by API and year.
pub(super) fn verdict(effect: Effect, status: u16, body: &[u8]) -> PaymentError {
    let said: Said = serde_json::from_slice(body).unwrap_or_default();
    let code: String = said.code.chars().filter(|c| *c != '_').collect();
    if matches!(status, 202 | 300..=399 | 500..) || code == "SYSTEMERROR" || code == "BANKERROR" {
        return effect.unclear();
    }
    if status == 429 || matches!(code.as_str(), "FREQUENCYLIMITED" | "FREQUENCYLIMITEXCEED" | "RATELIMITEXCEEDED") {
        return PaymentError::Unavailable { retry_after_s: TOO_FAST_S };
    }
    if let Some(refusal) = config(&code) {
        return PaymentError::config(refusal.by(&said.code));
    }
    match refusal(&code) {
        Some(refusal) => PaymentError::refused(refusal.by(&said.code)),
        // 403 stands for much that is about one payment, so without a code only it is about the merchant.
        None if status == 401 || status == 403 && said.code.is_empty() => {
            PaymentError::config(FORBIDDEN.by(&said.code))
        }
        None if said.code.is_empty() => effect.unclear(),
        None => PaymentError::refused(OTHER.by(&said.code)),
    }
}

/// The provider knows nothing under this number.
pub(super) fn is_missing(error: &PaymentError) -> bool {
    matches!(error, PaymentError::Refused(refusal) if refusal.code == "not_found")
}

const FORBIDDEN: Refusal =
    Refusal::new("no_permission", "商户号没有此接口的权限", "the merchant may not use this interface");
const OTHER: Refusal = Refusal::new("refused", "微信支付拒绝了请求", "WeChat Pay refused the request");

fn config(code: &str) -> Option<Refusal> {
    Some(match code {
        "SIGNERROR" => Refusal::new(
            "bad_signature",
            "签名错误：请检查商户号、证书序列号、私钥和本机时间",
            "wrong signature: check merchant number, certificate serial, private key and the clock",
        ),
        "NOAUTH" => FORBIDDEN,
        "APPIDMCHIDNOTMATCH" => {
            Refusal::new("not_bound", "AppID 与商户号没有绑定", "the app is not bound to the merchant number")
        }
        "MCHNOTEXISTS" | "APPIDNOTEXIST" => {
            Refusal::new("no_merchant", "商户号或 AppID 不存在", "no such merchant number or app")
        }
        _ => return None,
    })
}

fn refusal(code: &str) -> Option<Refusal> {
    Some(match code {
        "ORDERNOTEXIST" | "RESOURCENOTEXISTS" => Refusal::new("not_found", "单据不存在", "there is nothing like it"),
        "ORDERPAID" => Refusal::new("paid", "订单已支付", "it is paid already"),
        "ORDERCLOSED" => Refusal::new("closed", "订单已关闭", "it is closed already"),
        "OUTTRADENOUSED" => {
            Refusal::new("number_used", "商户订单号已用于另一笔支付", "the number is another payment's")
        }
        "NOTENOUGH" => Refusal::new(
            "not_enough",
            "商户账户余额不足，请充值后重试",
            "the merchant's account has too little money; fill it and try again",
        ),
        "TRADEERROR" => Refusal::new("state", "订单的状态不允许此操作", "its state does not allow this"),
        "RULELIMIT" => Refusal::new("limit", "超出微信支付的交易限额", "beyond WeChat Pay's limits"),
        "ACCOUNTERROR" | "USERACCOUNTABNORMAL" => {
            Refusal::new("account", "账户状态异常", "the account is not in order")
        }
        "PARAMERROR" | "INVALIDREQUEST" => Refusal::new(
            "invalid",
            "请求与已有单据不符或参数有误",
            "it does not match what is there, or is wrong in itself",
        ),
        "NOSTATEMENTEXIST" => Refusal::new("no_bill", "当日没有账单", "there is no bill of that day"),
        "STATEMENTCREATING" => Refusal::new("bill_later", "账单正在生成", "the bill is being written"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::RETRY_AFTER_S;

    fn of(status: u16, code: &str) -> PaymentError {
        verdict(Effect::Changes, status, format!(r#"{{"code":"{code}","message":"…"}}"#).as_bytes())
    }

    #[test]
    fn codes_say_what_may_follow() {
        for (status, code) in [(500, "SYSTEM_ERROR"), (502, ""), (202, "USERPAYING"), (400, "SYSTEMERROR"), (302, "")] {
            assert_eq!(of(status, code), PaymentError::OutcomeUnknown, "{status} {code}");
        }
        assert_eq!(verdict(Effect::Changes, 404, b"<html>"), PaymentError::OutcomeUnknown);
        let read = verdict(Effect::Reads, 500, b"");
        assert_eq!(read, PaymentError::Unavailable { retry_after_s: RETRY_AFTER_S });
        assert_eq!(of(429, "FREQUENCY_LIMITED"), PaymentError::Unavailable { retry_after_s: TOO_FAST_S });
        for (status, code) in [(401, "SIGN_ERROR"), (403, "NO_AUTH"), (401, ""), (401, "WHATEVER"), (403, "")] {
            assert!(matches!(of(status, code), PaymentError::Config(_)), "{status} {code}");
        }
        for (status, code, ours) in [
            (404, "ORDER_NOT_EXIST", "not_found"),
            (404, "ORDERNOTEXIST", "not_found"),
            (404, "RESOURCE_NOT_EXISTS", "not_found"),
            (403, "NOT_ENOUGH", "not_enough"),
            (403, "OUT_TRADE_NO_USED", "number_used"),
            (400, "ORDERPAID", "paid"),
            (403, "TRADE_ERROR", "state"),
            (403, "NEW_CODE", "refused"),
            (400, "NEW_CODE", "refused"),
        ] {
            let PaymentError::Refused(refusal) = of(status, code) else { panic!("{status} {code}") };
            assert_eq!((refusal.code, refusal.provider_code.as_str()), (ours, code));
            assert!(!of(status, code).is_transient());
        }
    }
}
