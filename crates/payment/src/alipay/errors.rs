//! What Alipay's codes mean to us.

use crate::{PaymentError, Refusal, error::Effect};

/// After being told that we ask too often.
const TOO_FAST_S: u32 = 60;

/// Of an answer that is no success: the gateway's code and what is behind it says.
pub(super) fn verdict(effect: Effect, code: &str, sub_code: &str) -> PaymentError {
    let told = if sub_code.is_empty() { code } else { sub_code };
    // The gateway's own troubles have names of their own with `aop.` and `isp.` in front.
    let reason = sub_code.trim_start_matches("aop.").trim_start_matches("ACQ.");
    if code == "20000" || matches!(reason, "SYSTEM_ERROR" | "isp.unknow-error" | "isp.unknown-error") {
        return effect.unclear();
    }
    if code == "40005" || matches!(reason, "isv.app-call-limited" | "EXCEED_FREQUENCY_LIMIT") {
        return PaymentError::Unavailable { retry_after_s: TOO_FAST_S };
    }
    if let Some(refusal) = config(code, reason) {
        return PaymentError::config(refusal.by(told));
    }
    PaymentError::refused(refusal(reason).by(told))
}

/// The provider knows nothing under this number.
pub(super) fn is_missing(error: &PaymentError) -> bool {
    matches!(error, PaymentError::Refused(refusal) if refusal.code == "not_found")
}

fn config(code: &str, reason: &str) -> Option<Refusal> {
    Some(match (code, reason) {
        (_, "isv.invalid-signature" | "isv.missing-signature" | "isv.missing-signature-key") => Refusal::new(
            "bad_signature",
            "签名错误：请检查应用私钥与支付宝控制台中的应用公钥是否成对",
            "wrong signature: check that the private key belongs to the application key in Alipay's console",
        ),
        (_, "isv.invalid-app-id" | "isv.missing-app-id") => {
            Refusal::new("no_merchant", "应用 ID 不存在", "no such application")
        }
        ("20001" | "40003" | "40006", _) | (_, "ACCESS_FORBIDDEN") => {
            Refusal::new("no_permission", "应用没有此接口的权限", "the application may not use this interface")
        }
        _ => return None,
    })
}

fn refusal(reason: &str) -> Refusal {
    match reason {
        "TRADE_NOT_EXIST" => Refusal::new("not_found", "单据不存在", "there is nothing like it"),
        "TRADE_HAS_SUCCESS" | "TRADE_HAS_FINISHED" => Refusal::new("paid", "订单已支付", "it is paid already"),
        "TRADE_HAS_CLOSE" => Refusal::new("closed", "订单已关闭", "it is closed already"),
        // Closing what is paid or closed is refused with the same word; its state tells which.
        "TRADE_STATUS_ERROR" | "REASON_TRADE_STATUS_INVALID" => {
            Refusal::new("state", "订单的状态不允许此操作", "its state does not allow this")
        }
        "SELLER_BALANCE_NOT_ENOUGH" => Refusal::new(
            "not_enough",
            "商户账户余额不足，请充值后重试",
            "the merchant's account has too little money; fill it and try again",
        ),
        "REFUND_AMT_NOT_EQUAL_TOTAL"
        | "REASON_TRADE_REFUND_FEE_ERR"
        | "DISCORDANT_REPEAT_REQUEST"
        | "INVALID_PARAMETER" => Refusal::new(
            "invalid",
            "请求与已有单据不符或参数有误",
            "it does not match what is there, or is wrong in itself",
        ),
        "isp.bill_not_exist" | "isv.bill_not_exist" | "BILL_NOT_EXIST" => {
            Refusal::new("no_bill", "当日没有账单", "there is no bill of that day")
        }
        _ => Refusal::new("refused", "支付宝拒绝了请求", "Alipay refused the request"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_say_what_may_follow() {
        let of = |code, sub_code| verdict(Effect::Changes, code, sub_code);
        for (code, sub_code) in
            [("20000", "isp.unknow-error"), ("40004", "ACQ.SYSTEM_ERROR"), ("40004", "aop.ACQ.SYSTEM_ERROR")]
        {
            assert_eq!(of(code, sub_code), PaymentError::OutcomeUnknown, "{code} {sub_code}");
            let read = verdict(Effect::Reads, code, sub_code);
            assert!(matches!(read, PaymentError::Unavailable { .. }), "{code} {sub_code}");
        }
        assert_eq!(of("40005", ""), PaymentError::Unavailable { retry_after_s: TOO_FAST_S });
        for (code, sub_code) in [
            ("40002", "isv.invalid-signature"),
            ("40002", "isv.invalid-app-id"),
            ("40006", "isv.insufficient-isv-permissions"),
        ] {
            assert!(matches!(of(code, sub_code), PaymentError::Config(_)), "{code} {sub_code}");
        }
        for (sub_code, ours) in [
            ("ACQ.TRADE_NOT_EXIST", "not_found"),
            ("ACQ.SELLER_BALANCE_NOT_ENOUGH", "not_enough"),
            ("ACQ.TRADE_STATUS_ERROR", "state"),
            ("isp.bill_not_exist", "no_bill"),
            ("ACQ.SOMETHING_NEW", "refused"),
        ] {
            let PaymentError::Refused(refusal) = of("40004", sub_code) else { panic!("{sub_code}") };
            assert_eq!((refusal.code, refusal.provider_code.as_str()), (ours, sub_code));
        }
    }
}
