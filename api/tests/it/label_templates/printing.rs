use serde_json::{Value, json};
use shared::{
    labels::{LabelContent, LabelTemplateDetail},
    printing::{PrintBatch, Printer},
};

use crate::support::{
    Caller, DETAIL, PHONE, RECEIVER, TestApp,
    samples::{own_elements, own_text, printer, template_file},
};

async fn imports(caller: &Caller<'_>, file: &Value) -> LabelTemplateDetail {
    caller.post("/label-templates/import", file).await.expect(201).json()
}

fn showing() -> Value {
    let mut file = template_file();
    file["privacy"] = json!({ "name": "show", "phone": "show", "address": "show" });
    file
}

async fn audited(app: &TestApp, action: &str) -> i64 {
    app.db_count("audit_log", &format!("action = '{action}'")).await
}

#[actix_web::test]
async fn labels_are_drawn_with_own_templates() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.ships("SO-1").await;
    let own = imports(&owner, &template_file()).await.template.id;
    let path = format!("/shipments/{}/label?format=png", made.id);
    let standard = owner.get(&path).await.expect(200).body;
    let with_own = owner.get(&format!("{path}&template_id={own}")).await.expect(200).body;
    assert_ne!(standard, with_own);
    let bundle = json!({ "shipment_ids": [made.id], "format": "png", "template_id": own });
    assert_eq!(owner.post("/labels", &bundle).await.expect(200).body, with_own);
    // The merchant's default is what is drawn when nothing is asked for.
    owner.put("/label-template-defaults", &json!({ "template_id": own })).await.expect(200);
    assert_eq!(owner.get(&path).await.expect(200).body, with_own);
    owner.put("/label-template-defaults", &json!({ "template_id": null })).await.expect(200);
    assert_eq!(owner.get(&path).await.expect(200).body, standard);
    let foreign = app.other_merchant().await;
    let theirs = foreign.ships("SO-1").await;
    let problem = foreign.get(&format!("/shipments/{}/label?format=png&template_id={own}", theirs.id)).await;
    assert_eq!(problem.problem(422, "invalid_fields").errors[0].pointer, "?template_id");
}

#[actix_web::test]
async fn a_batch_records_template_and_version_of_every_label() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = imports(&owner, &template_file()).await;
    let mut setup = printer();
    setup["template_id"] = json!(made.template.id);
    let printer: Printer = owner.post("/printers", &setup).await.expect(201).json();
    let prints = async |order: &str, template: Option<&str>| -> PrintBatch {
        let shipment = owner.ships(order).await;
        let mut body = json!({ "shipment_ids": [shipment.id], "printer_id": printer.id });
        if let Some(id) = template {
            body["template_id"] = json!(id);
        }
        owner.post("/print-batches", &body).await.expect(201).json()
    };
    let drawn = |batch: &PrintBatch| batch.jobs[0].drawn_with();
    assert_eq!(drawn(&prints("SO-1", None).await), format!("{}@1", made.template.id));
    owner.saves_template(&made, "带店标", &made.body).await.expect(200);
    assert_eq!(drawn(&prints("SO-2", None).await), format!("{}@2", made.template.id));
    assert_eq!(drawn(&prints("SO-3", Some("standard-76x130")).await), "standard-76x130");
    let id = &made.template.id;
    assert_eq!(app.db_count("print_jobs", &format!("template_id = '{id}' AND template_version = 2")).await, 1);
    assert_eq!(app.db_count("print_batches", &format!("template_id = '{id}' AND template_version = 1")).await, 1);
}

#[actix_web::test]
async fn each_shop_has_its_own_template_as_far_as_the_paper_fits() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (shop, usual) = (imports(&owner, &template_file()).await, imports(&owner, &template_file()).await);
    let sets = async |source: Option<&str>, id: &str| {
        let body = json!({ "source": source, "template_id": id });
        owner.put("/label-template-defaults", &body).await.expect(200)
    };
    sets(Some("api"), &shop.template.id).await;
    sets(None, &usual.template.id).await;
    let all: Value = sets(Some("taobao"), "standard-100x180").await.json();
    assert_eq!(all.as_array().unwrap().len(), 3);
    let drawn = async |template: &str, order: &str| -> String {
        let mut setup = printer();
        setup["template_id"] = json!(template);
        let printer: Printer = owner.post("/printers", &setup).await.expect(201).json();
        let shipment = owner.ships(order).await;
        let body = json!({ "shipment_ids": [shipment.id], "printer_id": printer.id });
        let batch: PrintBatch = owner.post("/print-batches", &body).await.expect(201).json();
        batch.jobs[0].template_id.clone()
    };
    // Shipments made here come from the API, whose shop has its own template.
    assert_eq!(drawn("standard-76x130", "SO-1").await, shop.template.id);
    assert_eq!(drawn(&usual.template.id, "SO-2").await, shop.template.id);
    // A printer with other paper keeps to its paper.
    assert_eq!(drawn("standard-100x180", "SO-3").await, "standard-100x180");
    owner.put("/label-template-defaults", &json!({ "source": "api", "template_id": null })).await.expect(200);
    assert_eq!(drawn("standard-76x130", "SO-4").await, usual.template.id);
    for body in [json!({ "source": "myspace", "template_id": shop.template.id }), json!({ "template_id": "none" })] {
        owner.put("/label-template-defaults", &body).await.problem(422, "invalid_fields");
    }
    let foreign = app.other_merchant().await;
    let body = json!({ "template_id": shop.template.id });
    foreign.put("/label-template-defaults", &body).await.faults(&[("/template_id", "unknown_template")]);
}

#[actix_web::test]
async fn personal_data_is_shown_only_to_who_may_see_it_and_that_is_written_down() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    let shipment = owner.ships("SO-1").await;
    let own = imports(&owner, &showing()).await.template;
    assert!(own.shows_personal_data);
    let path = format!("/shipments/{}/label?format=zpl&template_id={}", shipment.id, own.id);
    clerk.get(&path).await.problem(403, "template_shows_personal_data");
    assert_eq!(audited(&app, "personal_data_printed").await, 0);
    owner.get(&path).await.expect(200);
    assert_eq!(audited(&app, "personal_data_printed").await, 1);
    let printer: Printer = owner.post("/printers", &printer()).await.expect(201).json();
    let body = json!({ "shipment_ids": [shipment.id], "printer_id": printer.id, "template_id": own.id });
    clerk.post("/print-batches", &body).await.problem(403, "template_shows_personal_data");
    owner.post("/print-batches", &body).await.expect(201);
    let lease = owner.leases(&printer, "page-0001", 1, 0).await;
    let receiver = &lease.jobs[0].content.as_ref().unwrap().receiver;
    assert_eq!((receiver.name.as_str(), receiver.phone.as_str(), receiver.detail.as_str()), (RECEIVER, PHONE, DETAIL));
    assert_eq!(audited(&app, "personal_data_printed").await, 2);
    // Standard templates hide it, and so does what the designer looks at.
    let content: LabelContent = owner.read(&format!("/shipments/{}/label-content", shipment.id)).await;
    for text in [&content.receiver.name, &content.receiver.phone, &content.receiver.detail] {
        assert!(![RECEIVER, PHONE, DETAIL].contains(&text.as_str()), "{text}");
    }
}

#[actix_web::test]
async fn hiding_part_of_it_shows_only_the_rest() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let shipment = owner.ships("SO-1").await;
    let mut file = template_file();
    file["privacy"] = json!({ "phone": "show" });
    own_elements(&mut file).push(own_text("second_words"));
    let own = imports(&owner, &file).await.template;
    let printer: Printer = owner.post("/printers", &printer()).await.expect(201).json();
    let body = json!({ "shipment_ids": [shipment.id], "printer_id": printer.id, "template_id": own.id });
    owner.post("/print-batches", &body).await.expect(201);
    let lease = owner.leases(&printer, "page-0001", 1, 0).await;
    let receiver = &lease.jobs[0].content.as_ref().unwrap().receiver;
    assert_eq!(receiver.phone, PHONE);
    assert_ne!(receiver.name, RECEIVER);
    assert_ne!(receiver.detail, DETAIL);
}
