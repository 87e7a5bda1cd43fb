//! 交易账单: names of columns, a line for each payment and refund, and a summary.

use crate::bill::{BILL_LINES_MAX, Bill, BillKind, BillLine, Columns, NotABill, plain, positive, time, yuan};

/// Begins the names of the summary, which ends the lines.
const SUMMARY: &str = "总交易单数";

/// The whole file or nothing: that it is complete shows in the summary's count.
pub(super) fn read(file: &[u8], mchid: &str) -> Result<Bill, NotABill> {
    let text = std::str::from_utf8(file).map_err(|_| NotABill)?;
    let mut rows = text.lines().map(|line| line.trim_end_matches('\r'));
    let columns = Columns::of(rows.next().ok_or(NotABill)?.split(','));
    let mut lines = Vec::new();
    for row in rows.by_ref() {
        if plain(row).starts_with(SUMMARY) {
            return counted(Bill { lines }, rows.next());
        }
        if lines.len() >= BILL_LINES_MAX {
            return Err(NotABill);
        }
        lines.push(line(&columns, &cells(row), mchid)?);
    }
    Err(NotABill)
}

/// Each cell begins with a grave accent, so a comma without one is part of what goods are called.
fn cells(row: &str) -> Vec<&str> {
    row.split(",`").collect()
}

fn counted(bill: Bill, summary: Option<&str>) -> Result<Bill, NotABill> {
    let count = summary.and_then(|row| cells(row).first().copied().map(plain)?.parse().ok());
    (count == Some(bill.lines.len())).then_some(bill).ok_or(NotABill)
}

fn line(columns: &Columns, row: &[&str], mchid: &str) -> Result<BillLine, NotABill> {
    columns.fit(row)?;
    let cell = |name| columns.cell(row, name);
    if cell("货币种类")? != "CNY" || cell("商户号")? != mchid {
        return Err(NotABill);
    }
    let kind = match cell("交易状态")? {
        "SUCCESS" => BillKind::Payment,
        "REFUND" | "REVOKED" => BillKind::Refund,
        _ => return Err(NotABill),
    };
    let is_refund = kind == BillKind::Refund;
    let amount = if is_refund {
        columns.any(row, &["申请退款金额", "退款金额"])?
    } else {
        columns.any(row, &["订单金额", "应结订单金额"])?
    };
    Ok(BillLine {
        kind,
        payment_no: cell("商户订单号")?.to_owned(),
        refund_no: is_refund.then(|| cell("商户退款单号").map(str::to_owned)).transpose()?,
        provider_no: cell(if is_refund { "微信退款单号" } else { "微信订单号" })?.to_owned(),
        amount: positive(yuan(amount)?)?,
        fee: yuan(cell("手续费")?)?,
        at: time(cell("交易时间")?)?,
    })
}

#[cfg(test)]
mod tests {
    use units::Money;

    use super::*;

    /// Names and form as 「交易账单文件格式说明」 on pay.weixin.qq.com has them.
    const NAMES: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
    const PAID: &str = "`2026-11-27 17:07:11,`wx1,`1900000001,`0,`,`4200001,`YD0001,`o1,`NATIVE,`SUCCESS,`OTHERS,`CNY,`12.50,`0.00,`0,`0,`0.00,`0.00,`,`,`充值, 云单,`,`0.07500,`0.60%,`12.50,`0.00,`";
    const BACK: &str = "`2026-11-27 18:00:00,`wx1,`1900000001,`0,`,`4200001,`YD0001,`o1,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`5000001,`RF0001,`2.50,`0.00,`ORIGINAL,`SUCCESS,`充值,`,`-0.02000,`0.60%,`0.00,`2.50,`";
    const SUMS: &str = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";

    fn bill(rows: &[&str]) -> Result<Bill, NotABill> {
        read(rows.join("\r\n").as_bytes(), "1900000001")
    }

    #[test]
    fn payments_and_refunds() {
        let bill =
            bill(&[&format!("\u{feff}{NAMES}"), PAID, BACK, SUMS, "`2,`12.50,`2.50,`0.00,`0.05500,`12.50,`2.50"]);
        let lines = bill.unwrap().lines;
        assert_eq!(lines[0].kind, BillKind::Payment);
        assert_eq!((lines[0].amount, lines[0].fee), (Money::from_fen(1_250), Money::from_fen(8)));
        assert_eq!((lines[0].payment_no.as_str(), lines[0].provider_no.as_str()), ("YD0001", "4200001"));
        assert_eq!((lines[0].refund_no.as_deref(), lines[1].refund_no.as_deref()), (None, Some("RF0001")));
        assert_eq!((lines[1].amount, lines[1].fee), (Money::from_fen(250), Money::from_fen(-2)));
        assert_eq!(lines[1].provider_no, "5000001");
        assert_eq!(lines[0].at.to_rfc3339(), "2026-11-27T09:07:11+00:00");
    }

    #[test]
    fn a_bill_is_whole_and_ours_or_none() {
        let sums = "`1,`12.50";
        assert!(bill(&[NAMES, PAID, SUMS, sums]).is_ok());
        assert_eq!(bill(&[NAMES, SUMS, "`0,`0.00"]).unwrap(), Bill::default());
        for rows in [
            &[NAMES, PAID] as &[&str],
            &[NAMES, PAID, SUMS],
            &[NAMES, PAID, PAID, SUMS, sums],
            &[NAMES, &PAID[..40], SUMS, sums],
            &[NAMES, &PAID.replace("CNY", "USD"), SUMS, sums],
            &[NAMES, &PAID.replace("1900000001", "1900000002"), SUMS, sums],
            &[NAMES, &PAID.replace("SUCCESS", "ODD"), SUMS, sums],
            &[NAMES, &PAID.replace("12.50", "much"), SUMS, sums],
            &[NAMES, &PAID.replace("17:07:11", "25:07:11"), SUMS, sums],
            &["<html>"],
            &[],
        ] {
            assert_eq!(bill(rows), Err(NotABill), "{rows:?}");
        }
        assert_eq!(read(b"\xff\xfe", "1900000001"), Err(NotABill));
    }

    proptest::proptest! {
        /// A line that lost or won characters anywhere is the same payment, or none.
        #[test]
        fn no_line_is_misread(at in 0..PAID.len(), with in "[`,.0-9A-Z\"]{0,3}") {
            let at = (0..=at).rev().find(|at| PAID.is_char_boundary(*at)).unwrap_or_default();
            let changed = format!("{}{with}{}", &PAID[..at], &PAID[at..]);
            if let Ok(bill) = bill(&[NAMES, &changed, SUMS, "`1,`12.50"]) {
                proptest::prop_assert_eq!(bill.lines.len(), 1);
                proptest::prop_assert!(!bill.lines[0].amount.is_negative());
            }
        }
    }
}
