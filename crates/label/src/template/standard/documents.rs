//! What goes with parcels: item labels, packing lists, the handover manifest. All of it is the merchant's own.

use super::builder::{self, across, code128, customer, table, text};
use crate::template::{Align, Element, RowSource, Template, TemplateKind};

/// `standard-60x40`: name, specification and barcode of one piece of goods.
pub(super) fn item() -> Template {
    let elements = vec![
        text("item_name", (2.0, 1.5, 56.0, 10.5), 4.0, "{item.name}").bold().wrap().down_to(2.5),
        text("item_spec", (2.0, 12.5, 40.0, 5.0), 3.25, "{item.spec}").down_to(2.25),
        text("item_quantity", (43.0, 12.5, 15.0, 5.0), 3.25, "×{item.quantity}").end().if_filled("item.quantity"),
        code128("item_barcode", (1.0, 18.0, 58.0, 12.0), "{item.code}").if_filled("item.code"),
        text("item_code", (2.0, 30.5, 56.0, 4.0), 3.0, "{item.code}").centre(),
        text("item_note", (2.0, 35.0, 34.0, 3.75), 2.25, "{item.note}"),
        text("item_merchant", (36.5, 35.0, 21.5, 3.75), 2.25, "{merchant}").end(),
    ];
    builder::template("standard-60x40", "商品标签 60×40", TemplateKind::Item, (60, 40), vec![customer(40, elements)])
}

/// `packing-list-100x150`: on the roll of the labels.
pub(super) fn packing_list_small() -> Template {
    let columns = [
        ("序", "{number}", 8.0, Align::Centre),
        ("商品", "{item.name} {item.spec}", 50.0, Align::Start),
        ("编码", "{item.code}", 24.0, Align::Start),
        ("数量", "{item.quantity}", 12.0, Align::Centre),
    ];
    let elements = vec![
        text("title", (3.0, 2.0, 40.0, 7.0), 5.5, "装箱单").bold(),
        text("merchant", (43.0, 2.0, 54.0, 4.0), 3.0, "{merchant}").end(),
        text("printed_at", (43.0, 6.0, 54.0, 3.5), 2.5, "{printed_at}").end(),
        across(10.0, 3.0, 97.0),
        text("order_no", (3.0, 10.75, 60.0, 4.0), 3.0, "订单号 {order_no}").down_to(2.25),
        text("shop", (64.0, 10.75, 33.0, 4.0), 3.0, "{shop}").end().down_to(2.25),
        text("receiver", (3.0, 15.0, 94.0, 4.0), 3.0, "收件人 {receiver.name} {receiver.phone} {receiver.region}")
            .down_to(2.25),
        text("remark", (3.0, 19.25, 94.0, 7.25), 2.75, "备注：{remark}").wrap().top().down_to(2.25).if_filled("remark"),
        table("goods", (3.0, 27.0, 94.0, 96.0), (RowSource::Items, 8.0, 2.75), &columns),
        code128("barcode", (3.0, 125.5, 70.0, 10.0), "{waybill_no}").if_filled("waybill_no"),
        text("waybill_no", (3.0, 135.75, 70.0, 4.0), 3.0, "{waybill_no}").centre(),
        text("total", (74.0, 125.5, 23.0, 5.0), 3.25, "共 {quantity} 件").end().bold().if_filled("quantity"),
        text("weight", (74.0, 131.0, 23.0, 4.0), 3.0, "{weight}").end(),
        across(141.0, 3.0, 97.0),
        text("thanks", (3.0, 142.0, 64.0, 4.0), 2.5, "请当面核对商品，如有问题请联系商家。"),
        text("page", (70.0, 142.0, 27.0, 4.0), 2.5, "第 {page} / {pages} 页").end(),
    ];
    let parts = vec![customer(150, elements)];
    builder::template("packing-list-100x150", "装箱单 100×150", TemplateKind::PackingList, (100, 150), parts)
}

const LEFT: f64 = 15.0;
const RIGHT: f64 = 195.0;
const WIDTH: f64 = RIGHT - LEFT;

/// `packing-list-a4`: on a sheet of an office printer.
pub(super) fn packing_list_sheet() -> Template {
    let columns = [
        ("序号", "{number}", 12.0, Align::Centre),
        ("商品名称", "{item.name}", 64.0, Align::Start),
        ("规格", "{item.spec}", 34.0, Align::Start),
        ("编码", "{item.code}", 32.0, Align::Start),
        ("数量", "{item.quantity}", 14.0, Align::Centre),
        ("备注", "{item.note}", 24.0, Align::Start),
    ];
    let head = vec![
        text("title", (LEFT, 12.0, 60.0, 11.0), 9.0, "装箱单").bold(),
        code128("barcode", (115.0, 10.0, 80.0, 12.0), "{waybill_no}").if_filled("waybill_no"),
        text("waybill_no", (115.0, 22.25, 80.0, 5.0), 3.75, "{waybill_no}").centre(),
        text("merchant", (LEFT, 23.5, 98.0, 5.0), 4.0, "{merchant}"),
        across(29.5, LEFT, RIGHT),
        text("order_no", (LEFT, 31.0, 98.0, 5.0), 3.5, "订单号：{order_no}").down_to(2.5),
        text("printed_at", (115.0, 31.0, 80.0, 5.0), 3.5, "打印时间：{printed_at}").down_to(2.5),
        text("receiver", (LEFT, 37.0, 98.0, 5.0), 3.5, "收件人：{receiver.name} {receiver.phone}").down_to(2.5),
        text("shop", (115.0, 37.0, 80.0, 5.0), 3.5, "店铺：{shop}").down_to(2.5).if_filled("shop"),
        text("address", (LEFT, 43.0, WIDTH, 5.0), 3.5, "地址：{receiver.region} {receiver.detail}").down_to(2.5),
        text("remark", (LEFT, 49.0, WIDTH, 10.0), 3.5, "备注：{remark}").wrap().top().down_to(2.5).if_filled("remark"),
    ];
    let rest = vec![
        table("goods", (LEFT, 61.0, WIDTH, 207.0), (RowSource::Items, 9.0, 3.25), &columns),
        text("total", (LEFT, 270.0, 90.0, 6.0), 4.0, "共 {quantity} 件　{weight}").bold().if_filled("quantity"),
        text("thanks", (LEFT, 277.0, 120.0, 5.0), 3.25, "请当面核对商品，如有问题请联系商家。"),
        text("page", (145.0, 277.0, 50.0, 5.0), 3.25, "第 {page} / {pages} 页").end(),
    ];
    sheet("packing-list-a4", "装箱单 A4", TemplateKind::PackingList, [head, rest].concat())
}

/// `manifest-a4`: what was handed over to the carrier, signed by both.
pub(super) fn manifest() -> Template {
    let columns = [
        ("序号", "{number}", 14.0, Align::Centre),
        ("运单号", "{row.waybill_no}", 42.0, Align::Start),
        ("目的地", "{row.region}", 70.0, Align::Start),
        ("重量", "{row.weight}", 24.0, Align::End),
        ("备注", "{row.note}", 30.0, Align::Start),
    ];
    let head = vec![
        text("title", (75.0, 12.0, 60.0, 11.0), 9.0, "快件交接单").bold().centre(),
        code128("barcode", (LEFT - 3.0, 10.0, 62.0, 10.0), "{waybill_no}").if_filled("waybill_no"),
        text("handover_no", (LEFT, 20.25, 56.0, 4.5), 3.25, "{waybill_no}").centre(),
        text("merchant", (LEFT, 26.0, 110.0, 5.5), 3.75, "交件方：{merchant}").down_to(2.5),
        text("printed_at", (130.0, 26.0, 65.0, 5.5), 3.75, "时间：{printed_at}").end().down_to(2.5),
        text("outlet", (LEFT, 32.0, 110.0, 5.5), 3.75, "承接网点：{outlet}").down_to(2.5),
        text("total", (130.0, 32.0, 65.0, 5.5), 3.75, "共 {count} 件　{total_weight}").bold().end().down_to(2.5),
    ];
    let rest = vec![
        table("parcels", (LEFT, 40.0, WIDTH, 217.0), (RowSource::Rows, 7.0, 3.25), &columns),
        text("given_by", (LEFT, 262.0, 26.0, 6.0), 3.75, "交件人签字："),
        across(268.0, 42.0, 100.0),
        text("taken_by", (108.0, 262.0, 28.0, 6.0), 3.75, "收件员签字："),
        across(268.0, 137.0, RIGHT),
        text("note", (LEFT, 273.0, 120.0, 5.0), 3.0, "以上快件已当面清点，外包装完好。"),
        text("page", (145.0, 277.0, 50.0, 5.0), 3.25, "第 {page} / {pages} 页").end(),
    ];
    sheet("manifest-a4", "快件交接单 A4", TemplateKind::Manifest, [head, rest].concat())
}

fn sheet(id: &str, name: &str, kind: TemplateKind, elements: Vec<Element>) -> Template {
    builder::template(id, name, kind, (210, 297), vec![customer(297, elements)])
}
