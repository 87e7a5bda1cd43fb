use serde_json::json;
use shared::labels::{LabelFormat, LabelTemplate};

use crate::support::{DETAIL, PHONE, RECEIVER, TestApp, samples::NOBODY};

fn begins(format: LabelFormat) -> &'static [u8] {
    match format {
        LabelFormat::Zpl => b"^XA",
        LabelFormat::Tspl => b"\r\nSIZE ",
        LabelFormat::Cpcl => b"! ",
        LabelFormat::Escpos => b"\x1b@",
        LabelFormat::Epl => b"\r\nN\r\n",
        LabelFormat::Pdf => b"%PDF-",
        LabelFormat::Png => b"\x89PNG\r\n\x1a\n",
        LabelFormat::Svg => b"<svg",
    }
}

#[actix_web::test]
async fn every_format_has_its_bytes_and_its_type() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("SO-1").await;
    for format in LabelFormat::ALL {
        let answer = clerk.get(&format!("/shipments/{}/label?format={}", made.id, format.as_str())).await.expect(200);
        let head: Vec<u8> = answer.body.iter().copied().take(16).collect();
        assert!(head.starts_with(begins(format)), "{format:?}: {:?}", String::from_utf8_lossy(&head));
        let media_type = answer.header("content-type").split(';').next().unwrap().to_owned();
        assert_eq!(media_type, format.media_type().split(';').next().unwrap());
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        for secret in [RECEIVER, PHONE, DETAIL] {
            assert!(!text.contains(secret), "{format:?} shows {secret}");
        }
    }
}

#[actix_web::test]
async fn every_template_is_drawn_at_every_resolution_that_exists() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("SO-1").await;
    let templates: Vec<LabelTemplate> = clerk.read("/label-templates").await;
    assert!(!templates.is_empty());
    let path = format!("/shipments/{}/label?format=zpl", made.id);
    for template in templates {
        clerk.get(&format!("{path}&template_id={}", template.id)).await.expect(200);
    }
    for (query, pointer) in [("&dpi=204", "dpi"), ("&template_id=none", "template_id"), ("&colour=1", "colour")] {
        let problem = clerk.get(&format!("{path}{query}")).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, format!("?{pointer}"));
    }
    clerk.get(&format!("/shipments/{}/label", made.id)).await.problem(422, "invalid_fields");
}

#[actix_web::test]
async fn what_is_void_has_no_label() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let (made, good) = (clerk.ships("SO-1").await, clerk.ships("SO-2").await);
    clerk.post(&format!("/shipments/{}/void", made.id), &()).await.expect(200);
    clerk.get(&format!("/shipments/{}/label?format=pdf", made.id)).await.problem(409, "shipment_voided");
    let body = json!({ "shipment_ids": [good.id, made.id], "format": "pdf" });
    clerk.post("/labels", &body).await.problem(409, "shipment_voided");
}

#[actix_web::test]
async fn a_bundle_is_in_the_order_asked() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let (a, b) = (clerk.ships("SO-1").await, clerk.ships("SO-2").await);
    let bundle = async |ids: serde_json::Value| {
        clerk.post("/labels", &json!({ "shipment_ids": ids, "format": "zpl" })).await.expect(200).body
    };
    let (ab, ba) = (bundle(json!([a.id, b.id])).await, bundle(json!([b.id, a.id])).await);
    assert_ne!(ab, ba);
    assert_eq!(ab.windows(3).filter(|window| window == b"^XA").count(), 2);
    let pdf = json!({ "shipment_ids": [a.id, b.id], "format": "pdf", "dpi": 300 });
    let pdf = clerk.post("/labels", &pdf).await.expect(200);
    assert!(pdf.body.starts_with(b"%PDF-"));
    let png = json!({ "shipment_ids": [a.id, b.id], "format": "png" });
    clerk.post("/labels", &png).await.faults(&[("/format", "one_label_only")]);
    clerk.post("/labels", &json!({ "shipment_ids": [a.id, NOBODY], "format": "zpl" })).await.problem(404, "not_found");
    let foreign = app.other_merchant().await.ships("SO-1").await;
    let body = json!({ "shipment_ids": [a.id, foreign.id], "format": "zpl" });
    clerk.post("/labels", &body).await.problem(404, "not_found");
}
