//! Bills of a day, in the form of each provider.

use std::io::{Cursor, Write};

use chrono::NaiveDate;
use encoding_rs::GBK;
use zip::write::SimpleFileOptions;

use crate::{
    book::{Book, Payment, Provider, Refund, RefundStatus, china, day, yuan},
    faults::Fault,
    keys::{APPID, MCHID, SELLER_ID},
};

const WECHAT_NAMES: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const WECHAT_SUMS: &str =
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
const ALIPAY_NAMES: &str = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";
/// What nobody asked for.
const STRANGER: &str = "YDSTRANGER0001";

/// Both charge 0.6 %.
fn fee(fen: i64) -> i64 {
    (fen * 6 + 500) / 1000
}

/// Lines of a day, by the provider's form.
fn lines(
    book: &Book,
    provider: Provider,
    on: NaiveDate,
    fault: Option<Fault>,
    paid: impl Fn(&Payment) -> String,
    back: impl Fn(&Payment, &Refund) -> String,
) -> Vec<String> {
    let mut lines: Vec<String> =
        book.payments(provider).filter(|payment| payment.paid_at.map(day) == Some(on)).map(&paid).collect();
    let refunds =
        book.refunds(provider).filter(|refund| refund.status == RefundStatus::Success && day(refund.at) == on);
    let of = |refund: &Refund| book.payment(provider, &refund.payment_no).map(|payment| back(payment, refund));
    lines.extend(refunds.filter_map(of));
    match fault {
        Some(Fault::BillMissing) if !lines.is_empty() => drop(lines.remove(0)),
        Some(Fault::BillExtra) => {
            let extra = book.payments(provider).find(|payment| payment.paid_at.is_some());
            lines.extend(extra.map(|payment| paid(&Payment { no: STRANGER.to_owned(), ..payment.clone() })));
        }
        _ => {}
    }
    lines
}

pub(crate) fn wechat(book: &Book, on: NaiveDate, fault: Option<Fault>) -> Option<String> {
    let head = |at: String, payment: &Payment, state: &str| {
        format!(
            "`{at},`{APPID},`{MCHID},`0,`,`{},`{},`o1,`NATIVE,`{state},`OTHERS,`CNY",
            payment.provider_no, payment.no
        )
    };
    let paid = |payment: &Payment| {
        let (at, sum) = (payment.paid_at.map(china).unwrap_or_default(), yuan(payment.amount_fen));
        let (head, fee) = (head(at, payment, "SUCCESS"), yuan(fee(payment.amount_fen)));
        let subject = &payment.subject;
        format!("{head},`{sum},`0.00,`0,`0,`0.00,`0.00,`,`,`{subject},`,`{fee}000,`0.60%,`{sum},`0.00,`")
    };
    let back = |payment: &Payment, refund: &Refund| {
        let (head, sum) = (head(china(refund.at), payment, "REFUND"), yuan(refund.amount_fen));
        let (fee, subject) = (yuan(-fee(refund.amount_fen)), &payment.subject);
        format!(
            "{head},`0.00,`0.00,`{},`{},`{sum},`0.00,`ORIGINAL,`SUCCESS,`{subject},`,`{fee}000,`0.60%,`0.00,`{sum},`",
            refund.provider_no, refund.no
        )
    };
    let lines = lines(book, Provider::Wechat, on, fault, paid, back);
    if lines.is_empty() {
        return None;
    }
    let count = lines.len();
    let rows = [vec![WECHAT_NAMES.to_owned()], lines, vec![WECHAT_SUMS.to_owned(), format!("`{count},`0.00,`0.00")]];
    Some(rows.concat().join("\r\n"))
}

/// An archive of two texts in GBK.
pub(crate) fn alipay(book: &Book, on: NaiveDate, fault: Option<Fault>) -> Option<Vec<u8>> {
    let row = |payment: &Payment, at: String, kind: &str, fen: i64, refund_no: &str, fee: i64| {
        let (no, ours, sum, fee) = (&payment.provider_no, &payment.no, yuan(fen), yuan(fee));
        let zeros = "0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00";
        let subject = payment.subject.replace('"', "\"\"");
        format!(
            "{no}\t,{ours}\t,{kind} ,\"{subject}\",{at},{at}, , , , ,*三(a***@b.c)\t,{sum},{sum},{zeros},{refund_no}\t,{fee},0.00,"
        )
    };
    let paid = |payment: &Payment| {
        let at = payment.paid_at.map(china).unwrap_or_default();
        row(payment, at, "交易", payment.amount_fen, "", -fee(payment.amount_fen))
    };
    let back = |payment: &Payment, refund: &Refund| {
        row(payment, china(refund.at), "退款", -refund.amount_fen, &refund.no, fee(refund.amount_fen))
    };
    let lines = lines(book, Provider::Alipay, on, fault, paid, back);
    if lines.is_empty() {
        return None;
    }
    let rule = "-".repeat(40);
    let details = [
        vec![
            "#支付宝业务明细查询".to_owned(),
            format!("#账号：[{SELLER_ID}]"),
            format!("#{rule}业务明细列表{rule}"),
            ALIPAY_NAMES.to_owned(),
        ],
        lines,
        vec![format!("#{rule}业务明细列表结束{rule}"), String::new()],
    ];
    let sums = format!("#支付宝业务汇总查询\r\n#账号：[{SELLER_ID}]\r\n门店编号,门店名称,交易订单总笔数\r\n");
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("sums.csv", sums), ("details.csv", details.concat().join("\r\n"))] {
        archive.start_file(name, SimpleFileOptions::default()).ok()?;
        archive.write_all(&GBK.encode(&text).0).ok()?;
    }
    let mut bytes = archive.finish().ok()?.into_inner();
    if fault == Some(Fault::BillChanged) {
        bytes.truncate(bytes.len() / 2);
    }
    Some(bytes)
}
