//! `standard-100x180`: 110 mm stay on the parcel, 70 mm are torn off by the sender; the last 26 mm of those
//! are the merchant's own.

use super::builder::{self, across, code128, customer, down, frame, part, qr, text};
use crate::template::{Element, Part, Rotation, Template, TemplateKind, Zone};

const LEFT: f64 = 4.0;
const RIGHT: f64 = 96.0;
/// The height of what stays on the parcel.
const CARRIER_MM: u16 = 110;
/// Where the strip with the upright barcode begins.
const STRIP: f64 = 77.0;

pub(super) fn template() -> Template {
    let copy = [copy_head(), copy_parties()].concat();
    let parts = vec![carrier_part(), part("寄件联", Zone::Carrier, 44, copy), customer(26, copy_contents())];
    builder::template("standard-100x180", "标准二联单 100×180", TemplateKind::Waybill, (100, 180), parts)
}

/// What stays on the parcel; the same on every label of this width.
pub(super) fn carrier_part() -> Part {
    part("派件联", Zone::Carrier, CARRIER_MM, [sorting(), parties(), receipt()].concat())
}

fn sorting() -> Vec<Element> {
    vec![
        text("service", (LEFT, 2.0, 46.0, 7.0), 5.0, "{service}").bold().down_to(2.5),
        text("reprint", (52.0, 2.75, 12.0, 5.5), 4.0, "{reprint}").inverse().bold().centre().if_filled("reprint"),
        text("printed_at", (66.0, 2.0, 30.0, 3.5), 2.5, "{printed_at}").end(),
        text("sequence", (66.0, 5.5, 30.0, 3.5), 2.5, "{sequence}").end(),
        across(9.5, LEFT, RIGHT),
        text("route_code", (LEFT, 10.0, 92.0, 15.5), 13.0, "{route_code}").bold().centre().down_to(5.0),
        across(26.0, LEFT, RIGHT),
        code128("barcode", (LEFT, 27.25, 92.0, 13.5), "{waybill_no}"),
        text("waybill_no", (LEFT, 41.0, 92.0, 5.0), 4.25, "{waybill_no}").bold().centre(),
        across(46.5, LEFT, RIGHT),
        text("bag_mark", (LEFT, 47.75, 6.5, 6.5), 5.0, "集").inverse().bold().centre().if_filled("bag_hub"),
        text("bag_hub", (12.0, 47.0, 64.0, 8.0), 6.5, "{bag_hub}").bold().down_to(3.0),
        text("weight", (STRIP + 0.75, 47.0, 18.0, 8.0), 4.0, "{weight}").centre(),
        across(55.25, LEFT, RIGHT),
    ]
}

fn parties() -> Vec<Element> {
    vec![
        text("receiver_mark", (LEFT, 62.0, 8.0, 8.0), 6.0, "收").inverse().bold().centre(),
        text("receiver_name", (14.0, 56.0, 30.0, 6.75), 5.0, "{receiver.name}").bold().down_to(3.0),
        text("receiver_phone", (44.5, 56.0, 31.5, 6.75), 5.0, "{receiver.phone}").bold().end().down_to(3.0),
        text("receiver_address", (14.0, 62.75, 62.0, 14.5), 4.5, "{receiver.region} {receiver.detail}")
            .bold()
            .wrap()
            .top()
            .down_to(3.0),
        across(77.75, LEFT, STRIP),
        text("sender_mark", (LEFT + 1.25, 80.75, 5.5, 5.5), 4.25, "寄").inverse().centre(),
        text("sender_name", (14.0, 78.5, 33.0, 4.25), 3.5, "{sender.name}").down_to(2.5),
        text("sender_phone", (47.5, 78.5, 28.5, 4.25), 3.5, "{sender.phone}").end().down_to(2.5),
        text("sender_address", (14.0, 82.75, 62.0, 7.0), 3.0, "{sender.region} {sender.detail}")
            .wrap()
            .top()
            .down_to(2.25),
        across(90.25, LEFT, STRIP),
        down(STRIP, 55.25, 108.5),
        code128("side_barcode", (80.0, 56.0, 11.5, 52.5), "{waybill_no}").turned(Rotation::Quarter),
        text("side_waybill_no", (92.0, 56.0, 3.25, 52.5), 2.5, "{waybill_no}").centre().turned(Rotation::Quarter),
    ]
}

fn receipt() -> Vec<Element> {
    vec![
        text("goods", (LEFT, 91.0, 56.0, 4.0), 2.75, "品名：{goods}").down_to(2.25).if_filled("goods"),
        text("quantity", (60.5, 91.0, 15.5, 4.0), 2.75, "×{quantity}").end().if_filled("quantity"),
        text("signed_by", (LEFT, 95.75, 14.0, 4.0), 2.75, "签收人"),
        across(106.5, LEFT, 29.5),
        text("signed_at", (31.5, 95.75, 14.0, 4.0), 2.75, "时间"),
        across(106.5, 31.5, 56.5),
        frame("inspected_frame", (59.5, 99.5, 16.0, 7.0), 0.375),
        text("inspected", (60.0, 100.0, 15.0, 6.0), 4.5, "已验视").bold().centre(),
    ]
}

fn copy_head() -> Vec<Element> {
    vec![
        text("copy_title", (LEFT, 3.0, 28.0, 5.5), 4.0, "寄件联").bold(),
        text("copy_service", (LEFT, 8.5, 28.0, 4.5), 3.25, "{service}").down_to(2.25),
        text("copy_printed_at", (LEFT, 13.0, 28.0, 3.5), 2.5, "{printed_at}"),
        code128("copy_barcode", (33.0, 3.0, 63.0, 9.0), "{waybill_no}"),
        text("copy_waybill_no", (33.0, 12.25, 63.0, 4.25), 3.5, "{waybill_no}").bold().centre(),
        across(17.0, LEFT, RIGHT),
    ]
}

fn copy_parties() -> Vec<Element> {
    vec![
        text("copy_receiver_mark", (LEFT, 20.25, 6.0, 6.0), 4.5, "收").inverse().centre(),
        text("copy_receiver_name", (12.0, 17.75, 48.0, 4.75), 3.5, "{receiver.name}").bold().down_to(2.5),
        text("copy_receiver_phone", (60.5, 17.75, 35.5, 4.75), 3.5, "{receiver.phone}").bold().end().down_to(2.5),
        text("copy_receiver_address", (12.0, 22.5, 84.0, 7.5), 3.0, "{receiver.region} {receiver.detail}")
            .wrap()
            .top()
            .down_to(2.25),
        across(30.5, LEFT, RIGHT),
        text("copy_sender_mark", (LEFT, 33.75, 6.0, 6.0), 4.5, "寄").inverse().centre(),
        text("copy_sender_name", (12.0, 31.25, 48.0, 4.75), 3.5, "{sender.name}").bold().down_to(2.5),
        text("copy_sender_phone", (60.5, 31.25, 35.5, 4.75), 3.5, "{sender.phone}").bold().end().down_to(2.5),
        text("copy_sender_address", (12.0, 36.0, 84.0, 7.5), 3.0, "{sender.region} {sender.detail}")
            .wrap()
            .top()
            .down_to(2.25),
        across(43.75, LEFT, RIGHT),
    ]
}

fn copy_contents() -> Vec<Element> {
    vec![
        text("copy_goods", (LEFT, 1.0, 52.0, 8.0), 3.25, "品名：{goods}").wrap().top().down_to(2.25).if_filled("goods"),
        text("copy_quantity", (57.5, 1.0, 14.0, 4.0), 3.0, "×{quantity}").end().if_filled("quantity"),
        text("copy_weight", (57.5, 5.0, 14.0, 4.0), 3.0, "{weight}").end(),
        text("copy_remark", (LEFT, 9.25, 67.5, 8.0), 3.0, "备注：{remark}")
            .wrap()
            .top()
            .down_to(2.25)
            .if_filled("remark"),
        text("copy_order_no", (LEFT, 18.5, 50.0, 4.0), 2.75, "订单号 {order_no}").if_filled("order_no"),
        text("copy_sequence", (56.0, 18.5, 15.5, 4.0), 2.5, "{sequence}").end(),
        qr("tracking", (73.5, 1.0, 22.5, 22.5), "{track_url}").if_filled("track_url"),
    ]
}
