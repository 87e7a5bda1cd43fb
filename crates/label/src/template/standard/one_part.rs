//! `standard-76x130`: the one-part waybill most networks use.
//!
//! From top to bottom as the parcel travels: service and date; route code for the sorter, seen from two metres; barcode;
//! bag hub; receiver for the courier; sender; receipt; then the merchant's own zone. A second barcode stands upright at the
//! right edge for scanners at a belt.

use super::builder::{self, across, code128, customer, down, frame, part, qr, text};
use crate::template::{Element, Rotation, Template, TemplateKind, Zone};

/// The printable width; 3 mm stay white on both sides because paper wanders.
const LEFT: f64 = 3.0;
const RIGHT: f64 = 73.0;
/// Where the strip with the upright barcode begins.
const STRIP: f64 = 57.5;

/// Where the merchant's own zone begins; the last 32 mm, as the platforms of shops expect it.
const CARRIER_MM: u16 = 98;
const CUSTOMER_MM: u16 = 32;

pub(super) fn template() -> Template {
    let carrier = [sorting(), parties(), receipt()].concat();
    let parts = vec![part("承运区", Zone::Carrier, CARRIER_MM, carrier), customer(CUSTOMER_MM, contents())];
    builder::template("standard-76x130", "标准一联单 76×130", TemplateKind::Waybill, (76, 130), parts)
}

fn sorting() -> Vec<Element> {
    vec![
        text("service", (LEFT, 1.5, 38.0, 6.0), 4.0, "{service}").bold().down_to(2.5),
        text("reprint", (42.0, 2.0, 9.0, 5.0), 3.25, "{reprint}").inverse().bold().centre().if_filled("reprint"),
        text("printed_at", (52.0, 1.5, 21.0, 3.0), 2.25, "{printed_at}").end(),
        text("sequence", (52.0, 4.5, 21.0, 3.0), 2.25, "{sequence}").end(),
        across(8.0, LEFT, RIGHT),
        text("route_code", (LEFT, 8.25, 70.0, 13.25), 10.25, "{route_code}").bold().centre().down_to(4.0),
        across(21.5, LEFT, RIGHT),
        code128("barcode", (LEFT, 22.75, 70.0, 13.25), "{waybill_no}"),
        text("waybill_no", (LEFT, 36.25, 70.0, 4.5), 3.5, "{waybill_no}").bold().centre(),
        across(41.0, LEFT, RIGHT),
        text("bag_mark", (LEFT, 42.0, 6.0, 6.0), 4.5, "集").inverse().bold().centre().if_filled("bag_hub"),
        text("bag_hub", (10.5, 41.25, 46.0, 7.5), 4.75, "{bag_hub}").bold().down_to(3.0),
        text("weight", (STRIP + 0.75, 41.25, 14.75, 7.5), 3.25, "{weight}").centre(),
        across(49.0, LEFT, RIGHT),
    ]
}

fn parties() -> Vec<Element> {
    vec![
        text("receiver_mark", (LEFT, 56.0, 6.5, 6.5), 5.0, "收").inverse().bold().centre(),
        text("receiver_name", (11.0, 49.75, 20.5, 5.75), 4.0, "{receiver.name}").bold().down_to(3.0),
        text("receiver_phone", (32.0, 49.75, 25.0, 5.75), 4.0, "{receiver.phone}").bold().end().down_to(3.0),
        text("receiver_address", (11.0, 55.75, 46.0, 14.25), 3.25, "{receiver.region} {receiver.detail}")
            .bold()
            .wrap()
            .top()
            .down_to(3.0),
        across(70.5, LEFT, STRIP),
        text("sender_mark", (LEFT + 0.75, 73.75, 5.0, 5.0), 3.5, "寄").inverse().centre(),
        text("sender_name", (11.0, 71.0, 24.5, 4.0), 2.75, "{sender.name}").down_to(2.25),
        text("sender_phone", (36.0, 71.0, 21.0, 4.0), 2.75, "{sender.phone}").end().down_to(2.25),
        text("sender_address", (11.0, 75.0, 46.0, 6.75), 2.5, "{sender.region} {sender.detail}").wrap().top(),
        across(82.0, LEFT, STRIP),
        down(STRIP, 49.0, 97.75),
        code128("side_barcode", (60.0, 49.5, 10.0, 48.0), "{waybill_no}").turned(Rotation::Quarter),
        text("side_waybill_no", (70.25, 49.5, 2.75, 48.0), 2.25, "{waybill_no}").centre().turned(Rotation::Quarter),
    ]
}

fn receipt() -> Vec<Element> {
    vec![
        qr("tracking", (LEFT, 82.25, 15.5, 15.5), "{track_url}").if_filled("track_url"),
        text("signed_by", (19.5, 83.0, 14.0, 3.5), 2.5, "签收人"),
        across(89.5, 19.5, 57.0),
        text("signed_at", (19.5, 90.5, 14.0, 3.5), 2.5, "时间"),
        across(97.0, 19.5, 39.5),
        frame("inspected_frame", (41.0, 90.5, 16.0, 6.5), 0.375),
        text("inspected", (41.5, 91.0, 15.0, 5.5), 4.0, "已验视").bold().centre(),
        across(97.75, LEFT, RIGHT),
    ]
}

fn contents() -> Vec<Element> {
    vec![
        text("goods", (LEFT, 1.0, 58.0, 9.0), 2.5, "品名：{goods}").wrap().top().down_to(2.25).if_filled("goods"),
        text("quantity", (61.5, 1.0, 11.5, 3.75), 2.5, "×{quantity}").end().if_filled("quantity"),
        text("remark", (LEFT, 10.25, 70.0, 8.5), 2.5, "备注：{remark}").wrap().top().down_to(2.25).if_filled("remark"),
        text("order_no", (LEFT, 19.25, 44.0, 3.5), 2.25, "订单号 {order_no}").if_filled("order_no"),
        text("shop", (47.5, 19.25, 25.5, 3.5), 2.25, "{shop}").end().if_filled("shop"),
    ]
}
