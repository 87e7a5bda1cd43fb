use serde_json::json;
use shared::labels::{LabelTemplate, LabelTemplateDetail, LabelTemplateVersion};

use crate::support::{
    TestApp,
    samples::{own_elements, own_text},
};

#[actix_web::test]
async fn a_template_is_made_from_a_standard_one_and_kept_in_versions() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.makes_template("带店标").await;
    assert_eq!(made.template.version, Some(1));
    assert_eq!(made.template.base_id.as_deref(), Some("standard-76x130"));
    assert_eq!(made.body["name"], "带店标");
    let mut body = made.body.clone();
    own_elements(&mut body).push(own_text("shop_words"));
    let saved = owner.saves_template(&made, "带店标二", &body).await.expect(200);
    assert_eq!(saved.header("etag"), "\"2\"");
    let saved: LabelTemplateDetail = saved.json();
    assert_eq!((saved.template.version, saved.template.name.as_str()), (Some(2), "带店标二"));
    assert_eq!(own_elements(&mut saved.body.clone()).last().unwrap()["name"], "shop_words");

    let path = format!("/label-templates/{}", made.template.id);
    let versions: Vec<LabelTemplateVersion> = owner.read(&format!("{path}/versions")).await;
    let seen: Vec<_> = versions.iter().map(|version| (version.version, version.name.as_str())).collect();
    assert_eq!(seen, [(2, "带店标二"), (1, "带店标")]);
    let first: LabelTemplateDetail = owner.read(&format!("{path}/versions/1")).await;
    assert_eq!(first.body, made.body);
    owner.get(&format!("{path}/versions/3")).await.problem(404, "not_found");

    let restored = owner.post(&format!("{path}/versions/1/restore"), &()).await.expect(200);
    let restored: LabelTemplateDetail = restored.json();
    assert_eq!((restored.template.version, restored.body["parts"].clone()), (Some(3), made.body["parts"].clone()));
    let versions: Vec<LabelTemplateVersion> = owner.read(&format!("{path}/versions")).await;
    assert_eq!(versions[0].restored_from, Some(1));
}

#[actix_web::test]
async fn who_changes_an_old_version_is_told() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.makes_template("带店标").await;
    owner.saves_template(&made, "甲改的", &made.body).await.expect(200);
    owner.saves_template(&made, "乙改的", &made.body).await.problem(412, "stale");
    let path = format!("/label-templates/{}", made.template.id);
    let now: LabelTemplateDetail = owner.read(&path).await;
    assert_eq!((now.template.version, now.template.name.as_str()), (Some(2), "甲改的"));
    let body = json!({ "name": "没说改哪版", "body": made.body });
    owner.put(&path, &body).await.faults(&[("If-Match:", "required")]);
}

#[actix_web::test]
async fn printing_staff_use_templates_and_do_not_change_them() {
    let app = TestApp::new().await;
    let (owner, clerk, other) = (app.owner().await, app.clerk().await, app.other_merchant().await);
    let made = owner.makes_template("带店标").await;
    let own = |list: Vec<LabelTemplate>| list.into_iter().filter(|one| !one.standard).collect::<Vec<_>>();
    assert_eq!(own(clerk.read("/label-templates").await), std::slice::from_ref(&made.template));
    assert_eq!(own(other.read("/label-templates").await), []);
    clerk.saves_template(&made, "店员改的", &made.body).await.problem(403, "forbidden");
    let all: Vec<LabelTemplate> = clerk.read("/label-templates").await;
    let standard = all.iter().filter(|one| one.standard);
    assert_eq!(standard.clone().count(), label::standard_templates().len());
    assert!(standard.clone().all(|one| one.width_mm > 0 && one.height_mm > 0 && one.version.is_none()));
}

#[actix_web::test]
async fn standard_templates_do_not_change_and_used_ones_are_not_deleted() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let standard: LabelTemplateDetail = owner.read("/label-templates/standard-76x130").await;
    assert!(standard.template.standard);
    let body = json!({ "name": "改标准", "body": standard.body });
    owner.put("/label-templates/standard-76x130", &body).await.problem(409, "standard_template");
    owner.delete("/label-templates/standard-76x130").await.problem(409, "standard_template");

    let made = owner.makes_template("带店标").await;
    let path = format!("/label-templates/{}", made.template.id);
    let mut printer = crate::support::samples::printer();
    printer["template_id"] = json!(made.template.id);
    let printer: shared::printing::Printer = owner.post("/printers", &printer).await.expect(201).json();
    assert_eq!((printer.template_name.as_str(), printer.paper_width_mm), ("带店标", 76));
    let problem = owner.delete(&path).await.problem(409, "template_in_use");
    assert!(problem.detail.contains("前台打印机"), "{}", problem.detail);
    owner.delete(&format!("/printers/{}", printer.id)).await.expect(204);
    let default = json!({ "template_id": made.template.id });
    owner.put("/label-template-defaults", &default).await.expect(200);
    owner.delete(&path).await.expect(204);
    owner.get(&path).await.problem(404, "not_found");
    assert_eq!(owner.read::<serde_json::Value>("/label-template-defaults").await, json!([]));
    // What was printed with it can still be looked at.
    let kept: LabelTemplateDetail = owner.read(&format!("{path}/versions/1")).await;
    assert_eq!(kept.body, made.body);
}

#[actix_web::test]
async fn a_copy_of_an_own_template_keeps_its_carrier_zone() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.makes_template("带店标").await;
    let body = json!({ "name": "再一份", "copy_of": made.template.id });
    let copy: LabelTemplateDetail = owner.post_once("/label-templates", "copy-1", &body).await.expect(201).json();
    assert_ne!(copy.template.id, made.template.id);
    assert_eq!(copy.template.base_id, made.template.base_id);
    assert_eq!(copy.body["parts"], made.body["parts"]);
    let again: LabelTemplateDetail = owner.post_once("/label-templates", "copy-1", &body).await.expect(201).json();
    assert_eq!(again, copy);
    for body in [json!({ "name": "x" }), json!({ "name": "x", "copy_of": "a", "body": {} })] {
        owner.post("/label-templates", &body).await.faults(&[("/copy_of", "exactly_one")]);
    }
    let body = json!({ "name": "x", "copy_of": "standard-none" });
    owner.post("/label-templates", &body).await.faults(&[("/copy_of", "unknown_template")]);
}
