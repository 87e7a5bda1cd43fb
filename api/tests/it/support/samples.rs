//! Requests that are accepted, to be spoiled by tests. People and addresses are invented.

use actix_web::http::Method;
use serde_json::{Value, json};
use shared::{
    api_keys::ApiKeyIssued,
    contacts::Contact,
    labels::LabelTemplateDetail,
    operators::{InvitationIssued, Operator, RoleView},
    print_queue::PrintLease,
    print_stations::{PrintStation, PrintStationPairing, StationToken},
    printing::{PrintBatch, Printer},
    shipments::Shipment,
};

use super::{Answer, Caller, TestApp};

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

pub fn order(order_no: &str) -> Value {
    json!({ "receiver": receiver(), "order_no": order_no, "goods": "茶叶", "quantity": 2, "weight_g": 1200 })
}

/// A rule that flags what goes to a province.
pub fn rule(province: &str) -> Value {
    let code = match province {
        "北京" => 11,
        "广东" => 44,
        _ => 33,
    };
    json!({ "name": province, "conditions": { "divisions": [code] }, "outcome": { "flag": province } })
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

/// A template as a file: the standard one with a line of the merchant's own.
pub fn template_file() -> Value {
    let standard = label::standard_template("standard-76x130").unwrap();
    let mut file = serde_json::to_value(standard).unwrap();
    file["based_on"] = json!("standard-76x130");
    file["name"] = json!("带店标");
    own_elements(&mut file).push(own_text("shop_words"));
    file
}

/// A small one that is the merchant's altogether.
pub fn item_template() -> Value {
    let part = json!({ "name": "商品", "zone": "customer", "height_mm": 40.0, "elements": [own_text("words")] });
    json!({
        "id": "item", "name": "商品标签", "kind": "item", "paper": { "width_mm": 60.0, "height_mm": 40.0 }, "parts": [part],
    })
}

/// The elements of the merchant's zone.
pub fn own_elements(file: &mut Value) -> &mut Vec<Value> {
    let parts = file["parts"].as_array_mut().unwrap();
    let own = parts.iter_mut().find(|part| part["zone"] == "customer").unwrap();
    own["elements"].as_array_mut().unwrap()
}

pub fn own_text(name: &str) -> Value {
    json!({
        "name": name, "x_mm": 4.0, "y_mm": 1.0, "width_mm": 40.0, "height_mm": 4.0, "kind": "text",
        "value": "感谢惠顾 {order_no}", "size_mm": 3.0, "min_size_mm": 2.0,
    })
}

impl Caller<'_> {
    pub async fn makes_template(&self, name: &str) -> LabelTemplateDetail {
        let body = json!({ "name": name, "copy_of": "standard-76x130" });
        self.post("/label-templates", &body).await.expect(201).json()
    }

    pub async fn saves_template(&self, made: &LabelTemplateDetail, name: &str, body: &Value) -> Answer {
        let request = self.request(Method::PUT, &format!("/label-templates/{}", made.template.id));
        let tag = format!("\"{}\"", made.template.version.unwrap());
        self.send(request.insert_header(("If-Match", tag)).set_json(json!({ "name": name, "body": body }))).await
    }

    pub async fn ships(&self, order_no: &str) -> Shipment {
        self.post("/shipments", &shipment(order_no)).await.expect(201).json()
    }

    pub async fn adds_contact(&self, kind: &str) -> Contact {
        self.post("/contacts", &contact(kind)).await.expect(201).json()
    }

    pub async fn keeps_order(&self, order_no: &str) -> shared::orders::Order {
        self.post("/orders", &order(order_no)).await.expect(201).json()
    }

    /// Prints the shipments; the labels come out.
    pub async fn labels(&self, shipments: &[&Shipment]) {
        let batch = self.prints(shipments, None).await;
        let sent =
            |job: &shared::printing::PrintJob| json!({ "print_job_id": job.id, "result": { "state": "confirmed" } });
        let results: Vec<Value> = batch.jobs.iter().map(sent).collect();
        self.post("/print-jobs/results", &json!({ "results": results })).await.expect(204);
    }

    /// Prints the shipments and hands them over.
    pub async fn hands_over(&self, shipments: &[&Shipment]) -> shared::handovers::HandoverDetail {
        self.labels(shipments).await;
        let ids: Vec<_> = shipments.iter().map(|shipment| shipment.id).collect();
        self.post("/handovers", &json!({ "shipment_ids": ids })).await.expect(201).json()
    }

    pub async fn adds_owner(&self, code: &str) -> shared::parts::Owner {
        self.post("/owners", &json!({ "code": code, "name": "云栖茶业" })).await.expect(201).json()
    }

    pub async fn sets_up_printer(&self) -> Printer {
        self.post("/printers", &printer()).await.expect(201).json()
    }

    /// Queues labels on a printer.
    pub async fn prints_on(&self, printer: &Printer, shipments: &[&Shipment]) -> PrintBatch {
        let ids: Vec<_> = shipments.iter().map(|shipment| shipment.id).collect();
        let body = json!({ "shipment_ids": ids, "printer_id": printer.id });
        self.post("/print-batches", &body).await.expect(201).json()
    }

    /// Takes labels from a printer's queue.
    pub async fn leases(&self, printer: &Printer, holder: &str, max: u32, begin: u32) -> PrintLease {
        let body = json!({ "holder": holder, "max": max, "begin": begin });
        self.post(&format!("/printers/{}/queue/lease", printer.id), &body).await.expect(200).json()
    }

    pub async fn prints(&self, shipments: &[&Shipment], reason: Option<&str>) -> PrintBatch {
        let printer = self.sets_up_printer().await;
        let ids: Vec<_> = shipments.iter().map(|shipment| shipment.id).collect();
        let body = json!({ "shipment_ids": ids, "printer_id": printer.id, "reprint_reason": reason });
        self.post("/print-batches", &body).await.expect(201).json()
    }
}

impl TestApp {
    /// A print station that `owner` made, and it as a caller.
    pub async fn station(&self, owner: &Caller<'_>, name: &str, printers: &[&Printer]) -> (PrintStation, Caller<'_>) {
        let ids: Vec<_> = printers.iter().map(|printer| printer.id).collect();
        let made: PrintStationPairing =
            owner.post("/print-stations", &json!({ "name": name, "printer_ids": ids })).await.expect(201).json();
        let body = json!({ "pairing_code": made.pairing_code });
        let token: StationToken = self.anonymous().post("/print-station/pair", &body).await.expect(200).json();
        (made.station, Caller::new(self, Some(token.token)))
    }
}

pub fn invitation(user_name: &str) -> Value {
    json!({ "user_name": user_name, "display_name": "顾新", "grant": { "role": "clerk" } })
}

pub fn api_key() -> Value {
    json!({ "name": "ERP", "scopes": ["shipments_read"], "networks": [] })
}

impl Caller<'_> {
    pub async fn invites(&self, user_name: &str) -> InvitationIssued {
        self.post("/invitations", &invitation(user_name)).await.expect(201).json()
    }

    pub async fn makes_role(&self, name: &str, permissions: &[&str]) -> RoleView {
        self.post("/roles", &json!({ "name": name, "permissions": permissions })).await.expect(201).json()
    }

    pub async fn makes_key(&self, scopes: &[&str]) -> ApiKeyIssued {
        self.post("/api-keys", &json!({ "name": "ERP", "scopes": scopes })).await.expect(201).json()
    }

    /// The operator of this user name.
    pub async fn operator(&self, user_name: &str) -> Operator {
        let operators: Vec<Operator> = self.read("/operators").await;
        operators.into_iter().find(|operator| operator.user_name == user_name).expect("there is such an operator")
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PATCH, path).set_json(body)).await
    }
}

/// Of the applicant; nobody else has it.
pub const APPLICANT_PHONE: &str = "13700004567";
pub const RESPONSIBLE: &str = "欧阳承志";
pub const IDENTITY_NUMBER: &str = "310115198503120012";

/// What a company in Qingpu tells of itself.
pub fn application_form() -> Value {
    json!({
        "company_name": "上海织云服饰有限公司",
        "credit_code": "91310118MA1JXY7K2N",
        "responsible_name": RESPONSIBLE,
        "identity_number": IDENTITY_NUMBER,
        "contact_name": "钱小满",
        "contact_phone": APPLICANT_PHONE,
        "contact_email": "qian@zhiyun.example",
        "province": "上海市",
        "city": "",
        "district": "青浦区",
        "detail": "华新镇华腾路1288号5号楼1层",
        "daily_parcels": 300,
        "settlement": "credit"
    })
}

pub fn terms() -> Value {
    json!({ "settlement": "prepaid", "agreement_no": "XY-1", "agreement_expires_on": "2027-06-30" })
}
