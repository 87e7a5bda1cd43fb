//! Exports of the shops.

use std::collections::BTreeMap;

use sheet::{Field, Platform};

use crate::support::{code, fixture, opened, problems, xlsx};

fn headers() -> BTreeMap<String, Vec<String>> {
    serde_json::from_slice(&fixture("headers.json")).expect("headers")
}

#[test]
fn every_known_header_is_recognised() {
    let platforms = [
        ("taobao_old", Platform::Taobao),
        ("pdd", Platform::Pdd),
        ("douyin", Platform::Douyin),
        ("jd", Platform::Jd),
        ("1688", Platform::Alibaba1688),
        ("shopify", Platform::Shopify),
        ("woocommerce_csv_export", Platform::WooCommerce),
    ];
    let headers = headers();
    assert_eq!(headers.len(), platforms.len());
    for (name, platform) in platforms {
        let header: Vec<&str> = headers[name].iter().map(String::as_str).collect();
        let row: Vec<String> = (0..header.len()).map(|column| format!("值{column}")).collect();
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let csv = [header.as_slice(), row.as_slice()].map(|row| row.join(",")).join("\n");
        for bytes in [xlsx(&[&header, &row]), csv.into_bytes()] {
            let table = opened(&bytes);
            assert_eq!(table.platform(), platform, "{name}");
            assert!(table.mapping().0.values().any(|field| *field == Field::OrderNo), "{name}");
        }
    }
}

#[test]
fn taobao() {
    let table = opened(&fixture("taobao.csv"));
    assert_eq!(table.platform(), Platform::Taobao);
    let rows: Vec<_> = table.rows().collect();
    assert_eq!(rows.len(), 6);
    let first = &rows[0];
    assert_eq!(first.order_no, "2511240000000000001");
    assert_eq!(first.receiver.name, "李雷");
    assert_eq!(first.receiver.mobile, "13800000001");
    assert_eq!(first.receiver.address, "广东省 深圳市 南山区 粤海街道 科技园南路88号2栋301室");
    assert_eq!((first.goods.as_str(), first.quantity), ("纯棉T恤 白色", Some(2)));
    assert_eq!((first.remark.as_str(), first.seller_remark.as_str()), ("请尽快发货", "老客户"));
    assert_eq!(problems(first), [""; 0]);
    let merged = &rows[1];
    assert_eq!((merged.row, merged.also_rows.as_slice()), (3, [4].as_slice()));
    assert_eq!((merged.goods.as_str(), merged.quantity), ("陶瓷杯；杯垫×4", Some(5)));
    assert_eq!(rows[2].receiver.address, "上海市 上海市 徐汇区 田林街道 漕宝路3号");
    assert_eq!(problems(&rows[3]), ["订单状态: order_not_shippable"]);
    assert_eq!(problems(&rows[4]), ["收货人姓名: masked", "收货地址: masked", "联系手机: masked"]);
    assert_eq!((rows[5].receiver.mobile.as_str(), rows[5].receiver.phone.as_str()), ("", "027-87540001"));
    assert_eq!(problems(&rows[5]), [""; 0]);
}

#[test]
fn douyin() {
    let table = opened(&fixture("douyin.csv"));
    assert_eq!(table.platform(), Platform::Douyin);
    let rows: Vec<_> = table.rows().collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0].order_no, "6920000000000000001");
    assert_eq!(rows[0].goods, "保温杯（500ml 蓝）");
    assert_eq!(rows[0].seller_remark, "送贺卡");
    assert_eq!(rows[1].quantity, Some(5));
    assert_eq!(
        problems(&rows[2]),
        ["收件人: platform_encrypted", "详细地址: platform_encrypted", "收件人手机号: platform_encrypted"]
    );
    assert_eq!(problems(&rows[3]), ["订单状态: order_not_shippable"]);
}

#[test]
fn pdd() {
    let table = opened(&fixture("pdd.xlsx"));
    assert_eq!((table.platform(), table.sheet_name()), (Platform::Pdd, "订单"));
    let rows: Vec<_> = table.rows().collect();
    assert_eq!(rows[0].receiver.full_address(), "江苏省苏州市工业园区娄葑街道星湖街1号5幢");
    assert_eq!(rows[0].quantity, Some(3));
    assert_eq!(problems(&rows[0]), [""; 0]);
    assert_eq!(problems(&rows[1]), ["收货人: masked", "详细地址: masked", "手机: masked"]);
    assert_eq!(rows[2].receiver.mobile, "13700000003");
    assert_eq!(rows[3].problems.iter().filter(|p| p.code == "platform_encrypted").count(), 3);
    assert_eq!(problems(&rows[4]), ["订单状态: order_not_shippable"]);
}

#[test]
fn pdd_without_receivers_says_what_is_missing() {
    let headers = headers();
    let header: Vec<&str> = headers["pdd"].iter().map(String::as_str).collect();
    let row = vec!["1"; header.len()];
    let table = opened(&xlsx(&[&header, &row]));
    let missing: Vec<String> = problems(&table.rows().next().unwrap());
    assert_eq!(missing, ["address: required_missing", "recv_name: required_missing", "recv_mobile: required_missing"]);
}

#[test]
fn jd() {
    let table = opened(&fixture("jd.xls"));
    assert_eq!(table.platform(), Platform::Jd);
    let rows: Vec<_> = table.rows().collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0].order_no, "300000000001");
    assert_eq!(rows[0].receiver.mobile, "13600000001");
    assert_eq!(rows[1].also_rows, [4]);
    assert_eq!((rows[1].goods.as_str(), rows[1].quantity), ("鼠标×2；鼠标垫", Some(3)));
    assert_eq!(rows[1].remark, "周末送");
    assert_eq!(problems(&rows[2]), ["订单状态: order_not_shippable"]);
}

#[test]
fn alibaba_keeps_the_receiver_in_the_address() {
    let table = opened(&fixture("1688.xlsx"));
    assert_eq!(table.platform(), Platform::Alibaba1688);
    assert!(table.receiver_in_address());
    let rows: Vec<_> = table.rows().collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (rows[0].goods.as_str(), rows[0].quantity),
        ("帆布袋（米色 大号）×50；帆布袋（黑色 大号）×30", Some(80))
    );
    assert_eq!(problems(&rows[0]), [""; 0]);
    assert_eq!(problems(&rows[1]), ["recv_name: required_missing", "recv_mobile: required_missing"]);
}

#[test]
fn shopify() {
    let table = opened(&fixture("shopify.csv"));
    assert_eq!(table.platform(), Platform::Shopify);
    let rows: Vec<_> = table.rows().collect();
    assert_eq!(rows.len(), 4);
    let first = &rows[0];
    assert_eq!((first.order_no.as_str(), first.row, first.also_rows.as_slice()), ("#1001", 2, [3].as_slice()));
    assert_eq!(first.receiver.mobile, "+86 13400000001");
    assert_eq!(first.receiver.full_address(), "江苏省南京市中山北路3号");
    assert_eq!(first.receiver.postcode, "210000");
    assert_eq!((first.goods.as_str(), first.quantity), ("Mug - Blue×2；Poster", Some(3)));
    assert_eq!(first.remark, "礼物 不要放发票");
    assert_eq!(problems(first), [""; 0]);
    assert_eq!(problems(&rows[1]), ["Shipping Country: country_not_served"]);
    assert_eq!(rows[2].receiver.province, "香港特别行政区");
    assert_eq!(problems(&rows[2]), [""; 0]);
    assert_eq!(problems(&rows[3]), ["Financial Status: order_not_shippable"]);
}

#[test]
fn woocommerce() {
    let table = opened(&fixture("woocommerce.csv"));
    assert_eq!(table.platform(), Platform::WooCommerce);
    let first = &table.rows().next().unwrap();
    assert_eq!((first.order_no.as_str(), first.receiver.name.as_str()), ("WC-1", "金伟"));
    assert_eq!(first.receiver.full_address(), "甘肃省兰州市解放路5号2单元201");
    assert_eq!((first.goods.as_str(), first.quantity), ("11（颜色: 红）×2；明信片×3", Some(5)));
    assert_eq!(first.remark, "放门口");
    assert_eq!(problems(first), [""; 0]);
    assert_eq!(problems(&table.rows().nth(1).unwrap()), ["status: order_not_shippable"]);
}

#[test]
fn template() {
    let table = opened(&fixture("template.xlsx"));
    assert_eq!((table.platform(), table.header_row()), (Platform::Template, 1));
    assert_eq!(table.skipped_rows(), [2]);
    let found: Vec<(u32, Vec<String>)> = table.rows().map(|row| (row.row, problems(&row))).collect();
    let expected: [(u32, &[&str]); 12] = [
        (3, &[]),
        (4, &[]),
        (5, &[]),
        (6, &["收件人姓名 *: masked"]),
        (7, &["详细地址 *: masked", "收件人手机 *: masked"]),
        (8, &["重量(kg): weight_not_positive"]),
        (9, &["数量: quantity_unreadable"]),
        (10, &["收件人姓名 *: required_missing"]),
        (11, &["收件人手机 *: required_missing"]),
        (13, &[]),
        (14, &[]),
        (15, &[]),
    ];
    for ((row, found), (number, problems)) in found.iter().zip(expected) {
        assert_eq!(
            (*row, found.as_slice()),
            (number, problems.iter().map(ToString::to_string).collect::<Vec<_>>().as_slice())
        );
    }
    assert_eq!(found.len(), expected.len());
    let rows: Vec<_> = table.rows().collect();
    assert_eq!((rows[1].weight_g, rows[1].receiver.any_phone()), (Some(500), "0755-26000002"));
    assert_eq!((rows[2].receiver.mobile.as_str(), rows[2].quantity), ("13200000003", Some(2)));
    let paid = &rows[9];
    assert_eq!(
        (paid.insured.map(|m| m.fen()), paid.cod.map(|m| m.fen()), paid.to_pay),
        (Some(20_000), Some(9_950), true)
    );
    // The same number twice is for the caller to find.
    assert_eq!(rows[10].order_no, rows[0].order_no);
}

#[test]
fn encrypted_workbook() {
    assert_eq!(code(&fixture("encrypted.xlsx")), "password_protected");
}
