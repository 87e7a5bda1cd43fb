//! Order states of the shops that forbid shipping: cancelled, refunded, unpaid.

/// Parts of Chinese states that forbid it.
const STOP_ZH: &[&str] = &[
    "交易关闭",
    "订单关闭",
    "已关闭",
    "订单取消",
    "交易取消",
    "已取消",
    "取消订单",
    "待付款",
    "未付款",
    "等待买家付款",
    "等待付款",
    "待支付",
    "未支付",
    "待买家付款",
    "退款成功",
    "已退款",
    "全额退款",
    "退款完成",
    "退款中",
    "待退款",
    "申请退款",
    "退款处理中",
    "待商家退款",
    "等待卖家退款",
    "售后处理中",
];

/// Parts that say the opposite although they contain one of the above.
const GO_ZH: &[&str] = &[
    "无售后",
    "未退款",
    "无退款",
    "未申请退款",
    "退款关闭",
    "取消退款",
    "取消售后",
    "撤销退款",
    "退款撤销",
    "售后关闭",
    "售后取消",
    "部分退款",
];

/// English states, whole.
const STOP_EN: &[&str] = &[
    "cancelled",
    "canceled",
    "refunded",
    "voided",
    "expired",
    "unpaid",
    "pending",
    "pendingpayment",
    "onhold",
    "failed",
    "trash",
    "checkoutdraft",
    "awaitingpayment",
    "closed",
];

/// Whether an order in this state must not be shipped.
pub(crate) fn forbids_shipping(status: &str) -> bool {
    let key: String =
        status.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect();
    if key.is_ascii() {
        let key = key.strip_prefix("wc").unwrap_or(&key);
        return STOP_EN.contains(&key);
    }
    // PDD joins two states: 未发货，退款成功.
    key.split(['，', ',', ';', '；', '/', '(', '（'])
        .any(|part| STOP_ZH.iter().any(|stop| part.contains(stop)) && !GO_ZH.iter().any(|go| part.contains(go)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_states_apart() {
        for status in [
            "交易关闭",
            "订单关闭",
            "已退款",
            "退款成功",
            "未发货，退款成功",
            "等待买家付款",
            "已取消",
            "cancelled",
            "Refunded",
            "voided",
            "pending",
            "wc-cancelled",
            "on-hold",
            "pending payment",
            "待付款",
            "售后处理中",
        ] {
            assert!(forbids_shipping(status), "{status}");
        }
        for status in [
            "买家已付款，等待卖家发货",
            "待发货",
            "交易成功",
            "已发货，待收货",
            "无售后或售后取消",
            "退款关闭",
            "部分退款",
            "未申请退款",
            "paid",
            "partially_refunded",
            "authorized",
            "processing",
            "completed",
            "wc-processing",
            "",
            "备货中",
            "已完成",
        ] {
            assert!(!forbids_shipping(status), "{status}");
        }
    }
}
