//! `standard-100x150` and `standard-100x100`: one piece of wide paper.

use super::builder::{self, across, code128, customer, down, frame, part, qr, text};
use super::two_part;
use crate::template::{Element, Template, TemplateKind, Zone};

const LEFT: f64 = 4.0;
const RIGHT: f64 = 96.0;
/// Where the strip with the QR code begins on the square label.
const STRIP: f64 = 74.0;

/// The parcel's part of the two-part label, and 40 mm for the merchant.
pub(super) fn tall() -> Template {
    let parts = vec![two_part::carrier_part(), customer(40, tall_contents())];
    builder::template("standard-100x150", "标准一联单 100×150", TemplateKind::Waybill, (100, 150), parts)
}

fn tall_contents() -> Vec<Element> {
    vec![
        across(0.0, LEFT, RIGHT),
        text("customer_goods", (LEFT, 1.0, 52.0, 9.0), 3.25, "品名：{goods}")
            .wrap()
            .top()
            .down_to(2.25)
            .if_filled("goods"),
        text("customer_remark", (LEFT, 10.5, 66.0, 9.0), 3.0, "备注：{remark}")
            .wrap()
            .top()
            .down_to(2.25)
            .if_filled("remark"),
        text("customer_order_no", (LEFT, 20.0, 66.0, 4.0), 2.75, "订单号 {order_no}").if_filled("order_no"),
        text("customer_shop", (LEFT, 24.5, 66.0, 4.0), 2.75, "{shop}").if_filled("shop"),
        qr("tracking", (73.5, 1.5, 22.5, 22.5), "{track_url}").if_filled("track_url"),
    ]
}

/// The square label is too low for an upright barcode; a QR code takes its place.
pub(super) fn square() -> Template {
    let carrier = [square_sorting(), square_parties()].concat();
    let parts = vec![part("承运区", Zone::Carrier, 76, carrier), customer(24, square_contents())];
    builder::template("standard-100x100", "标准一联单 100×100", TemplateKind::Waybill, (100, 100), parts)
}

fn square_sorting() -> Vec<Element> {
    vec![
        text("service", (LEFT, 1.5, 46.0, 5.5), 4.0, "{service}").bold().down_to(2.5),
        text("reprint", (52.0, 2.0, 10.0, 4.75), 3.25, "{reprint}").inverse().bold().centre().if_filled("reprint"),
        text("printed_at", (64.0, 1.25, 32.0, 3.0), 2.25, "{printed_at}").end(),
        text("sequence", (64.0, 4.25, 32.0, 3.0), 2.25, "{sequence}").end(),
        across(7.5, LEFT, RIGHT),
        text("route_code", (LEFT, 7.75, 92.0, 12.5), 10.5, "{route_code}").bold().centre().down_to(4.5),
        across(20.5, LEFT, RIGHT),
        code128("barcode", (LEFT, 21.5, 92.0, 11.5), "{waybill_no}"),
        text("waybill_no", (LEFT, 33.25, 92.0, 4.5), 3.75, "{waybill_no}").bold().centre(),
        across(38.0, LEFT, RIGHT),
        text("bag_mark", (LEFT, 38.75, 5.5, 5.5), 4.25, "集").inverse().bold().centre().if_filled("bag_hub"),
        text("bag_hub", (10.5, 38.25, 63.0, 6.5), 5.0, "{bag_hub}").bold().down_to(3.0),
        text("weight", (STRIP + 0.75, 38.25, 21.25, 6.5), 3.5, "{weight}").centre(),
        across(45.0, LEFT, RIGHT),
    ]
}

fn square_parties() -> Vec<Element> {
    vec![
        text("receiver_mark", (LEFT, 49.5, 6.0, 6.0), 4.5, "收").inverse().bold().centre(),
        text("receiver_name", (12.0, 45.5, 28.0, 5.25), 4.0, "{receiver.name}").bold().down_to(3.0),
        text("receiver_phone", (41.0, 45.5, 32.0, 5.25), 4.0, "{receiver.phone}").bold().end().down_to(3.0),
        text("receiver_address", (12.0, 50.75, 61.0, 10.75), 3.5, "{receiver.region} {receiver.detail}")
            .bold()
            .wrap()
            .top()
            .down_to(2.75),
        across(62.0, LEFT, STRIP),
        text("sender_mark", (LEFT + 0.5, 66.25, 5.0, 5.0), 3.5, "寄").inverse().centre(),
        text("sender_name", (12.0, 62.5, 30.0, 4.0), 2.75, "{sender.name}").down_to(2.25),
        text("sender_phone", (43.0, 62.5, 30.0, 4.0), 2.75, "{sender.phone}").end().down_to(2.25),
        text("sender_address", (12.0, 66.5, 61.0, 8.5), 2.75, "{sender.region} {sender.detail}")
            .wrap()
            .top()
            .down_to(2.25),
        down(STRIP, 45.0, 75.75),
        qr("tracking", (75.0, 45.5, 20.5, 20.5), "{track_url}").if_filled("track_url"),
        frame("inspected_frame", (77.0, 67.75, 16.5, 6.5), 0.375),
        text("inspected", (77.5, 68.25, 15.5, 5.5), 4.0, "已验视").bold().centre(),
        across(75.75, LEFT, RIGHT),
    ]
}

fn square_contents() -> Vec<Element> {
    vec![
        text("goods", (LEFT, 1.0, 78.0, 8.0), 2.75, "品名：{goods}").wrap().top().down_to(2.25).if_filled("goods"),
        text("quantity", (83.0, 1.0, 13.0, 4.0), 2.75, "×{quantity}").end().if_filled("quantity"),
        text("remark", (LEFT, 9.25, 92.0, 8.0), 2.75, "备注：{remark}").wrap().top().down_to(2.25).if_filled("remark"),
        text("order_no", (LEFT, 18.0, 56.0, 3.75), 2.5, "订单号 {order_no}").down_to(2.25).if_filled("order_no"),
        text("shop", (61.0, 18.0, 35.0, 3.75), 2.5, "{shop}").end().down_to(2.25).if_filled("shop"),
    ]
}
