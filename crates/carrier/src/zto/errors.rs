//! The platform's codes, and what is to be done about each.

use crate::remote::{Ask, Refusal, RemoteError};

/// What the carrier says itself is kept this long.
const SAID_CHARS_MAX: usize = 200;
/// A run of so many digits may be somebody's number, and is not repeated.
const DIGITS_SHOWN_MAX: usize = 6;

/// What to do about an answer with `status: false`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Not now. `begun`: the platform had handed the question on when it failed, so a creation may have happened.
    Retry {
        after_s: u32,
        begun: bool,
    },
    /// The platform asks to be left alone for a while, with this API.
    Quota {
        after_s: u32,
    },
    Refused(Box<Refusal>),
    Ask(Ask, Box<Refusal>),
    Config(Box<Refusal>),
}

enum Kind {
    Retry(u32),
    RetryBegun(u32),
    Quota(u32),
    Refused,
    Ask(Ask),
    Config,
}

struct Row {
    carrier_code: &'static str,
    kind: Kind,
    code: &'static str,
    zh: &'static str,
    en: &'static str,
}

macro_rules! rows {
    ($($carrier_code:literal $kind:expr, $code:literal, $zh:literal, $en:literal;)*) => {
        &[$(Row { carrier_code: $carrier_code, kind: $kind, code: $code, zh: $zh, en: $en }),*]
    };
}

const ROWS: &[Row] = rows! {
    "S200" Kind::RetryBegun(5), "timeout", "中通后台超时", "ZTO's back end took too long";
    "S202" Kind::RetryBegun(5), "backend", "中通后台出错", "ZTO's back end failed";
    "S203" Kind::Retry(15), "unavailable", "中通服务暂不可用", "ZTO's service is not available";
    "S206" Kind::Quota(60), "quota", "中通接口调用次数已到上限", "the quota of calls to ZTO is used up";
    "S221" Kind::Quota(2), "flow", "对中通的请求太快", "too many requests to ZTO at once";
    "S207" Kind::Config, "api_missing", "中通没有这个接口，请检查接口地址", "ZTO has no such API; check the address";
    "S210" Kind::Config, "no_permission", "应用没有订阅这个中通接口，请在开放平台订阅", "the application has not subscribed to this API; subscribe at ZTO's platform";
    "S211" Kind::Config, "bad_signature", "中通验签失败，请检查 appKey、密钥和签名方式", "ZTO finds the signature wrong; check app key, secret and signing";
    "S212" Kind::Config, "address_not_allowed", "本机地址不在中通的白名单内", "this machine's address is not on ZTO's allow list";
    "S214" Kind::Config, "clock_wrong", "中通认为时间戳无效，请检查本机时钟", "ZTO finds the time wrong; check this machine's clock";
    "E418" Kind::Config, "site_not_authorised", "网点没有授权，请联系网点", "the outlet has not authorised this; ask the outlet";
    "S208" Kind::Refused, "field_missing", "中通要求的内容没有填写", "something that ZTO requires is missing";
    "E416" Kind::Refused, "waybill_no_rule", "单号不符合中通运单号规则", "this is no waybill number of ZTO";
    "E404" Kind::Ask(Ask::Account), "account_not_bound", "还没有绑定电子面单账号，请先绑定", "no e-waybill account is bound; bind one first";
    "p-o003" Kind::Ask(Ask::Account), "account_may_not_order", "这个电子面单账号没有下单权限，请向网点申请", "this e-waybill account may not order; apply at the outlet";
    "E409" Kind::Ask(Ask::Phone), "phone_mismatch", "寄件人或收件人的电话与运单不符", "the phone is neither the sender's nor the receiver's";
    "E413" Kind::Ask(Ask::PhoneTail), "phone_tail_needed", "需要寄件人或收件人电话的后四位", "the last four digits of the sender's or receiver's phone are needed";
    // Intercepts.
    "E23101" Kind::Refused, "intercept_signed", "快件已签收，不能拦截", "the parcel is signed for";
    "E23102" Kind::Refused, "intercept_no_order", "查不到这个运单", "there is no such waybill";
    "E23108" Kind::Refused, "intercept_destination", "不支持这种拦截去向", "this destination is not possible";
    "E23110" Kind::Refused, "intercept_no_site", "没有揽收或使用网点", "no outlet has picked it up";
    "E23111" Kind::Refused, "intercept_timed", "时效件不能拦截", "parcels with a guaranteed time are not stopped";
    "E23112" Kind::Refused, "intercept_in_station", "快件已在驿站或快递柜", "the parcel is in a station or locker";
    "E23113" Kind::Refused, "intercept_transferred", "快件已转给其他快递", "the parcel was handed to another carrier";
    "E23114" Kind::Refused, "intercept_no_collect", "目的网点不支持到付", "the destination does not take freight on delivery";
    "E23115" Kind::Refused, "intercept_no_cod", "目的网点不支持代收货款", "the destination does not take cash on delivery";
    "E23116" Kind::Refused, "intercept_channel", "拦截渠道不符或次数过多", "the wrong channel, or too many intercepts";
    "E23118" Kind::Refused, "intercept_channel", "不允许从这个渠道拦截", "this channel may not intercept";
    "E23119" Kind::Refused, "intercept_no_trace", "快件还没有轨迹", "the parcel has no scan yet";
    "E23120" Kind::Refused, "intercept_dispatched", "快件已在派送", "the parcel is out for delivery";
    "E23121" Kind::Refused, "intercept_exists", "已经有一个拦截", "there is an intercept already";
    "E23157" Kind::Refused, "intercept_exists", "已经有一个拦截", "there is an intercept already";
    "E23160" Kind::Refused, "intercept_exists", "已经有一个拦截", "there is an intercept already";
    "E23122" Kind::Refused, "intercept_suspended", "目的地停发", "the destination is suspended";
    "E23123" Kind::Refused, "intercept_returning", "快件已在退回", "the parcel is being returned already";
    "E23124" Kind::Refused, "intercept_trace", "快件轨迹异常", "the parcel's scans make no sense";
    "E23130" Kind::Refused, "intercept_not_running", "没有进行中的拦截", "no intercept is running";
    "E23131" Kind::Refused, "intercept_other_site", "不是发起拦截的网点", "another outlet began the intercept";
    "E23135" Kind::Refused, "intercept_other_initiator", "拦截由他人发起", "somebody else began the intercept";
    "E23136" Kind::Refused, "intercept_abroad", "快件已发往港澳台", "the parcel is on its way to Hong Kong, Macao or Taiwan";
    "E23137" Kind::Refused, "intercept_arrived", "快件已到派件网点", "the parcel is at the outlet that delivers it";
    "E23138" Kind::Refused, "intercept_abroad", "国际件不能拦截", "international parcels are not stopped";
    "E23146" Kind::Refused, "intercept_abroad", "跨境件不能拦截", "parcels across the border are not stopped";
    "E23139" Kind::Refused, "intercept_rule", "中通规则不允许拦截", "ZTO's rules do not allow it";
    "E23140" Kind::Refused, "intercept_lost", "快件已遗失", "the parcel is lost";
    "E23141" Kind::Refused, "intercept_abandoned", "快件已弃件", "the parcel is abandoned";
    "E23144" Kind::Config, "intercept_no_permission", "应用没有拦截权限，请联系网点", "the application may not intercept; ask the outlet";
    "E23148" Kind::Ask(Ask::Phone), "intercept_phone", "拦截的电话号码不正确", "the phone of the intercept is wrong";
    "E23149" Kind::Ask(Ask::Phone), "intercept_phone", "拦截的电话号码不正确", "the phone of the intercept is wrong";
    "E23150" Kind::Ask(Ask::Phone), "intercept_phone", "拦截的电话号码不正确", "the phone of the intercept is wrong";
    "E23153" Kind::Refused, "intercept_site", "网点不能办理这个拦截", "the outlet cannot do this intercept";
    "E23154" Kind::Refused, "intercept_site", "网点不能办理这个拦截", "the outlet cannot do this intercept";
};

pub(super) fn verdict(carrier_code: &str, message: &str) -> Verdict {
    let Some(row) = ROWS.iter().find(|row| row.carrier_code == carrier_code) else {
        return Verdict::Refused(Box::new(Refusal {
            carrier_code: plain_code(carrier_code),
            said: said(message),
            ..Refusal::new("carrier_refused", "中通拒绝了这个请求", "ZTO refused this")
        }));
    };
    let refusal = Box::new(Refusal {
        carrier_code: row.carrier_code.to_owned(),
        said: said(message),
        ..Refusal::new(row.code, row.zh, row.en)
    });
    match row.kind {
        Kind::Retry(after_s) => Verdict::Retry { after_s, begun: false },
        Kind::RetryBegun(after_s) => Verdict::Retry { after_s, begun: true },
        Kind::Quota(after_s) => Verdict::Quota { after_s },
        Kind::Refused => Verdict::Refused(refusal),
        Kind::Ask(ask) => Verdict::Ask(ask, refusal),
        Kind::Config => Verdict::Config(refusal),
    }
}

impl Verdict {
    pub(super) fn error(self, creates: bool) -> RemoteError {
        match self {
            Verdict::Retry { begun: true, .. } if creates => RemoteError::OutcomeUnknown,
            Verdict::Retry { after_s, .. } | Verdict::Quota { after_s } => {
                RemoteError::Unavailable { retry_after_s: after_s }
            }
            Verdict::Refused(refusal) => RemoteError::Refused(refusal),
            Verdict::Ask(ask, refusal) => RemoteError::AskPerson { ask, refusal },
            Verdict::Config(refusal) => RemoteError::Config(refusal),
        }
    }
}

/// A request that is not sent.
pub(super) fn invalid(field: impl Into<String>, code: &'static str, zh: &'static str, en: &'static str) -> RemoteError {
    RemoteError::Invalid { field: field.into(), refusal: Box::new(Refusal::new(code, zh, en)) }
}

/// Codes are short and plain; whatever else stands there may repeat what was asked.
pub(super) fn plain_code(code: &str) -> String {
    code.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).take(16).collect()
}

/// The carrier's words without anybody's numbers, control characters or endless length.
pub(super) fn said(message: &str) -> Option<String> {
    let mut out = String::new();
    let mut digits = String::new();
    let flush = |out: &mut String, digits: &mut String| {
        if digits.len() > DIGITS_SHOWN_MAX {
            out.push_str("***")
        } else {
            out.push_str(digits)
        }
        digits.clear();
    };
    for c in message.chars().filter(|c| !c.is_control()).take(SAID_CHARS_MAX) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            flush(&mut out, &mut digits);
            out.push(c);
        }
    }
    flush(&mut out, &mut digits);
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once_and_has_words() {
        let mut codes: Vec<_> = ROWS.iter().map(|row| row.carrier_code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ROWS.len());
        assert!(ROWS.iter().all(|row| !row.zh.is_empty() && !row.en.is_empty()));
    }

    #[test]
    fn a_failure_behind_the_gate_leaves_a_creation_open() {
        for code in ["S200", "S202"] {
            assert_eq!(verdict(code, "").error(true), RemoteError::OutcomeUnknown);
            assert!(matches!(verdict(code, "").error(false), RemoteError::Unavailable { .. }));
        }
        for code in ["S203", "S206", "S221"] {
            assert!(matches!(verdict(code, "").error(true), RemoteError::Unavailable { .. }), "{code}");
        }
        assert_eq!(verdict("S206", "").error(true), RemoteError::Unavailable { retry_after_s: 60 });
    }

    #[test]
    fn an_unlisted_refusal_keeps_the_carriers_words() {
        let RemoteError::Refused(refusal) = verdict("p-o999", "收件人电话13900000000不正确").error(true) else {
            panic!("a refusal")
        };
        assert_eq!((refusal.code, refusal.carrier_code.as_str()), ("carrier_refused", "p-o999"));
        assert_eq!(refusal.said.as_deref(), Some("收件人电话***不正确"));
    }

    #[test]
    fn what_a_carrier_says_is_cut_and_cleaned() {
        assert_eq!(said("  \r\n"), None);
        assert_eq!(said(&"好".repeat(500)).unwrap().chars().count(), SAID_CHARS_MAX);
        assert_eq!(said("code 123456, tel 1234567").as_deref(), Some("code 123456, tel ***"));
        assert_eq!(plain_code("E404 <b>"), "E404b");
    }
}
