use serde_json::{Value, json};
use shared::labels::LabelTemplateDetail;

use crate::support::{
    TestApp,
    samples::{own_elements, own_text, template_file},
};

#[actix_web::test]
async fn what_is_exported_is_imported_as_it_was() {
    let app = TestApp::new().await;
    let (owner, other) = (app.owner().await, app.other_merchant().await);
    let made: LabelTemplateDetail = owner.post("/label-templates/import", &template_file()).await.expect(201).json();
    let file = owner.get(&format!("/label-templates/{}/file", made.template.id)).await.expect(200);
    assert!(file.header("content-disposition").starts_with("attachment"));
    let there = other.post_raw("/label-templates/import", file.body).await.expect(201);
    let there: LabelTemplateDetail = there.json();
    assert_eq!(there.body["parts"], made.body["parts"]);
    assert_eq!(there.template.name, "带店标");
    assert_ne!(there.template.id, made.template.id);
}

/// A file with one thing changed, and where the fault of it is found.
type Spoiled = (fn(&mut Value), &'static str, &'static str);

const SPOILED: &[Spoiled] = &[
    (|file| file["parts"][0]["elements"][0]["x_mm"] = json!(9.0), "/parts/0/elements/0", "locked_changed"),
    (|file| drop(file["parts"][0]["elements"].as_array_mut().unwrap().pop()), "", "locked_removed"),
    (|file| file["parts"][0]["elements"].as_array_mut().unwrap().push(own_text("intruder")), "", "locked_added"),
    (|file| file["based_on"] = json!("standard-none"), "/based_on", "unknown_template"),
    (|file| drop(file.as_object_mut().unwrap().remove("based_on")), "/based_on", "required"),
    (|file| own_elements(file)[0]["width_mm"] = json!(1e308), "", "out_of_range"),
    (|file| own_elements(file)[0]["width_mm"] = json!(-3), "", "out_of_range"),
    (|file| own_elements(file)[0]["width_mm"] = json!("wide"), "", "wrong_type"),
    (|file| own_elements(file)[0]["kind"] = json!("hologram"), "", "no_such_value"),
    (|file| own_elements(file)[0]["colour"] = json!("red"), "", "unknown_field"),
    (|file| own_elements(file).push(json!({ "name": "half" })), "", "missing"),
    (|file| file["surprise"] = json!(1), "/surprise", "unknown_field"),
];

#[actix_web::test]
async fn a_file_from_elsewhere_is_refused_with_every_fault_named() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    for (at, (spoil, pointer, code)) in SPOILED.iter().enumerate() {
        let mut file = template_file();
        spoil(&mut file);
        let problem = owner.post("/label-templates/import", &file).await.problem(422, "invalid_fields");
        let found = problem.errors.iter().any(|fault| fault.code == *code && fault.pointer.starts_with(pointer));
        assert!(found, "case {at} wants {code} at {pointer:?}: {:?}", problem.errors);
    }
    let mut file = template_file();
    own_elements(&mut file)[0]["x_mm"] = json!("left");
    own_elements(&mut file)[1]["height_mm"] = json!(1e9);
    file["paper"]["width_mm"] = json!(true);
    let problem = owner.post("/label-templates/import", &file).await.problem(422, "invalid_fields");
    assert!(problem.errors.len() >= 3, "all at once: {:?}", problem.errors);
}

#[actix_web::test]
async fn a_change_of_the_carrier_zone_names_the_element() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.makes_template("带店标").await;
    let mut body = made.body.clone();
    let element = body["parts"][0]["elements"][0]["name"].as_str().unwrap().to_owned();
    body["parts"][0]["elements"][0]["height_mm"] = json!(1.0);
    let problem = owner.saves_template(&made, "改了承运区", &body).await.problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].pointer, "/body/parts/0/elements/0");
    assert_eq!(problem.errors[0].code, "locked_changed");
    assert!(problem.errors[0].detail.contains(&element), "{}", problem.errors[0].detail);
    // Where it was made from is locked with it.
    let mut body = made.body.clone();
    body["based_on"] = json!("standard-100x180");
    owner.saves_template(&made, "换了来源", &body).await.problem(422, "invalid_fields");
}

#[actix_web::test]
async fn bytes_that_are_no_template_are_refused_quickly() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let mut many = template_file();
    for at in 0..3_000 {
        own_elements(&mut many).push(json!({ "name": format!("n{at}") }));
    }
    let mut long = template_file();
    own_elements(&mut long)[0]["value"] = json!("字".repeat(200_000));
    let started = std::time::Instant::now();
    for bytes in [
        b"".to_vec(),
        b"null".to_vec(),
        b"[]".to_vec(),
        b"{}".to_vec(),
        b"NaN".to_vec(),
        vec![0xff; 4_000],
        b"[".repeat(200_000),
        b"{\"parts\":".repeat(20_000),
        serde_json::to_vec(&many).unwrap(),
        serde_json::to_vec(&long).unwrap(),
    ] {
        let answer = owner.post_raw("/label-templates/import", bytes).await;
        answer.problem(422, "invalid_fields");
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    owner.post_raw("/label-templates/import", vec![b' '; 3 << 20]).await.problem(413, "body_too_large");
}
