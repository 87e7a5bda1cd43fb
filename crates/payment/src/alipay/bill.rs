//! 业务明细: an archive with a text in GBK, whose lines of payments and refunds stand between lines of remarks.

use std::io::{Cursor, Read};

use encoding_rs::GBK;
use units::Money;

use crate::bill::{BILL_LINES_MAX, Bill, BillKind, BillLine, Columns, NotABill, plain, positive, time, yuan};

/// The details and their sums are two files.
const FILES_MAX: usize = 16;
/// A file unpacked.
const FILE_BYTES_MAX: u64 = 256 << 20;
/// The first column's name begins the details.
const FIRST_NAME: &str = "支付宝交易号";
const REMARK: char = '#';
const ACCOUNT: &str = "#账号";

pub(super) fn read(archive: &[u8], seller_id: &str) -> Result<Bill, NotABill> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).map_err(|_| NotABill)?;
    for at in 0..archive.len().min(FILES_MAX) {
        let file = archive.by_index(at).map_err(|_| NotABill)?;
        let mut bytes = Vec::new();
        // One byte more than may be, so that too much shows.
        file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|_| NotABill)?;
        if bytes.len() as u64 > FILE_BYTES_MAX {
            return Err(NotABill);
        }
        // Names of files are in a charset that archives do not tell, so the file is known by what is in it.
        if let Some(bill) = details(&bytes, seller_id)? {
            return Ok(bill);
        }
    }
    Err(NotABill)
}

/// None where the text is another one, such as that of the sums.
fn details(bytes: &[u8], seller_id: &str) -> Result<Option<Bill>, NotABill> {
    let (text, _, is_broken) = GBK.decode(bytes);
    let names = text.lines().find(|line| plain(line).starts_with(FIRST_NAME));
    let Some(names) = names else { return Ok(None) };
    let is_ours = text.lines().any(|line| line.starts_with(ACCOUNT) && line.contains(seller_id));
    if is_broken || !is_ours || seller_id.is_empty() {
        return Err(NotABill);
    }
    let columns = Columns::of(names.split(','));
    let begins = text.find(names).map_or(text.len(), |at| at + names.len());
    let rows = text[begins..].lines().map(str::trim).take_while(|line| !line.starts_with(REMARK));
    let rows: Vec<&str> = rows.filter(|line| !line.is_empty()).collect();
    let rows = rows.join("\n");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rows.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        if lines.len() >= BILL_LINES_MAX {
            return Err(NotABill);
        }
        let record = record.map_err(|_| NotABill)?;
        lines.push(line(&columns, &record.iter().collect::<Vec<_>>())?);
    }
    Ok(Some(Bill { lines }))
}

fn line(columns: &Columns, row: &[&str]) -> Result<BillLine, NotABill> {
    columns.fit(row)?;
    let cell = |name| columns.cell(row, name);
    let kind = match cell("业务类型")? {
        "交易" => BillKind::Payment,
        "退款" => BillKind::Refund,
        _ => return Err(NotABill),
    };
    let is_refund = kind == BillKind::Refund;
    // The fee is negative where it is taken.
    let fee = yuan(cell("服务费(元)")?)?;
    Ok(BillLine {
        kind,
        payment_no: cell("商户订单号")?.to_owned(),
        refund_no: is_refund.then(|| cell("退款批次号/请求号").map(str::to_owned)).transpose()?,
        provider_no: cell(FIRST_NAME)?.to_owned(),
        amount: positive(yuan(cell("订单金额(元)")?)?)?,
        fee: Money::ZERO.checked_sub(fee).ok_or(NotABill)?,
        at: time(cell("完成时间")?)?,
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    const SELLER: &str = "2088000000000001";
    /// Form and names as merchants publish their own bills' (gxitsky.com, 「对账-支付宝交易账单数据解析」).
    const DETAILS: &str = "#支付宝业务明细查询\r\n\
        #账号：[2088000000000001]\r\n\
        #起始日期：[2026年11月27日 00:00:00]   终止日期：[2026年11月28日 00:00:00]\r\n\
        #-----------------------------------------业务明细列表----------------------------------------\r\n\
        支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注\r\n\
        2026112722001\t,YD0001\t,交易 ,\"充值,云单\",2026-11-27 17:07:00,2026-11-27 17:07:11, , , , ,*三(a***@b.c)\t,12.50,12.50,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,\t,-0.08,0.00,\r\n\
        2026112722001\t,YD0001\t,退款 ,充值,2026-11-27 17:07:00,2026-11-27 18:00:00, , , , ,*三(a***@b.c)\t,-2.50,-2.50,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,RF0001\t,0.02,0.00,\r\n\
        #-----------------------------------------业务明细列表结束------------------------------------\r\n\
        #交易合计：1笔，商家实收共12.50元，商家优惠共0.00元\r\n\
        #退款合计：1笔，商家实收退款共-2.50元，商家优惠退款共0.00元\r\n\
        #导出时间：[2026年11月28日 09:00:00]\r\n";
    const SUMS: &str =
        "#支付宝业务汇总查询\r\n#账号：[2088000000000001]\r\n门店编号,门店名称,交易订单总笔数\r\n合计,,1\r\n";

    fn archive(texts: &[&str]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (at, text) in texts.iter().enumerate() {
            archive.start_file(format!("{at}.csv"), SimpleFileOptions::default()).unwrap();
            archive.write_all(&GBK.encode(text).0).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn payments_and_refunds() {
        let lines = read(&archive(&[SUMS, DETAILS]), SELLER).unwrap().lines;
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[0].kind, lines[1].kind), (BillKind::Payment, BillKind::Refund));
        assert_eq!((lines[0].amount, lines[0].fee), (Money::from_fen(1_250), Money::from_fen(8)));
        assert_eq!((lines[1].amount, lines[1].fee), (Money::from_fen(250), Money::from_fen(-2)));
        assert_eq!((lines[0].payment_no.as_str(), lines[0].provider_no.as_str()), ("YD0001", "2026112722001"));
        assert_eq!((lines[0].refund_no.as_deref(), lines[1].refund_no.as_deref()), (None, Some("RF0001")));
        assert_eq!(lines[1].at.to_rfc3339(), "2026-11-27T10:00:00+00:00");
    }

    #[test]
    fn a_bill_is_whole_and_ours_or_none() {
        assert_eq!(read(b"PK no archive", SELLER), Err(NotABill));
        assert_eq!(read(&archive(&[SUMS]), SELLER), Err(NotABill));
        assert_eq!(read(&archive(&[DETAILS]), "2088000000000002"), Err(NotABill));
        assert_eq!(read(&archive(&[DETAILS]), ""), Err(NotABill));
        for (from, to) in [("交易 ,", "红包 ,"), ("-2.50,", "much,"), (",分润（元）", ""), ("18:00:00", "28:00:00")]
        {
            assert_eq!(read(&archive(&[&DETAILS.replace(from, to)]), SELLER), Err(NotABill), "{from}");
        }
        let mut cut = archive(&[DETAILS]);
        cut.truncate(cut.len() / 2);
        assert_eq!(read(&cut, SELLER), Err(NotABill));
    }

    #[test]
    fn a_day_without_payments_has_no_lines() {
        let rows = DETAILS.lines().filter(|line| !line.starts_with("2026"));
        let empty: String = rows.flat_map(|line| [line, "\r\n"]).collect();
        assert_eq!(read(&archive(&[&empty]), SELLER), Ok(Bill::default()));
    }
}
