//! Requests that are accepted, to be spoiled by tests. People and addresses are invented.

use serde_json::{Value, json};
use shared::{
    contacts::Contact,
    printing::{PrintBatch, Printer},
    shipments::Shipment,
};

use super::Caller;

/// An id that nothing has.
pub const NOBODY: &str = "00000000-0000-7000-8000-000000000000";
pub const RECEIVER: &str = "欧阳春晓";
pub const PHONE: &str = "13812345670";
pub const DETAIL: &str = "西溪路569号7幢402室";

pub fn receiver() -> Value {
    json!({
        "name": RECEIVER, "phone": PHONE, "province": "浙江省", "city": "杭州市", "district": "余杭区",
        "detail": DETAIL,
    })
}

pub fn shipment(order_no: &str) -> Value {
    json!({ "receiver": receiver(), "order_no": order_no, "goods": "茶叶", "weight_g": 1200 })
}

pub fn contact(kind: &str) -> Value {
    json!({ "kind": kind, "party": receiver() })
}

pub fn printer() -> Value {
    json!({
        "name": "前台打印机", "connection": "usb", "language": "zpl", "dpi": 203, "template_id": "standard-76x130",
        "device_key": "usb:0a5f:0082:1",
    })
}

pub fn network_printer(host: &str, port: u16) -> Value {
    json!({
        "name": "仓库网络打印机", "connection": "tcp", "language": "zpl", "dpi": 203, "template_id": "standard-76x130",
        "device_key": "", "network": { "host": host, "port": port },
    })
}

impl Caller<'_> {
    pub async fn ships(&self, order_no: &str) -> Shipment {
        self.post("/shipments", &shipment(order_no)).await.expect(201).json()
    }

    pub async fn adds_contact(&self, kind: &str) -> Contact {
        self.post("/contacts", &contact(kind)).await.expect(201).json()
    }

    pub async fn sets_up_printer(&self) -> Printer {
        self.post("/printers", &printer()).await.expect(201).json()
    }

    pub async fn prints(&self, shipments: &[&Shipment], reason: Option<&str>) -> PrintBatch {
        let printer = self.sets_up_printer().await;
        let ids: Vec<_> = shipments.iter().map(|shipment| shipment.id).collect();
        let body = json!({ "shipment_ids": ids, "printer_id": printer.id, "reprint_reason": reason });
        self.post("/print-batches", &body).await.expect(201).json()
    }
}
